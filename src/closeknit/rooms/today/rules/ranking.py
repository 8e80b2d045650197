"""The one rule of Today: rooms propose cards, and this disposes of them."""

from collections.abc import Iterable
from itertools import accumulate

from closeknit.rooms.people.cards import Card, Form, Priority, Shown

AT_MOST = 3
QUESTION = frozenset({Priority.QUESTION, Priority.EARLIER_DAY, Priority.STANDS})
WAITS = QUESTION | {Priority.RESTING, Priority.UNDER_WAY, Priority.ARRIVAL_STEP}
OFFERS = frozenset({Priority.ONBOARDING_STEP, Priority.LOOK_BACK, Priority.PRACTICE})
LINES = frozenset({Priority.WORDS_LEFT, Priority.BEGUN})
COMES_BEFORE_A_RETURN = frozenset({Priority.PARTNER_ASKS, Priority.RESTING, Priority.UNDER_WAY})
FILLS_THE_EVENING = COMES_BEFORE_A_RETURN | {Priority.WORDS_LEFT}


def ranked(cards: Iterable[Card], *, is_first_evening: bool, has_returned: bool) -> list[Shown]:
    """Return what Today shows, in order: one card that waits, one that offers, what came back.

    After a return the question stands alone, as the smallest next step. On the first evening
    nothing is offered, and what the other left comes before anything is asked. Lines are not
    counted among the three.
    """
    cards = sorted(cards, key=lambda card: card.priority)
    there = {card.priority for card in cards}
    stands_alone = has_returned and not there & COMES_BEFORE_A_RETURN
    offers = there & OFFERS
    if stands_alone or is_first_evening or there & FILLS_THE_EVENING:
        offers = set()
    first = min(there & WAITS, default=None)
    found = [
        Shown(card, form)
        for card in cards
        if (form := _form(card.priority, first=first, offer=min(offers, default=None)))
    ]
    if stands_alone:
        found = [_alone(each) for each in found if each.card.priority in QUESTION | LINES]
    elif is_first_evening and first is Priority.QUESTION:
        found.sort(key=lambda each: each.card.priority is not Priority.RECEIVED)
    return _at_most_three(found)


def _form(priority: Priority, *, first: Priority | None, offer: Priority | None) -> Form | None:
    """Return how a card shows; None when it does not tonight."""
    if priority in LINES:
        is_hushed = priority is Priority.BEGUN and first is Priority.RESTING
        return None if is_hushed else Form.LINE
    if priority in QUESTION and priority is not first:
        return None if first is Priority.RESTING else Form.LINE
    has_to_be = first if priority in WAITS else offer if priority in OFFERS else priority
    return Form.FULL if priority is has_to_be else None


def _alone(shown: Shown) -> Shown:
    return Shown(shown.card, Form.ALONE) if shown.card.priority in QUESTION else shown


def _at_most_three(found: list[Shown]) -> list[Shown]:
    counted = accumulate(each.form is not Form.LINE for each in found)
    return [
        each
        for each, count in zip(found, counted, strict=True)
        if each.form is Form.LINE or count <= AT_MOST
    ]
