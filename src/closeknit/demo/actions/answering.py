"""Playing the questions of the evenings: answering, a word back, handing over, going deeper."""

from closeknit.demo.actions.settling import settle_question
from closeknit.demo.rules import (
    Answered,
    HandedOver,
    QuestionAct,
    Replied,
    Story,
    WantedDeeper,
    unknown,
)
from closeknit.rooms.people.actions.choices import choose_deeper
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import actions as questions


def answer(act: QuestionAct, *, story: Story, viewer: Viewer) -> None:
    match act:
        case WantedDeeper():
            choose_deeper(viewer=viewer, wanted=True)
        case HandedOver():
            questions.hand_over(viewer=viewer, on=story.date_of(act.of_day))
        case Answered():
            settle_question(viewer=viewer, slug=act.question)
            questions.seal_answer(
                viewer=viewer, on=viewer.today, question=act.question, text=act.text
            )
        case Replied():
            questions.reply(viewer=viewer, on=viewer.today, text=act.text, key=act.key)
        case _:
            raise unknown(act)
