"""Today: at most three things; for a stranger, the door."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from closeknit.rooms.people.gates import VaultRequest, with_vault
from closeknit.rooms.people.queries import is_first_visit_here
from closeknit.rooms.questions.actions import renew_escrows
from closeknit.rooms.today.queries import evening_of
from closeknit.ui.parts import page

JUST_UNLOCKED = timedelta(minutes=5)


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
    if request.device is not None and request.now - request.device.unlocked_at < JUST_UNLOCKED:
        renew_escrows(viewer=request.viewer)
    evening = evening_of(viewer=request.viewer, cookies=request.COOKIES)
    context = {"evening": evening, "viewer": request.viewer}
    return page(request, "today/today.html", context, part="now")
