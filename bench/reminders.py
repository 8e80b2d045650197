"""How fast due reminders are worked out and queued, and how much memory that takes.

Fills an SQLite database with a crowd of couples in which both want a reminder that is due, then
times one run as `closeknit send-due` makes it, as far as the outbox: a process of its own, nothing
handed over. Twice, with a tenth of the couples first: `ratio` is the CPU time per person with all
of them against a tenth of them, near 1 when the work for a couple does not grow with their number.
`own_mb` is the memory without the database file, of which SQLite maps up to 128 MB.

Run: make bench NAME=reminders; ARGS="--couples=10000" for fewer.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from calibration import calibration_ms, times_of_loop
from report import Budget, report
from server import environment

BUDGETS = {"person_vs_calibration": Budget(most=0.04), "ratio": Budget(most=1.25)}
HERE = Path(__file__).parent
TENTH = 10


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--couples", type=int, default=100_000)
    couples = wanted.parse_args().couples
    before = calibration_ms()
    fewer, all_of_them = (measured(couples=count) for count in (couples // TENTH, couples))
    calibration = (before + calibration_ms()) / 2
    per_person = [each["cpu_seconds"] / each["people"] for each in (fewer, all_of_them)]
    person = {"person_cpu_ms": 1_000 * per_person[1]}
    figures = {
        "couples": couples,
        "people": all_of_them["people"],
        "messages": all_of_them["messages"],
        "seconds": all_of_them["seconds"],
        "cpu_seconds": all_of_them["cpu_seconds"],
        "rows_per_s": all_of_them["people"] / all_of_them["seconds"],
        "rows_per_cpu_s": all_of_them["people"] / all_of_them["cpu_seconds"],
        "rss_mb": all_of_them["rss_mb"],
        "own_mb": all_of_them["own_mb"],
        "own_mb_tenth": fewer["own_mb"],
        "queries_per_200": all_of_them["queries_per_200"],
        "ratio": per_person[1] / per_person[0],
        **person,
        "calibration_ms": calibration,
        **times_of_loop(person, calibration=calibration, names=person),
    }
    report("reminders", figures, BUDGETS)


def measured(*, couples: int) -> dict[str, float]:
    """Return what one run over so many couples took, in a folder that is thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="closeknit-reminders-"))
    try:
        _run(folder, "build.py", f"--crowd={couples}")
        return dict(json.loads(_run(folder, "reminder_run.py")))
    finally:
        shutil.rmtree(folder)


def _run(folder: Path, script: str, *given: str) -> str:
    command = [sys.executable, HERE / script, *given]
    done = subprocess.run(
        command, env=environment(folder), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
