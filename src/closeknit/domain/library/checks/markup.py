"""Text is Markdown with our own links; anything else would be shown raw, or lead astray."""

import re
from collections.abc import Iterator

from closeknit.domain.library.checks.texts import texts
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!][^<>]*>?|&(?:#\d+|#x[\da-f]+|[a-z]+);", re.IGNORECASE)
_SCRIPT = re.compile(r"\b(?:javascript|vbscript|data)\s*:\s*\S", re.IGNORECASE)
_TARGET = re.compile(r"\]\s*\(([^)]*)\)")
_OURS = re.compile(r"(?:ref|practice|page|faq|journey):[a-z0-9]+(?:-[a-z0-9]+)*")
_ALMOST_OURS = re.compile(r"\(\s*(\w+)\s*:\s*[a-z0-9-]+\s*\)")
_BARE = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_SUSPECT = re.compile(r"[<&:]|\]\s*\(|www\.", re.IGNORECASE)
"""Most texts hold none of these, and need no closer look."""
_KINDS = frozenset({"ref", "practice", "page", "faq", "journey"})


def markup_problems(reading: LoadResult) -> Iterator[Problem]:
    for text in texts(reading):
        for message in _faults(text.words):
            yield Problem(text.file, text.field, message)


def _faults(words: str) -> Iterator[str]:
    if not _SUSPECT.search(words):
        return
    for found in (*_TAG.findall(words), *_SCRIPT.findall(words)):
        yield f"holds {found[:40]!r}, which a page shows as it stands; write plain Markdown"
    for target in _TARGET.findall(words):
        if not _OURS.fullmatch(target):
            yield f"links to {target!r}; write kind:id, such as page:signs"
    for found in _ALMOST_OURS.finditer(words):
        if found[1] not in _KINDS or not _OURS.fullmatch(found.group()[1:-1]):
            yield f"has {found.group()!r}, which is no link; write kind:id without spaces"
    for found in _BARE.findall(words):
        yield f"holds the address {found[:60]!r}; put it into references.toml or help-lines.toml"
