"""What the repair tools keep, for whom, and how it goes away."""

from uuid import uuid4

from cast import pair
from repair_cast import (
    ASKS,
    BENCH,
    JOKE,
    KETTLE,
    LATE,
    LEAVES,
    apology_of,
    half_of,
    one_of_each_repair,
    opening_of,
    writing_of,
)

from closeknit.rooms.archive.actions import erase_everything, leave_space
from closeknit.rooms.people.queries import past_viewers
from closeknit.rooms.repair import queries
from closeknit.rooms.repair.actions import asking
from closeknit.rooms.repair.actions.drafting import keep_draft
from closeknit.rooms.repair.actions.drawing import remove_half, show_half
from closeknit.rooms.repair.actions.pausing import agree_on_pause
from closeknit.rooms.repair.actions.sending import send_apology, send_opening
from closeknit.rooms.repair.actions.writing import begin_writing
from closeknit.rooms.repair.models import (
    Apology,
    Draft,
    Loop,
    LoopHalf,
    Opening,
    PausePlan,
    TimeRequest,
    Writing,
)
from closeknit.rooms.repair.queries import kept, loops
from closeknit.rooms.repair.queries.waiting import GoodTime, good_time, left_for
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.pausing import PauseWords


def stands(person) -> GoodTime:
    return good_time(viewer=person.viewer(), cookies={})


def test_an_opening_is_for_two_and_nobody_else(couple, charlie):
    alice, bob = couple
    opening_of(alice)

    row = Opening.objects.get()

    assert bob.viewer().open(row)["feeling"] == LATE.feeling
    assert charlie.viewer().open(row) is None


def test_fault_10_the_same_words_sent_twice_are_there_once(couple):
    viewer, key = couple[0].viewer(), uuid4()

    for _ in range(2):
        send_opening(viewer=viewer, key=key, words=LATE)
        send_apology(viewer=viewer, key=key, words=JOKE)
        begin_writing(viewer=viewer, key=key)
        agree_on_pause(viewer=viewer, words=KETTLE)
        asking.ask_for_time(viewer=viewer)

    tables = (Opening, Apology, Writing, PausePlan, TimeRequest)
    assert [each.objects.count() for each in tables] == [1, 1, 1, 1, 1]


def test_a_draft_of_an_apology_is_private_and_goes_when_it_is_sent(couple):
    alice, bob = couple
    keep_draft(viewer=alice.viewer(), tool=Tool.APOLOGY, words=JOKE)
    draft = Draft.objects.get()

    apology_of(alice)

    assert bob.viewer().open(draft) is None
    assert not Draft.objects.exists()
    assert bob.viewer().open(Apology.objects.get())["did"] == JOKE.did


def test_an_emptied_draft_is_gone(couple):
    viewer = couple[0].viewer()
    keep_draft(viewer=viewer, tool=Tool.APOLOGY, words=JOKE)

    keep_draft(viewer=viewer, tool=Tool.APOLOGY, words=ApologyWords())

    assert not Draft.objects.exists()


def test_a_half_stays_sealed_and_unseen_until_both_are_there(couple):
    alice, bob = couple
    half_of(alice, ASKS)

    before = loops.begun_loop(viewer=bob.viewer())
    opened_early = bob.viewer().open(LoopHalf.objects.get())
    half_of(bob, LEAVES)

    assert (before, opened_early) == (None, None)
    (ring,) = loops.seen_loops(viewer=bob.viewer())
    assert [each.words.does for each in ring.halves] == [ASKS.does, LEAVES.does]
    assert loops.seen_loops(viewer=alice.viewer())[0].drawing == ring.drawing
    assert not LoopHalf.objects.exclude(escrow=None).exists()


def test_a_loop_tells_the_day_it_opened_and_not_the_day_on_which_one_of_them_began(couple, clock):
    alice, bob = couple
    half_of(alice, ASKS)
    clock.forward(days=2)
    half_of(bob, LEAVES)

    (ring,) = loops.seen_loops(viewer=bob.viewer())
    taken = {each.on for each in queries.export(viewer=bob.viewer()) if each.tool == "our loop"}

    assert ring.opened_on == bob.viewer().today
    assert taken == {bob.viewer().today}


def test_an_author_may_show_their_half_first(couple):
    alice, bob = couple
    loop = half_of(alice, ASKS)

    for _ in range(2):
        show_half(viewer=alice.viewer(), loop=loop)
    shown = loops.begun_loop(viewer=bob.viewer())
    half_of(bob, LEAVES)

    assert shown.theirs.words == ASKS
    assert shown.mine is None
    assert len(loops.seen_loops(viewer=alice.viewer())) == 1


def test_nobody_shows_the_half_of_another(couple):
    alice, bob = couple
    loop = half_of(alice, ASKS)

    show_half(viewer=bob.viewer(), loop=loop)

    assert loops.begun_loop(viewer=bob.viewer()) is None


def test_a_half_written_alone_stays_private_until_it_is_put_in(alice, bob):
    half_of(alice, ASKS)
    pair(alice, bob)
    half_of(bob, LEAVES)
    before = loops.seen_loops(viewer=bob.viewer())

    half_of(alice, ASKS)

    assert before == []
    assert len(loops.seen_loops(viewer=bob.viewer())) == 1


def test_after_an_open_loop_the_next_half_begins_another(couple):
    alice, bob = couple
    half_of(alice, ASKS)
    half_of(bob, LEAVES)

    half_of(alice, LEAVES)

    assert Loop.objects.count() == 2
    assert loops.begun_loop(viewer=bob.viewer()) is None


def test_a_deleted_half_takes_an_empty_loop_along(couple):
    alice, bob = couple
    loop = half_of(alice, ASKS)
    half_of(bob, LEAVES)

    remove_half(viewer=bob.viewer(), loop=loop)
    left = loops.seen_loops(viewer=alice.viewer())[0]
    remove_half(viewer=alice.viewer(), loop=loop)

    assert [each.is_mine for each in left.halves] == [True]
    assert left.drawing is None
    assert not Loop.objects.exists()


def test_the_last_pause_plan_stands_whoever_wrote_it(couple, clock):
    alice, bob = couple
    agree_on_pause(viewer=alice.viewer(), words=KETTLE)
    clock.forward(days=1)

    agree_on_pause(viewer=bob.viewer(), words=PauseWords(sign="Harbour", minutes="30"))

    plan = kept.agreed_pause(viewer=alice.viewer())
    assert (plan.words.sign, plan.by, plan.agreed_on) == ("Harbour", "Bob", alice.viewer().today)
    assert PausePlan.objects.count() == 1


def test_a_writing_is_for_its_author_alone_and_its_clock_goes_on(couple, clock):
    alice, bob = couple
    key = writing_of(alice)

    clock.forward(minutes=5)

    seen = kept.own_writing(Writing.objects.get(pk=key), viewer=alice.viewer())
    assert (seen.words.line, seen.seconds_left) == (BENCH.line, 2 * 60)
    assert bob.viewer().open(Writing.objects.get()) is None
    assert kept.own_writings(viewer=bob.viewer()) == []


def test_asking_is_answered_by_a_yes_or_by_asking_too(couple):
    alice, bob = couple
    asking.ask_for_time(viewer=alice.viewer())
    asked = (stands(alice), stands(bob))
    assert left_for(viewer=bob.viewer(), cookies={}).is_asked
    assert not left_for(viewer=alice.viewer(), cookies={}).is_asked

    asking.ask_for_time(viewer=bob.viewer())

    assert asked == (GoodTime.ASKED, GoodTime.IS_ASKED)
    assert (stands(alice), stands(bob)) == (GoodTime.GOOD, GoodTime.GOOD)
    assert not left_for(viewer=bob.viewer(), cookies={}).is_asked


def test_nobody_says_yes_to_themselves(couple):
    alice, _bob = couple
    asking.ask_for_time(viewer=alice.viewer())

    assert not asking.say_yes(viewer=alice.viewer())
    assert stands(alice) is GoodTime.ASKED


def test_a_request_ends_with_the_day(couple, clock):
    alice, bob = couple
    asking.ask_for_time(viewer=alice.viewer())

    clock.forward(days=1)

    assert (stands(alice), stands(bob)) == (GoodTime.UNASKED, GoodTime.UNASKED)
    asking.ask_for_time(viewer=bob.viewer())
    assert TimeRequest.objects.count() == 1


def test_today_says_of_words_left_until_the_next_day_is_over(couple, clock):
    alice, bob = couple
    apology_of(alice)

    seen = []
    for _ in range(3):
        seen.append(left_for(viewer=bob.viewer(), cookies={}).has_letter)
        clock.forward(days=1)

    assert seen == [True, True, False]
    assert not left_for(viewer=alice.viewer(), cookies={}).has_letter


def test_today_asks_one_query_of_this_room_and_none_for_somebody_alone(
    couple, charlie, django_assert_num_queries
):
    alice, bob = couple
    apology_of(alice)
    asking.ask_for_time(viewer=alice.viewer())
    left_for(viewer=bob.viewer(), cookies={})  # the first one writes its SQL
    paired, alone = bob.viewer(), charlie.viewer()

    with django_assert_num_queries(1):
        left = left_for(viewer=paired, cookies={})
    with django_assert_num_queries(0):
        assert not left_for(viewer=alone, cookies={}).is_anything

    assert (left.is_asked, left.has_letter) == (True, True)


def test_a_letter_that_was_taken_back_waits_no_more(couple):
    alice, bob = couple
    apology_of(alice)

    Apology.objects.all().delete()

    assert not left_for(viewer=bob.viewer(), cookies={}).is_anything


def test_an_export_holds_what_one_can_read_and_nothing_sealed(couple):
    alice, bob = couple
    one_of_each_repair(alice, bob)
    keep_draft(viewer=alice.viewer(), tool=Tool.APOLOGY, words=JOKE)
    half_of(alice, ASKS)

    mine = [each.tool for each in queries.export(viewer=alice.viewer())]
    theirs = [(each.tool, each.by) for each in queries.export(viewer=bob.viewer())]

    assert sorted(mine) == [
        "apology",
        "apology, not sent",
        "gentle opening",
        "our loop",
        "our loop",
        "our loop",
        "outside eye",
        "pause plan",
    ]
    assert ("outside eye", "Alice") not in theirs
    assert ("apology, not sent", "Alice") not in theirs
    assert theirs.count(("our loop", "Alice")) == 1


def test_leaving_destroys_what_could_still_open_a_half(couple):
    alice, bob = couple
    half_of(alice, ASKS)

    leave_space(user=bob.user, now=bob.clock.now)

    assert LoopHalf.objects.get().escrow is None
    (past,) = past_viewers(user=alice.user, keyring=alice.keyring, now=alice.clock.now)
    assert [each.words for each in queries.export(viewer=past)] == [ASKS]


def test_erasing_takes_all_of_ones_own_and_nothing_of_the_other(couple):
    alice, bob = couple
    one_of_each_repair(alice, bob)
    opening_of(bob)

    erase_everything(user=alice.user, now=alice.clock.now)

    for table in (Apology, Draft, PausePlan, Writing):
        assert not table.objects.exists()
    assert [row.owner_id for row in Opening.objects.all()] == [bob.user.pk]
    assert [row.owner_id for row in LoopHalf.objects.all()] == [bob.user.pk]
