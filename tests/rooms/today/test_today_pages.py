"""Today's first evenings, its pace, the return after a week, the look back and a quiet month."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from cast import Person
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from closeknit.rooms.listening.actions import EveningPlan, begin_listening_room
from closeknit.rooms.meetings.actions import begin_meeting, keep_plan
from closeknit.rooms.meetings.rules.agenda import PlanWords
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.rules import ThankYouWords
from closeknit.rooms.notifications.models import Reminders
from closeknit.rooms.people.actions.choices import choose_pace, keep_choices
from closeknit.rooms.people.models import Couple, Keyring, Preferences
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.rules import FIRST_EVENINGS, Choices, Pace, choices_from_words
from closeknit.rooms.practices.actions import note_doing
from closeknit.rooms.practices.rules.notes import Done
from closeknit.rooms.questions.actions import seal_answer
from closeknit.rooms.questions.queries import tonight

MOST_QUERIES_FOR_TODAY = 14
MOST_QUERIES_FOR_A_WEEK = 9
NEW = "New tonight, if you like"
STEP = "Here is the smallest next step"
REMINDERS = {
    "is_on": "on",
    "at": "19:30",
    "pace": "some",
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "zone": "Europe/Berlin",
}
PAST = Choices(evenings=FIRST_EVENINGS)


def answer(person: Person, text: str) -> None:
    viewer = person.viewer()
    question = tonight(viewer=viewer).question
    assert question is not None
    seal_answer(viewer=viewer, on=viewer.today, question=question.key, text=text)


def thank(person: Person, did: str) -> None:
    write_thanks(viewer=person.viewer(), key=uuid4(), words=ThankYouWords(did=did))


def at(person: Person, address: str = "/") -> str:
    return person.client.get(address).content.decode()


def sign_in_anew(person: Person) -> None:
    person.client = Client()
    person.sign_in()


def begin(person: Person, step: str):
    return person.client.post("/evening/begin/", {"step": step})


@pytest.fixture
def second_evening(couple, clock) -> tuple[Person, Person]:
    clock.forward(days=1)
    Keyring.objects.update(by_recovery=b"on paper")
    alice, bob = couple
    for each in couple:
        each.sign_in()
    return alice, bob


def test_the_second_evening_brings_a_thank_you_and_begin_leads_to_it(second_evening):
    alice, _bob = second_evening

    assert "A thank-you that names the person" in at(alice)
    assert begin(alice, "thanks")["Location"] == "/thanks/new/"
    assert NEW not in at(alice)
    assert "Begun tonight" in at(alice)


def test_not_tonight_is_kept_without_a_word_and_comes_back_next_time(second_evening, clock):
    alice, bob = second_evening

    alice.client.post("/not-tonight/", {"what": "evening"})
    tonight_again = at(alice)
    clock.forward(days=3)

    assert NEW not in tonight_again
    assert "Begun" not in tonight_again
    assert "A thank-you that names the person" in at(alice)
    assert choices_of(viewer=bob.viewer()) == Choices()


def test_one_persons_evenings_are_not_the_others(second_evening, clock):
    alice, bob = second_evening

    begin(alice, "thanks")
    clock.forward(days=1)

    assert "A six-minute listening turn" in at(alice)
    assert "A thank-you that names the person" in at(bob)


def test_only_tonights_thing_moves_anything(second_evening):
    alice, _bob = second_evening

    begin(alice, "pace")
    begin(alice, "nonsense")

    assert choices_of(viewer=alice.viewer()).evenings == 0
    assert "A thank-you that names the person" in at(alice)


def test_alone_each_evening_has_a_form_for_one(alice, clock):
    alice.sign_in()
    Keyring.objects.update(by_recovery=b"on paper")
    addresses = []

    for step in ("thanks", "turn", "guess", "kindness", "look_back", "pace"):
        clock.forward(days=1)
        assert NEW in at(alice)
        addresses.append(begin(alice, step)["Location"])

    assert addresses == [
        "/thanks/new/",
        "/practices/see-effort/",
        "/tonight/?guess=1",
        "/practices/thanks-cue/",
        "/week/",
        "/pace/",
    ]
    assert all(alice.client.get(each).status_code == 200 for each in addresses)


def test_the_guess_waits_for_an_evening_on_which_one_can_still_guess(second_evening, clock):
    alice, bob = second_evening
    begin(alice, "thanks")
    clock.forward(days=1)
    begin(alice, "turn")
    clock.forward(days=1)
    can_guess = at(alice)
    for each in (alice, bob):
        answer(each, "a word")

    both_have_answered = at(alice)
    begin(alice, "guess")
    clock.forward(days=1)

    assert "Guess each other" in can_guess
    assert "Guess each other" not in both_have_answered
    assert "Guess each other" in at(alice)


def test_steps_of_the_first_evening_are_put_off_one_by_one(alice):
    alice.sign_in()
    answer(alice, "a word")

    thanks_first = at(alice)
    alice.client.post("/not-tonight/", {"what": "first_thanks"})
    invitation_next = at(alice)
    alice.client.post("/not-tonight/", {"what": "invitation"})
    code_last = at(alice)
    alice.client.post("/not-tonight/", {"what": "recovery_code"})

    assert "One thank-you" in thanks_first
    assert "Somebody may find what you left" in invitation_next
    assert "Write down my recovery code" in code_last
    assert "Write down my recovery code" not in at(alice)


def test_the_seventh_evening_sets_the_pace_for_both(second_evening):
    alice, bob = second_evening
    keep_choices(viewer=alice.viewer(), choices=Choices(evenings=FIRST_EVENINGS - 1))

    begin(alice, "pace")
    alice.client.post("/pace/", {"pace": "little"})

    assert Couple.objects.get().pace == Pace.LITTLE
    assert "a little" in at(bob, "/settings/")
    assert 'value="little" id="id_pace_0" checked' in at(bob, "/pace/")


def test_another_couples_pace_stays(second_evening, charlie):
    alice, _bob = second_evening

    charlie.sign_in().post("/pace/", {"pace": "more"})

    assert Couple.objects.get(pk=alice.viewer().couple.pk).pace == ""
    assert charlie.client.post("/pace/", {"pace": "every hour"}).status_code == 422


def test_the_pace_governs_on_how_many_evenings_a_practice_is_suggested(second_evening, clock):
    alice, _bob = second_evening
    keep_choices(viewer=alice.viewer(), choices=PAST)

    found = {}
    for pace in Pace:
        choose_pace(viewer=alice.viewer(), pace=pace)
        sign_in_anew(alice)
        found[pace] = 0
        for _day in range(6):
            clock.forward(days=1)
            found[pace] += "If you like, a short practice" in at(alice)
        clock.forward(days=1)

    assert found[Pace.LITTLE] <= found[Pace.SOME] <= found[Pace.MORE]
    assert found[Pace.LITTLE] < found[Pace.MORE]


def test_after_a_week_away_one_small_step_stands_alone(second_evening, clock):
    alice, bob = second_evening
    thank(bob, "You sang in the kitchen.")
    answer(bob, "a word that waits")
    clock.forward(days=6)
    alice_was_here = at(alice)
    clock.forward(days=7)

    shown = at(alice)

    assert STEP not in alice_was_here
    assert STEP in shown
    assert NEW not in shown
    assert "Still open" not in shown
    assert "You sang in the kitchen." not in shown
    assert shown.count("<h2") == 1


def test_the_step_is_gone_once_they_did_anything(second_evening, clock):
    alice, _bob = second_evening
    clock.forward(days=8)
    assert STEP in at(alice)
    assert STEP in at(alice)

    alice.client.post("/evening/begin/", {"step": "thanks"})

    assert STEP not in at(alice)


def test_the_step_is_gone_the_next_day(second_evening, clock):
    alice, _bob = second_evening
    clock.forward(days=8)
    assert STEP in at(alice)

    clock.forward(days=1)

    assert STEP not in at(alice)


def test_a_phone_that_lay_idle_greets_nobody_who_used_another(second_evening, clock):
    alice, _bob = second_evening
    idle = alice.client
    sign_in_anew(alice)
    for _day in range(4):
        clock.forward(days=2)
        at(alice)

    alice.client = idle

    assert STEP not in at(alice)


def test_a_phone_that_asks_for_the_password_first_greets_too(second_evening, clock):
    alice, _bob = second_evening
    clock.forward(days=15)

    alice.client.post("/", {"unlock_password": alice.password})

    assert STEP in at(alice)


def test_signing_in_after_a_week_greets_and_signing_in_again_does_not(second_evening, clock):
    alice, bob = second_evening
    clock.forward(days=8)
    for each in (alice, bob, bob):
        sign_in_anew(each)

    assert STEP in at(alice)
    assert STEP not in at(bob)


def test_the_partner_sees_nothing_of_a_return(second_evening, clock):
    alice, bob = second_evening
    for _day in range(8):
        clock.forward(days=1)
        before = at(bob)

    at(alice)

    assert STEP not in before
    assert STEP not in at(bob)


def test_a_quiet_month_asks_nothing_and_ends_by_itself(second_evening, clock):
    alice, bob = second_evening

    alice.client.post("/quiet-month/")
    during, bobs = at(alice), at(bob)
    clock.forward(days=30)
    sign_in_anew(alice)

    assert "A quiet month, until" in during
    assert "Write my answer" not in during
    assert NEW not in during
    assert NEW in bobs
    assert STEP in at(alice)


def test_a_quiet_month_ends_early_when_one_likes(second_evening):
    alice, _bob = second_evening
    alice.client.post("/quiet-month/")

    alice.client.post("/quiet-month/", {"end": "yes"})

    assert "Write my answer" in at(alice)


def test_a_quiet_month_rests_ones_own_reminders_alone(second_evening):
    alice, bob = second_evening
    for each in (alice, bob):
        each.client.post("/settings/reminders/", REMINDERS)
    assert Reminders.objects.filter(is_on=True).count() == 2

    alice.client.post("/quiet-month/")
    rests = {each.user.name: each.paused_until for each in Reminders.objects.all()}
    alice.client.post("/quiet-month/", {"end": "yes"})

    assert rests == {"Alice": alice.viewer().today + timedelta(days=30), "Bob": None}
    assert not Reminders.objects.exclude(paused_until=None).exists()


def test_the_two_other_switches_leave_the_rest_of_the_choices(second_evening):
    alice, _bob = second_evening
    kept = Choices(quiet_until=alice.viewer().today, evenings=3, begun_on=alice.viewer().today)
    keep_choices(viewer=alice.viewer(), choices=kept)

    alice.client.post("/settings/choices/", {"quieter": "on"})

    assert choices_of(viewer=alice.viewer()) == replace(kept, quieter=True)


def test_whatever_is_chosen_the_sealed_row_has_one_size(second_evening):
    alice, _bob = second_evening
    viewer = alice.viewer()
    today, steps = viewer.today, frozenset({"evening", "first_thanks", "invitation"})
    sizes = set()

    for quiet, evenings, put_off in product(
        (None, today), (0, FIRST_EVENINGS), (frozenset(), steps | {"recovery_code"})
    ):
        choices = Choices(
            paused=True,
            quieter=True,
            quiet_until=quiet,
            evenings=evenings,
            begun_on=today,
            put_off=put_off,
            put_off_on=today if put_off else None,
        )
        keep_choices(viewer=viewer, choices=choices)
        sizes.add(len(Preferences.objects.get(owner=alice.user).sealed))
        assert choices_of(viewer=alice.viewer()) == choices
    keep_choices(viewer=viewer, choices=Choices())
    sizes.add(len(Preferences.objects.get(owner=alice.user).sealed))

    assert len(sizes) == 1


def test_damaged_choices_count_as_not_chosen():
    words = {"quiet_until": "soon", "evenings": "-3", "begun_on": "1", "quieter": "perhaps"}

    assert choices_from_words(words) == Choices()


def write_a_week(alice: Person, bob: Person) -> None:
    answer(alice, "the lamp in the hall")
    answer(bob, "the first snow")
    thank(alice, "You phoned the landlord.")
    thank(bob, "You sang in the kitchen.")
    for each, slug in ((alice, "savour"), (bob, "echo-ask")):
        viewer = each.viewer()
        done = Done(slug=slug, edition=1, done_on=viewer.today)
        note_doing(viewer=viewer, key=uuid4(), done=done)
    meeting = begin_meeting(viewer=alice.viewer())
    keep_plan(viewer=alice.viewer(), meeting=meeting, words=PlanWords("Pancakes on Thursday"))


def test_a_week_shows_what_came_to_be_and_only_ones_own_practice(second_evening):
    alice, bob = second_evening
    write_a_week(alice, bob)

    week = at(alice, "/week/")

    for words in (
        "the lamp in the hall",
        "the first snow",
        "You phoned the landlord.",
        "You sang in the kitchen.",
        "Savour a safe memory",
        "Pancakes on Thursday",
    ):
        assert words in week
    assert "Echo, then ask" not in week


def test_a_stranger_finds_their_own_week_empty(second_evening, charlie):
    write_a_week(*second_evening)
    charlie.sign_in()
    Keyring.objects.update(by_recovery=b"on paper")

    assert "A quiet week." in at(charlie, "/week/")


def test_a_week_says_nothing_of_what_waits_or_is_older(second_evening, clock):
    alice, bob = second_evening
    write_a_week(alice, bob)
    clock.forward(days=7)
    answer(bob, "a word that waits")

    week = at(alice, "/week/")

    assert "A quiet week." in week
    assert "a word that waits" not in week


def test_today_leads_to_the_week_on_sunday_alone(second_evening, clock):
    alice, _bob = second_evening
    keep_choices(viewer=alice.viewer(), choices=PAST)
    leads = []

    for _day in range(7):
        leads.append("The week is ending" in at(alice))
        clock.forward(days=1)

    assert leads == [False] * 5 + [True, False]  # from Tuesday on


def test_an_open_room_is_what_waits_for_both(second_evening):
    alice, bob = second_evening
    room = open_listening_room(alice)

    for each in (alice, bob):
        shown = at(each)
        assert "The listening room is open" in shown
        assert f"/listening/{room}/" in shown
        assert NEW not in shown
        assert "/tonight/" in shown


def test_a_stranger_sees_no_room_on_today(second_evening, charlie):
    open_listening_room(second_evening[0])
    charlie.sign_in()

    assert "The listening room is open" not in at(charlie)


@pytest.mark.parametrize("with_room", [False, True])
@pytest.mark.parametrize("evenings", [0, FIRST_EVENINGS])
@pytest.mark.parametrize("has_answered", [False, True])
def test_today_stays_within_its_statements(second_evening, with_room, evenings, has_answered):
    alice, bob = second_evening
    thank(bob, "You sang in the kitchen.")
    keep_choices(viewer=alice.viewer(), choices=Choices(evenings=evenings))
    choose_pace(viewer=alice.viewer(), pace=Pace.MORE)
    if has_answered:
        answer(alice, "a word")
    if with_room:
        open_listening_room(bob)

    assert statements(alice, "/") <= MOST_QUERIES_FOR_TODAY


def test_a_week_asks_the_same_few_queries_however_much_is_in_it(second_evening, clock):
    alice, bob = second_evening
    write_a_week(alice, bob)
    one_day = statements(alice, "/week/")
    for _day in range(4):
        clock.forward(days=1)
        answer(alice, "a word")
        answer(bob, "a word back")
        thank(alice, "You came.")

    assert statements(alice, "/week/") == one_day <= MOST_QUERIES_FOR_A_WEEK


def statements(person: Person, address: str) -> int:
    at(person, address)
    with CaptureQueriesContext(connection) as captured:
        at(person, address)
    return len(captured)


def open_listening_room(person: Person):
    plan = EveningPlan(
        question="",
        text="the garden",
        i_speak_first=True,
        is_one_device=False,
        turn_lasts=timedelta(minutes=2),
    )
    return begin_listening_room(viewer=person.viewer(), key=uuid4(), plan=plan)
