"""What the thank-yous do when somebody exports or leaves."""

from django.utils.translation import gettext_lazy as _

from closeknit.rooms.moments import actions, queries
from closeknit.rooms.people.lifecycle import Lifecycle

LIFECYCLE = Lifecycle(
    key="thank_yous",
    title=_("Thank-yous"),
    template="moments/exported.html",
    export=queries.export,
    erase=actions.erase,
)
