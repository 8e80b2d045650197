"""What other rooms may ask of the questions."""

from closeknit.rooms.questions.queries.asking import Asked, library
from closeknit.rooms.questions.queries.days import VisibleAnswers, Words, visible_answers
from closeknit.rooms.questions.queries.takeout import ExportedDay, ExportedQuestion, export
from closeknit.rooms.questions.queries.tonight import (
    EarlierDay,
    Evening,
    Open,
    Tonight,
    evening,
    open_earlier_day,
    tonight,
)
from closeknit.rooms.questions.rules import State

__all__ = [
    "Asked",
    "EarlierDay",
    "Evening",
    "ExportedDay",
    "ExportedQuestion",
    "Open",
    "State",
    "Tonight",
    "VisibleAnswers",
    "Words",
    "evening",
    "export",
    "library",
    "open_earlier_day",
    "tonight",
    "visible_answers",
]
