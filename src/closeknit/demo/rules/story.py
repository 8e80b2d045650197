"""What a made-up couple does on which evening, one act of one person at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

_OUR_KEYS = UUID("6e4a21f4-54d5-4c1b-9c39-0f2b8d0e7a51")
_EVENING_BEGINS = time(18, 0)
_VISITOR_COMES = time(20, 0)


class Who(StrEnum):
    SARAH = "sarah"
    MARK = "mark"

    @property
    def other(self) -> "Who":
        return Who.MARK if self is Who.SARAH else Who.SARAH


class StoryStage(StrEnum):
    """Where in the year a visitor may start; that evening only Mark has written so far."""

    FIRST_EVENING = "first-evening"
    MONTH_FIVE = "month-five"
    MONTH_TWELVE = "month-twelve"


@dataclass(frozen=True, kw_only=True)
class StoryAct:
    """Something one of the two does on a day, counted from the first evening as day 0."""

    is_prompted: ClassVar[bool] = False
    """Whether it answers something that was done on that day."""

    day: int
    by: Who


@dataclass(frozen=True, kw_only=True)
class QuestionAct(StoryAct):
    """Something done about the questions of the evenings."""


@dataclass(frozen=True, kw_only=True)
class ThanksAct(StoryAct):
    """Something done about a thank-you."""


@dataclass(frozen=True, kw_only=True)
class PracticeAct(StoryAct):
    """Something done with a practice."""


@dataclass(frozen=True, kw_only=True)
class WantedDeeper(QuestionAct):
    """Says that the bravest questions may come."""


@dataclass(frozen=True, kw_only=True)
class HandedOver(QuestionAct):
    """Hands over an answer that nobody matched."""

    of_day: int


@dataclass(frozen=True, kw_only=True)
class Thanked(ThanksAct):
    did: str
    shows: str
    felt: str
    key: UUID


@dataclass(frozen=True, kw_only=True)
class Landed(ThanksAct):
    """Says how a thank-you of the same day landed; `ready` is one of the ready words or empty."""

    is_prompted = True
    thanks: UUID
    ready: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Answered(QuestionAct):
    question: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Replied(QuestionAct):
    is_prompted = True
    text: str
    key: UUID


@dataclass(frozen=True, kw_only=True)
class Practised(PracticeAct):
    slug: str
    rating: str
    words: str
    is_shown: bool
    key: UUID


@dataclass(frozen=True)
class Story:
    """A year of two people: who they are, and their acts by day in the order they happen."""

    first_evening: date
    zone: str
    names: Mapping[Who, str]
    stages: Mapping[StoryStage, int]
    acts: Mapping[int, Sequence[StoryAct]]

    @property
    def last_day(self) -> int:
        return max(self.acts)

    def date_of(self, day: int) -> date:
        return self.first_evening + timedelta(days=day)

    def day_of(self, on: date) -> int:
        return (on - self.first_evening).days

    def question_of(self, day: int) -> str | None:
        """Return the id of the question that the story gives to a day, if it gives one."""
        asked = (act.question for act in self.acts.get(day, ()) if isinstance(act, Answered))
        return next(asked, None)

    def begins(self, day: int) -> datetime:
        """Return the instant at which an evening begins, in the couple's zone."""
        return self._at(day, _EVENING_BEGINS)

    def visit(self, day: int) -> datetime:
        """Return the instant at which a visitor looks in on a day."""
        return self._at(day, _VISITOR_COMES)

    def before_visit(self, day: int) -> tuple[StoryAct, ...]:
        """What stands written on a stage's evening: Mark's part that needs nothing of Sarah's."""
        return unprompted(self.acts.get(day, ()), by=Who.MARK)

    def after_visit(self, day: int) -> tuple[StoryAct, ...]:
        before = self.before_visit(day)
        return tuple(act for act in self.acts.get(day, ()) if act not in before)

    def _at(self, day: int, clock: time) -> datetime:
        return datetime.combine(self.date_of(day), clock, tzinfo=ZoneInfo(self.zone))


def unprompted(acts: Sequence[StoryAct], *, by: Who) -> tuple[StoryAct, ...]:
    """Return a person's acts that answer nothing the other did on that day."""
    return tuple(act for act in acts if act.by is by and not act.is_prompted)


def key_of(*parts: object) -> UUID:
    """Return a key that is the same each time the story is read."""
    return uuid5(_OUR_KEYS, " ".join(map(str, parts)))
