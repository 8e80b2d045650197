"""Playing repair: asking for a good time, letters, the loop, a pause, the outside eye."""

from closeknit.demo.rules import unknown
from closeknit.demo.rules.together import (
    ApologySent,
    HalfDrawn,
    OpeningSent,
    PauseAgreed,
    RepairAct,
    SaidYesToTime,
    TimeAsked,
    WroteOutside,
)
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.actions.asking import ask_for_time, say_yes
from closeknit.rooms.repair.actions.drawing import keep_half
from closeknit.rooms.repair.actions.pausing import agree_on_pause
from closeknit.rooms.repair.actions.sending import send_apology, send_opening
from closeknit.rooms.repair.actions.writing import begin_writing, keep_writing
from closeknit.rooms.repair.queries.kept import writing


def mend(act: RepairAct, *, viewer: Viewer) -> None:
    match act:
        case TimeAsked():
            ask_for_time(viewer=viewer)
        case SaidYesToTime():
            say_yes(viewer=viewer)
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
            row = writing(viewer=viewer, writing_id=act.key)
            keep_writing(viewer=viewer, row=row, words=act.words)
        case _:
            raise unknown(act)
