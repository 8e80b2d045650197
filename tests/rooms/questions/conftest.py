"""How the cast writes, through the same actions that a click calls."""

from datetime import date

import pytest
from cast import Person

from closeknit.rooms.people.models import Keyring
from closeknit.rooms.questions import actions
from closeknit.rooms.questions.queries.days import DayPage, day_page
from closeknit.rooms.questions.rules import DayState


class Evening:
    """Writing and looking, for whoever is named."""

    def write(self, person: Person, text: str, *, on: date | None = None) -> DayState:
        viewer = person.viewer()
        on = on or viewer.today
        page = day_page(viewer=viewer, on=on)
        assert page is not None
        assert page.question is not None
        return actions.seal_answer(viewer=viewer, on=on, question=page.question.key, text=text)

    def see(self, person: Person, *, on: date | None = None) -> DayPage | None:
        viewer = person.viewer()
        return day_page(viewer=viewer, on=on or viewer.today)

    def question(self, person: Person) -> str:
        page = self.see(person)
        assert page is not None
        assert page.question is not None
        return page.question.key


@pytest.fixture
def evening() -> Evening:
    return Evening()


@pytest.fixture
def codes_on_paper(db) -> None:
    """Everybody has written down a recovery code, so that later days show no page for it."""
    Keyring.objects.update(by_recovery=b"on paper")
