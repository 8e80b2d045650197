from dataclasses import replace

from closeknit.rooms.questions.actions import seal_answer
from closeknit.rooms.questions.models import Answer
from closeknit.rooms.questions.queries import tonight


def answer(person, text):
    viewer = person.viewer()
    seal_answer(
        viewer=viewer, on=viewer.today, question=tonight(viewer=viewer).question.key, text=text
    )


def test_a_waiting_answer_is_sealed_anew_at_its_authors_next_unlock(couple, settings):
    alice, bob = couple
    answer(alice, "alice and the kettle")
    settings.HOST_SECRETS = replace(settings.HOST_SECRETS, escrow=bytes(32))

    alice.sign_in().get("/")
    answer(bob, "bob and the rain")

    assert Answer.objects.filter(revealed_on=None).count() == 0
    assert "alice and the kettle" in bob.sign_in().get("/tonight/").content.decode()


def test_looking_at_today_writes_nothing_when_no_key_was_lost(couple, django_assert_num_queries):
    alice, _bob = couple
    answer(alice, "alice and the kettle")
    before = Answer.objects.get().sealed

    alice.sign_in().get("/")

    assert Answer.objects.get().sealed == before
