"""Fault 8: the update of a first release's home, killed at many moments, on either database.

Each kill leaves the old schema, or the new one as far as it is recorded; the copy that was made
before restores; and the next start ends the update with everybody's words.
"""

import lzma
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from couple_at_home import sign_in
from form_browser import FormBrowser
from postgres_server import address_of, postgres_server, tools_first
from served import COMMAND, PATIENCE, closeknit, environment, free_port, serving

from closeknit.config import schema

pytestmark = [pytest.mark.fault, pytest.mark.postgres]
DRAWN = Path(__file__).parents[1] / "upgrade" / "first_release"
KILLS = 6
WORDS = "moments_appreciation by Bob"
RECORDED = "SELECT app, name FROM django_migrations"
COLUMNS = (
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
    "WHERE table_schema = 'public'"
)


@dataclass
class FirstRelease:
    """A home as the first release left it."""

    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)
    port: int = 0

    def is_serving(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def copies(self) -> list[Path]:
        return sorted((self.folder / "backups").glob("[!.]*-before-update.*"))

    def schema(self) -> frozenset:
        """Look at a copy: whoever opens the file itself would put its log in order."""
        looked = shutil.copytree(self.folder, self.folder.with_name("looked"), dirs_exist_ok=True)
        with closing(sqlite3.connect(looked / "closeknit.sqlite3")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
            recorded = connection.execute(RECORDED).fetchall()
        shutil.rmtree(looked)
        return frozenset(tables + recorded)

    @contextmanager
    def updating(self) -> Iterator[Callable[[Callable[[], object]], None]]:
        """Start the server; what is given waits for something, and fails where the server ends."""
        self.port = free_port()
        with (self.folder.with_name("log")).open("a") as log:
            process = subprocess.Popen(
                [COMMAND, "serve", "--port", str(self.port)],
                env=environment(self.folder, **self.settings),
                stdout=log,
                stderr=log,
            )

        def wait(is_so: Callable[[], object]) -> None:
            ends = time.monotonic() + PATIENCE
            while not is_so():
                assert process.poll() is None, (self.folder.with_name("log")).read_text()
                assert time.monotonic() < ends, "It never came to that."
                time.sleep(0.01)

        try:
            yield wait
        finally:
            process.kill()
            process.wait(PATIENCE)

    def assert_whole(self) -> None:
        with serving(self.folder, **self.settings) as served:
            alice = FormBrowser(f"http://localhost:{served.port}")
            sign_in(alice, "alice")
            assert WORDS in alice.open("/thanks/")


@pytest.fixture
def first_release(tmp_path) -> FirstRelease:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copytree(DRAWN / "secrets", folder / "secrets")
    return FirstRelease(folder)


@pytest.fixture
def on_sqlite(first_release) -> FirstRelease:
    with closing(sqlite3.connect(first_release.folder / "closeknit.sqlite3")) as drawn:
        drawn.executescript(_drawn("sqlite"))
    return first_release


@pytest.fixture
def on_postgres(first_release, monkeypatch) -> Iterator[FirstRelease]:
    tools_first(monkeypatch)
    with postgres_server(is_durable=True) as server:
        lines = _drawn("postgresql").splitlines()
        with psycopg.connect(address_of(server), autocommit=True) as connection:
            connection.execute("\n".join(line for line in lines if not line.startswith("\\")))
        first_release.settings["DATABASE_URL"] = address_of(server)
        yield first_release


def test_an_update_killed_at_many_moments_leaves_the_old_or_the_new_schema(on_sqlite, tmp_path):
    old = on_sqlite.schema()
    whole = FirstRelease(shutil.copytree(on_sqlite.folder, tmp_path / "whole" / "data"))
    with whole.updating() as wait:
        wait(lambda: whole.copies)
        began = time.monotonic()
        wait(whole.is_serving)
        lasts = time.monotonic() - began
    new = whole.schema()

    found = []
    for kill in range(KILLS):
        before = len(on_sqlite.copies)
        with on_sqlite.updating() as wait:
            wait(lambda before=before: len(on_sqlite.copies) > before)
            ends = time.monotonic() + lasts * kill / KILLS
            wait(lambda ends=ends: time.monotonic() > ends)
        found.append(on_sqlite.schema())
        if found[-1] == new:
            break

    assert set(found) <= {old, new}
    assert found[0] == old
    on_sqlite.assert_whole()
    _assert_restores(on_sqlite.copies[0], tmp_path)


def test_an_update_of_postgresql_killed_after_many_of_its_migrations_is_ended_by_the_next_start(
    on_postgres, tmp_path
):
    url = on_postgres.settings["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as watching:

        def recorded() -> list:
            return watching.execute(RECORDED).fetchall()

        every = len(schema._shipped())
        first = len(recorded())
        for kill in range(KILLS):
            target = first + (every - first) * kill // KILLS + 1
            with on_postgres.updating() as wait:
                wait(lambda target=target: len(recorded()) >= target)
            found = recorded()
            assert len(found) == len(set(found))
        cut = len(recorded())
        on_postgres.assert_whole()
        columns = set(watching.execute(COLUMNS).fetchall())
        again = closeknit("migrate", home=on_postgres.folder, **on_postgres.settings)
        watching.execute("CREATE DATABASE anew")
    anew = url.replace("/postgres?", "/anew?")
    made = closeknit("migrate", home=tmp_path / "anew", DATABASE_URL=anew)

    assert first < cut
    assert again.stdout == "The database was up to date.\n"
    assert made.returncode == 0, made.stderr
    with psycopg.connect(anew) as connection:
        assert columns == set(connection.execute(COLUMNS).fetchall())


def test_an_update_copies_the_database_first_and_that_copy_restores(home, tmp_path):
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute("DROP TABLE django_session")
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        connection.commit()

    with serving(home.folder) as server:
        ready = server.status("/readyz")
    (copy,) = (home.folder / "backups").iterdir()
    done = closeknit("restore", str(copy), home=tmp_path / "elsewhere")

    assert ready == 200
    assert copy.name.endswith("-before-update.sqlite3")
    assert done.returncode == 0, done.stderr
    assert "people: 2, spaces: 1" in done.stdout


def _assert_restores(copy: Path, tmp_path: Path) -> None:
    elsewhere = FirstRelease(tmp_path / "restored" / "data")
    done = closeknit("restore", str(copy), home=elsewhere.folder)
    assert done.returncode == 0, done.stderr
    shutil.copytree(DRAWN / "secrets", elsewhere.folder / "secrets", dirs_exist_ok=True)
    elsewhere.assert_whole()


def _drawn(database: str) -> str:
    return lzma.decompress((DRAWN / f"{database}.sql.xz").read_bytes()).decode()
