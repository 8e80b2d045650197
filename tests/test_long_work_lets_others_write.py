"""Long work in many writes leaves the file to other processes between them."""

import sqlite3
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from closeknit.rooms.people.actions.rows import AT_ONCE, delete_in_batches

BATCHES = 8
PATIENCE = 60.0  # seconds


@pytest.fixture
def home(transactional_db, file_database):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's writers do not wait for each other's tables.")


def test_somebody_who_writes_from_elsewhere_gets_in_after_each_batch_or_the_next(home):
    over = timezone.now() - timedelta(days=1)
    Session.objects.bulk_create(
        Session(session_key=f"{number:032}", session_data="", expire_date=over)
        for number in range(BATCHES * AT_ONCE)
    )
    left: list[int] = []
    is_over = Event()
    writer = Thread(target=_write_until, args=(is_over, left))
    writer.start()

    gone = delete_in_batches(Session.objects.filter(expire_date__lt=timezone.now()))
    is_over.set()
    writer.join(PATIENCE)

    assert gone == BATCHES * AT_ONCE
    seen = [BATCHES * AT_ONCE, *left]
    assert max(before - after for before, after in zip(seen, left, strict=False)) <= 2 * AT_ONCE


def _write_until(is_over: Event, left: list[int]) -> None:
    """Write again and again through a connection that no queue of ours knows, as a child's is."""
    database = str(connection.settings_dict["NAME"] or settings.DATABASES["default"]["NAME"])
    other = sqlite3.connect(database, timeout=PATIENCE, isolation_level=None)
    while not is_over.is_set():
        other.execute("BEGIN IMMEDIATE")
        (count,) = other.execute("SELECT count(*) FROM django_session").fetchone()
        other.execute("COMMIT")
        left.append(count)
        is_over.wait(0.01)
    other.close()
