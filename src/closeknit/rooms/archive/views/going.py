"""Leave, come back, start fresh, delete: each page says what stays and what goes."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from closeknit.domain.vault import RecoveryCode, VaultError
from closeknit.rooms.archive.actions import begin_again as start_over
from closeknit.rooms.archive.actions import erase_everything, leave_space
from closeknit.rooms.archive.actions import recover as recover_by_code
from closeknit.rooms.people import signing_in
from closeknit.rooms.people.actions.archiving import AlreadyArchivedError, TooManyFreshStartsError
from closeknit.rooms.people.actions.passwords import stretch_new
from closeknit.rooms.people.decorators import (
    AccountRequest,
    with_account,
    with_keyring_if_whole,
)
from closeknit.rooms.people.forms import PasswordAgainForm, SignedOutRecoverForm
from closeknit.rooms.people.locked_pages import is_right_password
from closeknit.rooms.people.marks import known_here, mark_again, unmark
from closeknit.rooms.people.queries import seats_of, stands_for_any
from closeknit.rooms.people.rules import DeviceKind
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.signing_in import has_damaged_keys
from closeknit.rooms.people.tries import account_called, count_try, forget_tries
from closeknit.ui.parts import page

WRONG_PASSWORD = gettext_lazy("That is not your password. Nothing was changed.")
TOO_MANY_FRESH_STARTS = gettext_lazy(
    "You have started fresh a few times within a month. Wait until the first of these is over, "
    "or open your words with the recovery code or the password you had."
)


@with_keyring_if_whole
def leave(request: AccountRequest) -> HttpResponse:
    """Leave alone and at once; the other reads only that the space is closed."""
    if seats_of(user=request.user)[0] is None:
        return redirect("people:space_closed")
    form, is_damaged = PasswordAgainForm(request.POST or None), has_damaged_keys(request)
    if request.method == "POST" and form.is_valid():
        if is_right_password(request, form.cleaned_data["current"]):
            leave_space(user=request.user, now=request.now)
            if is_damaged:  # the page it leads to is then about the damage
                messages.success(request, _("The shared space is closed."))
            return redirect("people:space_closed")
        form.add_error("current", str(WRONG_PASSWORD))
    context = {"form": form, "is_damaged": is_damaged}
    return page(request, "archive/leave.html", context, status=422 if form.errors else 200)


@with_account
def begin_again(request: AccountRequest) -> HttpResponse:
    """Start fresh when neither the old password nor the recovery code is there any more."""
    if signing_in.is_open(request):
        return redirect("today:today")
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["current"]
        if not is_right_password(request, password):
            form.add_error("current", str(WRONG_PASSWORD))
        elif signing_in.unlock(request, root=request.vault_root or b""):
            return redirect("today:today")  # the old password after all: nothing was lost
        elif _started_over(request, password):
            return redirect("today:today")
        else:
            form.add_error(None, str(TOO_MANY_FRESH_STARTS))
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
    context = {"form": form, "is_signed_in": request.user.is_authenticated}
    return page(request, "archive/recover.html", context, status=422 if form.errors else 200)


@with_keyring_if_whole
def delete(request: AccountRequest) -> HttpResponse:
    """Erase the account and all its words."""
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_right_password(request, form.cleaned_data["current"]):
            erase_everything(user=request.user, now=request.now)
            signing_in.sign_out(request)
            unmark(request)
            messages.success(request, _("Your account and your words are deleted."))
            return redirect("today:today")
        form.add_error("current", str(WRONG_PASSWORD))
    context = {"form": form, "is_damaged": has_damaged_keys(request)}
    return page(request, "archive/delete.html", context, status=422 if form.errors else 200)


def _started_over(request: AccountRequest, password: str) -> bool:
    try:
        account = start_over(user=request.user, password=stretch_new(password), now=request.now)
    except TooManyFreshStartsError:
        return False
    except AlreadyArchivedError:  # the same form arrived twice at once
        return True
    kind = request.device.device_kind if request.device else DeviceKind.SHARED
    signing_in.enter(request, account, kind=kind)
    words = _(
        "You begin again. For 30 days your recovery code or old password brings the rest back."
    )
    messages.success(request, words)
    return True


def _recovered(request: HttpRequest, form: SignedOutRecoverForm) -> RecoveryCode | None:
    name = form.cleaned_data["login"]
    account = account_called(name)
    counted = count_try(request, LimitedAct.RECOVERY, account=account)
    known = known_here(request, account.people)
    try:
        recovered = recover_by_code(
            name=name,
            code=form.cleaned_data["code"],
            password=stretch_new(form.cleaned_data["password"]),
            now=cast("signing_in.VisitorRequest", request).now,
        )
    except VaultError:
        return None
    counted.forgive()
    signing_in.sign_out(request)
    forget_tries(request, LimitedAct.SIGN_IN, person=recovered.user)
    if recovered.user in known or stands_for_any(user=recovered.user, earlier=known):
        mark_again(request, recovered.user)
    return recovered.code
