"""Playing an evening that the two hold together: a listening room, their weekly meeting."""

from datetime import timedelta

from closeknit.demo.rules import StoryError, unknown
from closeknit.demo.rules.together import (
    HourChosen,
    ListeningAct,
    ListeningRoomOpened,
    ListeningRoomPaused,
    ListeningRoomThanked,
    MeetingAct,
    MeetingNoted,
    MeetingPlanned,
    StepTaken,
    TurnRated,
)
from closeknit.rooms.listening import actions as listening
from closeknit.rooms.listening import queries as listened
from closeknit.rooms.meetings import actions as meetings
from closeknit.rooms.meetings import queries as met
from closeknit.rooms.meetings.rules.agenda import PlanWords
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.people.viewer import Viewer


def listen(act: ListeningAct, *, viewer: Viewer) -> None:
    """Do one act in a listening room; raises StoryError where none is open."""
    if isinstance(act, ListeningRoomOpened):
        listening.begin_listening_room(viewer=viewer, key=act.key, plan=_plan(act))
        return
    if isinstance(act, TurnRated):
        _rate(act, viewer=viewer)
        return
    row = listened.open_listening_room(viewer=viewer)
    if row is None:
        raise StoryError(f"no listening room is open on day {act.day}")
    match act:
        case StepTaken():
            own = listened.seat_of(viewer)
            seat = own.other if act.as_other else own
            listening.take_step(
                viewer=viewer,
                listening_room_id=row.pk,
                act=act.step,
                version=row.version,
                for_seat=seat,
            )
        case ListeningRoomPaused():
            lasts = timedelta(minutes=act.minutes)
            listening.pause(
                viewer=viewer, listening_room_id=row.pk, version=row.version, lasts=lasts
            )
        case ListeningRoomThanked():
            listening.thank(
                viewer=viewer, listening_room_id=row.pk, version=row.version, text=act.text
            )
        case _:
            raise unknown(act)


def meet(act: MeetingAct, *, viewer: Viewer) -> None:
    """Do one act of a meeting, or choose its hour."""
    if isinstance(act, HourChosen):
        hour = WeeklyHour(weekday=act.weekday, at=act.at, zone=viewer.zone)
        meetings.keep_hour(viewer=viewer, hour=hour)
        return
    meeting = meetings.begin_meeting(viewer=viewer)  # or the one that is open already
    match act:
        case MeetingNoted():
            meetings.keep_note(
                viewer=viewer, meeting=meeting, part=act.part, text=act.text, show=act.is_shown
            )
        case MeetingPlanned():
            for part in met.seen_meeting(meeting, viewer=viewer).parts:
                meetings.go_on(viewer=viewer, meeting=meeting, after=part)
            words = PlanWords(text=act.text, day=viewer.today + timedelta(days=act.in_days))
            meetings.keep_plan(viewer=viewer, meeting=meeting, words=words)
            meetings.end_meeting(viewer=viewer, meeting=meeting)
        case _:
            raise unknown(act)


def _plan(act: ListeningRoomOpened) -> listening.EveningPlan:
    return listening.EveningPlan(
        question=act.question,
        text=act.topic,
        i_speak_first=act.speaks_first is act.by,
        is_one_device=act.is_one_device,
        turn_lasts=timedelta(minutes=act.minutes),
    )


def _rate(act: TurnRated, *, viewer: Viewer) -> None:
    row = listened.listening_room(viewer=viewer, listening_room_id=act.listening_room)
    listening.rate_turn(
        viewer=viewer, listening_room_id=row.pk, turn=act.turn, version=row.version, value=act.value
    )
    if act.is_shown:
        ratings = listened.ratings_of(row, viewer=viewer)
        mine = next(each for each in ratings if each.is_mine and each.turn == act.turn)
        rating = listened.own_rating(viewer=viewer, rating_id=mine.id)
        listening.show_rating(viewer=viewer, rating=rating)
