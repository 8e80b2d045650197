from dataclasses import replace

from django.db import connection
from django.test.utils import CaptureQueriesContext
from repair_cast import ASKS, LEAVES

from closeknit.rooms.questions.actions import seal_answer
from closeknit.rooms.questions.models import Answer
from closeknit.rooms.questions.queries import tonight
from closeknit.rooms.repair.actions.drawing import keep_half
from closeknit.rooms.repair.queries import loops


def answer(person, text):
    viewer = person.viewer()
    seal_answer(
        viewer=viewer, on=viewer.today, question=tonight(viewer=viewer).question.key, text=text
    )


def lose_the_escrow_key(settings):
    settings.HOST_SECRETS = replace(settings.HOST_SECRETS, escrow=bytes(32))


def test_a_waiting_answer_is_sealed_anew_at_its_authors_next_visit(couple, settings):
    alice, bob = couple
    answer(alice, "alice and the kettle")
    lose_the_escrow_key(settings)

    alice.sign_in().get("/")
    answer(bob, "bob and the rain")

    assert Answer.objects.filter(opened_on=None).count() == 0
    assert "alice and the kettle" in bob.sign_in().get("/tonight/").content.decode()


def test_a_waiting_half_of_a_loop_is_sealed_anew_too(couple, settings):
    alice, bob = couple
    keep_half(viewer=alice.viewer(), words=ASKS)
    lose_the_escrow_key(settings)
    keep_half(viewer=bob.viewer(), words=LEAVES)
    assert not any(ring.drawing for ring in loops.seen_loops(viewer=bob.viewer()))

    alice.sign_in().get("/")

    assert all(ring.drawing for ring in loops.seen_loops(viewer=bob.viewer()))


def test_what_waits_is_looked_at_once_after_a_loss_and_not_again(couple, settings):
    alice, _bob = couple
    answer(alice, "alice and the kettle")
    alice.sign_in()
    lose_the_escrow_key(settings)
    alice.client.get("/")
    sealed = Answer.objects.get().sealed

    with CaptureQueriesContext(connection) as captured:
        alice.client.get("/")

    assert Answer.objects.get().sealed == sealed
    assert all(query["sql"].startswith("SELECT") for query in captured)
