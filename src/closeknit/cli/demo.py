"""`closeknit demo`: the sample couple's year in a folder that is thrown away."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread, Timer
from types import FrameType
from typing import Annotated

import typer

from closeknit.cli.bootstrap import with_django
from closeknit.config.environment import PREFIX, read_environment
from closeknit.demo.rules import StoryStage
from closeknit.hosting.checks import is_port_free
from closeknit.hosting.problems import HostError

app = typer.Typer(rich_markup_mode=None)


@app.command()
def demo(
    *,
    at: Annotated[
        StoryStage, typer.Option(help="Where in their year to start.")
    ] = StoryStage.MONTH_TWELVE,
    port: Annotated[int, typer.Option(help="Listen on this port.")] = 8322,
    minutes: Annotated[int | None, typer.Option(help="Stop after so many minutes.")] = None,
    folder: Annotated[Path | None, typer.Option(hidden=True)] = None,
    until_input_ends: Annotated[bool, typer.Option("--until-input-ends", hidden=True)] = False,
) -> None:
    """Look around with a made-up couple. Nothing of it is kept."""
    if not is_port_free(host="127.0.0.1", port=port):
        raise HostError(f"Port {port} is in use. Choose another with `--port`.")
    signal.signal(signal.SIGTERM, _leave)
    if minutes is not None:
        timer = Timer(minutes * 60, _stop)
        timer.daemon = True
        timer.start()
    if until_input_ends:
        Thread(target=_stop_when_input_ends, daemon=True).start()
    with _throw_away(folder) as data_dir:
        _forget_the_hosts_settings(data_dir, port=port)
        with_django("demo_serving").serve(read_environment(), stage=at)


@contextmanager
def _throw_away(folder: Path | None) -> Iterator[Path]:
    made = folder or Path(tempfile.mkdtemp(prefix="closeknit-sample-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _forget_the_hosts_settings(data_dir: Path, *, port: int) -> None:
    """Leave nothing in the environment that could lead to a real couple's data."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = "closeknit.config.settings"
    os.environ[f"{PREFIX}DATA_DIR"] = str(data_dir)
    os.environ[f"{PREFIX}PORT"] = str(port)
    os.environ[f"{PREFIX}DEMO"] = "true"
    os.environ[f"{PREFIX}LOOK_AROUND"] = "false"


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _stop_when_input_ends() -> None:
    """Whoever started this holds the other end of its input; the input ends with them.

    Read past Python's buffer: at the exit Python would wait for its lock, and abort.
    """
    while os.read(sys.stdin.fileno(), 1024):
        pass
    _stop()
