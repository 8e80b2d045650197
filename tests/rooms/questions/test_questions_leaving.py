"""What a person takes along, and what is destroyed when somebody goes."""

from uuid import uuid4

from cast import pair

from closeknit.rooms.people.models import Membership
from closeknit.rooms.questions import actions, queries
from closeknit.rooms.questions.models import Answer, Draft, OwnQuestion, Reply
from closeknit.rooms.questions.rules import DayState


def days(person):
    exported = queries.export(viewer=person.viewer())
    return [each for each in exported if isinstance(each, queries.ExportedDay)]


def test_an_export_holds_all_that_one_could_read_and_no_more(couple, clock, evening):
    alice, bob = couple
    evening.write(alice, "Open.")
    evening.write(bob, "Open too.")
    actions.reply(viewer=bob.viewer(), on=bob.viewer().today, text="Thank you.", key=uuid4())
    clock.forward(days=1)
    evening.write(alice, "Sealed.")
    actions.keep_draft(viewer=bob.viewer(), on=bob.viewer().today, text="LoopHalf")
    actions.ask(viewer=alice.viewer(), text="Ours?", key=uuid4())

    first, second = days(bob)

    assert (first.mine, first.theirs) == ("Open too.", "Open.")
    assert [each.text for each in first.replies] == ["Thank you."]
    assert (second.mine, second.theirs, second.draft) == (None, None, "LoopHalf")
    assert "Sealed." not in repr(queries.export(viewer=bob.viewer()))
    assert queries.export(viewer=alice.viewer())[-1].text == "Ours?"


def test_erasing_a_person_leaves_the_partners_words(couple, evening):
    alice, bob = couple
    evening.write(alice, "Alice wrote.")
    evening.write(bob, "Bob wrote.")
    for person in (alice, bob):
        viewer = person.viewer()
        actions.reply(viewer=viewer, on=viewer.today, text="A word back.", key=uuid4())
        actions.keep_draft(viewer=viewer, on=viewer.today, text="More")
        actions.ask(viewer=viewer, text="Ours?", key=uuid4())

    actions.erase(user=alice.user)

    for model in (Answer, Reply, Draft, OwnQuestion):
        assert [row.owner_id for row in model.objects.all()] == [bob.user.pk]
    (day,) = days(bob)
    assert (day.mine, day.theirs) == ("Bob wrote.", None)


def test_leaving_destroys_what_was_not_yet_open(couple, clock, evening):
    alice, bob = couple
    evening.write(alice, "Open.")
    evening.write(bob, "Open too.")
    clock.forward(days=1)
    evening.write(alice, "Sealed.")
    clock.forward(days=1)
    evening.write(bob, "Kept.")
    actions.keep_private(viewer=bob.viewer(), on=bob.viewer().today)

    actions.destroy_unrevealed(couple=alice.viewer().couple)

    assert [each.mine for each in days(alice)] == ["Open."]
    assert [each.mine for each in days(bob)] == ["Open too.", "Kept."]
    assert not Answer.objects.filter(escrow__isnull=False).exists()


def test_leaving_keeps_what_was_written_alone_for_its_author(alice, bob, clock, evening):
    evening.write(alice, "Before you came.")
    clock.forward(days=1)
    pair(alice, bob)

    actions.destroy_unrevealed(couple=alice.viewer().couple)

    assert [each.mine for each in days(alice)] == ["Before you came."]


def test_an_ex_reads_nothing_that_came_after(couple, dana, clock, evening):
    alice, bob = couple
    evening.write(alice, "Ours.")

    assert days(dana) == []
    assert not Membership.objects.filter(user=dana.user, couple=alice.viewer().couple).exists()
    evening.write(bob, "Ours too.")
    assert days(dana) == []


def test_a_host_who_lost_the_escrow_key_gets_new_wraps_at_the_authors_next_visit(couple, evening):
    alice, bob = couple
    evening.write(alice, "Sealed.")
    Answer.objects.update(escrow=b"of another key")

    before = evening.write(bob, "Mine.")
    actions.renew_escrows(viewer=alice.viewer())

    assert before is DayState.SEALED_WAITING
    assert evening.see(bob).answers.theirs.text == "Sealed."
    assert evening.see(alice).answers.theirs.text == "Mine."
