"""What stands before a connection over https until both sides have a key."""

import asyncio
import ssl
from collections.abc import Callable
from typing import cast

from closeknit.hosting.connections import OpenConnections


class TlsDoor(asyncio.Protocol):
    """Counts a connection while its TLS handshake lasts, ends a slow one, and hands a good one on.

    asyncio would shake hands before any protocol hears of the connection, and for a minute.
    """

    is_stream = waits_for_peer = has_part_of_a_body = False

    def __init__(
        self,
        context: ssl.SSLContext,
        *,
        behind: Callable[[], asyncio.Protocol],
        open_connections: OpenConnections,
    ) -> None:
        self.peer = ""
        self._context, self._behind, self._open = context, behind, open_connections
        self._early = b""
        self._transport: asyncio.Transport | None = None
        self._shaking: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        plain = self._transport = cast("asyncio.Transport", transport)
        plain.pause_reading()
        self.peer = str((plain.get_extra_info("peername") or ("",))[0])
        self._open.admit(self)
        if not plain.is_closing():
            self._shaking = asyncio.ensure_future(self._shake_hands(plain))

    def data_received(self, data: bytes) -> None:
        """Keep what came in one piece with the end of the handshake."""
        self._early += data

    def drop(self) -> None:
        self._open.discard(self)
        if self._transport is not None:
            self._transport.abort()

    def hurry(self, now: float) -> None:
        """Do nothing: asyncio times the handshake."""

    async def _shake_hands(self, plain: asyncio.Transport) -> None:
        bounds = self._open.bounds
        try:
            secure = await asyncio.get_running_loop().start_tls(
                plain,
                self,
                self._context,
                server_side=True,
                ssl_handshake_timeout=bounds.head_within,
                ssl_shutdown_timeout=bounds.whole_within,  # a slow reader may take its answer
            )
        except OSError:  # ssl.SSLError and a handshake out of time are two of them
            plain.abort()
            return
        finally:
            self._open.discard(self)
        if secure is None or secure.is_closing():
            return
        protocol = self._behind()
        secure.set_protocol(protocol)
        protocol.connection_made(secure)
        if self._early and not secure.is_closing():
            protocol.data_received(self._early)
