"""The three things two people reveal to each other, behind one pair of handles for tests."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cast import Person

from closeknit.rooms.people.models import RevealedTogether
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import actions as practices
from closeknit.rooms.practices.models import Consent
from closeknit.rooms.questions import actions as questions
from closeknit.rooms.questions.models import Answer
from closeknit.rooms.questions.queries.days import day_page
from closeknit.rooms.repair.actions import drawing
from closeknit.rooms.repair.models import LoopHalf
from closeknit.rooms.repair.rules.loop import HalfWords

PRACTICE = "longer-kiss"


@dataclass(frozen=True)
class Reveal:
    """How one room's words are written, taken back and sealed anew."""

    name: str
    model: type[RevealedTogether]
    write: Callable[[Viewer], object]
    take_back: Callable[[Viewer], object]
    renew: Callable[..., None]

    def rows(self) -> list[RevealedTogether]:
        return list(self.model._default_manager.order_by("pk"))

    def open_to(self, viewer: Viewer) -> int:
        """How many rows the viewer can read."""
        return sum(viewer.open(row) is not None for row in self.rows())


def _answer(viewer: Viewer) -> None:
    question = day_page(viewer=viewer, on=viewer.today).question.key
    questions.seal_answer(
        viewer=viewer, on=viewer.today, question=question, text=f"of {viewer.user.name}"
    )


def _let_go(viewer: Viewer) -> None:
    questions.let_go(viewer=viewer, on=viewer.today)


def _fill_half(viewer: Viewer) -> None:
    drawing.keep_half(viewer=viewer, words=HalfWords(does=f"what {viewer.user.name} does"))


def _remove_half(viewer: Viewer) -> None:
    half = LoopHalf.objects.get(owner=viewer.user, opened_on=None)
    drawing.remove_half(viewer=viewer, loop=half.loop)


def _say_yes(viewer: Viewer) -> None:
    practices.say_yes(viewer=viewer, slug=PRACTICE)


def _stop(viewer: Viewer) -> None:
    practices.stop_for_tonight(viewer=viewer, slug=PRACTICE)


REVEALS = (
    Reveal("answers", Answer, _answer, _let_go, questions.renew_escrows),
    Reveal("loops", LoopHalf, _fill_half, _remove_half, drawing.renew_escrows),
    Reveal("yeses", Consent, _say_yes, _stop, practices.renew_escrows),
)


def lose_the_escrow_key(settings, *, key: bytes = bytes(32)) -> None:
    """Let the host begin with another escrow key, as one that was restored without its secrets."""
    settings.HOST_SECRETS = replace(settings.HOST_SECRETS, escrow=key)


def write(reveal: Reveal, person: Person) -> None:
    reveal.write(person.viewer())
