"""What the questions do when somebody exports, leaves or is reminded."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from closeknit.rooms.people.lifecycle import Lifecycle
from closeknit.rooms.people.models import Couple
from closeknit.rooms.questions import actions, queries


def _close(*, couple: Couple, now: datetime) -> None:  # noqa: ARG001  as `Close` has it
    actions.destroy_unrevealed(couple=couple)


LIFECYCLE = Lifecycle(
    key="questions",
    title=_("Questions"),
    template="questions/exported.html",
    export=queries.export,
    erase=actions.erase,
    close=_close,
    renew=actions.renew_escrows,
    due=queries.due,
    card=queries.card,
)
