"""The listening room as a pure machine: who may do what now, and where it leads.

It knows two seats, the stages of an evening and instants. It refuses to know words, ratings,
names, a clock or a network; an act that has no place in a state leaves that state as it is.
"""

from closeknit.rooms.listening.rules.advancing import ENOUGH_AFTER, TURNS, advance, auto_paused
from closeknit.rooms.listening.rules.states import (
    BEFORE,
    BOTH,
    NOBODY,
    NOTHING_LEFT,
    OVER,
    SPEAKERS_TURN,
    Act,
    Event,
    Seat,
    Stage,
    State,
    is_waiting,
    new_state,
)

__all__ = [
    "BEFORE",
    "BOTH",
    "ENOUGH_AFTER",
    "NOBODY",
    "NOTHING_LEFT",
    "OVER",
    "SPEAKERS_TURN",
    "TURNS",
    "Act",
    "Event",
    "Seat",
    "Stage",
    "State",
    "advance",
    "auto_paused",
    "is_waiting",
    "new_state",
]
