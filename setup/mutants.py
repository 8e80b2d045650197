"""Changes what seals and what decides, line by line, and sees whether a test notices.

`make mutants` runs mutmut over the files that pyproject.toml names, prints each change that no
test noticed, and fails when too many went unnoticed. One mutant alone: `mutmut show NAME`.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 0.90  # of the mutants that were tried
WITHIN = 40  # minutes, on two idle cores
NOTICED = {"killed", "timeout", "segfault", "caught by type check"}
NOT_COUNTED = {"skipped"}


def main(names: list[str], *, minutes: float) -> int:
    if not names:
        shutil.rmtree(ROOT / "mutants", ignore_errors=True)  # every verdict is of today
    run_mutmut(names, minutes=minutes)
    listed = subprocess.run(  # noqa: S603  the locked mutmut
        [_mutmut(), "results", "--all", "true"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    verdicts = {
        name: verdict
        for name, verdict in read(listed).items()
        if not names or verdict != "not checked"  # with names, only those were asked for
    }
    said, status = told(verdicts)
    sys.stdout.write("\n".join(said) + "\n")
    return status


def run_mutmut(names: list[str], *, minutes: float) -> None:
    """Let it work until its time is over, and end it with all that it started."""
    workers = os.environ.get("JOBS", "2")
    process = subprocess.Popen(  # noqa: S603  the same
        [_mutmut(), "run", "--max-children", workers, *names], cwd=ROOT, start_new_session=True
    )
    try:
        process.wait(minutes * 60)
    except subprocess.TimeoutExpired:
        sys.stdout.write(f"\nStopped after {minutes:g} minutes.\n")
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode > 0:
        raise SystemExit(process.returncode)


def read(listed: str) -> dict[str, str]:
    """Return each mutant's verdict from what `mutmut results` printed."""
    lines = (line.strip().rpartition(": ") for line in listed.splitlines() if ": " in line)
    return {name: verdict for name, _, verdict in lines}


def told(verdicts: dict[str, str]) -> tuple[list[str], int]:
    """Return what there is to say, and the status: 0 where enough was noticed and all was tried."""
    counted = {name: each for name, each in verdicts.items() if each not in NOT_COUNTED}
    tried = {name: each for name, each in counted.items() if each != "not checked"}
    noticed = sum(each in NOTICED for each in tried.values())
    said = [f"{each:<12} {name}" for name, each in sorted(tried.items()) if each not in NOTICED]
    by_kind = ", ".join(f"{count} {kind}" for kind, count in Counter(tried.values()).most_common())
    if not tried:
        return ["No mutant was tried."], 1
    share = noticed / len(tried)
    said.append(f"{noticed} of {len(tried)} mutants were noticed, {share:.1%} ({by_kind}).")
    missing = len(counted) - len(tried)
    if missing:
        said.append(f"{missing} of {len(counted)} were not tried, so this is no whole answer.")
    if share < FLOOR:
        said.append(f"The floor is {FLOOR:.0%}.")
    return said, int(share < FLOOR or missing > 0)


def _mutmut() -> str:
    return str(Path(sys.executable).with_name("mutmut"))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that it ends what it started
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", help="only these, such as 'closeknit.domain.vault.items*'"
    )
    parser.add_argument("--minutes", type=float, default=WITHIN)
    given = parser.parse_args()
    sys.exit(main(given.names, minutes=given.minutes))
