"""A real PostgreSQL server for all tests of a process, and how it stands in for the database."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from cast import Clock, Person, arrive, pair
from dj_database_url import parse
from django.core.management import call_command
from postgres_server import address_of, postgres_server
from stand_in import standing_in

from closeknit.config.database_url import on_postgres as settings_on_postgres


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """The address of an empty database on a server that keeps nothing after the tests."""
    with postgres_server() as server:
        yield address_of(server)


def on_postgres(url: str) -> AbstractContextManager[None]:
    return standing_in(**settings_on_postgres({**parse(url)}))


@pytest.fixture(scope="session")
def migrated_url(database_url, django_db_setup, django_db_blocker) -> str:
    with django_db_blocker.unblock(), on_postgres(database_url):
        call_command("migrate", verbosity=0)
    return database_url


@pytest.fixture
def postgres_database(migrated_url, django_db_blocker) -> Iterator[None]:
    """Stand PostgreSQL in for the default database, as several threads open it."""
    with django_db_blocker.unblock(), on_postgres(migrated_url):
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def two_at_once(postgres_database, clock: Clock) -> tuple[Person, Person]:
    alice, bob = arrive("Alice", clock), arrive("Bob", clock, alone=False)
    pair(alice, bob)
    return alice, bob
