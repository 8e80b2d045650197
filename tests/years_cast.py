"""What two people do on one evening of their years, by the product's own actions."""

from datetime import timedelta
from uuid import UUID, uuid4

from closeknit.rooms.listening.actions import EveningPlan, begin_listening_room, take_step
from closeknit.rooms.listening.queries import listening_room, seat_of
from closeknit.rooms.listening.rules import Act, Seat
from closeknit.rooms.meetings.actions import begin_meeting, end_meeting, keep_note, keep_plan
from closeknit.rooms.meetings.rules.agenda import Part, PlanWords
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.rules import ThankYouWords
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices.actions import note_doing, show_doing
from closeknit.rooms.practices.models import Doing
from closeknit.rooms.practices.rules.notes import Done, Rating
from closeknit.rooms.questions.actions import seal_answer
from closeknit.rooms.questions.queries.days import day_page
from closeknit.rooms.repair.actions.drawing import keep_half
from closeknit.rooms.repair.actions.sending import send_apology, send_opening
from closeknit.rooms.repair.actions.writing import begin_writing, keep_writing
from closeknit.rooms.repair.models import Writing
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.writing import WritingWords

SAID = "Tonight I noticed how you set the table before I came home. " * 4
_TURN = (Act.BEGIN, Act.FINISH, Act.SAY_BACK, Act.GOT_IT)


def answer(*both: Viewer) -> None:
    """Both answer the day's question, so it opens."""
    for viewer in both:
        question = day_page(viewer=viewer, on=viewer.today).question.key
        seal_answer(viewer=viewer, on=viewer.today, question=question, text=SAID)


def thank(by: Viewer) -> None:
    write_thanks(viewer=by, key=uuid4(), words=ThankYouWords(did=SAID, shows="You plan ahead."))


def practise(by: Viewer, *, slug: str = "speaker-turns", is_shown: bool = False) -> None:
    key = uuid4()
    done = Done(slug, 1, by.today, Rating.HELPED, SAID)
    note_doing(viewer=by, key=key, done=done)
    if is_shown:
        show_doing(viewer=by, row=Doing.objects.get(pk=key))


def listen(by: Viewer) -> UUID:
    """Hold an evening to its end, on the one device that lies between the two."""
    plan = EveningPlan(
        question="",
        text="the garden",
        i_speak_first=True,
        is_one_device=True,
        turn_lasts=timedelta(minutes=2),
    )
    key = begin_listening_room(viewer=by, key=uuid4(), plan=plan)
    for seat in Seat:
        _tap(by, key, Act.AGREE, seat=seat)
    for act in (*_TURN, *_TURN, Act.THANK):
        _tap(by, key, act, seat=seat_of(by))
    return key


def meet(*both: Viewer) -> None:
    meeting = begin_meeting(viewer=both[0])
    for viewer in both:
        keep_note(viewer=viewer, meeting=meeting, part=Part.THANKS, text=SAID, show=True)
    keep_plan(viewer=both[0], meeting=meeting, words=PlanWords(text="Pancakes", day=None))
    end_meeting(viewer=both[0], meeting=meeting)


def mend(*both: Viewer) -> None:
    """Draw a loop, leave an opening and an apology, write with an outside eye."""
    for viewer in both:
        keep_half(viewer=viewer, words=HalfWords(does="I ask", feels="small", fears="You go"))
    send_opening(
        viewer=both[0], key=uuid4(), words=OpeningWords("sad", "the plan changed", "a line first")
    )
    send_apology(viewer=both[1], key=uuid4(), words=ApologyWords(did=SAID))
    for viewer in both:
        key = begin_writing(viewer=viewer, key=uuid4())
        row = Writing.objects.get(pk=key)
        keep_writing(viewer=viewer, row=row, words=WritingWords(happened=SAID, line="The bench."))


def _tap(by: Viewer, key: UUID, act: Act, *, seat: Seat) -> None:
    version = listening_room(viewer=by, listening_room_id=key).version
    take_step(viewer=by, listening_room_id=key, act=act, version=version, for_seat=seat)
