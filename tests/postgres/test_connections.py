"""Connections to PostgreSQL: how many at most, and what happens when there are no more."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import psycopg
import pytest
from processes import wait_until
from psycopg import OperationalError
from served import Served, closeknit, serving

pytestmark = [pytest.mark.postgres, pytest.mark.fault]
ALLOWED = 6  # connections of a role
ASKING = 12  # at the same time
BRIEFLY = 10  # seconds that so many answers may take on a loaded machine


@pytest.fixture
def narrow(database_url) -> str:
    """The address of a database for a role that may have few connections."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS narrow WITH (FORCE)")
        connection.execute("DROP ROLE IF EXISTS narrow")
        connection.execute(f"CREATE ROLE narrow LOGIN CONNECTION LIMIT {ALLOWED}")
        connection.execute("CREATE DATABASE narrow OWNER narrow")
    return database_url.replace("/postgres?", "/narrow?").replace("//postgres@", "//narrow@")


@pytest.fixture
def served(narrow, tmp_path) -> Iterator[Served]:
    with serving(tmp_path / "data", DATABASE_URL=narrow) as running:
        yield running


def test_pages_without_a_connection_say_so_at_once_and_come_back(served, narrow):
    with ExitStack() as others:
        take_all(narrow, others)
        began = time.monotonic()
        full = at_once(served)
        took = time.monotonic() - began
        healthy = served.status("/healthz")
    back = at_once(served)

    assert set(full) <= {200, 503}
    assert 503 in full
    assert took < BRIEFLY
    assert healthy == 200
    assert set(back) == {200}


def test_a_start_tells_when_the_database_allows_fewer_than_may_be_needed(served):
    wait_until(lambda: "Ctrl+C" in served.said)

    assert f"to PostgreSQL, which allows {ALLOWED}" in served.said


def test_a_database_that_never_says_a_word_holds_no_start_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgres://us@127.0.0.1:{silent.getsockname()[1]}/closeknit"

        done = closeknit("serve", home=tmp_path / "data", DATABASE_URL=url)

    assert done.returncode != 0
    assert "does not answer" in done.stdout + done.stderr


def take_all(url: str, others: ExitStack) -> None:
    """Take every connection that the role still has."""
    with suppress(OperationalError):
        while True:
            others.enter_context(psycopg.connect(url))


def at_once(served: Served) -> list[int]:
    with ThreadPoolExecutor(ASKING) as threads:
        return list(threads.map(lambda _turn: served.status("/sign-in/"), range(ASKING)))
