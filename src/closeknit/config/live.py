"""The streams' wiring: who may listen, and how processes reach each other."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, connection, connections

from closeknit.hosting.permissions import PERMISSIONS_POLICY
from closeknit.live import Grant, Streams, bus
from closeknit.live.bus import Relay
from closeknit.live.datagrams import DatagramRelay
from closeknit.live.notify import NotifyRelay
from closeknit.rooms.listening.queries import grant_to_listen


def authorize(cookies: Mapping[str, str], topic: UUID) -> Grant | None:
    close_old_connections()
    return grant_to_listen(cookies=cookies, listening_room_id=topic, now=settings.CLOCK())


def _relay() -> Relay | None:
    """Return the way to other processes; None where the data folder's path is too long for one."""
    if connection.vendor == "postgresql":
        return NotifyRelay(notify=_notify, connect=_connect)
    relay = DatagramRelay(settings.ENVIRONMENT.data_dir / "live")
    return relay if relay.is_possible else None


def _notify(statement: str, parameters: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _connect() -> Any:
    kept = connections.create_connection("default")
    kept.connect()
    return kept.connection


def close() -> None:
    """End every stream; the pages come back by themselves."""
    streams.end_all()
    if isinstance(relay, DatagramRelay):
        relay.stop()


relay = _relay()
if relay is not None:
    bus.reach_by(relay)
streams = Streams(
    bus=bus,
    authorize=authorize,
    headers=[(b"permissions-policy", PERMISSIONS_POLICY.encode())],
)
