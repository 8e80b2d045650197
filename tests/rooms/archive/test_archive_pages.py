import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from django.test import Client
from exports import taken
from meetings_cast import one_of_each_meeting
from repair_cast import one_of_each_repair

from closeknit.rooms.archive.actions import leave_space
from closeknit.rooms.listening.actions import EveningPlan, begin_listening_room
from closeknit.rooms.listening.models import ListeningRoom
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.moments.rules import ForWhom, ThankYouWords
from closeknit.rooms.people.actions.exports import forget_exports
from closeknit.rooms.people.models import Couple, Device, Export, ExportPart, Keyring, User
from closeknit.rooms.people.rules.exports import LOST_AFTER
from closeknit.rooms.practices.actions import note_doing
from closeknit.rooms.practices.rules.notes import Done
from closeknit.rooms.questions.actions import seal_answer
from closeknit.rooms.questions.models import Answer, Day
from closeknit.rooms.questions.queries import tonight


def answer(person, text):
    viewer = person.viewer()
    seal_answer(
        viewer=viewer, on=viewer.today, question=tonight(viewer=viewer).question.key, text=text
    )


def thank(person, text, for_whom=ForWhom.THEM):
    write_thanks(
        viewer=person.viewer(), key=uuid4(), words=ThankYouWords(did=text), for_whom=for_whom
    )


def taken_by(person) -> tuple[str, str]:
    packed = taken(person.sign_in(), person.password).content
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        return folder.read("closeknit.json").decode(), folder.read("closeknit.html").decode()


def test_a_person_takes_their_own_words_and_what_was_shared(couple):
    alice, bob = couple
    answer(alice, "alice and the kettle")
    answer(bob, "bob and the rain")
    thank(bob, "you carried the bags")

    document, page = taken_by(alice)

    for words in ("alice and the kettle", "bob and the rain", "you carried the bags"):
        assert words in document
        assert words in page
    assert json.loads(document)["format"] == "closeknit-archive/1"


def test_what_is_still_sealed_is_not_in_the_partners_archive(couple):
    alice, bob = couple
    answer(alice, "alice and the kettle")
    thank(alice, "for my eyes", ForWhom.ME)

    document, _page = taken_by(bob)

    assert "kettle" not in document
    assert "for my eyes" not in document


FIRST_RELEASE = {
    "questions": {"on", "slug", "edition", "question", "state", "mine", "theirs", "my_guess"}
    | {"their_guess", "draft", "replies"},
    "thank_yous": {"written_on", "by", "what_you_did", "what_it_shows", "how_it_landed"}
    | {"said_back", "said_back_by", "is_damaged"},
    "practices": {"done_on", "practice", "rating", "note", "is_damaged"},
    "listening": {"held_on", "topic", "felt_understood", "effort", "thanks"}
    | {"thanks_from_partner"},
    "repair": {"tool", "on", "by", "words"},
    "meetings": {"on", "part", "by", "text", "day"},
}
"""The keys of "closeknit-archive/1", which whoever reads such a file relies on."""


def test_a_file_has_every_key_that_the_first_release_gave_it(couple, clock):
    alice, bob = couple
    answer(alice, "alice and the kettle")
    thank(alice, "you carried the bags")
    one_of_each_repair(alice, bob)
    one_of_each_meeting(alice, bob, clock)
    note_doing(viewer=alice.viewer(), key=uuid4(), done=Done("speaker-turns", 1, date(2026, 3, 2)))
    plan = EveningPlan("", "the garden", True, False, timedelta(minutes=2))  # noqa: FBT003  of one use
    evening = ListeningRoom.objects.get(
        pk=begin_listening_room(viewer=alice.viewer(), key=uuid4(), plan=plan)
    )
    actions = {"version": evening.version, "act": "agree"}
    bob.sign_in().post(f"/listening/{evening.pk}/step/", actions)

    (space,) = json.loads(taken_by(alice)[0])["spaces"]

    assert {"opened_on", "closed_on", "partner"} <= set(space)
    for key, fields in FIRST_RELEASE.items():
        assert fields <= set(space[key][0]), key


def test_one_leaves_alone_and_the_other_reads_only_that_the_space_is_closed(couple):
    alice, bob = couple
    thank(alice, "you carried the bags")
    alice.sign_in()
    bob.sign_in()

    left = alice.client.post("/leave/", {"current": alice.password})
    page = bob.client.get("/", follow=True)

    assert left["Location"] == "/space-closed/"
    assert "The shared space is closed" in page.content.decode()
    assert "Alice" not in page.content.decode()
    assert "you carried the bags" in taken_by(bob)[0]


def test_7_5_1_leaving_asks_for_the_password_again(couple):
    alice, bob = couple
    alice.sign_in()

    response = alice.client.post("/leave/", {"current": "not this one"})

    assert response.status_code == 422
    assert alice.viewer().partner == bob.user


def test_unrevealed_answers_are_destroyed_when_one_leaves(couple):
    alice, bob = couple
    answer(alice, "alice and the kettle")

    leave_space(user=bob.user, now=bob.clock.now)

    assert not Answer.objects.exclude(escrow=None).exists()
    assert not Answer.objects.exclude(for_couple=None).exists()


def test_a_closed_space_seals_nothing_more_and_a_new_one_has_another_key(couple):
    alice, bob = couple
    old = alice.viewer().couple_keys.by_epoch
    bob.sign_in()
    leave_space(user=alice.user, now=alice.clock.now)

    bob.client.post("/space-closed/")

    assert Couple.objects.exclude(closed_on=None).count() == 1
    assert not set(bob.viewer().couple_keys.by_epoch.values()) & set(old.values())


def test_deleting_an_account_leaves_nothing_of_it(couple):
    alice, bob = couple
    answer(alice, "alice and the kettle")
    thank(alice, "you carried the bags")
    alice.sign_in()

    response = alice.client.post("/delete/", {"current": alice.password}, follow=True)

    assert "deleted" in response.content.decode()
    assert list(User.objects.all()) == [bob.user]
    assert Keyring.objects.count() == 1
    assert not Device.objects.filter(user_id=alice.user.pk).exists()
    assert not Appreciation.objects.exists()
    assert not Answer.objects.exists()


def test_when_the_second_of_two_deletes_their_account_the_space_goes_with_all_its_days(couple):
    alice, bob = couple
    answer(alice, "alice and the kettle")
    answer(bob, "bob and the rain")

    alice.sign_in().post("/delete/", {"current": alice.password})
    left = (Couple.objects.count(), Day.objects.count())
    bob.sign_in().post("/delete/", {"current": bob.password})

    assert left == (1, 1)
    assert not Couple.objects.exists()
    assert not Day.objects.exists()


def test_a_person_without_a_space_can_still_delete_their_account(couple):
    alice, bob = couple
    leave_space(user=bob.user, now=bob.clock.now)
    alice.sign_in()

    alice.client.post("/delete/", {"current": alice.password})

    assert list(User.objects.all()) == [bob.user]


def test_taking_everything_along_asks_for_the_password(couple):
    alice, _bob = couple
    client = alice.sign_in()

    wrong = client.post("/take/", {"current": "not her password"})
    begun = Export.objects.exists()
    right = taken(client, alice.password)

    assert wrong.status_code == 422
    assert not begun
    assert right["Content-Type"] == "application/zip"


def test_an_export_is_for_the_device_that_asked_alone_and_for_an_hour(couple, clock):
    alice, bob = couple
    client = alice.sign_in()
    assert taken(client, alice.password).status_code == 200
    elsewhere = replace(alice, client=Client()).sign_in()

    on_another = elsewhere.get("/take/download/")
    of_another = bob.sign_in().get("/take/download/")
    clock.forward(minutes=59)
    within = client.get("/take/download/")
    clock.forward(minutes=1)
    after = client.get("/take/download/")
    forget_exports(now=clock.now)

    assert (on_another.status_code, of_another.status_code) == (404, 404)
    assert (within.status_code, after.status_code) == (200, 404)
    assert not ExportPart.objects.exists()


def test_an_export_that_one_deletes_is_gone_at_once(couple):
    alice, _bob = couple
    client = alice.sign_in()
    taken(client, alice.password)

    client.post("/take/forget/")

    assert client.get("/take/download/").status_code == 404
    assert not Export.objects.exists()


def test_one_that_is_under_way_is_not_begun_anew(couple):
    alice, _bob = couple
    client = alice.sign_in()

    first, second = (client.post("/take/", {"current": alice.password}) for _ in range(2))

    assert (first["Location"], second["Location"]) == ("/take/", "/take/")
    assert Export.objects.count() == 1
    assert b"Your file is being made" in client.get("/take/").content


def test_one_whose_server_fell_silent_broke_off_and_can_be_asked_for_again(couple, clock):
    alice, _bob = couple
    client = alice.sign_in()
    client.post("/take/", {"current": alice.password})
    clock.forward(seconds=LOST_AFTER.total_seconds())

    page = client.get("/take/")
    again = taken(client, alice.password)

    assert b"It broke off before the file was whole." in page.content
    assert again.status_code == 200


def test_the_house_takes_so_many_at_once_and_says_so(couple, monkeypatch):
    alice, bob = couple
    bob.sign_in().post("/take/", {"current": bob.password})
    monkeypatch.setattr("closeknit.rooms.archive.actions.exports.MOST_AT_ONCE", 1)

    refused = alice.sign_in().post("/take/", {"current": alice.password})

    assert refused.status_code == 503
    assert b"Many files are being made right now." in refused.content
    assert Export.objects.count() == 1


def test_a_file_that_is_too_large_is_said_and_not_kept(couple, monkeypatch):
    alice, _bob = couple
    monkeypatch.setattr("closeknit.rooms.archive.actions.exports.MOST_BYTES", 10)
    client = alice.sign_in()

    taken(client, alice.password)

    assert b"more than this server can pack" in client.get("/take/").content
    assert not ExportPart.objects.exists()


def test_a_damaged_part_hands_over_nothing(couple):
    alice, _bob = couple
    client = alice.sign_in()
    taken(client, alice.password)
    part = ExportPart.objects.get()
    flipped = bytearray(part.sealed)
    flipped[-1] ^= 1
    ExportPart.objects.update(sealed=bytes(flipped))

    assert client.get("/take/download/").status_code == 404
