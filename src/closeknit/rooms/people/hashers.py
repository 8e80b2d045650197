"""The login check: a keyed hash of the same Argon2 run that opens the vault."""

import base64
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import BasePasswordHasher
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from closeknit.domain.vault import SALT_BYTES, verifier
from closeknit.hosting.secret_folder import key_id
from closeknit.rooms.people.rules import LONGEST_PASSWORD


def encode(*, user_id: UUID, salt: bytes, root: bytes) -> str:
    """Return what the `password` column stores: `vault$2$<salt>$<verifier>`, both base64.

    The verifier is bound to its person: copied into another row, it signs in as nobody.
    """
    digest = blake2b(
        user_id.bytes, key=_verifier(root), person=b"ck login", digest_size=32
    ).digest()
    return "$".join(("vault", "2", _written(salt), _written(digest)))


def encode_unbound(*, salt: bytes, root: bytes) -> str:
    """Return what the first release stored, `vault$<salt>$<verifier>`, the same for anybody."""
    return "$".join(("vault", _written(salt), _written(_verifier(root))))


def is_unbound(encoded: str) -> bool:
    return encoded.count("$") == 2  # noqa: PLR2004  the first release wrote three parts


def pepper_key_id() -> bytes:
    """Return 16 bytes that tell this host's pepper from another, and nothing more."""
    return key_id("pepper", settings.HOST_SECRETS.pepper)


def escrow_key_id() -> bytes:
    """Return 16 bytes that tell this host's escrow key from another, and nothing more."""
    return key_id("escrow", settings.HOST_SECRETS.escrow)


def is_verifier_of(encoded: str, *, user_id: UUID, root: bytes) -> bool:
    """Tell whether a stored verifier, bound or not, came of this Argon2 root."""
    salt = salt_of(encoded)
    if salt is None:
        return False
    if is_unbound(encoded):
        return constant_time_compare(encoded, encode_unbound(salt=salt, root=root))
    return constant_time_compare(encoded, encode(user_id=user_id, salt=salt, root=root))


def salt_of(encoded: str) -> bytes | None:
    """Return the 16-byte salt of a stored verifier; None where there is none to read."""
    algorithm, *parts = encoded.split("$")
    if algorithm != "vault" or len(parts) not in (2, 3):
        return None
    try:
        salt = base64.b64decode(parts[-2], validate=True)
    except ValueError:
        return None
    return salt if len(salt) == SALT_BYTES else None


class VaultHasher(BasePasswordHasher):
    """Stands in for Django's hashers, which know no person: it makes and accepts nothing.

    Passwords are checked by `backends.check_password` and set by `actions.passwords` alone.
    """

    algorithm = "vault"

    def encode(self, password: str, salt: str) -> str:
        raise NotImplementedError

    def verify(self, password: str, encoded: str) -> bool:  # noqa: ARG002  Django's signature
        return False

    def safe_summary(self, encoded: str) -> dict[Any, Any]:  # noqa: ARG002  Django's signature
        return {"algorithm": self.algorithm}

    def must_update(self, encoded: str) -> bool:  # noqa: ARG002  Django's signature
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Do nothing: the cost is constant."""


class LongestPasswordValidator:
    """Bounds what Argon2 is ever given, wherever a password is set."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002  Django's signature
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        words = _("A password has at most %(most)d characters.")
        return words % {"most": LONGEST_PASSWORD}


def _verifier(root: bytes) -> bytes:
    return verifier(root, pepper=settings.HOST_SECRETS.pepper)


def _written(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
