"""The sample couple's story as data, and how far along it one may start; no Django, no clock."""

from closeknit.demo.rules.progress import Progress, read_progress, write_progress
from closeknit.demo.rules.reading import StoryError, read_story, unknown
from closeknit.demo.rules.story import (
    Answered,
    HandedOver,
    Landed,
    PracticeAct,
    Practised,
    QuestionAct,
    Replied,
    Story,
    StoryAct,
    StoryStage,
    Thanked,
    ThanksAct,
    WantedDeeper,
    Who,
    unprompted,
)

__all__ = [
    "Answered",
    "HandedOver",
    "Landed",
    "PracticeAct",
    "Practised",
    "Progress",
    "QuestionAct",
    "Replied",
    "Story",
    "StoryAct",
    "StoryError",
    "StoryStage",
    "Thanked",
    "ThanksAct",
    "WantedDeeper",
    "Who",
    "read_progress",
    "read_story",
    "unknown",
    "unprompted",
    "write_progress",
]
