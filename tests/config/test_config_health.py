import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from closeknit.config import errors
from closeknit.config.errors import Trouble, trouble_of
from closeknit.config.schema import unapplied_migrations


@pytest.fixture
def visitor(clock):
    return Client(raise_request_exception=False)


@pytest.fixture
def database_gone(db):
    """Every query fails as it does when the database goes away."""

    def gone(execute, sql, params, many, context):
        raise OperationalError("unable to open database file")

    with connection.execute_wrapper(gone):
        yield


def test_the_two_answers_of_a_healthy_server(db, visitor):
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/readyz").status_code == 200


def test_a_gone_database_leaves_the_process_alive_but_not_ready(database_gone, visitor):
    alive, ready = visitor.get("/healthz"), visitor.get("/readyz")

    assert alive.status_code == 200
    assert (ready.status_code, ready.content) == (503, b"The database does not answer.\n")


def test_a_waiting_migration_is_not_ready(db, visitor):
    MigrationRecorder(connection).record_unapplied("people", "0001_initial")

    ready = visitor.get("/readyz")

    assert unapplied_migrations() == ["people.0001_initial"]
    assert ready.status_code == 503


def test_a_database_of_a_newer_version_is_not_ready(db, visitor):
    MigrationRecorder(connection).record_applied("people", "9999_later")

    ready = visitor.get("/readyz")

    assert ready.status_code == 503
    assert b"newer version" in ready.content


def test_health_tells_nothing_about_anybody_and_is_never_kept(db, visitor):
    for path in ("/healthz", "/readyz"):
        answer = visitor.get(path)

        assert "no-store" in answer["Cache-Control"]
        assert answer.cookies == {}
        assert visitor.post(path).status_code in (403, 405)


def test_a_gone_database_gives_every_page_the_same_sentence(database_gone, visitor):
    visitor.cookies["session"] = "a" * 32

    page = visitor.get("/")

    assert page.status_code == 503
    assert page["Retry-After"] == "10"
    assert "cannot reach its database" in page.content.decode()


def test_a_fault_of_our_own_is_no_database_trouble(visitor, db, monkeypatch):
    monkeypatch.setattr("closeknit.config.health.unapplied_migrations", lambda: 1 / 0)

    page = visitor.get("/readyz")

    assert page.status_code == 500
    assert "ZeroDivisionError" not in page.content.decode()
    assert not errors.is_database_trouble(ZeroDivisionError())


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("database or disk is full", Trouble.FULL),
        ("could not extend file: No space left on device", Trouble.FULL),
        ("database is locked", Trouble.BUSY),
        ("database disk image is malformed", Trouble.DAMAGED),
        ("file is not a database", Trouble.DAMAGED),
        ("connection refused", Trouble.GONE),
    ],
)
def test_each_trouble_has_a_sentence_of_its_own(words, trouble, visitor, db, monkeypatch):
    def fail():
        raise OperationalError(words)

    monkeypatch.setattr("closeknit.config.health._line", lambda *_args, **_kwargs: fail())

    page = visitor.get("/healthz")

    assert trouble_of(DatabaseError(words)) is trouble
    assert page.status_code == 503
    assert "kept whole or not at all" in page.content.decode()
