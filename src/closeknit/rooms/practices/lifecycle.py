"""What the practices do when somebody exports, leaves, or an evening is over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.people.lifecycle import Lifecycle
from closeknit.rooms.people.models import Couple
from closeknit.rooms.people.rules import over_everywhere
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import actions, queries
from closeknit.rooms.practices.models import Consent, Doing, PracticeNotes, PracticePlace
from closeknit.rooms.practices.queries import (
    noted,
    notes_of,
    place_of,
    practice_called,
    slugs_with,
)
from closeknit.rooms.practices.rules.notes import Notes, Opinion


@dataclass(frozen=True)
class ExportedDoing:
    """One doing as its author takes it along, and whoever it was shown to."""

    done_on: date
    practice: str
    rating: str
    note: str
    is_damaged: bool
    by: str


@dataclass(frozen=True)
class ExportedMarks:
    favourites: Collection[str]
    not_for_me: Collection[str]


@dataclass(frozen=True)
class ExportedPlace:
    """The step, counted from 1, that the viewer is at."""

    practice: str
    step: int


@dataclass(frozen=True)
class ExportedYes:
    """The viewer's own yes for one evening."""

    said_on: date
    practice: str


Exported = ExportedDoing | ExportedMarks | ExportedPlace | ExportedYes


def export(*, viewer: Viewer) -> list[Exported]:
    """Return what the viewer noted or was shown in this space, the oldest first."""
    may_read = Q(owner=viewer.user) | Q(for_couple__isnull=False)
    rows = Doing.objects.filter(may_read, couple=viewer.couple).order_by("done_on", "pk")
    return [
        *(_exported(row, viewer=viewer) for row in rows),
        *_exported_marks(viewer),
        *_exported_place(viewer),
        *_exported_yeses(viewer),
    ]


def _exported_marks(viewer: Viewer) -> list[ExportedMarks]:
    began_here = PracticeNotes.objects.filter(owner=viewer.user, couple=viewer.couple).exists()
    notes = notes_of(viewer=viewer) if began_here else Notes()
    marks = ExportedMarks(
        favourites=slugs_with(Opinion.FAVOURITE, notes=notes),
        not_for_me=slugs_with(Opinion.NOT_FOR_ME, notes=notes),
    )
    return [marks] if notes.opinions else []


def _exported_place(viewer: Viewer) -> list[ExportedPlace]:
    is_here = PracticePlace.objects.filter(owner=viewer.user, couple=viewer.couple).exists()
    place = place_of(viewer=viewer) if is_here else None
    return [ExportedPlace(_title(place.slug), place.step)] if place else []


def _exported_yeses(viewer: Viewer) -> list[ExportedYes]:
    rows = Consent.objects.filter(couple=viewer.couple, owner=viewer.user).order_by("said_on", "pk")
    opened = ((row.said_on, viewer.open(row) or {}) for row in rows)
    return [ExportedYes(on, _title(words.get("slug", ""))) for on, words in opened]


def _title(slug: str) -> str:
    practice = practice_called(slug)
    return practice.title if practice else slug


def _exported(row: Doing, *, viewer: Viewer) -> ExportedDoing:
    each = noted(row, viewer=viewer)
    partner = viewer.partner
    is_theirs = partner is not None and row.owner_id == partner.pk
    return ExportedDoing(
        by=partner.name if partner and is_theirs else viewer.user.name,
        done_on=each.done_on,
        practice=each.title,
        rating=str(each.done.rating or "") if each.done else "",
        note=each.done.words if each.done else "",
        is_damaged=each.done is None,
    )


def _close(*, couple: Couple, now: datetime) -> None:  # noqa: ARG001  as `Close` has it
    actions.destroy_unrevealed(couple=couple)


def _tidy(*, now: datetime) -> int:
    return actions.forget_old_yeses(before=over_everywhere(now=now))


LIFECYCLE = Lifecycle(
    key="practices",
    title=_("Practices"),
    template="practices/exported.html",
    export=export,
    erase=actions.erase,
    close=_close,
    renew=actions.renew_escrows,
    tidy=_tidy,
    card=queries.card,
)
