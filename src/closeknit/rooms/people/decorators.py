"""Gatekeepers, named after the right they grant; each hands the view a known request."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from closeknit.rooms.people import marks, signing_in
from closeknit.rooms.people.actions.pairing import confirm_partner
from closeknit.rooms.people.backends import check_password
from closeknit.rooms.people.models import Couple, User
from closeknit.rooms.people.queries import keys_of, seats_of
from closeknit.rooms.people.rules import Damage
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.rules.names import fold_name
from closeknit.rooms.people.tries import TooOftenError, count_try
from closeknit.rooms.people.viewer import Viewer
from closeknit.ui.parts import page
from closeknit.ui.words import wait

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
PASSWORD_FIELD = "unlock_password"  # noqa: S105  a field's name
GO_ON_FIELD = "unlock_and_post"
DRAFT_HEADER = "X-Draft"  # the page's script keeps a draft: it needs a word, not a page
NAME_STAYS = "name_stays"  # in the session: "not now" was said
LOCKED = 423
NOT_ECHOED = frozenset({"csrfmiddlewaretoken", PASSWORD_FIELD, GO_ON_FIELD})


class AccountRequest(signing_in.VisitorRequest):
    """A signed-in person; their vault may be locked."""

    user: User


class VaultRequest(AccountRequest):
    """A signed-in person in their space with their vault open."""

    viewer: Viewer
    couple: Couple


def with_account(
    view: Callable[Concatenate[AccountRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a signed-in person in, locked or not."""

    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast("AccountRequest", request), *args, **kwargs)

    return gate


def with_keyring(
    view: Callable[Concatenate[AccountRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a person in whose vault is open, seated in a space or not."""

    @wraps(view)
    @with_account
    def gate(request: AccountRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if signing_in.open_umk(request) is not None:
            return view(request, *args, **kwargs)
        if DRAFT_HEADER in request.headers:
            return HttpResponse(status=LOCKED)
        if keys_of(request.user) is None:
            raise signing_in.DamagedKeysError(Damage.OWN_KEYS)
        stopped = _unlocked_here(request)
        return stopped if stopped is not None else view(request, *args, **kwargs)

    return gate


def with_keyring_if_whole(
    view: Callable[Concatenate[AccountRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a person in whose vault is open, or whose own keys are damaged: no words are needed."""
    with_whole_keyring = with_keyring(view)

    @wraps(view)
    @with_account
    def gate(request: AccountRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if signing_in.has_damaged_keys(request):
            return view(request, *args, **kwargs)
        return with_whole_keyring(request, *args, **kwargs)

    return gate


def with_seat(
    view: Callable[Concatenate[VaultRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a person in whose vault is open and who sits in a space, even with its keys damaged."""

    @wraps(view)
    @with_keyring
    def gate(request: AccountRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        viewer = signing_in.open_viewer(request)
        if viewer is None:
            return redirect("people:space_closed")
        visitor = cast("VaultRequest", request)
        visitor.viewer, visitor.couple = viewer, viewer.couple
        return view(visitor, *args, **kwargs)

    return gate


def with_vault(
    view: Callable[Concatenate[VaultRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a person into their space; ask for the password on the way when the vault is locked."""

    @wraps(view)
    @with_seat
    def gate(request: VaultRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        viewer = request.viewer
        if viewer.couple_keys.current not in viewer.couple_keys.by_epoch:
            raise signing_in.DamagedKeysError(Damage.SPACE_KEYS)
        if viewer.partner_membership and not viewer.partner_membership.is_confirmed:
            request.viewer = viewer = confirm_partner(viewer=viewer)
        if _owes_recovery_code(request, viewer):
            return redirect("people:recovery_code")
        if _owes_second_step(request, viewer):
            return redirect("mfa_activate_totp")
        if _is_asked_for_another_name(request, viewer):
            return redirect("people:sign_in_name")
        return view(request, *args, **kwargs)

    return gate


def at_a_limited_rate(view: View, act: LimitedAct, *, by_field: str = "") -> View:
    """Count each form that is sent by what a field of it says, whosever that is."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            count_try(request, act, account=fold_name(request.POST.get(by_field, "")))
        return view(request, *args, **kwargs)

    return gate


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


def _unlocked_here(request: AccountRequest) -> HttpResponse | None:
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
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_ECHOED
        for value in values
    ]
    context = {
        "error": error,
        "is_device_damaged": request.is_device_damaged,
        "kept": kept,
        "goes_on": goes_on,
        "keeps_words": any(value.strip() for _name, value in kept),
        "password_field": PASSWORD_FIELD,
        "go_on_field": GO_ON_FIELD,
        "address": request.get_full_path() if posted else _unlock_address(request),
    }
    response = page(request, "people/unlock.html", context, status=403 if error else 200)
    return _instead_of_the_page(request, response)


def _unlock_address(request: AccountRequest) -> str:
    """Return where a page's unlock form goes; not to the page itself, which may take no form."""
    here, unlock = request.get_full_path(), reverse("people:unlock")
    return here if request.path == unlock else f"{unlock}?{urlencode({'next': here})}"


def damaged_page(request: HttpRequest, part: Damage) -> HttpResponse:
    """Say which part of the keys is damaged, and what still works."""
    context = {"part": part.value, "is_seated": seats_of(user=cast("User", request.user))[0]}
    response = page(request, "people/damaged.html", context, status=LOCKED)
    return _instead_of_the_page(request, response)


def _instead_of_the_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Vault"] = (
        "locked"  # the worker then forgets the page for an evening without a network
    )
    if getattr(request, "htmx", False):
        response["HX-Retarget"], response["HX-Reswap"] = "body", "outerHTML"
    return response


def _owes_recovery_code(request: AccountRequest, viewer: Viewer) -> bool:
    """The recovery code comes after the first evening and before the second visit."""
    return (
        request.method == "GET"
        and not viewer.user.keyring.has_recovery
        and viewer.today > viewer.membership.joined_on
    )


def _is_asked_for_another_name(request: AccountRequest, viewer: Viewer) -> bool:
    """Two older names that fold alike are asked about once in each sign-in."""
    return (
        viewer.user.has_twin_name and request.method == "GET" and NAME_STAYS not in request.session
    )


def _owes_second_step(request: AccountRequest, viewer: Viewer) -> bool:
    """Whoever runs a server that the internet can reach signs in with two steps from day two."""
    environment = settings.ENVIRONMENT
    return (
        viewer.user.is_host
        and not (environment.is_local or environment.lan)
        and request.method == "GET"
        and viewer.today > viewer.membership.joined_on
        and not is_mfa_enabled(viewer.user)
    )
