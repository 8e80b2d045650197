"""A request's cookies, kept as they came while its stream lasts: bytes take little room."""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any


def cookie_header(scope: Mapping[str, Any]) -> bytes:
    """Return the cookies of an ASGI request in one line; HTTP/2 proxies may send several."""
    return b"; ".join(value for name, value in scope["headers"] if name == b"cookie")


def read_cookies(header: bytes) -> dict[str, str]:
    """Return the values by name; none where the line cannot be read."""
    jar = SimpleCookie()
    try:
        jar.load(header.decode("latin-1"))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}
