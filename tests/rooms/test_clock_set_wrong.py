"""The clock is told wrong: no reminder twice, nothing open too long; for real in tests/faults."""

from datetime import timedelta

import pytest
from reminders_cast import messages_of, queue, reach, send_all, want

from closeknit.rooms.notifications.actions.erasing import mend_instants
from closeknit.rooms.notifications.models import OutboxMessage, Reminders
from closeknit.rooms.people.actions.pairing import InvitationIsClosedError, find_invitation, invite
from closeknit.rooms.people.queries import open_invitation_of

JUMPS = [timedelta(hours=1), timedelta(days=1), timedelta(days=365)]


def run(clock) -> int:
    """One run of the sender as far as handing over, as `send-due` orders it."""
    mend_instants(now=clock.now)
    queue(clock.now)
    return send_all(clock.now)


@pytest.fixture
def reminded(alice, clock):
    """Alice had tonight's reminder a moment ago."""
    want(alice)
    reach(alice)
    clock.forward(minutes=31)
    assert run(clock) == 1
    return alice


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_set_back_sends_nothing_twice_and_goes_on(reminded, clock, jump):
    real = clock.now

    sent = []
    for minutes in range(0, 180, 10):
        clock.now = real - jump + timedelta(minutes=minutes)
        sent.append(run(clock))
    assert sum(sent) == 0

    clock.now = real + timedelta(days=1)
    assert run(clock) == 1


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_set_ahead_and_back_sends_one_message_a_real_day(reminded, clock, jump):
    real = clock.now
    clock.now = real + jump
    run(clock)
    wrong = OutboxMessage.objects.count()

    clock.now = real + timedelta(minutes=5)
    back = run(clock)
    evenings = []
    for days in range(1, 6):
        clock.now = real + timedelta(days=days)
        evenings.append(run(clock))

    assert wrong <= 2
    assert back == 0
    assert max(evenings) == 1
    assert sum(evenings) >= 3


def test_a_server_that_was_off_for_a_year_sends_tonights_line_alone(reminded, clock):
    clock.forward(days=366)

    assert run(clock) == 1
    assert len(messages_of(reminded)) == 2
    assert Reminders.objects.get().next_at > clock.now


def test_what_was_queued_under_a_wrong_clock_is_not_sent_under_the_right_one(alice, clock):
    want(alice)
    reach(alice)
    real = clock.now
    clock.now = real + timedelta(days=365, minutes=31)
    queue(clock.now)

    clock.now = real + timedelta(minutes=31)

    assert send_all(clock.now) == 0


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("own_device", [True, False])
def test_who_signed_in_under_a_clock_that_ran_ahead_signs_in_again(couple, clock, jump, own_device):
    real = clock.now
    clock.now = real + jump
    browser = couple[1].sign_in(own_device=own_device)
    ahead = browser.get("/thanks/")

    clock.now = real
    back = browser.get("/thanks/")

    assert "/sign-in/" not in ahead.get("location", "")
    assert back.status_code == 302
    assert "/sign-in/" in back["location"]


@pytest.mark.parametrize("jump", JUMPS)
def test_an_invitation_made_under_a_clock_that_ran_ahead_opens_nothing(alice, clock, jump):
    real = clock.now
    clock.now = real + jump
    secret = invite(viewer=alice.viewer())
    assert find_invitation(secret=secret, now=clock.now)

    clock.now = real

    assert open_invitation_of(viewer=alice.viewer()) is None
    with pytest.raises(InvitationIsClosedError):
        find_invitation(secret=secret, now=clock.now)


def test_a_clock_that_is_set_back_by_minutes_signs_nobody_out(alice, clock):
    browser = alice.sign_in()

    clock.now -= timedelta(minutes=9)

    assert browser.get("/thanks/").status_code == 200
