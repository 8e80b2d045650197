"""What a device hands in is done once, as by a click, or refused with a reason."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

import pytest
from cast import Person, pair
from offline_device import payload, seal_on_device

from closeknit.domain.vault import offline_public_key
from closeknit.rooms.archive.actions import leave_space
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.moments.queries import opened, own
from closeknit.rooms.offline.actions import forget_accepted
from closeknit.rooms.offline.models import OfflineEntry
from closeknit.rooms.people.actions.accounts import open_space
from closeknit.rooms.people.actions.passwords import change_password, stretch_new
from closeknit.rooms.questions.actions import keep_draft, pass_on, seal_answer, skip_for_good
from closeknit.rooms.questions.models import Answer
from closeknit.rooms.questions.queries import tonight
from closeknit.rooms.questions.queries.days import day_page

WORDS = "I wrote this on the train, in the tunnel."
THANKS = {"did": "You held the umbrella.", "for_whom": "them"}


def sealed_by(person: Person, kind: str, fields: dict[str, str], **written) -> dict[str, str]:
    """Return what the worker posts for something that this person wrote."""
    entry = uuid4()
    sealed = seal_on_device(
        payload(fields, **{"written": person.clock.now, "space": _space(person), **written}),
        key=offline_public_key(person.keyring),
        person=person.user.pk,
        kind=kind,
        entry=entry,
    )
    return {"id": str(entry), "kind": kind, "sealed": base64.b64encode(sealed).decode()}


def answer_by(person: Person, text: str = WORDS, **written) -> dict[str, str]:
    question = tonight(viewer=person.viewer()).question
    fields = {"question": question.key, "text": text}
    return sealed_by(person, "answer", fields, **{"day": person.viewer().today, **written})


def _space(person: Person):
    return person.viewer().couple.pk


def hand_in(person: Person, entry: Mapping[str, object]) -> dict:
    response = person.client.post("/offline/send/", entry)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def words_on(person: Person, day) -> str | None:
    mine = day_page(viewer=person.viewer(), on=day).answers.mine
    return None if mine is None else mine.text


@pytest.fixture
def two(couple):
    for person in couple:
        person.sign_in()
    return couple


def test_an_answer_is_sealed_as_by_a_click(two):
    alice, bob = two
    today = alice.viewer().today

    said = hand_in(alice, answer_by(alice))

    assert said == {"kept": True}
    assert words_on(alice, today) == WORDS
    assert WORDS not in bob.client.get("/tonight/").content.decode()


def test_the_second_answer_opens_both(two):
    alice, bob = two
    hand_in(alice, answer_by(alice))

    hand_in(bob, answer_by(bob, "I was in the tunnel too."))

    assert WORDS in bob.client.get("/tonight/").content.decode()


def test_the_same_entry_twice_changes_nothing(two):
    alice, _bob = two
    entry, today = answer_by(alice), alice.viewer().today
    hand_in(alice, entry)
    question = tonight(viewer=alice.viewer()).question.key
    seal_answer(viewer=alice.viewer(), on=today, question=question, text="Changed since.")

    again = hand_in(alice, entry)

    assert again == {"kept": True}
    assert words_on(alice, today) == "Changed since."
    assert Answer.objects.count() == OfflineEntry.objects.count() == 1


def test_a_thank_you_keeps_the_id_it_was_given_on_the_device(two):
    alice, bob = two
    entry = sealed_by(alice, "thanks", THANKS)

    said = [hand_in(alice, entry) for _sending in range(2)]

    assert said == [{"kept": True}] * 2
    row = Appreciation.objects.get()
    assert str(row.pk) == entry["id"]
    assert THANKS["did"] in bob.client.get(f"/thanks/{row.pk}/").content.decode()


def test_a_thank_you_that_was_deleted_does_not_come_back(two):
    alice, _bob = two
    entry = sealed_by(alice, "thanks", THANKS)
    hand_in(alice, entry)
    alice.client.post(f"/thanks/{entry['id']}/remove/")

    hand_in(alice, entry)

    assert not Appreciation.objects.exists()


def test_a_thank_you_kept_for_oneself_stays_so_after_the_other_came(alice, bob):
    alice.sign_in()
    entry = sealed_by(alice, "thanks", {**THANKS, "for_whom": "me"})
    pair(alice, bob)
    bob.sign_in()

    hand_in(alice, entry)

    assert opened(own(viewer=alice.viewer()).get(), viewer=alice.viewer()).is_kept
    assert THANKS["did"] not in bob.client.get("/thanks/").content.decode()


def test_last_nights_answer_is_still_taken_in_the_day_after(two, clock):
    alice, _bob = two
    entry, day = answer_by(alice), alice.viewer().today
    clock.forward(hours=20)
    type(alice.user.keyring).objects.update(by_recovery=b"set")

    said = hand_in(alice, entry)

    assert said == {"kept": True}
    assert words_on(alice, day) == WORDS


def test_a_day_that_closed_is_refused(two, clock):
    alice, _bob = two
    entry = answer_by(alice)
    clock.forward(days=7)

    assert hand_in(alice, entry) == {"refused": "day_closed"}
    assert not Answer.objects.exists()


def test_a_day_takes_words_from_a_device_for_its_whole_week(two, clock):
    alice, _bob = two
    entry = answer_by(alice)
    clock.forward(days=6)

    assert hand_in(alice, entry) == {"kept": True}
    assert Answer.objects.get().day.date == alice.viewer().today - timedelta(days=6)


def test_a_question_that_changed_is_refused(alice):
    alice.sign_in()
    entry = answer_by(alice)
    skip_for_good(viewer=alice.viewer(), question=tonight(viewer=alice.viewer()).question.key)

    assert hand_in(alice, entry) == {"refused": "question_changed"}
    assert not Answer.objects.exists()


def test_an_answer_given_elsewhere_meanwhile_is_never_replaced(two):
    alice, _bob = two
    entry, today = answer_by(alice), alice.viewer().today
    question = tonight(viewer=alice.viewer()).question.key
    seal_answer(viewer=alice.viewer(), on=today, question=question, text="On the other phone.")

    said = hand_in(alice, entry)

    assert said == {"refused": "answered"}
    assert words_on(alice, today) == "On the other phone."


def test_a_guess_written_with_the_answer_goes_with_it(two):
    alice, _bob = two
    today = alice.viewer().today
    question = tonight(viewer=alice.viewer()).question.key
    fields = {"question": question, "text": WORDS, "guess": "The lighthouse."}

    said = hand_in(alice, sealed_by(alice, "answer", fields, day=today))

    assert said == {"kept": True}
    assert day_page(viewer=alice.viewer(), on=today).answers.mine.guess == "The lighthouse."


def test_a_guess_given_elsewhere_meanwhile_is_never_replaced(two):
    alice, _bob = two
    today = alice.viewer().today
    question = tonight(viewer=alice.viewer()).question.key
    fields = {"question": question, "text": WORDS, "guess": "The lighthouse."}
    entry = sealed_by(alice, "answer", fields, day=today)
    seal_answer(viewer=alice.viewer(), on=today, question=question, text=WORDS, guess="The pier.")

    assert hand_in(alice, entry) == {"refused": "answered"}
    assert day_page(viewer=alice.viewer(), on=today).answers.mine.guess == "The pier."


def test_the_same_answer_leaves_a_guess_made_meanwhile_as_it_is(two):
    alice, _bob = two
    today = alice.viewer().today
    entry = answer_by(alice)
    question = tonight(viewer=alice.viewer()).question.key
    seal_answer(viewer=alice.viewer(), on=today, question=question, text=WORDS, guess="The pier.")

    assert hand_in(alice, entry) == {"kept": True}
    assert day_page(viewer=alice.viewer(), on=today).answers.mine.guess == "The pier."


def test_a_drafted_guess_stays_beside_the_answer(two):
    alice, _bob = two
    today = alice.viewer().today
    entry = answer_by(alice)
    keep_draft(viewer=alice.viewer(), on=today, text="", guess="The pier.")

    hand_in(alice, entry)

    assert day_page(viewer=alice.viewer(), on=today).draft_guess == "The pier."


def test_a_draft_with_words_of_its_own_is_kept_beside_the_answer(two):
    alice, _bob = two
    today = alice.viewer().today
    entry = answer_by(alice)
    keep_draft(viewer=alice.viewer(), on=today, text="Another beginning.")

    hand_in(alice, entry)

    page = day_page(viewer=alice.viewer(), on=today)
    assert (page.answers.mine.text, page.draft) == (WORDS, "Another beginning.")


def test_a_draft_that_is_the_answers_beginning_goes_with_it(two):
    alice, _bob = two
    today = alice.viewer().today
    entry = answer_by(alice)
    keep_draft(viewer=alice.viewer(), on=today, text=WORDS[:12])

    hand_in(alice, entry)

    assert day_page(viewer=alice.viewer(), on=today).draft == ""


def test_not_tonight_said_elsewhere_gives_way_to_words(two):
    alice, _bob = two
    entry, today = answer_by(alice), alice.viewer().today
    pass_on(viewer=alice.viewer(), on=today)

    assert hand_in(alice, entry) == {"kept": True}


def test_after_unpairing_nothing_reaches_the_new_space(two, clock):
    alice, _bob = two
    entries = [answer_by(alice), sealed_by(alice, "thanks", THANKS)]
    leave_space(user=alice.user, now=alice.clock.now)
    between = [hand_in(alice, entry) for entry in entries]
    open_space(user=alice.user, keyring=alice.keyring, zone="Europe/Berlin", now=clock.now)

    after = [hand_in(alice, entry) for entry in entries]

    assert between == after == [{"refused": "space_closed"}] * 2
    assert not Answer.objects.exists()
    assert not Appreciation.objects.exists()
    assert not OfflineEntry.objects.exists()


def test_another_persons_session_refuses_it(two):
    alice, bob = two
    entry = answer_by(alice)

    assert hand_in(bob, entry) == {"refused": "damaged"}
    assert not Answer.objects.exists()


def test_a_flipped_bit_is_refused(two):
    alice, _bob = two
    entry = answer_by(alice)
    raw = bytearray(base64.b64decode(entry["sealed"]))
    raw[-1] ^= 1

    broken = {**entry, "sealed": base64.b64encode(raw).decode()}

    assert hand_in(alice, broken) == {"refused": "damaged"}


@pytest.mark.parametrize(
    "wrong", [{"kind": "reply"}, {"id": "7"}, {"sealed": "?"}, {"sealed": ""}, {"kind": "thanks"}]
)
def test_what_has_no_shape_is_refused(two, wrong):
    alice, _bob = two

    assert hand_in(alice, {**answer_by(alice), **wrong}) == {"refused": "damaged"}


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"space": 7}', b'{"fields": {"text": 1}}', b"\xff", b"[" * 90_000],
    ids=range(7),
)
def test_a_seal_around_nonsense_is_refused(two, content):
    alice, _bob = two
    entry = uuid4()
    key = offline_public_key(alice.keyring)
    sealed = seal_on_device(content, key=key, person=alice.user.pk, kind="answer", entry=entry)
    given = {"id": entry, "kind": "answer", "sealed": base64.b64encode(sealed).decode()[:170_000]}

    assert hand_in(alice, given) == {"refused": "damaged"}


@pytest.mark.parametrize("text", ["", "   ", "x" * 12_001], ids=["empty", "blank", "long"])
def test_words_that_a_form_would_refuse_are_refused_here(two, text):
    alice, _bob = two

    assert hand_in(alice, answer_by(alice, text)) == {"refused": "unfit"}


def test_an_answer_without_a_day_is_refused(two):
    alice, _bob = two

    assert hand_in(alice, answer_by(alice, day=None)) == {"refused": "unfit"}


def test_what_waited_longer_than_an_entry_is_remembered_is_refused(two, clock):
    alice, _bob = two
    entry = sealed_by(alice, "thanks", THANKS, written=clock.now - timedelta(days=61))

    assert hand_in(alice, entry) == {"refused": "too_old"}


def test_entries_are_forgotten_only_when_their_age_refuses_them(two, clock):
    alice, _bob = two
    hand_in(alice, sealed_by(alice, "thanks", THANKS))
    today = alice.viewer().today

    forget_accepted(today=today + timedelta(days=119))
    remembered = OfflineEntry.objects.count()
    forget_accepted(today=today + timedelta(days=121))

    assert (remembered, OfflineEntry.objects.count()) == (1, 0)


def test_it_opens_after_a_new_password(two):
    alice, _bob = two
    entry = answer_by(alice)
    new = stretch_new("another quiet evening")
    change_password(user=alice.user, umk=alice.keyring.umk, password=new)
    alice.client.cookies.clear()
    login = {"login": "alice", "password": "another quiet evening", "kind": "own"}
    alice.client.post("/sign-in/", login)

    assert hand_in(alice, entry) == {"kept": True}


def test_a_locked_vault_takes_nothing_in_and_says_so(two):
    alice, _bob = two
    entry = answer_by(alice)
    alice.client.post("/lock/")

    asked, posted = alice.client.get("/offline/send/"), alice.client.post("/offline/send/", entry)

    assert (asked.status_code, posted.status_code) == (423, 423)
    assert "Unlock" in asked.json()["words"]["locked"]
    assert "token" not in asked.json()
    assert not Answer.objects.exists()


def test_after_signing_out_nothing_is_taken_in(two):
    alice, _bob = two
    entry = answer_by(alice)
    alice.client.post("/sign-out/")

    response = alice.client.post("/offline/send/", entry)

    assert response.status_code == 401
    assert not Answer.objects.exists()
