"""What the questions keep, and who may know of it."""

from uuid import uuid4

from cast import Person
from owned_tables import Table

from closeknit.rooms.questions.actions import (
    ask,
    choose_packs,
    keep_draft,
    reply,
    seal_answer,
    skip_for_good,
)
from closeknit.rooms.questions.models import (
    Answer,
    Day,
    Draft,
    OwnQuestion,
    PackChoice,
    Reply,
    SkippedQuestion,
)
from closeknit.rooms.questions.queries import tonight


def answer(person: Person, _other: Person, words: str) -> None:
    viewer = person.viewer()
    if Answer.objects.filter(owner=person.user, day__date=viewer.today).exists():
        return
    question = tonight(viewer=viewer).question.key
    seal_answer(viewer=viewer, on=viewer.today, question=question, text=words)


def answer_together(person: Person, other: Person, words: str) -> None:
    answer(person, other, words)
    answer(other, person, f"{words} of {other.name}")


def write_back(person: Person, other: Person, words: str) -> None:
    answer_together(person, other, "an answer")
    viewer = person.viewer()
    reply(viewer=viewer, on=viewer.today, text=words, key=uuid4())


def draft(person: Person, _other: Person, words: str) -> None:
    viewer = person.viewer()
    keep_draft(viewer=viewer, on=viewer.today, text="a draft", guess=words)


def skip(person: Person, _other: Person, _words: str) -> None:
    viewer = person.viewer()
    skip_for_good(viewer=viewer, question=tonight(viewer=viewer).question.key)


def ask_own(person: Person, _other: Person, words: str) -> None:
    ask(viewer=person.viewer(), text=words, key=uuid4())


def choose(person: Person, _other: Person, _words: str) -> None:
    choose_packs(viewer=person.viewer(), wanted={"parenting"})


TABLES = (
    Table(model=OwnQuestion, write=ask_own),
    Table(model=Day, write=answer),
    Table(
        model=Answer,
        write=answer_together,
        wait=answer,
        partner_reads=True,
        private_act="answer the day's question alone",
    ),
    Table(model=Draft, write=draft, private_act="draft an answer"),
    Table(model=Reply, write=write_back, partner_reads=True),
    Table(model=SkippedQuestion, write=skip),
    Table(model=PackChoice, write=choose),
)
