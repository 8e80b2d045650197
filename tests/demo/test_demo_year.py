"""The sample couple's year: its file is sound, and it plays through the rooms' own actions."""

from collections import Counter

import pytest

from closeknit.demo.actions.arriving import unlocked_players
from closeknit.demo.actions.stages import start_at
from closeknit.demo.rules import (
    Answered,
    HandedOver,
    Landed,
    Practised,
    Progress,
    Replied,
    StoryError,
    StoryStage,
    Thanked,
    WantedDeeper,
    Who,
    read_story,
)
from closeknit.domain.library import load
from closeknit.domain.library.schedule import MUTUAL_ANSWERS_BEFORE_DEPTH_THREE
from closeknit.rooms.moments.queries import opened, thank_yous
from closeknit.rooms.people.models import Membership, User
from closeknit.rooms.people.rules import couple_day
from closeknit.rooms.practices.queries import history
from closeknit.rooms.questions.queries import ExportedDay
from closeknit.rooms.questions.queries import export as days_of

DEEPEST_FROM_THE_START = 2
DEEPEST_WHEN_BOTH_OPT_IN = 4
MONTH_NINE_BEGINS = 242


@pytest.fixture(scope="module")
def library():
    return load()


def acts(story, kind):
    return [act for day in story.acts.values() for act in day if isinstance(act, kind)]


def days_both_answered(story):
    """The days on which two answers meet, in order."""
    answered = Counter(act.day for act in acts(story, Answered))
    return [day for day, writers in answered.items() if writers == 2]


def test_the_year_has_about_as_many_evenings_as_people_keep(story):
    days = {act.day for act in acts(story, Answered)}

    assert 100 <= len(days) <= 130
    assert 55 <= len(acts(story, Thanked)) <= 70
    assert 40 <= len(acts(story, Practised)) <= 50
    assert min(days) == 0
    assert story.last_day == 365


def test_each_question_exists_and_is_asked_once(story, library):
    asked = [question for _day, question in {(a.day, a.question) for a in acts(story, Answered)}]

    assert not set(asked) - set(library.questions)
    assert len(asked) == len(set(asked))


def test_no_question_belongs_to_a_pack_or_needs_a_fact_about_the_couple(story, library):
    for act in acts(story, Answered):
        question = library.questions[act.question]
        assert not question.pack
        assert not question.requires


def test_a_deeper_question_waits_for_ten_mutual_answers(story, library):
    both = days_both_answered(story)

    for act in acts(story, Answered):
        if library.questions[act.question].depth > DEEPEST_FROM_THE_START:
            met_before = sum(1 for day in both if day < act.day)
            assert met_before >= MUTUAL_ANSWERS_BEFORE_DEPTH_THREE, act


def test_the_bravest_questions_wait_for_month_nine_and_for_both(story, library):
    chosen = {act.by: act.day for act in acts(story, WantedDeeper)}
    brave = [
        act
        for act in acts(story, Answered)
        if library.questions[act.question].depth == DEEPEST_WHEN_BOTH_OPT_IN
    ]

    assert brave
    assert set(chosen) == set(Who)
    assert all(act.day > max(chosen.values()) >= MONTH_NINE_BEGINS for act in brave)


def test_each_practice_exists(story, library):
    assert {act.slug for act in acts(story, Practised)} <= set(library.practices)


def test_an_answer_is_handed_over_only_where_nobody_matched_it(story):
    both = days_both_answered(story)

    for act in acts(story, HandedOver):
        assert act.of_day not in both
        assert act.day - act.of_day >= 7


def test_a_word_back_comes_only_under_two_answers(story):
    assert {act.day for act in acts(story, Replied)} <= set(days_both_answered(story))


def test_on_the_evening_of_a_stage_mark_has_written_and_sarah_has_not(story):
    for day in story.stages.values():
        before = story.before_visit(day)
        assert {act.by for act in before} == {Who.MARK}
        assert any(isinstance(act, Answered) for act in before)
        assert any(isinstance(act, Answered) for act in story.after_visit(day))


def test_the_story_reads_the_same_each_time(story):
    assert read_story() == story


def test_the_two_first_months_are_fuller_than_the_low_that_follows(story):
    def words_between(first, last):
        return sum(len(a.text.split()) for a in acts(story, Answered) if first <= a.day < last)

    assert words_between(0, 60) > 3 * words_between(90, 125)
    assert words_between(300, 360) > 3 * words_between(90, 125)


def test_a_story_with_its_days_out_of_order_is_refused(tmp_path):
    file = tmp_path / "year.toml"
    text = (
        '[couple]\nfirst_evening = 2025-09-04\nzone = "Europe/London"\nsarah = "Sarah"\n'
        'mark = "Mark"\n[stages]\nfirst-evening = 0\nmonth-five = 1\nmonth-twelve = 2\n'
        '[[thanks]]\nday = 2\nfrom = "mark"\ndid = "one"\n'
        '[[thanks]]\nday = 1\nfrom = "mark"\ndid = "two"\n'
    )
    file.write_text(text, encoding="utf-8")

    with pytest.raises(StoryError, match="out of order"):
        read_story(file)


def test_the_year_plays_through_and_each_opens_all_that_is_meant_for_them(year, story):
    clock, stages = year
    players = unlocked_players()
    played = [
        act
        for day in range(story.stages[StoryStage.MONTH_TWELVE])
        for act in story.acts.get(day, ())
    ] + list(story.before_visit(story.stages[StoryStage.MONTH_TWELVE]))

    viewers = {who: players.viewer(who, now=clock()) for who in Who}

    for who, viewer in viewers.items():
        assert words_read_by(viewer) == words_meant_for(who, played, story)
    assert (stages / "told").read_text() == str(Progress(done=360, of=361))


def words_read_by(viewer):
    """Every text that a person can open, in no order."""
    days = [each for each in days_of(viewer=viewer) if isinstance(each, ExportedDay)]
    found = Counter(text for day in days for text in (day.mine, day.theirs) if text is not None)
    found += Counter(reply.text for day in days for reply in day.replies)
    for row in thank_yous(viewer=viewer):
        thank_you = opened(row, viewer=viewer)
        found[thank_you.words.did] += 1
        if thank_you.landed and thank_you.landed.words.text:
            found[thank_you.landed.words.text] += 1
    found += Counter(noted.done.words for noted in history(viewer=viewer) if noted.done.words)
    return found


def words_meant_for(who, played, story):
    tonight = story.stages[StoryStage.MONTH_TWELVE]
    both = set(days_both_answered(story)) - {tonight}
    handed = {act.of_day for act in played if isinstance(act, HandedOver)}
    found: Counter[object] = Counter()
    for act in played:
        is_open = act.by is who or act.day in both | handed
        match act:
            case Answered() if is_open:
                found[act.text] += 1
            case Practised() if act.by is who and act.words:
                found[act.words] += 1
            case Replied() | Landed() if act.text:
                found[act.text] += 1
            case Thanked():
                found[act.did] += 1
    return found


def test_each_stage_can_be_gone_to_and_holds_its_own_evening(year, story):
    clock, stages = year

    for stage in (StoryStage.FIRST_EVENING, StoryStage.MONTH_FIVE):
        start_at(story=story, stage=stage, folder=stages, clock=clock)

        sarah = unlocked_players().viewer(Who.SARAH, now=clock())
        days = [each for each in days_of(viewer=sarah) if isinstance(each, ExportedDay)]
        assert sarah.today == story.date_of(story.stages[stage])
        assert all(day.on <= sarah.today for day in days)
        assert not [day for day in days if day.on == sarah.today and day.theirs]


def test_the_two_are_an_ordinary_pair(year, story):
    clock, _stages = year

    seats = Membership.objects.all()

    assert User.objects.count() == 2
    assert all(seat.is_confirmed for seat in seats)
    assert all(user.keyring.has_recovery for user in User.objects.select_related("keyring"))
    assert couple_day(now=clock(), zone=story.zone) == story.date_of(360)
