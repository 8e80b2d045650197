"""How long the whole library takes to load, to check and to choose a day's question from.

Run: python bench/library.py. Times are the median of several runs in one process, in ms.
"""

import json
import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from closeknit.domain.library import Library, load, question_for
from closeknit.domain.library.check import check

RUNS = 7
ALICE_AND_BOB = UUID(int=7)
START = date(2026, 1, 1)


def median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def calibration() -> None:
    """A fixed loop, so that figures of two machines can be compared."""
    sum(number * number for number in range(300_000))


def day_with(library: Library, *, days: int) -> Callable[[], object]:
    """Choosing the question of one day when `days` were asked before."""
    core = [question.id for question in library.questions.values() if not question.pack]
    used = {name: START - timedelta(days=1 + place) for place, name in enumerate(core[:days])}

    def choose() -> object:
        return question_for(
            seed=ALICE_AND_BOB,
            date=START,
            used=used,
            mutual_answers=days,
            deep_opt_in=True,
            packs=(),
            skipped=(),
            library=library,
        )

    return choose


def main() -> None:
    library = load()
    questions = library.questions.values()
    kinds = {
        kind: len(getattr(library, kind))
        for kind in ("questions", "practices", "journeys", "faq", "pages", "references")
    }
    print("items", kinds, "help lines", len(library.help_lines))
    core = [question for question in questions if not question.pack]
    print("strands", dict(Counter(str(question.strand) for question in core)))
    print("categories", dict(Counter(str(question.category) for question in core)))
    for depth, count in sorted(Counter(question.depth for question in core).items()):
        print(f"depth {depth}: {count} questions, {100 * count / len(core):.0f} %")
    figures = {
        "load_ms": round(median_ms(load), 1),
        "check_ms": round(median_ms(check), 1),
        "question_ms": round(median_ms(day_with(library, days=300)), 2),
        "calibration_ms": round(median_ms(calibration), 1),
        "items": sum(kinds.values()) + len(library.help_lines),
        "questions": kinds["questions"],
    }
    print(json.dumps({"bench": "library", "figures": figures}))


if __name__ == "__main__":
    main()
