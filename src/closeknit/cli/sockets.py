"""One event loop in each process: uvicorn with the choices this server needs."""

import asyncio
import logging
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, cast

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from closeknit.config.environment import Environment
from closeknit.hosting.bounds import ACCEPTED_AT_ONCE, Bounds, bounds_here
from closeknit.hosting.connections import OpenConnections
from closeknit.hosting.problems import HostError
from closeknit.hosting.protocol import BoundedProtocol
from closeknit.hosting.tls_door import TlsDoor

FINISH_WITHIN = 10  # seconds that open requests get after Ctrl+C
_LOOK_AT_CERTIFICATE_EVERY = 24 * 60 * 60  # seconds
_WAITING = 1024  # connections, in the kernel
_TICKS_A_SECOND = 10  # uvicorn's
_LOG = logging.getLogger(__name__)


class ClosesStreams(Protocol):
    """What of our application a stopping server asks."""

    def close(self) -> None: ...


class BoundedServer(uvicorn.Server):
    """Listens by itself, so that each connection is counted from its first moment, TLS or not."""

    def __init__(self, config: uvicorn.Config, bounds: Bounds) -> None:
        super().__init__(config)
        self._open_connections = OpenConnections(bounds)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self.lifespan.startup()
        try:
            self.servers = await self._listeners(sockets or [])
        except OSError as error:
            _LOG.error("%s", error)
            await self.lifespan.shutdown()
            sys.exit(STARTUP_FAILURE)
        for listener in self.servers:
            _let_wait(listener)
        self.started = True

    async def _listeners(self, shared: list[socket.socket]) -> list[asyncio.Server]:
        """Listen; of what several processes share, take one connection in a turn, then another may.

        Whoever is busy comes to its next turn later, so the others take more.
        """
        config, loop = self.config, asyncio.get_running_loop()
        if shared:
            return [await loop.create_server(self._front, sock=one, backlog=1) for one in shared]
        listener = await loop.create_server(
            self._front, config.host, config.port, backlog=ACCEPTED_AT_ONCE
        )
        return [listener]

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS_A_SECOND == 0:
            self._open_connections.hurry(asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    def _front(self) -> asyncio.Protocol:
        if self.config.ssl is None:
            return self._protocol()
        return TlsDoor(
            self.config.ssl, behind=self._protocol, open_connections=self._open_connections
        )

    def _protocol(self) -> BoundedProtocol:
        return BoundedProtocol(
            self.config, self.server_state, open_connections=self._open_connections
        )


def _let_wait(listener: asyncio.Server) -> None:
    """Let more wait at the door than one turn of the loop takes in; asyncio has one figure only."""
    for each in listener.sockets:
        with socket.fromfd(each.fileno(), each.family, each.type) as same:
            same.listen(_WAITING)


class StreamClosingServer(BoundedServer):
    """Lets requests finish, but not the live streams, which would only end with their pages."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        cast("ClosesStreams", self.config.app).close()
        await super().shutdown(sockets)


class QuietServer(BoundedServer):
    """A second server in the process, which leaves the signals to the first."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run_local(app: Any, environment: Environment) -> None:
    """Serve until told to stop; a second Ctrl+C does not wait for open requests."""
    with suppress(KeyboardInterrupt):
        bounds = bounds_here(trusted_proxies=environment.trusted_proxies)
        StreamClosingServer(_config(app, environment, port=environment.port), bounds).run()


def run_worker(app: Any, environment: Environment, *, sockets: list[socket.socket]) -> None:
    """Serve on sockets that other processes share; each has the bounds of a server to itself."""
    bounds = bounds_here(trusted_proxies=environment.trusted_proxies)
    config = _config(app, environment, port=environment.port)
    with suppress(KeyboardInterrupt):
        StreamClosingServer(config, bounds).run(sockets=sockets)


def listening_sockets(environment: Environment) -> list[socket.socket]:
    """Return sockets on every address of the host to listen on, for processes that share them."""
    host, port = environment.host, environment.port
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = {(family, address) for family, _type, _protocol, _name, address in found}
    try:
        return [
            socket.create_server(address, family=family, backlog=_WAITING)
            for family, address in addresses
        ]
    except OSError as error:
        raise HostError(f"Nothing can listen on {host}, port {port}: {error.strerror}.") from error


async def run_home(
    app: Any, steps: Any, *, environment: Environment, pem: Path, renew: Callable[[], object]
) -> None:
    """Serve the app over https and the trust steps over http, until the first is told to stop."""
    config = _config(app, environment, port=environment.port, ssl_certfile=str(pem))
    config.load()
    bounds = bounds_here(trusted_proxies=environment.trusted_proxies)
    for_steps = replace(bounds, connections=bounds.connections // 8)
    for_pages = replace(bounds, connections=bounds.connections - for_steps.connections)
    server = StreamClosingServer(config, for_pages)
    guide = QuietServer(_config(steps, environment, port=environment.port + 1), for_steps)
    beside = [
        asyncio.create_task(guide.serve()),
        asyncio.create_task(_renew_daily(config.ssl, pem=pem, renew=renew)),
    ]
    await server.serve()
    guide.should_exit = True
    beside[1].cancel()
    await asyncio.gather(*beside, return_exceptions=True)


async def _renew_daily(
    context: ssl.SSLContext | None, *, pem: Path, renew: Callable[[], object]
) -> None:
    """Have the certificate renewed before it ends; new connections then get the new one."""
    while context is not None:
        await asyncio.sleep(_LOOK_AT_CERTIFICATE_EVERY)
        renew()
        context.load_cert_chain(pem)


def _config(app: Any, environment: Environment, *, port: int, **tls: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=environment.host,
        port=port,
        access_log=False,  # one-time links carry a secret in their path
        proxy_headers=False,  # Django and allauth read them, and only behind a trusted proxy
        server_header=False,
        date_header=True,
        log_config=None,  # what it says goes where all else goes: without secrets, and bounded
        log_level="warning",
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=FINISH_WITHIN,
        **tls,
    )
