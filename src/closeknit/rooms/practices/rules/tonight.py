"""Which practice suits one person tonight, and why; no Django, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from closeknit.domain.library import Contraindication, Mode, Practice, Strand
from closeknit.rooms.practices.rules.notes import Done, Notes, Opinion, Rating


class Reason(StrEnum):
    """The fact that speaks most for a suggestion."""

    TO_BEGIN_WITH = "to begin with"
    NEW_STRAND = "new strand"
    RESTED_STRAND = "rested strand"
    FAVOURITE = "favourite"
    HELPED_BEFORE = "helped before"


@dataclass(frozen=True)
class Suggestion:
    """A practice for tonight and the facts that its one sentence is made of."""

    slug: str
    strand: Strand
    minutes: float
    reason: Reason
    days_since: int | None = None
    """Days since this person last noted the strand; of a liked practice, the practice itself."""


LONGEST_FOR_TONIGHT = 20  # minutes
LONGEST_TO_BEGIN_WITH = 10  # minutes, until a few were noted
FEW = 3
RESTED_AFTER = timedelta(days=14)
COOLS_DOWN = {
    Rating.HELPED: timedelta(days=5),
    None: timedelta(days=7),
    Rating.NEUTRAL: timedelta(days=21),
    Rating.NOT_FOR_ME: timedelta(days=60),
}
DOINGS_BEFORE_DEPTH = {1: 0, 2: FEW, 3: 10}  # depth 4 is chosen, never suggested
NEVER_SUGGESTED = frozenset({Contraindication.THERAPIST_ONLY})
NOT_WHEN_QUIETER = frozenset(
    {Contraindication.FEAR, Contraindication.DISTRESS, Contraindication.NO_CONSENT}
)
DEEP = 3
GENTLEST_FIRST = (
    Strand.LISTENING,
    Strand.APPRECIATION,
    Strand.MEANING,
    Strand.AFFECTION,
    Strand.VULNERABILITY,
    Strand.REPAIR,
)


def suggest(  # noqa: PLR0913  each fact comes by its own name
    *,
    practices: Iterable[Practice],
    notes: Notes,
    began_on: date,
    is_alone: bool,
    is_quieter: bool,
    today: date,
) -> Suggestion | None:
    """Choose for one person and one day; None once they noted a practice today, or nothing fits.

    Safety comes first, then what can be done at all, then balance between the strands.
    """
    if any(done.done_on == today for done in notes.last.values()):
        return None
    ids = _ids_by_strand(practices := list(practices))
    fitting = [
        practice
        for practice in practices
        if is_safe(practice, is_quieter=is_quieter)
        and _is_doable(practice, is_alone=is_alone)
        and _is_wanted(practice, notes=notes, repair=ids[Strand.REPAIR], is_quieter=is_quieter)
        and not _is_cooling_down(practice, notes=notes, today=today)
    ]
    if not fitting:
        return None
    last = {strand: notes.last_of(ids[strand]) for strand in GENTLEST_FIRST}
    day = max(0, (today - began_on).days)
    strand = _strand_for(day, fitting=fitting, last=last, today=today)
    liked = _liked_best([each for each in fitting if each.strand is strand], notes=notes)
    practice = liked[(day // len(GENTLEST_FIRST)) % len(liked)]
    return _reasoned(practice, notes=notes, last=last[strand], today=today)


def is_safe(practice: Practice, *, is_quieter: bool) -> bool:
    """In quieter mode nothing done together and nothing that asks one to open up is offered."""
    if practice.contraindications & NEVER_SUGGESTED:
        return False
    if not is_quieter:
        return True
    is_joint = Mode.SOLO not in practice.modes
    is_exposing = (
        practice.strand is Strand.VULNERABILITY
        or practice.depth >= DEEP
        or practice.consent_gate
        or bool(practice.contraindications & NOT_WHEN_QUIETER)
    )
    return not is_joint and not is_exposing


def _is_doable(practice: Practice, *, is_alone: bool) -> bool:
    """Whether one evening holds it; who lives apart is not known, so nothing only for that."""
    mode = Mode.SOLO if is_alone else Mode.TOGETHER
    fits = mode in practice.modes or (not is_alone and Mode.SOLO in practice.modes)
    return fits and practice.minutes <= LONGEST_FOR_TONIGHT and not practice.retired


def _is_wanted(
    practice: Practice, *, notes: Notes, repair: Iterable[str], is_quieter: bool
) -> bool:
    """Depth and length open with practice; repair comes only to somebody who has sought it.

    Of the few gentle things done alone that quieter mode leaves, none waits for either.
    """
    needed = DOINGS_BEFORE_DEPTH.get(practice.depth)
    opinion = notes.opinions.get(practice.id)
    if needed is None or opinion is Opinion.NOT_FOR_ME:
        return False
    if opinion is Opinion.FAVOURITE:
        return True
    too_long = notes.times < FEW and practice.minutes > LONGEST_TO_BEGIN_WITH
    if too_long:
        return False
    if is_quieter:
        return True
    if notes.times < needed:
        return False
    return practice.strand is not Strand.REPAIR or _has_sought(repair, notes=notes)


def _has_sought(slugs: Iterable[str], *, notes: Notes) -> bool:
    return any(
        slug in notes.last or notes.opinions.get(slug) is Opinion.FAVOURITE for slug in slugs
    )


def _is_cooling_down(practice: Practice, *, notes: Notes, today: date) -> bool:
    last = notes.last.get(practice.id)
    return last is not None and today - last.done_on < COOLS_DOWN[last.rating]


def _ids_by_strand(practices: Iterable[Practice]) -> dict[Strand, list[str]]:
    ids: dict[Strand, list[str]] = {strand: [] for strand in Strand}
    for practice in practices:
        ids[practice.strand].append(practice.id)
    return ids


def _strand_for(
    day: int, *, fitting: Iterable[Practice], last: Mapping[Strand, Done | None], today: date
) -> Strand:
    """Take the strands that have rested in turn, one a day; else the one noted longest ago."""
    present = {practice.strand for practice in fitting}
    here = [strand for strand in GENTLEST_FIRST if strand in present]
    rested = [strand for strand in here if _has_rested(last[strand], today=today)]
    if rested:
        return rested[day % len(rested)]
    return min(here, key=lambda strand: _day_of(last[strand]))


def _has_rested(last: Done | None, *, today: date) -> bool:
    return last is None or today - last.done_on >= RESTED_AFTER


def _day_of(last: Done | None) -> date:
    return last.done_on if last else date.min


def _liked_best(practices: Sequence[Practice], *, notes: Notes) -> list[Practice]:
    """Favourites, else what helped, else what is new, else the rest; the gentlest first."""
    ranks = {practice.id: _rank(practice, notes=notes) for practice in practices}
    best = min(ranks.values())
    return sorted(
        (practice for practice in practices if ranks[practice.id] == best),
        key=lambda each: (each.depth, each.minutes, each.id),
    )


def _rank(practice: Practice, *, notes: Notes) -> int:
    last = notes.last.get(practice.id)
    if notes.opinions.get(practice.id) is Opinion.FAVOURITE:
        return 0
    if last is None:
        return 2
    return 1 if last.rating is Rating.HELPED else 3


def _reasoned(practice: Practice, *, notes: Notes, last: Done | None, today: date) -> Suggestion:
    itself = notes.last.get(practice.id)
    if notes.opinions.get(practice.id) is Opinion.FAVOURITE:
        reason, since = Reason.FAVOURITE, itself
    elif itself is not None and itself.rating is Rating.HELPED:
        reason, since = Reason.HELPED_BEFORE, itself
    elif not notes.times:
        reason, since = Reason.TO_BEGIN_WITH, None
    else:
        reason, since = (Reason.NEW_STRAND if last is None else Reason.RESTED_STRAND), last
    return Suggestion(
        slug=practice.id,
        strand=practice.strand,
        minutes=practice.minutes,
        reason=reason,
        days_since=(today - since.done_on).days if since else None,
    )
