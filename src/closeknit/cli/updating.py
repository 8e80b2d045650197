"""Bringing a database up to date: one process at a time, after a copy. Stands on Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from closeknit.cli.database import waiting_migrations
from closeknit.cli.readiness import Meant, foreign_sentence
from closeknit.config.environment import Environment
from closeknit.config.schema import migrate, unknown_migrations
from closeknit.hosting.backups import back_up, backup_name
from closeknit.hosting.postgres_backups import SUFFIX, PostgresPlace, back_up_postgres
from closeknit.hosting.problems import HostError
from closeknit.hosting.room import require_room, spoken_size
from closeknit.hosting.secret_folder import note_use
from closeknit.hosting.start_lock import file_lock, wait_for
from closeknit.rooms.people.actions.host_secrets import note_secrets

_LOCK = 7_101_866_354_118_021  # any number that no other program's advisory lock is likely to have
_LARGE = 256 * 1024 * 1024  # bytes from which on a copy says how far it is


def bring_up_to_date(environment: Environment, *, meant: Meant, copy: bool = True) -> list[str]:
    """Migrate, after copying a database that people may have written in; return what was applied.

    Raises HostError, with nothing changed, where the database is a newer version's or was written
    with other secrets.
    """
    with _alone(environment):
        waiting = waiting_migrations()
        refuse_newer()
        if waiting and copy and _has_tables(waiting):
            copy_first(environment, now=settings.CLOCK())
        if waiting:
            migrate()
        troubles = [f"{name} is another" for name in note_secrets(replace=meant.secrets_lost)]
        if troubles:
            raise HostError(foreign_sentence(environment, troubles))
        note_use(environment.secrets_dir)
    return waiting


def refuse_newer() -> None:
    """Raise HostError where a newer version has changed the database."""
    unknown = unknown_migrations()
    if unknown:
        raise HostError(
            f"A newer version of Closeknit has changed this database ({unknown[-1]}). Nothing was "
            "touched. Install that version again, or restore a copy from before its update."
        )


def copy_first(environment: Environment, *, now: datetime) -> None:
    """Copy the database before an update; raises HostError when there is no room for it."""
    name = Path(backup_name(now=now, reason="before-update"))
    database = environment.sqlite_file
    to = environment.backup_dir / (name if database else name.with_suffix(SUFFIX))
    size = database.stat().st_size if database else _postgres_size()
    require_room(folder=to.parent, size=size, what="the copy before this update")
    print(f"Copying the database ({spoken_size(size)}) to {to} before this update.", flush=True)
    tell = _say if size >= _LARGE else None
    if database is not None:
        back_up(database=database, to=to, tell=tell)
    else:
        place = PostgresPlace.of(environment.database)
        back_up_postgres(place=place, to=to, tell=tell)
    print(f"A backup from before this update is at {to}", flush=True)


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _has_tables(waiting: list[str]) -> bool:
    """Tell whether anybody can have written here: in a new database even the first one waits."""
    return "people.0001_initial" not in waiting


def _postgres_size() -> int:
    """Return how many bytes the tables take without their indexes, about what a dump takes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_table_size(oid)), 0)::bigint FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = ANY (current_schemas(false)::regnamespace[])"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def _alone(environment: Environment) -> Iterator[None]:
    """Let no other process bring this database up to date meanwhile."""
    database = environment.sqlite_file
    if database is not None:
        with file_lock(database.with_name(f".{database.name}.lock"), say=_say):
            yield
        return
    wait_for(_take, say=_say)
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _take() -> bool:
    waiting_migrations()  # says in a sentence when the server is away
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
