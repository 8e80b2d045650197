"""Writing, changing, answering and deleting, by the actions that the pages call."""

from uuid import uuid4

import pytest
from cast import pair
from moments_cast import SOUP, read, thank

from closeknit.rooms.archive.actions import leave_space
from closeknit.rooms.moments import queries
from closeknit.rooms.moments.actions import (
    DayIsOverError,
    change_thanks,
    erase,
    keep_draft,
    remove_landing,
    remove_thanks,
    say_how_it_landed,
    write_thanks,
)
from closeknit.rooms.moments.lifecycle import export
from closeknit.rooms.moments.models import Appreciation, Draft, Landing
from closeknit.rooms.moments.rules import ForWhom, LandingWords, ReadyWord, ThankYouWords
from closeknit.rooms.people.queries import past_viewers
from closeknit.ui.months import AT_LEAST

NEW_WORDS = ThankYouWords(did="You carried it all the way.", felt="Warm.")
WARMED = LandingWords(ready=ReadyWord.WARMED, text="All evening.")


def test_a_thank_you_is_read_by_both(couple):
    alice, bob = couple

    row = thank(bob)

    for person in couple:
        seen = read(person, row.pk)
        assert seen is not None
        assert (seen.by, seen.words.did) == ("Bob", SOUP)
    assert read(alice, row.pk).is_mine is False


def test_a_stranger_reads_nothing_of_it(couple, charlie):
    row = thank(couple[0])

    assert read(charlie, row.pk) is None
    assert charlie.viewer().open(row) is None


def test_the_words_are_nowhere_in_the_row(couple):
    row = thank(couple[0], "canary in the soup")

    assert b"canary" not in bytes(row.sealed) + bytes(row.for_owner) + bytes(row.for_couple)


def test_the_same_form_sent_twice_is_written_once(couple):
    alice, _bob = couple
    key, words = uuid4(), ThankYouWords(did=SOUP)

    for _ in range(2):
        write_thanks(viewer=alice.viewer(), key=key, words=words)

    assert Appreciation.objects.count() == 1


def test_a_key_of_somebody_else_overwrites_nothing(couple, charlie):
    row = thank(couple[0])

    write_thanks(viewer=charlie.viewer(), key=row.pk, words=ThankYouWords(did="Mine now."))

    assert read(couple[1], row.pk).words.did == SOUP


def test_what_is_left_for_the_other_waits_for_them(alice, bob):
    row = thank(alice, for_whom=ForWhom.THEM)

    pair(alice, bob)

    assert read(bob, row.pk).words.did == SOUP


def test_what_is_kept_for_oneself_stays_so_after_the_other_came(alice, bob):
    row = thank(alice, for_whom=ForWhom.ME)

    pair(alice, bob)

    assert read(bob, row.pk) is None
    assert bob.viewer().open(row) is None
    assert read(alice, row.pk).is_kept


def test_what_was_written_alone_comes_along_into_the_others_space(alice, charlie):
    left, kept = thank(alice), thank(alice, for_whom=ForWhom.ME)

    pair(charlie, alice)

    assert [read(alice, row.pk).is_kept for row in (left, kept)] == [True, True]
    assert read(charlie, left.pk) is None


def test_own_words_change_on_their_day(couple):
    alice, bob = couple
    row = thank(alice)

    change_thanks(viewer=alice.viewer(), row=row, words=NEW_WORDS)

    assert read(bob, row.pk).words == NEW_WORDS


def test_changed_words_that_were_kept_for_oneself_stay_kept(alice, bob):
    row = thank(alice, for_whom=ForWhom.ME)
    pair(alice, bob)

    change_thanks(viewer=alice.viewer(), row=row, words=NEW_WORDS)

    assert read(alice, row.pk).words == NEW_WORDS
    assert read(bob, row.pk) is None


def test_own_words_stand_from_the_next_day_on(couple, clock):
    alice, _bob = couple
    row = thank(alice)

    clock.forward(days=1)

    with pytest.raises(DayIsOverError):
        change_thanks(viewer=alice.viewer(), row=row, words=NEW_WORDS)
    assert read(alice, row.pk).words.did == SOUP


def test_own_words_stand_once_they_were_answered(couple):
    alice, bob = couple
    row = thank(alice)
    say_how_it_landed(viewer=bob.viewer(), row=row, words=WARMED)

    with pytest.raises(DayIsOverError):
        change_thanks(viewer=alice.viewer(), row=row, words=NEW_WORDS)


def test_nobody_changes_or_deletes_the_words_of_the_other(couple):
    alice, bob = couple
    row = thank(alice)

    with pytest.raises(Appreciation.DoesNotExist):
        change_thanks(viewer=bob.viewer(), row=row, words=NEW_WORDS)
    remove_thanks(viewer=bob.viewer(), row=row)

    assert read(alice, row.pk).words.did == SOUP


def test_the_author_reads_how_it_landed(couple):
    alice, bob = couple
    row = thank(alice)

    say_how_it_landed(viewer=bob.viewer(), row=row, words=WARMED)

    landed = read(alice, row.pk).landed
    assert (landed.by, landed.words) == ("Bob", WARMED)


def test_an_answer_may_change_on_its_day_and_stands_after_it(couple, clock):
    alice, bob = couple
    row = thank(alice)
    say_how_it_landed(viewer=bob.viewer(), row=row, words=WARMED)
    say_how_it_landed(viewer=bob.viewer(), row=row, words=LandingWords(text="I slept well."))

    clock.forward(days=1)

    with pytest.raises(DayIsOverError):
        say_how_it_landed(viewer=bob.viewer(), row=row, words=WARMED)
    assert read(alice, row.pk).landed.words == LandingWords(text="I slept well.")


def test_an_answer_can_be_taken_back_at_any_time(couple, clock):
    alice, bob = couple
    row = thank(alice)
    say_how_it_landed(viewer=bob.viewer(), row=row, words=WARMED)
    clock.forward(days=40)

    remove_landing(viewer=bob.viewer(), row=row)

    assert read(alice, row.pk).landed is None


def test_a_deleted_thank_you_is_gone_for_both_with_its_answer(couple):
    alice, bob = couple
    row = thank(alice)
    say_how_it_landed(viewer=bob.viewer(), row=row, words=WARMED)

    remove_thanks(viewer=alice.viewer(), row=row)

    assert read(bob, row.pk) is None
    assert not Landing.objects.exists()


def test_a_damaged_one_says_so_and_the_others_still_open(couple):
    alice, bob = couple
    broken, whole = thank(alice), thank(alice, "You waited.")
    flipped = bytearray(broken.sealed)
    flipped[40] ^= 1
    Appreciation.objects.filter(pk=broken.pk).update(sealed=bytes(flipped))

    shown = queries.shown(viewer=bob.viewer(), asked=None)

    seen = {each.id: each.words for each in shown.by_month[0].received}
    assert seen[broken.pk] is None
    assert seen[whole.pk].did == "You waited."


def test_a_draft_is_for_its_author_alone_and_ends_with_the_thank_you(couple):
    alice, bob = couple
    keep_draft(viewer=alice.viewer(), words=ThankYouWords(did="You"))
    keep_draft(viewer=alice.viewer(), words=NEW_WORDS)

    assert queries.draft_of(viewer=alice.viewer()) == NEW_WORDS
    assert queries.draft_of(viewer=bob.viewer()) is None
    thank(alice)
    assert queries.draft_of(viewer=alice.viewer()) is None


def test_an_emptied_draft_is_let_go(couple):
    alice, _bob = couple
    keep_draft(viewer=alice.viewer(), words=NEW_WORDS)

    keep_draft(viewer=alice.viewer(), words=ThankYouWords(did=""))

    assert not Draft.objects.exists()


def test_months_stand_newest_first_and_a_page_holds_whole_ones(couple, clock):
    alice, _bob = couple
    for _ in range(4):
        for _ in range(AT_LEAST // 2):
            thank(alice)
        clock.forward(days=31)

    first = queries.shown(viewer=alice.viewer(), asked=None)
    second = queries.shown(viewer=alice.viewer(), asked=first.months.older)

    assert [month.first_day.month for month in first.by_month] == [6, 5]
    assert [month.first_day.month for month in second.by_month] == [4, 3]
    assert (first.months.newer, second.months.older) == (None, None)
    assert second.months.newer == first.by_month[0].first_day


def test_the_latest_received_comes_in_one_query(couple, clock, django_assert_num_queries):
    alice, bob = couple
    thank(bob, "You waited.")
    clock.forward(days=1)
    thank(bob)
    thank(alice, "Mine does not count.")
    viewer = alice.viewer()

    with django_assert_num_queries(1):
        seen = queries.one_received(viewer=viewer)

    assert seen.words.did == SOUP


def test_having_written_counts_for_the_writer_and_the_day(couple, clock):
    alice, bob = couple
    thank(alice)

    assert queries.has_written_today(viewer=alice.viewer())
    assert not queries.has_written_today(viewer=bob.viewer())
    clock.forward(days=1)
    assert not queries.has_written_today(viewer=alice.viewer())


def test_the_jar_hands_back_what_was_received_on_an_earlier_day(couple, clock):
    alice, bob = couple
    thank(bob)
    thank(alice, "Mine.")

    assert queries.from_jar(viewer=alice.viewer(), turn=0) is None
    clock.forward(days=1)
    assert queries.from_jar(viewer=alice.viewer(), turn=0).words.did == SOUP


def test_alone_the_jar_hands_back_ones_own(alice, clock):
    thank(alice, for_whom=ForWhom.ME)
    clock.forward(days=1)

    assert queries.from_jar(viewer=alice.viewer(), turn=0).is_mine


def test_an_export_holds_all_one_can_read_and_no_more(alice, bob):
    thank(alice, "Kept.", for_whom=ForWhom.ME)
    pair(alice, bob)
    answered = thank(alice)
    say_how_it_landed(viewer=bob.viewer(), row=answered, words=WARMED)

    of_alice, of_bob = (export(viewer=person.viewer()) for person in (alice, bob))

    assert sorted(each.what_you_did for each in of_alice) == ["Kept.", SOUP]
    (theirs,) = of_bob
    assert (theirs.by, theirs.what_you_did) == ("Alice", SOUP)
    assert (theirs.said_back_by, theirs.said_back) == ("Bob", "warmed; All evening.")


def test_after_leaving_each_still_exports_what_they_could_read(couple):
    alice, bob = couple
    thank(alice)
    leave_space(user=bob.user, now=bob.clock.now)

    for person in couple:
        past = past_viewers(user=person.user, keyring=person.keyring, now=person.clock.now)
        written = [each.what_you_did for viewer in past for each in export(viewer=viewer)]
        assert written == [SOUP]


def test_erasing_takes_ones_own_words_and_leaves_the_others(couple):
    alice, bob = couple
    mine, theirs = thank(alice), thank(bob, "You waited.")
    say_how_it_landed(viewer=alice.viewer(), row=theirs, words=WARMED)
    keep_draft(viewer=alice.viewer(), words=NEW_WORDS)

    erase(user=alice.user)

    assert read(bob, mine.pk) is None
    assert read(bob, theirs.pk).landed is None
    assert read(bob, theirs.pk).words.did == "You waited."
    assert not Draft.objects.exists()
