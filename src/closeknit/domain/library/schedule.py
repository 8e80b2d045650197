"""Which question each day has: the same for both partners, without a repeat while any is left."""

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from uuid import UUID

from closeknit.domain.library.items import Library, Question
from closeknit.domain.library.kinds import Category, Strand

MUTUAL_ANSWERS_BEFORE_DEPTH_THREE = 10
_OPEN_FROM_THE_START = 2
_OPEN_AFTER_MUTUAL_ANSWERS = 3
_OPEN_WHEN_BOTH_OPT_IN = 4
_GENTLER_FIRST = ((14, 1), (42, 2), (84, 3))
"""(days asked, deepest question preferred until then): two weeks, six weeks, twelve weeks."""


class NoQuestionError(LookupError):
    """Every question the couple may see was passed over."""


class Schedule:
    """The questions of one day after the other for the couple that `seed` stands for.

    `used` maps question ids to the last day they were asked; each day that is handed out uses up
    its question. `facts` opens questions that require them; whoever opens a pack says that what its
    questions require is so. Equal inputs give equal questions; a day costs little, so that a year
    in which nobody came can be gone through at once.
    """

    def __init__(  # noqa: PLR0913 - each is one fact the couple's days rest on
        self,
        *,
        seed: UUID,
        used: Mapping[str, date],
        mutual_answers: int,
        deep_opt_in: bool,
        packs: Collection[str],
        skipped: Collection[str],
        library: Library,
        facts: Collection[str] = (),
    ) -> None:
        meant = _meant_for(
            library,
            deepest=_deepest(mutual_answers=mutual_answers, deep_opt_in=deep_opt_in),
            packs=frozenset(packs),
            facts=frozenset(facts),
        )
        self._seed = seed
        self._library = library
        self._asked = dict(used)
        self._open = [question for question in meant if question.id not in skipped]
        self._fresh = defaultdict[Strand, dict[str, Question]](dict)
        for question in self._open:
            if question.id not in self._asked:
                self._fresh[question.strand][question.id] = question
        self._last = dict[Strand, date]()
        self._seen = Counter[tuple[Strand, Category]]()
        for name, day in used.items():
            if (found := library.questions.get(name)) is not None:
                self._count(found, day)
        self._order: dict[str, str] = {}
        self._revisits: dict[int | None, deque[Question]] | None = None

    def next(self, on: date) -> tuple[Question, date | None]:
        """Hand out the question of `on`, a later day than the one before, and when it was last.

        A question that was asked before is a revisit: "what has changed?". Raises NoQuestionError.
        """
        question = self._next_of_first() or self._next_fresh() or self._next_revisit(on)
        before = self._asked.get(question.id)
        self._asked[question.id] = on
        self._last[question.strand] = on
        if before is None:
            self._seen[question.strand, question.category] += 1
        return question, before

    def _count(self, question: Question, day: date) -> None:
        self._last[question.strand] = max(day, self._last.get(question.strand, day))
        self._seen[question.strand, question.category] += 1

    def _next_of_first(self) -> Question | None:
        """The next of the set that opens every couple's evenings, as long as these last."""
        numbered = _first_evenings(self._library)
        if len(self._asked) >= len(numbered):
            return None
        for question in numbered:
            if question.id in self._fresh[question.strand]:
                return self._fresh[question.strand].pop(question.id)
        return None

    def _next_fresh(self) -> Question | None:
        """The strand that waited longest; in it no deeper than these weeks allow, if it can be."""
        strands = [strand for strand, questions in self._fresh.items() if questions]
        if not strands:
            return None
        strand = min(
            strands, key=lambda each: (self._last.get(each, date.min), self._shuffled(each))
        )
        preferred = _preferred_depth(days=len(self._asked))

        def order(question: Question) -> tuple[int, int, str]:
            return (
                max(question.depth, preferred),
                self._seen[strand, question.category],
                self._shuffled(question.id),
            )

        found = min(self._fresh[strand].values(), key=order)
        del self._fresh[strand][found.id]
        return found

    def _next_revisit(self, on: date) -> Question:
        """The oldest whose time to be asked again has come; the oldest of all if none is due."""
        queues = self._revisits if self._revisits is not None else self._queue_revisits()

        def order(wait: int | None) -> tuple[bool, date, str]:
            oldest = queues[wait][0]
            since = self._asked[oldest.id]
            is_due = wait is not None and (on - since).days >= wait
            return (not is_due, since, oldest.id)

        if not queues:
            raise NoQuestionError("every question that is open to this couple was skipped")
        queue = queues[min(queues, key=order)]
        question = queue.popleft()
        queue.append(question)
        return question

    def _queue_revisits(self) -> dict[int | None, deque[Question]]:
        """Line up what was asked, the oldest first, apart by how long each waits to come back."""
        queues: dict[int | None, deque[Question]] = defaultdict(deque)
        for question in sorted(self._open, key=lambda each: (self._asked[each.id], each.id)):
            queues[question.revisit_after].append(question)
        self._revisits = queues
        return queues

    def _shuffled(self, name: str) -> str:
        """A fixed order that looks shuffled and differs from couple to couple."""
        known = self._order.get(name)
        if known is None:
            digest = hashlib.blake2b(name.encode(), key=self._seed.bytes, digest_size=8)
            known = self._order[name] = digest.hexdigest()
        return known


def _deepest(*, mutual_answers: int, deep_opt_in: bool) -> int:
    if mutual_answers < MUTUAL_ANSWERS_BEFORE_DEPTH_THREE:
        return _OPEN_FROM_THE_START
    return _OPEN_WHEN_BOTH_OPT_IN if deep_opt_in else _OPEN_AFTER_MUTUAL_ANSWERS


@lru_cache(maxsize=8)
def _first_evenings(library: Library) -> tuple[Question, ...]:
    """The questions that open every couple's evenings, in their order."""
    numbered = {
        question.first_evening: question
        for question in library.questions.values()
        if question.first_evening is not None and not question.retired
    }
    return tuple(numbered[evening] for evening in sorted(numbered))


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


def _preferred_depth(*, days: int) -> int:
    for until, depth in _GENTLER_FIRST:
        if days < until:
            return depth
    return _OPEN_WHEN_BOTH_OPT_IN
