"""What stands in for a page whose vault is locked or damaged; and the password, asked again."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from closeknit.rooms.people import marks, signing_in
from closeknit.rooms.people.backends import check_password
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import seats_of
from closeknit.rooms.people.rules import Damage
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.tries import TooOftenError, count_try
from closeknit.ui.kept_form import form_sent, page_of
from closeknit.ui.parts import page
from closeknit.ui.words import wait

PASSWORD_FIELD = "unlock_password"  # noqa: S105  a field's name
GO_ON_FIELD = "unlock_and_post"
LOCKED = 423
DRAFT_HEADER = "X-Draft"  # the page's script keeps a draft: it needs a word, not a page


class AccountRequest(signing_in.VisitorRequest):
    """A signed-in person; their vault may be locked."""

    user: User


def is_right_password(request: AccountRequest, password: str) -> bool:
    """Check the password again before a dangerous act, at a limited rate.

    Raises TooOftenError when this browser has to wait.
    """
    counted = count_try(request, LimitedAct.PASSWORD_AGAIN, account=request.user)
    request.vault_root = check_password(user=request.user, password=password)
    if request.vault_root is None:
        return False
    counted.forgive()
    return True


def unlocked_here(request: AccountRequest) -> HttpResponse | None:
    """Unlock by the form that stands in for the page; None when the view may go on."""
    if request.method != "POST" or PASSWORD_FIELD not in request.POST:
        return _unlock_page(request, error="")
    try:
        is_right = is_right_password(request, request.POST[PASSWORD_FIELD])
    except TooOftenError as error:
        return _unlock_later(request, error)
    if not is_right:
        return _unlock_page(request, error=_("That password did not open it. Nothing was lost."))
    root = request.vault_root
    if root is None or not signing_in.unlock(request, root=root):
        if not signing_in.is_login_reset(request.user):
            raise signing_in.DamagedKeysError(Damage.OWN_KEYS)
        return redirect("archive:recover")
    if marks.known_device_of(request, request.user) is None:
        marks.mark_signed_in(request)
    if GO_ON_FIELD in request.POST:
        return None
    return redirect(request.get_full_path())


def _unlock_later(request: AccountRequest, error: TooOftenError) -> HttpResponse:
    """Keep the page with what was written on it, and say when the next try is welcome."""
    words = _("There were many tries from this browser. Try again in %(wait)s. Nothing was lost.")
    response = _unlock_page(request, error=words % {"wait": wait(error.seconds)})
    response.status_code, response["Retry-After"] = 429, str(error.seconds)
    return response


def _unlock_page(request: AccountRequest, *, error: str) -> HttpResponse:
    """Ask for the password at the same address, carrying along what was typed."""
    posted = request.method == "POST"
    goes_on = posted and (PASSWORD_FIELD not in request.POST or GO_ON_FIELD in request.POST)
    kept = form_sent(request)
    context = {
        "error": error,
        "is_login_reset": signing_in.is_login_reset(request.user),
        "is_device_damaged": request.is_device_damaged,
        "kept_fields": kept.again if posted else (),
        "goes_on": goes_on,
        "keeps_words": not kept.is_empty,
        "password_field": PASSWORD_FIELD,
        "go_on_field": GO_ON_FIELD,
        "address": request.get_full_path() if posted else _unlock_address(request),
    }
    response = page(request, "people/unlock.html", context, status=403 if error else 200)
    return instead_of_the_page(request, response)


def _unlock_address(request: AccountRequest) -> str:
    """Return where a page's unlock form goes; not to the page itself, which may take no form."""
    here, unlock = page_of(request), reverse("people:unlock")
    return (
        request.get_full_path()
        if request.path == unlock
        else f"{unlock}?{urlencode({'next': here})}"
    )


def damaged_page(request: HttpRequest, part: Damage) -> HttpResponse:
    """Say which part of the keys is damaged, and what still works."""
    context = {"part": part.value, "is_seated": seats_of(user=cast("User", request.user))[0]}
    response = page(request, "people/damaged.html", context, status=LOCKED)
    return instead_of_the_page(request, response)


def instead_of_the_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let a page stand in for another, whole, even where only a part was asked for."""
    response["Cache-Control"] = "no-store"
    response["X-Vault"] = "locked"  # the worker forgets the page for an evening without a network
    if getattr(request, "htmx", False):
        response["HX-Retarget"], response["HX-Reswap"] = "body", "outerHTML"
    return response
