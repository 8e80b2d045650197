"""What every room does with the rows it keeps: insert one once, delete them wraps first."""

import time
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Model, QuerySet

from closeknit.rooms.people.models import Couple, User
from closeknit.rooms.people.viewer import Viewer

_WRAPS = frozenset({"for_owner", "for_couple", "escrow"})
AT_ONCE = 100  # rows in one write
_A_MOMENT = 0.15  # seconds


def take_turn(viewer: Viewer) -> None:
    """Let one act of the two, from whichever tab, come after the other until this one is over.

    SQLite's transactions that write take turns by themselves.
    """
    Couple.objects.select_for_update(no_key=True).get(pk=viewer.couple.pk)


def take_own_turn(user: User) -> None:
    """Let one act of a person, on whichever device, come after the other until this one is over.

    Whatever a person has one row of is read and written in such a turn, or in the couple's: a row
    that is not there yet cannot be locked, so two first writes would both insert it.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)


def insert_once(row: Model) -> bool:
    """Insert a row under the id it came with; False when it is there already.

    Forms carry the id of the row they make, so whatever arrives twice is kept once.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def update_once(row: Model, *, fields: Collection[str]) -> bool:
    """Save some fields of a row; False when another row has what may be there once only."""
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError:
        return False
    return True


def unwrap_and_delete(rows: QuerySet[Any]) -> None:
    """Delete sealed rows, every wrap of theirs first; what they hold can then not be opened."""
    wraps = _wraps_of(rows)
    if wraps:
        rows.update(**dict.fromkeys(wraps))
    rows.delete()


def delete_in_batches(rows: QuerySet[Any]) -> int:
    """Delete whatever rows there are, wraps first, some at a time; return how many went.

    Each write is short, so that nobody who writes meanwhile waits for all of them.
    """
    gone = 0
    while some := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        if gone:
            let_others_write()
        with transaction.atomic():
            unwrap_and_delete(rows.filter(pk__in=some))
        gone += len(some)
    return gone


def let_others_write() -> None:
    """Leave the database alone for a moment, between two of many writes.

    Those who wait for an SQLite file in another process look again each tenth of a second, so a
    shorter pause would be over before they noticed it.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(_A_MOMENT)


def _wraps_of(rows: QuerySet[Any]) -> list[str]:
    fields = rows.model._meta.concrete_fields  # noqa: SLF001  Django's own name for a model's fields
    return [field.name for field in fields if field.name in _WRAPS]
