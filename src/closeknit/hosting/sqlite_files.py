"""Opening an SQLite file that is there, in use or not; none is ever made by looking."""

import sqlite3
from pathlib import Path

_PATIENCE = 20.0  # seconds that a writer may hold the file


def open_existing(database: Path, *, patience: float = _PATIENCE) -> sqlite3.Connection:
    """Return a connection; raises sqlite3.Error where there is no such file.

    `mode=rw` also to read: a log beside the file may need its index rebuilt.
    """
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=patience)
