"""Reading the story from its two files, which say in their heads how they are written."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from closeknit.demo.rules.story import (
    Answered,
    HandedOver,
    Landed,
    Practised,
    Replied,
    Story,
    StoryAct,
    StoryStage,
    Thanked,
    WantedDeeper,
    Who,
    key_of,
)
from closeknit.demo.rules.together_reading import KINDS as TOGETHER
from closeknit.domain.library import CONTENT

STORY = CONTENT / "en" / "demo" / "year.toml"
EVENINGS = "evenings.toml"
"""Beside the year: what the two do with each other."""

Entry = Mapping[str, Any]


class StoryError(ValueError):
    """The story's file does not say something that it has to, or says it in the wrong order."""


def unknown(act: StoryAct) -> StoryError:
    """Return the error of an act that nobody has said how to play."""
    return StoryError(f"day {act.day}: nobody has said how to play {type(act).__name__}")


def read_story(path: Path = STORY) -> Story:
    """Read the year; raises StoryError."""
    top = tomllib.loads(path.read_text(encoding="utf-8"))
    beside = path.with_name(EVENINGS)
    if beside.exists():
        top |= tomllib.loads(beside.read_text(encoding="utf-8"))
    try:
        return _story(top)
    except (KeyError, ValueError) as error:
        raise StoryError(f"{path.name}: {error}") from error


def _story(top: Entry) -> Story:
    couple = top["couple"]
    if not isinstance(couple["first_evening"], date):
        raise StoryError("`first_evening` is a date without quotes")
    acts: dict[int, list[StoryAct]] = defaultdict(list)
    for kind, read in _KINDS.items():
        entries = top.get(kind, [])
        days = [entry["day"] for entry in entries]
        if days != sorted(days):
            raise StoryError(f"the days of {kind!r} are out of order")
        for number, entry in enumerate(entries):
            for act in read(entry, number):
                acts[act.day].append(act)
    return Story(
        first_evening=couple["first_evening"],
        zone=couple["zone"],
        names={who: couple[who] for who in Who},
        stages={stage: top["stages"][stage] for stage in StoryStage},
        acts={day: tuple(acts[day]) for day in sorted(acts)},
    )


def _deeper(entry: Entry, _number: int) -> Iterator[StoryAct]:
    yield WantedDeeper(day=entry["day"], by=Who(entry["by"]))


def _handed_over(entry: Entry, _number: int) -> Iterator[StoryAct]:
    yield HandedOver(day=entry["day"], by=Who(entry["by"]), of_day=entry["of_day"])


def _thanks(entry: Entry, number: int) -> Iterator[StoryAct]:
    day, giver, key = entry["day"], Who(entry["from"]), key_of("thanks", number)
    yield Thanked(
        day=day,
        by=giver,
        did=entry["did"],
        shows=entry.get("shows", ""),
        felt=entry.get("landed", ""),
        key=key,
    )
    if "received" in entry or "ready" in entry:
        yield Landed(
            day=day,
            by=giver.other,
            thanks=key,
            ready=entry.get("ready", ""),
            text=entry.get("received", ""),
        )


def _answers(entry: Entry, number: int) -> Iterator[StoryAct]:
    """Whoever's words stand first in the file wrote first; replies come after both."""
    day = entry["day"]
    writers = [Who(name) for name in entry if name in list(Who)]
    if not writers:
        raise StoryError(f"nobody answers on day {day}")
    for who in writers:
        yield Answered(day=day, by=who, question=entry["question"], text=entry[who])
    for turn, reply in enumerate(entry.get("replies", [])):
        yield Replied(
            day=day,
            by=Who(reply["from"]),
            text=reply["text"],
            key=key_of("reply", number, turn),
        )


def _practice(entry: Entry, number: int) -> Iterator[StoryAct]:
    yield Practised(
        day=entry["day"],
        by=Who(entry["by"]),
        slug=entry["slug"],
        rating=entry.get("rating", ""),
        words=entry.get("note", ""),
        is_shown=entry.get("is_shown", False),
        key=key_of("practice", number),
    )


_KINDS = {
    "deeper": _deeper,
    "handed_over": _handed_over,
    "thanks": _thanks,
    "answers": _answers,
    "practice": _practice,
    **TOGETHER,
}
"""The kinds of an entry, in the order in which they happen on one day."""
