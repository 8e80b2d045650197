"""The only way out: allowed servers, addresses checked when connecting, no redirects, 5 seconds.

The address is resolved here and the socket goes to the very address that was checked, so a name
that answers differently the next moment leads nowhere. Loaded by the sender alone, never by the
server: it brings requests along.
"""

import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.util import parse_url
from urllib3.util.connection import create_connection

from closeknit.hosting.destinations import AddressRefusal, AddressRefusedError, Destinations
from closeknit.hosting.special_addresses import is_public
from closeknit.hosting.web_address import USUAL_PORTS

WITHIN = 5.0  # seconds to connect, and for each answer


class OutboundSession(requests.Session):
    """A session that reaches the given destinations and nothing else."""

    def __init__(self, destinations: Destinations) -> None:
        super().__init__()
        self.trust_env = False  # no proxy and no password file of the machine
        self._destinations = destinations
        adapter = _CheckedAdapter(destinations)
        for scheme in ("https://", "http://"):
            self.mount(scheme, adapter)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        scheme, host, port = _goal(request)
        if not self._destinations.is_allowed(host, port):
            if scheme != "https" and self._destinations.is_allowed(host, USUAL_PORTS["https"]):
                raise requests.ConnectionError(f"{host} is reached over https only.")
            raise requests.ConnectionError(f"{host}:{port} is not among the allowed servers.")
        if scheme != "https" and not self._destinations.may_be_private(host):
            raise requests.ConnectionError(f"{host} is reached over https only.")
        kwargs |= {"timeout": WITHIN, "allow_redirects": False, "verify": True}
        return super().send(request, **kwargs)


def guard_every_request(destinations: Destinations) -> None:
    """Let all of requests in this process go through such a session, whoever calls it."""

    class GuardedSession(OutboundSession):
        def __init__(self) -> None:
            super().__init__(destinations)

    requests.Session = requests.sessions.Session = GuardedSession  # type: ignore[misc]


def checked_addresses(host: str, port: int, *, destinations: Destinations) -> list[str]:
    """Resolve a host; raises AddressRefusedError when it or one of its addresses is not for us.

    What is dialled is what is checked here, whatever was read out of an address before.
    """
    if not destinations.is_allowed(host, port):
        raise AddressRefusedError(AddressRefusal.NOT_ALLOWED)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not destinations.may_be_private(host):
        for address in addresses:
            if not is_public(address):
                raise AddressRefusedError(AddressRefusal.NOT_PUBLIC)
    return addresses


class _Checked:
    """Connects only to addresses that were checked, and looks at who answered."""

    destinations: Destinations
    _dns_host: str
    port: int
    timeout: Any
    source_address: Any
    socket_options: Any

    def _new_conn(self) -> socket.socket:
        host = self._dns_host
        try:
            addresses = checked_addresses(host, self.port, destinations=self.destinations)
            made = self._connect(addresses)
            self._check_peer(made)
        except (OSError, AddressRefusedError) as error:
            raise NewConnectionError(self, str(error)) from error  # type: ignore[arg-type]
        return made

    def _connect(self, addresses: list[str]) -> socket.socket:
        last: OSError = OSError("It has no address.")
        for address in addresses:
            try:
                return create_connection(
                    (address, self.port),
                    self.timeout,
                    source_address=self.source_address,
                    socket_options=self.socket_options,
                )
            except OSError as error:
                last = error
        raise last

    def _check_peer(self, made: socket.socket) -> None:
        peer = str(made.getpeername()[0])
        if not self.destinations.may_be_private(self._dns_host) and not is_public(peer):
            made.close()
            raise AddressRefusedError(AddressRefusal.NOT_PUBLIC)


class _CheckedAdapter(HTTPAdapter):
    def __init__(self, destinations: Destinations) -> None:
        self._destinations = destinations
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        marked = {"destinations": self._destinations}
        plain = type("_Plain", (_Checked, HTTPConnection), marked)
        secure = type("_Secure", (_Checked, HTTPSConnection), marked)
        manager.pool_classes_by_scheme = {
            "http": type("_PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("_SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }


def _goal(request: requests.PreparedRequest) -> tuple[str, str, int]:
    """Return scheme, host and port, read as the connection pool will read them."""
    read = parse_url(request.url or "")
    scheme = read.scheme or ""
    return scheme, read.host or "", read.port or USUAL_PORTS.get(scheme, USUAL_PORTS["http"])
