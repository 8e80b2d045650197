"""How long the whole library takes to load, to check and to choose a day's question from.

Run: python bench/library.py. CPU times, the median of several runs in one process, in ms.
"""

import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from calibration import calibration_ms, times_of_loop
from report import Budget, report

from closeknit.domain.library import Library, Schedule, load
from closeknit.domain.library.check import check

BUDGETS = {
    "load_vs_calibration": Budget(most=32),
    "check_vs_calibration": Budget(most=60),
}
RUNS = 7
ALICE_AND_BOB = UUID(int=7)
START = date(2026, 1, 1)


def median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.thread_time()
        work()
        times.append(1000 * (time.thread_time() - start))
    return statistics.median(times)


def day_with(library: Library, *, days: int) -> Callable[[], object]:
    """Choosing the question of one day when `days` were asked before."""
    core = [question.id for question in library.questions.values() if not question.pack]
    used = {name: START - timedelta(days=1 + place) for place, name in enumerate(core[:days])}

    def choose() -> object:
        schedule = Schedule(
            seed=ALICE_AND_BOB,
            used=used,
            mutual_answers=days,
            deep_opt_in=True,
            packs=(),
            skipped=(),
            library=library,
        )
        return schedule.next(START)

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
    before = calibration_ms()
    times = {
        "load_ms": median_ms(load),
        "check_ms": median_ms(check),
        "question_ms": median_ms(day_with(library, days=300)),
    }
    calibration = (before + calibration_ms()) / 2
    figures = {
        **times,
        "items": sum(kinds.values()) + len(library.help_lines),
        "questions": kinds["questions"],
        "calibration_ms": calibration,
        **times_of_loop(times, calibration=calibration, names=times),
    }
    report("library", figures, BUDGETS)


if __name__ == "__main__":
    main()
