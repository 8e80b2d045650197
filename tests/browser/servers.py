"""The real `closeknit serve`, in a process and a data folder of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from served import COMMAND, free_port, wait_until_open

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
LINK = re.compile(r"https?://\S+/begin/\S+/")
READY = "Press Ctrl+C to stop."
EVENING = 19  # o'clock UTC: nobody's shared day ends while a test runs


def build_static_files(folder: Path) -> Path:
    """Build the static files from the sources as an install does, into a folder of our own."""
    built = folder / "static"
    script = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); import hatch_build;"
        "hatch_build.BUILT = pathlib.Path(sys.argv[2]); hatch_build.build_static_files()"
    )
    subprocess.run([sys.executable, "-c", script, str(CHECKOUT), str(built)], check=True)
    return built


@dataclass
class Server:
    """A running server: where it is, its printed words, and its clock."""

    base: str
    printed: str
    process: subprocess.Popen[str]
    environment: Mapping[str, str]
    folder: Path

    @property
    def setup_link(self) -> str:
        found = LINK.search(self.printed)
        assert found, self.printed
        return found.group()

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def link_for_another_couple(self) -> str:
        made = subprocess.run(
            [COMMAND, "invite"], env=self.environment, check=True, capture_output=True, text=True
        )
        return made.stdout.strip()

    def forward(self, **step: float) -> None:
        """Move the server's clock on."""
        offset = Path(self.environment["BROWSER_TESTS_OFFSET_FILE"])
        moved = float(offset.read_text()) + timedelta(**step).total_seconds()
        fresh = offset.with_suffix(".new")
        fresh.write_text(str(moved))
        fresh.replace(offset)


@contextmanager
def serving(folder: Path, *, static: Path, lan: bool = False) -> Iterator[Server]:
    """Run `closeknit serve`, with `--lan` or without, until the block ends."""
    port = free_port()
    settings = {"PORT": str(port), "LAN": str(lan)}  # `closeknit invite` reads the second one too
    environment = _environment(folder, static=static, settings=settings)
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [COMMAND, "serve", *(["--lan"] if lan else [])],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        printed = _printed(process, folder)
        base = re.search(r"Closeknit is at (\S+?)/\s", printed)
        assert base, printed
        wait_until_open(process, port, *([port + 1] if lan else []))
        yield Server(base.group(1), printed, process, environment, folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        log.close()


def _environment(folder: Path, *, static: Path, settings: Mapping[str, str]) -> dict[str, str]:
    offset = folder / "offset"
    offset.write_text(str(_until_evening()))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLOSEKNIT_")}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "movable_clock",
        "BROWSER_TESTS_OFFSET_FILE": str(offset),
        "BROWSER_TESTS_STATIC": str(static),
        "CLOSEKNIT_DATA_DIR": str(folder / "data"),
        **{f"CLOSEKNIT_{name}": value for name, value in settings.items()},
    }


def _until_evening() -> float:
    now = datetime.now(UTC)
    return (now.replace(hour=EVENING, minute=0, second=0) - now).total_seconds()


def _printed(process: subprocess.Popen[str], folder: Path) -> str:
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if READY in line:
            return "".join(lines)
    raise AssertionError("".join(lines) + (folder / "log").read_text())
