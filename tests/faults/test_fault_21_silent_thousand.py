"""Fault 21: more connections than the server may open files, and threads that all wait."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from couple_at_home import password_of
from form_browser import FormBrowser
from served import PATIENCE, serving
from slow_peers import at_home, peers, until

pytestmark = pytest.mark.fault
HEAD_WITHIN, LATE = 10, 4  # seconds
MOST_FILES = 512
ASKING = 6  # at once, to three threads


def test_a_silent_thousand_leave_room_for_everybody_else(tmp_path):
    with serving(tmp_path / "data", most_files=MOST_FILES) as served:
        visitor = at_home(served)
        began = time.monotonic()
        with visitor.visiting(), peers(served, 1_100) as silent:

            def listen() -> None:
                for one in silent:
                    one.listen()

            until(lambda: sum(one.is_over for one in silent) > 800, seconds=LATE, meanwhile=listen)
            early = time.monotonic() - began
            until(
                lambda: all(one.is_over for one in silent),
                seconds=HEAD_WITHIN + LATE,
                meanwhile=listen,
            )
            late = time.monotonic() - began

        visitor.assert_served()
        assert early < HEAD_WITHIN - 1  # the oldest go at once, the others after ten seconds
        assert late > HEAD_WITHIN - 1
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
            asked = threading.Event()
            threading.Timer(2, asked.set).start()
            assert asked.wait(PATIENCE)
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


def _sign_in(browser: FormBrowser) -> None:
    browser.send(browser.form("/sign-in/"), login="alice", password=password_of("alice"))
