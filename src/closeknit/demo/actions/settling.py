"""Settling what an evening asks: the one thing of the story that no click does."""

from closeknit.demo.rules import StoryError
from closeknit.domain.library import bundled
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.models import Day


def settle_question(*, viewer: Viewer, slug: str) -> None:
    """Give the viewer's today the story's question; a day that has one keeps it."""
    question = bundled().questions.get(slug)
    if question is None:
        raise StoryError(f"there is no question {slug!r}")
    day = Day(couple=viewer.couple, date=viewer.today, slug=slug, edition=question.edition)
    Day.objects.bulk_create([day], ignore_conflicts=True)
