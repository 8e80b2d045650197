"""What the pages cost, on real servers. Run: make bench NAME=pages (ARGS=--quick: a minute)."""

import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from calibration import calibration_ms, times_of_loop
from first_visit import first_visit
from homes import PASSWORD, Home, grow, new_home, queries_of
from measures import (
    Figures,
    answer_figures,
    at_rest_mb,
    cold_start_figures,
    growth,
    today_figures,
    unlock_ms,
)
from phone import Phone
from postgres import PostgresMissingError, postgres
from report import Budget, report
from server import serving


@dataclass(frozen=True)
class Size:
    """How much one run measures."""

    small: int
    large: int
    large_on_postgres: int
    times: int
    answers: int
    seconds: float
    rounds: int
    """Pairs of runs that compare a small crowd with a large one."""


FULL = Size(100, 100_000, 10_000, times=150, answers=25, seconds=10, rounds=40)
QUICK = Size(100, 2_000, 1_000, times=60, answers=6, seconds=3, rounds=20)

TIMES = frozenset(
    {
        "today_cpu_ms",
        "empty_cpu_ms",
        "answer_cpu_ms",
        "today_p95_ms",
        "unlock_ms",
        "cold_start_s",
        "cold_start_cpu_s",
    }
)
BUDGETS = {
    # Each room to come adds 0.02 when it has nothing to show, 0.05 when it shows a card.
    "today_vs_calibration": Budget(most=0.50),
    "answer_vs_calibration": Budget(most=0.45),
    "today_p95_vs_calibration": Budget(most=4.3),
    "rps_core_x_calibration": Budget(least=1_500),
    "answer_p99_vs_p50": Budget(most=2.5),
    "answer_errors": Budget(most=0),
    "answer_vs_commit": Budget(least=0.8),
    "cold_start_vs_calibration": Budget(most=100),
    "unlock_vs_calibration": Budget(least=7, most=13),
    "rss_mb": Budget(most=110),
    "growth": Budget(most=1.15),
    "growth_cpu": Budget(most=1.1),
    "first_visit_kb": Budget(most=60),
    "first_visit_without_typeface_kb": Budget(most=25),
    "first_visit_requests": Budget(most=6),
}


class Stages:
    """The parts of a run: the calibration loop stands around each, so it meets the same hour."""

    def __init__(self) -> None:
        self._loops: list[float] = [calibration_ms()]

    @property
    def calibration_ms(self) -> float:
        return median(self._loops)

    @contextmanager
    def told(self, what: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        print(f"{what}: {time.perf_counter() - begun:.0f} s", flush=True)
        self._loops.append(calibration_ms())


def measure_sqlite(folder: Path, size: Size, stages: Stages) -> Figures:
    with stages.told("fill SQLite"):
        home = new_home(folder / "small", couples=size.small)
        large = home.at(folder=folder / "large")
        shutil.copytree(home.folder, large.folder)
        grow(large, before=size.small, after=size.large)
    five_years, one_month = queries_of(home, "/")
    # a week with a day that nobody wrote to asks for what its question rests on; more years do not
    assert five_years <= one_month, f"{five_years} queries after five years, {one_month} before"
    with stages.told("start, and ask a server on SQLite"):
        figures = {
            "queries": five_years,
            **cold_start_figures(home, times=5),
            **measure_server(home, size),
        }
    return figures | measure_growth(home, large, size, stages, couples=size.large)


def measure_server(home: Home, size: Size) -> Figures:
    with serving(home.folder, database=home.database) as server:
        visit = first_visit(server.port)
        phones = [Phone(server.port).sign_in(name, PASSWORD) for name in home.five_year_people]
        return {
            "rss_mb": at_rest_mb(server, phones[0]),
            "first_visit_kb": visit.kilobytes,
            "first_visit_without_typeface_kb": visit.kilobytes - visit.typeface_kilobytes,
            "first_visit_requests": visit.requests,
            "unlock_ms": unlock_ms(server, home.writers[0], times=5),
            **today_figures(server, phones, times=size.times, seconds=size.seconds),
            **answer_figures(server, home, times=size.answers),
        }


def measure_growth(
    small: Home, large: Home, size: Size, stages: Stages, *, couples: int
) -> Figures:
    with stages.told(f"compare {size.small:,} couples with {couples:,}"):
        found = growth(small, large, rounds=size.rounds, times=size.times // 3)
    return {f"{name}_{couples // 1_000}k": value for name, value in found.items()}


def measure_postgres(folder: Path, size: Size, stages: Stages) -> Figures:
    with postgres(folder / "server") as server:
        with stages.told("fill PostgreSQL"):
            home = new_home(folder / "small", couples=size.small, database=server.create("small"))
            large = home.at(database=server.create("large", like="small"))
            grow(large, before=size.small, after=size.large_on_postgres)
        with stages.told("ask a server on PostgreSQL"):
            figures = {"queries": queries_of(home, "/")[0], **measure_server(home, size)}
        figures |= measure_growth(home, large, size, stages, couples=size.large_on_postgres)
    return {f"pg_{name}": value for name, value in figures.items()}


def ratios(figures: Figures, *, calibration: float) -> Figures:
    """Return what the budgets stand on, on SQLite and on PostgreSQL."""
    times = [name for name in figures if name.removeprefix("pg_") in TIMES]
    found = times_of_loop(figures, calibration=calibration, names=times)
    for name in [name for name in figures if name.endswith("rps_per_core")]:
        found[name.replace("_per_core", "_core_x_calibration")] = figures[name] * calibration
    return found


def budgets_for(figures: Figures) -> dict[str, Budget]:
    """Return the budget of each figure, whichever database and crowd its name tells."""
    plain = {name: re.sub(r"^pg_|_\d+k$", "", name) for name in figures}
    return {name: BUDGETS[key] for name, key in plain.items() if key in BUDGETS}


def main() -> None:
    size = QUICK if "--quick" in sys.argv else FULL
    stages = Stages()
    with tempfile.TemporaryDirectory(prefix="closeknit-bench-") as folder:
        figures = measure_sqlite(Path(folder), size, stages)
        try:
            figures |= measure_postgres(Path(folder) / "pg", size, stages)
        except PostgresMissingError as reason:
            print(f"Without PostgreSQL: {reason}")
    figures["calibration_ms"] = stages.calibration_ms
    figures |= ratios(figures, calibration=stages.calibration_ms)
    report("pages", figures, budgets_for(figures))


if __name__ == "__main__":
    main()
