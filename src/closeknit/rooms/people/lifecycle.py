"""What a room does when a person opens Today, exports, leaves, is reminded, or a day ends."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.contrib.sessions.models import Session
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.people.actions.accounts import erase_account
from closeknit.rooms.people.actions.counting import forget_ended_counts
from closeknit.rooms.people.actions.devices import forget_ended_devices
from closeknit.rooms.people.actions.exports import forget_exports
from closeknit.rooms.people.actions.leaving import close_couple
from closeknit.rooms.people.actions.passwords import forget_old_keyrings
from closeknit.rooms.people.actions.rows import delete_in_batches
from closeknit.rooms.people.cards import Card
from closeknit.rooms.people.models import Couple, User
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.rules import Choices, SeatToday
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.people.visit import Visit


class Export(Protocol):
    def __call__(self, *, viewer: Viewer) -> Sequence[Any]:
        """Return, as frozen dataclasses, all that the viewer can read here, the oldest first."""


class Erase(Protocol):
    def __call__(self, *, user: User) -> None:
        """Delete all that a person wrote here, the wraps first."""


class Close(Protocol):
    def __call__(self, *, couple: Couple, now: datetime) -> None:
        """Destroy what is still sealed for the other and end what is open, with no vault open."""


class Renew(Protocol):
    def __call__(self, *, viewer: Viewer) -> None:
        """Seal again what the viewer left waiting under an escrow key that this host lost."""


class Tidy(Protocol):
    def __call__(self, *, now: datetime) -> int:
        """Delete what has run out, a bounded number of rows in a write; return how many went."""


class Due(Protocol):
    def __call__(self, *, seats: Sequence[SeatToday]) -> AbstractSet[UUID]:
        """Return for whom of many something waits; no key is open, and a few queries must do."""


class GiveCard(Protocol):
    def __call__(self, *, visit: Visit) -> Card | None:
        """Return the one card that the room has for Today, if it has one."""


def _export_nothing(*, viewer: Viewer) -> Sequence[Any]:  # noqa: ARG001  as `Export` has it
    return ()


def _erase_nothing(*, user: User) -> None:
    pass


def _close_nothing(*, couple: Couple, now: datetime) -> None:
    pass


def _renew_nothing(*, viewer: Viewer) -> None:
    pass


def _tidy_nothing(*, now: datetime) -> int:  # noqa: ARG001  as `Tidy` has it
    return 0


def _nobody(*, seats: Sequence[SeatToday]) -> AbstractSet[UUID]:  # noqa: ARG001  as `Due` has it
    return frozenset()


def _no_card(*, visit: Visit) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Lifecycle:
    """What one room does; a part that is left out does nothing."""

    key: str
    """The room's name in an exported file; it stays, so that old files can be read."""
    title: str | Promise
    template: str = ""
    """How `rows`, the exported ones, read on a page; empty for a room that exports none."""
    export: Export = _export_nothing
    erase: Erase = _erase_nothing
    close: Close = _close_nothing
    renew: Renew = _renew_nothing
    tidy: Tidy = _tidy_nothing
    due: Due = _nobody
    """Who has something open by their own doing alone; never by what the partner did."""
    due_today: Due = _nobody
    """Who has something today by a date that both of the two chose."""
    card: GiveCard = _no_card


def _export_choices(*, viewer: Viewer) -> Sequence[Choices]:
    """Return what the viewer set for themselves alone; it goes along with the space they are in."""
    return [choices_of(viewer=viewer)] if viewer.membership.left_on is None else []


def _tidy(*, now: datetime) -> int:
    return (
        delete_in_batches(Session.objects.filter(expire_date__lt=now))
        + forget_ended_devices(now=now)
        + forget_old_keyrings(today=now.date())
        + forget_exports(now=now)
        + forget_ended_counts(now=now)
    )


LIFECYCLE = Lifecycle(
    key="choices",
    title=_("Your choices"),
    template="people/exported.html",
    export=_export_choices,
    erase=erase_account,
    close=close_couple,
    tidy=_tidy,
)
