"""One question a day: the same for both, fixed, whatever the clock and the place."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from closeknit.domain.library import bundled
from closeknit.rooms.people.models import Couple
from closeknit.rooms.questions import actions, queries
from closeknit.rooms.questions.models import Day, SkippedQuestion
from closeknit.rooms.questions.queries import asking
from closeknit.rooms.questions.queries.schedule import past_before
from closeknit.rooms.questions.queries.tonight import tonight_and_earlier_day


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago"])
def test_13_the_day_turns_at_four_in_the_couples_zone_for_both(couple, clock, evening, zone):
    alice, bob = couple
    Couple.objects.update(zone=zone)
    four = datetime(2026, 3, 10, 4, 0, tzinfo=ZoneInfo(zone))

    clock.now = four - timedelta(minutes=1)
    before = [evening.question(person) for person in (alice, bob)]
    clock.now = four
    after = [evening.question(person) for person in (alice, bob)]

    assert before[0] == before[1]
    assert after[0] == after[1]
    assert before[0] != after[0]


@pytest.mark.parametrize("hour", [0, 1, 2, 3])
def test_13_the_night_the_clocks_change_still_belongs_to_the_evening_before(
    couple, clock, evening, hour
):
    alice, bob = couple
    clock.now = datetime(2026, 3, 28, 23, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    saturday = evening.question(alice)

    clock.now = datetime(2026, 3, 29, hour, 30, tzinfo=ZoneInfo("Europe/Berlin"))

    assert evening.question(bob) == saturday


def test_what_happens_today_does_not_change_todays_question(couple, evening):
    alice, bob = couple
    before = evening.question(alice)

    actions.choose_packs(viewer=bob.viewer(), wanted={"apart", "parents"})
    actions.choose_deeper(viewer=bob.viewer(), wanted=True)
    evening.write(alice, "Mine.")
    evening.write(bob, "Mine too.")

    assert evening.question(alice) == evening.question(bob) == before


def test_an_answer_begun_before_four_belongs_to_the_evening_it_was_begun(couple, clock, evening):
    alice, bob = couple
    clock.now = datetime(2026, 3, 10, 3, 58, tzinfo=ZoneInfo("Europe/Berlin"))
    last_night, question = alice.viewer().today, evening.question(alice)
    evening.write(bob, "Before sleep.")

    clock.forward(minutes=4)
    actions.seal_answer(viewer=alice.viewer(), on=last_night, question=question, text="Late.")

    assert evening.see(bob, on=last_night).answers.theirs.text == "Late."
    assert evening.question(alice) != question


def test_a_late_first_word_finds_the_question_that_was_on_the_page(couple, clock, evening):
    alice, _bob = couple
    clock.now = datetime(2026, 3, 10, 3, 58, tzinfo=ZoneInfo("Europe/Berlin"))
    last_night, question = alice.viewer().today, evening.question(alice)

    clock.forward(minutes=4)
    actions.seal_answer(viewer=alice.viewer(), on=last_night, question=question, text="Late.")

    assert Day.objects.get(date=last_night).slug == question


@pytest.mark.parametrize("back", [-1, 7, 30])
def test_no_other_day_can_be_begun(couple, clock, back):
    alice, _bob = couple
    clock.forward(days=40)
    on = alice.viewer().today - timedelta(days=back)

    with pytest.raises(actions.DayIsClosedError):
        actions.keep_draft(viewer=alice.viewer(), on=on, text="x")


def test_the_deepest_questions_need_two_yeses_from_before_today(couple, clock, evening):
    alice, bob = couple
    on = alice.viewer().today + timedelta(days=1)
    shallow = [each for each in bundled().questions.values() if each.depth < 4]
    for each in shallow:
        SkippedQuestion.objects.create(couple=alice.viewer().couple, slug=each.id, skipped_on=on)
    for back in range(10):
        Day.objects.create(
            couple=alice.viewer().couple,
            date=on - timedelta(days=back + 2),
            slug=shallow[back].id,
            revealed_on=on - timedelta(days=back + 2),
        )
    actions.choose_deeper(viewer=alice.viewer(), wanted=True)
    clock.forward(days=1)

    with_one_yes = queries.tonight(viewer=bob.viewer()).question
    actions.choose_deeper(viewer=bob.viewer(), wanted=True)
    on_the_same_day = queries.tonight(viewer=bob.viewer()).question
    clock.forward(days=1)
    with_two = evening.question(bob)

    assert with_one_yes is None
    assert on_the_same_day is None
    assert bundled().questions[with_two].depth == 4


def test_ten_answers_open_to_each_other_are_counted_from_the_next_day(couple, clock, evening):
    alice, bob = couple
    for _day in range(3):
        evening.write(alice, "Mine.")
        evening.write(bob, "Mine too.")
        clock.forward(days=1)
    evening.write(alice, "Mine.")
    evening.write(bob, "Mine too.")

    past = past_before(viewer=alice.viewer(), on=alice.viewer().today)

    assert past.mutual_answers == 3
    assert len(past.used) == 3


def test_a_question_that_left_the_library_still_shows_its_day(couple, clock, evening, monkeypatch):
    alice, _bob = couple
    monday = alice.viewer().today
    evening.write(alice, "Mine.")
    written_to = Day.objects.get().slug
    kept = {key: each for key, each in bundled().questions.items() if key != written_to}
    monkeypatch.setattr(asking, "library", lambda: replace(bundled(), questions=kept))

    page = evening.see(alice, on=monday)

    assert page.question.text is None
    assert page.answers.mine.text == "Mine."


def test_words_put_under_another_question_by_whoever_writes_the_database_show_as_damaged(
    couple, clock, evening
):
    alice, bob = couple
    monday = alice.viewer().today
    evening.write(alice, "Mine.")
    evening.write(bob, "Mine too.")
    other = next(key for key in bundled().questions if key != Day.objects.get().slug)

    Day.objects.update(slug=other)

    answers = evening.see(bob, on=monday).answers
    assert (answers.mine.text, answers.theirs.text) == (None, None)


def test_a_year_in_which_nobody_came_costs_today_no_query_more(couple, clock):
    alice, _bob = couple

    with CaptureQueriesContext(connection) as on_the_first_day:
        tonight_and_earlier_day(viewer=alice.viewer())
    clock.forward(days=365)
    with CaptureQueriesContext(connection) as after_a_year:
        tonight_and_earlier_day(viewer=alice.viewer())

    assert len(after_a_year) == len(on_the_first_day)


@pytest.mark.parametrize("act", ["draft", "empty draft", "pass", "answer"])
def test_a_week_is_the_same_whether_or_not_the_other_did_something_alone(
    couple, clock, evening, act
):
    alice, bob = couple
    monday = alice.viewer().today
    clock.forward(days=3)
    expected = [evening.see(bob, on=monday + timedelta(days=day)).question for day in range(4)]
    own = alice.viewer()

    if act == "pass":
        actions.pass_on(viewer=own, on=own.today)
    elif act == "answer":
        evening.write(alice, "Mine.")
    else:
        actions.keep_draft(viewer=own, on=own.today, text="LoopHalf" if act == "draft" else " ")
    clock.forward(days=3)

    found = [evening.see(bob, on=monday + timedelta(days=day)).question for day in range(4)]
    assert found == expected


@pytest.mark.parametrize("act", ["packs", "deeper", "own question", "taken back"])
def test_what_the_days_rest_on_changes_no_day_that_was_shown(couple, clock, evening, act):
    alice, bob = couple
    first = alice.viewer().today
    actions.ask(viewer=alice.viewer(), text="Asked early?", key=(key := uuid4()))
    clock.forward(days=5)
    days = [first + timedelta(days=day) for day in range(6)]
    shown = [evening.see(bob, on=on).question for on in days]

    if act == "packs":
        actions.choose_packs(viewer=alice.viewer(), wanted={"apart", "parents"})
    elif act == "deeper":
        for person in couple:
            actions.choose_deeper(viewer=person.viewer(), wanted=True)
    elif act == "own question":
        actions.ask(viewer=alice.viewer(), text="Asked late?", key=uuid4())
    else:
        assert not actions.take_back_question(viewer=alice.viewer(), question=key)

    assert [evening.see(bob, on=on).question for on in days] == shown


def test_looking_writes_nothing(couple, evening):
    alice, _bob = couple
    viewer = alice.viewer()

    with CaptureQueriesContext(connection) as looked:
        tonight_and_earlier_day(viewer=viewer)
        evening.see(alice)

    assert not Day.objects.exists()
    assert all(query["sql"].lstrip().startswith("SELECT") for query in looked)
