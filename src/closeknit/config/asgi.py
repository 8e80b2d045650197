"""One application for one process: Django's pages in a few threads, and live streams beside."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings

from closeknit.config.wsgi import application as pages
from closeknit.config.wsgi import live
from closeknit.live.streams import PREFIX

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_threads = WSGIMiddleware(
    pages,  # type: ignore[arg-type]  # Django names the environment a plain dictionary
    workers=settings.ENVIRONMENT.threads,
)


class Application:
    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await live.streams(scope, receive, send)
            return
        if scope["type"] == "http":
            scope = {**scope, "headers": _plain_headers(scope["headers"])}
            if scope["method"] not in ("GET", "HEAD"):
                receive = await _read_ahead(receive)
        await _threads(scope, receive, send)  # type: ignore[arg-type]  # a2wsgi copies the types

    def close(self) -> None:
        """End what would otherwise stay open for as long as its page does."""
        live.close()


def _plain_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Drop names with an underscore: WSGI would read `x_forwarded_for` as the real header."""
    return [(name, value) for name, value in headers if b"_" not in name]


async def _read_ahead(receive: Receive) -> Receive:
    """Take in a body of up to 1 MiB first, so that a slow sender never holds a thread."""
    waiting: list[Message] = []
    size = 0
    while size <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        message = await receive()
        waiting.append(message)
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break

    async def replay() -> Message:
        return waiting.pop(0) if waiting else await receive()

    return replay


application = Application()
