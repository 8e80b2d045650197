"""Where the rows are: an SQLite file, found by its path, or a PostgreSQL, found by its URL."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import dj_database_url

from closeknit.config.setting_reader import ESCAPES, a_path

_SQLITE = re.compile(r"sqlite:///(?P<path>[^?#]+)", re.IGNORECASE)
_POSTGRES = re.compile(r"(?:postgres|postgresql|pgsql)://", re.IGNORECASE)
_LOST = re.compile(r"[#\t\r\n]")
"""What reading a URL drops, with all that follows or without a word."""
_ESCAPES = f"{ESCAPES} inside its parts"


def sqlite_settings(file: Path) -> dict[str, Any]:
    """Return Django's settings for a file, whatever letters its path is made of."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}


def database_settings(text: str) -> dict[str, Any]:
    """Return Django's settings for a database; raises ValueError, which never repeats the text."""
    if text.lower().startswith("sqlite:"):
        found = _SQLITE.fullmatch(text)
        if found is None or found["path"] == ":memory:":
            raise ValueError(f"must look like sqlite:////folder/file.sqlite3 ({_ESCAPES})")
        return sqlite_settings(a_path(unquote(found["path"])))
    if not _POSTGRES.match(text):
        raise ValueError("must begin with postgres:// or, for an SQLite file, with sqlite:///")
    return _postgres_settings(text)


def _postgres_settings(text: str) -> dict[str, Any]:
    wrong = ValueError(f"must look like postgres://user:password@host:5432/name ({_ESCAPES})")
    if _LOST.search(text):
        raise wrong
    try:
        found: dict[str, Any] = {**dj_database_url.parse(text)}
    except ValueError:
        raise wrong from None
    if not (found["NAME"] or "service" in found.get("OPTIONS", {})):
        raise wrong
    return found


def on_postgres(database: dict[str, Any]) -> dict[str, Any]:
    """Return how the server speaks to a PostgreSQL: it prepares what it is asked five times.

    Without, each page has the same few statements parsed and planned again. What the address says
    after its `?` has the last word, for a pooler that hands each statement to another connection.
    """
    prepared = {"server_side_binding": True, "prepare_threshold": 5}
    options = {**prepared, **database.get("OPTIONS", {})}
    return {**database, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}
