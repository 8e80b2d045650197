"""Joining by an invitation: its link, its words, a new account or the one signed in."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from closeknit.domain.vault import OpenInvitation
from closeknit.rooms.people import signing_in
from closeknit.rooms.people.actions.accounts import (
    NameIsTakenError,
    create_account,
)
from closeknit.rooms.people.actions.pairing import (
    InvitationIsClosedError,
    accept_invitation,
    find_invitation,
)
from closeknit.rooms.people.actions.passwords import StretchedPassword, stretch_new
from closeknit.rooms.people.forms import ArrivalForm, SpokenInvitationForm
from closeknit.rooms.people.models import Invitation
from closeknit.rooms.people.rules import DeviceKind
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.tries import count_try
from closeknit.rooms.people.views.arriving import (
    LONGEST_SECRET,
    hold_secret,
    may_create,
    name_is_taken,
    settled,
    status_of,
)
from closeknit.ui.parts import page


def join_with_link(_request: HttpRequest, secret: str) -> HttpResponse:
    """Take the invitation's secret out of the address at once."""
    response = redirect("people:join")
    hold_secret(response, settings.INVITATION_COOKIE_NAME, secret.replace("-", " "))
    return response


def join_by_words(request: HttpRequest) -> HttpResponse:
    """Take an invitation that was read out."""
    form = SpokenInvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = redirect("people:join")
        hold_secret(response, settings.INVITATION_COOKIE_NAME, form.cleaned_data["words"])
        return response
    return page(
        request, "people/join_by_words.html", {"form": form}, status=status_of(request, form)
    )


def join(request: HttpRequest) -> HttpResponse:
    """Accept an invitation, with a new account or the one that is signed in."""
    found = _invitation(request)
    if found is None:
        return page(request, "people/invitation_closed.html", {}, status=404)
    invitation, opened = found
    if request.user.is_authenticated:
        return _join_signed_in(request, invitation, opened)
    form = ArrivalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and may_create(request, form):
        password = stretch_new(form.cleaned_data["password"])
        try:
            response = _join(request, form, invitation, opened, password=password)
        except NameIsTakenError:
            form.add_error("name", name_is_taken(form))
        except InvitationIsClosedError:
            return page(request, "people/invitation_closed.html", {}, status=404)
        else:
            response.delete_cookie(settings.INVITATION_COOKIE_NAME)
            return response
    context = {"form": form, "inviter": invitation.inviter}
    return page(request, "people/join.html", context, status=status_of(request, form))


@transaction.atomic
def _join(
    request: HttpRequest,
    form: ArrivalForm,
    invitation: Invitation,
    opened: OpenInvitation,
    *,
    password: StretchedPassword,
) -> HttpResponse:
    now = cast("signing_in.VisitorRequest", request).now
    account = create_account(
        name=form.cleaned_data["name"],
        password=password,
        now=now,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    accept_invitation(
        invitation=invitation,
        opened=opened,
        user=account.user,
        keyring=account.keyring,
        now=now,
    )
    return settled(request, account, kind=DeviceKind(form.cleaned_data["kind"]))


def _join_signed_in(
    request: HttpRequest, invitation: Invitation, opened: OpenInvitation
) -> HttpResponse:
    """Move a person who began alone into the inviter's space; their own words stay theirs."""
    visitor = cast("signing_in.VisitorRequest", request)
    keyring = signing_in.open_keyring(request)
    if keyring is None or visitor.device is None:
        return redirect("people:unlock")
    viewer = signing_in.open_viewer(request)
    if viewer is not None and viewer.is_paired:
        return page(request, "people/already_paired.html", {"viewer": viewer}, status=409)
    if request.method == "POST":
        try:
            accept_invitation(
                invitation=invitation,
                opened=opened,
                user=visitor.device.user,
                keyring=keyring,
                now=visitor.now,
            )
        except InvitationIsClosedError:
            return page(request, "people/invitation_closed.html", {}, status=404)
        messages.success(
            request, _("You now share a space with %(name)s.") % {"name": invitation.inviter.name}
        )
        response = redirect("today:today")
        response.delete_cookie(settings.INVITATION_COOKIE_NAME)
        return response
    return page(request, "people/join_signed_in.html", {"inviter": invitation.inviter})


def _invitation(request: HttpRequest) -> tuple[Invitation, OpenInvitation] | None:
    secret = request.COOKIES.get(settings.INVITATION_COOKIE_NAME, "")[:LONGEST_SECRET]
    if not secret:
        return None
    counted = count_try(request, LimitedAct.OPEN_INVITATION, account=secret.split(" ")[0])
    try:
        found = find_invitation(secret=secret, now=cast("signing_in.VisitorRequest", request).now)
    except (ValueError, InvitationIsClosedError):
        return None
    counted.forgive()
    return found
