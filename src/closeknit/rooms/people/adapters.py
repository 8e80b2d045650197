"""Where allauth asks us: who may sign up, what signing in opens, how TOTP seeds rest."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from closeknit.rooms.people import marks, signing_in
from closeknit.rooms.people.actions.passwords import reset_login, stretch_new
from closeknit.rooms.people.backends import check_password
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.rules.names import is_address
from closeknit.rooms.people.seeds import open_seed, seal_seed
from closeknit.rooms.people.tries import (
    TooOftenError,
    TypedAccount,
    account_called,
    client_ip,
    count_try,
)

if TYPE_CHECKING:
    from closeknit.rooms.people.models import User


_NOT_TOGETHER = gettext_lazy(
    "This name and this password do not open anything together. Look at both again."
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _NOT_TOGETHER,
        "email_password_mismatch": _NOT_TOGETHER,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        before = user.last_login
        if signing_in.settle_login(request, cast("User", user)):
            messages.success(
                request,
                _(
                    "Your earlier words are back. What you began since is put away for 30 days; "
                    "its own password opens it."
                ),
            )
        super().login(request, user)
        signing_in.admit(request, cast("User", user), last_sign_in=before)
        if signing_in.open_umk(request) is not None:  # who only reset the sign-in is not known yet
            marks.mark_signed_in(request)

    def add_message(self, *_args: Any, **_details: Any) -> None:
        """Say nothing of allauth's own; our pages speak for themselves."""

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **details: Any
    ) -> HttpResponse | None:
        if is_mfa_enabled(user):
            signing_in.hold_for_second_factor(request, cast("User", user))
        return super().pre_login(request, user, **details)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        reset_login(user=cast("User", user), password=stretch_new(password))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check a password at a limited rate; allauth's own limits sleep and lock others out.

        An address may be several people's. On a device known to some of them its own count is for
        guessing theirs alone: the others' passwords are tried as on any strange device.
        """
        typed = str(credentials.get("username") or credentials.get("email") or "")
        account = account_called(typed)
        known = marks.known_here(request, account.people) if is_address(typed) else []
        if not known:
            return _tried(request, account, credentials)
        user = _tried(request, account, {**credentials, "accounts": known})
        if user is not None:
            return user
        try:
            return _tried(request, replace(account, people=()), credentials)
        except TooOftenError:  # others used those tries up, which refuses nothing here
            return None

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        person = cast("User", user)
        counted = count_try(context.request, LimitedAct.PASSWORD_AGAIN, account=person)
        is_right = check_password(user=person, password=password) is not None
        if is_right:
            counted.forgive()
        return is_right

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)


def _tried(
    request: HttpRequest, account: TypedAccount, credentials: Mapping[str, Any]
) -> AbstractBaseUser | None:
    counted = count_try(request, LimitedAct.SIGN_IN, account=account)
    user = authenticate(request, **credentials)
    if user is not None:
        counted.forgive()
    return user


class TotpAdapter(DefaultMFAAdapter):
    """Seeds at rest, bound to their person."""

    def encrypt(self, text: str) -> str:
        return seal_seed(text, user_id=_person())

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed; without the key that sealed it, or in another's row, no code is right."""
        seed = open_seed(encrypted_text, user_id=_person())
        return base64.b32encode(secrets.token_bytes(20)).decode() if seed is None else seed


def _person() -> UUID:
    """Return whose seed it is: allauth does not say, and at sign-in our own form opens it."""
    return cast("User", context.request.user).pk
