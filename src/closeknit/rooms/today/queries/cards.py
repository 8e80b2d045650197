"""Today, gathered from the rooms: each gives one card at most, and one rule ranks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from closeknit.rooms import lifecycles
from closeknit.rooms.people.cards import Form, Shown
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.people.visit import Visit
from closeknit.rooms.today.queries import own
from closeknit.rooms.today.rules.arrival import ArrivalStep
from closeknit.rooms.today.rules.ranking import ranked


@dataclass(frozen=True)
class Today:
    """What Today shows, in order."""

    cards: Sequence[Shown]
    says_alone: bool
    """Whether it says that the viewer is here alone."""
    has_invited: bool


def today_of(*, viewer: Viewer, cookies: Mapping[str, str], has_returned: bool = False) -> Today:
    choices = choices_of(viewer=viewer)
    cards = own.own_cards(viewer=viewer, choices=choices)
    visit = Visit(
        viewer=viewer,
        choices=choices,
        cookies=cookies,
        may_suggest=own.may_suggest(viewer=viewer, choices=choices, own=cards),
    )
    shown = ranked(
        [*cards, *lifecycles.cards(visit=visit)],
        is_first_evening=own.is_first_evening(viewer=viewer),
        has_returned=has_returned,
    )
    return Today(
        cards=shown,
        says_alone=not viewer.is_paired and not any(_leads_on(each) for each in shown),
        has_invited=own.has_invited(viewer=viewer),
    )


def _leads_on(shown: Shown) -> bool:
    """Whether a card already says what somebody alone can do next."""
    return shown.form is Form.ALONE or shown.card.context is ArrivalStep.INVITATION
