"""One process, one event loop: uvicorn with the choices this server needs."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, cast

import uvicorn

from closeknit.config.environment import Environment

_FINISH_WITHIN = 10  # seconds that open requests get after Ctrl+C
_LOOK_AT_CERTIFICATE_EVERY = 24 * 60 * 60  # seconds


class ClosesStreams(Protocol):
    """What of our application a stopping server asks."""

    def close(self) -> None: ...


class StreamClosingServer(uvicorn.Server):
    """Lets requests finish, but not the live streams, which would only end with their pages."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        cast("ClosesStreams", self.config.app).close()
        await super().shutdown(sockets)


class QuietServer(uvicorn.Server):
    """A second server in the process, which leaves the signals to the first."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run_local(app: Any, environment: Environment) -> None:
    """Serve until told to stop; a second Ctrl+C does not wait for open requests."""
    with suppress(KeyboardInterrupt):
        StreamClosingServer(_config(app, environment, port=environment.port)).run()


async def run_home(
    app: Any, steps: Any, *, environment: Environment, pem: Path, renew: Callable[[], object]
) -> None:
    """Serve the app over https and the trust steps over http, until the first is told to stop."""
    config = _config(app, environment, port=environment.port, ssl_certfile=str(pem))
    config.load()
    server = StreamClosingServer(config)
    guide = QuietServer(_config(steps, environment, port=environment.port + 1))
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
        log_level="warning",
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_FINISH_WITHIN,
        **tls,
    )
