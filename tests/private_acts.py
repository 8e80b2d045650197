"""Every act of Alice's that is hers alone, as her own browser does it."""

import base64
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from cast import Person
from django.db.models import F
from django.test import Client
from exports import taken
from offline_device import new_entry, payload, seal_on_device

from closeknit.domain.vault import offline_public_key
from closeknit.rooms.listening.queries import open_listening_room
from closeknit.rooms.meetings.queries import open_meeting
from closeknit.rooms.people.models import Device, Keyring
from closeknit.rooms.questions.queries.album import chosen_packs
from closeknit.rooms.questions.queries.days import day_page

Act = Callable[[Person], object]
WISHES = {"at": "20:30", "pace": "more", "quiet_from": "22:00", "quiet_until": "08:00"}


def post(person: Person, address: str, **fields: str | list[str]):
    response = person.client.post(address, fields)
    assert response.status_code in (200, 204, 302), (address, response.status_code)
    return response


def day(person: Person, back: int = 0) -> str:
    return f"/answers/{person.viewer().today - timedelta(days=back)}"


def answer(person: Person, back: int = 0, **extra: str) -> None:
    viewer = person.viewer()
    seen = day_page(viewer=viewer, on=viewer.today - timedelta(days=back))
    words = {"text": "what I would never say aloud", "question": seen.question.key}
    post(person, f"{day(person, back)}/seal/", **words, **extra)


def answer_and(what: str) -> Act:
    def act(person: Person) -> None:
        answer(person)
        post(person, f"{day(person)}/{what}/", guess="a guess")

    return act


def answer_without_a_network(person: Person) -> None:
    viewer, entry = person.viewer(), new_entry()
    fields = {"text": "from the train", "question": day_page(viewer=viewer, on=viewer.today)}
    fields["question"] = fields["question"].question.key
    words = payload(fields, space=viewer.couple.pk, day=viewer.today, written=viewer.now)
    key = offline_public_key(viewer.keyring)
    sealed = seal_on_device(words, key=key, person=viewer.user.pk, kind="answer", entry=entry)
    sent = {"id": str(entry), "kind": "answer", "sealed": base64.b64encode(sealed).decode()}
    assert "refused" not in post(person, "/offline/send/", **sent).json()


def come_in_elsewhere(person: Person) -> None:
    """Sign in on another browser, look around there, and sign out again."""
    before, person.client = person.client, Client()
    person.sign_in(own_device=False)
    person.client.get("/")
    post(person, "/sign-out/")
    person.client = before


def lock_and_come_back(person: Person) -> None:
    post(person, "/lock/")
    person.client.get("/")
    person.client = Client()
    person.sign_in()


def share_the_device(person: Person) -> None:
    Device.objects.filter(user=person.user).update(kind="shared", returned_at=F("seen_at"))


def write_down_another_code(person: Person) -> None:
    Keyring.objects.filter(user=person.user).update(by_recovery=b"on other paper")


def ask_and_take_back(person: Person) -> None:
    key = UUID(int=77)
    post(person, "/questions/own/", key=str(key), text="Would you move away?")
    post(person, f"/questions/own/{key}/take-back/")


def open_to_the_bravest(person: Person) -> None:
    """Say so on a page whose other half, the packs, stays as it is for both."""
    packs = chosen_packs(viewer=person.viewer())
    post(person, "/questions/choices/", deeper="on", packs=packs)


def fill_a_half(person: Person) -> None:
    post(person, "/repair/loop/", does="I go quiet", feels="small")


def write_to_oneself(person: Person) -> None:
    key = uuid4()
    post(person, "/repair/outside/", key=str(key))
    post(person, f"/repair/outside/{key}/", happened="We argued.")


def want_reminders(person: Person) -> None:
    post(person, "/settings/reminders/", is_on="on", zone="Asia/Tokyo", **WISHES)
    post(person, "/settings/reminders/service/", url="ntfy://some-topic")


def rate_the_turn(person: Person) -> None:
    row = open_listening_room(viewer=person.viewer())
    version = str(row.version)
    post(person, f"/listening/{row.pk}/rate/", version=version, turn="1", value="1")


def note_in_the_meeting(person: Person) -> None:
    meeting = open_meeting(viewer=person.viewer())
    post(person, f"/meeting/{meeting.pk}/thanks/note/", text="Only mine.")


def posting(address: str, **fields: str | list[str]) -> Act:
    return lambda person: post(person, address, **fields)


PRIVATE_ACTS: dict[str, Act] = {
    "a draft": lambda person: post(person, f"{day(person)}/draft/", text="half a thought"),
    "an emptied draft": lambda person: post(person, f"{day(person)}/draft/", text=" "),
    "a draft for an earlier day": lambda person: post(person, f"{day(person, 2)}/draft/", text="x"),
    "not tonight": lambda person: post(person, f"{day(person)}/pass/"),
    "not that day": lambda person: post(person, f"{day(person, 2)}/pass/"),
    "an answer": answer,
    "an answer with a guess": lambda person: answer(person, guess="the sea"),
    "an answer and a guess": answer_and("guess"),
    "an answer kept private": answer_and("keep"),
    "an answer let go": answer_and("let-go"),
    "an answer to yesterday": lambda person: answer(person, back=1),
    "an answer without a network": answer_without_a_network,
    "a question taken back": ask_and_take_back,
    "open to the bravest": open_to_the_bravest,
    "quieter": posting("/settings/choices/", quieter="on"),
    "a pause": posting("/settings/choices/", paused="on"),
    "a quiet month": posting("/quiet-month/"),
    "put off": posting("/not-tonight/", what="evening"),
    "an evening begun": posting("/evening/begin/", step="thanks"),
    "a lone yes": posting("/practices/longer-kiss/yes/"),
    "a yes taken back": lambda person: [
        post(person, f"/practices/longer-kiss/{what}/") for what in ("yes", "stop")
    ],
    "a step": posting("/practices/savour/step/", to="2", alone="on"),
    "a practice noted": posting("/practices/savour/done/", rating="helped", words="for me"),
    "a practice set aside": posting("/practices/speaker-turns/mark/", opinion="not_for_me"),
    "reminders": want_reminders,
    "a calendar": posting("/settings/calendar/new/"),
    "a moment": posting("/settings/calendar/", at="07:00"),
    "another code": write_down_another_code,
    "another device": come_in_elsewhere,
    "a shared device": share_the_device,
    "a locked device": lock_and_come_back,
    "a thank-you begun": posting("/thanks/new/draft/", did="you cooked"),
    "an apology begun": posting("/repair/apology/draft/", did="I was late"),
    "a half begun": posting("/repair/loop/draft/", does="I go"),
    "a half": fill_a_half,
    "a writing": write_to_oneself,
    "no time tonight": posting("/repair/good-time/not-tonight/"),
    "a look at safety": posting("/guide/safety/", afraid="yes"),
    "what she can take along": lambda person: taken(person.client, person.password),
}
WITH_BOTH_THERE: dict[str, Act] = {
    "a rating": rate_the_turn,
    "a note not shown": note_in_the_meeting,
}
