"""Signing in by password; the Argon2 root stays on the request so that the vault can open."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from closeknit.domain.vault import stretch
from closeknit.rooms.people import hashers
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import accounts_a_password_may_open, keyring_by_root, keys_of
from closeknit.rooms.people.rules import LONGEST_PASSWORD
from closeknit.rooms.people.rules.names import MOST_BY_ONE_ADDRESS, is_address

_NOBODY_SALT = bytes(16)
_RUNS_OF_ONE = 2  # Argon2 runs that one account can cost


class PasswordBackend(BaseBackend):
    def authenticate(  # type: ignore[override]  # Django leaves the credentials' names to backends
        self,
        request: HttpRequest | None,
        username: str | None = None,
        email: str | None = None,
        password: str | None = None,
        accounts: Sequence[User] | None = None,
    ) -> User | None:
        """Return whose password it is: of these accounts, or of those with this name or address.

        By an address every try takes the same number of Argon2 runs, whatever stands there and
        whosever password it is: somebody who sets another's address must not measure that.
        """
        name = username or email or ""
        if not name.strip() or password is None or len(password) > LONGEST_PASSWORD:
            return None
        least = 1
        if accounts is None:
            accounts = accounts_a_password_may_open(name, today=settings.CLOCK().date())
            least = MOST_BY_ONE_ADDRESS * _RUNS_OF_ONE if is_address(name) else 1
        user, root = _opened(accounts, password, least=least)
        if request is not None and user is not None:
            request.vault_root = root  # type: ignore[attr-defined]
        return user

    def get_user(self, user_id: UUID) -> User | None:
        return User.objects.filter(pk=user_id).first()


class _CountedStretch:
    """Stretches, and counts its Argon2 runs."""

    runs = 0

    def __call__(self, password: str, *, salt: bytes) -> bytes:
        self.runs += 1
        return stretch(password, salt=salt)


def _opened(
    accounts: Sequence[User], password: str, *, least: int
) -> tuple[User, bytes] | tuple[None, None]:
    """Return the first account that a password opens, and the root, in no fewer runs than that."""
    counted = _CountedStretch()
    found: tuple[User, bytes] | tuple[None, None] = (None, None)
    for user in accounts:
        root = check_password(user=user, password=password, stretched=counted)
        if root is not None and user.is_active and found[0] is None:
            found = (user, root)
        if found[0] is not None and counted.runs >= least:
            break
    while counted.runs < least:
        counted(password, salt=_NOBODY_SALT)
    return found


def check_password(
    *, user: User, password: str, stretched: Callable[..., bytes] | None = None
) -> bytes | None:
    """Return the 32-byte Argon2 root of a password that signs in or opens the keys, else None.

    After a reset by mail, or when the account was archived, the password from before still opens
    the keys: whoever has it has not lost their words to somebody who only reads their mail.
    """
    if len(password) > LONGEST_PASSWORD:
        return None
    row, run = keys_of(user), stretched or stretch
    login_salt = hashers.salt_of(user.password)
    keys_salt = None if row is None else bytes(row.salt)
    root = run(password, salt=login_salt or _NOBODY_SALT)
    if login_salt is not None and _signs_in(user, root=root):
        return root
    if keys_salt is None or keys_salt == login_salt:
        return None
    root = run(password, salt=keys_salt)
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
