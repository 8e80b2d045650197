"""A good time is asked for with one tap, agreed to with one, or left without a trace."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.repair.actions import asking
from closeknit.rooms.repair.queries import waiting
from closeknit.ui.parts import page

A_DAY = 24 * 60 * 60  # seconds


@with_vault
def good_time(request: VaultRequest) -> HttpResponse:
    """How it stands tonight; a refusal looks like no answer yet."""
    viewer = request.viewer
    state = waiting.good_time(viewer=viewer, cookies=request.COOKIES)
    context = {"viewer": viewer, "good_time": state}
    return page(request, "repair/good_time.html", context, part="stands")


@require_POST
@with_vault
def ask(request: VaultRequest) -> HttpResponse:
    """Ask once a day."""
    if not request.viewer.is_paired:
        raise Http404
    asking.ask_for_time(viewer=request.viewer)
    return redirect("repair:good_time")


@require_POST
@with_vault
def say_yes(request: VaultRequest) -> HttpResponse:
    """Say that now is good."""
    asking.say_yes(viewer=request.viewer)
    return redirect("repair:good_time")


@require_POST
@with_vault
def not_tonight(request: VaultRequest) -> HttpResponse:
    """Put the request away in this browser; the server writes nothing."""
    response = redirect("today:today")
    asked = waiting.asked_tonight(viewer=request.viewer)
    if asked is not None:
        response.set_cookie(
            waiting.DISMISSED,
            str(asked.pk),
            max_age=A_DAY,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


@require_POST
@with_vault
def take_back(request: VaultRequest) -> HttpResponse:
    """Take one's own request back."""
    asking.withdraw_time_request(viewer=request.viewer)
    return redirect("repair:good_time")
