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

_KEPT_FOR = 15 * 60  # seconds; then what the database kept for a connection is freed
_GONE_WITHIN = {
    "connect_timeout": 4,  # seconds, for each address that the database's name has
    "keepalives_idle": 10,  # seconds; these four find a machine that went away without a word
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds
}
_OTHER_THREADS = 8
"""Of each process: files, readiness, two that look at streams, one that listens, mails of new
passwords, exports, and the child that makes one."""
_BESIDE = 3  # reminders, tidying, and a sender in a process of its own


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
    options = {**prepared, **_GONE_WITHIN, **database.get("OPTIONS", {})}
    kept = {"CONN_MAX_AGE": _KEPT_FOR, "CONN_HEALTH_CHECKS": True}
    return {**database, **kept, "OPTIONS": options}


def most_connections(*, threads: int, workers: int) -> int:
    """Return how many connections to a PostgreSQL one server may hold: each thread has one.

    Threads are few and fixed, so their number is the bound, and a pool between would only add a
    second one, with a queue before it.
    """
    return workers * (threads + _OTHER_THREADS) + _BESIDE
