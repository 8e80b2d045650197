"""Fault 14: the server's clock jumps an hour or a year either way, while it runs.

No reminder comes twice, and what is open ends early, never late.
"""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from couple_at_home import come_in, invitation_by, sign_in
from fake_time import FakeTime
from form_browser import FormBrowser
from reminded import sent, want
from senders import mail_server
from served import Served, closeknit, serving

from closeknit.live.streams import MOST_PER_PERSON

pytestmark = pytest.mark.fault
AN_HOUR, A_DAY, A_YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
JUMPS = [AN_HOUR, A_YEAR]


@pytest.fixture
def noon(first_home) -> datetime:
    """Tomorrow's, so that no jump of an hour meets midnight."""
    return datetime.combine(datetime.now(UTC).date() + A_DAY, time(12), UTC)


@pytest.fixture
def clock(noon, tmp_path, monkeypatch) -> FakeTime:
    made = FakeTime(tmp_path, monkeypatch)
    made.set(noon)
    return made


@pytest.fixture
def served(home, clock):
    with serving(home.folder) as running:
        yield running


@pytest.fixture
def alice(served) -> FormBrowser:
    browser = FormBrowser(f"http://localhost:{served.port}")
    sign_in(browser, "alice")
    return browser


def is_in(browser: FormBrowser) -> bool:
    browser.open("/thanks/")
    return "/sign-in/" not in browser.address and "unlock_password" not in browser.page


@pytest.mark.parametrize("jump", JUMPS)
def test_who_signed_in_before_a_jump_stays_in_for_an_hour_ahead_alone(alice, clock, jump):
    at_first = is_in(alice)
    clock.jump(jump)
    ahead = is_in(alice)
    clock.jump(-2 * jump)
    back = is_in(alice)

    assert at_first
    assert ahead is (jump == AN_HOUR)
    assert not back


@pytest.mark.parametrize("jump", JUMPS)
def test_who_signed_in_under_a_clock_that_ran_ahead_signs_in_again(alice, clock, jump):
    clock.jump(jump)
    sign_in(alice, "alice")
    ahead = is_in(alice)
    clock.jump(-jump)
    back = is_in(alice)
    sign_in(alice, "alice")

    assert ahead
    assert not back
    assert is_in(alice)


@pytest.mark.parametrize("jump", JUMPS)
def test_an_invitation_opens_for_two_days_at_most_whatever_the_clock(served, clock, jump, home):
    charlie = FormBrowser(f"http://localhost:{served.port}")
    begin(charlie, home, served)
    path = invitation_by(charlie)

    opened = [opens(path, served, clock, step) for step in (timedelta(0), jump, -jump)]
    late = opens(path, served, clock, 2 * A_DAY + AN_HOUR)

    assert opened == [True, jump == AN_HOUR, False]
    assert not late


@pytest.mark.parametrize("jump", JUMPS)
def test_an_invitation_made_under_a_clock_that_ran_ahead_opens_nothing(served, clock, jump, home):
    clock.jump(jump)
    charlie = FormBrowser(f"http://localhost:{served.port}")
    begin(charlie, home, served)
    path = invitation_by(charlie)

    ahead = opens(path, served, clock, timedelta(0))

    assert ahead
    assert not opens(path, served, clock, -jump)


def test_streams_opened_under_three_clocks_are_no_more_than_a_person_may_have(
    served, alice, clock, home
):
    pair = home.pair(served)
    pair.alice = alice
    sign_in(pair.bob, "bob")
    pair.enter()
    streams = []
    for step in (timedelta(0), AN_HOUR, -AN_HOUR):
        clock.jump(step)
        streams += [pair.stream(pair.alice, served) for _ in range(MOST_PER_PERSON)]
    first = [stream.version() for stream in streams]

    pair.tap(pair.alice, "begin")
    after = [stream.version() for stream in streams]

    assert {stream.status for stream in streams} == {200}
    assert len(set(first)) == 1
    assert after[:-MOST_PER_PERSON] == [None] * 2 * MOST_PER_PERSON
    assert after[-MOST_PER_PERSON:] == [first[0] + 1] * MOST_PER_PERSON


def test_no_reminder_comes_twice_and_the_next_evening_has_its_own(home, clock, noon):
    evening = noon + 8 * AN_HOUR
    with mail_server() as mailbox, serving(home.folder, EMAIL_URL=mailbox.url) as served:
        alice = FormBrowser(f"http://localhost:{served.port}")
        sign_in(alice, "alice")
        want(alice, mailbox, at=f"{evening:%H:%M}", zone="Africa/Abidjan")

        def mails(at: datetime) -> int:
            return sent(home, clock, mailbox, at)

        minute = timedelta(minutes=1)
        first = mails(evening + minute)
        back = [mails(evening + minute - jump) for jump in (AN_HOUR, A_YEAR)]
        right = [mails(evening + 10 * minute), mails(evening + A_DAY + minute)]
        ahead = mails(evening + A_DAY + A_YEAR + 2 * minute)
        once_more = mails(evening + A_DAY + 10 * minute)
        later = [mails(evening + days * A_DAY + minute) for days in (2, 3)]

    assert first == 1
    assert back == [0, 0]
    assert right == [0, 1]
    assert ahead <= 1
    assert once_more == 0
    assert max(later) == 1


def begin(browser: FormBrowser, home, served) -> None:
    """Have Charlie come in on their own."""
    link = closeknit("invite", home=home.folder, PORT=str(served.port)).stdout
    come_in(browser, re.search(r"/begin/[\w-]+/", link).group(), "charlie")


def opens(path: str, served: Served, clock: FakeTime, step: timedelta) -> bool:
    """Look at an invitation for a moment under another clock, as a stranger."""
    stranger = FormBrowser(f"http://localhost:{served.port}")
    clock.jump(step)
    try:
        stranger.open(path)
        return any("name" in form.fields for form in stranger.forms())
    finally:
        clock.jump(-step)
