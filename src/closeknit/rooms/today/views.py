"""Today: at most three things; for a stranger, the door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from closeknit.rooms.people.actions.passwords import note_escrow_key
from closeknit.rooms.people.gates import VaultRequest, with_vault
from closeknit.rooms.people.queries import has_lost_escrows, is_first_visit_here
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import actions as questions
from closeknit.rooms.repair import actions as repair
from closeknit.rooms.today.queries import evening_of
from closeknit.ui.parts import page


def today(request: HttpRequest) -> HttpResponse:
    """Show the signed-in person their evening, and a stranger what this is."""
    if request.user.is_authenticated:
        return evening(request)
    if settings.ENVIRONMENT.demo:
        return redirect("sample:first_page")
    context = {
        "is_new": is_first_visit_here(),
        "looks_around": settings.ENVIRONMENT.look_around,
    }
    return page(request, "today/welcome.html", context)


@with_vault
def evening(request: VaultRequest) -> HttpResponse:
    if has_lost_escrows(viewer=request.viewer):
        _renew_escrows(viewer=request.viewer)
    evening = evening_of(viewer=request.viewer, cookies=request.COOKIES)
    context = {"evening": evening, "viewer": request.viewer}
    return page(request, "today/today.html", context, part="now")


def _renew_escrows(*, viewer: Viewer) -> None:
    """Seal anew what waits for the partner, once after a host lost its secrets."""
    questions.renew_escrows(viewer=viewer)
    repair.renew_escrows(viewer=viewer)
    note_escrow_key(user=viewer.user)
