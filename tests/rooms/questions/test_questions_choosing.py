"""Skipping for good, packs, and questions of the couple's own."""

from uuid import uuid4

import pytest

from closeknit.domain.library import bundled
from closeknit.rooms.questions import actions
from closeknit.rooms.questions.models import OwnQuestion, SkippedQuestion
from closeknit.rooms.questions.queries.album import chosen_packs, own_questions_in_waiting
from closeknit.rooms.questions.queries.tonight import tonight
from closeknit.rooms.questions.rules import DayState


def ask(person, text, key=None):
    actions.ask(viewer=person.viewer(), text=text, key=key or uuid4())


def skip(person, evening):
    actions.skip_for_good(viewer=person.viewer(), question=evening.question(person))


def test_alone_a_skipped_question_gives_way_to_another_and_that_to_a_third(charlie, evening):
    seen = [evening.question(charlie)]
    for _time in range(2):
        skip(charlie, evening)
        seen.append(evening.question(charlie))

    assert len(set(seen)) == 3
    assert evening.see(charlie).state is DayState.UNWRITTEN


@pytest.mark.parametrize("done", ["nothing", "answer", "draft", "pass", "skip"])
def test_a_skip_looks_the_same_whatever_the_partner_has_done(couple, evening, done):
    alice, bob = couple
    first = evening.question(alice)
    today = alice.viewer().today
    if done == "answer":
        evening.write(alice, "Mine.")
    elif done == "draft":
        actions.keep_draft(viewer=alice.viewer(), on=today, text="LoopHalf")
    elif done == "pass":
        actions.pass_on(viewer=alice.viewer(), on=today)
    elif done == "skip":
        skip(alice, evening)

    skip(bob, evening)

    assert evening.question(alice) == evening.question(bob) == first
    assert evening.see(bob).state is DayState.PASSED
    assert SkippedQuestion.objects.get().slug == first


def test_a_question_skipped_by_one_still_opens_when_both_answer_it_that_evening(couple, evening):
    alice, bob = couple
    skip(bob, evening)

    evening.write(alice, "Mine.")
    evening.write(bob, "Mine after all.")

    assert evening.see(alice).state is DayState.REVEALED


def test_a_skip_meant_for_an_older_page_changes_nothing(charlie, evening):
    first = evening.question(charlie)
    skip(charlie, evening)
    second = evening.question(charlie)

    with pytest.raises(actions.QuestionChangedError):
        actions.skip_for_good(viewer=charlie.viewer(), question=first)

    assert evening.question(charlie) == second


def test_the_last_open_question_cannot_be_skipped(couple, evening):
    alice, _bob = couple
    last = evening.question(alice)
    couple_row = alice.viewer().couple
    SkippedQuestion.objects.bulk_create(
        SkippedQuestion(couple=couple_row, slug=slug, skipped_on=alice.viewer().today)
        for slug in bundled().questions
        if slug != last
    )

    with pytest.raises(actions.LastQuestionError):
        skip(alice, evening)

    assert evening.question(alice) == last


def test_a_pack_comes_and_goes_from_the_next_day_on(couple, clock):
    alice, bob = couple

    actions.choose_packs(viewer=alice.viewer(), wanted={"apart", "nonsense"})
    actions.choose_packs(viewer=bob.viewer(), wanted={"apart", "parents"})
    clock.forward(days=1)
    actions.choose_packs(viewer=alice.viewer(), wanted={"parents"})
    dropped = chosen_packs(viewer=bob.viewer())
    actions.choose_packs(viewer=alice.viewer(), wanted={"parents", "apart"})

    assert dropped == ["parents"]
    assert chosen_packs(viewer=bob.viewer()) == ["apart", "parents"]


def skip_all_but_the_pack(person, pack):
    viewer = person.viewer()
    for each in bundled().questions.values():
        if each.pack != pack:
            SkippedQuestion.objects.create(
                couple=viewer.couple, slug=each.id, skipped_on=viewer.today
            )


def pack_of_tonight(person):
    asked = tonight(viewer=person.viewer()).question
    return asked and bundled().questions[asked.key].pack


def test_questions_about_desire_need_two_yeses_from_before_today(couple, clock):
    alice, bob = couple
    skip_all_but_the_pack(alice, "desire")
    actions.choose_packs(viewer=alice.viewer(), wanted={"desire"})
    actions.choose_desire(viewer=alice.viewer(), wanted=True)
    clock.forward(days=1)

    with_one_yes = pack_of_tonight(bob)
    actions.choose_desire(viewer=bob.viewer(), wanted=True)
    on_the_same_day = pack_of_tonight(bob)
    clock.forward(days=1)
    with_two = pack_of_tonight(bob)
    actions.choose_desire(viewer=alice.viewer(), wanted=False)
    clock.forward(days=1)

    assert (with_one_yes, on_the_same_day, with_two) == (None, None, "desire")
    assert pack_of_tonight(bob) is None
    assert chosen_packs(viewer=bob.viewer()) == []


def test_the_box_for_desire_is_ones_own(couple, codes_on_paper):
    alice, _bob = couple
    for person in couple:
        person.sign_in()

    alice.client.post("/questions/choices/", {"desire": "on"})
    hers, his = (
        person.client.get("/questions/choices/").content.decode().split('name="desire"')[1]
        for person in couple
    )

    assert "checked" in hers.split(">")[0]
    assert "checked" not in his.split(">")[0]


def test_a_question_of_ones_own_comes_on_a_later_day_for_both(couple, clock, evening):
    alice, bob = couple
    ask(alice, "What did we get wrong at first?")
    tonight = evening.see(bob)

    clock.forward(days=1)

    assert not tonight.question.is_own
    for person in couple:
        assert evening.see(person).question.text == "What did we get wrong at first?"
    assert evening.write(alice, "The cats.") is DayState.SEALED_WAITING
    assert evening.write(bob, "The sea.") is DayState.REVEALED


def test_the_oldest_of_their_own_comes_first_and_never_two_days_in_a_row(couple, clock, evening):
    alice, bob = couple
    ask(alice, "First?")
    clock.forward(days=1)
    ask(bob, "Second?")

    asked = []
    for _day in range(4):
        asked.append(evening.see(alice).question.is_own and evening.see(alice).question.text)
        evening.write(alice, "Mine.")
        clock.forward(days=1)

    assert asked == ["First?", False, "Second?", False]


def test_the_partner_does_not_see_a_question_before_its_day(couple):
    alice, bob = couple

    ask(alice, "A surprise?")

    assert [each.text for each in own_questions_in_waiting(viewer=alice.viewer())] == [
        "A surprise?"
    ]
    assert own_questions_in_waiting(viewer=bob.viewer()) == []


def test_the_same_question_sent_twice_is_one(couple):
    alice, _bob = couple
    key = uuid4()

    ask(alice, "Once?", key)
    ask(alice, "Once?", key)

    assert OwnQuestion.objects.count() == 1


def test_a_question_is_taken_back_by_its_author_before_its_day_only(
    couple, charlie, clock, evening
):
    alice, bob = couple
    ask(alice, "Mine to keep?")
    key = OwnQuestion.objects.get().pk

    for person in (bob, charlie):
        actions.take_back_question(viewer=person.viewer(), question=key)
    still_there = OwnQuestion.objects.count()
    actions.take_back_question(viewer=alice.viewer(), question=key)
    ask(alice, "Asked by now?")
    clock.forward(days=1)
    evening.write(bob, "An answer.")
    actions.take_back_question(viewer=alice.viewer(), question=OwnQuestion.objects.get().pk)

    assert still_there == 1
    assert OwnQuestion.objects.count() == 1


def test_a_question_of_ones_own_is_passed_not_skipped(couple, clock, evening):
    alice, bob = couple
    ask(alice, "Too much?")
    clock.forward(days=1)

    with pytest.raises(actions.DayIsClosedError):
        skip(bob, evening)

    assert not SkippedQuestion.objects.exists()
