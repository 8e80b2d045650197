"""Codes of the second step: one step of tolerance either way, and none is taken twice."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction

_LAST_STEP = "last_step"


def step_of(*, secret: str, code: str) -> int | None:
    """Return the 30-second step that a code is for, of those that are taken now; else None."""
    for step in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


@transaction.atomic
def use_code(*, authenticator: Authenticator, code: str) -> bool:
    """Take a right code once: neither it nor an earlier one is right again (RFC 6238, 5.2).

    The last step taken stands in the row, since a cache forgets it when the server starts.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = step_of(secret=decrypt(row.data["secret"]), code=code)
    if step is None or step <= row.data.get(_LAST_STEP, -1):
        return False
    note_step(authenticator=row, step=step)
    return True


def note_step(*, authenticator: Authenticator, step: int) -> None:
    authenticator.data = {**authenticator.data, _LAST_STEP: step}
    authenticator.save(update_fields=["data"])
