"""What the two do with each other: a listening room, repair, a meeting, a practice."""

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from closeknit.demo.rules.story import PracticeAct, StoryAct, Who
from closeknit.rooms.listening.rules import Act as Step
from closeknit.rooms.meetings.rules.agenda import Part
from closeknit.rooms.practices.rules.notes import Opinion
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.pausing import PauseWords
from closeknit.rooms.repair.rules.writing import WritingWords


@dataclass(frozen=True, kw_only=True)
class ListeningAct(StoryAct):
    """Something done in or for a listening room."""


@dataclass(frozen=True, kw_only=True)
class RepairAct(StoryAct):
    """Something done before or after a hard moment."""


@dataclass(frozen=True, kw_only=True)
class MeetingAct(StoryAct):
    """Something done for the weekly meeting."""


@dataclass(frozen=True, kw_only=True)
class ListeningRoomOpened(ListeningAct):
    """Opens a listening room on a question of the library or on a topic in own words."""

    key: UUID
    question: str
    topic: str
    speaks_first: Who
    minutes: int
    is_one_device: bool


@dataclass(frozen=True, kw_only=True)
class StepTaken(ListeningAct):
    """One tap in the open listening room; `as_other` on the one phone that lies between the two."""

    is_prompted = True
    step: Step
    as_other: bool = False


@dataclass(frozen=True, kw_only=True)
class ListeningRoomPaused(ListeningAct):
    is_prompted = True
    minutes: int


@dataclass(frozen=True, kw_only=True)
class TurnRated(ListeningAct):
    """Says how a turn was: its speaker how understood, its listener how hard they tried, of 4."""

    is_prompted = True
    listening_room: UUID
    turn: int
    value: int
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class ListeningRoomThanked(ListeningAct):
    is_prompted = True
    text: str


@dataclass(frozen=True, kw_only=True)
class TimeAsked(RepairAct):
    """Asks whether now is a good time, or says yes to having been asked."""


@dataclass(frozen=True, kw_only=True)
class SaidYesToTime(RepairAct):
    is_prompted = True


@dataclass(frozen=True, kw_only=True)
class OpeningSent(RepairAct):
    words: OpeningWords
    key: UUID


@dataclass(frozen=True, kw_only=True)
class ApologySent(RepairAct):
    words: ApologyWords
    key: UUID


@dataclass(frozen=True, kw_only=True)
class HalfDrawn(RepairAct):
    words: HalfWords


@dataclass(frozen=True, kw_only=True)
class PauseAgreed(RepairAct):
    words: PauseWords


@dataclass(frozen=True, kw_only=True)
class WroteOutside(RepairAct):
    """Seven minutes with an outside eye."""

    words: WritingWords
    key: UUID


@dataclass(frozen=True, kw_only=True)
class MeetingNoted(MeetingAct):
    """A note for one part; the first one of an evening begins the meeting."""

    part: Part
    text: str
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(MeetingAct):
    """The one plan, for so many days ahead; then the meeting ends."""

    is_prompted = True
    text: str
    in_days: int


@dataclass(frozen=True, kw_only=True)
class HourChosen(MeetingAct):
    """The weekly hour of their meeting; `weekday` counts from Monday, 0."""

    weekday: int
    at: time


@dataclass(frozen=True, kw_only=True)
class SaidYes(PracticeAct):
    """A yes for tonight to a practice that needs one from both."""

    slug: str


@dataclass(frozen=True, kw_only=True)
class SteppedInto(PracticeAct):
    """Is in the middle of a practice, at a step counted from 1."""

    slug: str
    step: int


@dataclass(frozen=True, kw_only=True)
class Marked(PracticeAct):
    slug: str
    opinion: Opinion
