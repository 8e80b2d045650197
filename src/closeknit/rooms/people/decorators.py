"""Decorators, named after the right they grant; each hands the view a known request."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from closeknit.rooms.people import signing_in
from closeknit.rooms.people.actions.pairing import confirm_partner
from closeknit.rooms.people.locked_pages import (
    DRAFT_HEADER,
    LOCKED,
    AccountRequest,
    unlocked_here,
)
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.queries import keys_of
from closeknit.rooms.people.rules import Damage
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.rules.names import fold_name
from closeknit.rooms.people.signed_out_pages import sign_in_first
from closeknit.rooms.people.tries import count_try
from closeknit.rooms.people.viewer import Viewer

__all__ = [
    "DRAFT_HEADER",
    "NAME_STAYS",
    "AccountRequest",
    "VaultRequest",
    "at_a_limited_rate",
    "with_account",
    "with_keyring",
    "with_keyring_if_whole",
    "with_seat",
    "with_vault",
]

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
NAME_STAYS = "name_stays"  # in the session: "not now" was said


class VaultRequest(AccountRequest):
    """A signed-in person in their space with their vault open."""

    viewer: Viewer
    couple: Couple


def with_account(
    view: Callable[Concatenate[AccountRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a signed-in person in, locked or not."""

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        return view(cast("AccountRequest", request), *args, **kwargs)

    return wrapper


def with_keyring(
    view: Callable[Concatenate[AccountRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a person in whose vault is open, seated in a space or not."""

    @wraps(view)
    @with_account
    def wrapper(request: AccountRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if signing_in.open_umk(request) is not None:
            return view(request, *args, **kwargs)
        if DRAFT_HEADER in request.headers:
            return HttpResponse(status=LOCKED)
        if keys_of(request.user) is None:
            raise signing_in.DamagedKeysError(Damage.OWN_KEYS)
        stopped = unlocked_here(request)
        return stopped if stopped is not None else view(request, *args, **kwargs)

    return wrapper


def with_keyring_if_whole(
    view: Callable[Concatenate[AccountRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a person in whose vault is open, or whose own keys are damaged: no words are needed."""
    with_whole_keyring = with_keyring(view)

    @wraps(view)
    @with_account
    def wrapper(request: AccountRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if signing_in.has_damaged_keys(request):
            return view(request, *args, **kwargs)
        return with_whole_keyring(request, *args, **kwargs)

    return wrapper


def with_seat(
    view: Callable[Concatenate[VaultRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a person in whose vault is open and who sits in a space, even with its keys damaged."""

    @wraps(view)
    @with_keyring
    def wrapper(request: AccountRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        viewer = signing_in.open_viewer(request)
        if viewer is None:
            return redirect("people:space_closed")
        visitor = cast("VaultRequest", request)
        visitor.viewer, visitor.couple = viewer, viewer.couple
        return view(visitor, *args, **kwargs)

    return wrapper


def with_vault(
    view: Callable[Concatenate[VaultRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a person into their space; ask for the password on the way when the vault is locked."""

    @wraps(view)
    @with_seat
    def wrapper(request: VaultRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
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

    return wrapper


def at_a_limited_rate(view: View, act: LimitedAct, *, by_field: str = "") -> View:
    """Count each form that is sent by what a field of it says, whosever that is."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            count_try(request, act, account=fold_name(request.POST.get(by_field, "")))
        return view(request, *args, **kwargs)

    return wrapper


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
