"""What the library holds: one frozen dataclass per kind of content."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from closeknit.domain.library.kinds import (
    Category,
    CheckStatus,
    Contraindication,
    Grade,
    LineKind,
    LineSource,
    LineStatus,
    Mode,
    Strand,
    Strength,
    Turn,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: str
    edition: int
    strand: Strand
    category: Category
    depth: int
    text: str
    follow_up: str = ""
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    revisit_after: int | None = None
    """Days until "what has changed?" may be asked; None when never."""
    first_evening: int | None = None
    """Which of the first evenings it belongs to, the same for every couple; None for the rest."""
    pack: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    do: str
    say: str
    minutes: float
    who: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptations:
    distance: str
    disability: str
    neurodivergence: str
    culture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What the evidence lets the coach expect of a practice, on its own scale from 0 to 1."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    id: str
    edition: int
    strand: Strand
    title: str
    why: str
    minutes: float
    modes: frozenset[Mode]
    depth: int
    contraindications: frozenset[Contraindication]
    safe_in_fear: bool
    """Whether somebody who fears the other may do it alone; an editor looked."""
    caution: str
    consent_gate: bool
    stop_if: str
    steps: tuple[Step, ...]
    when_it_goes_wrong: str
    adaptations: Adaptations
    evidence: tuple[str, ...]
    evidence_line: str
    grade: Grade
    status: CheckStatus
    prior: Prior
    reviewed: date
    retired: bool = False


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    number: int
    theme: str
    goal: str
    before: str
    """What each does alone first; often empty."""
    session: tuple[str, ...]
    session_minutes: float
    session_note: str
    second_session: tuple[str, ...]
    """Practices for another evening of the same week; often empty."""
    dailies: tuple[str, ...]
    """Each the id of a short practice, or one plain sentence."""
    check: str
    when_it_fails: str
    scene: str
    """Fiction about the case study's couple; shown only with that mark."""

    @property
    def daily_practices(self) -> tuple[str, ...]:
        return tuple(daily for daily in self.dailies if _ID.fullmatch(daily))

    @property
    def daily_sentences(self) -> tuple[str, ...]:
        return tuple(daily for daily in self.dailies if not _ID.fullmatch(daily))

    @property
    def practices(self) -> tuple[str, ...]:
        return (*self.session, *self.second_session, *self.daily_practices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    id: str
    edition: int
    title: str
    audience: str
    promise: str
    excluded_flags: frozenset[Contraindication]
    refer: tuple[str, ...]
    exit: str
    weeks: tuple[Week, ...]
    rounds: int = 1
    """How often the weeks are gone through."""
    review: Week | None = None
    """One more week, after the last round."""
    retired: bool = False

    @property
    def all_weeks(self) -> tuple[Week, ...]:
        return (*self.weeks, self.review) if self.review else self.weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqEntry:
    id: str
    edition: int
    question: str
    answer: str
    """Markdown; links to other items read (practice:id), (page:id), [words](ref:id)."""
    group: str
    order: int
    safety: bool
    evidence: tuple[str, ...]
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    id: str
    edition: int
    title: str
    body: str
    """Markdown, with the same links as a FAQ answer."""
    group: str
    order: int
    evidence: tuple[str, ...]
    retired: bool = False


_DESIGNS_OF_OPINION = frozenset({"consensus", "guidance", "method", "analysis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    id: str
    citation: str
    doi: str
    design: str
    n: str
    population: str
    effect: str
    interval: str
    caveat: str
    verified_on: date
    verified_how: str
    status: CheckStatus

    @property
    def is_checked(self) -> bool:
        return self.status is CheckStatus.CHECKED

    @property
    def strength(self) -> Strength:
        design = self.design.lower()
        if "trial" in design or "experiment" in design:
            return Strength.EFFECT
        *_, last_word = design.split()
        return Strength.OPINION if last_word in _DESIGNS_OF_OPINION else Strength.LINK


BY_TEXT_ONLY = "By text message"  # how the note of a line begins that cannot be called


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """A number with the page it was read on; country is ISO 3166 alpha-2, or EU, or INT."""

    country: str
    kind: LineKind
    name: str
    for_whom: str
    number: str
    url: str
    hours: str
    source: str
    source_kind: LineSource
    page_date: str
    note: str  # how to use the line; what editors noted beside it is not kept
    status: LineStatus
    seen_on: date

    @property
    def is_seen(self) -> bool:
        return self.status is LineStatus.SEEN

    @property
    def is_for_texts_only(self) -> bool:
        return self.note.startswith(BY_TEXT_ONLY)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Library:
    """Everything that was read; two are the same only when they are one."""

    language: str
    questions: Mapping[str, Question]
    practices: Mapping[str, Practice]
    journeys: Mapping[str, Journey]
    faq: Mapping[str, FaqEntry]
    pages: Mapping[str, GuidePage]
    references: Mapping[str, Reference]
    help_lines: tuple[HelpLine, ...]
    """Only lines whose number was seen in a page, the operator's own source first."""
    hash: str
    """SHA-256 over the names and bytes of every file read, hexadecimal."""
