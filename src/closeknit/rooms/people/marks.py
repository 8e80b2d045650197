"""A browser's mark: whose own device it is, beyond signing out, so that others' tries never count.

It opens nothing and signs nobody in; the right password is asked for as before.
"""

from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from closeknit.rooms.people import signing_in
from closeknit.rooms.people.actions.known_devices import forget_mark, know_device
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import digest_of_mark, is_known_device, known_by_mark
from closeknit.rooms.people.rules import KNOWN_FOR, DeviceKind


class MarkedRequest(signing_in.VisitorRequest):
    """What the middleware adds; an empty new mark takes the old one away."""

    new_mark: str | None


def known_device_of(request: HttpRequest, user: User) -> str | None:
    """Return a name for this browser when it is known to be the person's own, else None."""
    device = cast("signing_in.VisitorRequest", request).device
    if device is not None and device.user_id == user.pk:
        return str(device.pk)
    if not is_known_device(mark=mark_in(request), user=user):
        return None
    return digest_of_mark(mark_in(request), user=user).hex()


def known_here(request: HttpRequest, people: Sequence[User]) -> list[User]:
    """Return those of some people whose own this browser is known to be."""
    device = cast("signing_in.VisitorRequest", request).device
    marked = known_by_mark(mark=mark_in(request), people=people)
    return [
        user
        for user in people
        if user in marked or (device is not None and device.user_id == user.pk)
    ]


def mark_in(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")


def mark_signed_in(request: HttpRequest) -> None:
    """Mark a browser that is only its person's, and unmark one that others use."""
    visitor = cast("MarkedRequest", request)
    if visitor.device is None:
        return
    user = visitor.device.user
    if visitor.device.device_kind is DeviceKind.SHARED:
        forget_mark(user=user, mark=mark_in(request))
        visitor.new_mark = ""
        return
    visitor.new_mark = know_device(
        user=user,
        device=visitor.device.pk,
        former=mark_in(request),
        now=visitor.now,
    )


def mark_again(request: HttpRequest, user: User) -> None:
    """Keep a known browser known after its person set a new password while signed out."""
    visitor = cast("MarkedRequest", request)
    visitor.new_mark = know_device(user=user, device=None, former=mark_in(request), now=visitor.now)


def unmark(request: HttpRequest) -> None:
    cast("MarkedRequest", request).new_mark = ""


def write_mark_cookie(request: HttpRequest, response: HttpResponse) -> None:
    mark = cast("MarkedRequest", request).new_mark
    if mark:
        response.set_cookie(
            settings.KNOWN_COOKIE_NAME,
            mark,
            max_age=KNOWN_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    elif mark is not None and mark_in(request):
        response.delete_cookie(settings.KNOWN_COOKIE_NAME, samesite="Strict")
