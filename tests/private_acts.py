"""Every act of Alice's that is hers alone, as her own browser does it."""

import base64
import json
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from acts import Act, NotTakenError, day, one_after_the_other, post, posting
from cast import Person
from exports import taken
from offline_device import new_entry, payload, seal_on_device
from private_settings import SETTINGS_ACTS

from closeknit.domain.vault import offline_public_key
from closeknit.rooms.listening.queries import open_listening_room
from closeknit.rooms.meetings.queries import open_meeting
from closeknit.rooms.offline.rules import Refusal
from closeknit.rooms.questions.queries.album import chosen_packs
from closeknit.rooms.questions.queries.days import day_page

OPENING = {"feeling": "left out", "fact": "the plan changed", "request": "a line first"}


def answer(person: Person, back: int = 0, **extra: str) -> None:
    words = {"text": "what I would never say aloud", "question": _asked_on(person, back=back)}
    post(person, f"{day(person, back)}/seal/", **words, **extra)


def _asked_on(person: Person, *, back: int) -> str:
    viewer = person.viewer()
    found = day_page(viewer=viewer, on=viewer.today - timedelta(days=back))
    if found is None or found.question is None:
        raise NotTakenError("No question stands on that day.")
    return found.question.key


def answer_and(what: str) -> Act:
    def act(person: Person) -> None:
        answer(person)
        post(person, f"{day(person)}/{what}/", guess="a guess")

    return act


def answer_without_a_network(person: Person) -> None:
    sent = _sealed_on_the_phone(person)
    refused = post(person, "/offline/send/", **sent).json().get("refused")
    if refused is not None:
        raise NotTakenError(refused)


def read_what_stayed_on_the_phone(person: Person) -> None:
    kept = {**_sealed_on_the_phone(person), "why": Refusal.DAY_CLOSED}
    shown = post(person, "/offline/kept/", entries=json.dumps([kept]))
    assert b"from the train" in shown.content


def _sealed_on_the_phone(person: Person) -> dict[str, str]:
    viewer, entry = person.viewer(), new_entry()
    fields = {"text": "from the train", "question": _asked_on(person, back=0)}
    words = payload(fields, space=viewer.couple.pk, day=viewer.today, written=viewer.now)
    key = offline_public_key(viewer.keyring)
    sealed = seal_on_device(words, key=key, person=viewer.user.pk, kind="answer", entry=entry)
    return {"id": str(entry), "kind": "answer", "sealed": base64.b64encode(sealed).decode()}


def ask_and_take_back(person: Person) -> None:
    key = uuid4()
    post(person, "/questions/own/", key=str(key), text="Would you move away?")
    post(person, f"/questions/own/{key}/take-back/")


def open_to_the_bravest(person: Person) -> None:
    _say_yes(person, "deeper")


def open_to_desire(person: Person) -> None:
    _say_yes(person, "desire")


def _say_yes(person: Person, box: str) -> None:
    """Tick one box on a page whose others, the packs of both among them, stay as they are."""
    viewer = person.viewer()
    stood = {"deeper": viewer.membership.deep_since, "desire": viewer.membership.desire_since}
    ticked = {name: "on" for name, since in stood.items() if since or name == box}
    post(person, "/questions/choices/", packs=chosen_packs(viewer=viewer), **ticked)


def fill_a_half(person: Person) -> None:
    post(person, "/repair/loop/", does="I go quiet", feels="small")


def write_to_oneself(person: Person) -> str:
    """Write with the outside eye, its draft first; return where the writing lies."""
    key = uuid4()
    post(person, "/repair/outside/", key=str(key))
    post(person, f"/repair/outside/{key}/draft/", happened="We")
    post(person, f"/repair/outside/{key}/", happened="We argued.")
    return f"/repair/outside/{key}/"


def write_to_oneself_and_delete_it(person: Person) -> None:
    post(person, f"{write_to_oneself(person)}remove/")


def note_a_practice(person: Person) -> str:
    """Note that a practice was done; return where the note lies."""
    key = uuid4()
    post(person, "/practices/savour/done/", rating="helped", words="for me", key=str(key))
    return f"/practices/history/{key}/"


def note_a_practice_otherwise(person: Person) -> None:
    post(person, note_a_practice(person), rating="neutral", words="less so")


def note_a_practice_and_delete_it(person: Person) -> None:
    post(person, f"{note_a_practice(person)}remove/")


def rate_the_turn(person: Person) -> None:
    row = open_listening_room(viewer=person.viewer())
    if row is None:
        raise NotTakenError("No listening room is open.")
    version = str(row.version)
    post(person, f"/listening/{row.pk}/rate/", version=version, turn="1", value="1")


def note_in_the_meeting(person: Person) -> None:
    meeting = open_meeting(viewer=person.viewer())
    if meeting is None:
        raise NotTakenError("No meeting is open.")
    post(person, f"/meeting/{meeting.pk}/thanks/note/", text="Only mine.")


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
    "what stayed on the phone": read_what_stayed_on_the_phone,
    "a question taken back": ask_and_take_back,
    "open to the bravest": open_to_the_bravest,
    "open to desire": open_to_desire,
    "a quiet month": posting("/quiet-month/"),
    "a file to take along deleted": posting("/take/forget/"),
    "put off": posting("/not-tonight/", what="evening"),
    "an evening begun": posting("/evening/begin/", step="thanks"),
    "a lone yes": posting("/practices/longer-kiss/yes/"),
    "a yes taken back": one_after_the_other(
        posting("/practices/longer-kiss/yes/"), posting("/practices/longer-kiss/stop/")
    ),
    "a step": posting("/practices/savour/step/", to="2", alone="on"),
    "a practice noted": note_a_practice,
    "a practice noted otherwise": note_a_practice_otherwise,
    "a note deleted": note_a_practice_and_delete_it,
    "a practice set aside": posting("/practices/speaker-turns/mark/", opinion="not_for_me"),
    "a thank-you begun": posting("/thanks/new/draft/", did="you cooked"),
    "an apology begun": posting("/repair/apology/draft/", did="I was late"),
    "a half begun": posting("/repair/loop/draft/", does="I go"),
    "a half": fill_a_half,
    "a writing": write_to_oneself,
    "a writing deleted": write_to_oneself_and_delete_it,
    "an opening looked at": posting("/repair/opening/", feeling="left out"),
    "an opening read aloud": posting("/repair/opening/aloud/", **OPENING),
    "an apology read aloud": posting("/repair/apology/aloud/", did="I was late"),
    "no time tonight": posting("/repair/good-time/not-tonight/"),
    "a look at safety": posting("/guide/safety/", afraid="yes"),
    "what she can take along": lambda person: taken(person.client, person.password),
    **SETTINGS_ACTS,
}
WITH_BOTH_THERE: dict[str, Act] = {
    "a rating": rate_the_turn,
    "a note not shown": note_in_the_meeting,
}
WHILE_ALONE: dict[str, Act] = {
    "thanks kept for herself": posting(
        "/thanks/new/", did="you came early", for_whom="me", key=str(UUID(int=12))
    ),
    "answers to three evenings": one_after_the_other(*(partial(answer, back=n) for n in range(3))),
}
