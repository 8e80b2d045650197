"""What the pages cost, on real servers. Run: make bench NAME=pages, with ARGS=--quick for a minute."""

import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

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
    times: int
    answers: int
    seconds: float
    rounds: int


FULL = Size(small=100, large=100_000, times=150, answers=25, seconds=12, rounds=16)
QUICK = Size(small=100, large=2_000, times=60, answers=6, seconds=3, rounds=5)


def measure_sqlite(folder: Path, size: Size) -> Figures:
    home = new_home(folder / "small", couples=size.small)
    large = home.at(folder=folder / "large")
    shutil.copytree(home.folder, large.folder)
    grow(large, before=size.small, after=size.large)
    five_years, one_month = queries_of(home, "/")
    assert five_years == one_month, "Today's queries grow with a couple's years."
    return {
        "queries": five_years,
        "cold_start_s": cold_start_s(home, times=3),
        **measure_server(home, size),
        **named(growth(home, large, rounds=size.rounds, times=size.times // 3), "growth", "100k"),
    }


def measure_server(home: Home, size: Size) -> Figures:
    with serving(home.folder, database=home.database) as server:
        visit = first_visit(server.port)
        phones = [Phone(server.port).sign_in(name, PASSWORD) for name in home.five_year_people]
        memory = at_rest_mb(server, phones[0])
        return {
            "rss_mb": memory,
            "first_visit_kb": visit.kilobytes,
            "first_visit_without_typeface_kb": visit.kilobytes - visit.typeface_kilobytes,
            "first_visit_requests": visit.requests,
            "unlock_ms": unlock_ms(server, home.writers[0], times=5),
            **today_figures(server, phones, times=size.times, seconds=size.seconds),
            **answer_figures(server, home, times=size.answers),
        }


def measure_postgres(folder: Path, size: Size) -> Figures:
    with postgres(folder / "server") as server:
        home = new_home(folder / "small", couples=size.small, database=server.create("small"))
        large = home.at(database=server.create("large", like="small"))
        grow(large, before=size.small, after=size.large)
        figures = {
            "queries": queries_of(home, "/")[0],
            **measure_server(home, size),
            **named(
                growth(home, large, rounds=size.rounds, times=size.times // 3), "growth", "100k"
            ),
        }
    return {f"pg_{name}": value for name, value in figures.items()}


def named(figures: Figures, old: str, new: str) -> Figures:
    return {name.replace(old, f"{old}_{new}"): value for name, value in figures.items()}


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
