"""What the listening room keeps, and who may know of it."""

from datetime import timedelta
from uuid import UUID, uuid4

from cast import Person
from owned_tables import Table

from closeknit.rooms.listening.actions import (
    EveningPlan,
    begin_listening_room,
    rate_turn,
    take_step,
    thank,
)
from closeknit.rooms.listening.models import ClosingThanks, ListeningRoom, TurnRating
from closeknit.rooms.listening.queries import open_listening_room
from closeknit.rooms.listening.rules import Act

_TURN = (Act.BEGIN, Act.FINISH, Act.SAY_BACK, Act.GOT_IT)


def open_an_evening(person: Person, other: Person, words: str) -> None:
    _hold(person, other, topic=words)


def come_as_a_guest(person: Person, other: Person, words: str) -> None:
    """Rate and thank on an evening that the other opened."""
    _hold(other, person, topic="the garden", thanks=words)


def _hold(opener: Person, guest: Person, *, topic: str, thanks: str = "") -> None:
    """Hold a whole evening in which only the guest rates and thanks."""
    plan = EveningPlan(
        question="",
        text=topic,
        i_speak_first=True,
        is_one_device=False,
        turn_lasts=timedelta(minutes=2),
    )
    key = begin_listening_room(viewer=opener.viewer(), key=uuid4(), plan=plan)
    _tap(guest, key, Act.AGREE)
    for turn, (speaker, listener) in enumerate(((opener, guest), (guest, opener)), start=1):
        for each, act in zip((speaker, speaker, listener, speaker), _TURN, strict=True):
            _tap(each, key, act)
        _rate(opener, key, turn=turn, value=None)
        _rate(guest, key, turn=turn, value=3)
    for each, text in ((opener, ""), (guest, thanks)):
        thank(viewer=each.viewer(), listening_room_id=key, version=_version(key), text=text)
    assert open_listening_room(viewer=opener.viewer()) is None


def _tap(person: Person, key: UUID, act: Act) -> None:
    take_step(viewer=person.viewer(), listening_room_id=key, act=act, version=_version(key))


def _rate(person: Person, key: UUID, *, turn: int, value: int | None) -> None:
    viewer = person.viewer()
    rate_turn(viewer=viewer, listening_room_id=key, turn=turn, version=_version(key), value=value)


def _version(key: UUID) -> int:
    return ListeningRoom.objects.values_list("version", flat=True).get(pk=key)


def three_of_four(_words: str) -> str:
    return "3 of 4"


TABLES = (
    Table(model=ListeningRoom, write=open_an_evening, partner_reads=True),
    Table(model=TurnRating, write=come_as_a_guest, words=three_of_four, private_act="rate a turn"),
    Table(model=ClosingThanks, write=come_as_a_guest, partner_reads=True),
)
