"""Fault 11: both partners answer in the same instant: one reveal, and each reads both answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest
from couple_at_home import sign_in
from fake_time import FakeTime
from form_browser import FormBrowser
from homes import NAMES
from served import serving

pytestmark = pytest.mark.fault
EVENINGS = 6
A_DAY = timedelta(days=1)


def test_both_answers_of_one_instant_are_revealed_together(home, tmp_path, monkeypatch):
    clock = FakeTime(tmp_path, monkeypatch)  # an evening has one answer of each
    clock.set(datetime.combine(datetime.now(UTC).date() + A_DAY, time(12), UTC))
    with serving(home.folder) as served, ThreadPoolExecutor(2) as threads:
        pair = home.pair(served)
        browsers = dict(zip(NAMES, (pair.alice, pair.bob), strict=True))
        for name, browser in browsers.items():
            sign_in(browser, name)
        for evening in range(EVENINGS):
            clock.jump(A_DAY)
            sealed_at_once(threads, browsers, evening)

            for browser in browsers.values():
                page = browser.open("/tonight/")
                for name in NAMES:
                    assert page.count(words_of(name, evening)) == 1, (evening, name)


def sealed_at_once(threads, browsers: dict[str, FormBrowser], evening: int) -> None:
    barrier = Barrier(len(browsers))

    def seal(name: str) -> int:
        browsers[name].open("/tonight/")
        form = browsers[name].form("/seal/")
        barrier.wait()
        browsers[name].send(form, text=words_of(name, evening))
        return browsers[name].status

    assert set(threads.map(seal, browsers)) == {200}


def words_of(name: str, evening: int) -> str:
    return f"what {name} says on evening {evening}"
