"""What a stranger's first visit carries over the network: the page and all that it asks for."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection

_ASKED_FOR = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"')
_HEADERS = {"Accept-Encoding": "br, gzip", "Accept": "*/*"}


@dataclass(frozen=True)
class Visit:
    requests: int
    kilobytes: float
    typeface_kilobytes: float


def first_visit(port: int) -> Visit:
    """Ask for `/` and its assets as a browser would that has been here never before.

    Icons for a home screen are left out: browsers ask for one only when somebody adds it.
    """
    connection = HTTPConnection("localhost", port, timeout=60)
    sizes = {"/": len(_body(connection, "/"))}
    for path in _assets(_plain(connection, "/")):
        sizes[path] = len(_body(connection, path))
    typeface = sum(size for path, size in sizes.items() if path.endswith(".woff2"))
    return Visit(len(sizes), sum(sizes.values()) / 1024, typeface / 1024)


def _assets(page: str) -> list[str]:
    tags = re.findall(r"<(?:link|script|img)\b[^>]*>", page)
    wanted = [tag for tag in tags if "apple-touch-icon" not in tag]
    found = (_ASKED_FOR.match(tag) for tag in wanted)
    return list(dict.fromkeys(each.group(1) for each in found if each))


def _body(connection: HTTPConnection, path: str) -> bytes:
    """Return the body as it was sent, compressed."""
    connection.request("GET", path, headers=_HEADERS)
    response = connection.getresponse()
    assert response.status == 200, path
    return response.read()


def _plain(connection: HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    return connection.getresponse().read().decode()
