"""Copies of a PostgreSQL database, made and put back by PostgreSQL's own tools."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from closeknit.hosting.problems import HostError

SUFFIX = ".pgdump"


@dataclass(frozen=True)
class PostgresPlace:
    """Where a database is, as PostgreSQL's tools read it from their environment."""

    variables: Mapping[str, str]

    @classmethod
    def of(cls, database: Mapping[str, Any]) -> "PostgresPlace":
        """Read the place from Django's settings for a database."""
        options = database.get("OPTIONS", {})
        named = {
            "PGHOST": database.get("HOST") or options.get("host"),
            "PGPORT": database.get("PORT"),
            "PGUSER": database.get("USER"),
            "PGPASSWORD": database.get("PASSWORD"),
            "PGDATABASE": database.get("NAME"),
            "PGSSLMODE": options.get("sslmode"),
        }
        return cls({name: str(value) for name, value in named.items() if value})


def back_up_postgres(*, place: PostgresPlace, to: Path) -> Path:
    """Dump the database into one file; an older file at `to` stays when that fails."""
    part = to.with_name(f".{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.touch(mode=0o600)
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={part}", place=place)
        _run("pg_restore", "--list", str(part), place=place)
        part.replace(to)
    except OSError as error:
        raise HostError(f"The copy to {to} failed: {error}. Older copies are untouched.") from error
    finally:
        part.unlink(missing_ok=True)
    return to


def put_back_postgres(*, place: PostgresPlace, backup: Path) -> None:
    """Fill an empty database from a dump, whole or not at all."""
    _run(
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        f"--dbname={place.variables.get('PGDATABASE', '')}",
        str(backup),
        place=place,
    )


def _run(tool: str, *arguments: str, place: PostgresPlace) -> None:
    found = shutil.which(tool)
    if found is None:
        raise HostError(
            f"{tool} is not installed. Install PostgreSQL's client tools, or copy the database "
            "with the tools of the machine it runs on."
        )
    done = subprocess.run(  # noqa: S603  a fixed tool, arguments of our own
        [found, *arguments],
        env={**os.environ, **place.variables},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise HostError(f"{tool} failed: {_reason(done.stderr)}")


def _reason(said: str) -> str:
    lines = said.strip().splitlines() or ["no reason given"]
    return next((line for line in lines if "error:" in line), lines[-1])
