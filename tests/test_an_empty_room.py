"""A new room is its folder and at most five lines elsewhere: a copy of the house gets one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
NEW_ROOM = HOME / "tests" / "new_room"
AT_MOST = 5  # lines outside the room's own folder
_IMPORT = "from closeknit.rooms.{0}.lifecycle import LIFECYCLE as {1}\n"
LINES = (  # file, what stands there, what becomes of it
    ("src/closeknit/config/settings.py", '    "meetings",', '    "meetings",\n    "lanterns",'),
    (
        "src/closeknit/rooms/lifecycles.py",
        _IMPORT.format("listening", "LISTENING"),
        _IMPORT.format("lanterns", "LANTERNS") + _IMPORT.format("listening", "LISTENING"),
    ),
    ("src/closeknit/rooms/lifecycles.py", "    MEETINGS,", "    MEETINGS,\n    LANTERNS,"),
    (".importlinter", " | repair | meetings |", " | repair | meetings | lanterns |"),
)


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """A copy of the house with one room more."""
    house = tmp_path_factory.mktemp("house")
    skipped = shutil.ignore_patterns("__pycache__", "static_built", "*.pyc")
    for part in ("src", "tests"):
        shutil.copytree(HOME / part, house / part, ignore=skipped)
    for part in ("pyproject.toml", ".importlinter"):
        shutil.copy(HOME / part, house / part)
    shutil.copytree(NEW_ROOM / "lanterns", house / "src/closeknit/rooms/lanterns")
    shutil.copytree(NEW_ROOM / "tests", house / "tests/rooms/lanterns")
    for file, stands, becomes in LINES:
        text = (house / file).read_text()
        assert text.count(stands) == 1, (file, stands)
        (house / file).write_text(text.replace(stands, becomes))
    django(house, "makemigrations", "lanterns")
    return house


def run(house: Path, *command: str) -> str:
    """Run a command in the copy, which stands before this checkout on Python's path."""
    environment = {key: value for key, value in os.environ.items() if key[:9] != "CLOSEKNIT"}
    environment |= {
        "PYTHONPATH": f"{house / 'src'}{os.pathsep}{house / 'tests'}",
        "DJANGO_SETTINGS_MODULE": "closeknit.config.settings",
        "CLOSEKNIT_DATA_DIR": str(house / "data"),
    }
    done = subprocess.run(
        command, cwd=house, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def django(house: Path, *arguments: str) -> str:
    return run(house, sys.executable, "-m", "django", *arguments)


def changed_lines(house: Path) -> Iterator[str]:
    """Return each line of the house that is new or reads otherwise, the room's folders aside."""
    for file in sorted({file for file, _stands, _becomes in LINES}):
        before, after = ((root / file).read_text().splitlines() for root in (HOME, house))
        yield from (line for line in ndiff(before, after) if line.startswith("+ "))


def test_a_new_room_touches_at_most_five_lines_outside_its_folder(house):
    assert 1 <= len(list(changed_lines(house))) <= AT_MOST


def test_the_arrows_hold_with_a_new_room(house):
    said = run(house, str(Path(sys.executable).with_name("lint-imports")), "--no-cache")

    assert "0 broken" in said


def test_django_takes_a_new_room_as_it_is(house):
    assert "no issues" in django(house, "check")


def test_a_new_room_is_exported_erased_and_declared_with_the_others(house):
    tests = ("tests/rooms/test_every_table_is_covered.py", "tests/rooms/lanterns")
    chosen = "antern or declared or lifecycle or come_last"

    said = run(house, sys.executable, "-m", "pytest", "-p", "no:randomly", *tests, "-k", chosen)

    assert " passed" in said


def test_a_new_room_that_declares_no_table_is_found_out(house):
    declared = house / "tests/rooms/lanterns/lanterns_tables.py"
    kept = declared.rename(declared.with_suffix(".kept"))
    try:
        with pytest.raises(AssertionError, match=r"lanterns\.Lantern"):
            run(
                house,
                sys.executable,
                "-m",
                "pytest",
                "tests/rooms/test_every_table_is_covered.py",
                "-k",
                "is_declared",
            )
    finally:
        kept.rename(declared)
