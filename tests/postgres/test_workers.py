"""Several processes behind one port, on one PostgreSQL: what they share, and what ends them."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import pytest
from couple_at_home import Pair, settle
from form_browser import FormBrowser
from postgres_server import PostgresServer, address_of, gone, postgres_server
from processes import children_of, holder_of, is_alive, wait_until
from served import PATIENCE, Served, serving
from stream_reader import OpenStream

from closeknit.config.database_url import most_connections

pytestmark = [pytest.mark.postgres, pytest.mark.fault]
WORKERS, THREADS = 2, 3
PROCESSES = WORKERS + 1  # one more reminds and tidies
ASKING = 24  # at the same time
STREAMS = 40  # opened at most until each process has one


@pytest.fixture(scope="module")
def database() -> Iterator[PostgresServer]:
    """A server for this file alone: no other test may lose its own."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="module")
def served(database, tmp_path_factory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("workers") / "data"
    url = address_of(database)
    with serving(home, "--workers", str(WORKERS), DATABASE_URL=url) as running:
        yield running


@pytest.fixture(scope="module")
def pair(served) -> Pair:
    return settle(served)


@pytest.fixture
def another(database, tmp_path) -> Iterator[Served]:
    """A server that may be killed, on a database of its own."""
    with psycopg.connect(address_of(database), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS another WITH (FORCE)")
        connection.execute("CREATE DATABASE another")
    url = address_of(database).replace("/postgres?", "/another?")
    with serving(tmp_path / "data", "--workers", str(WORKERS), DATABASE_URL=url) as running:
        wait_until(lambda: len(children_of(running.process.pid)) == PROCESSES)
        yield running


def test_a_tap_reaches_the_other_whichever_process_took_either(served, pair):
    pair.enter()
    alices, bobs = streams_in_two_processes(served, pair)
    seen = [alices.version(), bobs.version()]

    for act in ("begin", "finish"):
        pair.tap(pair.alice, act)
        seen += [alices.version(), bobs.version()]
    pair.tap(pair.bob, "stop")

    first = seen[0]
    assert seen == [first, first, first + 1, first + 1, first + 2, first + 2]


def test_wrong_passwords_are_counted_by_all_processes_together(served, pair):
    def guess(number: int) -> int:
        browser = FormBrowser(pair.alice.base)
        browser.open("/sign-in/")
        wrong = {"login": "nobody", "password": f"guess number {number}", "kind": "own"}
        browser.send(browser.form("/sign-in/"), **wrong)
        return browser.status

    with ThreadPoolExecutor(12) as threads:
        statuses = sorted(threads.map(guess, range(12)))

    assert statuses == [200] * 8 + [429] * 4


def test_never_more_connections_than_told(served, pair, database):
    counts = []

    def ask(_turn: int) -> int:
        status = served.status("/sign-in/")
        counts.append(connections_to(database))
        return status

    with ThreadPoolExecutor(ASKING) as threads:
        statuses = list(threads.map(ask, range(4 * ASKING)))

    assert set(statuses) == {200}
    assert max(counts) <= most_connections(threads=THREADS, workers=WORKERS)


def test_a_database_that_crashes_is_found_again_by_every_process(served, pair, database):
    children = children_of(served.process.pid)

    with gone(database):
        away = at_once(served, "/")
    back = at_once(served, "/")

    assert set(away) == {503}
    assert set(back) == {200}
    assert children_of(served.process.pid) == children


def is_gone(served: Served, child: int) -> bool:
    return child not in children_of(served.process.pid)


def test_a_process_that_dies_is_started_again_and_pages_go_on(another):
    for dead in children_of(another.process.pid):
        os.kill(dead, signal.SIGKILL)
        statuses = at_once(another, "/healthz")
        wait_until(partial(is_gone, another, dead))

        assert set(statuses) <= {200}

    wait_until(lambda: len(children_of(another.process.pid)) == PROCESSES)
    wait_until(lambda: all_answer(another))
    assert another.said.count("is started again") == PROCESSES
    assert another.said.count("Open this link once") == 1


def test_told_to_stop_all_of_them_stop_at_once_though_a_stream_is_open(another):
    pair = settle(another)
    pair.enter()
    stream = pair.stream(pair.bob, another)
    stream.version()
    everyone = children_of(another.process.pid)
    began = time.monotonic()

    another.process.terminate()
    status = another.process.wait(PATIENCE)

    assert status == 0
    assert time.monotonic() - began < 8
    assert not [each for each in everyone if is_alive(each)]


def test_when_the_parent_is_killed_nobody_serves_on(another):
    everyone = children_of(another.process.pid)

    another.process.kill()
    another.process.wait(PATIENCE)

    wait_until(lambda: not [each for each in everyone if is_alive(each)])


def streams_in_two_processes(served: Served, pair: Pair) -> tuple[OpenStream, OpenStream]:
    """Open streams of Alice and of Bob until two different processes have one each."""
    alices = pair.stream(pair.alice, served)
    for _turn in range(STREAMS):
        bobs = pair.stream(pair.bob, served)
        if process_of(served, bobs) != process_of(served, alices):
            return alices, bobs
        bobs.close()
    raise AssertionError("One process took every stream.")


def process_of(served: Served, stream: OpenStream) -> int:
    children = children_of(served.process.pid)
    return holder_of(port=served.port, client=stream.own_port, among=children)


def at_once(served: Served, path: str) -> list[int]:
    with ThreadPoolExecutor(ASKING) as threads:
        return list(threads.map(lambda _turn: served.status(path), range(ASKING)))


def all_answer(served: Served) -> bool:
    return set(at_once(served, "/readyz")) == {200}


def connections_to(database: PostgresServer) -> int:
    """Return how many connections others than this one have to the server's database."""
    found = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND application_name <> 'watching'"
    )
    with psycopg.connect(address_of(database), application_name="watching") as connection:
        row = connection.execute(found).fetchone()
        assert row is not None
        return int(row[0])
