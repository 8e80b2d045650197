"""Signing in by password; the Argon2 root stays on the request so that the vault can open."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from closeknit.domain.vault import stretch
from closeknit.rooms.people import hashers
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import accounts_called, keyring_by_root, keys_of
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
        accounts = accounts_called(name, today=settings.CLOCK().date())
        if not accounts:
            stretch(password, salt=_NOBODY_SALT)
        for user in accounts:
            root = check_password(user=user, password=password)
            if root is None or not user.is_active:
                continue
            if request is not None:
                request.vault_root = root  # type: ignore[attr-defined]
            return user
        return None

    def get_user(self, user_id: UUID) -> User | None:
        return User.objects.filter(pk=user_id).first()


def check_password(*, user: User, password: str) -> bytes | None:
    """Return the 32-byte Argon2 root of a password that signs in or opens the keys, else None.

    After a reset by mail, or when the account was archived, the password from before still opens
    the keys: whoever has it has not lost their words to somebody who only reads their mail.
    """
    if len(password) > LONGEST_PASSWORD:
        return None
    row = keys_of(user)
    login_salt = hashers.salt_of(user.password)
    keys_salt = None if row is None else bytes(row.salt)
    root = stretch(password, salt=login_salt or _NOBODY_SALT)
    if login_salt is not None and _signs_in(user, root=root):
        return root
    if keys_salt is None or keys_salt == login_salt:
        return None
    root = stretch(password, salt=keys_salt)
    return root if keyring_by_root(user=user, root=root) is not None else None


def _signs_in(user: User, *, root: bytes) -> bool:
    """Compare with the stored verifier.

    One from the first release is bound to nobody, so it counts only where the same password opens
    this person's own keys: a verifier copied from another row does not.
    """
    if not hashers.is_verifier_of(user.password, user_id=user.pk, root=root):
        return False
    is_bound = not hashers.is_unbound(user.password)
    return is_bound or keyring_by_root(user=user, root=root) is not None
