"""More connections than the server may open files, and threads that all wait."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from couple_at_home import password_of
from form_browser import FormBrowser
from served import Served, serving
from slow_peers import at_home, peers, until

pytestmark = pytest.mark.fault
HEAD_WITHIN, LATE = 10, 4  # seconds
MOST_FILES, CONNECTIONS = 1_024, 576
ASKING = 6  # at once, to three threads


def test_a_silent_thousand_leave_room_for_everybody_else(tmp_path):
    with serving(tmp_path / "data", most_files=MOST_FILES) as served:
        visitor = at_home(served)
        most_open, began = 0, time.monotonic()
        with visitor.visiting(), peers(served, 1_400) as silent:

            def listen() -> None:
                nonlocal most_open
                most_open = max(most_open, served.sockets)
                for one in silent:
                    one.listen()

            listen()
            until(
                lambda: all(one.is_over for one in silent),
                seconds=HEAD_WITHIN + LATE,
                meanwhile=listen,
            )
            took = time.monotonic() - began

        visitor.assert_served()
        assert took > HEAD_WITHIN - 1
        assert CONNECTIONS / 2 < most_open < MOST_FILES  # the oldest went before the rest were late
        assert "Too many open files" not in served.said
        assert len(served.said) < 4096


def test_probes_and_styles_answer_while_every_page_thread_waits_for_the_database(tmp_path):
    home = tmp_path / "data"
    with serving(home) as served, sqlite3.connect(home / "closeknit.sqlite3") as holding:
        at_home(served)
        browsers = [FormBrowser(f"http://localhost:{served.port}") for _ in range(ASKING)]
        for browser in browsers:
            browser.open("/sign-in/")
        holding.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(ASKING) as threads:
            signing_in = [threads.submit(_sign_in, each) for each in browsers]
            until(lambda: _no_page_comes(served), seconds=15, meanwhile=lambda: None)
            began = time.monotonic()
            statuses = [
                served.status(path)
                for path in ("/readyz", "/healthz", "/static/django_htmx/htmax-4.js")
            ]
            took = time.monotonic() - began
            waiting = [each for each in signing_in if not each.done()]
            holding.rollback()

        assert statuses == [200, 200, 200]
        assert took < 1
        assert len(waiting) == ASKING
        assert {browser.status for browser in browsers} == {200}


def _no_page_comes(served: Served) -> bool:
    """Tell whether a page that asks for nothing of the database stays away for a second."""
    with peers(served, 1, said=b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\n\r\n") as asking:
        ends = time.monotonic() + 1
        while not asking[0].said and time.monotonic() < ends:
            asking[0].listen()
            time.sleep(0.05)
        return not asking[0].said


def _sign_in(browser: FormBrowser) -> None:
    browser.send(browser.form("/sign-in/"), login="alice", password=password_of("alice"))
