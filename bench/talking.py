"""Processes beside a bench that are asked, and answer, line by line."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from server import PATIENCE


@contextmanager
def talking(command: list[Any]) -> Iterator["subprocess.Popen[str]"]:
    """Start a process that is asked and answers line by line, and end it."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    try:
        yield process
    finally:
        process.stdin.close()  # a browser is closed by its own process
        try:
            process.wait(PATIENCE / 4)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(PATIENCE)


def hear(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline()


def say(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
