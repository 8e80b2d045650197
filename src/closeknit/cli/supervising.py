"""A parent that only starts processes, starts them again when they die, and stops them.

It runs no thread and holds no connection, so a fork of it is clean at any time, and what Django
loaded is in memory once. uvicorn's own supervisor starts each process anew and unbinds its server
from ours: it knows neither our listening nor our stopping, and restarts without a bound.
"""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

_STOPS = frozenset({signal.SIGTERM, signal.SIGINT})
_WATCHED = frozenset({signal.SIGCHLD, signal.SIGALRM, *_STOPS})
_LIVED = 60.0  # seconds after which a death counts as the first one
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 30.0  # seconds before a process that died young does its work
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Work:
    """What one process does until it is told to stop by SIGTERM."""

    name: str
    run: Callable[[], object]
    began: float = 0.0
    died_young: int = 0

    @property
    def pause(self) -> float:
        return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**self.died_young) if self.died_young else 0.0


class Supervisor:
    def __init__(self, works: Sequence[Work], *, stop_within: int) -> None:
        self._works, self._stop_within = works, stop_within
        self._running: dict[int, Work] = {}
        self._leash = os.pipe()  # held by this process alone; when it dies, the others read its end

    def run(self) -> None:
        """Keep a process for each work until SIGTERM or SIGINT, and end when all have ended."""
        for each in _WATCHED:
            signal.signal(each, _notice)  # what would be ignored could not be waited for
        signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
        for work in self._works:
            self._start(work)
        while signal.sigwait(_WATCHED) not in _STOPS:
            for work, status in self._ended():
                self._start_again(work, status)
        self._stop()

    def _start_again(self, work: Work, status: int) -> None:
        is_young = time.monotonic() - work.began < _LIVED
        work.died_young = work.died_young + 1 if is_young else 0
        _LOG.warning("The process for %s ended (%s); it is started again.", work.name, status)
        self._start(work)

    def _start(self, work: Work) -> None:
        work.began = time.monotonic()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child:
            self._running[child] = work
            return
        status = 1
        try:
            self._settle_in()
            time.sleep(work.pause)
            work.run()
            status = 0
        except KeyboardInterrupt:
            status = 0
        except BaseException:  # noqa: BLE001  whatever it was, this process ends with it
            _LOG.exception("The process for %s broke off.", work.name)
        finally:
            logging.shutdown()
            os._exit(status)

    def _settle_in(self) -> None:
        """Become a process like any other that ends with its parent, however that ends."""
        reading, writing = self._leash
        os.close(writing)
        for each in _WATCHED - {signal.SIGINT}:
            signal.signal(each, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
        Thread(target=_end_with_parent, args=[reading], name="leash", daemon=True).start()

    def _stop(self) -> None:
        """Let all finish; a second signal, or the end of patience, waits for no request."""
        _send(signal.SIGTERM, self._running)
        signal.alarm(self._stop_within)
        while self._running:
            got = signal.sigwait(_WATCHED)
            if got in _STOPS:
                _send(signal.SIGINT, self._running)
            elif got == signal.SIGALRM:
                _send(signal.SIGKILL, self._running)
            list(self._ended())

    def _ended(self) -> Iterable[tuple[Work, int]]:
        """Return whose processes have ended, with how; several may end under one signal."""
        for child in tuple(self._running):
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                yield self._running.pop(child), os.waitstatus_to_exitcode(status)


def _send(number: signal.Signals, children: Iterable[int]) -> None:
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, number)


def _end_with_parent(leash: int) -> None:
    os.read(leash, 1)  # nothing is ever written; it returns when the parent is gone
    os.kill(os.getpid(), signal.SIGTERM)


def _notice(_number: int, _frame: object) -> None:
    pass
