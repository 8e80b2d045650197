"""Where allauth asks us: who may sign up, what signing in opens, how TOTP seeds rest."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from closeknit.domain.vault import open_host, seal_host
from closeknit.rooms.people import doors
from closeknit.rooms.people.actions.passwords import reset_login

_TOTP = "totp seed"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        doors.admit(request, user)

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> Any:
        if is_mfa_enabled(user):
            doors.hold_for_second_factor(request, user)
        return super().pre_login(request, user, **details)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        reset_login(user=user, password=password)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Believe X-Forwarded-For only behind the proxies that the host has named."""
        depth = settings.ENVIRONMENT.trusted_proxies
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if depth and len(forwarded) >= depth and forwarded[-depth]:
            return forwarded[-depth]
        return str(request.META["REMOTE_ADDR"])


class TotpAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    def encrypt(self, text: str) -> str:
        sealed = seal_host(text.encode(), key=settings.HOST_SECRETS.totp, context=_TOTP)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return open_host(sealed, key=settings.HOST_SECRETS.totp, context=_TOTP).decode()
