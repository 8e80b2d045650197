"""What this room has for Today: the question, and the one earlier day that may stand above it."""

from dataclasses import dataclass

from closeknit.rooms.people.cards import Card, Priority
from closeknit.rooms.people.visit import Visit
from closeknit.rooms.questions.queries.tonight import (
    EarlierDay,
    Tonight,
    tonight_and_earlier_day,
)


@dataclass(frozen=True)
class QuestionCard:
    tonight: Tonight
    earlier_day: EarlierDay | None


def card(*, visit: Visit) -> Card:
    tonight, earlier_day = tonight_and_earlier_day(viewer=visit.viewer, passed=visit.choices.passed)
    found = QuestionCard(tonight=tonight, earlier_day=earlier_day)
    return Card(_priority(found), "questions/card.html", found)


def _priority(found: QuestionCard) -> Priority:
    if not found.tonight.is_behind:
        return Priority.QUESTION
    return Priority.STANDS if found.earlier_day is None else Priority.EARLIER_DAY
