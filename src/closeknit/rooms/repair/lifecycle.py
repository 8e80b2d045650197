"""What the repair tools do when somebody exports, leaves, or an evening is over."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from closeknit.rooms.people.lifecycle import Lifecycle
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.rules import over_everywhere
from closeknit.rooms.repair import actions, queries


def _close(*, couple: Couple, now: datetime) -> None:  # noqa: ARG001  as `Close` has it
    actions.destroy_unrevealed(couple=couple)


def _tidy(*, now: datetime) -> int:
    return actions.delete_old_time_requests(before=over_everywhere(now=now))


LIFECYCLE = Lifecycle(
    key="repair",
    title=_("Repair"),
    template="repair/exported.html",
    export=queries.export,
    erase=actions.erase,
    close=_close,
    renew=actions.renew_escrows,
    tidy=_tidy,
    card=queries.card,
)
