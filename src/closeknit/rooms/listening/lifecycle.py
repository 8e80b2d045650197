"""What the listening room does when somebody exports or leaves."""

from django.utils.translation import gettext_lazy as _

from closeknit.rooms.listening import actions, queries
from closeknit.rooms.people.lifecycle import Lifecycle

LIFECYCLE = Lifecycle(
    key="listening",
    title=_("Listening room"),
    template="listening/exported.html",
    export=queries.export,
    erase=actions.erase,
    close=actions.end_rooms,
)
