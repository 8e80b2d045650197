"""The system's own Chromium, for every test that needs a real browser; none is downloaded."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
ON_A_MAC = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)


def find_chromium() -> str | None:
    """Return where the system's Chromium is."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [str(path) for path in ON_A_MAC if path.exists()]
    return found[0] if found else None


def chromium_or_skip() -> str:
    """Return where Chromium is; without one the test is skipped, and fails where none may be."""
    found = find_chromium()
    if found:
        return found
    reason = "There is no Chromium here. Install it with your system's package manager."
    if os.environ.get("CLOSEKNIT_NO_SKIPS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Run one browser; its event loop must end before other tests use the database."""
    path = chromium_or_skip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
