"""A question is one, open, short, and answerable by anyone; what follows it is no worse."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from closeknit.domain.library.checks.wording import Wording
from closeknit.domain.library.items import Question
from closeknit.domain.library.kinds import Fact
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

MOST_WORDS = 14


def question_problems(reading: LoadResult, wording: Wording) -> Iterator[Problem]:
    misnamed: dict[str, str] = {}
    for question in reading.library.questions.values():
        file = reading.file_of["questions", question.id]
        place = f"question[{question.id}]"
        told = f"pack-{question.pack}" if question.pack else None
        if (told or question.strand) != PurePosixPath(file).stem:
            misnamed[file] = told or question.strand
        for message in (*_shape(question.text, wording), *_asked(question.text, question, wording)):
            yield Problem(file, f"{place}.text", message)
        for message in _followed(question, wording):
            yield Problem(file, f"{place}.follow_up", message)
        for field, facts in (("requires", question.requires), ("excludes", question.excludes)):
            for fact in sorted(set(facts) - set(Fact)):
                known = ", ".join(f'"{each}"' for each in Fact)
                yield Problem(file, f"{place}.{field}", f"holds {fact!r}; write some of {known}")
    for file, told in misnamed.items():
        yield Problem(file, "pack or strand", f"is for {told!r}; name file and field alike")


def _shape(text: str, wording: Wording) -> Iterator[str]:
    words = len(text.split())
    if words > MOST_WORDS:
        yield f"has {words} words; write at most {MOST_WORDS}"
    if text.count("?") != 1 or not text.endswith("?"):
        yield "is not one question; write one sentence that ends with its only question mark"
    if found := wording.closed_opening.search(text):
        opening = found.group().strip(" ,:;")
        yield f"can be answered with yes or no ({opening!r}); open with what, which, when, how"


def _followed(question: Question, wording: Wording) -> Iterator[str]:
    """A follow-up may be a wish in words; where it asks, it asks as openly as a question."""
    text = question.follow_up
    if "?" in text and (found := wording.closed_opening.search(text)):
        opening = found.group().strip(" ,:;")
        yield f"can be answered with yes or no ({opening!r}); open with what, which, when, how"
    yield from _asked(text, question, wording)


def _asked(text: str, question: Question, wording: Wording) -> Iterator[str]:
    yield from pressed(text, wording)
    lifted = wording.lifted_by.get(question.pack, frozenset())
    for subject, found in wording.assumed_in(text):
        if subject not in lifted:
            yield f"assumes {subject} ({found!r}); write words that anyone can answer"


def pressed(text: str, wording: Wording) -> Iterator[str]:
    """Where words mark, lead or accuse; for questions, what follows them, and lines to say."""
    if found := wording.verdict.search(text):
        yield f"asks for a verdict ({found.group()!r}); ask for a moment or a wish"
    if found := wording.leading.search(text):
        yield f"leads to an answer ({found.group().strip()!r}); ask without your own answer in it"
    if found := wording.accusing.search(text):
        yield f"accuses ({found.group()!r}); ask what it is like, or for a wish"
