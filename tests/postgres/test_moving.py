"""Growing up: everything from an SQLite file moves to PostgreSQL, and opens there as before."""

from pathlib import Path

import psycopg
import pytest
from couple_at_home import Pair, settle, sign_in
from form_browser import FormBrowser
from served import closeknit, serving

pytestmark = pytest.mark.postgres
WORDS = "the lamp you mended"


@pytest.fixture
def empty(database_url) -> str:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS grown WITH (FORCE)")
        connection.execute("CREATE DATABASE grown")
    return database_url.replace("/postgres?", "/grown?")


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "data"


def test_all_that_two_wrote_opens_after_the_move_and_more_can_be_written(home, empty):
    file = home / "closeknit.sqlite3"
    with serving(home) as served:
        pair = settle(served)
        thank(pair.alice, WORDS)
        running = closeknit("move", str(file), home=home, DATABASE_URL=empty, PORT=str(served.port))

    moved = closeknit("move", str(file), home=home, DATABASE_URL=empty)
    again = closeknit("move", str(file), home=home, DATABASE_URL=empty)
    with serving(home, "--workers", "2", DATABASE_URL=empty) as served:
        seen = seen_by_bob(pair, served.port)
        thank(pair.alice, "the second lamp")
        pair.enter()

    assert running.returncode == again.returncode == 1
    assert "Stop it first" in running.stderr
    assert "people in that PostgreSQL already" in again.stderr
    assert moved.returncode == 0, moved.stderr
    assert WORDS in seen
    assert file.exists()
    assert pair.listening_room


def test_a_file_of_other_secrets_or_of_nobody_moves_nothing(home, empty, tmp_path):
    with serving(home) as served:
        settle(served)
    file = str(home / "closeknit.sqlite3")

    foreign = closeknit("move", file, home=tmp_path / "other", DATABASE_URL=empty)
    nobody = closeknit("move", str(tmp_path / "none.sqlite3"), home=home, DATABASE_URL=empty)
    nowhere = closeknit("move", file, home=home)

    assert "are not those of this database" in foreign.stderr
    assert "There is nobody in" in nobody.stderr
    assert "Set CLOSEKNIT_DATABASE_URL" in nowhere.stderr
    with psycopg.connect(empty) as connection:
        tables = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchone() is None


def thank(browser: FormBrowser, words: str) -> None:
    browser.open("/thanks/new/")
    browser.write_everywhere(browser.form("/thanks/new/"), words)
    assert browser.status == 200


def seen_by_bob(pair: Pair, port: int) -> str:
    """Sign both in anew at another server; return the page of Bob's thank-yous."""
    for browser, name in ((pair.alice, "alice"), (pair.bob, "bob")):
        browser.base = f"http://localhost:{port}"
        sign_in(browser, name)
    return str(pair.bob.open("/thanks/"))
