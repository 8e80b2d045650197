"""Where counts of tries are kept: in this process's memory, or in a PostgreSQL that several share.

A stranger's try writes to no SQLite file, whose one process is the only one that counts anyway.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from threading import Lock

from django.core.cache import cache
from django.db import connection, transaction

from closeknit.rooms.people.actions.rows import AT_ONCE
from closeknit.rooms.people.models import TryCount

MOST_ROWS = 500_000  # about 150 MB with their index
_MAKES_ROOM = "00"  # how the keyed digest of one new count in 256 begins
Counts = dict[str, tuple[float, ...]]
_counting = Lock()


def hold_counts(*, lasts: Mapping[str, int], now: float) -> AbstractContextManager[Counts]:
    """Hold the counts under some keys, so that nobody else counts there, and keep what is changed.

    `lasts` says for each key how many seconds it is kept from `now`. An error inside keeps nothing.
    """
    held = _in_table if connection.vendor == "postgresql" else _in_memory
    return held(lasts, now)


def forget_ended_counts(*, now: datetime) -> int:
    """Delete the rows of tries that no limit looks at any more."""
    gone = 0
    while some := _delete_first(now=now, at_most=AT_ONCE):
        gone += some
    return gone


@contextmanager
def _in_memory(lasts: Mapping[str, int], _now: float) -> Iterator[Counts]:
    with _counting:
        kept = {key: tuple(cache.get(key, ())) for key in lasts}
        counts = dict(kept)
        yield counts
        for key in _changed(counts, kept):
            if counts[key]:
                cache.set(key, counts[key], lasts[key])
            else:
                cache.delete(key)


@contextmanager
def _in_table(lasts: Mapping[str, int], now: float) -> Iterator[Counts]:
    """Lock the rows in the order of their keys, so that two who count never wait for each other."""
    ends = {key: datetime.fromtimestamp(now + each, UTC) for key, each in lasts.items()}
    rows = [TryCount(key=key, tried_at=[], ends_at=ends[key]) for key in sorted(lasts)]
    with transaction.atomic(durable=True):
        TryCount.objects.bulk_create(rows, ignore_conflicts=True)
        locked = TryCount.objects.select_for_update().filter(pk__in=list(lasts)).order_by("pk")
        kept = {row.key: tuple(row.tried_at) for row in locked}
        counts = dict(kept)
        yield counts
        for key in _changed(counts, kept):
            mine = TryCount.objects.filter(pk=key)
            mine.update(tried_at=counts[key], ends_at=ends[key])
        TryCount.objects.filter(pk__in=[key for key in counts if not counts[key]]).delete()
    if any(key.startswith(_MAKES_ROOM) for key in counts if not kept[key]):
        _make_room()


def _changed(counts: Counts, kept: Counts) -> Iterable[str]:
    return [key for key in counts if counts[key] != kept[key]]


def _make_room() -> None:
    """Delete what would end first where there are too many rows; those counted lately stay."""
    while TryCount.objects.count() > MOST_ROWS and _delete_first(at_most=MOST_ROWS // 10):
        pass


@transaction.atomic
def _delete_first(*, at_most: int, now: datetime | None = None) -> int:
    """Delete some rows that end first, at `now` or whenever; those in use are passed over."""
    rows = TryCount.objects.select_for_update(skip_locked=True).order_by("ends_at", "pk")
    ended = rows if now is None else rows.filter(ends_at__lte=now)
    some = list(ended.values_list("pk", flat=True)[:at_most])
    return TryCount.objects.filter(pk__in=some).delete()[0]
