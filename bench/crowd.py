"""A crowd of couples with random bytes where sealed words stand; nobody can sign in as them."""

import os
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.people.hashers import pepper_mark
from closeknit.rooms.people.models import Couple, CoupleKey, Device, Keyring, Membership, User
from closeknit.rooms.practices.models import PracticeNotes
from closeknit.rooms.questions.models import Answer, Day

DAYS_EACH, THANKS_EACH = 3, 2
COUPLES_AT_ONCE = 2_000
FIRST_DAY_ID = 100_000_000  # above what the measured couples' days may get
KEY, WRAP, WORDS = 32, 72, 400  # bytes, as the vault makes them

Row = tuple[type[models.Model], dict[str, object]]


def add_crowd(*, couples: int, first: int, now: datetime) -> None:
    """Add couples number `first` and following, in batches that are committed."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # only while filling; servers open their own
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-800000")
    numbers = iter(range(first, first + couples))
    while some := list(islice(numbers, COUPLES_AT_ONCE)):
        by_table: dict[type[models.Model], list[dict[str, object]]] = {}
        for number in some:
            for table, values in _couple(number, now):
                by_table.setdefault(table, []).append(values)
        with transaction.atomic():
            for table, rows in by_table.items():
                _insert(table, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _insert(table: type[models.Model], rows: Sequence[dict[str, object]]) -> None:
    quoted = ", ".join(f'"{name}"' for name in rows[0])
    into = f'"{table._meta.db_table}" ({quoted})'  # noqa: SLF001  Django's documented handle
    values = [tuple(row.values()) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, into, values)
            return
        marks = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", values)  # noqa: S608  our own names


def _copy(cursor: Any, into: str, rows: Iterable[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _couple(number: int, now: datetime) -> Iterator[Row]:
    couple, people = os.urandom(16).hex(), [os.urandom(16).hex() for _seat in (1, 2)]
    on = str(now.date() - timedelta(days=40))
    yield (
        Couple,
        {"id": couple, "zone": "UTC", "epoch": 1, "created_at": str(now), "paired_on": on},
    )
    for seat, person in enumerate(people, start=1):
        yield from _person(person, name=f"crowd {number} {seat}", now=now)
        yield from _seat(person, couple=couple, seat=seat, on=on)
    for back in range(DAYS_EACH):
        day = FIRST_DAY_ID + number * DAYS_EACH + back
        yield from _answered_day(day, couple=couple, people=people, now=now, back=back + 2)
    for back in range(THANKS_EACH):
        written = {"written_on": str(now.date() - timedelta(days=back))}
        yield Appreciation, _sealed(couple, people[back % 2], shared=True) | written


def _person(person: str, *, name: str, now: datetime) -> Iterator[Row]:
    at = str(now)
    names = {"username": name, "name": name, "pronouns": "", "email": "", "language": "en"}
    flags = {"created_at": at, "is_active": True, "is_host": False, "password": "vault$none$none"}
    yield User, {"id": person} | names | flags
    keys = {"salt": _bytes(16), "pepper_mark": pepper_mark(), "sealed": _bytes(WORDS)}
    wraps = {"by_password": _bytes(WRAP), "by_recovery": _bytes(WRAP)}
    public = {"box_public": _bytes(KEY), "sign_public": _bytes(KEY)}
    yield Keyring, {"user_id": person, "generation": 1} | keys | wraps | public
    times = dict.fromkeys(("created_at", "ends_at", "seen_at", "unlocked_at"), at)
    device = {"label": "Phone", "kind": "own", "generation": 1, "sealed": _bytes(WRAP)}
    yield Device, {"id": os.urandom(16).hex(), "user_id": person} | device | times


def _seat(person: str, *, couple: str, seat: int, on: str) -> Iterator[Row]:
    place = {"couple_id": couple, "user_id": person, "seat": seat}
    yield Membership, place | {"joined_on": on, "is_confirmed": True}
    box = {"reader_id": person, "signer_id": person, "box": _bytes(4 * KEY)}
    yield CoupleKey, {"couple_id": couple, "epoch": 1} | box
    yield PracticeNotes, _sealed(couple, person, shared=False)


def _answered_day(
    day: int, *, couple: str, people: Sequence[str], now: datetime, back: int
) -> Iterator[Row]:
    on = str(now.date() - timedelta(days=back))
    question = {"slug": "crowd", "edition": 1, "was_own": False, "revealed_on": on}
    yield Day, {"id": day, "couple_id": couple, "date": on} | question
    for person in people:
        opened = {"day_id": day, "revealed_on": on, "decided": ""}
        yield Answer, _sealed(couple, person, shared=True) | opened


def _sealed(couple: str, owner: str, *, shared: bool) -> dict[str, object]:
    return {
        "id": os.urandom(16).hex(),
        "owner_id": owner,
        "couple_id": couple,
        "epoch": int(shared),
        "sealed": _bytes(WORDS),
        "for_owner": _bytes(WRAP),
        "for_couple": _bytes(WRAP) if shared else None,
    }


_POOL = os.urandom(1 << 20)


def _bytes(length: int) -> bytes:
    """Return a random piece of a megabyte of random bytes: as good, and quicker."""
    start = random.randrange(len(_POOL) - length)  # noqa: S311  nothing is kept secret by it
    return _POOL[start : start + length]
