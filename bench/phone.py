"""A browser without script, as lean as it can be: one open connection, cookies and a token."""

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

PATIENCE = 60  # seconds
KEPT_OPEN = 3  # seconds; the server closes idle connections after five
_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


@dataclass(frozen=True)
class Page:
    status: int
    body: bytes
    location: str

    @property
    def hidden(self) -> dict[str, str]:
        return dict(_HIDDEN.findall(self.body.decode()))


@dataclass
class Phone:
    """One person's browser on loopback."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("localhost", self.port, timeout=PATIENCE)
        self._used_at = time.monotonic()

    @property
    def own_port(self) -> int:
        return int(self._connection.sock.getsockname()[1])

    def get(self, path: str, **headers: str) -> Page:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), form)

    def sign_in(self, name: str, password: str) -> "Phone":
        """Sign in through the page; raises AssertionError when it is refused."""
        fields = self.get("/sign-in/").hidden
        given = {**fields, "login": name, "password": password, "kind": "own"}
        answer = self.post("/sign-in/", given)
        assert answer.status == 302, answer.body.decode()
        return self

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Page:
        if time.monotonic() - self._used_at > KEPT_OPEN:
            self._connection.close()
        self._used_at = time.monotonic()
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._connection.request(method, path, body, {**headers, "Cookie": cookie})
        response = self._connection.getresponse()
        read = response.read()
        self._keep_cookies(response)
        return Page(response.status, read, response.headers.get("Location", ""))

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
