"""Prose that cites: what a sentence claims is no stronger than the sources it links."""

import re
from collections.abc import Iterator

from closeknit.domain.library.checks.wording import Wording, asserted, sentences
from closeknit.domain.library.items import FaqEntry, GuidePage
from closeknit.domain.library.kinds import Strength
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

_REFERENCE_LINK = re.compile(r"\(ref:([^)\s]+)\)")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*#>]|\d+\.)\s)")


def guide_problems(reading: LoadResult, wording: Wording) -> Iterator[Problem]:
    for entry in reading.library.faq.values():
        file = reading.file_of["faq", entry.id]
        yield from _prose(reading, wording, file, entry, entry.answer)
    for page in reading.library.pages.values():
        file = reading.file_of["pages", page.id]
        yield from _prose(reading, wording, file, page, page.body)


def _unsourced(file: str, body: str, wording: Wording) -> Iterator[Problem]:
    """A finding needs a source in its paragraph; a line that leads into a list does not."""
    for paragraph in _PARAGRAPH.split(body):
        found = wording.research.search(paragraph)
        if found and not _REFERENCE_LINK.search(paragraph) and not paragraph.endswith(":"):
            message = f"says {found.group()!r} without a source; link one, or say whose view it is"
            yield Problem(file, "text", message)


def _prose(
    reading: LoadResult, wording: Wording, file: str, item: FaqEntry | GuidePage, body: str
) -> Iterator[Problem]:
    linked = set(_REFERENCE_LINK.findall(body))
    for name in sorted(linked - set(item.evidence)):
        yield Problem(file, "evidence", f"lacks {name!r}, which the text cites; add it")
    yield from _unsourced(file, body, wording)
    references = reading.library.references
    for sentence in sentences(body):
        cited = [
            references[name] for name in _REFERENCE_LINK.findall(sentence) if name in references
        ]
        shows_effect = any(each.strength is Strength.EFFECT for each in cited)
        is_finding = any(each.design != "method" for each in cited)
        if (
            is_finding
            and not shows_effect
            and (found := asserted(wording.causes, sentence, wording))
        ):
            message = f"says {found!r} with sources that show a link; write \u201cwent with\u201d"
            yield Problem(file, "text", f"{message}: {sentence[:60]!r}")
        if found := asserted(wording.overclaims, sentence, wording):
            message = f"says {found!r}, which no source carries; say what was seen, and in whom"
            yield Problem(file, "text", f"{message}: {sentence[:60]!r}")
