"""The second step: one step of tolerance, no code taken twice, each seed bound to its person."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import transaction

from closeknit.rooms.people.models import User
from closeknit.rooms.people.seeds import is_bound, open_seed, seal_seed

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

    The last step taken stands in the row, since a cache forgets it when the server starts. A seed
    from the first release is bound to its person by their right code.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    seed = open_seed(row.data["secret"], user_id=row.user_id)
    step = None if seed is None else step_of(secret=seed, code=code)
    if seed is None or step is None or step <= row.data.get(_LAST_STEP, -1):
        return False
    if not is_bound(row.data["secret"]):
        row.data = {**row.data, "secret": seal_seed(seed, user_id=row.user_id)}
    note_step(authenticator=row, step=step)
    return True


def bring_second_step_along(*, old: User, new: User) -> None:
    """Keep the second step on for the account that a fresh start begins; its seed is resealed."""
    for row in Authenticator.objects.filter(user=old, type=Authenticator.Type.TOTP):
        seed = open_seed(row.data["secret"], user_id=old.pk)
        if seed is not None:
            data = {**row.data, "secret": seal_seed(seed, user_id=new.pk)}
            Authenticator.objects.create(user=new, type=row.type, data=data)


def note_first_step(*, user: User, step: int) -> None:
    """Use up the code that switched the second step on."""
    made = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    note_step(authenticator=made, step=step)


def note_step(*, authenticator: Authenticator, step: int) -> None:
    authenticator.data = {**authenticator.data, _LAST_STEP: step}
    authenticator.save(update_fields=["data"])
