"""A private feed: plain titles, only with its address, and of nobody else's doing."""

from datetime import time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from icalendar import Calendar

from closeknit.rooms.archive.actions import erase_everything, leave_space
from closeknit.rooms.calendar.actions import end_feed, erase, keep_moment, make_feed
from closeknit.rooms.calendar.models import Feed
from closeknit.rooms.meetings.actions import keep_hour
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.notifications.actions.reminder_settings import save_reminder_settings
from closeknit.rooms.notifications.queries.own import ReminderSettings


def address(secret: str) -> str:
    return f"/calendar/{secret}/quiet.ics"


@pytest.fixture
def secret(couple):
    """Alice's address; both chose an hour, and she a moment."""
    alice, bob = couple
    keep_hour(viewer=bob.viewer(), hour=WeeklyHour(weekday=6, at=time(20), zone="Europe/Berlin"))
    keep_moment(user=alice.user, at=time(7, 30))
    return make_feed(user=alice.user, today=alice.viewer().today)


def test_the_feed_shows_the_hour_and_the_moment_and_names_nothing(secret):
    answer = Client().get(address(secret))

    events: dict[str, Any] = {
        str(each["summary"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")
    }
    assert set(events) == {"A quiet half hour", "A quiet moment"}
    assert events["A quiet half hour"]["rrule"]["freq"] == ["WEEKLY"]
    assert events["A quiet half hour"]["dtstart"].dt.isoformat() == "2026-03-08T20:00:00+01:00"
    assert events["A quiet moment"]["dtstart"].dt.time() == time(7, 30)
    assert not any(word in answer.content.lower() for word in (b"alice", b"bob", b"closeknit"))
    assert answer["Cache-Control"] == "private, no-store"


def test_a_moment_follows_the_clock_of_its_owner_and_the_hour_that_of_both(secret, couple):
    alice, _bob = couple
    wishes = ReminderSettings(zone="Asia/Tokyo")
    save_reminder_settings(user=alice.user, reminder_settings=wishes, now=alice.viewer().now)

    found = Calendar.from_ical(Client().get(address(secret)).content).walk("VEVENT")

    begins = {str(each["summary"]): each["dtstart"].dt.isoformat() for each in found}
    assert begins["A quiet moment"].endswith("T07:30:00+09:00")
    assert begins["A quiet half hour"].endswith("T20:00:00+01:00")


def test_an_entry_keeps_its_identifier_and_only_a_hash_of_the_secret_is_kept(secret):
    first, second = (
        [
            str(each["uid"])
            for each in Calendar.from_ical(Client().get(address(secret)).content).walk("VEVENT")
        ]
        for _time in range(2)
    )

    assert first == second
    assert secret not in str(Feed.objects.values_list())


def test_an_address_that_opens_nothing_is_404(secret, couple):
    alice, _bob = couple
    end_feed(user=alice.user)

    assert Client().get(address(secret)).status_code == 404
    assert Client().get(address("something-else")).status_code == 404
    assert Client().get(address("")).status_code == 404


def test_a_new_address_ends_the_old_one(secret, couple):
    alice, _bob = couple

    new = make_feed(user=alice.user, today=alice.viewer().today)

    assert Client().get(address(secret)).status_code == 404
    assert Client().get(address(new)).status_code == 200


def test_the_same_form_twice_shows_the_one_address_that_works(couple):
    alice, _bob = couple
    key = uuid4()

    first, again = (
        make_feed(user=alice.user, today=alice.viewer().today, key=key) for _time in range(2)
    )

    assert first == again
    assert Client().get(address(first)).status_code == 200


@pytest.mark.parametrize("end", ["turned off", "replaced", "erased and made again"])
def test_an_ended_address_never_lives_again_by_a_form_from_before(couple, end):
    alice, _bob = couple
    key, today = uuid4(), alice.viewer().today
    ended = make_feed(user=alice.user, today=today, key=key)
    if end == "turned off":
        end_feed(user=alice.user)
    elif end == "replaced":
        make_feed(user=alice.user, today=today)
    else:
        erase(user=alice.user)

    again = make_feed(user=alice.user, today=today, key=key)

    assert Client().get(address(ended)).status_code == 404
    assert Client().get(address(again)).status_code == 200


def test_after_leaving_nothing_of_the_couple_stays_in_it(secret, couple):
    _alice, bob = couple

    leave_space(user=bob.user, now=bob.clock.now)

    assert b"VEVENT" not in Client().get(address(secret)).content


def test_erasing_an_account_ends_its_feed(secret, couple):
    alice, _bob = couple

    erase_everything(user=alice.user, now=alice.clock.now)

    assert Client().get(address(secret)).status_code == 404
    assert not Feed.objects.exists()


def test_the_page_shows_the_address_this_once(couple):
    alice, bob = couple
    alice.sign_in()
    bob.sign_in()

    made = alice.client.post("/settings/calendar/new/").content
    later = alice.client.get("/settings/calendar/").content

    assert b"/quiet.ics" in made

    assert b"/quiet.ics" not in later
    assert b"There is none yet" in bob.client.get("/settings/calendar/").content


def test_a_moment_is_kept_and_handed_over_as_one_file(couple):
    alice, _bob = couple
    alice.sign_in()

    alice.client.post("/settings/calendar/", {"at": "07:30"})
    file = alice.client.get("/settings/calendar/quiet-moment.ics")

    assert b"A quiet moment" in file.content
    assert alice.client.post("/settings/calendar/", {"at": "noon"}).status_code == 422
