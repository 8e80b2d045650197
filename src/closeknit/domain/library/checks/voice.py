"""How every text reads: within the reading grade, without banned claims, in the house's voice."""

import re
from collections.abc import Iterator

from closeknit.domain.library.checks.texts import Text, texts
from closeknit.domain.library.checks.wording import Wording, claimed
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult
from closeknit.domain.library.reading_grade import FORMULAS, grade

HIGHEST_GRADE = 8.0
HIGHEST_GRADE_OF_ONE_FIELD = 12.0
"""A field is often one sentence, which the formula grades roughly."""
_LABELS = frozenset({"title", "question", "theme"})
"""A label has no sentence to grade."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f]")


def voice_problems(reading: LoadResult, wording: Wording) -> Iterator[Problem]:
    for text in texts(reading):
        for message in (*_tone(text, wording), *_banned(text.words, wording)):
            yield Problem(text.file, text.field, message)
    for reference in reading.library.references.values():
        file = reading.file_of["references", reference.id]
        for message in _banned(f"{reference.effect}. {reference.caveat}", wording):
            yield Problem(file, f"reference[{reference.id}].effect", message)


def grade_problems(reading: LoadResult) -> Iterator[Problem]:
    language = reading.library.language
    if language not in FORMULAS:
        message = "has no reading formula; add one to reading_grade.FORMULAS"
        yield Problem(language, "language", message)
        return
    whole: dict[tuple[str, str], list[Text]] = {}
    for text in texts(reading):
        whole.setdefault((text.kind, text.id), []).append(text)
        years = grade(text.words, language=language)
        is_question = text.kind == "questions"
        most = HIGHEST_GRADE if is_question else HIGHEST_GRADE_OF_ONE_FIELD
        if years > most and text.field.rpartition(".")[2] not in _LABELS:
            yield Problem(text.file, text.field, _too_hard(years, most))
    for (kind, _), parts in whole.items():
        years = grade("\n\n".join(part.words for part in parts), language=language)
        if years > HIGHEST_GRADE and kind != "questions":
            yield Problem(parts[0].file, "whole text", _too_hard(years, HIGHEST_GRADE))


def _too_hard(years: float, most: float) -> str:
    return f"reads at grade {years:.1f}; write shorter words and sentences, up to {most:g}"


def _tone(text: Text, wording: Wording) -> Iterator[str]:
    if "!" in text.words:
        yield "has an exclamation mark; write a full stop"
    if found := _UNSEEN.search(text.words):
        yield f"has an invisible character (U+{ord(found.group()):04X}); remove it"
    if _EMOJI.search(text.words):
        yield "has an emoji; write the word"
    if found := wording.should.search(text.words):
        yield f"says {found.group()!r}; write \u201ccan\u201d, \u201cmay\u201d or what happens"


def _banned(words: str, wording: Wording) -> Iterator[str]:
    for claim, _ in claimed(words, wording.banned):
        yield f"prints {claim.name}, which is never printed; {claim.instead}"
