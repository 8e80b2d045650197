"""Strangers who try something, each from a source of their own or all from one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from cast import Clock
from django.db import connections
from django.test import RequestFactory

from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.tries import TooOftenError, Try, count_try

AT_HOME = "203.0.113.5"


def attempt(clock: Clock, *, login: str = "alice", source: str = AT_HOME) -> Try | None:
    """Try to sign in; None when that is more than a limit allows."""
    request: Any = RequestFactory().post("/sign-in/", REMOTE_ADDR=source)
    request.now, request.device = clock.now, None
    try:
        return count_try(request, LimitedAct.SIGN_IN, account=login)
    except TooOftenError:
        return None


def allowed_at_once(clock: Clock, *, times: int) -> int:
    """Try from as many threads in the same instant; return how many were let through."""
    at_once = Barrier(times)

    def run(_number: int) -> bool:
        at_once.wait()
        with connections_closed():
            return attempt(clock) is not None

    with ThreadPoolExecutor(times) as threads:
        return sum(threads.map(run, range(times)))


@contextmanager
def connections_closed() -> Iterator[None]:
    try:
        yield
    finally:
        connections.close_all()


def others(clock: Clock, count: int, *, first: int = 0) -> None:
    """Let as many others try once, each by another name and from another network."""
    for number in range(first, first + count):
        source = f"2001:db8:{number // 65536:x}:{number % 65536:x}::1"
        attempt(clock, login=f"name {number}", source=source)
