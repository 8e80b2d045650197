"""Fault 10: the same POST is sent twice, twenty times at once, or after a kill: one row."""

import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from form_browser import Form, FormBrowser
from served import serving

pytestmark = pytest.mark.fault
TIMES = 20
WORDS = "words sent more than once"


def thanks(browser: FormBrowser) -> Form:
    browser.open("/thanks/new/")
    return filled(browser.form("/thanks/new/"))


def question(browser: FormBrowser) -> Form:
    browser.open("/questions/own/")
    return filled(browser.form("/questions/own/"))


def practice(browser: FormBrowser) -> Form:
    browser.open("/practices/soft-spot/")
    return filled(browser.form("/done/"))


def half(browser: FormBrowser) -> Form:
    browser.open("/repair/loop/")
    return filled(browser.form("/repair/loop/"))


def listening_room(browser: FormBrowser) -> Form:
    browser.open("/listening/")
    form = filled(browser.form("/listening/"))
    form.fields |= {"question": "own", "text": WORDS}
    return form


def tonight(browser: FormBrowser) -> Form:
    browser.open("/tonight/")
    return filled(browser.form("/seal/"))


FORMS: dict[str, Callable[[FormBrowser], Form]] = {
    "moments_appreciation": thanks,
    "questions_ownquestion": question,
    "practices_doing": practice,
    "repair_loophalf": half,
    "listening_listeningroom": listening_room,
    "questions_answer": tonight,
}


def filled(form: Form) -> Form:
    form.fields |= dict.fromkeys(form.places_to_write, WORDS)
    return form


def again(browser: FormBrowser) -> FormBrowser:
    """Return another tab of the same browser."""
    other = FormBrowser(browser.base)
    other.address = browser.address
    for cookie in browser.cookies:
        other.cookies.set_cookie(cookie)
    return other


def rows(database) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        count = "SELECT COUNT(*) FROM {}".format
        return {
            table: connection.execute(count(table)).fetchone()[0]
            for (table,) in tables.fetchall()
            if re.match(r"(moments|questions|practices|repair|listening|meetings)_", table)
        }


def test_twenty_times_at_once_each_form_makes_what_it_makes_once(home):
    with serving(home.folder) as served:
        alice = home.pair(served).alice
        made = {}
        for table, find in FORMS.items():
            form = find(alice)
            before = rows(home.database)
            barrier = Barrier(TIMES)

            def send(tab: FormBrowser, form=form, barrier=barrier) -> int:
                barrier.wait()
                tab.send(form)
                return tab.status

            with ThreadPoolExecutor(TIMES) as threads:
                statuses = set(threads.map(send, [again(alice) for _ in range(TIMES)]))
            after = rows(home.database)
            assert statuses == {200}, table
            made[table] = {name: after[name] - before[name] for name in after}

    assert {table: each[table] for table, each in made.items()} == dict.fromkeys(FORMS, 1)
    assert max(count for each in made.values() for count in each.values()) == 1


@pytest.mark.parametrize("table", ["moments_appreciation", "questions_answer"])
def test_what_was_sent_before_a_kill_and_is_sent_again_after_it_is_there_once(home, table):
    with serving(home.folder) as served:
        pair = home.pair(served)
        form = FORMS[table](pair.alice)
        before = rows(home.database)
        pair.alice.send(form)
        served.process.kill()
    with serving(home.folder) as served:
        pair.move_to(served)
        pair.alice.address = pair.alice.base
        for _sending in range(2):
            pair.alice.send(form)
        status, after = pair.alice.status, rows(home.database)

    assert status == 200
    assert after[table] - before[table] == 1
