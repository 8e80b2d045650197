"""A clock that can be set: the sample couple's days pass as their visitor likes."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.utils import timezone


class MovableClock(Protocol):
    def __call__(self) -> datetime: ...

    def move_to(self, moment: datetime) -> None: ...


class ShiftedClock:
    """The real time moved by the seconds that a file holds; without the file, the real time."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        return timezone.now() + self._shift()

    def move_to(self, moment: datetime) -> None:
        shift = moment - timezone.now()
        draft = self._file.with_suffix(".part")
        draft.write_text(str(shift.total_seconds()), encoding="ascii")
        draft.replace(self._file)

    def _shift(self) -> timedelta:
        try:
            return timedelta(seconds=float(self._file.read_text(encoding="ascii")))
        except FileNotFoundError:
            return timedelta()
