"""Fault 13: an hour that is not there or comes twice, a date that is skipped, a couple far apart.

The real server and its sender live through those nights; one reminder an evening, one date for two.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from couple_at_home import come_in, settle
from fake_time import FakeTime
from form_browser import FormBrowser
from homes import Home
from reminded import sent, want
from senders import mail_server
from served import serving

pytestmark = pytest.mark.fault
HALF_AN_HOUR = timedelta(minutes=30)
NIGHTS = {  # when the sender begins to look each half hour, how often, at which local time, mails
    "an hour that is not there": ("Europe/Berlin", "02:30", "2026-03-29T00:10", 6, 1),
    "an hour that comes twice": ("Europe/Berlin", "02:30", "2026-10-25T00:10", 6, 1),
    "a date that is skipped": ("Pacific/Apia", "00:30", "2011-12-30T09:40", 6, 1),
}


@pytest.fixture
def clock(tmp_path, monkeypatch) -> FakeTime:
    return FakeTime(tmp_path, monkeypatch)


@pytest.mark.parametrize("night", NIGHTS)
def test_a_strange_night_brings_one_reminder(tmp_path, clock, night):
    zone, at, begins, looks, mails = NIGHTS[night]
    began = datetime.fromisoformat(begins).replace(tzinfo=UTC)
    clock.set(began - timedelta(hours=8))
    folder = tmp_path / "data"
    home = Home(folder=Path(folder), cookies={}, codes={})

    with mail_server() as mailbox, serving(folder, EMAIL_URL=mailbox.url) as served:
        alice = FormBrowser(f"http://localhost:{served.port}")
        come_in(alice, served.setup_path, "alice")
        want(alice, mailbox, at=at, zone=zone)
        each = [sent(home, clock, mailbox, began + look * HALF_AN_HOUR) for look in range(looks)]

    assert sum(each) == mails, each


def test_two_who_live_seventeen_hours_apart_have_one_date_and_each_their_own_evening(
    tmp_path, clock
):
    clock.set(datetime(2026, 6, 1, 0, 30, tzinfo=UTC))  # the date's last hours in one, noon there
    with mail_server() as mailbox, serving(tmp_path / "data", EMAIL_URL=mailbox.url) as served:
        pair = settle(served)
        home = Home(folder=tmp_path / "data", cookies={}, codes={})
        for browser, zone in ((pair.alice, "Pacific/Auckland"), (pair.bob, "America/Los_Angeles")):
            want(browser, mailbox, at="20:30", zone=zone)
        days = [date_of_tonight(browser) for browser in (pair.alice, pair.bob)]
        in_los_angeles = sent(home, clock, mailbox, datetime(2026, 6, 1, 3, 31, tzinfo=UTC))
        in_auckland = sent(home, clock, mailbox, datetime(2026, 6, 1, 8, 31, tzinfo=UTC))
        between = sent(home, clock, mailbox, datetime(2026, 6, 1, 12, 0, tzinfo=UTC))

    assert len(set(days)) == 1
    assert (in_los_angeles, in_auckland, between) == (1, 1, 0)


def date_of_tonight(browser: FormBrowser) -> str:
    return re.search(r'action="/answers/([\d-]+)/seal/', browser.open("/tonight/")).group(1)
