"""What other rooms may ask of the questions."""

from closeknit.rooms.questions.queries.album import AlbumEntry, opened_since
from closeknit.rooms.questions.queries.asking import Asked
from closeknit.rooms.questions.queries.card import card
from closeknit.rooms.questions.queries.days import VisibleAnswers, Words, visible_answers
from closeknit.rooms.questions.queries.due import due
from closeknit.rooms.questions.queries.exported import ExportedDay, ExportedQuestion, export
from closeknit.rooms.questions.queries.tonight import (
    EarlierDay,
    Open,
    Tonight,
    may_guess,
    open_earlier_day,
    tonight,
)
from closeknit.rooms.questions.rules import DayState

__all__ = [
    "AlbumEntry",
    "Asked",
    "DayState",
    "EarlierDay",
    "ExportedDay",
    "ExportedQuestion",
    "Open",
    "Tonight",
    "VisibleAnswers",
    "Words",
    "card",
    "due",
    "export",
    "may_guess",
    "open_earlier_day",
    "opened_since",
    "tonight",
    "visible_answers",
]
