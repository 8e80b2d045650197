"""Short ways to open a room and to tap in it, as a browser without script would."""

import html
import re
from datetime import timedelta
from uuid import UUID, uuid4

from cast import Person

from closeknit.rooms.listening.actions import EveningPlan, begin_listening_room
from closeknit.rooms.listening.models import ListeningRoom

TOPIC = "the garden behind the house"


def opened_by(person: Person, *, text: str = TOPIC, one_device: bool = False) -> ListeningRoom:
    plan = EveningPlan(
        question="",
        text=text,
        i_speak_first=True,
        is_one_device=one_device,
        turn_lasts=timedelta(minutes=2),
    )
    key = begin_listening_room(viewer=person.viewer(), key=uuid4(), plan=plan)
    return ListeningRoom.objects.get(pk=key)


def address(row: ListeningRoom, act: str = "") -> str:
    return f"/listening/{row.pk}/{act}"


def version(row: ListeningRoom) -> int:
    return ListeningRoom.objects.values_list("version", flat=True).get(pk=row.pk)


def tap(person: Person, row: ListeningRoom, act: str, **fields: object) -> None:
    """Tap a button on the page as it is now."""
    data = {"act": act, "version": version(row), **fields}
    assert person.client.post(address(row, "step/"), data).status_code == 302


def rate(person: Person, row: ListeningRoom, *, turn: int, value: str) -> None:
    data = {"turn": turn, "version": version(row), "value": value}
    assert person.client.post(address(row, "rate/"), data).status_code == 302


def thank(person: Person, row: ListeningRoom, text: str = "") -> None:
    data = {"version": version(row), "text": text}
    assert person.client.post(address(row, "thank/"), data).status_code == 302


def speak(speaker: Person, listener: Person, row: ListeningRoom) -> None:
    """Go through one turn up to its ratings."""
    for person, act in (
        (speaker, "begin"),
        (speaker, "finish"),
        (listener, "say back"),
        (speaker, "got it"),
    ):
        tap(person, row, act)


def hold(alice: Person, bob: Person, row: ListeningRoom) -> None:
    """Hold the whole evening, with one rating and one line of thanks each."""
    tap(bob, row, "agree")
    for turn, (speaker, listener) in enumerate(((alice, bob), (bob, alice)), start=1):
        speak(speaker, listener, row)
        rate(speaker, row, turn=turn, value="3")
        rate(listener, row, turn=turn, value="2")
    thank(alice, row, "for asking twice")
    thank(bob, row, "for the quiet")


def seen_by(person: Person, row: ListeningRoom) -> str:
    response = person.client.get(address(row))
    assert response.status_code == 200
    return response.content.decode()


def heading(person: Person, row: ListeningRoom) -> str:
    return html.unescape(re.search(r"<h1[^>]*>([^<]+)<", seen_by(person, row)).group(1))


def rows_of(model, listening_room_id: UUID) -> int:
    return model.objects.filter(listening_room=listening_room_id).count()
