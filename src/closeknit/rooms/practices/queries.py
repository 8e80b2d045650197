"""The library for one person, what they noted, and what suits them tonight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from closeknit.domain.library import Mode, Practice, Reference, Strand
from closeknit.rooms.people.cards import Card, Priority
from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.people.visit import Visit
from closeknit.rooms.practices.models import Consent, Doing, PracticeNotes, PracticePlace
from closeknit.rooms.practices.rules.doing import Gate, StepReached, place_from_plain
from closeknit.rooms.practices.rules.notes import (
    Done,
    Notes,
    Opinion,
    done_from_plain,
    notes_from_plain,
)
from closeknit.rooms.practices.rules.tonight import GENTLEST_FIRST, Suggestion, suggest
from closeknit.ui.language import library
from closeknit.ui.months import Listed, Months, counts_by_month, listed, months_of

_NOTES = CompiledQuery(PracticeNotes.objects.filter(owner=Param("owner")))


@dataclass(frozen=True)
class Wish:
    """What somebody looks for in the library; None leaves it open."""

    strand: Strand | None = None
    mode: Mode | None = None
    most_minutes: int | None = None


@dataclass(frozen=True)
class Shelf:
    strand: Strand
    practices: Sequence[Practice]


@dataclass(frozen=True)
class Noted:
    """One doing with its practice; `done` is None when it cannot be opened."""

    id: UUID
    done_on: date
    done: Done | None
    title: str
    is_shown: bool = False
    may_be_shown: bool = False
    """Made in this space, so that the partner could read it."""


@dataclass(frozen=True)
class Suggested:
    practice: Practice
    why: Suggestion
    is_alone: bool


def shelves(*, wish: Wish) -> list[Shelf]:
    """Return the practices that fit, strand by strand, the gentlest and shortest first."""
    fitting = sorted(
        (each for each in library().practices.values() if _fits(each, wish=wish)),
        key=lambda each: (each.depth, each.minutes, each.title),
    )
    found = [
        Shelf(strand=strand, practices=[each for each in fitting if each.strand is strand])
        for strand in GENTLEST_FIRST
    ]
    return [shelf for shelf in found if shelf.practices]


def practice_called(slug: str) -> Practice | None:
    """Return a practice by its id, a retired one too, so that old notes still lead somewhere."""
    return library().practices.get(slug)


def sources_of(practice: Practice) -> list[Reference]:
    references = library().references
    return [references[each] for each in practice.evidence if each in references]


def marked(*, notes: Notes, opinion: Opinion) -> list[Practice]:
    practices = library().practices
    found = [practices[slug] for slug in slugs_with(opinion, notes=notes) if slug in practices]
    return sorted(found, key=lambda each: each.title)


def doings(*, viewer: Viewer) -> QuerySet[Doing]:
    return Doing.objects.filter(owner=viewer.user).order_by("-done_on", "pk")


def doing(*, viewer: Viewer, doing_id: UUID) -> Doing:
    """Return one of the viewer's doings; raises Doing.DoesNotExist for any other."""
    return doings(viewer=viewer).get(pk=doing_id)


def history(*, viewer: Viewer) -> list[Noted]:
    """Return everything the viewer noted, the newest first."""
    return [noted(row, viewer=viewer) for row in doings(viewer=viewer)]


def history_of(*, viewer: Viewer, months: Months) -> Listed[Noted]:
    """Return what the viewer noted in some months, the newest first."""
    rows = doings(viewer=viewer).filter(months.within("done_on"))
    some = [noted(row, viewer=viewer) for row in rows]
    return listed(some, months=months, on=lambda each: each.done_on)


def noted_months(*, viewer: Viewer, asked: date | None) -> Months:
    """Return when the viewer noted anything, or the partner shows them a note."""
    own = counts_by_month(doings(viewer=viewer), "done_on")
    shown = counts_by_month(_shown_by_partner(viewer), "done_on")
    return months_of(own, shown, asked=asked)


def since(*, viewer: Viewer, first: date) -> list[Noted]:
    """Return what the viewer noted on `first` or later, the newest first."""
    return [noted(row, viewer=viewer) for row in doings(viewer=viewer).filter(done_on__gte=first)]


def noted(row: Doing, *, viewer: Viewer) -> Noted:
    plain = viewer.open(row)
    done = None if plain is None else done_from_plain(plain, done_on=row.done_on)
    practice = practice_called(done.slug) if done else None
    title = practice.title if practice else (done.slug if done else "")
    return Noted(
        id=row.pk,
        done_on=row.done_on,
        done=done,
        title=title,
        is_shown=row.for_couple is not None,
        may_be_shown=viewer.is_paired and row.couple_id == viewer.couple.pk,
    )


def shown_by_partner(*, viewer: Viewer) -> list[Noted]:
    """Return the notes that the partner lets the viewer read, the newest first."""
    return [noted(row, viewer=viewer) for row in _shown_by_partner(viewer)]


def shown_in(*, viewer: Viewer, months: Months) -> list[Noted]:
    """Return the notes of some months that the partner lets the viewer read."""
    theirs = _shown_by_partner(viewer).filter(months.within("done_on"))
    return [noted(row, viewer=viewer) for row in theirs]


def place_of(*, viewer: Viewer) -> StepReached | None:
    """Return where the viewer is in a practice that still exists."""
    row = PracticePlace.objects.filter(owner=viewer.user).first()
    plain = viewer.open(row) if row else None
    place = None if plain is None else place_from_plain(plain)
    practice = practice_called(place.slug) if place else None
    if place is None or practice is None or place.step > len(practice.steps):
        return None
    return place


def gate_of(*, viewer: Viewer, slug: str) -> Gate:
    """Return how the yes to a practice stands tonight; of a lone yes only its author knows."""
    own = Consent.objects.filter(couple=viewer.couple, said_on=viewer.today, owner=viewer.user)
    mine = next((row for row in own if (viewer.open(row) or {}).get("slug") == slug), None)
    if mine is None:
        return Gate.SHUT
    return Gate.SAID_YES if mine.opened_on is None else Gate.BOTH_SAID_YES


def notes_of(*, viewer: Viewer) -> Notes:
    """Return the viewer's notes in one query; unreadable ones count as none."""
    row = _NOTES.first(owner=viewer.user.pk)
    plain = viewer.open(row) if row else None
    return Notes() if plain is None else notes_from_plain(plain)


def card(*, visit: Visit) -> Card | None:
    """Return what suits the viewer tonight, where there is room for a suggestion."""
    if not visit.may_suggest:
        return None
    found = suggestion(viewer=visit.viewer, quieter=visit.choices.quieter)
    return Card(Priority.PRACTICE, "practices/card.html", found) if found else None


def suggestion(*, viewer: Viewer, quieter: bool) -> Suggested | None:
    """Return what suits the viewer tonight, from their own notes alone, in one query."""
    found = suggest(
        practices=library().practices.values(),
        notes=notes_of(viewer=viewer),
        began_on=viewer.membership.joined_on,
        is_alone=not viewer.is_paired,
        is_quieter=quieter,
        today=viewer.today,
    )
    if found is None:
        return None
    practice = library().practices[found.slug]
    return Suggested(practice=practice, why=found, is_alone=not viewer.is_paired)


def slugs_with(opinion: Opinion, *, notes: Notes) -> list[str]:
    return sorted(slug for slug, each in notes.opinions.items() if each is opinion)


def _shown_by_partner(viewer: Viewer) -> QuerySet[Doing]:
    rows = Doing.objects.filter(couple=viewer.couple, for_couple__isnull=False)
    return rows.exclude(owner=viewer.user).order_by("-done_on", "pk")


def _fits(practice: Practice, *, wish: Wish) -> bool:
    return (
        not practice.retired
        and wish.strand in (None, practice.strand)
        and (wish.mode is None or wish.mode in practice.modes)
        and (wish.most_minutes is None or practice.minutes <= wish.most_minutes)
    )
