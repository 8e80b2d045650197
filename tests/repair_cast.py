"""Short ways to leave words with the repair tools in tests."""

from uuid import UUID, uuid4

from cast import Person

from closeknit.rooms.repair.actions.drafting import keep_draft
from closeknit.rooms.repair.actions.drawing import keep_half
from closeknit.rooms.repair.actions.pausing import agree_on_pause
from closeknit.rooms.repair.actions.sending import send_apology, send_opening
from closeknit.rooms.repair.actions.writing import begin_writing, keep_writing
from closeknit.rooms.repair.models import Loop, Writing
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.pausing import PauseWords
from closeknit.rooms.repair.rules.writing import WritingWords

LATE = OpeningWords(
    feeling="left out",
    fact="the plan changed and I found out late",
    request="a short line first, next time",
)
JOKE = ApologyWords(did="I made fun of you at dinner.", change="I leave you out of my jokes.")
ASKS = HalfWords(does="I ask three times", feels="scared", fears="You have gone", name="late train")
LEAVES = HalfWords(does="I go quiet and leave", feels="small", steps_out="I could say: give me ten")
KETTLE = PauseWords(sign="Kettle", minutes="20", where="Round the block", back="One warm line")
BENCH = WritingWords(happened="We argued about the visit.", line="What would the bench say?")


def opening_of(person: Person, words: OpeningWords = LATE) -> UUID:
    return send_opening(viewer=person.viewer(), key=uuid4(), words=words)


def apology_of(person: Person, words: ApologyWords = JOKE) -> UUID:
    return send_apology(viewer=person.viewer(), key=uuid4(), words=words)


def half_of(person: Person, words: HalfWords) -> Loop:
    return keep_half(viewer=person.viewer(), words=words)


def writing_of(person: Person, words: WritingWords = BENCH) -> UUID:
    key = begin_writing(viewer=person.viewer(), key=uuid4())
    keep_writing(viewer=person.viewer(), row=Writing.objects.get(pk=key), words=words)
    return key


def one_of_each_repair(alice: Person, bob: Person) -> dict[str, str]:
    """Let Alice leave one of everything, and both draw a loop; return the names in addresses."""
    agree_on_pause(viewer=alice.viewer(), words=KETTLE)
    keep_draft(viewer=alice.viewer(), tool=Tool.APOLOGY, words=JOKE)
    half_of(bob, LEAVES)
    return {
        "opening": str(opening_of(alice)),
        "apology": str(apology_of(alice)),
        "loop": str(half_of(alice, ASKS).pk),
        "writing": str(writing_of(alice)),
    }
