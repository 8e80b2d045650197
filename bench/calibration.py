"""A fixed piece of work, so that figures of two machines, or of two hours, can be compared."""

import time
from collections.abc import Iterable, Mapping
from statistics import median

ROUNDS = 7
_UNITS = {"_s": 1_000, "_ms": 1}  # in milliseconds, which the loop is counted in


def calibration_ms() -> float:
    """Return the CPU time of one loop of 300,000 multiplications, the median of seven."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.thread_time()
        sum(number * number for number in range(300_000))
        taken.append(time.thread_time() - begun)
    return 1_000 * median(taken)


def times_of_loop(
    figures: Mapping[str, float], *, calibration: float, names: Iterable[str]
) -> dict[str, float]:
    """Return the named times over the loop: `answer_cpu_ms` gives `answer_vs_calibration`."""
    return {_ratio_of(name): _in_ms(figures, name) / calibration for name in names}


def _ratio_of(name: str) -> str:
    return f"{name.removesuffix('_cpu_ms').removesuffix('_ms').removesuffix('_s')}_vs_calibration"


def _in_ms(figures: Mapping[str, float], name: str) -> float:
    return figures[name] * _UNITS[f"_{name.rpartition('_')[2]}"]
