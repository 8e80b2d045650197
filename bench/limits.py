"""Modules that many others import by design: each has a limit of its own, with the reason."""

from dataclasses import dataclass

OWN = "closeknit"


@dataclass(frozen=True)
class OwnLimit:
    """How many modules may import this one; `reason` says why more than the house's 25."""

    module: str
    limit: int
    reason: str

    @property
    def name(self) -> str:
        return f"{OWN}.{self.module}"


FAN_IN = (
    OwnLimit(
        "rooms.people.viewer",
        85,
        "every action and query names the one who looks; splitting it would spread the gatekeeper",
    ),
    OwnLimit(
        "rooms.people.models",
        75,
        "the one shared table module: every sealed row has an owner, a couple and a wrapped key",
    ),
    OwnLimit("rooms.people.decorators", 40, "every private view names the right that it needs"),
    OwnLimit("rooms.people.rules", 50, "the couple's day and zone are reckoned in one place"),
    OwnLimit("domain.vault", 50, "whoever seals names the readers by it"),
    OwnLimit(
        "rooms.people.queries", 40, "who sits where, and with which keys, is asked here alone"
    ),
    OwnLimit(
        "rooms.people.actions.rows",
        35,
        "every action that makes a row sent once, or takes its turn, does it by these few",
    ),
    OwnLimit(
        "hosting.problems",
        40,
        "whatever the machine refuses is one kind of error, told to the host in one sentence",
    ),
    OwnLimit("ui.parts", 45, "every view renders its page or a part of it by this one function"),
)

GATHERERS = ("cli", "demo", "rooms.lifecycles", "rooms.today")
"""What names every room because its thing is to gather them; 18 imports instead of 12."""

IGNORED_IMPORTS = 1
"""Gatherers may use the tables of accounts and spaces, which every room shares; one pattern in
.importlinter forbids them all others, so that a new room adds no line to it."""

VIEWS_FAN_OUT = 16
"""A view names for each use its form, action, query, gatekeeper and page."""

FAN_OUT = 14
"""A room's queries name who looks, the tables, the rules, Today's card and the months of a list;
what gathers the names of one package (`domain.vault`) names each of its modules."""
