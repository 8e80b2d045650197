"""What the pages cost, on real servers. Run: make bench NAME=pages (ARGS=--quick: a minute)."""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from calibration import calibration_ms
from first_visit import first_visit
from homes import PASSWORD, Home, grow, new_home, queries_of
from measures import (
    Figures,
    answer_figures,
    at_rest_mb,
    cold_start_s,
    growth,
    today_figures,
    unlock_ms,
)
from phone import Phone
from postgres import PostgresMissingError, postgres
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


FULL = Size(100, 100_000, 10_000, times=150, answers=25, seconds=10, rounds=12)
QUICK = Size(100, 2_000, 1_000, times=60, answers=6, seconds=3, rounds=4)


def measure_sqlite(folder: Path, size: Size) -> Figures:
    with told("fill SQLite"):
        home = new_home(folder / "small", couples=size.small)
        large = home.at(folder=folder / "large")
        shutil.copytree(home.folder, large.folder)
        grow(large, before=size.small, after=size.large)
    five_years, one_month = queries_of(home, "/")
    assert five_years == one_month, "Today's queries grow with a couple's years."
    with told("start, and ask a server on SQLite"):
        figures = {
            "queries": five_years,
            "cold_start_s": cold_start_s(home, times=5),
            **measure_server(home, size),
        }
    return figures | measure_growth(home, large, size, couples=size.large)


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


def measure_growth(small: Home, large: Home, size: Size, *, couples: int) -> Figures:
    with told(f"compare {size.small:,} couples with {couples:,}"):
        found = growth(small, large, rounds=size.rounds, times=size.times // 3)
    return {f"{name}_{couples // 1_000}k": value for name, value in found.items()}


def measure_postgres(folder: Path, size: Size) -> Figures:
    with postgres(folder / "server") as server:
        with told("fill PostgreSQL"):
            home = new_home(folder / "small", couples=size.small, database=server.create("small"))
            large = home.at(database=server.create("large", like="small"))
            grow(large, before=size.small, after=size.large_on_postgres)
        with told("ask a server on PostgreSQL"):
            figures = {"queries": queries_of(home, "/")[0], **measure_server(home, size)}
        figures |= measure_growth(home, large, size, couples=size.large_on_postgres)
    return {f"pg_{name}": value for name, value in figures.items()}


@contextmanager
def told(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begun:.0f} s", flush=True)


def main() -> None:
    size = QUICK if "--quick" in sys.argv else FULL
    before = calibration_ms()
    with tempfile.TemporaryDirectory(prefix="closeknit-bench-") as folder:
        figures = measure_sqlite(Path(folder), size)
        try:
            figures |= measure_postgres(Path(folder) / "pg", size)
        except PostgresMissingError as reason:
            print(f"Without PostgreSQL: {reason}")
    figures["calibration_ms"] = calibration = (before + calibration_ms()) / 2
    for name in [name for name in figures if name.endswith("cpu_ms")]:
        figures[name.replace("_cpu_ms", "_vs_calibration")] = figures[name] / calibration
    rounded = {name: round(value, 3) for name, value in figures.items()}
    for name, value in rounded.items():
        print(f"{name:36}{value:12.3f}")
    print(json.dumps({"bench": "pages", "figures": rounded}))


if __name__ == "__main__":
    main()
