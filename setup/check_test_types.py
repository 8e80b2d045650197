"""Checks the types in the bodies of tests: `make check` runs it after mypy has seen `src`.

pytest finds tests by file and not by package, so each module is called by its bare name, as other
tests import it. Only `conftest.py` stands in many folders, and is called by its folder's name.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
NEW_ROOM = TESTS / "new_room"  # its imports hold only in the copy of the house it is added to


def main() -> int:
    files = [file for file in sorted(TESTS.rglob("*.py")) if NEW_ROOM not in file.parents]
    folders = sorted({file.parent for file in files})
    command = [sys.executable, "-m", "mypy", "--config-file", str(TESTS / "mypy.ini")]
    for file in files:
        command += ["-m", _name(file)]
    paths = os.pathsep.join(map(str, [ROOT / "src", *folders]))
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "MYPYPATH": paths}).returncode  # noqa: PLW1510, S603  its status is ours


def _name(file: Path) -> str:
    inside = file.relative_to(TESTS).with_suffix("")
    return ".".join(inside.parts) if file.name == "conftest.py" else file.stem


if __name__ == "__main__":
    sys.exit(main())
