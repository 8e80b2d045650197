"""The login check: a keyed hash of the same Argon2 run that opens the vault."""

import base64
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import BasePasswordHasher
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from closeknit.domain.vault import new_salt, stretch, verifier
from closeknit.rooms.people.rules import LONGEST_PASSWORD


def encode(*, salt: bytes, root: bytes) -> str:
    """Return what the `password` column stores: `vault$<salt>$<verifier>`, both base64."""
    digest = verifier(root, pepper=settings.HOST_SECRETS.pepper)
    return "$".join(("vault", base64.b64encode(salt).decode(), base64.b64encode(digest).decode()))


def pepper_mark() -> bytes:
    """Return 16 bytes that tell this host's pepper from another, and nothing more."""
    return _mark(settings.HOST_SECRETS.pepper, person=b"ck pepper mark")


def escrow_mark() -> bytes:
    """Return 16 bytes that tell this host's escrow key from another, and nothing more."""
    return _mark(settings.HOST_SECRETS.escrow, person=b"ck escrow mark")


def salt_of(encoded: str) -> bytes:
    return base64.b64decode(encoded.split("$")[1])


class VaultHasher(BasePasswordHasher):
    """Argon2id at 64 MiB and t = 3; `verify` and the vault share one run through the backend."""

    algorithm = "vault"

    def salt(self) -> str:
        return base64.b64encode(new_salt()).decode()

    def encode(self, password: str, salt: str) -> str:
        raw = base64.b64decode(salt)
        return encode(salt=raw, root=stretch(password, salt=raw))

    def decode(self, encoded: str) -> dict[str, str]:
        algorithm, salt, digest = encoded.split("$")
        return {"algorithm": algorithm, "salt": salt, "hash": digest}

    def verify(self, password: str, encoded: str) -> bool:
        return constant_time_compare(encoded, self.encode(password, self.decode(encoded)["salt"]))

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        return {"algorithm": self.decode(encoded)["algorithm"]}

    def must_update(self, encoded: str) -> bool:  # noqa: ARG002  one cost, one version
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


def _mark(secret: bytes, *, person: bytes) -> bytes:
    return blake2b(secret, person=person, digest_size=16).digest()
