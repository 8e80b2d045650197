"""What the thank-yous do when somebody exports or leaves."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.moments import actions, queries
from closeknit.rooms.moments.models import Appreciation, Draft
from closeknit.rooms.moments.queries import ThankYou, draft_of, opened
from closeknit.rooms.moments.rules import ThankYouWords
from closeknit.rooms.people.lifecycle import Lifecycle
from closeknit.rooms.people.viewer import Viewer


@dataclass(frozen=True)
class ExportedThankYou:
    """A thank-you as its readers take it along; a part that was not written is empty."""

    written_on: date
    by: str
    what_you_did: str
    what_it_shows: str
    how_it_landed: str
    said_back: str
    said_back_by: str
    is_damaged: bool


@dataclass(frozen=True)
class ExportedDraft:
    """A thank-you that its author has not sent yet."""

    what_you_did: str
    what_it_shows: str
    how_it_landed: str


def export(*, viewer: Viewer) -> list[ExportedThankYou | ExportedDraft]:
    """Return every thank-you of the viewer's space that they can read, the oldest first."""
    rows = Appreciation.objects.filter(couple=viewer.couple).filter(
        Q(for_couple__isnull=False) | Q(owner=viewer.user)
    )
    oldest_first = rows.select_related("landing").order_by("written_on", "pk")
    exported = [_exported(opened(row, viewer=viewer)) for row in oldest_first]
    begun_here = Draft.objects.filter(owner=viewer.user, couple=viewer.couple).exists()
    draft = draft_of(viewer=viewer) if begun_here else None
    unsent = [ExportedDraft(draft.did, draft.shows, draft.felt)] if draft else []
    return [*exported, *unsent]


def _exported(each: ThankYou) -> ExportedThankYou:
    words = each.words or ThankYouWords(did="")
    answer = each.landed.words if each.landed else None
    said = [str(answer.ready or ""), answer.text] if answer else []
    return ExportedThankYou(
        written_on=each.written_on,
        by=each.by,
        what_you_did=words.did,
        what_it_shows=words.shows,
        how_it_landed=words.felt,
        said_back="; ".join(part for part in said if part),
        said_back_by=each.landed.by if each.landed else "",
        is_damaged=each.words is None,
    )


LIFECYCLE = Lifecycle(
    key="thank_yous",
    title=_("Thank-yous"),
    template="moments/exported.html",
    export=export,
    erase=actions.erase,
    card=queries.card,
)
