"""Copies of a PostgreSQL database, made and put back by PostgreSQL's own tools."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from closeknit.hosting.backups import copy_failed
from closeknit.hosting.disk import spoken_size
from closeknit.hosting.durable import filling
from closeknit.hosting.problems import HostError

SUFFIX = ".pgdump"
_SAY_EVERY = 5.0  # seconds
_CONNECT_WITHIN = 10  # seconds
LOCKED_AT_MOST = 60  # seconds that a dump waits for a table which something else holds
# Of what an address may say after its "?": what PostgreSQL's tools read from their environment.
_OPTIONS = {
    "channel_binding": "PGCHANNELBINDING",
    "gssencmode": "PGGSSENCMODE",
    "hostaddr": "PGHOSTADDR",
    "krbsrvname": "PGKRBSRVNAME",
    "options": "PGOPTIONS",
    "passfile": "PGPASSFILE",
    "require_auth": "PGREQUIREAUTH",
    "service": "PGSERVICE",
    "sslcert": "PGSSLCERT",
    "sslcrl": "PGSSLCRL",
    "sslkey": "PGSSLKEY",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}
_PARAMETERS = {
    **{variable: name for name, variable in _OPTIONS.items()},
    "PGHOST": "host",
    "PGPORT": "port",
    "PGUSER": "user",
    "PGPASSWORD": "password",
    "PGDATABASE": "dbname",
}


@dataclass(frozen=True)
class PostgresPlace:
    """Where a database is, as PostgreSQL's tools read it from their environment."""

    variables: Mapping[str, str]

    @classmethod
    def of(cls, database: Mapping[str, Any]) -> "PostgresPlace":
        """Read the place from Django's settings for a database, with all that decides on it."""
        options = database.get("OPTIONS", {})
        named = {
            **{variable: options.get(name) for name, variable in _OPTIONS.items()},
            "PGHOST": database.get("HOST") or options.get("host"),
            "PGPORT": database.get("PORT") or options.get("port"),
            "PGUSER": database.get("USER") or options.get("user"),
            "PGPASSWORD": database.get("PASSWORD") or options.get("password"),
            "PGDATABASE": database.get("NAME") or options.get("dbname"),
        }
        return cls({name: str(value) for name, value in named.items() if value})

    @property
    def parameters(self) -> dict[str, Any]:
        """The same place by the names that a connection takes."""
        return {_PARAMETERS[name]: value for name, value in self.variables.items()}


_NOWHERE = PostgresPlace({})  # what only reads a file needs no server


def back_up_postgres(
    *, place: PostgresPlace, to: Path, tell: Callable[[str], None] | None = None
) -> Path:
    """Dump the database into one file; an older file at `to` stays when that fails."""
    try:
        with filling(to) as part:
            written = None if tell is None else lambda: tell(_so_far(part))
            lock = f"--lock-wait-timeout={LOCKED_AT_MOST}s"
            dump = ("--format=custom", "--no-owner", lock, f"--file={part}")
            _run("pg_dump", *dump, place=place, each_while=written)
            listed(part)
    except OSError as error:
        raise copy_failed(to, error) from error
    return to


def listed(dump: Path) -> list[str]:
    """Return what a dump holds, one line each; raises HostError when it is none."""
    return _run("pg_restore", "--list", str(dump), place=_NOWHERE).splitlines()


def table_text(dump: Path, table: str) -> str:
    """Return the rows of one table of a dump, as PostgreSQL's COPY writes them."""
    only = ("--data-only", f"--table={table}", "--file=-")
    return _run("pg_restore", *only, str(dump), place=_NOWHERE)


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


def _run(
    tool: str,
    *arguments: str,
    place: PostgresPlace,
    each_while: Callable[[], None] | None = None,
) -> str:
    """Run a tool to its end and return what it wrote; call `each_while` every few seconds."""
    found = shutil.which(tool)
    if found is None:
        raise HostError(
            f"{tool} is not installed. Install PostgreSQL's client tools, or copy the database "
            "with the tools of the machine it runs on; `closeknit migrate --without-copy` then "
            "updates without a copy of ours."
        )
    process = subprocess.Popen(  # noqa: S603  a fixed tool, arguments of our own
        [found, *arguments],
        env={**os.environ, "PGCONNECT_TIMEOUT": str(_CONNECT_WITHIN), **place.variables},
        stdin=subprocess.DEVNULL,  # nobody is there to type a password
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        said, complaint = _heard(process, each_while)
    if process.returncode:
        raise HostError(f"{tool} failed: {_reason(complaint)}")
    return said


def _heard(
    process: subprocess.Popen[str], each_while: Callable[[], None] | None
) -> tuple[str, str]:
    while True:
        try:
            return process.communicate(timeout=_SAY_EVERY)
        except subprocess.TimeoutExpired:
            if each_while is not None:
                each_while()
        except BaseException:
            process.kill()
            raise


def _so_far(part: Path) -> str:
    return f"{spoken_size(part.stat().st_size)} of the copy are written."


def _reason(said: str) -> str:
    lines = said.strip().splitlines() or ["no reason given"]
    return next((line for line in lines if "error:" in line), lines[-1])
