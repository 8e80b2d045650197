"""Who gets a message, who does not, and that the partner's doing never decides it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reminders_cast import messages_of, queue, reach, send_all, want

from closeknit.rooms.archive.actions import erase_everything, leave_space
from closeknit.rooms.meetings.actions import keep_hour
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.notifications.actions.erasing import forget_old_messages
from closeknit.rooms.notifications.actions.reminder_settings import pause_until
from closeknit.rooms.notifications.actions.sending import claim, drop_late
from closeknit.rooms.notifications.models import Channel, OutboxMessage, Reminders
from closeknit.rooms.notifications.queries.due import is_anything_due
from closeknit.rooms.notifications.rules.pacing import DeliveryState, ReminderPace
from closeknit.rooms.people.models import Device
from closeknit.rooms.people.rules import DeviceKind
from closeknit.rooms.questions.actions import keep_draft, pass_on, seal_answer
from closeknit.rooms.questions.queries import tonight


def answer(person) -> None:
    viewer = person.viewer()
    question = tonight(viewer=viewer).question.key
    seal_answer(viewer=viewer, on=viewer.today, question=question, text="words")


@pytest.fixture
def wanting(couple):
    """Alice and Bob both want a reminder at half past eight; it is eight now."""
    for person in couple:
        want(person)
        reach(person)
    return couple


def test_nothing_is_due_before_the_time_and_one_message_after_it(wanting, clock):
    alice, bob = wanting

    before = is_anything_due(now=clock.now)
    due = is_anything_due(now=clock.forward(minutes=30))
    queued = queue(clock.now)

    assert (before, due) == (False, True)
    assert (queued.people, queued.messages) == (2, 2)
    assert messages_of(alice) == messages_of(bob) == ["waiting"]
    assert queue(clock.now).people == 0


def test_who_has_answered_tonight_is_left_in_peace(wanting, clock):
    alice, bob = wanting

    answer(alice)
    queue(clock.forward(minutes=30))

    assert messages_of(alice) == []
    assert messages_of(bob) == ["waiting"]


def test_not_tonight_is_sealed_so_no_reminder_tells_the_host_of_it(wanting, clock):
    alice, bob = wanting

    pass_on(viewer=alice.viewer(), on=alice.viewer().today)
    queue(clock.forward(minutes=30))

    assert messages_of(alice) == messages_of(bob) == ["waiting"]


@pytest.mark.parametrize("act", [answer, None])
def test_what_the_partner_does_neither_brings_a_reminder_nor_keeps_one_away(wanting, clock, act):
    """Also on a later day, when Today itself may show that the other's answer waits."""
    alice, bob = wanting
    if act:
        act(bob)
    clock.forward(days=1)
    answer(alice)

    queue(clock.forward(minutes=30))

    assert messages_of(alice) == []


def test_an_earlier_day_that_one_began_oneself_is_still_open(wanting, clock):
    alice, _bob = wanting
    keep_draft(viewer=alice.viewer(), on=alice.viewer().today, text="half a thought")
    clock.forward(days=2)
    answer(alice)

    queue(clock.forward(minutes=30))

    assert messages_of(alice) == ["waiting"]


def test_the_hour_that_both_chose_is_told_on_its_day_even_when_all_is_answered(wanting, clock):
    alice, _bob = wanting
    want(alice, pace=ReminderPace.LITTLE)  # not on Mondays
    viewer = alice.viewer()
    keep_hour(viewer=viewer, hour=WeeklyHour(viewer.today.weekday(), clock.now.time(), "UTC"))
    answer(alice)

    queue(clock.forward(minutes=30))

    assert messages_of(alice) == ["waiting"]


def test_sunday_brings_the_look_back_and_only_that(wanting, clock):
    alice, _bob = wanting
    clock.forward(days=6)

    queue(clock.forward(minutes=30))

    assert messages_of(alice) == ["look_back"]


def test_without_a_way_to_reach_them_nothing_is_made_or_counted(couple, clock):
    alice, _bob = couple
    want(alice)

    queue(clock.forward(minutes=30))

    assert messages_of(alice) == []
    assert Reminders.objects.get(user=alice.user).silent_days == 0


def test_a_quiet_month_sends_nothing_and_lets_go_what_was_queued(wanting, clock):
    alice, bob = wanting
    queue(clock.forward(minutes=30))
    pause_until(user=alice.user, until=date(2026, 4, 1))

    sent = send_all(clock.now)
    queue(clock.forward(days=1))

    assert sent == 1
    assert messages_of(alice) == []
    assert len(messages_of(bob)) == 2


def test_seven_days_without_a_visit_end_it_and_a_visit_begins_it_again(wanting, clock):
    alice, _bob = wanting
    clock.forward(minutes=30)
    for _day in range(12):
        queue(clock.now)
        send_all(clock.now)
        clock.forward(days=1)
    stopped = messages_of(alice)

    Device.objects.create(
        user=alice.user,
        label="Phone",
        kind=DeviceKind.OWN,
        created_at=clock.now,
        ends_at=clock.now,
        seen_at=clock.now - timedelta(hours=1),
        unlocked_at=clock.now,
    )
    queue(clock.now)

    assert len(stopped) == 8
    assert stopped[-1] == "last_line"
    assert messages_of(alice)[8:] == ["look_back" if clock.now.weekday() == 6 else "waiting"]
    assert Reminders.objects.get(user=alice.user).stopped_on is None


def test_whoever_comes_on_the_evening_of_a_reminder_was_here(wanting, clock):
    """A visit is kept by its day, so it counts whether it came before the reminder or after."""
    alice, _bob = wanting
    queue(clock.forward(minutes=30))
    clock.forward(minutes=5)
    alice.sign_in()
    seen = Device.objects.get(user=alice.user).seen_at

    queue(clock.forward(days=1))

    assert (seen.hour, seen.minute, seen.date()) == (0, 0, date(2026, 3, 2))
    assert Reminders.objects.get(user=alice.user).silent_days == 1


def test_a_message_older_than_its_evening_is_dropped(wanting, clock):
    queue(clock.forward(minutes=30))

    late = clock.forward(hours=2)
    claimed = claim(now=late, at_most=8)
    drop_late(now=late)

    assert claimed == []
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {DeliveryState.DROPPED}


def test_an_instant_that_was_missed_by_hours_is_passed_over(wanting, clock):
    alice, _bob = wanting

    queue(clock.forward(hours=9))

    assert messages_of(alice) == []
    assert not is_anything_due(now=clock.now)


def test_who_left_the_space_hears_nothing(wanting, clock):
    alice, bob = wanting
    leave_space(user=bob.user, now=bob.clock.now)

    queue(clock.forward(minutes=30))

    assert messages_of(alice) == messages_of(bob) == []


def test_erasing_leaves_no_reminder_no_way_and_no_message(wanting, clock):
    alice, bob = wanting
    queue(clock.forward(minutes=30))

    erase_everything(user=alice.user, now=alice.clock.now)

    for table in (Reminders, Channel, OutboxMessage):
        assert list(table.objects.values_list("user", flat=True)) == [bob.user.pk]


def test_old_messages_are_forgotten_after_a_week(wanting, clock):
    queue(clock.forward(minutes=30))

    kept = forget_old_messages(today=clock.now.date() + timedelta(days=7))
    gone = forget_old_messages(today=clock.now.date() + timedelta(days=9))

    assert (kept, gone) == (0, 2)


def test_more_people_take_no_more_queries(couple, charlie, dana, clock):
    alice, bob = couple

    counts = []
    for people in ((alice,), (alice, bob, charlie, dana)):
        for person in people:
            want(person)
            reach(person)
        clock.forward(minutes=30)
        with CaptureQueriesContext(connection) as queries:
            queue(clock.now)
        counts.append(len(queries))
        clock.forward(hours=23, minutes=30)

    assert counts[0] == counts[1]
