"""What the lights do when somebody exports or leaves."""

from closeknit.rooms.lanterns import actions, queries
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.people.lifecycle import Lifecycle

LIFECYCLE = Lifecycle(
    key="lanterns",
    title=_("Lights"),
    template="lanterns/exported.html",
    export=queries.lights,
    erase=actions.erase,
)
