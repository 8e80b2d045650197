"""The exports that wait in this server for their turn: a child makes one after the other.

The master keys of those who wait are in this process's memory alone, as they are in each request of
theirs, and go to the child through a pipe. When the server ends they are gone, and their rows say
that it broke off.
"""

import base64
import json
import logging
from collections import deque
from collections.abc import Collection
from threading import Lock, Thread
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from closeknit.hosting.children import run_beside
from closeknit.rooms.people.models import Export
from closeknit.rooms.people.rules.exports import MAY_TAKE, RUNNING, ExportState

COMMAND = "make-export"
_BEAT = 20.0  # seconds
_LOG = logging.getLogger(__name__)
_line: deque[tuple[UUID, bytes]] = deque()
_turns = Lock()
_is_served = False


def stand_in_line(*, export: UUID, umk: bytes) -> None:
    """Have an export made when those before it are; returns at once."""
    global _is_served  # noqa: PLW0603  one thread for each process, as long as anything waits
    with _turns:
        _line.append((export, umk))
        if not _is_served:
            _is_served = True
            Thread(target=_serve, name="exports", daemon=True).start()


def _serve() -> None:
    global _is_served  # noqa: PLW0603
    while True:
        with _turns:
            if not _line:
                _is_served = False
                return
            export, umk = _line[0]
        try:
            _make(export, umk)
        finally:
            with _turns:
                _line.popleft()
            connection.close()


def _make(export: UUID, umk: bytes) -> None:
    given = json.dumps({"export": str(export), "umk": base64.b64encode(umk).decode("ascii")})
    _beat()
    done = run_beside(
        COMMAND, given=given, within=MAY_TAKE.total_seconds(), meanwhile=_beat, every=_BEAT
    )
    if done is None:
        _LOG.warning("An export broke off; whoever asked for it can ask again.")
        _note([export], state=ExportState.BROKEN, ended_at=settings.CLOCK())


def _beat() -> None:
    """Say of all that wait here that they are not forgotten."""
    with _turns:
        waiting = [export for export, _umk in _line]
    _note(waiting, beat_at=settings.CLOCK())


def _note(exports: Collection[UUID], **changes: object) -> None:
    rows = Export.objects.filter(pk__in=exports, state__in=[str(each) for each in RUNNING])
    try:
        rows.update(**changes)
    except (DatabaseError, InterfaceError):  # away for a moment; what is not noted runs out
        connection.close()
