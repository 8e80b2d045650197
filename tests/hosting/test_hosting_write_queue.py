import gc
from contextlib import suppress
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from closeknit.hosting.write_queue import WriteQueue

PATIENCE = 10.0


class Writer:
    """Somebody who writes; only its existence counts."""


@pytest.fixture
def queue() -> WriteQueue:
    return WriteQueue()


def test_a_writer_who_comes_alone_need_not_wait(queue):
    assert queue.enter(Writer(), patience=0.0) is not None


def test_writers_come_to_their_turn_in_the_order_in_which_they_came(queue):
    alice = Writer()
    first = queue.enter(alice, patience=PATIENCE)
    served: list[int] = []
    threads = [_comes(queue, served, number) for number in range(12)]

    queue.leave(first)
    for thread in threads:
        thread.join(PATIENCE)

    assert served == list(range(12))


def test_only_one_writes_at_a_time(queue):
    writing, most = [], []

    def write():
        alice = Writer()
        for _turn in range(50):
            place = queue.enter(alice, patience=PATIENCE)
            writing.append(alice)
            most.append(len(writing))
            sleep(0)
            writing.remove(alice)
            queue.leave(place)

    threads = [Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)

    assert len(most) == 300
    assert max(most) == 1


def test_a_wait_is_bounded_and_whoever_gave_up_is_passed_over(queue):
    alice, bob = Writer(), Writer()
    first = queue.enter(alice, patience=PATIENCE)
    began = monotonic()

    given_up = queue.enter(bob, patience=0.05)

    assert given_up is None
    assert 0.05 <= monotonic() - began < 1
    queue.leave(first)
    assert queue.enter(bob, patience=0.0) is not None


def test_a_place_given_up_twice_takes_nobody_elses(queue):
    alice, bob = Writer(), Writer()
    first = queue.enter(alice, patience=PATIENCE)
    queue.leave(first)
    second = queue.enter(bob, patience=PATIENCE)

    queue.leave(first)

    assert queue.enter(alice, patience=0.0) is None
    queue.leave(second)
    assert queue.enter(alice, patience=0.0) is not None


def test_a_writer_that_no_longer_exists_holds_up_nobody(queue):
    alice, bob = Writer(), Writer()
    queue.enter(alice, patience=PATIENCE)
    came = Event()

    def wait() -> None:
        if queue.enter(bob, patience=PATIENCE):
            came.set()

    waiting = Thread(target=wait)
    waiting.start()
    _wait_for(queue, 2)

    del alice
    gc.collect()

    assert came.wait(PATIENCE)
    waiting.join(PATIENCE)


def test_whoever_is_interrupted_while_waiting_gives_the_place_up(queue, monkeypatch):
    alice, bob = Writer(), Writer()
    first = queue.enter(alice, patience=PATIENCE)

    def interrupted(_event, _seconds):
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupting, suppress(KeyboardInterrupt):
        interrupting.setattr(Event, "wait", interrupted)
        queue.enter(bob, patience=PATIENCE)

    queue.leave(first)
    assert queue.enter(bob, patience=0.0) is not None


def _comes(queue, served, number):
    """Send one more writer, and return once it stands in the queue."""
    thread = Thread(target=_write, args=[queue, served, number])
    thread.start()
    _wait_for(queue, number + 2)
    return thread


def _write(queue, served, number):
    writer = Writer()
    place = queue.enter(writer, patience=PATIENCE)
    served.append(number)
    queue.leave(place)


def _wait_for(queue, count):
    ends = monotonic() + PATIENCE
    while len(queue._places) < count:
        assert monotonic() < ends, "nobody came"
        sleep(0.001)
