"""The real settings with a clock that a test can move; everything else is what a host gets."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from closeknit.config.settings import *  # noqa: F403  all of it but the two names below

_OFFSET = Path(os.environ["BROWSER_TESTS_OFFSET_FILE"])


def CLOCK() -> datetime:  # type: ignore[no-redef]  # noqa: N802  Django reads capitals
    return datetime.now(UTC) + timedelta(seconds=float(_OFFSET.read_text()))


STATIC_ROOT = Path(os.environ["BROWSER_TESTS_STATIC"])  # built anew from the sources under test
