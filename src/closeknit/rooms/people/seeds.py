"""Seeds of the second step at rest: sealed under a host key and bound to their person."""

import base64
from uuid import UUID

from django.conf import settings

from closeknit.domain.vault import VaultError, open_host, seal_host

_UNBOUND = "totp seed"  # what the first release sealed: it opens in anybody's row


def seal_seed(seed: str, *, user_id: UUID) -> str:
    key = settings.HOST_SECRETS.totp
    sealed = seal_host(seed.encode(), key=key, context=_context(user_id))
    return base64.b64encode(sealed).decode()


def open_seed(stored: str, *, user_id: UUID) -> str | None:
    """Return the seed; None where it is damaged, another person's, or of a lost key."""
    bound = _opened(stored, context=_context(user_id))
    return bound if bound is not None else _opened(stored, context=_UNBOUND)


def is_bound(stored: str) -> bool:
    """Tell whether a seed opens in its own person's row alone."""
    return _opened(stored, context=_UNBOUND) is None


def _opened(stored: str, *, context: str) -> str | None:
    try:
        sealed = base64.b64decode(stored, validate=True)
        return open_host(sealed, key=settings.HOST_SECRETS.totp, context=context).decode()
    except (ValueError, VaultError):
        return None


def _context(user_id: UUID) -> str:
    return f"{_UNBOUND} of {user_id}"
