"""Fault 17: PostgreSQL crashes under a running server, and is started again a moment later."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest
from couple_at_home import Pair, settle
from form_browser import Form, FormBrowser
from postgres_server import PostgresServer, address_of, gone, postgres_server
from psycopg.sql import SQL, Identifier
from served import PATIENCE, Served, serving
from stream_reader import cookies_of

from closeknit.live.bus import AnnouncementKind
from closeknit.live.notify import CHANNEL

pytestmark = [pytest.mark.fault, pytest.mark.postgres]
GONE = "The server cannot reach its database just now."
WHOLE_OR_NOT = "What you sent just now was kept whole or not at all."
BRIEFLY = 5  # seconds that four answers may take on a loaded machine
IN_VAIN = "Listening to the database broke off: connection"  # could not be made
ASKING = 12  # threads, to the server's three


@pytest.fixture(scope="module")
def database() -> Iterator[PostgresServer]:
    """A server for this file alone: no other test may lose its own."""
    with postgres_server(is_durable=True) as server:
        with psycopg.connect(address_of(server)) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
        yield server


@pytest.fixture(scope="module")
def served(database, tmp_path_factory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("gone") / "data"
    with serving(home, DATABASE_URL=address_of(database)) as running:
        yield running


@pytest.fixture(scope="module")
def pair(served) -> Pair:
    return settle(served)


def test_fault_17_every_page_says_so_and_comes_back_by_itself(served, pair, database):
    alice = pair.alice
    form = thanks_form(alice)
    before = rows(database)

    with gone(database):
        began = time.monotonic()
        read = (alice.open("/thanks/"), alice.status)
        sent = (alice.write_everywhere(form, "the kettle"), alice.status)
        watched = [served.status(path) for path in ("/healthz", "/readyz")]
        took = time.monotonic() - began
    after = rows(database)
    back = [served.status("/readyz"), *(opened(alice, path) for path in ("/", "/thanks/"))]

    for page, status in (read, sent):
        assert status == 503
        assert GONE in page
        assert WHOLE_OR_NOT in page
    assert watched == [200, 503]
    assert took < BRIEFLY
    assert after == before
    assert back == [200, 200, 200]


def test_fault_17_the_same_words_sent_again_are_kept_once(pair, database):
    alice = pair.alice
    form = thanks_form(alice)
    with gone(database):
        alice.write_everywhere(form, "the quiet morning")
        refused = alice.status

    for _sending in range(2):
        alice.write_everywhere(form, "the quiet morning")
        assert alice.status == 200

    assert refused == 503
    assert len(kept_under(form, database)) == 1
    assert pair.bob.open("/thanks/").count("the quiet morning") == 1


def test_fault_17_a_write_that_the_crash_cuts_in_two_leaves_nothing(pair, database):
    alice = pair.alice
    form = thanks_form(alice)
    alice.open("/thanks/new/draft/", {**form.fields, "did": "the blue bowl"})
    before = rows(database)
    before_its_end = 'DELETE FROM "moments_draft"'

    page = send_into_the_crash(alice, form, "the blue bowl", database, before=before_its_end)
    cut = alice.status
    after = rows(database)
    draft = alice.open("/thanks/new/")
    alice.write_everywhere(form, "the blue bowl")

    assert cut == 503
    assert WHOLE_OR_NOT in page
    assert after == before
    assert "the blue bowl" in draft
    assert len(kept_under(form, database)) == 1
    assert "the blue bowl" not in alice.open("/thanks/new/")


def test_fault_17_a_crash_right_after_the_words_were_kept_is_told_no_other_way(pair, database):
    alice = pair.alice
    form = thanks_form(alice)
    after_its_end = 'UPDATE "django_session"'

    page = send_into_the_crash(alice, form, "the late hour", database, before=after_its_end)
    cut, kept = alice.status, kept_under(form, database)
    alice.write_everywhere(form, "the late hour")

    assert cut == 503
    assert WHOLE_OR_NOT in page
    assert len(kept) == 1
    assert kept_under(form, database) == kept
    assert pair.bob.open("/thanks/").count("the late hour") == 1


def test_fault_17_a_restart_between_two_requests_is_noticed_by_nobody(served, pair, database):
    cookies = cookies_of(pair.alice)
    statuses = at_once(lambda: served.status("/thanks/", Cookie=cookies))

    with gone(database):
        pass
    statuses += at_once(lambda: served.status("/thanks/", Cookie=cookies))

    assert statuses == [200] * 2 * ASKING


def test_fault_17_an_open_stream_goes_on_and_hears_other_hosts_again(served, pair, database):
    pair.enter()
    pair.stream(pair.alice, served).close()  # the first one makes the process listen
    wait_until(lambda: is_listening(database))
    stream = pair.stream(pair.bob, served)
    first = stream.version()
    tried = served.said.count(IN_VAIN)

    with gone(database):
        meanwhile = pair.stream(pair.alice, served).status
        wait_until(lambda: served.said.count(IN_VAIN) > tried)
    pair.tap(pair.alice, "begin")
    tapped = stream.version()
    if tapped is None:  # its right was to be looked at just then, so it ended; a page comes back
        stream = pair.stream(pair.bob, served)
        tapped = stream.version()
    wait_until(lambda: is_listening(database))
    announce_from_another_host(pair.listening_room, 77, database)
    heard = stream.version()

    assert meanwhile == 404
    assert (tapped, heard) == (first + 1, 77)
    assert pair.stream(pair.alice, served).status == 200


def send_into_the_crash(
    browser: FormBrowser, form: Form, words: str, database: PostgresServer, *, before: str
) -> str:
    """Crash the server while it is about to run the statement `before`, whose table is locked."""
    table = before.split('"')[1]
    lock = SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(Identifier(table))
    with ThreadPoolExecutor(1) as beside, closing(psycopg.connect(address_of(database))) as other:
        other.execute(lock)
        sending = beside.submit(browser.write_everywhere, form, words)
        wait_until(lambda: any(each.startswith(before) for each in waiting(database)))
        with gone(database):
            return sending.result(PATIENCE)


def waiting(database: PostgresServer) -> list[str]:
    """Return the statements that wait for a lock."""
    found = "SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with psycopg.connect(address_of(database)) as connection:
        return [query for (query,) in connection.execute(found)]


def is_listening(database: PostgresServer) -> bool:
    listening = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND state = 'idle'"
    with psycopg.connect(address_of(database)) as connection:
        return connection.execute(listening).fetchone() is not None


def announce_from_another_host(listening_room: str, version: int, database: PostgresServer) -> None:
    with psycopg.connect(address_of(database)) as other:
        note = f"{listening_room} {AnnouncementKind.VERSION.value} {version}"
        other.execute("SELECT pg_notify(%s, %s)", [CHANNEL, note])


def wait_until(is_so: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, "It never came to that."
        time.sleep(0.05)


def at_once(ask: Callable[[], int]) -> list[int]:
    """Ask from so many threads that each of the server's opens its connection."""
    with ThreadPoolExecutor(ASKING) as threads:
        return list(threads.map(lambda _turn: ask(), range(ASKING)))


def thanks_form(browser: FormBrowser) -> Form:
    browser.open("/thanks/new/")
    return browser.form("/thanks/new/")


def opened(browser: FormBrowser, path: str) -> int:
    browser.open(path)
    return browser.status


def rows(database: PostgresServer) -> dict[str, list[str]]:
    """Return all that is kept, as text, by table."""
    with psycopg.connect(address_of(database)) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        every = SQL("SELECT kept::text FROM {} AS kept ORDER BY 1").format
        return {
            table: [row for (row,) in connection.execute(every(Identifier(table)))]
            for (table,) in tables.fetchall()
        }


def kept_under(form: Form, database: PostgresServer) -> list[str]:
    return [row for row in rows(database)["moments_appreciation"] if form.fields["key"] in row]
