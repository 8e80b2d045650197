"""Adding channels to a person, proving an e-mail address, taking channels away."""

import hmac
import secrets
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from closeknit.domain.vault import seal_host
from closeknit.rooms.notifications.models import Channel, ChannelKind
from closeknit.rooms.notifications.queries.own import address_of, context_of, own_channels
from closeknit.rooms.notifications.rules.channels import (
    Address,
    MailAddress,
    PushAddress,
    ServiceAddress,
)
from closeknit.rooms.people.actions.rows import insert_once, take_own_turn
from closeknit.rooms.people.models import Device, User

CODE_DIGITS = 6
TRIES = 5
MOST = 8


def add_push(
    *, user: User, device: Device | None, address: PushAddress, label: str, today: date
) -> Channel | None:
    """Add the browser in hand; a browser that subscribes again replaces what it had."""
    if device is not None:
        Channel.objects.filter(user=user, device=device).delete()
    return _add(
        user=user, kind=ChannelKind.PUSH, address=address, label=label, today=today, device=device
    )


def add_service(*, user: User, url: str, today: date, key: UUID | None = None) -> Channel | None:
    """Add a service; the same `key` twice is one channel."""
    scheme = url.partition(":")[0]
    address = ServiceAddress(url)
    return _add(
        user=user, kind=ChannelKind.SERVICE, address=address, label=scheme, today=today, key=key
    )


@transaction.atomic
def add_mail(
    *, user: User, address: str, today: date, key: UUID | None = None
) -> tuple[Channel, str] | None:
    """Add an address that waits for its code; return the code to send there.

    The same `key` twice is one channel, and its code is empty: it was sent before.
    """
    known = own_channels(user=user).filter(pk=key or uuid4()).first()
    if known is not None:
        return known, ""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    given = MailAddress(address=address, code=code)
    made = _add(
        user=user, kind=ChannelKind.MAIL, address=given, label="", today=today, is_on=False, key=key
    )
    return None if made is None else (made, code)


@transaction.atomic
def confirm_mail(*, user: User, channel: UUID, code: str) -> bool:
    """Switch an address on when its code is right; five wrong ones end the code."""
    row = (
        own_channels(user=user)
        .select_for_update()
        .filter(pk=channel, kind=ChannelKind.MAIL)
        .first()
    )
    address = address_of(row) if row is not None else None
    if row is None or not isinstance(address, MailAddress) or not address.code:
        return False
    is_right = address.tries < TRIES and hmac.compare_digest(address.code, code.strip())
    if is_right:
        row.is_on = True
        _seal(row, replace(address, code="", tries=0))
    else:
        _seal(row, replace(address, tries=address.tries + 1))
    row.save(update_fields=["sealed", "is_on"])
    return is_right


def remove(*, user: User, channel: UUID) -> bool:
    return bool(own_channels(user=user).filter(pk=channel).delete()[0])


def remove_push(*, user: User, endpoint: str) -> bool:
    """Take a browser's subscription away by the address that the browser itself knows."""
    return bool(
        own_channels(user=user).filter(kind=ChannelKind.PUSH, mark=_mark(endpoint)).delete()[0]
    )


@transaction.atomic
def _add(  # noqa: PLR0913  each part of a channel by its name
    *,
    user: User,
    kind: ChannelKind,
    address: Address,
    label: str,
    today: date,
    device: Device | None = None,
    is_on: bool = True,
    key: UUID | None = None,
) -> Channel | None:
    """Add a channel, or replace the same one; None when a person has as many as anybody may."""
    take_own_turn(user)
    known = own_channels(user=user).filter(pk=key or uuid4()).first()
    if known is not None:
        return known
    mark = _mark(address.same)
    Channel.objects.filter(user=user, mark=mark).delete()
    if own_channels(user=user).count() >= MOST:
        return None
    row = Channel(
        id=key or uuid4(),
        user=user,
        device=device,
        kind=kind,
        mark=mark,
        label=label[:80],
        is_on=is_on,
        created_on=today,
    )
    _seal(row, address)
    return row if insert_once(row) else None


def _seal(row: Channel, address: Address) -> None:
    key = settings.REMINDER_KEYS.channels
    row.sealed = seal_host(address.plain, key=key, context=context_of(row))


def _mark(same: str) -> bytes:
    key = settings.REMINDER_KEYS.channels
    return blake2b(same.encode(), digest_size=16, key=key, person=b"same way").digest()
