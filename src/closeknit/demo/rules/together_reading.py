"""Reading evenings together from their file, which says in its head how it is written."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from closeknit.demo.rules.story import StoryAct, Who, key_of
from closeknit.demo.rules.together import (
    ApologySent,
    HalfDrawn,
    HourChosen,
    ListeningRoomOpened,
    ListeningRoomPaused,
    ListeningRoomThanked,
    Marked,
    MeetingNoted,
    MeetingPlanned,
    OpeningSent,
    PauseAgreed,
    SaidYes,
    SaidYesToTime,
    SteppedInto,
    StepTaken,
    TimeAsked,
    TurnRated,
    WroteOutside,
)
from closeknit.rooms.listening.rules import TURNS
from closeknit.rooms.listening.rules import Act as Step
from closeknit.rooms.meetings.rules.agenda import Part
from closeknit.rooms.practices.rules.notes import Opinion
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.pausing import PauseWords
from closeknit.rooms.repair.rules.words import from_words
from closeknit.rooms.repair.rules.writing import WritingWords

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Words = TypeVar("Words", bound="DataclassInstance")
Entry = Mapping[str, Any]
Read = Callable[[Entry, int], Iterator[StoryAct]]


def _listening_room(entry: Entry, number: int) -> Iterator[StoryAct]:
    """Spell out an evening tap by tap, to its end or to where it was paused or stopped."""
    day, opener, key = entry["day"], Who(entry["by"]), key_of("room", number)
    first, is_one = Who(entry.get("first", opener)), entry.get("devices", 2) == 1
    yield ListeningRoomOpened(
        day=day,
        by=opener,
        key=key,
        question=entry.get("question", ""),
        topic=entry.get("topic", ""),
        speaks_first=first,
        minutes=entry.get("minutes", 2),
        is_one_device=is_one,
    )
    tap = _taps(day, opener=opener, is_one_device=is_one)
    yield from _agreeing(tap, opener=opener, is_one_device=is_one)
    for turn in range(1, TURNS + 1):
        speaker = first if turn == 1 else first.other
        yield tap(speaker, Step.BEGIN)
        if entry.get("stopped", {}).get("turn") == turn:
            yield tap(Who(entry["stopped"]["by"]), Step.STOP)
            return
        pause = entry.get("paused", {})
        if pause.get("turn") == turn:
            yield ListeningRoomPaused(day=day, by=Who(pause["by"]), minutes=pause["minutes"])
            if not pause["went_on"]:
                return
            yield from (tap(who, Step.COME_BACK) for who in Who)
        yield from _said_back(tap, speaker, tries=entry.get("tries", [1, 1])[turn - 1])
        if not is_one:
            yield from _ratings(entry, turn, speaker, key)
    yield from _closing(entry, tap, opener=opener, is_one_device=is_one)
    if is_one:
        for turn in range(1, TURNS + 1):
            yield from _ratings(entry, turn, first if turn == 1 else first.other, key)


_Tap = Callable[[Who, Step], StepTaken]


def _taps(day: int, *, opener: Who, is_one_device: bool) -> _Tap:
    def tap(who: Who, step: Step) -> StepTaken:
        if is_one_device:
            return StepTaken(day=day, by=opener, step=step, as_other=who is not opener)
        return StepTaken(day=day, by=who, step=step)

    return tap


def _agreeing(tap: _Tap, *, opener: Who, is_one_device: bool) -> Iterator[StoryAct]:
    """On two phones, opening the listening room was the opener's yes."""
    asked = (opener, opener.other) if is_one_device else (opener.other,)
    yield from (tap(who, Step.AGREE) for who in asked)


def _said_back(tap: _Tap, speaker: Who, *, tries: int) -> Iterator[StoryAct]:
    yield tap(speaker, Step.FINISH)
    for again in range(tries):
        yield tap(speaker.other, Step.SAY_BACK)
        yield tap(speaker, Step.GOT_IT if again == tries - 1 else Step.ALMOST)


def _ratings(entry: Entry, turn: int, speaker: Who, listening_room: UUID) -> Iterator[StoryAct]:
    for who, kind in ((speaker, "felt"), (speaker.other, "effort")):
        yield TurnRated(
            day=entry["day"],
            by=who,
            listening_room=listening_room,
            turn=turn,
            value=entry[kind][turn - 1],
            is_shown=turn in entry.get("shown", {}).get(who, ()),
        )


def _closing(entry: Entry, tap: _Tap, *, opener: Who, is_one_device: bool) -> Iterator[StoryAct]:
    if is_one_device:
        yield tap(opener, Step.THANK)
        return
    for who in Who:
        yield ListeningRoomThanked(
            day=entry["day"], by=who, text=entry.get("thanks", {}).get(who, "")
        )


def _meeting(entry: Entry, _number: int) -> Iterator[StoryAct]:
    day = entry["day"]
    for part in (each for each in Part if each.takes_notes):
        for name, text in entry.get(part, {}).items():
            is_shown = name.removesuffix("-alone") == name
            who = Who(name.removesuffix("-alone"))
            yield MeetingNoted(day=day, by=who, part=part, text=text, is_shown=is_shown)
    yield MeetingPlanned(
        day=day, by=Who(entry["by"]), text=entry.get("plan", ""), in_days=entry.get("in_days", 7)
    )


def _hour(entry: Entry, _number: int) -> Iterator[StoryAct]:
    yield HourChosen(**_who_when(entry), weekday=entry["weekday"], at=entry["at"])


def _good_time(entry: Entry, _number: int) -> Iterator[StoryAct]:
    who = Who(entry["by"])
    yield TimeAsked(day=entry["day"], by=who)
    if entry.get("is_good"):
        yield SaidYesToTime(day=entry["day"], by=who.other)


def _opening(entry: Entry, number: int) -> Iterator[StoryAct]:
    words = _words(OpeningWords, entry)
    yield OpeningSent(**_who_when(entry), words=words, key=key_of("opening", number))


def _apology(entry: Entry, number: int) -> Iterator[StoryAct]:
    words = _words(ApologyWords, entry)
    yield ApologySent(**_who_when(entry), words=words, key=key_of("apology", number))


def _half(entry: Entry, _number: int) -> Iterator[StoryAct]:
    yield HalfDrawn(**_who_when(entry), words=_words(HalfWords, entry))


def _pause_plan(entry: Entry, _number: int) -> Iterator[StoryAct]:
    yield PauseAgreed(**_who_when(entry), words=_words(PauseWords, entry))


def _outside_eye(entry: Entry, number: int) -> Iterator[StoryAct]:
    words = _words(WritingWords, entry)
    yield WroteOutside(**_who_when(entry), words=words, key=key_of("outside eye", number))


def _yes(entry: Entry, _number: int) -> Iterator[StoryAct]:
    for who in entry["by"]:
        yield SaidYes(day=entry["day"], by=Who(who), slug=entry["slug"])


def _step(entry: Entry, _number: int) -> Iterator[StoryAct]:
    yield SteppedInto(**_who_when(entry), slug=entry["slug"], step=entry["step"])


def _mark(entry: Entry, _number: int) -> Iterator[StoryAct]:
    yield Marked(**_who_when(entry), slug=entry["slug"], opinion=Opinion(entry["opinion"]))


def _who_when(entry: Entry) -> dict[str, Any]:
    return {"day": entry["day"], "by": Who(entry["by"])}


def _words(kind: type[Words], entry: Entry) -> Words:
    return from_words(kind, entry)


KINDS: Mapping[str, Read] = {
    "good_time": _good_time,
    "opening": _opening,
    "listening_room": _listening_room,
    "half": _half,
    "pause_plan": _pause_plan,
    "apology": _apology,
    "outside_eye": _outside_eye,
    "yes": _yes,
    "step": _step,
    "meeting": _meeting,
    "hour": _hour,
    "mark": _mark,
}
"""The kinds of an entry, in the order in which they happen on one day."""
