"""Where allauth asks us: who may sign up, what signing in opens, how TOTP seeds rest."""

import base64
import secrets
from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from closeknit.domain.vault import VaultError, open_host, seal_host
from closeknit.rooms.people import doors
from closeknit.rooms.people.actions.passwords import reset_login, stretch_new

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

    def get_client_ip(self, request: HttpRequest) -> str:
        """Believe X-Forwarded-For only behind the proxies that the host has named."""
        depth = settings.ENVIRONMENT.trusted_proxies
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if depth and len(forwarded) >= depth and forwarded[-depth]:
            return forwarded[-depth]
        return str(request.META["REMOTE_ADDR"])


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
