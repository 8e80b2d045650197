"""A page's stream, read as a browser reads it, over a real connection."""

import time
from http.client import HTTPConnection

from form_browser import FormBrowser

PATIENCE = 30  # seconds that a loaded machine may take


class OpenStream:
    def __init__(self, port: int, listening_room: str, *, cookies: str) -> None:
        self._connection = HTTPConnection("localhost", port, timeout=PATIENCE)
        self._connection.request("GET", f"/live/{listening_room}/", headers={"Cookie": cookies})
        self.own_port = self._connection.sock.getsockname()[1]
        self._response = self._connection.getresponse()
        self.status = self._response.status
        self.headers = self._response.headers
        self._last: int | None = None

    def version(self) -> int | None:
        """Wait for the next version and return it; None when the stream has ended.

        A heartbeat says the last one once more, so that is passed over; not for ever, since a
        stream that only beats would hold a test up without end.
        """
        ends = time.monotonic() + PATIENCE
        while line := self._response.readline():
            assert time.monotonic() < ends, "nothing but heartbeats came"
            if line.startswith(b"data: ") and int(line.split()[-1]) != self._last:
                self._last = int(line.split()[-1])
                return self._last
        return None

    def rest(self) -> bytes:
        """Return whatever comes until the stream ends."""
        return self._response.read()

    def close(self) -> None:
        self._connection.close()


def cookies_of(browser: FormBrowser, *, without: str = "") -> str:
    kept = [each for each in browser.cookies if not without or without not in each.name]
    return "; ".join(f"{each.name}={each.value}" for each in kept)
