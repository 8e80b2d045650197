"""Django's SQLite, with a fair queue before each write; reads wait for nobody."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from closeknit.hosting.upkeep import make_file
from closeknit.hosting.write_queue import Turn, WriteQueue

_READS = ("SELECT", "PRAGMA", "EXPLAIN")
_DEFAULT_PATIENCE = 5.0  # seconds, as in Python's sqlite3
_queues: dict[str, WriteQueue] = {}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its place at BEGIN, or at a lone write, and gives it up after."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._place: Turn | None = None
        self.execute_wrappers.append(self._in_turn)

    @property
    def _queue(self) -> WriteQueue:
        """The queue that all connections of this process to the same file share."""
        name = str(self.settings_dict["NAME"])
        return _queues.get(name) or _queues.setdefault(name, WriteQueue())

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        name = str(conn_params["database"])
        if not name.startswith(("file:", ":memory:")) and not Path(name).exists():
            make_file(Path(name))
        return super().get_new_connection(conn_params)

    def _in_turn(self, execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if self._place is not None or sql.lstrip().startswith(_READS):
            return execute(sql, *given)
        self._enter()
        try:
            return execute(sql, *given)
        finally:
            if not self.connection.in_transaction:
                self._leave()

    def _enter(self) -> None:
        patience = self.settings_dict["OPTIONS"].get("timeout", _DEFAULT_PATIENCE)
        self._place = self._queue.enter(self, patience=patience)
        if self._place is None:
            raise OperationalError("database is locked")  # SQLite's own words for the same

    def _leave(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            self._queue.leave(place)

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001  Django's signature
        """Django comes here at the end of each transaction, however it ended."""
        try:
            super()._set_autocommit(autocommit)  # type: ignore[misc]  # not in Django's types
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in Django's types
        finally:
            self._leave()
