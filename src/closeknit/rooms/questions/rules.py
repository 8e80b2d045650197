"""Which question a day has, when answers open, and how long one waits; no Django, no clock."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from closeknit.domain.library import Library, NoQuestionError, Question, Schedule

WAITS_FOR = timedelta(days=7)
EVERY_OTHER_DAY = 2
DESIRE = "desire"
"""The pack that neither can open alone."""


class DayState(StrEnum):
    """Where one person stands with a day's question, as far as they may know."""

    UNWRITTEN = "unwritten"
    DRAFT = "draft"
    PASSED = "passed"
    SEALED_WAITING = "sealed_waiting"
    UNMATCHED = "unmatched"
    KEPT = "kept"
    HANDED = "handed"
    RECEIVED = "received"
    REVEALED = "revealed"


class Decision(StrEnum):
    """What an author chose for an answer that nobody matched; letting go leaves no row."""

    KEPT = "kept"
    HANDED = "handed"


@dataclass(frozen=True)
class Pick:
    """The question of a day: one of the library, or one of the couple's own."""

    question: Question | None = None
    own: UUID | None = None
    asked_before: date | None = None


@dataclass(frozen=True)
class Past:
    """What a couple's next days rest on: shared facts alone, as they stand after `last_day`."""

    used: Mapping[str, date] = field(default_factory=dict)
    mutual_answers: int = 0
    packs: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    is_deep: bool = False
    """Both are open to the deepest questions."""
    own_waiting: tuple[tuple[UUID, date], ...] = ()
    """The couple's questions not yet asked, the oldest first, each with the day it was written."""
    own_last_asked: date | None = None
    last_day: date = date.max
    """The last day whose question is written down; the day before the couple began, if none is."""


def picks(*, seed: UUID, past: Past, last: date, library: Library) -> dict[date, Pick | None]:
    """Return the question of each day after `past.last_day` up to `last`.

    Each day uses up its question, whoever wrote; None when the couple has set every one aside.
    """
    schedule = Schedule(
        seed=seed,
        used=past.used,
        mutual_answers=past.mutual_answers,
        deep_opt_in=past.is_deep,
        packs=past.packs,
        skipped=past.skipped,
        library=library,
    )
    waiting, own_last_asked = deque(past.own_waiting), past.own_last_asked
    found: dict[date, Pick | None] = {}
    for number in range((last - past.last_day).days):
        on = past.last_day + timedelta(days=number + 1)
        if waiting and _is_own_due(on, written_on=waiting[0][1], last_asked=own_last_asked):
            found[on], own_last_asked = Pick(own=waiting.popleft()[0]), on
        else:
            found[on] = _from_library(schedule, on)
    return found


def _is_own_due(on: date, *, written_on: date, last_asked: date | None) -> bool:
    """Of their own one comes at most every other day, and never on the day it was written."""
    rested = last_asked is None or on >= last_asked + timedelta(days=EVERY_OTHER_DAY)
    return rested and on > written_on


def _from_library(schedule: Schedule, on: date) -> Pick | None:
    try:
        question, before = schedule.next(on)
    except NoQuestionError:
        return None
    return Pick(question=question, asked_before=before)


def takes_words(*, on: date, today: date, joined_on: date) -> bool:
    """Whether somebody may write to the day `on`: each of the last seven since they came."""
    return on >= joined_on and is_waiting(on=on, today=today)


def is_shared_day(*, on: date, paired_on: date | None) -> bool:
    """Whether a day belongs to both; what was written before they paired stays private."""
    return paired_on is not None and on >= paired_on


def is_waiting(*, on: date, today: date) -> bool:
    """Whether the day `on` still takes answers, and one still waits for the other's."""
    return on <= today < on + WAITS_FOR


def keeps_escrow(*, on: date, today: date, paired_on: date | None) -> bool:
    """Whether the host may keep the wrap that a reveal needs; alone, on the day itself only."""
    if paired_on is None:
        return on == today
    return on >= paired_on and is_waiting(on=on, today=today)


def oldest_open_day(*, today: date, paired_on: date | None) -> date:
    """The first day whose escrows may still exist."""
    if paired_on is None:
        return today
    return max(paired_on, today - WAITS_FOR + timedelta(days=1))


@dataclass(frozen=True)
class AnswerStatus:
    """How one answer stands; `decided` is what its author chose for it, if anything."""

    is_there: bool = False
    is_open: bool = False
    decided: Decision | None = None

    @property
    def is_sealed(self) -> bool:
        return self.is_there and not self.is_open and self.decided is None


def may_reveal(
    *, on: date, today: date, paired_on: date | None, mine: AnswerStatus, theirs: AnswerStatus
) -> bool:
    """Both have answered, on a day that is theirs, while the first answer still waited."""
    return (
        is_shared_day(on=on, paired_on=paired_on)
        and is_waiting(on=on, today=today)
        and mine.is_sealed
        and theirs.is_sealed
    )


def may_hand_over(*, on: date, today: date, paired_on: date | None, mine: AnswerStatus) -> bool:
    """Whether an author may now decide about an answer that nobody matched."""
    return is_shared_day(on=on, paired_on=paired_on) and today >= on + WAITS_FOR and mine.is_sealed


@dataclass(frozen=True)
class Visibility:
    """All that one person may know of a day; nothing of what the other has not opened."""

    mine: AnswerStatus = AnswerStatus()
    theirs_is_open: bool = False
    was_revealed: bool = False
    has_draft: bool = False
    has_passed: bool = False


def state_of(*, on: date, today: date, paired_on: date | None, visibility: Visibility) -> DayState:
    if visibility.mine.is_there:
        return _state_of_answer(on=on, today=today, paired_on=paired_on, visibility=visibility)
    if visibility.theirs_is_open:
        return DayState.RECEIVED
    if visibility.has_passed:
        return DayState.PASSED
    return DayState.DRAFT if visibility.has_draft else DayState.UNWRITTEN


def _state_of_answer(
    *, on: date, today: date, paired_on: date | None, visibility: Visibility
) -> DayState:
    if visibility.mine.is_open:
        both = visibility.theirs_is_open or visibility.was_revealed
        return DayState.REVEALED if both else DayState.HANDED
    if visibility.mine.decided is not None or not _may_still_open(
        on=on, today=today, paired_on=paired_on
    ):
        return DayState.KEPT
    return DayState.SEALED_WAITING if is_waiting(on=on, today=today) else DayState.UNMATCHED


def _may_still_open(*, on: date, today: date, paired_on: date | None) -> bool:
    return on == today if paired_on is None else on >= paired_on
