"""What the Guide's pages show, from the library in memory; nothing here asks the database."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from closeknit.domain.library import (
    HelpLine,
    Library,
    LineKind,
    Reference,
    bundled,
)
from closeknit.rooms.guide.prose import Prose, address, render, typeset
from closeknit.rooms.guide.rules import NumberPart, number_parts

FIRST_QUESTIONS = 4
GROUPS = ("start", "talking", "closeness", "hard times", "apart", "about closeknit")
_KINDS = (LineKind.EMERGENCY, LineKind.VIOLENCE, LineKind.CRISIS, LineKind.DIRECTORY)
_ANYWHERE = "INT"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideEntry:
    """A line that leads to a page of the Guide."""

    id: str
    url: str
    title: Markup
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The Guide's table of contents."""

    first: tuple[GuideEntry, ...]
    groups: tuple[tuple[str, tuple[GuideEntry, ...]], ...]
    pages: Mapping[str, tuple[GuideEntry, ...]]
    """Articles by their group: strand, signs, help, evidence, safety."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideArticle:
    """One page to read, with its sources and what stands beside it."""

    entry: GuideEntry
    prose: Prose
    sources: tuple[Reference, ...]
    read_on: tuple[GuideEntry, ...]
    speaks_of_safety: bool
    is_listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A help line with its number in parts that a phone can call."""

    line: HelpLine
    number: tuple[NumberPart, ...]

    @property
    def is_for_texts_only(self) -> bool:
        return self.line.is_for_texts_only

    @property
    def has_source_page(self) -> bool:
        return self.line.source.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """A country's lines of one kind."""

    kind: LineKind
    calls: tuple[Call, ...]


@cache
def answers(*, language: str) -> Mapping[str, GuideArticle]:
    """Return every answered question by its name, in the order of the Guide."""
    whole = bundled(language=language)
    found = sorted(whole.faq.values(), key=lambda each: (GROUPS.index(each.group), each.order))
    entries = [
        GuideEntry(
            id=each.id,
            url=address("faq", each.id),
            title=typeset(each.question),
            group=each.group,
        )
        for each in found
    ]
    return {
        entry.id: GuideArticle(
            entry=entry,
            prose=render(each.answer),
            sources=_sources(whole, each.evidence),
            read_on=_neighbours(entry, entries),
            speaks_of_safety=each.safety,
            is_listed=not each.retired,
        )
        for each, entry in zip(found, entries, strict=True)
    }


@cache
def articles(*, language: str) -> Mapping[str, GuideArticle]:
    """Return every longer page by its name, in the order of the Guide."""
    whole = bundled(language=language)
    found = sorted(whole.pages.values(), key=lambda each: (each.group, each.order))
    entries = [
        GuideEntry(
            id=each.id, url=address("page", each.id), title=typeset(each.title), group=each.group
        )
        for each in found
    ]
    return {
        entry.id: GuideArticle(
            entry=entry,
            prose=render(each.body),
            sources=_sources(whole, each.evidence),
            read_on=_neighbours(entry, entries),
            speaks_of_safety=False,
            is_listed=not each.retired,
        )
        for each, entry in zip(found, entries, strict=True)
    }


@cache
def contents(*, language: str) -> Contents:
    questions = _by_group(answers(language=language))
    first = questions["start"][:FIRST_QUESTIONS]
    return Contents(
        first=first,
        groups=tuple(
            (group, tuple(each for each in found if each not in first))
            for group, found in questions.items()
        ),
        pages=_by_group(articles(language=language)),
    )


@cache
def sources(*, language: str) -> tuple[Reference, ...]:
    """Return every source by its authors' names."""
    found = bundled(language=language).references.values()
    return tuple(sorted(found, key=lambda each: each.citation.casefold()))


@cache
def citing(*, language: str) -> Mapping[str, tuple[GuideEntry, ...]]:
    """Return, for each source, the answers and pages that rest on it."""
    readings = [*answers(language=language).values(), *articles(language=language).values()]
    return {
        source.id: tuple(each.entry for each in readings if source in each.sources)
        for source in sources(language=language)
    }


@cache
def help_lines(*, language: str) -> Mapping[str, tuple[Calls, ...]]:
    """Return the seen lines by country: emergency first, then the best source first."""
    shown = bundled(language=language).help_lines
    return {
        country: tuple(_of_kinds(line for line in shown if line.country == country))
        for country in sorted({line.country for line in shown})
    }


def directories(*, language: str) -> tuple[Calls, ...]:
    """Return the international lists of help lines."""
    return help_lines(language=language).get(_ANYWHERE, ())


def countries(*, language: str) -> frozenset[str]:
    return frozenset(help_lines(language=language)) - {_ANYWHERE}


def emergency_calls(*, language: str) -> Mapping[str, tuple[Call, ...]]:
    """Return the emergency numbers of every country in the data."""
    return {
        country: found.calls
        for country, kinds in help_lines(language=language).items()
        for found in kinds
        if found.kind is LineKind.EMERGENCY
    }


def _by_group(readings: Mapping[str, GuideArticle]) -> Mapping[str, tuple[GuideEntry, ...]]:
    listed = [each.entry for each in readings.values() if each.is_listed]
    return {
        group: tuple(each for each in listed if each.group == group)
        for group in dict.fromkeys(each.group for each in listed)
    }


def _of_kinds(lines: Iterable[HelpLine]) -> Iterator[Calls]:
    found = list(lines)
    for kind in _KINDS:
        calls = [
            Call(line=line, number=number_parts(line.number)) for line in found if line.kind is kind
        ]
        if calls:
            calls.sort(key=lambda call: call.is_for_texts_only)
            yield Calls(kind=kind, calls=tuple(calls))


def _sources(whole: Library, names: Iterable[str]) -> tuple[Reference, ...]:
    return tuple(whole.references[name] for name in names)


def _neighbours(entry: GuideEntry, entries: list[GuideEntry]) -> tuple[GuideEntry, ...]:
    """Return the next three of the same group, going round."""
    group = [each for each in entries if each.group == entry.group]
    place = group.index(entry)
    return tuple([*group[place + 1 :], *group[:place]][:3])
