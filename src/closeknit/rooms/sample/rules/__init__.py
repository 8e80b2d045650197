"""The sample couple's story as data, and how far along it one may start; no Django, no clock."""

from closeknit.rooms.sample.rules.progress import Progress, read_progress, write_progress
from closeknit.rooms.sample.rules.reading import StoryError, read_story
from closeknit.rooms.sample.rules.story import (
    Act,
    Answered,
    HandedOver,
    Landed,
    Practised,
    Replied,
    Stage,
    Story,
    Thanked,
    WantedDeeper,
    Who,
    unprompted,
)

__all__ = [
    "Act",
    "Answered",
    "HandedOver",
    "Landed",
    "Practised",
    "Progress",
    "Replied",
    "Stage",
    "Story",
    "StoryError",
    "Thanked",
    "WantedDeeper",
    "Who",
    "read_progress",
    "read_story",
    "unprompted",
    "write_progress",
]
