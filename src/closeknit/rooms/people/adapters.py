"""Where allauth asks us: who may sign up, what signing in opens, how TOTP seeds rest."""

import base64
import secrets
from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from closeknit.domain.vault import VaultError, open_host, seal_host
from closeknit.rooms.people import doors, marks
from closeknit.rooms.people.actions.passwords import reset_login, stretch_new
from closeknit.rooms.people.backends import check_password
from closeknit.rooms.people.rules.limits import Act
from closeknit.rooms.people.tries import account_called, client_ip, count_try

if TYPE_CHECKING:
    from closeknit.rooms.people.models import User

_TOTP = "totp seed"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        before = user.last_login
        super().login(request, user)
        doors.admit(request, cast("User", user), last_sign_in=before)
        marks.mark_signed_in(request)

    def add_message(self, *_args: Any, **_details: Any) -> None:
        """Say nothing of allauth's own; our pages speak for themselves."""

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **details: Any
    ) -> HttpResponse | None:
        if is_mfa_enabled(user):
            doors.hold_for_second_factor(request, cast("User", user))
        return super().pre_login(request, user, **details)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        reset_login(user=cast("User", user), password=stretch_new(password))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check a password at a limited rate; allauth's own limits sleep and lock others out."""
        typed = str(credentials.get("username") or credentials.get("email") or "")
        counted = count_try(request, Act.SIGN_IN, account=account_called(typed))
        user = authenticate(request, **credentials)
        if user is not None:
            counted.forgive()
        return user

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        person = cast("User", user)
        counted = count_try(context.request, Act.PASSWORD_AGAIN, account=person)
        is_right = check_password(user=person, password=password) is not None
        if is_right:
            counted.forgive()
        return is_right

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)


class TotpAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        sealed = seal_host(text.encode(), key=settings.HOST_SECRETS.totp, context=_TOTP)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed; without the key that sealed it no code is ever right."""
        sealed = base64.b64decode(encrypted_text)
        try:
            return open_host(sealed, key=settings.HOST_SECRETS.totp, context=_TOTP).decode()
        except VaultError:
            return base64.b32encode(secrets.token_bytes(20)).decode()
