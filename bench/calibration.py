"""A fixed piece of work, so that figures of two machines, or of two hours, can be compared."""

import time
from statistics import median

ROUNDS = 7


def calibration_ms() -> float:
    """Return the CPU time of one loop of 300,000 multiplications, the median of seven."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.thread_time()
        sum(number * number for number in range(300_000))
        taken.append(time.thread_time() - begun)
    return 1_000 * median(taken)
