"""What this room has for Today: what the partner asks for, or the words that they left."""

from closeknit.rooms.people.cards import Card, Priority
from closeknit.rooms.people.visit import Visit
from closeknit.rooms.repair.queries.waiting import left_for


def card(*, visit: Visit) -> Card | None:
    left = left_for(viewer=visit.viewer, cookies=visit.cookies)
    if not left.is_anything:
        return None
    priority = Priority.PARTNER_ASKS if left.is_asked else Priority.WORDS_LEFT
    return Card(priority, "repair/card.html", left)
