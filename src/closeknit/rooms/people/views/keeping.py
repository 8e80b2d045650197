"""Locking, unlocking, a recovery code, and leaving the screen quickly."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from closeknit.domain.vault import RecoveryCode, new_recovery_code
from closeknit.rooms.people import doors
from closeknit.rooms.people.actions.passwords import set_recovery_code
from closeknit.rooms.people.forms import TypeBackForm
from closeknit.rooms.people.gates import AccountRequest, with_keyring
from closeknit.rooms.people.marks import mark_in
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
    """Sign out; only a browser that is its person's own keeps its mark."""
    doors.sign_out(request)
    response = redirect("people:sign_in")
    if mark_in(request):
        response["Clear-Site-Data"] = '"cache"'
        response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    else:
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


def _shown_code(form: TypeBackForm) -> RecoveryCode:
    """Show the same code again after a slip of the pen."""
    kept = cast("RecoveryCode | None", getattr(form, "cleaned_data", {}).get("code"))
    return kept or new_recovery_code()
