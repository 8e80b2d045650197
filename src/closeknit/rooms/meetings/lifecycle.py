"""What the meetings do when somebody exports, leaves, or is reminded of the hour both chose."""

from django.utils.translation import gettext_lazy as _

from closeknit.rooms.meetings import actions, queries
from closeknit.rooms.people.lifecycle import Lifecycle

LIFECYCLE = Lifecycle(
    key="meetings",
    title=_("Meetings"),
    template="meetings/exported.html",
    export=queries.export,
    erase=actions.erase,
    close=actions.close_meetings,
    due_today=queries.due,
)
