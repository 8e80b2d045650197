"""Another time zone counts from the couple's next day: no day ends early, none comes twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from cast import Clock, Person
from hypothesis import given, settings
from hypothesis import strategies as st

from closeknit.rooms.people.actions.choices import change_zone
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.rules import ZONES, Zones, couple_day

A_DAY = timedelta(days=1)
FAR_APART = ["Pacific/Kiritimati", "Europe/Berlin", "America/St_Johns", "Pacific/Pago_Pago"]
START = datetime(2026, 3, 27, 9, 30, tzinfo=UTC)  # before the night in which Berlin's clocks change
CHANGES = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(FAR_APART)), min_size=1, max_size=12
)


@given(first=st.sampled_from(FAR_APART), changes=CHANGES)
@settings(max_examples=60, deadline=None)
def test_h3_whatever_is_changed_no_day_ends_early_and_none_comes_twice(first, changes):
    now, zones = START, Zones(first)
    seen = [(now, zones.day_at(now), zones)]
    for hours, zone in changes:
        for _hour in range(hours):
            now += timedelta(hours=1)
            seen.append((now, zones.day_at(now), zones))
        zones = zones.changed(zone, at=now)
        seen.append((now, zones.day_at(now), zones))

    for (before, day, stood), (after, following, _zones) in pairwise(seen):
        assert following >= day
        if before == after:  # a change alone moves nothing
            assert following == day
        if following > day:
            assert after >= stood.day_ends(day)
    assert all(abs((day - at.date()).days) <= 1 for at, day, _zones in seen)


@given(zone=st.sampled_from(FAR_APART), other=st.sampled_from(FAR_APART))
@settings(max_examples=20, deadline=None)
def test_the_new_zone_holds_from_the_next_day_and_for_good(zone, other):
    today = couple_day(now=START, zone=zone)

    zones = Zones(zone).changed(other, at=START)

    assert zones.day_at(START) == today
    for hours in range(48, 200, 7):
        later = START + timedelta(hours=hours)
        assert zones.day_at(later) == couple_day(now=later, zone=other)
        assert zones.in_force(later) == other


def test_the_instant_at_which_a_day_ends_is_the_first_of_the_next():
    for zone in FAR_APART:
        for other in FAR_APART:
            zones = Zones(zone).changed(other, at=START)
            today = zones.day_at(START)
            ends = zones.day_ends(today)

            assert zones.day_at(ends - timedelta(seconds=1)) == today
            assert zones.day_at(ends) > today


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "Berlin", "Europe/Nowhere", "UTC"])
def test_only_names_of_the_list_are_taken(couple, name):
    alice, _bob = couple

    with pytest.raises(ValueError, match="no such time zone"):
        change_zone(viewer=alice.viewer(), zone=name)

    assert Couple.objects.get().zone in ZONES


def test_h3_the_partner_ends_nobodys_day(couple, clock: Clock):
    alice, bob = couple
    today = alice.viewer().today

    change_zone(viewer=bob.viewer(), zone="Pacific/Kiritimati")

    assert alice.viewer().today == bob.viewer().today == today
    clock.forward(days=1)
    assert alice.viewer().today > today
    assert alice.viewer().zone == "Pacific/Kiritimati"


def test_the_page_says_from_which_day_on_it_holds(couple, clock: Clock):
    alice, bob = couple
    change_zone(viewer=bob.viewer(), zone="Asia/Tokyo")

    before = _profile(alice)
    clock.forward(days=1)
    after = _profile(alice)

    assert "This one counts from Tuesday 3 March on." in before
    assert "Until then your days go by Europe/Berlin." in before
    assert "Until then" not in after
    assert '<option value="Asia/Tokyo" selected>' in before
    assert '<option value="Asia/Tokyo" selected>' in after


def _profile(person: Person) -> str:
    Couple.objects.get().memberships.get(user=person.user).user.keyring.__class__.objects.update(
        by_recovery=b"on paper"
    )
    return person.sign_in().get("/settings/profile/").content.decode()


def test_days_before_the_change_keep_their_dates(couple, clock: Clock):
    alice, bob = couple
    change_zone(viewer=bob.viewer(), zone="Pacific/Pago_Pago")
    days: list[date] = []
    for _hour in range(60):
        days.append(alice.viewer().today)
        clock.forward(hours=1)

    assert days == sorted(days)
    assert {following - day for day, following in pairwise(days)} == {timedelta(), A_DAY}
