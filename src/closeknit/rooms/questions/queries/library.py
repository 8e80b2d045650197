"""The question of a day in words: from the library, read once per process, or from the couple."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.db.models import CharField, DateField, Exists, OuterRef, Value
from django.db.models.functions import Cast

from closeknit.domain.library import Library, Question, load
from closeknit.rooms.people.rules import couple_day
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Day, OwnQuestion, PackChoice, SkippedQuestion


@cache
def library() -> Library:
    """The whole content in the source language; read once per process."""
    return load()


@dataclass(frozen=True)
class Asked:
    """A question as a person reads it; `text` is None when it is damaged or gone."""

    key: str
    text: str | None
    strand: str = ""
    follow_up: str = ""
    is_own: bool = False
    is_reworded: bool = False
    asked_before: date | None = None


def asked_on(*, viewer: Viewer, day: Day) -> Asked:
    """The question of a day that was written to."""
    if day.was_own:
        return _own(viewer, day.own)
    question = library().questions.get(day.slug)
    if question is None:
        return Asked(key=day.slug, text=None)
    return _from_library(
        question, asked_before=day.asked_before, is_reworded=question.edition != day.edition
    )


def asked_by(*, viewer: Viewer, pick: rules.Pick) -> Asked:
    """The question of a day that nobody has written to yet."""
    if pick.question is not None:
        return _from_library(pick.question, asked_before=pick.asked_before)
    own = OwnQuestion.objects.filter(couple=viewer.couple, pk__in=[pick.own])
    return _own(viewer, own.first())


def pick_of(*, viewer: Viewer, on: date) -> rules.Pick | None:
    """Work out the question of a day from what was so before it; writes nothing."""
    return rules.pick(
        seed=viewer.couple.pk,
        on=on,
        past=past_before(viewer=viewer, on=on),
        deep=_both_want_deeper(viewer, on=on),
        library=library(),
    )


def past_before(*, viewer: Viewer, on: date) -> rules.Past:
    """Gather in one query what the question of the day `on` rests on."""
    started = couple_day(now=viewer.couple.created_at, zone=viewer.couple.zone)
    rows = list(_facts(viewer, on=on))
    days = [(key, day, other) for kind, key, day, other in rows if kind == "day"]
    own = sorted((day, key) for kind, key, day, _other in rows if kind == "own")
    return rules.Past(
        used=_latest(days),
        mutual_answers=sum(1 for _key, _day, opened in days if opened and opened < on),
        packs=frozenset(
            key
            for kind, key, _day, until in rows
            if kind == "pack" and (until is None or until >= on)
        ),
        skipped=frozenset(key for kind, key, *_rest in rows if kind == "skipped"),
        own_waiting=tuple((UUID(key), day) for day, key in own),
        own_last_asked=max((day for key, day, _opened in days if not key), default=None),
        last_day=max((day for _key, day, _opened in days), default=started - timedelta(days=1)),
    )


def _facts(viewer: Viewer, *, on: date) -> Sequence[tuple[str, str, date, date | None]]:
    """Return rows of kind, name, day and one more day, from four tables at once."""
    nothing = Cast(Value(None), DateField())
    couple = viewer.couple
    days = Day.objects.filter(couple=couple, date__lt=on)
    skipped = SkippedQuestion.objects.filter(couple=couple, on__lte=on)
    packs = PackChoice.objects.filter(couple=couple, on__lt=on)
    asked = Day.objects.filter(own=OuterRef("pk"), date__lt=on)
    own = OwnQuestion.objects.filter(~Exists(asked), couple=couple, written_on__lt=on)
    return days.values_list(_kind("day"), "slug", "date", "revealed_on").union(  # type: ignore[return-value]
        skipped.values_list(_kind("skipped"), "slug", "on", nothing),
        packs.values_list(_kind("pack"), "pack", "on", "until"),
        own.values_list(_kind("own"), Cast("pk", CharField()), "written_on", nothing),
        all=True,
    )


def _kind(name: str) -> Value:
    return Value(name, output_field=CharField())


def _latest(days: Sequence[tuple[str, date, date | None]]) -> dict[str, date]:
    latest: dict[str, date] = {}
    for slug, day, _opened in days:
        if slug:
            latest[slug] = max(day, latest.get(slug, day))
    return latest


def _both_want_deeper(viewer: Viewer, *, on: date) -> bool:
    """The deepest questions come only when both chose them before that day."""
    seats = (viewer.membership, viewer.partner_membership)
    return all(
        seat is not None and seat.deep_since is not None and seat.deep_since < on for seat in seats
    )


def _from_library(
    question: Question, *, asked_before: date | None, is_reworded: bool = False
) -> Asked:
    return Asked(
        key=question.id,
        text=question.text,
        strand=question.strand.value,
        follow_up=question.follow_up,
        is_reworded=is_reworded,
        asked_before=asked_before,
    )


def _own(viewer: Viewer, row: OwnQuestion | None) -> Asked:
    words = viewer.open(row) if row is not None else None
    return Asked(
        key=str(row.pk) if row is not None else "",
        text=words.get("text") if words is not None else None,
        is_own=True,
    )
