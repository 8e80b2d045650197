"""An evening in the listening room: where it stands in the clear, what was said sealed."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import models
from django.db.models import Q

from closeknit.rooms.listening.rules import BOTH, OVER, Seat, Stage, State
from closeknit.rooms.people.models import SealedRow

_SEATS = Q(turn__in=[1, 2], opener__in=[1, 2], speaker__in=[1, 2])
_NO_INSTANTS = Q(turn_ends_at=None, paused_at=None, return_at=None)


class ListeningRoom(SealedRow):
    """One evening; its topic is sealed for two. Instants stand only while it is open."""

    PLACE = "listening_listeningroom"

    held_on = models.DateField()
    is_over = models.BooleanField(default=False)
    stage = models.CharField(max_length=16, choices=[(each, each) for each in Stage])
    version = models.PositiveIntegerField()
    opener = models.PositiveSmallIntegerField()
    speaker = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    is_one_device = models.BooleanField()
    turn_seconds = models.PositiveSmallIntegerField()
    done_one = models.BooleanField()
    done_two = models.BooleanField()
    back_one = models.BooleanField()
    back_two = models.BooleanField()
    turn_ends_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    return_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple"], condition=Q(is_over=False), name="one_open_room_a_couple"
            ),
            models.CheckConstraint(condition=_SEATS, name="seats_and_turns_of_two"),
            models.CheckConstraint(
                condition=Q(is_over=False) | _NO_INSTANTS, name="no_instants_when_over"
            ),
        ]
        indexes = [models.Index(fields=["couple", "held_on"], name="rooms_of_a_couple")]

    @property
    def state(self) -> State:
        return State(
            opener=Seat(self.opener),
            speaker=Seat(self.speaker),
            is_one_device=self.is_one_device,
            turn_lasts=timedelta(seconds=self.turn_seconds),
            stage=Stage(self.stage),
            turn=self.turn,
            attempt=self.attempt,
            version=self.version,
            done=_seats(one=self.done_one, two=self.done_two),
            back=_seats(one=self.back_one, two=self.back_two),
            turn_ends_at=self.turn_ends_at,
            paused_at=self.paused_at,
            return_at=self.return_at,
        )

    @state.setter
    def state(self, value: State) -> None:
        self.opener, self.speaker = value.opener, value.speaker
        self.is_one_device = value.is_one_device
        self.turn_seconds = int(value.turn_lasts.total_seconds())
        self.stage, self.version = value.stage, value.version
        self.turn, self.attempt = value.turn, value.attempt
        self.done_one, self.done_two = Seat.ONE in value.done, Seat.TWO in value.done
        self.back_one, self.back_two = Seat.ONE in value.back, Seat.TWO in value.back
        self.turn_ends_at = value.turn_ends_at
        self.paused_at, self.return_at = value.paused_at, value.return_at
        self.is_over = value.stage in OVER


class TurnRating(SealedRow):
    """How a turn was for one of the two; sealed for them alone until they show it."""

    PLACE = "listening_turnrating"

    listening_room = models.ForeignKey(ListeningRoom, models.CASCADE, related_name="ratings")
    turn = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listening_room", "turn", "owner"], name="one_rating_a_turn_and_person"
            ),
        ]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"room": str(self.listening_room_id), "turn": str(self.turn)}


class ClosingThanks(SealedRow):
    """One line of thanks at the end, sealed for two."""

    PLACE = "listening_closingthanks"

    listening_room = models.ForeignKey(ListeningRoom, models.CASCADE, related_name="thanks")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listening_room", "owner"], name="one_thanks_a_room_and_person"
            ),
        ]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"room": str(self.listening_room_id)}


def _seats(*, one: bool, two: bool) -> frozenset[Seat]:
    return frozenset(seat for seat in BOTH if (one if seat is Seat.ONE else two))
