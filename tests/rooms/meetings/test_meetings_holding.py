"""Two people hold a meeting: by actions, and page by page without script."""

import re

import pytest
from django.urls import reverse
from meetings_cast import PANCAKES

from closeknit.rooms.archive.actions import erase_everything
from closeknit.rooms.meetings import actions, queries
from closeknit.rooms.meetings.lifecycle import export
from closeknit.rooms.meetings.models import Meeting, Note, Plan
from closeknit.rooms.meetings.rules.agenda import Part, PlanWords


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def signed_in(couple):
    for person in couple:
        type(person.user.keyring).objects.filter(user=person.user).update(by_recovery=b"set")
        person.sign_in()
        person.client.get(at("meetings"))
    return couple


def begun(person) -> Meeting:
    return actions.begin_meeting(viewer=person.viewer())


def note_of(person, words: str, *, part: Part = Part.THANKS, show: bool = False) -> None:
    viewer = person.viewer()
    meeting = queries.open_meeting(viewer=viewer)
    actions.keep_note(viewer=viewer, meeting=meeting, part=part, text=words, show=show)


def seen_by(person):
    return queries.seen_meeting(Meeting.objects.latest("begun_on"), viewer=person.viewer())


def test_either_begins_and_the_other_joins_the_same_meeting(couple):
    alice, bob = couple

    assert begun(alice) == begun(bob)
    assert Meeting.objects.count() == 1


def test_a_note_is_its_writers_until_it_is_shown(couple):
    alice, bob = couple
    begun(alice)
    note_of(alice, "The tea.")
    before = seen_by(bob).notes
    sealed = bob.viewer().open(Note.objects.get())

    note_of(alice, "The tea on Sunday.", show=True)

    assert (before, sealed) == ([], None)
    assert [(each.by, each.text) for each in seen_by(bob).notes] == [
        ("Alice", "The tea on Sunday.")
    ]


def test_a_shown_note_can_be_changed_and_taken_back(couple):
    alice, bob = couple
    meeting = begun(alice)
    note_of(alice, "The tea.", show=True)
    note_of(alice, "The tea, warm.")
    changed = seen_by(bob).notes[0].text

    actions.hide_note(viewer=alice.viewer(), meeting=meeting, part=Part.THANKS)

    assert changed == "The tea, warm."
    assert seen_by(bob).notes == []
    assert bob.viewer().open(Note.objects.get()) is None
    assert seen_by(alice).notes[0].text == "The tea, warm."


def test_empty_words_delete_a_note(couple):
    alice, _bob = couple
    begun(alice)
    note_of(alice, "The tea.")

    note_of(alice, "  ")

    assert not Note.objects.exists()


def test_two_taps_at_once_go_on_by_one_part(couple, clock):
    alice, bob = couple
    meeting = begun(alice)
    clock.forward(minutes=3)

    for person in (alice, bob):
        actions.go_on(viewer=person.viewer(), meeting=meeting, after=Part.THANKS)

    assert seen_by(alice).part is Part.WENT_WELL
    assert seen_by(bob).seconds_left == 4 * 60


def test_looking_back_at_a_part_does_not_turn_the_meeting_back(couple):
    alice, _bob = couple
    meeting = begun(alice)
    for part in (Part.THANKS, Part.WENT_WELL, Part.THANKS):
        actions.go_on(viewer=alice.viewer(), meeting=meeting, after=part)

    assert seen_by(alice).part is Part.ONE_THING


def test_the_last_plan_is_looked_at_first_and_the_hour_is_forgotten(couple, clock):
    alice, bob = couple
    first = begun(alice)
    actions.keep_plan(viewer=alice.viewer(), meeting=first, words=PANCAKES)
    actions.end_meeting(viewer=bob.viewer(), meeting=first)
    clock.forward(days=7)

    second = begun(bob)

    assert Meeting.objects.get(pk=first.pk).part_began_at is None
    assert second.part == Part.LAST_PLAN
    assert seen_by(bob).last_plan.words == PANCAKES


def test_the_plan_is_for_both_and_the_last_version_stands(couple):
    alice, bob = couple
    meeting = begun(alice)
    actions.keep_plan(viewer=alice.viewer(), meeting=meeting, words=PANCAKES)

    actions.keep_plan(viewer=bob.viewer(), meeting=meeting, words=PlanWords(text="Soup"))

    assert seen_by(alice).plan.words == PlanWords(text="Soup")
    assert Plan.objects.count() == 1


def test_a_whole_meeting_on_two_phones_without_script(signed_in):
    alice, bob = signed_in
    alice.client.post(at("begin"))
    meeting = Meeting.objects.get()
    here = alice.client.get(at("meetings"))
    assert "A meeting is open." in text(here)

    for part in (Part.THANKS, Part.WENT_WELL, Part.ONE_THING, Part.NEXT_WEEK):
        address = at("note", meeting.pk, part)
        alice.client.post(address, {"text": f"Alice on {part}", "show": "1"})
        bob.client.post(address, {"text": f"Bob on {part}"})
        page = text(bob.client.get(at("part", meeting.pk, part)))
        other = text(alice.client.get(at("part", meeting.pk, part)))
        assert f"Alice on {part}" in page
        assert f"Bob on {part}" not in other
        bob.client.post(at("go_on", meeting.pk, part))
    bob.client.post(at("plan", meeting.pk), {"text": "Pancakes", "day": "2026-03-05"})
    bob.client.post(at("end", meeting.pk))

    whole = text(alice.client.get(at("meeting", meeting.pk)))
    assert "Pancakes" in whole
    assert "Thursday 5 March" in whole
    assert "Bob on thanks" not in whole
    assert alice.client.get(at("part", meeting.pk, Part.PLAN)).status_code == 302


def test_one_who_left_comes_back_to_the_part_they_were_at(signed_in):
    alice, _bob = signed_in
    alice.client.post(at("begin"))
    meeting = Meeting.objects.get()
    alice.client.post(at("go_on", meeting.pk, Part.THANKS))

    back = alice.client.post(at("begin"))

    assert back["Location"] == at("part", meeting.pk, Part.WENT_WELL)


def test_going_on_and_ending_keep_what_was_just_written(signed_in):
    alice, _bob = signed_in
    meeting = begun(alice)
    page = text(alice.client.get(at("part", meeting.pk, Part.THANKS)))

    alice.client.post(at("go_on", meeting.pk, Part.THANKS), {"text": "The tea."})
    alice.client.post(at("end", meeting.pk), {"text": "Pancakes", "day": ""})

    assert f'form="words" formaction="{at("go_on", meeting.pk, Part.THANKS)}"' in page
    seen = seen_by(alice)
    assert (seen.notes[0].text, seen.plan.words.text) == ("The tea.", "Pancakes")


def test_words_too_long_come_back_and_the_meeting_stays(signed_in):
    alice, _bob = signed_in
    meeting = begun(alice)

    answer = alice.client.post(at("go_on", meeting.pk, Part.THANKS), {"text": "tea " * 600})

    assert answer.status_code == 422
    assert "tea tea" in text(answer)
    assert seen_by(alice).part is Part.THANKS


def test_script_gets_only_the_part_that_the_other_shows(signed_in):
    alice, bob = signed_in
    alice.client.post(at("begin"))
    meeting = Meeting.objects.get()
    alice.client.post(at("note", meeting.pk, Part.THANKS), {"text": "The tea.", "show": "1"})

    piece = text(
        bob.client.get(at("part", meeting.pk, Part.THANKS), headers={"HX-Request": "true"})
    )

    assert "The tea." in piece
    assert "<html" not in piece


@pytest.mark.parametrize("part", ["last-plan", "nonsense"])
def test_a_part_that_is_not_on_the_agenda_is_not_found(signed_in, part):
    alice, _bob = signed_in
    meeting = begun(alice)

    assert alice.client.get(at("part", meeting.pk, part)).status_code == 404


def test_a_stranger_finds_no_meeting_and_begins_none_alone(signed_in, charlie):
    alice, _bob = signed_in
    meeting = begun(alice)
    charlie.sign_in()

    assert charlie.client.get(at("part", meeting.pk, Part.THANKS)).status_code == 404
    assert charlie.client.post(at("note", meeting.pk, Part.THANKS)).status_code == 404
    assert charlie.client.post(at("begin")).status_code == 404


def test_the_calendar_file_is_handed_over_and_nothing_is_kept(signed_in):
    alice, _bob = signed_in

    answer = alice.client.get(at("entry"), {"weekday": "6", "at": "20:00"})
    refused = alice.client.get(at("entry"), {"weekday": "9", "at": "noon"})

    assert answer["Content-Type"].startswith("text/calendar")
    assert b"A quiet half hour" in answer.content
    assert refused.status_code == 422


def test_the_hour_that_one_chose_is_shown_to_both_with_its_place(signed_in):
    alice, bob = signed_in
    assert "Choose a weekly hour" in bob.client.get(at("meetings")).content.decode()

    alice.client.post(at("hour"), {"weekday": "6", "at": "20:00"})

    for name in ("meetings", "hour"):
        shown = re.sub(r"<[^>]+>", "", bob.client.get(at(name)).content.decode())
        assert "Sunday 8 March, 8 p.m. (Berlin time)" in shown


def test_an_export_holds_what_was_shown_and_ones_own(couple):
    alice, bob = couple
    meeting = begun(alice)
    note_of(alice, "Mine alone.")
    note_of(alice, "For both.", part=Part.NEXT_WEEK, show=True)
    actions.keep_plan(viewer=bob.viewer(), meeting=meeting, words=PANCAKES)

    mine = [each.text for each in export(viewer=alice.viewer())]
    theirs = [each.text for each in export(viewer=bob.viewer())]

    assert mine == ["Mine alone.", "For both.", "Pancakes"]
    assert theirs == ["For both.", "Pancakes"]


def test_erasing_takes_ones_own_notes_and_leaves_the_others(couple):
    alice, bob = couple
    begun(alice)
    note_of(alice, "Mine.")
    note_of(bob, "His.")

    erase_everything(user=alice.user, now=alice.clock.now)

    assert [row.owner_id for row in Note.objects.all()] == [bob.user.pk]


def test_a_meeting_read_again_keeps_the_order_of_its_evening(signed_in):
    alice, _bob = signed_in
    meeting = begun(alice)
    notes = {part: f"About {part}." for part in Part if part.takes_notes}
    for part, words in notes.items():
        note_of(alice, words, part=part)
    actions.end_meeting(viewer=alice.viewer(), meeting=meeting)

    page = text(alice.client.get(at("meeting", meeting.pk)))

    assert sorted(notes.values(), key=page.index) == list(notes.values())
