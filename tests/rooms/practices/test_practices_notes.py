"""What one person notes, sealed for them alone, and how it shapes only their own evenings."""

from functools import reduce
from uuid import uuid4

import pytest
from cast import pair
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from practices_cast import MONDAY, done, note

from closeknit.rooms.archive.actions import leave_space
from closeknit.rooms.people.queries import past_viewers
from closeknit.rooms.practices import queries
from closeknit.rooms.practices.actions import (
    change_doing,
    erase,
    keep_opinion,
    note_doing,
    remove_doing,
)
from closeknit.rooms.practices.lifecycle import export
from closeknit.rooms.practices.models import Doing, PracticeNotes
from closeknit.rooms.practices.rules.notes import (
    Notes,
    Opinion,
    Rating,
    done_from_plain,
    done_to_words,
    notes_from_plain,
    notes_to_words,
)

SLUGS = st.sampled_from(sorted(queries.library().practices))


def of(person) -> Notes:
    return queries.notes_of(viewer=person.viewer())


def test_the_whole_library_is_there():
    assert len(queries.library().practices) >= 42


@given(
    opinions=st.dictionaries(SLUGS, st.sampled_from(Opinion)),
    rated=st.dictionaries(SLUGS, st.one_of(st.none(), st.sampled_from(Rating))),
)
def test_notes_read_back_as_written(opinions, rated):
    doings = [
        done(slug, days_ago=day, rating=each) for day, (slug, each) in enumerate(rated.items())
    ]
    notes = Notes(opinions=opinions).with_history(doings)

    assert notes_from_plain(notes_to_words(notes)) == notes


@given(rated=st.lists(st.tuples(SLUGS, st.sampled_from(Rating)), max_size=12))
def test_doings_added_one_by_one_make_the_same_sum_as_all_at_once(rated):
    doings = [
        done(slug, days_ago=len(rated) - day, rating=each) for day, (slug, each) in enumerate(rated)
    ]
    one_by_one = reduce(Notes.with_doing, doings, Notes())

    assert one_by_one == Notes().with_history(doings)


def test_one_noted_for_an_earlier_day_counts_and_is_not_the_latest():
    today, before = done("speaker-turns", days_ago=0), done("speaker-turns", days_ago=3)

    notes = Notes().with_doing(today).with_doing(before)

    assert (notes.times, notes.last["speaker-turns"]) == (2, today)


def test_noting_reads_none_of_what_was_noted_before(couple):
    alice, _bob = couple
    for _ in range(3):
        note(alice, "speaker-turns", words="In the car.")
    viewer = alice.viewer()

    with CaptureQueriesContext(connection) as captured:
        note_doing(viewer=viewer, key=uuid4(), done=done("speaker-turns", days_ago=0))

    read = [each["sql"] for each in captured if each["sql"].startswith("SELECT")]
    assert not [each for each in read if 'FROM "practices_doing"' in each]


def test_a_doing_reads_back_as_written():
    one = done("speaker-turns", rating=Rating.NOT_FOR_ME, words="Too quick.")

    assert done_from_plain(done_to_words(one), done_on=MONDAY) == one


def test_a_doing_is_for_its_author_alone(couple, charlie):
    alice, bob = couple
    key = note(alice, "speaker-turns", rating=Rating.HELPED, words="In the car.")

    mine = queries.history(viewer=alice.viewer())

    assert [(each.id, each.title, each.done.words) for each in mine] == [
        (key, "A listening turn", "In the car.")
    ]
    for other in (bob, charlie):
        assert queries.history(viewer=other.viewer()) == []
        assert other.viewer().open(Doing.objects.get()) is None


def test_the_database_does_not_tell_which_practice_it_was(couple):
    note(couple[0], "sex-talk", rating=Rating.HELPED)
    keep_opinion(viewer=couple[0].viewer(), slug="sex-talk", opinion=Opinion.FAVOURITE)

    rows = [*Doing.objects.values_list(), *PracticeNotes.objects.values_list()]

    assert len(rows) == 2
    assert all(b"sex-talk" not in repr(row).encode() for row in rows)


def test_the_same_note_sent_twice_is_kept_once(couple):
    viewer, key = couple[0].viewer(), uuid4()

    for _ in range(2):
        note_doing(viewer=viewer, key=key, done=done("speaker-turns"))

    assert Doing.objects.count() == 1
    assert of(couple[0]).times == 1


def test_the_partners_notes_change_nothing_in_ones_own_evening(couple):
    alice, bob = couple
    before = queries.suggestion(viewer=bob.viewer(), quieter=False)

    note(alice, before.practice.id, rating=Rating.NOT_FOR_ME)
    keep_opinion(viewer=alice.viewer(), slug="echo-ask", opinion=Opinion.FAVOURITE)

    assert queries.suggestion(viewer=bob.viewer(), quieter=False) == before


def test_a_suggestion_costs_one_query(couple, django_assert_num_queries):
    alice, _bob = couple
    note(alice, "speaker-turns")
    viewer = alice.viewer()

    with django_assert_num_queries(1):
        queries.suggestion(viewer=viewer, quieter=False)


def test_one_practice_is_enough_for_a_day_and_the_next_has_another(couple, clock):
    alice, _bob = couple
    first = queries.suggestion(viewer=alice.viewer(), quieter=False)
    note(alice, first.practice.id, rating=Rating.HELPED)

    assert queries.suggestion(viewer=alice.viewer(), quieter=False) is None
    clock.forward(days=1)
    assert queries.suggestion(viewer=alice.viewer(), quieter=False).practice != first.practice


def test_a_suggestion_stays_all_day_and_alone_it_is_one_for_one(alice, clock):
    seen = []
    for _ in range(4):
        seen.append(queries.suggestion(viewer=alice.viewer(), quieter=False))
        clock.forward(hours=2)

    assert len({each.practice.id for each in seen}) == 1
    assert seen[0].is_alone
    assert "solo" in seen[0].practice.modes


def test_rating_something_as_not_for_me_sets_it_aside_until_that_is_taken_back(couple):
    alice, _bob = couple
    note(alice, "speaker-turns", rating=Rating.NOT_FOR_ME)
    aside = of(alice).opinions

    keep_opinion(viewer=alice.viewer(), slug="speaker-turns", opinion=None)

    assert aside == {"speaker-turns": Opinion.NOT_FOR_ME}
    assert of(alice).opinions == {}


def test_a_changed_note_changes_the_summary(couple):
    alice, _bob = couple
    note(alice, "speaker-turns", rating=Rating.NEUTRAL)
    row = Doing.objects.get()

    viewer = alice.viewer()
    change_doing(viewer=viewer, row=row, done=done("speaker-turns", rating=Rating.HELPED))

    assert of(alice).last["speaker-turns"].rating is Rating.HELPED
    assert queries.history(viewer=viewer)[0].done.rating is Rating.HELPED


def test_a_deleted_note_leaves_the_summary_too(couple, clock):
    alice, _bob = couple
    note(alice, "speaker-turns")
    clock.forward(days=1)
    note(alice, "speaker-turns", rating=Rating.HELPED)

    latest = queries.doings(viewer=alice.viewer())[0]
    remove_doing(viewer=alice.viewer(), row=latest)

    assert of(alice).times == 1
    assert of(alice).last["speaker-turns"].done_on == MONDAY


def test_nobody_changes_or_deletes_the_note_of_another(couple):
    alice, bob = couple
    note(alice, "speaker-turns")
    row = Doing.objects.get()

    with pytest.raises(Doing.DoesNotExist):
        change_doing(viewer=bob.viewer(), row=row, done=done("echo-ask"))
    remove_doing(viewer=bob.viewer(), row=row)

    assert Doing.objects.count() == 1


def test_a_damaged_note_says_so_and_the_others_stay(couple):
    alice, _bob = couple
    broken = note(alice, "speaker-turns")
    note(alice, "echo-ask")
    Doing.objects.filter(pk=broken).update(sealed=b"nothing")

    seen = {each.id: each.done for each in queries.history(viewer=alice.viewer())}

    assert seen.pop(broken) is None
    assert [each.slug for each in seen.values()] == ["echo-ask"]


def test_notes_of_somebody_alone_come_along_when_they_join_another(alice, charlie):
    note(alice, "see-effort", rating=Rating.HELPED)

    pair(charlie, alice)

    assert of(alice).times == 1
    assert len(queries.history(viewer=alice.viewer())) == 1


def test_an_export_holds_ones_own_notes_in_the_space_where_they_were_made(couple):
    alice, bob = couple
    note(alice, "speaker-turns", rating=Rating.HELPED, words="In the car.")
    keep_opinion(viewer=alice.viewer(), slug="film-talk", opinion=Opinion.NOT_FOR_ME)

    doing, marks = export(viewer=alice.viewer())

    assert (doing.practice, doing.rating, doing.note) == (
        "A listening turn",
        "helped",
        "In the car.",
    )
    assert marks.not_for_me == ["film-talk"]
    assert export(viewer=bob.viewer()) == []


def test_after_leaving_ones_own_notes_can_still_be_taken_along(couple):
    alice, bob = couple
    note(alice, "speaker-turns")
    leave_space(user=bob.user, now=bob.clock.now)

    (past,) = past_viewers(user=alice.user, keyring=alice.keyring, now=alice.clock.now)

    assert [each.practice for each in export(viewer=past)] == ["A listening turn"]


def test_erasing_takes_ones_own_notes_and_no_others(couple):
    alice, bob = couple
    note(alice, "speaker-turns")
    note(bob, "echo-ask")

    erase(user=alice.user)

    assert queries.history(viewer=alice.viewer()) == []
    assert not of(alice).last
    assert len(queries.history(viewer=bob.viewer())) == 1
    assert of(bob).times == 1
