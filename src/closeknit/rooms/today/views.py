"""Today: at most three things; for a stranger, the door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from closeknit.rooms.people.gates import VaultRequest, with_vault
from closeknit.rooms.people.queries import is_first_visit_here
from closeknit.rooms.today.queries import evening_of
from closeknit.ui.parts import page


def today(request: HttpRequest) -> HttpResponse:
    """Show the signed-in person their evening, and a stranger what this is."""
    if request.user.is_authenticated:
        return evening(request)
    context = {
        "is_new": is_first_visit_here(),
        "looks_around": settings.ENVIRONMENT.look_around and not settings.ENVIRONMENT.demo,
    }
    return page(request, "today/welcome.html", context)


@with_vault
def evening(request: VaultRequest) -> HttpResponse:
    context = {"evening": evening_of(viewer=request.viewer), "viewer": request.viewer}
    return page(request, "today/today.html", context, part="now")
