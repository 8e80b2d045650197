"""Two hosts that share a PostgreSQL database hear each other's announcements."""

import time

import psycopg
import pytest
from couple_at_home import announce_elsewhere, settle
from served import serving

pytestmark = pytest.mark.postgres
PATIENCE = 30  # seconds
LISTENING = "FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"


@pytest.fixture
def own_database(database_url) -> str:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS live WITH (FORCE)")
        connection.execute("CREATE DATABASE live")
    return database_url.replace("/postgres?", "/live?")


def test_a_notice_of_another_host_reaches_the_stream_even_after_a_lost_connection(
    own_database, tmp_path
):
    other = tmp_path / "other"
    with serving(tmp_path / "data", DATABASE_URL=own_database) as served:
        pair = settle(served)
        pair.enter()
        stream = pair.stream(pair.bob, served)
        stream.version()

        announce_elsewhere(other, pair.listening_room, 77, DATABASE_URL=own_database)
        first = stream.version()
        lose_the_connection(own_database)
        announce_elsewhere(other, pair.listening_room, 78, DATABASE_URL=own_database)
        second = stream.version()

    assert (first, second) == (77, 78)


def lose_the_connection(url: str) -> None:
    """Cut the server off, and wait until it listens again."""
    ends = time.monotonic() + PATIENCE
    with psycopg.connect(url, autocommit=True) as connection:
        cut = connection.execute(f"SELECT pid, pg_terminate_backend(pid) {LISTENING}").fetchall()
        while time.monotonic() < ends:
            back = connection.execute(f"SELECT pid {LISTENING}").fetchall()
            if back and back[0][0] != cut[0][0]:
                return
            time.sleep(0.1)
    raise AssertionError("The server did not listen again.")
