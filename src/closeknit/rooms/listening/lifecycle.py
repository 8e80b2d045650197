"""What the listening room does when somebody exports or leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.listening import actions, queries
from closeknit.rooms.listening.models import ListeningRoom
from closeknit.rooms.listening.queries import ratings_of, thanks_in, topic_of
from closeknit.rooms.listening.rules import BEFORE, Stage
from closeknit.rooms.people.lifecycle import Lifecycle
from closeknit.rooms.people.viewer import Viewer


@dataclass(frozen=True)
class ExportedEvening:
    """One evening as a person takes it along: what both said, and the ratings they may see."""

    held_on: date
    topic: str
    felt_understood: Sequence[str]
    effort: Sequence[str]
    thanks: Sequence[str]
    thanks_from_partner: Sequence[str]
    felt_understood_by_partner: Sequence[str]
    effort_by_partner: Sequence[str]


def export(*, viewer: Viewer) -> list[ExportedEvening]:
    """Return the evenings of this space that were begun, the oldest first."""
    begun = ListeningRoom.objects.filter(couple=viewer.couple).exclude(
        stage__in=[*map(str, BEFORE), str(Stage.NOT_TONIGHT)]
    )
    rows = begun.prefetch_related("ratings", "thanks").order_by("held_on", "pk")
    return [_exported(row, viewer=viewer) for row in rows]


def _exported(row: ListeningRoom, *, viewer: Viewer) -> ExportedEvening:
    ratings = ratings_of(row, viewer=viewer)
    mine, theirs = ([each for each in ratings if each.is_mine is it] for it in (True, False))
    thanks = [each for each in thanks_in(row, viewer=viewer) if each.text]
    return ExportedEvening(
        held_on=row.held_on,
        topic=topic_of(row, viewer=viewer).text or "",
        felt_understood=_of_four(each.felt for each in mine),
        effort=_of_four(each.effort for each in mine),
        thanks=[each.text or "" for each in thanks if each.is_mine],
        thanks_from_partner=[each.text or "" for each in thanks if not each.is_mine],
        felt_understood_by_partner=_of_four(each.felt for each in theirs),
        effort_by_partner=_of_four(each.effort for each in theirs),
    )


def _of_four(values: Iterable[int | None]) -> list[str]:
    words = gettext("%(rating)d of 4")
    return [words % {"rating": value} for value in values if value is not None]


LIFECYCLE = Lifecycle(
    key="listening",
    title=_("Listening room"),
    template="listening/exported.html",
    export=export,
    erase=actions.erase,
    close=actions.end_listening_rooms,
    card=queries.card,
)
