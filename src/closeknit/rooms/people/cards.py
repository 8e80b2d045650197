"""What rooms give to Today: at most one card each. They propose; one rule of Today disposes."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum, auto


class Priority(IntEnum):
    """Why a card stands on Today; they stand in this order."""

    PARTNER_ASKS = auto()
    """The partner hopes for an answer tonight."""
    RESTING = auto()
    """The viewer wants to be asked nothing."""
    UNDER_WAY = auto()
    """The two are in the middle of something."""
    QUESTION = auto()
    """Tonight's question, neither answered nor passed."""
    ARRIVAL_STEP = auto()
    """What belongs to having arrived: a first thank-you, an invitation, the recovery code."""
    EARLIER_DAY = auto()
    """Tonight's question is behind, and an earlier day is still open."""
    STANDS = auto()
    """Tonight's question is behind, and this is how it stands."""
    WORDS_LEFT = auto()
    """The partner left words for a quiet moment."""
    ONBOARDING_STEP = auto()
    """One of the first seven evenings brings something new."""
    LOOK_BACK = auto()
    PRACTICE = auto()
    BEGUN = auto()
    """The way back to what was begun tonight."""
    RECEIVED = auto()
    """What the partner gave, and asks nothing for."""


class Form(StrEnum):
    """How a card is drawn; templates read it as `form`."""

    FULL = "full"
    LINE = "line"
    """One quiet row beside what comes first."""
    ALONE = "alone"
    """The smallest next step, for somebody who was away."""


@dataclass(frozen=True)
class Card:
    """What one room has for Today."""

    priority: Priority
    template: str
    context: object = None
    """A value of the room's own, which its template reads as `card`."""


@dataclass(frozen=True)
class Shown:
    """A card that has its place on Today."""

    card: Card
    form: Form = Form.FULL
