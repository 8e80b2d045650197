"""Which question this day has: the same for both partners, without a repeat while any is left."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from uuid import UUID

from closeknit.domain.library.items import Library, Question
from closeknit.domain.library.kinds import Strand

MUTUAL_ANSWERS_BEFORE_DEPTH_THREE = 10
_OPEN_FROM_THE_START = 2
_OPEN_AFTER_MUTUAL_ANSWERS = 3
_OPEN_WHEN_BOTH_OPT_IN = 4
_GENTLER_FIRST = ((14, 1), (42, 2), (84, 3))
"""(days asked, deepest question preferred until then): two weeks, six weeks, twelve weeks."""


class NoQuestionError(LookupError):
    """Every question the couple may see was passed over."""


def question_for(  # noqa: PLR0913 - each is one fact the couple's day rests on
    *,
    seed: UUID,
    date: date,
    used: Mapping[str, date],
    mutual_answers: int,
    deep_opt_in: bool,
    packs: Collection[str],
    skipped: Collection[str],
    library: Library,
    facts: Collection[str] = (),
) -> Question:
    """The question of `date` for the couple that `seed` stands for; equal inputs, equal question.

    `used` maps question ids to the day they were asked; what is dated `date` itself is ignored, so
    that asking again on the same day gives the same answer. `facts` opens questions that require
    them; whoever opens a pack says that what its questions require is so. A question found in
    `used` is a revisit: "what has changed?". Raises NoQuestionError.
    """
    asked = {name: day for name, day in used.items() if day != date}
    meant = _meant_for(
        library,
        deepest=_deepest(mutual_answers=mutual_answers, deep_opt_in=deep_opt_in),
        packs=frozenset(packs),
        facts=frozenset(facts),
    )
    open_questions = [question for question in meant if question.id not in skipped]
    fresh = [question for question in open_questions if question.id not in asked]
    if fresh:
        return _next_fresh(fresh, asked=asked, seed=seed, library=library)
    if open_questions:
        return _next_revisit(open_questions, asked=asked, today=date)
    raise NoQuestionError("every question that is open to this couple was skipped")


def _deepest(*, mutual_answers: int, deep_opt_in: bool) -> int:
    if mutual_answers < MUTUAL_ANSWERS_BEFORE_DEPTH_THREE:
        return _OPEN_FROM_THE_START
    return _OPEN_WHEN_BOTH_OPT_IN if deep_opt_in else _OPEN_AFTER_MUTUAL_ANSWERS


@lru_cache(maxsize=256)
def _meant_for(
    library: Library, *, deepest: int, packs: Collection[str], facts: Collection[str]
) -> tuple[Question, ...]:
    """What couples of the same choices may be asked, worked out once for all of them."""
    return tuple(
        question
        for question in library.questions.values()
        if question.depth <= deepest and _is_meant_for(question, packs=packs, facts=facts)
    )


def _is_meant_for(question: Question, *, packs: Collection[str], facts: Collection[str]) -> bool:
    return (
        not question.retired
        and (question.pack in packs or not question.pack)
        and (bool(question.pack) or all(fact in facts for fact in question.requires))
        and not any(fact in facts for fact in question.excludes)
    )


def _next_fresh(
    fresh: Collection[Question], *, asked: Mapping[str, date], seed: UUID, library: Library
) -> Question:
    """The strand that waited longest; in it no deeper than these weeks allow, if it can be."""
    last = _last_asked(asked, library)
    strand = min(
        {question.strand for question in fresh},
        key=lambda each: (last.get(each, date.min), _shuffled(seed, each)),
    )
    preferred = _preferred_depth(days=len(asked))
    seen = Counter(
        found.category
        for found in (library.questions.get(name) for name in asked)
        if found and found.strand is strand
    )

    def order(question: Question) -> tuple[int, int, str]:
        return (
            max(question.depth, preferred),
            seen[question.category],
            _shuffled(seed, question.id),
        )

    return min((question for question in fresh if question.strand is strand), key=order)


def _last_asked(asked: Mapping[str, date], library: Library) -> dict[Strand, date]:
    last: dict[Strand, date] = {}
    for name, day in asked.items():
        if (question := library.questions.get(name)) is not None:
            last[question.strand] = max(day, last.get(question.strand, day))
    return last


def _preferred_depth(*, days: int) -> int:
    for until, depth in _GENTLER_FIRST:
        if days < until:
            return depth
    return _OPEN_WHEN_BOTH_OPT_IN


def _next_revisit(
    candidates: Iterable[Question], *, asked: Mapping[str, date], today: date
) -> Question:
    """The oldest whose time to be asked again has come; the oldest of all if none is due."""

    def order(question: Question) -> tuple[bool, date, str]:
        since = asked[question.id]
        wait = question.revisit_after
        is_due = wait is not None and (today - since).days >= wait
        return (not is_due, since, question.id)

    return min(candidates, key=order)


def _shuffled(seed: UUID, name: str) -> str:
    """A fixed order that looks shuffled and differs from couple to couple."""
    return hashlib.blake2b(name.encode(), key=seed.bytes, digest_size=8).hexdigest()
