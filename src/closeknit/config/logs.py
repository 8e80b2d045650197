"""What the server writes about itself: no secrets of private links, and never without a bound."""

import logging
import re
import time
from dataclasses import dataclass

_SECRET_PATHS = re.compile(r"(/(?:begin|join|calendar|account/reset/key)/)[^/\s\"'?]+")
_LONG_LINE = re.compile(r"(?m)^(.{1000}).+$")  # an address that somebody made may be 64 KiB long
_ALIKE_AT_ONCE = 5
_PERIOD = 60.0  # seconds
_MOST_KINDS = 200  # places in the program that said something within a period

Kind = tuple[str, int, str, int, str]


class RedactingFormatter(logging.Formatter):
    """Writes a record, its traceback included, without links' secrets and ends of long lines."""

    def format(self, record: logging.LogRecord) -> str:
        return _LONG_LINE.sub(r"\1…", _SECRET_PATHS.sub(r"\1…", super().format(record)))


@dataclass(slots=True)
class _Said:
    since: float
    record: logging.LogRecord
    written: int = 0
    left_out: int = 0


class BoundedHandler(logging.StreamHandler):  # type: ignore[type-arg]  # generic only in its stub
    """Writes five records of a kind a minute, and of the others how many there were.

    Strangers decide how often most warnings come. Their kind is the place in the program that
    wrote them, since their words may hold what each stranger chose.
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[Kind, _Said] = {}

    def emit(self, record: logging.LogRecord) -> None:
        now = time.monotonic()
        self._tell_left_out(now)
        kind = kind_of(record)
        if kind not in self._said and len(self._said) >= _MOST_KINDS:
            return
        said = self._said.setdefault(kind, _Said(since=now, record=record))
        if said.written < _ALIKE_AT_ONCE:
            said.written += 1
            super().emit(record)
        else:
            said.left_out += 1

    def close(self) -> None:
        self._tell_left_out(float("inf"))
        super().close()

    def _tell_left_out(self, now: float) -> None:
        ended = [kind for kind, said in self._said.items() if now - said.since >= _PERIOD]
        for kind in ended:
            said = self._said.pop(kind)
            if said.left_out:
                super().emit(_summary(said))


def kind_of(record: logging.LogRecord) -> Kind:
    """Return what two records must share to count as alike: their place, and their error's."""
    error = ""
    if record.exc_info and record.exc_info[0] is not None:
        trace = record.exc_info[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        error = f"{record.exc_info[0].__name__}:{trace.tb_lineno if trace else 0}"
    return record.name, record.levelno, record.pathname, record.lineno, error


def _summary(said: _Said) -> logging.LogRecord:
    first = said.record
    words = f"… and {said.left_out:,} more like it: {str(first.msg).splitlines()[0][:200]}"
    return logging.LogRecord(
        first.name, first.levelno, first.pathname, first.lineno, words, (), None
    )
