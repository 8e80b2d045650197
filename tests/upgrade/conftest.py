"""A home of the first release, brought to this one by its migrations, on either database."""

import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from cast import Clock, Person
from dj_database_url import parse
from django.core.management import call_command
from django.db import connection
from postgres_server import address_of, postgres_server
from stand_in import standing_in

from closeknit.config.database_url import on_postgres
from closeknit.config.secret_files import host_secrets
from closeknit.domain.vault import MEM, OPS, stretch
from closeknit.hosting.secret_folder import read_secrets
from closeknit.rooms.people.models import User

DRAWN = Path(__file__).with_name("first_release")
LAST_EVENING = datetime(2026, 3, 6, 19, 0, tzinfo=UTC)
SAVED_BY_PG_DUMP = "\\"  # commands to psql, which a connection does not know


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres_server() as server:
        yield address_of(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def first_release(request, tmp_path, django_db_setup, django_db_blocker) -> Iterator[None]:
    """Put the first release's rows in place, and migrate."""
    with django_db_blocker.unblock(), _drawn(request, tmp_path):
        assert connection.vendor == request.param
        call_command("migrate", verbosity=0)
        yield


@pytest.fixture
def upgraded(first_release, clock: Clock, settings) -> Iterator[tuple[Person, ...]]:
    """Alice and Bob on the evening after, with the host's secrets and real passwords."""
    before = stretch.__kwdefaults__
    stretch.__kwdefaults__ = {**before, "ops": OPS, "mem": MEM}
    settings.HOST_SECRETS = host_secrets(read_secrets(DRAWN / "secrets"))
    clock.now = LAST_EVENING
    yield tuple(
        Person(name=name, clock=clock, user=User.objects.get(username=name.lower()))
        for name in ("Alice", "Bob")
    )
    stretch.__kwdefaults__ = before


@contextmanager
def _drawn(request, tmp_path: Path) -> Iterator[None]:
    sql = lzma.decompress((DRAWN / f"{request.param}.sql.xz").read_bytes()).decode()
    if request.param == "sqlite":
        file = tmp_path / "closeknit.sqlite3"
        with closing(sqlite3.connect(file)) as drawn:
            drawn.executescript(sql)
        with standing_in(NAME=str(file)):
            yield
        return
    url = request.getfixturevalue("postgres_url")
    lines = [line for line in sql.splitlines() if not line.startswith(SAVED_BY_PG_DUMP)]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP SCHEMA public CASCADE")
        server.execute("CREATE SCHEMA public")
        server.execute("\n".join(lines))
    with standing_in(**on_postgres({**parse(url)})):
        yield
