"""Which question each day has, worked out from shared facts; a `Day` row only writes it down.

A row may come from a draft or an answer of one of the two, so nothing here may depend on whether
it is there: what a row says is what `picks` would say again.
"""

from datetime import date, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q

from closeknit.domain.library import bundled
from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Day, OwnQuestion, PackChoice, SkippedQuestion

_ASKED = CompiledQuery(
    Day.objects.filter(Q(couple=Param("couple"), date__lt=Param("on")))
    .values_list("slug")
    .annotate(last=Max("date"), opened=Count("pk", filter=Q(revealed_on__lt=Param("on"))))
)
_PACKS = CompiledQuery(
    PackChoice.objects.filter(Q(couple=Param("couple"), chosen_on__lt=Param("on")))
    .filter(Q(until=None) | Q(until__gte=Param("on")))
    .values_list("pack", flat=True)
)
_SKIPPED = CompiledQuery(
    SkippedQuestion.objects.filter(Q(couple=Param("couple")), skipped_on__lte=Param("on"))
    .order_by()
    .values_list("slug", flat=True)
)
_WAITING = CompiledQuery(
    OwnQuestion.objects.filter(Q(couple=Param("couple"), written_on__lt=Param("on")))
    .filter(~Exists(Day.objects.filter(own=OuterRef("pk"), date__lt=Param("on"))))
    .values_list("pk", "written_on")
)


def picks_until(*, viewer: Viewer, last: date) -> dict[date, rules.Pick | None]:
    """Return the question of each day up to `last` that no row holds yet."""
    return rules.picks(
        seed=viewer.couple.pk,
        past=past_before(viewer=viewer, on=last),
        last=last,
        library=bundled(),  # one for both, whatever language each of them reads
    )


def past_before(*, viewer: Viewer, on: date) -> rules.Past:
    """Gather what the days rest on that follow the last row before `on`.

    Whatever changes these facts writes down the days until then first (`settle_days`), so they are
    the same for each of the days that have no row yet.
    """
    couple = viewer.couple.pk
    used, own_last_asked, last_day, mutual_answers = _asked_before(viewer, on)
    waiting = _WAITING.all(couple=couple, on=on)
    packs = frozenset(_PACKS.all(couple=couple, on=on)) - {rules.DESIRE}
    return rules.Past(
        used=used,
        mutual_answers=mutual_answers,
        packs=packs | {rules.DESIRE} if _both_want_desire(viewer, on=on) else packs,
        skipped=frozenset(_SKIPPED.all(couple=couple, on=on)),
        is_deep=_both_want_deeper(viewer, on=on),
        own_waiting=tuple(sorted(waiting, key=lambda each: (each[1], str(each[0])))),
        own_last_asked=own_last_asked,
        last_day=last_day,
    )


def _asked_before(viewer: Viewer, on: date) -> tuple[dict[str, date], date | None, date, int]:
    """Return when each question was asked, and one of their own; the last day; mutual answers."""
    asked: dict[str, date] = {}
    mutual_answers = 0
    for slug, day, answers in _ASKED.all(couple=viewer.couple.pk, on=on):
        asked[slug] = day
        mutual_answers += answers
    last_day = max(asked.values(), default=_first_day(viewer) - timedelta(days=1))
    return asked, asked.pop("", None), last_day, mutual_answers  # days of their own have no slug


def _first_day(viewer: Viewer) -> date:
    seats = (viewer.membership, viewer.partner_membership)
    return min(seat.joined_on for seat in seats if seat is not None)


def _both_want_deeper(viewer: Viewer, *, on: date) -> bool:
    """The deepest questions come only when both chose them before that day."""
    return all(
        seat is not None and seat.deep_since is not None and seat.deep_since < on
        for seat in (viewer.membership, viewer.partner_membership)
    )


def _both_want_desire(viewer: Viewer, *, on: date) -> bool:
    """Questions about desire come only when both chose them before that day."""
    return all(
        seat is not None and seat.desire_since is not None and seat.desire_since < on
        for seat in (viewer.membership, viewer.partner_membership)
    )
