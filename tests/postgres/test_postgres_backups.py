import psycopg
import pytest
from dj_database_url import parse
from postgres_server import tools_first

from closeknit.hosting import postgres_backups
from closeknit.hosting.postgres_backups import (
    PostgresPlace,
    back_up_postgres,
    put_back_postgres,
)
from closeknit.hosting.postgres_notes import postgres_notes
from closeknit.hosting.problems import HostError

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def _tools(monkeypatch):
    tools_first(monkeypatch)


@pytest.fixture
def two_databases(database_url):
    """One database with a row, and an empty one."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        for name in ("backed_up", "restored"):
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
    urls = [database_url.replace("/postgres?", f"/{name}?") for name in ("backed_up", "restored")]
    with psycopg.connect(urls[0], autocommit=True) as connection:
        connection.execute("CREATE TABLE answer (words text)")
        connection.execute("INSERT INTO answer VALUES ('kept')")
    return urls


def test_a_dump_restores_into_an_empty_database(two_databases, tmp_path):
    full, empty = two_databases

    made = back_up_postgres(place=_place(full), to=tmp_path / "copy.pgdump")
    put_back_postgres(place=_place(empty), backup=made)

    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT words FROM answer").fetchall() == [("kept",)]
    assert made.stat().st_mode & 0o777 == 0o600


def test_a_dump_is_not_restored_over_rows_that_are_there(two_databases, tmp_path):
    full, _empty = two_databases
    made = back_up_postgres(place=_place(full), to=tmp_path / "copy.pgdump")

    with pytest.raises(HostError, match="already exists"):
        put_back_postgres(place=_place(full), backup=made)

    with psycopg.connect(full) as connection:
        assert connection.execute("SELECT words FROM answer").fetchall() == [("kept",)]


def test_a_server_that_is_away_leaves_the_previous_dump(two_databases, tmp_path):
    full, _empty = two_databases
    made = back_up_postgres(place=_place(full), to=tmp_path / "copy.pgdump")
    before = made.read_bytes()

    with pytest.raises(HostError, match="pg_dump failed"):
        back_up_postgres(place=PostgresPlace({"PGHOST": str(tmp_path)}), to=made)

    assert made.read_bytes() == before


def test_a_dump_does_not_wait_for_ever_for_a_table_that_something_else_holds(
    two_databases, tmp_path, monkeypatch
):
    full, _empty = two_databases
    monkeypatch.setattr(postgres_backups, "LOCKED_AT_MOST", 1)

    with psycopg.connect(full) as holder:
        holder.execute("LOCK TABLE answer IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(HostError, match="statement timeout"):
            back_up_postgres(place=_place(full), to=tmp_path / "copy.pgdump")

    assert list(tmp_path.iterdir()) == []


def test_without_the_tools_a_sentence_says_what_to_install(two_databases, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(HostError, match="client tools"):
        back_up_postgres(place=_place(two_databases[0]), to=tmp_path / "copy.pgdump")


def test_what_an_address_says_after_its_question_mark_counts_before_django_starts(database_url):
    """Else a second start finds a database empty whose tables stand in a schema of their own."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS ours CASCADE")
        connection.execute("CREATE SCHEMA ours")
        connection.execute("CREATE TABLE ours.django_migrations (app text, name text)")
        connection.execute("INSERT INTO ours.django_migrations VALUES ('people', '0001_initial')")

    notes = postgres_notes(_place(f"{database_url}&options=-csearch_path%3Dours"))

    assert notes.migrations == {("people", "0001_initial")}


def test_the_tools_take_the_same_certificates_and_none_of_djangos_own_options():
    found = _place(
        "postgres://u:p@db.example/n?sslmode=verify-full&sslrootcert=/ca.pem"
        "&service=ours&prepare_threshold=3&server_side_binding=false"
    )

    assert found.variables == {
        "PGHOST": "db.example",
        "PGUSER": "u",
        "PGPASSWORD": "p",
        "PGDATABASE": "n",
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/ca.pem",
        "PGSERVICE": "ours",
    }
    assert found.parameters["sslrootcert"] == "/ca.pem"


def _place(url):
    return PostgresPlace.of(parse(url))
