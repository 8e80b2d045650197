"""Locking, unlocking, recovering, and leaving the screen quickly."""

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from closeknit.domain.vault import RecoveryCode, VaultError, new_recovery_code
from closeknit.rooms.people import doors
from closeknit.rooms.people.actions.passwords import recover as recover_by_code
from closeknit.rooms.people.actions.passwords import set_recovery_code
from closeknit.rooms.people.forms import SignedOutRecoverForm, TypeBackForm
from closeknit.rooms.people.gates import AccountRequest, with_keyring
from closeknit.rooms.people.queries import person_called
from closeknit.ui.parts import page


@with_keyring
def unlock(_request: AccountRequest) -> HttpResponse:
    """Stand-in address: the gate asks for the password, then goes on to Today."""
    return redirect("today:today")


def second_step_done(_request: HttpRequest) -> HttpResponse:
    return redirect("people:settings")


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    doors.lock(request)
    return redirect("today:today")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    doors.sign_out(request)
    response = redirect("people:sign_in")
    response["Clear-Site-Data"] = '"cache", "cookies"'
    return response


@never_cache
def leave_quickly(request: HttpRequest) -> HttpResponse:
    """Lock this device and show an empty page with a plain name."""
    doors.lock(request)
    return page(request, "people/left.html", {})


@with_keyring
def recovery_code(request: AccountRequest) -> HttpResponse:
    """Show a fresh code, keep it once its last group was typed back."""
    keyring, device = doors.open_keyring(request), request.device
    if keyring is None or device is None:
        return redirect("people:unlock")
    form = TypeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_recovery_code(user=device.user, keyring=keyring, code=form.cleaned_data["code"])
        messages.success(request, _("Your recovery code is set. Keep the paper somewhere safe."))
        return redirect("today:today")
    code = _shown_code(form)
    context = {"form": form, "code": code.text, "is_new": not device.user.keyring.has_recovery}
    return page(request, "people/recovery_code.html", context, status=422 if form.errors else 200)


def recover(request: HttpRequest) -> HttpResponse:
    """Open the vault with the recovery code and set a new password."""
    form = SignedOutRecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = _recovered(request, form)
        if code is not None:
            return page(request, "people/recovered.html", {"code": code.text})
        form.add_error("code", _("This name and this code do not open anything together."))
    return page(request, "people/recover.html", {"form": form}, status=422 if form.errors else 200)


def _recovered(request: HttpRequest, form: SignedOutRecoverForm) -> RecoveryCode | None:
    name = form.cleaned_data["login"].strip().lower()
    if not ratelimit.consume(request, action="recovery", key=name):
        return None
    person = person_called(name)
    if person is None:
        return None
    try:
        _keyring, code = recover_by_code(
            user=person,
            code=form.cleaned_data["code"],
            password=form.cleaned_data["password"],
            now=cast("doors.VisitorRequest", request).now,
        )
    except VaultError:
        return None
    doors.sign_out(request)
    return code


def _shown_code(form: TypeBackForm) -> RecoveryCode:
    """Show the same code again after a slip of the pen."""
    kept = cast("RecoveryCode | None", getattr(form, "cleaned_data", {}).get("code"))
    return kept or new_recovery_code()
