"""The sample couple's evenings together: rooms, repair, meetings, practices with a yes."""

from dataclasses import asdict

import pytest

from closeknit.demo.actions.arriving import unlocked_players
from closeknit.demo.actions.stages import start_at
from closeknit.demo.rules import Practised, StoryError, StoryStage, Who, read_story
from closeknit.demo.rules import together as acts
from closeknit.rooms.listening import queries as listened
from closeknit.rooms.listening.rules import Stage as ListeningStage
from closeknit.rooms.meetings import queries as met
from closeknit.rooms.meetings.rules.agenda import Part
from closeknit.rooms.practices import queries as practised
from closeknit.rooms.practices.rules.doing import Gate
from closeknit.rooms.repair import queries as mended
from closeknit.rooms.repair.queries.kept import agreed_pause, own_writings
from closeknit.rooms.repair.queries.letters import sent_apologies, sent_openings
from closeknit.rooms.repair.queries.loops import begun_loop, seen_loops

FAILED_WEEK = range(190, 197)
SUNDAY = 6


@pytest.fixture
def two(year):
    """Sarah and Mark at the last stage."""
    clock, _stages = year
    players = unlocked_players()
    return tuple(players.viewer(who, now=clock()) for who in (Who.SARAH, Who.MARK))


def played(story, kind, *, until=StoryStage.MONTH_TWELVE):
    """What happens before a stage's evening."""
    days = range(story.stages[until])
    return [act for day in days for act in story.acts.get(day, ()) if isinstance(act, kind)]


def test_each_listening_room_of_the_story_comes_to_the_end_that_is_told(two, story):
    sarah, mark = two
    opened = played(story, acts.ListeningRoomOpened)

    standing = listened.open_listening_room(viewer=sarah)
    held = listened.earlier_listening_rooms(viewer=mark)
    stopped = [act for act in played(story, acts.StepTaken) if act.step.value == "stop"]

    assert len(held) == len(opened) - len(stopped) - 1
    assert len(held) >= 10
    assert all(each.state.stage is ListeningStage.DONE and each.topic.text for each in held)
    assert standing.pk == opened[-1].key
    assert standing.state.is_paused


def test_ratings_stay_with_their_author_until_they_are_shown(two, story):
    told, opened = played(story, acts.TurnRated), played(story, acts.ListeningRoomOpened)

    for viewer, who in zip(two, (Who.SARAH, Who.MARK), strict=True):
        rooms = [
            listened.listening_room(viewer=viewer, listening_room_id=act.key) for act in opened
        ]
        seen = [each for row in rooms for each in listened.ratings_of(row, viewer=viewer)]
        assert sorted(value(each) for each in seen if each.is_mine) == sorted(
            act.value for act in told if act.by is who
        )
        assert sorted(value(each) for each in seen if not each.is_mine) == sorted(
            act.value for act in told if act.by is who.other and act.is_shown
        )


def value(rated):
    return rated.felt if rated.effort is None else rated.effort


def test_both_read_the_openings_the_apologies_and_the_pause(two, story):
    openings = [act.words for act in played(story, acts.OpeningSent)]
    apologies = [act.words for act in played(story, acts.ApologySent)]
    pause = played(story, acts.PauseAgreed)[-1].words

    for viewer in two:
        assert [each.words for each in sent_openings(viewer=viewer)] == openings[::-1]
        assert by_words(each.words for each in sent_apologies(viewer=viewer)) == by_words(apologies)
        assert all(all(asdict(words).values()) for words in apologies)
        assert agreed_pause(viewer=viewer).words == pause


def by_words(found):
    return sorted(found, key=lambda words: words.did)


def test_the_loop_was_drawn_by_both_and_can_be_seen(two):
    for viewer in two:
        (loop,) = seen_loops(viewer=viewer)
        assert loop.drawing
        assert begun_loop(viewer=viewer) is None


def test_what_was_written_with_an_outside_eye_is_its_authors_alone(two, story):
    told = played(story, acts.WroteOutside)

    for viewer, who in zip(two, (Who.SARAH, Who.MARK), strict=True):
        read = {each.words.line for each in own_writings(viewer=viewer)}
        assert read == {act.words.line for act in told if act.by is who}


def test_each_meeting_has_its_plan_and_hides_what_was_not_shown(two, story):
    plans = [act.text for act in played(story, acts.MeetingPlanned)]
    notes = played(story, acts.MeetingNoted)

    for viewer, who in zip(two, (Who.SARAH, Who.MARK), strict=True):
        rows = met.past_meetings(viewer=viewer)
        seen = [met.seen_meeting(row, viewer=viewer) for row in rows]
        assert [each.plan.words.text for each in seen] == plans[::-1]
        assert sorted(note.text for each in seen for note in each.notes) == sorted(
            act.text for act in notes if act.is_shown or act.by is who
        )
        assert all(Part.LAST_PLAN in each.parts for each in seen[:-1])
        assert met.open_meeting(viewer=viewer) is None
        assert met.hour_of(couple=viewer.couple, now=viewer.now).weekday == SUNDAY
    assert len(plans) >= 8


def test_a_practice_that_needs_a_yes_has_one_from_both_that_evening(story):
    said = {(act.day, act.slug, act.by) for act in all_acts(story, acts.SaidYes)}

    for act in all_acts(story, Practised):
        if practised.practice_called(act.slug).consent_gate:
            assert {(act.day, act.slug, who) for who in Who} <= said, act


def all_acts(story, kind):
    return [act for day in story.acts.values() for act in day if isinstance(act, kind)]


def test_of_marks_yes_tonight_sarah_learns_nothing(two):
    sarah, mark = two

    assert practised.gate_of(viewer=mark, slug="longer-kiss") is Gate.SAID_YES
    assert practised.gate_of(viewer=sarah, slug="longer-kiss") is Gate.SHUT


def test_each_has_marks_of_their_own_and_stands_in_a_practice(two):
    for viewer in two:
        opinions = practised.notes_of(viewer=viewer).opinions
        assert {each.value for each in opinions.values()} == {"favourite", "not for me"}
        assert practised.place_of(viewer=viewer)


def test_what_one_of_them_showed_of_a_practice_the_other_reads(two, story):
    shown = [act for act in played(story, Practised) if act.is_shown]

    for viewer, who in zip(two, (Who.SARAH, Who.MARK), strict=True):
        read = {each.done.words for each in practised.shown_by_partner(viewer=viewer)}
        assert read == {act.words for act in shown if act.by is who.other}
        assert read


def test_in_the_week_that_fails_nothing_is_brought_to_its_end(story):
    days = [act for day in FAILED_WEEK for act in story.acts.get(day, ())]

    assert any(isinstance(act, acts.StepTaken) and act.step.value == "stop" for act in days)
    assert not any(isinstance(act, acts.ListeningRoomThanked | acts.MeetingPlanned) for act in days)


def test_at_each_stage_the_rooms_hold_what_the_story_had_by_then(year, story):
    clock, stages = year

    start_at(story=story, stage=StoryStage.FIRST_EVENING, folder=stages, clock=clock)
    sarah = unlocked_players().viewer(Who.SARAH, now=clock())
    first = (listened.earlier_listening_rooms(viewer=sarah), sent_openings(viewer=sarah))
    start_at(story=story, stage=StoryStage.MONTH_FIVE, folder=stages, clock=clock)
    sarah = unlocked_players().viewer(Who.SARAH, now=clock())
    fifth = listened.earlier_listening_rooms(viewer=sarah)

    assert first == ([], [])
    assert len(fifth) == 2
    assert mended.left_for(viewer=sarah, cookies={}).is_asked
    assert met.past_meetings(viewer=sarah) == []


def test_a_listening_room_without_a_rating_for_each_turn_is_refused(tmp_path):
    year = year_of_two_days()
    (tmp_path / "year.toml").write_text(year, encoding="utf-8")
    (tmp_path / "evenings.toml").write_text(
        '[[listening_room]]\nday = 1\nby = "mark"\nquestion = "r-001"\nfelt = [3, 3]\n',
        encoding="utf-8",
    )

    with pytest.raises(StoryError, match="effort"):
        read_story(tmp_path / "year.toml")


def year_of_two_days():
    return (
        '[couple]\nfirst_evening = 2025-09-04\nzone = "Europe/London"\nsarah = "Sarah"\n'
        'mark = "Mark"\n[stages]\nfirst-evening = 0\nmonth-five = 1\nmonth-twelve = 2\n'
    )
