"""Playing an evening together: rooms, repair, meetings and practices, by their own actions."""

from datetime import timedelta

from closeknit.domain.library import Practice
from closeknit.rooms.listening import actions as listening
from closeknit.rooms.listening import queries as listened
from closeknit.rooms.meetings import actions as meetings
from closeknit.rooms.meetings import queries as met
from closeknit.rooms.meetings.rules.agenda import PlanWords
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import actions as practices
from closeknit.rooms.practices.queries import practice_called
from closeknit.rooms.repair.actions.asking import ask_for_time
from closeknit.rooms.repair.actions.asking import say_yes as say_yes_to_time
from closeknit.rooms.repair.actions.drawing import keep_half
from closeknit.rooms.repair.actions.pausing import agree_on_pause
from closeknit.rooms.repair.actions.sending import send_apology, send_opening
from closeknit.rooms.repair.actions.writing import begin_writing, keep_writing
from closeknit.rooms.repair.queries.kept import writings
from closeknit.rooms.sample.rules import Act, StoryError
from closeknit.rooms.sample.rules.together import (
    ApologySent,
    HalfDrawn,
    HourChosen,
    Marked,
    MeetingNoted,
    MeetingPlanned,
    OpeningSent,
    PauseAgreed,
    RoomOpened,
    RoomPaused,
    RoomThanked,
    SaidYes,
    SaidYesToTime,
    SteppedInto,
    StepTaken,
    TimeAsked,
    TurnRated,
    WroteOutside,
)


def perform_together(act: Act, *, viewer: Viewer) -> None:
    """Do one act; raises StoryError where it has no place."""
    match act:
        case RoomOpened() | StepTaken() | RoomPaused() | TurnRated() | RoomThanked():
            _listen(act, viewer=viewer)
        case MeetingNoted() | MeetingPlanned():
            _meet(act, viewer=viewer)
        case HourChosen():
            hour = WeeklyHour(weekday=act.weekday, at=act.at, zone=viewer.couple.zone)
            meetings.keep_hour(viewer=viewer, hour=hour)
        case SaidYes() | SteppedInto() | Marked():
            _practise(act, viewer=viewer)
        case _:
            _mend(act, viewer=viewer)


def _listen(act: Act, *, viewer: Viewer) -> None:
    if isinstance(act, RoomOpened):
        listening.open_a_room(viewer=viewer, key=act.key, plan=_plan(act))
        return
    if isinstance(act, TurnRated):
        _rate(act, viewer=viewer)
        return
    row = listened.open_room(viewer=viewer)
    if row is None:
        raise StoryError(f"no listening room is open on day {act.day}")
    match act:
        case StepTaken():
            own = listened.seat_of(viewer)
            seat = own.other if act.as_other else own
            listening.take_step(
                viewer=viewer, room_id=row.pk, act=act.step, version=row.version, for_seat=seat
            )
        case RoomPaused():
            lasts = timedelta(minutes=act.minutes)
            listening.pause(viewer=viewer, room_id=row.pk, version=row.version, lasts=lasts)
        case RoomThanked():
            listening.thank(viewer=viewer, room_id=row.pk, version=row.version, text=act.text)


def _plan(act: RoomOpened) -> listening.Plan:
    return listening.Plan(
        question=act.question,
        text=act.topic,
        i_speak_first=act.speaks_first is act.by,
        is_one_device=act.is_one_device,
        turn_lasts=timedelta(minutes=act.minutes),
    )


def _rate(act: TurnRated, *, viewer: Viewer) -> None:
    row = listened.room(viewer=viewer, room_id=act.room)
    if row is None:
        raise StoryError(f"there is no listening room {act.room} on day {act.day}")
    listening.rate_turn(
        viewer=viewer, room_id=row.pk, turn=act.turn, version=row.version, value=act.value
    )
    if act.is_shown:
        ratings = listened.ratings_of(row, viewer=viewer)
        mine = next(each for each in ratings if each.is_mine and each.turn == act.turn)
        rating = listened.own_rating(viewer=viewer, rating_id=mine.id).get()
        listening.show_rating(viewer=viewer, rating=rating)


def _meet(act: Act, *, viewer: Viewer) -> None:
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


def _practise(act: Act, *, viewer: Viewer) -> None:
    match act:
        case SaidYes():
            practices.say_yes(viewer=viewer, slug=_practice(act.slug).id)
        case SteppedInto():
            practice = _practice(act.slug)
            practices.go_to_step(viewer=viewer, practice=practice, step=act.step, is_alone=True)
        case Marked():
            slug = _practice(act.slug).id
            practices.keep_opinion(viewer=viewer, slug=slug, opinion=act.opinion)


def _mend(act: Act, *, viewer: Viewer) -> None:
    match act:
        case TimeAsked():
            ask_for_time(viewer=viewer)
        case SaidYesToTime():
            say_yes_to_time(viewer=viewer)
        case OpeningSent():
            send_opening(viewer=viewer, key=act.key, words=act.words)
        case ApologySent():
            send_apology(viewer=viewer, key=act.key, words=act.words)
        case HalfDrawn():
            keep_half(viewer=viewer, words=act.words)
        case PauseAgreed():
            agree_on_pause(viewer=viewer, words=act.words)
        case WroteOutside():
            begin_writing(viewer=viewer, key=act.key)
            row = writings(viewer=viewer).get(pk=act.key)
            keep_writing(viewer=viewer, row=row, words=act.words)


def _practice(slug: str) -> Practice:
    practice = practice_called(slug)
    if practice is None:
        raise StoryError(f"there is no practice {slug!r}")
    return practice
