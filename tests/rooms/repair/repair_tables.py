"""What the repair tools keep, and who may know of it."""

from cast import Person
from owned_tables import Table
from repair_cast import apology_of, half_of, opening_of, writing_of

from closeknit.rooms.repair.actions.asking import ask_for_time
from closeknit.rooms.repair.actions.drafting import keep_draft
from closeknit.rooms.repair.actions.pausing import agree_on_pause
from closeknit.rooms.repair.models import (
    Apology,
    Draft,
    Loop,
    LoopHalf,
    Opening,
    PausePlan,
    TimeRequest,
    Writing,
)
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.pausing import PauseWords
from closeknit.rooms.repair.rules.writing import WritingWords


def open_gently(person: Person, _other: Person, words: str) -> None:
    opening_of(person, OpeningWords(feeling="sad", fact="it rained", request=words))


def apologise(person: Person, _other: Person, words: str) -> None:
    apology_of(person, ApologyWords(did=words))


def draft(person: Person, _other: Person, words: str) -> None:
    viewer = person.viewer()
    keep_draft(viewer=viewer, tool=Tool.APOLOGY, words=ApologyWords(did="not sent"))
    keep_draft(viewer=viewer, tool=Tool.LOOP, words=HalfWords(does=words))


def agree(person: Person, _other: Person, words: str) -> None:
    agree_on_pause(viewer=person.viewer(), words=PauseWords(sign=words, minutes="20"))


def draw(person: Person, _other: Person, words: str) -> None:
    half_of(person, HalfWords(does=words, feels="small"))


def draw_together(person: Person, other: Person, words: str) -> None:
    draw(person, other, words)
    draw(other, person, f"{words} of {other.name}")


def look_from_outside(person: Person, _other: Person, words: str) -> None:
    writing_of(person, WritingWords(happened=words))


def ask(person: Person, _other: Person, _words: str) -> None:
    ask_for_time(viewer=person.viewer())


TABLES = (
    Table(model=Opening, write=open_gently, partner_reads=True),
    Table(model=Apology, write=apologise, partner_reads=True),
    Table(model=Draft, write=draft, private_act="draft with a repair tool"),
    Table(
        model=PausePlan,
        write=agree,
        partner_reads=True,
        goes_with="a couple has one plan for a pause, and it is its last writer's",
    ),
    Table(model=Loop, write=draw),
    Table(
        model=LoopHalf,
        write=draw_together,
        wait=draw,
        partner_reads=True,
        private_act="fill one half of a loop",
    ),
    Table(model=Writing, write=look_from_outside, private_act="write with an outside eye"),
    Table(model=TimeRequest, write=ask),
)
