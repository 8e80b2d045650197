"""A couple's listening rooms: the open one, one by its id, what was rated and thanked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from uuid import UUID

from django.db.models import Q, QuerySet

from closeknit.domain.library import Question
from closeknit.live import Grant
from closeknit.rooms.listening.models import ClosingThanks, ListeningRoom, TurnRating
from closeknit.rooms.listening.rules import (
    BEFORE,
    TURNS,
    Seat,
    Stage,
    State,
    auto_paused,
    is_waiting,
)
from closeknit.rooms.listening.rules.topics import is_easy
from closeknit.rooms.people import signing_in
from closeknit.rooms.people.cards import Card, Priority
from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.queries import seats_of
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.people.visit import Visit
from closeknit.ui.language import library
from closeknit.ui.months import Listed, counts_by_month, listed, months_of

SUGGESTIONS = 4


@dataclass(frozen=True)
class Topic:
    """What an evening is about; `text` is None when it cannot be opened."""

    text: str | None


@dataclass(frozen=True)
class Rated:
    """One person's rating of one turn; `felt` by its speaker, `effort` by its listener."""

    turn: int
    felt: int | None
    effort: int | None
    is_mine: bool
    is_shown: bool
    id: UUID


@dataclass(frozen=True)
class Thanked:
    text: str | None
    is_mine: bool


@dataclass(frozen=True)
class Entered:
    """A listening room as one of the two meets it."""

    id: UUID
    held_on: date
    state: State
    topic: Topic
    seat: Seat

    @property
    def is_speaker(self) -> bool:
        return self.state.speaker is self.seat

    @property
    def is_waiting(self) -> bool:
        return is_waiting(self.state, self.seat)

    @property
    def may_act_for_both(self) -> bool:
        """Tell whether this is the one device that lies between the two."""
        return self.state.is_one_device and self.state.opener is self.seat


def _listening_rooms_of(*, couple: UUID | Param, today: date | Param) -> QuerySet[ListeningRoom]:
    """Return a couple's listening rooms; a yes of an earlier evening no longer counts."""
    stale = Q(stage__in=[str(each) for each in BEFORE], held_on__lt=today)
    return ListeningRoom.objects.filter(Q(couple=couple)).exclude(stale)


def _listening_rooms(viewer: Viewer) -> QuerySet[ListeningRoom]:
    return _listening_rooms_of(couple=viewer.couple.pk, today=viewer.today)


_OPEN = CompiledQuery(
    _listening_rooms_of(couple=Param("couple"), today=Param("today")).filter(is_over=False)
)


def open_listening_room(*, viewer: Viewer) -> ListeningRoom | None:
    return _OPEN.first(couple=viewer.couple.pk, today=viewer.today)


def card(*, visit: Visit) -> Card | None:
    """Return the way back to an open listening room."""
    viewer = visit.viewer
    row = open_listening_room(viewer=viewer) if viewer.is_paired else None
    return Card(Priority.UNDER_WAY, "listening/card.html", row.pk) if row else None


def listening_room(*, viewer: Viewer, listening_room_id: UUID) -> ListeningRoom:
    """Return the couple's listening room of this id; raises ListeningRoom.DoesNotExist."""
    return _listening_rooms(viewer).get(pk=listening_room_id)


def locked_listening_room(*, viewer: Viewer, listening_room_id: UUID) -> ListeningRoom:
    """Return a listening room as `listening_room` does, locked until the transaction ends."""
    return _listening_rooms(viewer).select_for_update().get(pk=listening_room_id)


def earlier_listening_rooms(*, viewer: Viewer) -> list[Entered]:
    """Return the evenings that were held to the end, the newest first."""
    return [entered(row, viewer=viewer) for row in _held(viewer)]


def earlier_by_month(*, viewer: Viewer, asked: date | None) -> Listed[Entered]:
    """Return some months of those evenings, the newest first."""
    held = _held(viewer)
    months = months_of(counts_by_month(held, "held_on"), asked=asked)
    some = [entered(row, viewer=viewer) for row in held.filter(months.within("held_on"))]
    return listed(some, months=months, on=lambda each: each.held_on)


def entered(row: ListeningRoom, *, viewer: Viewer) -> Entered:
    return Entered(
        id=row.pk,
        held_on=row.held_on,
        state=state_today(row, viewer=viewer),
        topic=topic_of(row, viewer=viewer),
        seat=seat_of(viewer),
    )


def state_today(row: ListeningRoom, *, viewer: Viewer) -> State:
    """Return where it stands; one left open on an earlier day waits for both to come back."""
    state = row.state
    return auto_paused(state, viewer.now) if row.held_on < viewer.today else state


def seat_of(viewer: Viewer) -> Seat:
    return Seat(viewer.membership.seat)


def topic_of(row: ListeningRoom, *, viewer: Viewer) -> Topic:
    words = viewer.open(row) if row.stage != Stage.NOT_TONIGHT else {}
    if words is None:
        return Topic(text=None)
    asked = library().questions.get(words.get("question", ""))
    return Topic(text=asked.text if asked else words.get("text", ""))


def suggested_topics(*, viewer: Viewer) -> list[Question]:
    """Return a few easy questions, the same ones for both all day."""
    easy = [each for each in library().questions.values() if is_easy(each)]
    seed = f"{viewer.couple.pk} {viewer.today}"
    easy.sort(key=lambda each: blake2b(f"{seed} {each.id}".encode()).digest())
    return easy[:SUGGESTIONS]


def ratings_of(row: ListeningRoom, *, viewer: Viewer) -> list[Rated]:
    """Return the viewer's own ratings, and those of the partner that were shown to both."""
    found = sorted(row.ratings.all(), key=lambda each: (each.turn, each.pk))
    may_see = (
        each for each in found if each.owner_id == viewer.user.pk or each.for_couple is not None
    )
    return [rated for each in may_see if (rated := _rated(each, viewer=viewer)) is not None]


def own_ratings(*, viewer: Viewer) -> QuerySet[TurnRating]:
    return TurnRating.objects.filter(owner=viewer.user, couple=viewer.couple)


def own_rating(*, viewer: Viewer, rating_id: UUID) -> TurnRating:
    """Return one of the viewer's ratings; raises TurnRating.DoesNotExist for any other."""
    return own_ratings(viewer=viewer).get(pk=rating_id)


def unrated_turns(entered: Entered, *, ratings: Sequence[Rated]) -> list[int]:
    """Return the turns that were had and that the viewer may still rate."""
    rated = {each.turn for each in ratings if each.is_mine}
    had = entered.state.turn if entered.state.stage in _AFTER_TURN else entered.state.turn - 1
    return [turn for turn in range(1, min(had, TURNS) + 1) if turn not in rated]


def thanks_in(row: ListeningRoom, *, viewer: Viewer) -> list[Thanked]:
    """Return the closing thanks; the partner's only once both are through."""
    return [
        _thanked(each, viewer=viewer)
        for each in sorted(row.thanks.all(), key=lambda each: each.pk)
        if row.stage == Stage.DONE or each.owner_id == viewer.user.pk
    ]


def grant_to_listen(
    *, cookies: Mapping[str, str], listening_room_id: UUID, now: datetime
) -> Grant | None:
    """Return a browser's right to listen: signed in, unlocked, in the couple of that evening."""
    visitor = signing_in.visitor_with(cookies, now=now)
    if visitor.device is None or signing_in.open_umk(visitor) is None:
        return None
    mine, _partner = seats_of(user=visitor.device.user)
    if mine is None:
        return None
    row = (
        ListeningRoom.objects.filter(pk=listening_room_id, couple=mine.couple_id)
        .only("version")
        .first()
    )
    if row is None:
        return None
    return Grant(person=visitor.device.user_id, couple=mine.couple_id, version=row.version)


_AFTER_TURN = frozenset({Stage.RATING, Stage.THANKS, Stage.DONE})


def _held(viewer: Viewer) -> QuerySet[ListeningRoom]:
    return _listening_rooms(viewer).filter(stage=Stage.DONE).order_by("-held_on", "pk")


def _rated(row: TurnRating, *, viewer: Viewer) -> Rated | None:
    words = viewer.open(row)
    if words is None:
        return None
    return Rated(
        turn=row.turn,
        felt=int(words["felt"]) if "felt" in words else None,
        effort=int(words["effort"]) if "effort" in words else None,
        is_mine=row.owner_id == viewer.user.pk,
        is_shown=row.for_couple is not None,
        id=row.pk,
    )


def _thanked(row: ClosingThanks, *, viewer: Viewer) -> Thanked:
    words = viewer.open(row)
    return Thanked(
        text=None if words is None else words.get("text", ""),
        is_mine=row.owner_id == viewer.user.pk,
    )
