"""A person's own settings; nothing here changes what the partner sees of them."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.rooms.people import signing_in
from closeknit.rooms.people.actions.accounts import NameIsTakenError, change_sign_in_name
from closeknit.rooms.people.actions.choices import (
    change_choices,
    change_email,
    change_profile,
    change_zone,
)
from closeknit.rooms.people.actions.devices import change_device_kind, end_device
from closeknit.rooms.people.actions.known_devices import forget_known_device
from closeknit.rooms.people.actions.passwords import change_password, stretch_new
from closeknit.rooms.people.decorators import (
    NAME_STAYS,
    AccountRequest,
    VaultRequest,
    with_account,
    with_keyring,
    with_keyring_if_whole,
    with_vault,
)
from closeknit.rooms.people.forms import (
    ChangePasswordForm,
    ChoicesForm,
    DeviceForm,
    EmailForm,
    ProfileForm,
    SignInNameForm,
)
from closeknit.rooms.people.locked_pages import is_right_password
from closeknit.rooms.people.marks import mark_signed_in
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import (
    choices_of,
    devices_of,
    host_of,
    open_invitation_of,
    settings_passed_over,
)
from closeknit.rooms.people.rules import DeviceKind
from closeknit.rooms.people.rules.names import fold_name
from closeknit.rooms.people.viewer import Viewer
from closeknit.ui.parts import page

WRONG_PASSWORD = _("That is not your password. Nothing was changed.")
THEMES = frozenset({"light", "dark"})


@with_vault
def settings(request: VaultRequest) -> HttpResponse:
    viewer = request.viewer
    context = {
        "viewer": viewer,
        "invitation": None if viewer.is_paired else open_invitation_of(viewer=viewer),
        "host": host_of(viewer=viewer),
        "passed_over": settings_passed_over(viewer=viewer),
        "has_totp": is_mfa_enabled(viewer.user),
        "device": request.device,
        "theme": request.COOKIES.get("theme", "auto"),
    }
    return page(request, "people/settings.html", context)


@with_vault
def profile(request: VaultRequest) -> HttpResponse:
    viewer = request.viewer
    known = {
        "name": viewer.user.name,
        "pronouns": viewer.user.pronouns,
        "zone": viewer.couple.coming_zone or viewer.couple.zone,
        "language": viewer.user.language,
    }
    form = ProfileForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        change_profile(
            user=viewer.user,
            name=form.cleaned_data["name"],
            pronouns=form.cleaned_data["pronouns"],
            language=form.cleaned_data.get("language", viewer.user.language),
        )
        change_zone(viewer=viewer, zone=form.cleaned_data["zone"])
        return _kept(request)
    context = {"form": form, "viewer": viewer, "coming_since": _coming_since(viewer)}
    return page(request, "people/profile.html", context, status=422 if form.errors else 200)


@with_vault
def choices(request: VaultRequest) -> HttpResponse:
    """Quieter mode and pause: sealed, and invisible to everybody else."""
    chosen = choices_of(viewer=request.viewer)
    form = ChoicesForm(
        request.POST if request.method == "POST" else None,
        initial={"quieter": chosen.quieter, "paused": chosen.paused},
    )
    if request.method == "POST" and form.is_valid():
        change_choices(
            viewer=request.viewer, change=lambda kept: replace(kept, **form.cleaned_data)
        )
        return _kept(request)
    return page(request, "people/choices.html", {"form": form})


@with_account
def devices(request: AccountRequest) -> HttpResponse:
    """List the signed-in browsers and say how long this one stays open."""
    if request.method == "POST":
        return _answered_whose(request)
    device = request.device
    return _devices_page(request, DeviceForm(initial={"kind": device.kind if device else None}))


@with_keyring_if_whole
def _answered_whose(request: AccountRequest) -> HttpResponse:
    """Take another answer to "is this device only yours?", which one that is locked cannot give.

    Else whoever found it, or reset its sign-in by mail, would have it known and for longer.
    """
    form, device = DeviceForm(request.POST), request.device
    if not form.is_valid() or device is None:
        return _devices_page(request, form)
    keyring, kind = signing_in.open_keyring(request), DeviceKind(form.cleaned_data["kind"])
    change_device_kind(device=device, kind=kind, now=request.now)
    forget_known_device(user=request.user, device=device.pk)
    if keyring is not None:
        signing_in.open_with(request, keyring)
    if keyring is not None or kind is DeviceKind.SHARED:
        mark_signed_in(request)
    return _kept(request, to="people:devices")


def _devices_page(request: AccountRequest, form: DeviceForm) -> HttpResponse:
    signed_in = devices_of(user=request.user, now=request.now)
    context = {"form": form, "device": request.device, "devices": signed_in}
    return page(request, "people/devices.html", context)


@require_POST
@with_keyring_if_whole
def sign_out_device(request: AccountRequest, device_id: UUID) -> HttpResponse:
    """Sign a device out from afar; not from one that is locked, which may be in others' hands."""
    if not end_device(user=request.user, device_id=device_id):
        raise Http404
    forget_known_device(user=request.user, device=device_id)
    messages.success(request, _("That device is signed out."))
    return redirect("people:devices")


@with_keyring
def password(request: AccountRequest) -> HttpResponse:
    """Change the password; a new recovery code comes with it."""
    form = ChangePasswordForm(request.POST or None)
    umk = signing_in.open_umk(request)
    if request.method == "POST" and form.is_valid() and umk is not None:
        if is_right_password(request, form.cleaned_data["current"]):
            person, now = request.user, request.now
            kind = request.device.device_kind if request.device else DeviceKind.SHARED
            keyring, code = change_password(
                user=person, umk=umk, password=stretch_new(form.cleaned_data["password"])
            )
            signing_in.sign_in_again(request, person, keyring=keyring, kind=kind, now=now)
            mark_signed_in(request)
            return page(request, "people/recovered.html", {"code": code.text})
        form.add_error("current", ValidationError(WRONG_PASSWORD))
    return page(request, "people/password.html", {"form": form}, status=422 if form.errors else 200)


@with_vault
def email(request: VaultRequest) -> HttpResponse:
    """Set or take away the address; the password is asked again.

    The answer is the same whoever else has set it: that is a private setting of theirs.
    """
    form = EmailForm(request.POST or None, initial={"email": request.user.email})
    if request.method == "POST" and form.is_valid():
        if is_right_password(request, form.cleaned_data["current"]):
            change_email(user=request.user, email=form.cleaned_data["email"])
            return _kept(request)
        form.add_error("current", ValidationError(WRONG_PASSWORD))
    return page(request, "people/email.html", {"form": form}, status=422 if form.errors else 200)


@with_keyring
def sign_in_name(request: AccountRequest) -> HttpResponse:
    """Choose another name to sign in with; the password is asked again."""
    form = SignInNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if not is_right_password(request, form.cleaned_data["current"]):
            form.add_error("current", ValidationError(WRONG_PASSWORD))
        elif not _is_renamed(request.user, name):
            form.add_error("name", _("Somebody here has a name like that. Choose another."))
        else:
            messages.success(request, _("You sign in as %(name)s from now on.") % {"name": name})
            return redirect("people:settings")
    context = {"form": form, "user": request.user, "sign_in_as": _spelled(request.user)}
    return page(request, "people/sign_in_name.html", context, status=422 if form.errors else 200)


@require_POST
@with_account
def keep_name(request: AccountRequest) -> HttpResponse:
    """Leave a name as it is until the next sign-in."""
    request.session[NAME_STAYS] = True
    return redirect("today:today")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light, dark or neither in a cookie of this browser alone."""
    response = redirect("people:settings" if request.user.is_authenticated else "guide:guide")
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        response.set_cookie("theme", str(chosen), max_age=60 * 60 * 24 * 365, samesite="Lax")
    else:
        response.delete_cookie("theme")
    return response


def _spelled(user: User) -> str:
    """Return the name to sign in with as its person writes it, where that is known."""
    is_own_spelling = not user.has_twin_name and fold_name(user.name) == user.folded_name
    return user.name if is_own_spelling else user.username


def _is_renamed(user: User, name: str) -> bool:
    try:
        change_sign_in_name(user=user, name=name)
    except NameIsTakenError:
        return False
    return True


def _coming_since(viewer: Viewer) -> date | None:
    """Return the day with which another time zone takes over, while it is still to come."""
    couple = viewer.couple
    is_to_come = couple.coming_zone not in ("", viewer.zone)
    return couple.coming_zone_since if is_to_come else None


def _kept(request: HttpRequest, *, to: str = "people:settings") -> HttpResponse:
    messages.success(request, _("Kept."))
    return redirect(to)
