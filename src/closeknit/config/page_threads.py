"""Django's pages made whole, a few at a time; no thread ever waits for a peer."""

import asyncio
import contextvars
import io
from collections.abc import Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from a2wsgi.wsgi import build_environ

Scope = MutableMapping[str, Any]
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
WsgiApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class PageThreads:
    """A pool of its own, so that what is made here waits only for others of its kind."""

    def __init__(self, application: WsgiApplication, *, threads: int, name: str) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def make(
        self,
        scope: Scope,
        body: bytes,
        *,
        may_skip: Callable[[], bool] | None = None,
        **told: Any,
    ) -> Page | None:
        """Have a page made of a request whose whole body is here; `told` goes beside its headers.

        The page is in memory before its first byte leaves: whoever reads it slowly holds no thread.
        Returns None where `may_skip` says, once a thread is free, that nobody waits any more.
        """
        environ: Environ = {**build_environ(scope, io.BytesIO(body)), **told}  # type: ignore[arg-type]
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, context.run, self._make, environ, may_skip)

    def _make(self, environ: Environ, may_skip: Callable[[], bool] | None) -> Page | None:
        if may_skip is not None and may_skip():
            return None
        begun: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, _error: object = None) -> None:
            begun.append((status, headers))

        parts = self._application(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        status, headers = begun[-1]
        raw = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
        return Page(status=int(status.split(" ", 1)[0]), headers=raw, body=body)
