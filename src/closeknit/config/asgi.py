"""One application for one process: Django's pages in a few threads, and live streams beside."""

from functools import partial
from http import HTTPStatus
from typing import Any

from django.conf import settings

from closeknit.config.page_threads import PageThreads
from closeknit.config.refusals import REFUSED
from closeknit.config.wsgi import application as pages
from closeknit.config.wsgi import live
from closeknit.hosting.bounds import BODY_HEADERS, CYCLE, body_limit
from closeknit.live.streams import PREFIX, Message, Receive, Send

Headers = list[tuple[bytes, bytes]]

_LIVENESS, _READINESS = "/healthz", "/readyz"
_SAFE = frozenset({"GET", "HEAD"})


class BodyTooLargeError(Exception):
    pass


class GoneError(Exception):
    """The peer went away before its body was whole."""


class Application:
    def __init__(self) -> None:
        threads = settings.ENVIRONMENT.threads
        self._pages = PageThreads(pages, threads=threads, name="page")
        self._files = PageThreads(pages, threads=1, name="file")  # these ask no database
        self._readiness = PageThreads(pages, threads=1, name="readiness")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"].startswith(PREFIX) and not _wants_a_page(scope):
            await live.streams(scope, receive, send)
            return
        scope = {**scope, "headers": _plain_headers(scope["headers"])}
        told: dict[str, Any] = {}
        try:
            body = await _whole_body(scope, receive)
        except GoneError:
            return
        except BodyTooLargeError:
            body, told = b"", {REFUSED: HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
        scope["headers"] = _of_body(scope["headers"], size=len(body))
        threads = self._files if told else self._threads_for(scope)
        page = await threads.make(scope, body, may_skip=partial(_is_unwanted, scope), **told)
        if page is None:
            return
        start = {"type": "http.response.start", "status": page.status, "headers": page.headers}
        await send(start)
        await send({"type": "http.response.body", "body": page.body})

    def close(self) -> None:
        """End what would otherwise stay open for as long as its page does."""
        live.close()

    def _threads_for(self, scope: Message) -> PageThreads:
        """Keep files and probes apart from pages, so that neither waits for the other."""
        path = scope["path"]
        if path == _READINESS:
            return self._readiness
        is_file = path.startswith(settings.STATIC_URL) and scope["method"] in _SAFE
        return self._files if is_file or path == _LIVENESS else self._pages


def _wants_a_page(scope: Message) -> bool:
    """Tell whether somebody opens an address to read it; a stream is never asked for like that."""
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _is_unwanted(scope: Message) -> bool:
    """Tell whether a request only asks, of a peer who has left; what it writes is always kept."""
    return scope["method"] in _SAFE and CYCLE in scope and scope[CYCLE].disconnected


def _plain_headers(headers: Headers) -> Headers:
    """Drop names with an underscore: WSGI would read `x_forwarded_for` as the real header."""
    return [(name, value) for name, value in headers if b"_" not in name]


async def _whole_body(scope: Message, receive: Receive) -> bytes:
    """Take in a body before a thread is taken, in memory alone; how slowly, the protocol bounds.

    Raises BodyTooLargeError before the first byte where its length is told, GoneError.
    """
    told = {name: value for name, value in scope["headers"] if name in BODY_HEADERS}
    if not told:
        return b""
    limit = body_limit(scope["path"])
    if int(told.get(b"content-length", b"0")) > limit:
        raise BodyTooLargeError
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        body += message.get("body", b"")
        if len(body) > limit:
            raise BodyTooLargeError
        more = message.get("more_body", False)
    return bytes(body)


def _of_body(headers: Headers, *, size: int) -> Headers:
    """Tell the length of a body that is here, however it came: Django reads no further."""
    others = [(name, value) for name, value in headers if name not in BODY_HEADERS]
    had_body = len(others) < len(headers)
    return [*others, (b"content-length", str(size).encode())] if had_body else others


application = Application()
