"""The one page served over plain http: how a phone comes to trust this home's authority."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from closeknit.hosting.authority import Signed
from closeknit.hosting.permissions import PERMISSIONS_POLICY

Message = MutableMapping[str, Any]
_TEMPLATES = Path(__file__).parent / "templates"
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    "permissions-policy": PERMISSIONS_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True)
class _Answer:
    type: str
    body: bytes


class TrustPage:
    """An ASGI application with three paths: the steps, their style, the certificate."""

    def __init__(self, *, authority: Signed, app_url: str) -> None:
        templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True
        )
        page = templates.get_template("trust.html").render(
            fingerprint=authority.fingerprint, app_url=app_url
        )
        style = (_TEMPLATES / "trust.css").read_bytes()
        self._answers = {
            "/": _Answer("text/html; charset=utf-8", page.encode()),
            "/trust.css": _Answer("text/css", style),
            "/closeknit-authority.crt": _Answer("application/x-x509-ca-cert", authority.public_pem),
        }

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],  # noqa: ARG002  nothing is ever read
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http":
            return
        answer = self._answers.get(scope["path"]) if scope["method"] in ("GET", "HEAD") else None
        status = 200 if answer else 404
        body = answer or _Answer("text/plain", b"There is nothing here.\n")
        headers = _HEADERS | {"content-type": body.type, "content-length": str(len(body.body))}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        sent = b"" if scope["method"] == "HEAD" else body.body
        await send({"type": "http.response.body", "body": sent})
