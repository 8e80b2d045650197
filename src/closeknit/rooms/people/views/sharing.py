"""The invitation: making it, showing it, taking it back; and a space that was closed."""

import segno
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.rooms.people import signing_in
from closeknit.rooms.people.actions.accounts import open_space
from closeknit.rooms.people.actions.pairing import invite as make_invitation
from closeknit.rooms.people.actions.pairing import revoke_invitation
from closeknit.rooms.people.actions.rows import take_own_turn
from closeknit.rooms.people.decorators import AccountRequest, VaultRequest, with_keyring, with_vault
from closeknit.rooms.people.models import Membership
from closeknit.rooms.people.queries import open_invitation_of, seats_of
from closeknit.rooms.people.rules import DEFAULT_ZONE
from closeknit.ui.keyed import KeyedForm
from closeknit.ui.parts import page


@with_vault
def invite(request: VaultRequest) -> HttpResponse:
    """Show the open invitation as a link, a picture to scan and words to say."""
    viewer = request.viewer
    if viewer.is_paired:
        return redirect("people:settings")
    form = KeyedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make_invitation(viewer=viewer, key=form.cleaned_data["key"])
        return redirect("people:invite")
    opened = open_invitation_of(viewer=viewer)
    is_local = settings.ENVIRONMENT.is_local
    context = {"viewer": viewer, "form": form, "is_local": is_local, "opened": None}
    if opened is not None:
        invitation, secret = opened
        link = settings.PUBLIC_URL + reverse(
            "people:join_with_link", kwargs={"secret": secret.replace(" ", "-")}
        )
        context |= {
            "opened": invitation,
            "link": link,
            "qr": segno.make(link, error="m").svg_inline(omitsize=True, svgclass=None),
            "code": secret.split(" ")[0],
            "words": secret.split(" ")[1:],
        }
    return page(request, "people/invite.html", context)


@require_POST
@with_vault
def take_back(request: VaultRequest) -> HttpResponse:
    revoke_invitation(viewer=request.viewer)
    messages.success(request, _("The invitation no longer opens anything."))
    return redirect("people:invite")


@with_keyring
def space_closed(request: AccountRequest) -> HttpResponse:
    """Say that the shared space is closed, and offer a new one of one's own."""
    if request.method == "POST":
        _open_anew(request)
        return redirect("today:today")
    if request.device is None or seats_of(user=request.device.user)[0] is not None:
        return redirect("today:today")
    return page(request, "people/space_closed.html", {})


@transaction.atomic
def _open_anew(request: AccountRequest) -> None:
    """Give somebody without a seat a space of their own; sent twice, there is one."""
    device, keyring = request.device, signing_in.open_keyring(request)
    if device is None or keyring is None:
        return
    take_own_turn(device.user)
    if seats_of(user=device.user)[0] is not None:
        return
    last = Membership.objects.filter(user=device.user).order_by("-joined_on").first()
    open_space(
        user=device.user,
        keyring=keyring,
        zone=last.couple.zone_at(request.now) if last else DEFAULT_ZONE,
        now=request.now,
    )
