"""The fair queue before writes, on a real file with the settings of a real server."""

import ctypes
import gc
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from closeknit.config import errors
from closeknit.config.sqlite import base
from closeknit.rooms.people.actions.accounts import make_setup_link
from closeknit.rooms.people.models import SetupLink

pytestmark = pytest.mark.fault
PATIENCE = 10.0


class Stop(BaseException):
    """What nobody catches."""


@pytest.fixture
def links(file_database, clock) -> Callable[[], str]:
    """Writes one row that stands alone."""
    return lambda: make_setup_link(now=clock())


@pytest.fixture
def impatient(file_database) -> None:
    connections["default"].close()
    short = {**connections.settings["default"]["OPTIONS"], "timeout": 0.2}
    connections.settings["default"] = {**connections.settings["default"], "OPTIONS": short}
    connections["default"] = connections.create_connection("default")


def test_transactions_come_to_their_turn_in_the_order_in_which_they_came(links):
    served: list[int] = []

    def write(number):
        with transaction.atomic():
            served.append(number)
            links()

    with transaction.atomic():
        threads = [_comes(write, number) for number in range(8)]
    _end(threads)

    assert served == list(range(8))
    assert SetupLink.objects.count() == 8


def test_a_lone_write_stands_in_the_same_queue(links):
    served: list[int] = []

    def write(number):
        links()
        served.append(number)

    with transaction.atomic():
        threads = [_comes(write, number) for number in range(4)]
        assert served == []
    _end(threads)

    assert sorted(served) == list(range(4))


def test_reading_waits_for_nobody(links):
    links()
    with transaction.atomic():
        links()

        assert _beside(SetupLink.objects.count) == 1
        assert _beside(lambda: _asked("\nSELECT 7")) == (7,)
        assert _beside(lambda: _asked("PRAGMA synchronous")) == (2,)

    assert _beside(SetupLink.objects.count) == 2


def test_transactions_within_one_another_take_one_place(links):
    with transaction.atomic(), transaction.atomic():
        links()
        assert _waiting() == 1

    assert _waiting() == 0


@pytest.mark.parametrize("error", [ValueError, IntegrityError, Stop])
def test_a_transaction_that_breaks_off_gives_its_place_up(links, error):
    with suppress(error), transaction.atomic():
        links()
        raise error

    assert _waiting() == 0
    assert _beside(links)
    assert SetupLink.objects.count() == 1


def test_a_statement_that_fails_alone_gives_its_place_up(links):
    with suppress(OperationalError), connection.cursor() as cursor:
        cursor.execute("INSERT INTO no_such_table VALUES (1)")

    assert _waiting() == 0
    assert _beside(links)


def test_a_connection_that_is_closed_within_gives_its_place_up(links):
    with suppress(transaction.TransactionManagementError), transaction.atomic():
        links()
        connection.close()

    assert _waiting() == 0
    assert _beside(links)


def test_what_follows_a_commit_may_write_itself(links):
    with transaction.atomic():
        links()
        transaction.on_commit(lambda: _beside(links))

    assert SetupLink.objects.count() == 2


def test_whoever_waits_too_long_is_told_that_the_database_is_busy(impatient, links):
    begun = monotonic()

    with transaction.atomic():
        error = _beside(lambda: _error_of(links))

    assert errors.is_database_trouble(error)
    assert errors.trouble_of(error) is errors.Trouble.BUSY
    assert monotonic() - begun < PATIENCE / 2
    assert _beside(links)


def test_a_lock_of_another_process_leaves_the_queue_free(impatient, links):
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")

        error = _error_of(lambda: _in_transaction(links))

    assert errors.trouble_of(error) is errors.Trouble.BUSY
    assert _waiting() == 0
    assert _beside(links)


def test_a_thread_that_is_killed_in_the_middle_gives_its_place_up(links):
    begun = Event()

    def write_for_ever():
        with suppress(Stop), transaction.atomic():
            links()
            begun.set()
            while True:
                sleep(0.001)

    thread = Thread(target=write_for_ever)
    thread.start()
    begun.wait(PATIENCE)

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(Stop))
    thread.join(PATIENCE)

    assert not thread.is_alive()
    assert _beside(links)
    assert SetupLink.objects.count() == 1


def test_a_thread_that_ends_without_ending_its_transaction_holds_up_nobody(links):
    def begin_only():
        transaction.atomic().__enter__()
        links()

    thread = Thread(target=begin_only)
    thread.start()
    thread.join(PATIENCE)
    gc.collect()  # as the interpreter does by itself sooner or later

    assert _beside(links)
    assert SetupLink.objects.count() == 1


def _comes(write, number):
    """Let one more thread write, and return once it stands in the queue."""
    thread = Thread(target=_and_close, args=[write, number])
    thread.start()
    ends = monotonic() + PATIENCE
    while _waiting() < number + 2:
        assert monotonic() < ends, "nobody came"
        sleep(0.001)
    return thread


def _end(threads):
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def _beside(act):
    """Do something in a thread and a connection of its own, and return what came of it."""
    found = []
    thread = Thread(target=_and_close, args=[lambda: found.append(act())])
    thread.start()
    thread.join(PATIENCE)
    assert found, "it still waits, or failed"
    return found[0]


def _and_close(act, *given):
    try:
        act(*given)
    finally:
        connections.close_all()


def _asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def _in_transaction(act):
    with transaction.atomic():
        act()


def _error_of(act):
    with pytest.raises(OperationalError) as caught:
        act()
    return caught.value


def _waiting():
    """Return how many stand in the queue, whoever writes among them."""
    queue = base._queues.get(str(connection.settings_dict["NAME"]))
    return len(queue._places) if queue else 0


def test_a_new_file_can_give_free_pages_back_and_bounds_its_log(links):
    assert _asked("PRAGMA auto_vacuum") == (2,)
    assert _asked("PRAGMA journal_size_limit") == (64 * 1024 * 1024,)
