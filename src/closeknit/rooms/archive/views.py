"""Take, leave, come back, start fresh, delete: each page says what stays and what goes."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from closeknit.domain.vault import RecoveryCode, VaultError
from closeknit.rooms.archive.actions import begin_again as start_over
from closeknit.rooms.archive.actions import erase_everything, gather, leave_space, pack
from closeknit.rooms.archive.actions import recover as recover_by_code
from closeknit.rooms.people import doors
from closeknit.rooms.people.actions.passwords import stretch_new
from closeknit.rooms.people.forms import PasswordAgainForm, SignedOutRecoverForm
from closeknit.rooms.people.gates import (
    AccountRequest,
    VaultRequest,
    is_right_password,
    with_account,
    with_keyring,
    with_vault,
)
from closeknit.rooms.people.marks import known_device_of, mark_again, unmark
from closeknit.rooms.people.rules.limits import Act
from closeknit.rooms.people.tries import account_called, count_try
from closeknit.ui.parts import page

WRONG_PASSWORD = gettext_lazy("That is not your password. Nothing was changed.")


@with_keyring
def take(request: AccountRequest) -> HttpResponse:
    return page(request, "archive/take.html", {})


@with_keyring
def download(request: AccountRequest) -> HttpResponse:
    """Hand over a ZIP of all that the person can read; nothing of it rests on the server."""
    keyring = doors.open_keyring(request)
    if keyring is None:
        return redirect("people:unlock")
    archive = gather(
        user=request.user, keyring=keyring, viewer=doors.open_viewer(request), now=request.now
    )
    response = HttpResponse(pack(archive), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="words-{archive.taken_on}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@with_vault
def leave(request: VaultRequest) -> HttpResponse:
    """Leave alone and at once; the other reads only that the space is closed."""
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_right_password(request, form.cleaned_data["current"]):
            leave_space(viewer=request.viewer)
            return redirect("people:space_closed")
        form.add_error("current", str(WRONG_PASSWORD))
    context = {"form": form, "viewer": request.viewer}
    return page(request, "archive/leave.html", context, status=422 if form.errors else 200)


@with_account
def begin_again(request: AccountRequest) -> HttpResponse:
    """Start fresh when neither the old password nor the recovery code is there any more."""
    if doors.open_umk(request) is not None:
        return redirect("today:today")
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        root = (
            request.vault_root if is_right_password(request, form.cleaned_data["current"]) else None
        )
        if root is not None:
            keyring = start_over(user=request.user, root=root, now=request.now)
            doors.open_with(request, keyring)
            return redirect("today:today")
        form.add_error("current", str(WRONG_PASSWORD))
    status = 422 if form.errors else 200
    return page(request, "archive/begin_again.html", {"form": form}, status=status)


def recover(request: HttpRequest) -> HttpResponse:
    """Open the vault with the recovery code and set a new password."""
    form = SignedOutRecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = _recovered(request, form)
        if code is not None:
            return page(request, "people/recovered.html", {"code": code.text})
        form.add_error("code", _("This name and this code do not open anything together."))
    return page(request, "archive/recover.html", {"form": form}, status=422 if form.errors else 200)


@with_keyring
def delete(request: AccountRequest) -> HttpResponse:
    """Erase the account and all its words."""
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_right_password(request, form.cleaned_data["current"]):
            erase_everything(user=request.user, viewer=doors.open_viewer(request))
            doors.sign_out(request)
            unmark(request)
            messages.success(request, _("Your account and your words are deleted."))
            return redirect("today:today")
        form.add_error("current", str(WRONG_PASSWORD))
    return page(request, "archive/delete.html", {"form": form}, status=422 if form.errors else 200)


def _recovered(request: HttpRequest, form: SignedOutRecoverForm) -> RecoveryCode | None:
    person = account_called(form.cleaned_data["login"])
    counted = count_try(request, Act.RECOVERY, account=person)
    if isinstance(person, str):
        return None
    was_known = known_device_of(request, person) is not None
    try:
        code = recover_by_code(
            user=person,
            code=form.cleaned_data["code"],
            password=stretch_new(form.cleaned_data["password"]),
            now=cast("doors.VisitorRequest", request).now,
        )
    except VaultError:
        return None
    counted.forgive()
    doors.sign_out(request)
    if was_known:
        mark_again(request, person)
    return code
