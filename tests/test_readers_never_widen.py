"""Whoever writes the database fills columns; sealing again gives nobody words that were not theirs.

At home the partner may be the host: each test does by SQL what such a partner could do.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from cast import Person

from closeknit.domain.vault import VaultError, box_for, cipher, new_couple_key
from closeknit.rooms.listening.actions import EveningPlan, begin_listening_room, take_step
from closeknit.rooms.listening.models import ListeningRoom
from closeknit.rooms.listening.queries import entered
from closeknit.rooms.listening.rules import Act
from closeknit.rooms.meetings.models import Meeting, Note
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.people.actions.resealing import reseal_own_rows
from closeknit.rooms.people.models import CoupleKey, Keyring, SealedRow
from closeknit.rooms.questions import actions as questions
from closeknit.rooms.questions.models import Answer, Draft
from closeknit.rooms.questions.queries.days import day_page
from closeknit.rooms.repair.models import LoopHalf


def answer_of(person: Person, text: str) -> Answer:
    viewer = person.viewer()
    key = day_page(viewer=viewer, on=viewer.today).question.key
    questions.seal_answer(viewer=viewer, on=viewer.today, question=key, text=text)
    return Answer.objects.get(owner=person.user)


def as_the_first_release_left(row: SealedRow, person: Person) -> None:
    """Say of rows that they are of the first version, so that the next act seals them again."""
    type(row)._default_manager.filter(pk=row.pk).update(sealed_version=cipher.FIRST_VERSION)
    Keyring.objects.filter(user=person.user).update(rows_version=cipher.FIRST_VERSION)


def test_a_kept_answer_stays_its_authors_when_its_columns_say_it_is_shared(couple, clock):
    alice, bob = couple
    on = alice.viewer().today
    row = answer_of(alice, "only mine")
    clock.forward(days=8)
    questions.keep_private(viewer=alice.viewer(), on=on)
    Answer.objects.update(for_couple=b"\0", opened_on=on)
    as_the_first_release_left(row, alice)

    reseal_own_rows(viewer=alice.viewer())

    row = Answer.objects.get(pk=row.pk)
    assert bob.viewer().open(row) is None
    assert alice.viewer().open(row)["text"] == "only mine"


def test_a_partner_who_plants_a_key_for_epoch_nought_reads_no_draft(couple):
    alice, bob = couple
    viewer = alice.viewer()
    questions.keep_draft(viewer=viewer, on=viewer.today, text="half a thought")
    row = Draft.objects.get()
    key, bobs = new_couple_key(), bob.keyring
    for reader in (alice, bob):
        box = box_for(
            reader.keyring.public,
            key=key,
            couple=row.couple_id,
            epoch=0,
            reader_id=reader.user.pk,
            signer=bobs,
            signer_id=bob.user.pk,
        )
        CoupleKey.objects.create(
            couple=row.couple, epoch=0, reader=reader.user, signer=bob.user, box=box
        )
    Draft.objects.update(for_couple=b"\0")
    as_the_first_release_left(row, alice)

    reseal_own_rows(viewer=alice.viewer())

    assert 0 not in alice.viewer().couple_keys.by_epoch
    assert bob.viewer().open(Draft.objects.get()) is None


def test_an_edit_keeps_the_readers_that_the_words_really_had(couple):
    alice, bob = couple
    client, on = alice.sign_in(), alice.viewer().today
    client.post("/repair/loop/", {"key": str(uuid4()), "does": "I go quiet", "feels": "small"})
    LoopHalf.objects.update(opened_on=on, escrow=None)
    client.post("/meeting/begin/", {"key": str(uuid4())})
    note = f"/meeting/{Meeting.objects.get().pk}/thanks/note/"
    client.post(note, {"text": "only mine"})
    Note.objects.update(shown_on=on)

    client.post("/repair/loop/", {"key": str(uuid4()), "does": "I go quiet!", "feels": "small"})
    client.post(note, {"text": "only mine!"})

    assert alice.viewer().open(LoopHalf.objects.get())["does"] == "I go quiet!"
    assert alice.viewer().open(Note.objects.get())["text"] == "only mine!"
    for row in (LoopHalf.objects.get(), Note.objects.get()):
        assert bob.viewer().open(row) is None


def test_a_thank_you_kept_for_oneself_stays_so_when_it_is_changed(alice, bob, clock):
    client = alice.sign_in()
    client.post("/thanks/new/", {"key": str(uuid4()), "did": "I rested", "for_whom": "me"})
    row = Appreciation.objects.get()
    Appreciation.objects.update(for_couple=b"\0")

    client.post(f"/thanks/{row.pk}/edit/", {"did": "I rested well", "for_whom": "me"})

    row.refresh_from_db()
    assert row.for_couple is None
    assert alice.viewer().open(row)["did"] == "I rested well"


def test_without_the_key_of_the_space_a_form_shows_what_is_damaged(couple):
    alice, _bob = couple
    row, on = answer_of(alice, "mine"), alice.viewer().today
    client = alice.sign_in()
    CoupleKey.objects.filter(reader=alice.user).delete()
    as_the_first_release_left(row, alice)

    assert client.post(f"/answers/{on}/draft/", {"text": "x"}).status_code == 423


def test_handing_over_without_the_key_of_its_epoch_is_refused(couple):
    alice, _bob = couple
    row = answer_of(alice, "mine")
    row.epoch = 7

    with pytest.raises(VaultError):
        alice.viewer().share(row)


def test_an_evening_that_goes_on_the_next_day_keeps_its_topic(couple, clock):
    alice, bob = couple
    plan = EveningPlan("", "the garden", True, False, timedelta(minutes=2))  # noqa: FBT003  of one use
    key = begin_listening_room(viewer=alice.viewer(), key=uuid4(), plan=plan)

    def tap(person: Person, act: Act) -> None:
        version = ListeningRoom.objects.get().version
        take_step(viewer=person.viewer(), listening_room_id=key, act=act, version=version)

    tap(bob, Act.AGREE)
    tap(alice, Act.BEGIN)
    clock.forward(days=1)
    tap(bob, Act.COME_BACK)
    tap(alice, Act.COME_BACK)

    for person in (alice, bob):
        seen = entered(ListeningRoom.objects.get(), viewer=person.viewer())
        assert seen.topic.text == "the garden"


def test_a_loop_keeps_its_address_when_the_only_half_goes_and_comes_again(couple):
    _alice, bob = couple
    client, addresses = bob.sign_in(), set()

    for _turn in range(2):
        half = {"key": str(uuid4()), "does": "I shout", "feels": "alone"}
        client.post("/repair/loop/", half)
        addresses.add(str(LoopHalf.objects.get(owner=bob.user).loop_id))
        client.post(f"/repair/loop/{LoopHalf.objects.get().loop_id}/remove/")

    assert len(addresses) == 1  # as with a half of the other's in it
