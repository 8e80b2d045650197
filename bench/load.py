"""Load on a server: pages asked for at a steady rate, or as fast as they come back."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from server import Server

Act = Callable[[], int]
"""Does one request and returns its status."""


@dataclass(frozen=True)
class Load:
    """What came of some requests; times in milliseconds."""

    requests: int
    errors: int
    seconds: float
    cpu_ms: float
    """Of the server, per request."""
    p50: float
    p95: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def flood(server: Server, acts: Sequence[Act], *, times: int, ok: int = 200) -> Load:
    """Let each act repeat `times` times in a thread of its own, without pause."""
    return _run(server, [_repeat(act, times=times) for act in acts], ok=ok)


def steady(server: Server, acts: Sequence[Act], *, rate: float, seconds: float) -> Load:
    """Ask at an even rate; a late start counts as waiting, as it does for a person."""
    begin, step = time.perf_counter() + 0.05, len(acts) / rate
    runs = [
        _paced(act, first=begin + place / rate, step=step, times=int(seconds / step))
        for place, act in enumerate(acts)
    ]
    return _run(server, runs, ok=200)


Timed = list[tuple[float, int]]


def _run(server: Server, runs: Sequence[Callable[[], Timed]], *, ok: int) -> Load:
    found: list[Timed] = []
    threads = [threading.Thread(target=lambda run=run: found.append(run())) for run in runs]
    cpu, begun = server.cpu_seconds, time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, cpu = time.perf_counter() - begun, server.cpu_seconds - cpu
    assert len(found) == len(runs), "A client broke off."
    taken = sorted(ms for run in found for ms, _status in run)
    cuts = quantiles(taken, n=100)
    return Load(
        requests=len(taken),
        errors=sum(status != ok for run in found for _ms, status in run),
        seconds=seconds,
        cpu_ms=1_000 * cpu / len(taken),
        p50=cuts[49],
        p95=cuts[94],
        p99=cuts[98],
    )


def _repeat(act: Act, *, times: int) -> Callable[[], Timed]:
    def run() -> Timed:
        return [_timed(act, since=time.perf_counter()) for _turn in range(times)]

    return run


def _paced(act: Act, *, first: float, step: float, times: int) -> Callable[[], Timed]:
    def run() -> Timed:
        found = []
        for turn in range(times):
            due = first + turn * step
            time.sleep(max(0.0, due - time.perf_counter()))
            found.append(_timed(act, since=due))
        return found

    return run


def _timed(act: Act, *, since: float) -> tuple[float, int]:
    status = act()
    return 1_000 * (time.perf_counter() - since), status
