"""Asks whether a locked package has a known vulnerability: `make audit`.

pip-audit ends with 0 and "No known vulnerabilities found" also where the index knows no
advisories at all, as most mirrors do. So what was really asked is counted here, and an audit
that did not take place is never called a good one. A missing network fails no build; a
vulnerability that nobody accepted does. Those accepted stand in `accepted-vulnerabilities.toml`,
each by its id with the reason and the day until which it holds.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / "setup" / "accepted-vulnerabilities.toml"
PATIENCE = 120  # seconds for all packages together


@dataclass(frozen=True)
class Audit:
    """What came of it: found as (package, version, id), and how many of how many were asked."""

    found: tuple[tuple[str, str, str], ...]
    asked: int
    locked: int
    trouble: str = ""


def main(uv: str) -> int:
    audit = read(locked_requirements(uv), ask=pip_audit)
    accepted = read_accepted(ACCEPTED, today=datetime.now(UTC).date())
    sentences, status = told(audit, accepted)
    sys.stdout.write("\n".join(sentences) + "\n")
    return status


def told(audit: Audit, accepted: dict[str, str]) -> tuple[list[str], int]:
    """Return one sentence for each thing to know, and the status to end with."""
    said, status = [], 0
    for package, version, name in audit.found:
        if name in accepted:
            said.append(f"accepted: {package} {version} has {name}: {accepted[name]}")
        else:
            said.append(f"VULNERABLE: {package} {version} has {name}.")
            status = 1
    missing = audit.locked - audit.asked
    if missing:
        why = audit.trouble or "the package index knows no advisories for them"
        said.append(f"not audited: {missing} of {audit.locked} locked packages; {why}.")
    if audit.asked:
        said.append(f"audited: {audit.asked} of {audit.locked} locked packages.")
    return said, status


def read(requirements: str, *, ask: Callable[[str], str]) -> Audit:
    """Put the requirements before `ask`, which returns pip-audit's JSON or raises OSError."""
    locked = sum("==" in line for line in requirements.splitlines())
    if not locked:
        raise SystemExit("uv.lock names no package, so there is nothing to audit.")
    try:
        told_by = json.loads(ask(requirements))["dependencies"]
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        return Audit(found=(), asked=0, locked=locked, trouble=_first_line(error))
    asked: list[dict[str, Any]] = [each for each in told_by if "vulns" in each]
    found = tuple(
        (each["name"], each["version"], vulnerability["id"])
        for each in asked
        for vulnerability in each["vulns"]
    )
    return Audit(found=found, asked=len(asked), locked=locked)


def read_accepted(file: Path, *, today: date) -> dict[str, str]:
    """Return the reasons by id; one whose day is over accepts nothing."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: entry["reason"] for name, entry in entries.items() if entry["until"] >= today}


def locked_requirements(uv: str) -> str:
    """Return what the lock holds for every group and extra, without the project itself."""
    command = [uv, "export", "--frozen", "--all-groups", "--all-extras", "--no-emit-project"]
    command += ["--no-hashes", "--no-annotate", "--no-header", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  our own uv
    return done.stdout


def pip_audit(requirements: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file, into = Path(folder) / "requirements.txt", Path(folder) / "audit.json"
        file.write_text(requirements, encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(file), "--no-deps"]
        command += ["--disable-pip", "--progress-spinner=off", "--format=json", f"--output={into}"]
        done = subprocess.run(  # noqa: S603  the locked pip-audit
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        if not into.exists():
            raise OSError(f"the advisories cannot be reached: {_last_line(done.stderr)}")
        return into.read_text(encoding="utf-8")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "pip-audit said nothing"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "uv"))
