"""Opening a listening room, taking a step in it, rating a turn, thanking."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.live import announce
from closeknit.rooms.listening.models import ClosingThanks, ListeningRoom, TurnRating
from closeknit.rooms.listening.queries import (
    locked_listening_room,
    open_listening_room,
    seat_of,
    state_today,
)
from closeknit.rooms.listening.rules import (
    BEFORE,
    Act,
    Event,
    Seat,
    Stage,
    State,
    advance,
    new_state,
)
from closeknit.rooms.people.actions.rows import insert_once, unwrap_and_delete
from closeknit.rooms.people.models import Couple, User
from closeknit.rooms.people.viewer import Viewer


@dataclass(frozen=True)
class EveningPlan:
    """How an evening is meant to go; either a library question or words of one's own."""

    question: str
    text: str
    i_speak_first: bool
    is_one_device: bool
    turn_lasts: timedelta


@transaction.atomic
def begin_listening_room(*, viewer: Viewer, key: UUID, plan: EveningPlan) -> UUID:
    """Open a listening room under the id `key`, or return the one that is open already."""
    _clear_away(viewer=viewer)
    standing = open_listening_room(viewer=viewer)
    if standing is not None:
        return standing.pk
    seat = seat_of(viewer)
    row = ListeningRoom(id=key, couple=viewer.couple, held_on=viewer.today)
    row.state = new_state(
        opener=seat,
        speaker=seat if plan.i_speak_first else seat.other,
        is_one_device=plan.is_one_device,
        turn_lasts=plan.turn_lasts,
    )
    viewer.seal(row, _topic(question=plan.question, text=plan.text), readers=Readers.BOTH)
    if insert_once(row):
        return row.pk
    standing = open_listening_room(viewer=viewer)
    return standing.pk if standing else key


@transaction.atomic
def take_step(
    *, viewer: Viewer, listening_room_id: UUID, act: Act, version: int, for_seat: Seat | None = None
) -> State:
    """Move the evening on by one tap; on the device between the two it may be either one's."""
    row, before = _held(viewer=viewer, listening_room_id=listening_room_id)
    seat = _seat(before, viewer=viewer, for_seat=for_seat)
    event = Event(act=act, seat=seat, version=version)
    return _moved(viewer=viewer, row=row, before=before, after=advance(before, event, viewer.now))


@transaction.atomic
def pause(*, viewer: Viewer, listening_room_id: UUID, version: int, lasts: timedelta) -> State:
    """Pause at once, for whichever reason, and name when to come back."""
    row, before = _held(viewer=viewer, listening_room_id=listening_room_id)
    event = Event(
        act=Act.PAUSE, seat=seat_of(viewer), version=version, return_at=viewer.now + lasts
    )
    return _moved(viewer=viewer, row=row, before=before, after=advance(before, event, viewer.now))


@transaction.atomic
def name_topic(
    *, viewer: Viewer, listening_room_id: UUID, version: int, question: str, text: str
) -> State:
    """Name another topic; the other one still says yes or no to it."""
    row, before = _held(viewer=viewer, listening_room_id=listening_room_id)
    event = Event(act=Act.NAME_TOPIC, seat=seat_of(viewer), version=version)
    after = advance(before, event, viewer.now)
    if after != before:
        viewer.seal(row, _topic(question=question, text=text), readers=Readers.BOTH)
    return _moved(viewer=viewer, row=row, before=before, after=after)


@transaction.atomic
def rate_turn(
    *, viewer: Viewer, listening_room_id: UUID, turn: int, version: int, value: int | None
) -> State:
    """Keep how a turn was, for the viewer alone, and go on; None goes on without a rating."""
    row, before = _held(viewer=viewer, listening_room_id=listening_room_id)
    has_ended = before.stage in (Stage.THANKS, Stage.DONE) or turn < before.turn
    if value is not None and (has_ended or (before.stage is Stage.RATING and turn == before.turn)):
        _keep_rating(viewer=viewer, row=row, turn=turn, value=value)
    event = Event(act=Act.RATE, seat=seat_of(viewer), version=version)
    return _moved(viewer=viewer, row=row, before=before, after=advance(before, event, viewer.now))


@transaction.atomic
def show_rating(*, viewer: Viewer, rating: TurnRating) -> None:
    """Let the partner read one rating of the viewer's own."""
    rating = TurnRating.objects.select_for_update().get(pk=rating.pk, owner=viewer.user)
    words = viewer.open(rating)
    if words is None or rating.for_couple is not None:
        return
    viewer.seal(rating, words, readers=Readers.BOTH)
    rating.save()


@transaction.atomic
def thank(*, viewer: Viewer, listening_room_id: UUID, version: int, text: str) -> State:
    """Close one's evening, with a line of thanks if there is one."""
    row, before = _held(viewer=viewer, listening_room_id=listening_room_id)
    if text and before.stage is Stage.THANKS and not before.is_one_device:
        kept = ClosingThanks.objects.filter(listening_room=row, owner=viewer.user).first()
        kept = kept or ClosingThanks(listening_room=row, couple=viewer.couple)
        viewer.seal(kept, {"text": text}, readers=Readers.BOTH)
        kept.save()
    event = Event(act=Act.THANK, seat=seat_of(viewer), version=version)
    return _moved(viewer=viewer, row=row, before=before, after=advance(before, event, viewer.now))


@transaction.atomic
def end_listening_rooms(*, couple: Couple, now: datetime) -> None:
    """End what is open in a space that closes."""
    for row in ListeningRoom.objects.select_for_update().filter(couple=couple, is_over=False):
        stop = Event(act=Act.STOP, seat=Seat(row.opener), version=row.version)
        _keep(row, advance(row.state, stop, now))


@transaction.atomic
def erase(*, user: User) -> None:
    """Delete all that a person wrote and rated here; the wraps go first."""
    for kept in (TurnRating, ClosingThanks):
        unwrap_and_delete(kept.objects.filter(owner=user))
    _leave_evenings_to_the_other(user)
    unwrap_and_delete(ListeningRoom.objects.filter(owner=user))


def _leave_evenings_to_the_other(user: User) -> None:
    """Blank the topic of each evening in which the other rated or thanked; it is theirs then."""
    for kept in (TurnRating, ClosingThanks):
        theirs = kept.objects.filter(listening_room__owner=user).exclude(owner=user)
        for listening_room, other in theirs.values_list("listening_room", "owner").distinct():
            ListeningRoom.objects.filter(pk=listening_room).update(
                owner=other, sealed=b"", for_owner=None, for_couple=None
            )


def _clear_away(*, viewer: Viewer) -> None:
    """Delete what was declined, and what nobody said yes to on its evening; the wraps go first."""
    mine = ListeningRoom.objects.filter(couple=viewer.couple)
    declined = mine.filter(stage=Stage.NOT_TONIGHT)
    unanswered = mine.filter(stage__in=[str(each) for each in BEFORE], held_on__lt=viewer.today)
    for rows in (declined, unanswered):
        unwrap_and_delete(rows)


def _held(*, viewer: Viewer, listening_room_id: UUID) -> tuple[ListeningRoom, State]:
    """Lock a listening room until the transaction ends, so that two taps come one after the other.

    Raises ListeningRoom.DoesNotExist for a room that is not the couple's.
    """
    row = locked_listening_room(viewer=viewer, listening_room_id=listening_room_id)
    return row, state_today(row, viewer=viewer)


def _seat(state: State, *, viewer: Viewer, for_seat: Seat | None) -> Seat:
    own = seat_of(viewer)
    if for_seat is not None and state.is_one_device and state.opener is own:
        return for_seat
    return own


def _moved(*, viewer: Viewer, row: ListeningRoom, before: State, after: State) -> State:
    """Keep what a tap led to, and tell whoever looks; nothing when it moved nothing."""
    if after == before:
        return before
    row.held_on = viewer.today
    if after.stage is Stage.NOT_TONIGHT:
        row.sealed, row.for_owner, row.for_couple = b"", None, None
    _keep(row, after)
    return after


def _keep(row: ListeningRoom, after: State) -> None:
    changed = after.version != row.version
    row.state = after
    row.save()
    if changed:
        transaction.on_commit(partial(announce, row.pk, version=after.version))


def _keep_rating(*, viewer: Viewer, row: ListeningRoom, turn: int, value: int) -> None:
    kept = TurnRating.objects.filter(listening_room=row, turn=turn, owner=viewer.user).first()
    kept = kept or TurnRating(listening_room=row, turn=turn, couple=viewer.couple)
    if kept.for_couple is not None:
        return
    is_speaker = row.state.speaker_in(turn) is seat_of(viewer)
    words = {"felt" if is_speaker else "effort": str(value)}
    viewer.seal(kept, words, readers=Readers.SELF)
    kept.save()


def _topic(*, question: str, text: str) -> dict[str, str]:
    return {"question": question} if question else {"text": text}
