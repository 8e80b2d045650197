"""One flipped bit in any sealed row: that item shows as damaged, the page renders."""

from uuid import uuid4

import pytest
from meetings_cast import one_of_each_meeting
from repair_cast import one_of_each_repair

from closeknit.rooms.moments.actions import say_how_it_landed, write_thanks
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.moments.rules import LandingWords, ThankYouWords
from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.actions.resealing import sealed_tables
from closeknit.rooms.people.rules import Choices
from closeknit.rooms.practices.actions import go_to_step, keep_opinion, note_doing, say_yes
from closeknit.rooms.practices.queries import library
from closeknit.rooms.practices.rules.notes import Done, Opinion, Rating
from closeknit.rooms.questions.actions import ask, keep_draft, reply, seal_answer
from closeknit.rooms.questions.queries import tonight

PAGES = (
    "/",
    "/tonight/",
    "/answers/",
    "/thanks/",
    "/thanks/new/",
    "/thanks/jar/",
    "/practices/",
    "/practices/speaker-turns/",
    "/practices/history/",
    "/practices/speaker-turns/step/",
    "/practices/longer-kiss/",
    "/repair/",
    "/repair/apology/",
    "/repair/loop/",
    "/repair/pause/",
    "/repair/outside/",
    "/repair/opening/{opening}/",
    "/repair/apology/{apology}/",
    "/repair/loop/{loop}/",
    "/repair/outside/{writing}/",
    "/meeting/",
    "/meeting/{ended}/",
    "/meeting/{meeting}/last-plan/",
    "/meeting/{meeting}/thanks/",
    "/meeting/{meeting}/plan/",
    "/questions/own/",
    "/settings/",
    "/settings/choices/",
    "/take/",
)


def write_one_of_everything(alice, bob, clock) -> dict[str, str]:
    """Return what stands in the addresses."""
    keep_choices(viewer=alice.viewer(), choices=Choices())
    for person in (alice, bob):
        viewer = person.viewer()
        key = tonight(viewer=viewer).question.key
        seal_answer(viewer=viewer, on=viewer.today, question=key, text="a word")
    viewer = bob.viewer()
    reply(viewer=viewer, on=viewer.today, text="a word back", key=uuid4())
    thanks = write_thanks(viewer=viewer, key=uuid4(), words=ThankYouWords(did="the kettle"))
    say_how_it_landed(
        viewer=alice.viewer(),
        row=Appreciation.objects.get(pk=thanks),
        words=LandingWords(text="warmly"),
    )
    ask(viewer=viewer, text="What did the rain say?", key=uuid4())
    viewer = alice.viewer()
    done = Done(slug="speaker-turns", edition=1, rating=Rating.HELPED, done_on=viewer.today)
    note_doing(viewer=viewer, key=uuid4(), done=done)
    keep_opinion(viewer=viewer, slug="soft-spot", opinion=Opinion.FAVOURITE)
    clock.forward(days=1)
    viewer = alice.viewer()
    keep_draft(viewer=viewer, on=viewer.today, text="half a thought")
    type(alice.user.keyring).objects.update(by_recovery=b"set")
    turn = library().practices["speaker-turns"]
    go_to_step(viewer=viewer, practice=turn, step=2, is_alone=False)
    say_yes(viewer=viewer, slug="longer-kiss")
    return {**one_of_each_repair(alice, bob), **one_of_each_meeting(alice, bob, clock)}


@pytest.mark.parametrize("column", ["sealed", "for_owner", "for_couple"])
def test_one_flipped_bit_shows_as_damaged_and_every_page_renders(couple, clock, column):
    alice, bob = couple
    names = write_one_of_everything(alice, bob, clock)
    flipped = 0
    for table in sealed_tables():
        for row in table._default_manager.exclude(**{column: None}):
            value = bytearray(getattr(row, column))
            value[len(value) // 2] ^= 1
            table._default_manager.filter(pk=row.pk).update(**{column: bytes(value)})
            flipped += 1

    alice.sign_in()
    answers = {path: alice.client.get(path.format(**names)) for path in PAGES}

    found = {path: answer.status_code for path, answer in answers.items()}
    assert found == {**dict.fromkeys(PAGES, 200), **_leads_away(column)}
    assert flipped >= 6
    assert b"a word back" not in answers["/answers/"].content
    if column == "sealed":
        for path in ("/thanks/", "/repair/loop/{loop}/", "/repair/pause/", "/meeting/{ended}/"):
            assert "damaged" in answers[path].content.decode(), path


def _leads_away(column: str) -> dict[str, int]:
    """A step that cannot be opened leads to the whole practice; it is sealed for one alone."""
    return {"/practices/speaker-turns/step/": 302} if column != "for_couple" else {}
