"""Locking, unlocking, a recovery code, and leaving the screen quickly."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from closeknit.rooms.people import signing_in
from closeknit.rooms.people.actions.recovery_codes import (
    confirm_recovery_code,
    hold_recovery_code,
)
from closeknit.rooms.people.decorators import AccountRequest, with_keyring
from closeknit.rooms.people.forms import PasswordAgainForm, TypeBackForm
from closeknit.rooms.people.locked_pages import is_right_password
from closeknit.rooms.people.marks import mark_in
from closeknit.rooms.people.queries import held_code_of
from closeknit.ui.parts import page


@with_keyring
def unlock(request: AccountRequest) -> HttpResponse:
    """Stand-in address: its decorator asks for the password, then goes on to the page asked for."""
    page_asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page_asked, allowed_hosts=None)
    return redirect(page_asked if is_ours else "today:today")


def second_step_done(_request: HttpRequest) -> HttpResponse:
    return redirect("people:settings")


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    signing_in.lock(request)
    return redirect("today:today")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; only a browser that is its person's own keeps its mark."""
    signing_in.sign_out(request)
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
    signing_in.lock(request)
    return page(request, "people/left.html", {})


@never_cache
@with_keyring
def recovery_code(request: AccountRequest) -> HttpResponse:
    """Show the code that this device holds, and keep it once its last group was typed back."""
    keyring, device = signing_in.open_keyring(request), request.device
    if keyring is None or device is None:
        return redirect("people:unlock")
    code = held_code_of(device=device, umk=keyring.umk, now=request.now)
    if code is None:
        return _ask_before_a_code(request)
    form = TypeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["last_group"]
        if confirm_recovery_code(device=device, keyring=keyring, typed=typed, now=request.now):
            messages.success(
                request, _("Your recovery code is set. Keep the paper somewhere safe.")
            )
            return redirect("today:today")
        form.add_error("last_group", _("That is not the last group. Look at your paper again."))
    context = {"form": form, "code": code.text, "is_new": not device.user.keyring.has_recovery}
    return page(request, "people/recovery_code.html", context, status=422 if form.errors else 200)


def _ask_before_a_code(request: AccountRequest) -> HttpResponse:
    """Ask for the password, then make a code and hold it; it opens nothing yet."""
    form = PasswordAgainForm(request.POST or None)
    umk, device = signing_in.open_umk(request), request.device
    if request.method == "POST" and form.is_valid() and umk is not None and device is not None:
        if is_right_password(request, form.cleaned_data["current"]):
            hold_recovery_code(device=device, umk=umk, now=request.now)
            return redirect("people:recovery_code")
        form.add_error("current", _("That is not your password. Nothing was changed."))
    context = {"form": form, "is_new": not request.user.keyring.has_recovery}
    status = 422 if form.errors else 200
    return page(request, "people/recovery_code_first.html", context, status=status)
