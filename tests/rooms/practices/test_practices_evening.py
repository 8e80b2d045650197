"""Doing a practice: a yes from both where it needs one, steps, time, and what is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import pair
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from practices_cast import note

from closeknit.domain.vault import Readers
from closeknit.rooms.practices import actions, queries
from closeknit.rooms.practices.models import Consent, Doing, PracticePlace
from closeknit.rooms.practices.rules.doing import (
    Gate,
    StepReached,
    place_from_plain,
    place_to_words,
    seconds_left,
)
from closeknit.rooms.practices.rules.notes import Rating

KISS, TURN, LOOP = "longer-kiss", "speaker-turns", "our-loop"
NOT_TONIGHT = "?not-tonight"
EVENING = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
PLACES = st.builds(
    StepReached,
    slug=st.sampled_from(sorted(queries.library().practices)),
    edition=st.integers(1, 9),
    step=st.integers(1, 9),
    came_at=st.just(EVENING.isoformat()),
    is_alone=st.booleans(),
)


def at(name, *args):
    return reverse(f"practices:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def gate(person, slug=KISS) -> Gate:
    return queries.gate_of(viewer=person.viewer(), slug=slug)


def says_yes(person, slug=KISS) -> None:
    actions.say_yes(viewer=person.viewer(), slug=slug)


@pytest.fixture
def signed_in(couple):
    for person in couple:
        type(person.user.keyring).objects.filter(user=person.user).update(by_recovery=b"set")
        person.sign_in()
        person.client.get(at("library"))
    return couple


def bare(response) -> bytes:
    lines = response.content.splitlines()
    return b"\n".join(line for line in lines if b"csrf" not in line and b'name="key"' not in line)


@given(place=PLACES)
def test_a_place_reads_back_as_written(place):
    assert place_from_plain(place_to_words(place)) == place


@given(passed=st.integers(min_value=-900, max_value=900), minutes=st.sampled_from([0.5, 1, 10]))
def test_the_time_of_a_step_is_counted_from_an_instant(passed, minutes):
    now = EVENING + timedelta(seconds=passed)

    left = seconds_left(minutes, came_at=EVENING.isoformat(), now=now)

    assert left == min(round(minutes * 60), max(0, round(minutes * 60) - passed))


def test_a_yes_that_stays_alone_is_unseen_and_sealed(couple):
    alice, bob = couple

    says_yes(alice)

    assert (gate(alice), gate(bob)) == (Gate.SAID_YES, Gate.SHUT)
    assert bob.viewer().open(Consent.objects.get()) is None
    assert all(KISS.encode() not in bytes(row.sealed) for row in Consent.objects.all())


def test_two_yeses_open_a_practice_for_both(couple):
    alice, bob = couple

    for person in (alice, bob, alice):
        says_yes(person)

    assert (gate(alice), gate(bob)) == (Gate.BOTH_SAID_YES, Gate.BOTH_SAID_YES)
    assert Consent.objects.count() == 2


def test_yeses_to_two_different_practices_open_neither(couple):
    alice, bob = couple

    says_yes(alice, KISS)
    says_yes(bob, "kind-touch")

    assert (gate(alice, KISS), gate(bob, "kind-touch")) == (Gate.SAID_YES, Gate.SAID_YES)
    assert gate(bob, KISS) is Gate.SHUT
    assert bob.viewer().open(Consent.objects.get(owner=alice.user)) is None


def test_a_yes_holds_for_one_evening(couple, clock):
    alice, bob = couple
    says_yes(alice)
    clock.forward(days=1)

    says_yes(bob)

    assert gate(bob) is Gate.SAID_YES
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("who", [0, 1])
def test_either_stops_for_both_and_a_new_start_needs_both_again(couple, who):
    for person in couple:
        says_yes(person)

    actions.stop_for_tonight(viewer=couple[who].viewer(), slug=KISS)

    assert [gate(person) for person in couple] == [Gate.SHUT, Gate.SHUT]
    assert not Consent.objects.exists()


def test_stopping_one_practice_leaves_a_yes_to_another(couple):
    alice, bob = couple
    for slug in (KISS, "kind-touch"):
        says_yes(alice, slug)
        says_yes(bob, slug)

    actions.stop_for_tonight(viewer=alice.viewer(), slug=KISS)

    assert gate(bob, "kind-touch") is Gate.BOTH_SAID_YES


@pytest.mark.parametrize("act", ["yes", "not tonight", "yes and not tonight"])
def test_what_one_says_alone_changes_nothing_on_the_page_of_the_other(signed_in, act):
    alice, bob = signed_in
    before = bare(bob.client.get(at("practice", KISS)))

    if act != "not tonight":
        alice.client.post(at("say_yes", KISS))
    if act != "yes":
        alice.client.post(at("stop", KISS))

    assert bare(bob.client.get(at("practice", KISS))) == before


def test_a_gated_practice_begins_only_after_both_said_yes(signed_in):
    alice, bob = signed_in
    alice.client.post(at("say_yes", KISS))
    early = alice.client.post(at("step", KISS), {"to": "1"})
    waiting = text(alice.client.get(at("practice", KISS)))

    bob.client.post(at("say_yes", KISS))
    begun = alice.client.post(at("step", KISS), {"to": "1"}, follow=True)

    assert early["Location"] == at("practice", KISS) + NOT_TONIGHT
    assert "Your yes is kept" in waiting
    assert "Step 1 of" in text(begun)


def test_a_stop_ends_the_steps_of_the_other_and_names_nobody(signed_in):
    alice, bob = signed_in
    for person in signed_in:
        person.client.post(at("say_yes", KISS))
        person.client.post(at("step", KISS), {"to": "2"})

    alice.client.post(at("stop", KISS))

    answer = bob.client.get(at("step", KISS))
    by_itself = bob.client.get(at("step", KISS), headers={"HX-Request": "true"})
    assert answer["Location"] == by_itself["HX-Redirect"] == at("practice", KISS) + NOT_TONIGHT
    page = text(bob.client.get(answer["Location"]))
    assert "Alice" not in page
    assert "Not tonight. It goes on when both of you say yes." in page
    assert "Yes, tonight" in page


def test_what_one_can_do_alone_needs_no_yes(signed_in):
    alice, _bob = signed_in

    alone = alice.client.post(at("step", LOOP), {"to": "1", "alone": "1"}, follow=True)
    together = alice.client.post(at("step", LOOP), {"to": "1"})
    kiss = alice.client.post(at("step", KISS), {"to": "1", "alone": "1"})

    assert "Step 1 of" in text(alone)
    assert together["Location"] == at("practice", LOOP) + NOT_TONIGHT
    assert kiss["Location"] == at("practice", KISS) + NOT_TONIGHT


@pytest.mark.parametrize("slug", ["mend-a-hurt", TURN])
def test_a_yes_is_asked_only_where_it_is_needed(signed_in, slug):
    assert signed_in[0].client.post(at("say_yes", slug)).status_code == 404


def test_nobody_begins_here_what_needs_a_therapist(signed_in):
    signed_in[0].client.post(at("step", "mend-a-hurt"), {"to": "1"})

    assert not PracticePlace.objects.exists()


def test_one_leaves_and_comes_back_at_the_same_step_with_an_honest_clock(signed_in, clock):
    alice, bob = signed_in
    step = queries.library().practices[TURN].steps[1]
    alice.client.post(at("step", TURN), {"to": "2"})
    clock.forward(seconds=30)
    alice.client.post(at("step", TURN), {"to": "2"})

    page = text(alice.client.get(at("step", TURN)))

    assert f'data-seconds-left="{round(step.minutes * 60) - 30}"' in page
    assert "You were at step 2." in text(alice.client.get(at("library")))
    assert "Go on at step 2" in text(alice.client.get(at("practice", TURN)))
    assert "You were at step" not in text(bob.client.get(at("library")))
    assert bob.viewer().open(PracticePlace.objects.get()) is None


def test_noting_a_practice_as_done_forgets_the_step(signed_in):
    alice, _bob = signed_in
    alice.client.post(at("step", TURN), {"to": "2"})

    alice.client.post(at("done", TURN), {"rating": "helped"})

    assert not PracticePlace.objects.exists()


def test_a_place_in_a_practice_that_has_fewer_steps_now_is_forgotten(couple):
    alice, _bob = couple
    viewer = alice.viewer()
    actions.go_to_step(
        viewer=viewer, practice=queries.library().practices[TURN], step=1, is_alone=False
    )
    row = PracticePlace.objects.get()
    words = {**viewer.open(row), "step": "99"}
    viewer.seal(row, words, readers=Readers.SELF)
    row.save()

    assert queries.place_of(viewer=viewer) is None


def test_an_owner_shows_a_rating_and_takes_it_back(signed_in):
    alice, bob = signed_in
    key = note(alice, TURN, rating=Rating.HELPED, words="In the car.")
    before = text(bob.client.get(at("history")))

    alice.client.post(at("show", key))
    shown = text(bob.client.get(at("history")))
    alice.client.post(at("doing", key), {"rating": "neutral", "words": "In the kitchen."})
    changed = text(bob.client.get(at("history")))
    alice.client.post(at("hide", key))
    hidden = text(bob.client.get(at("history")))

    assert "In the car." not in before
    assert "Alice shows you" in shown
    assert "In the car." in shown
    assert "In the kitchen." in changed
    assert "In the kitchen." not in hidden
    assert bob.viewer().open(Doing.objects.get()) is None
    assert queries.history(viewer=alice.viewer())[0].done.words == "In the kitchen."


def test_only_the_owner_shows_a_rating(signed_in, charlie):
    alice, bob = signed_in
    key = note(alice, TURN)
    charlie.sign_in()

    for person in (bob, charlie):
        assert person.client.post(at("show", key)).status_code == 404
    actions.show_doing(viewer=alice.viewer(), row=Doing.objects.get())
    for person in (bob, charlie):
        assert person.client.post(at("hide", key)).status_code == 404
        assert person.client.get(at("doing", key)).status_code == 404


def test_a_note_from_before_they_met_is_not_shown(alice, charlie):
    key = note(alice, "see-effort")
    pair(charlie, alice)
    alice.sign_in()

    assert alice.client.post(at("show", key)).status_code == 404
    assert queries.shown_by_partner(viewer=charlie.viewer()) == []
