"""What five years of one couple cost over their first, and how long a writer waits for long work.

Two couples live one year and five by the actions that their pages call; then each page is asked for
in one process and its CPU time and statements are compared. Beside a run that queues reminders, and
beside the daily tidying, somebody writes through a connection of their own and notes the longest
wait.

Run: make bench NAME=years; ARGS=--quick for a sixth of the evenings.
"""

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from calibration import calibration_ms
from report import Budget, report
from server import environment

HERE = Path(__file__).parent
BUDGETS = {
    "worst_page_vs_one_year": Budget(most=2.0),
    "worst_statements_vs_one_year": Budget(most=1.0),
    "password_lock_ms": Budget(most=500),
    "writer_wait_ms": Budget(most=500),
}
FLOOR_MS = 2.0  # what a page costs with nothing in it, about; below, a ratio says nothing


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--quick", action="store_true")
    is_quick = wanted.parse_args().quick
    before = calibration_ms()
    one, five = (_lived(years, every=6 if is_quick else 1) for years in (1, 5))
    waits = _waits(couples=2_000 if is_quick else 10_000)
    ratios = {path: _ratio(one["pages"][path], five["pages"][path]) for path in five["pages"]}
    statements = {
        path: five["pages"][path][1] / max(1, one["pages"][path][1]) for path in five["pages"]
    }
    for path, (cpu, count, size) in five["pages"].items():
        print(f"{path:28}{cpu:9.1f} ms {count:4} statements {size / 1e3:7.1f} kB", end="")
        print(f"  {ratios[path]:.2f} of one year's")
    figures = {
        "worst_page_vs_one_year": max(ratios.values()),
        "worst_statements_vs_one_year": max(statements.values()),
        "slowest_page_ms": max(cpu for cpu, _count, _size in five["pages"].values()),
        "export_s": five["export_s"],
        "password_lock_ms": five["password_lock_ms"],
        "reminders_wait_ms": waits["reminders"],
        "tidying_wait_ms": waits["tidying"],
        "writer_wait_ms": max(waits.values()),
        "mb_per_couple_year": five["mb_per_couple_year"],
        "calibration_ms": (before + calibration_ms()) / 2,
    }
    report("years", figures, BUDGETS)


def _lived(years: int, *, every: int) -> dict:
    with _folder() as home:
        return json.loads(_run(home, "years_run.py", str(years), str(every)))


def _ratio(one: list[float], five: list[float]) -> float:
    return max(five[0], FLOOR_MS) / max(one[0], FLOOR_MS)


def _waits(*, couples: int) -> dict[str, float]:
    """Return the longest wait of a bare writer beside each piece of long work, in ms."""
    with _folder() as home:
        _run(home, "build.py", f"--crowd={couples}")
        _run(home, "reminder_run.py", "--fill")
        _run(home, "years_tidy.py", "--fill", str(2 * couples))
        return {
            "reminders": _wait_beside(home, "reminder_run.py", "--filled"),
            "tidying": _wait_beside(home, "years_tidy.py"),
        }


def _wait_beside(home: Path, script: str, *given: str) -> float:
    work = subprocess.Popen(
        [sys.executable, HERE / script, *given], env=environment(home), stdout=subprocess.DEVNULL
    )
    longest = 0.0
    database = home / "closeknit.sqlite3"
    with closing(sqlite3.connect(database, timeout=60, isolation_level=None)) as writer:
        while work.poll() is None:
            begun = time.perf_counter()
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("UPDATE people_couple SET pace = pace WHERE id = ''")
            writer.execute("COMMIT")
            longest = max(longest, time.perf_counter() - begun)
            time.sleep(0.01)
    assert work.returncode == 0, f"{script} failed"
    return 1_000 * longest


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="closeknit-years-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _run(home: Path, script: str, *given: str) -> str:
    command = [sys.executable, HERE / script, *given]
    done = subprocess.run(
        command, env=environment(home), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
