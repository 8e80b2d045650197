"""Signing in by password; the Argon2 root stays on the request so that the vault can open."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from closeknit.domain.vault import stretch
from closeknit.rooms.people import hashers
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import person_called
from closeknit.rooms.people.rules import LONGEST_PASSWORD

_NOBODY_SALT = bytes(16)


class PasswordBackend(BaseBackend):
    def authenticate(  # type: ignore[override]  # Django leaves the credentials' names to backends
        self,
        request: HttpRequest | None,
        username: str | None = None,
        email: str | None = None,
        password: str | None = None,
    ) -> User | None:
        name = username or email or ""
        if not name.strip() or password is None or len(password) > LONGEST_PASSWORD:
            return None
        user = person_called(name)
        if user is None or not user.has_usable_password():
            stretch(password, salt=_NOBODY_SALT)
            return None
        root = check_password(user=user, password=password)
        if root is None or not user.is_active:
            return None
        if request is not None:
            request.vault_root = root  # type: ignore[attr-defined]
        return user

    def get_user(self, user_id: UUID) -> User | None:
        return User.objects.filter(pk=user_id).first()


def check_password(*, user: User, password: str) -> bytes | None:
    """Return the 32-byte Argon2 root when the password is right, else None."""
    if len(password) > LONGEST_PASSWORD:
        return None
    salt = hashers.salt_of(user.password)
    root = stretch(password, salt=salt)
    right = constant_time_compare(user.password, hashers.encode(salt=salt, root=root))
    return root if right else None
