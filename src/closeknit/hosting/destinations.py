"""Which servers reminders may be sent to; plain names and addresses, nothing is opened here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from closeknit.hosting.web_address import HIGHEST_PORT, USUAL_PORTS

PUSH_HOSTS = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com"})
PUSH_DOMAINS = (".push.apple.com", ".notify.windows.com")
SERVICE_HOSTS = frozenset(
    {
        "api.pushover.net",
        "api.telegram.org",
        "discord.com",
        "gotify.net",
        "hooks.slack.com",
        "matrix-client.matrix.org",
        "matrix.org",
        "ntfy.sh",
    }
)
_OF_A_SERVICE = frozenset({"tgram", "pover", "slack", "discord"})
"""Their own servers, whatever stands in the address."""
_AT_A_HOST = frozenset(
    {"ntfy", "ntfys", "gotify", "gotifys", "matrix", "matrixs", "signal", "signals"}
)
SCHEMES = _OF_A_SERVICE | _AT_A_HOST
_WITH_A_USER = _AT_A_HOST - {"gotify", "gotifys"}

# Only what every parser reads alike: no spaces, commas, backslashes or letters beyond ASCII, and a
# host without percent signs. A path may hold those, since Matrix writes its rooms so.
_HOST = r"(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
_USER = r"(?:(?P<user>[A-Za-z0-9._~:+=-]+)@)?"
_TOKENS = r"(?P<host>[A-Za-z0-9._~:@+-]+)"
_PATH = r"(?P<path>(?:/[A-Za-z0-9._~!$*+=:@%-]*)*)"
_PUSH = re.compile(rf"(?P<scheme>https?)://{_HOST}(?:[/?][!-~]*)?")
_AT_HOST = re.compile(rf"[a-z]+://{_USER}{_HOST}{_PATH}")
_AT_SERVICE = re.compile(rf"[a-z]+://{_TOKENS}{_PATH}")
_NAMED = re.compile(r"(?P<host>\[.+\]|[^:]+)(?::(?P<port>[0-9]{1,5}))?")
_MAY_BE_NAMED = re.compile(
    r"(?:[A-Za-z0-9._-]*[A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"
)
_ESCAPES_MAY_BE = re.compile(r"[A-Za-z0-9._~!#$*+=:@-]*")


class AddressRefusal(StrEnum):
    """Why nothing is sent to an address."""

    UNREADABLE = "unreadable"
    NOT_HTTPS = "not https"
    UNKNOWN_PUSH = "unknown push service"
    UNKNOWN_KIND = "unknown kind"
    HAS_OPTIONS = "has options"
    NOT_ALLOWED = "not allowed"
    NOT_PUBLIC = "not public"


class AddressRefusedError(Exception):
    def __init__(self, why: AddressRefusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Destinations:
    """Hosts that are reached over https at its own port, and those named by who runs the server.

    `named` holds "host" for both usual ports, or "host:port" for that one: these may be at home
    and speak plain http.
    """

    hosts: frozenset[str]
    domains: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()

    def is_allowed(self, host: str, port: int) -> bool:
        name = _plain(host)
        is_listed = name in self.hosts or name.endswith(self.domains)
        return (is_listed and port == USUAL_PORTS["https"]) or any(
            named == name and (port == only if only else port in USUAL_PORTS.values())
            for named, only in map(_read_named, self.named)
        )

    def may_be_private(self, host: str) -> bool:
        return any(named == _plain(host) for named, _only in map(_read_named, self.named))


def push_destinations(*, named: Iterable[str] = ()) -> Destinations:
    return Destinations(PUSH_HOSTS, PUSH_DOMAINS, frozenset(named))


def service_destinations(*, named: Iterable[str] = ()) -> Destinations:
    return Destinations(SERVICE_HOSTS, named=frozenset(named))


def check_push_address(endpoint: str, *, destinations: Destinations) -> None:
    """Raise AddressRefusedError unless a push address is https at a known push service."""
    found = _PUSH.fullmatch(endpoint)
    if found is None:
        is_other = re.match(r"(?!https?://)[A-Za-z][A-Za-z0-9+.-]*://", endpoint)
        raise AddressRefusedError(
            AddressRefusal.NOT_HTTPS if is_other else AddressRefusal.UNREADABLE
        )
    scheme, host = found["scheme"], found["host"]
    if scheme != "https" and not destinations.may_be_private(host):
        raise AddressRefusedError(AddressRefusal.NOT_HTTPS)
    if not destinations.is_allowed(host, int(found["port"] or USUAL_PORTS[scheme])):
        raise AddressRefusedError(AddressRefusal.UNKNOWN_PUSH)


def check_service_address(address: str, *, destinations: Destinations) -> None:
    """Raise AddressRefusedError unless a service's address is of a known kind, at a known server.

    Read strictly, so that apprise, which reads it again, can only find the same host in it.
    """
    scheme, separator, _rest = address.partition("://")
    if not separator or scheme not in SCHEMES:
        raise AddressRefusedError(
            AddressRefusal.UNKNOWN_KIND if separator else AddressRefusal.UNREADABLE
        )
    if "?" in address or "#" in address:
        raise AddressRefusedError(AddressRefusal.HAS_OPTIONS)
    pattern = _AT_SERVICE if scheme in _OF_A_SERVICE else _AT_HOST
    found = pattern.fullmatch(address)
    if found is None or not _ESCAPES_MAY_BE.fullmatch(unquote(found["path"]).replace("/", "")):
        raise AddressRefusedError(AddressRefusal.UNREADABLE)
    if scheme in _AT_A_HOST:
        _check_host(scheme, found, destinations=destinations)


def _check_host(scheme: str, found: re.Match[str], *, destinations: Destinations) -> None:
    host = found["host"]
    if found["user"] and scheme not in _WITH_A_USER:
        raise AddressRefusedError(AddressRefusal.UNREADABLE)
    if scheme in {"ntfy", "ntfys"} and not found["path"].strip("/"):
        _check_topic_alone(found)
        return
    is_secure = scheme.endswith("s")
    if not is_secure and not destinations.may_be_private(host):
        is_listed = destinations.is_allowed(host, USUAL_PORTS["https"])
        raise AddressRefusedError(
            AddressRefusal.NOT_HTTPS if is_listed else AddressRefusal.NOT_ALLOWED
        )
    usual = USUAL_PORTS["https" if is_secure else "http"]
    if not destinations.is_allowed(host, int(found["port"] or usual)):
        raise AddressRefusedError(AddressRefusal.NOT_ALLOWED)


def _check_topic_alone(found: re.Match[str]) -> None:
    """A word alone is a topic at ntfy.sh; what looks like a server of one's own is no topic."""
    word = found["host"]
    if found["user"] or found["port"] or word == "localhost" or not re.fullmatch(r"[\w-]+", word):
        raise AddressRefusedError(AddressRefusal.UNREADABLE)


def is_nameable(named: str) -> bool:
    """Tell whether a setting names a host, with or without a port."""
    found = _MAY_BE_NAMED.fullmatch(named)
    return found is not None and (found["port"] is None or 0 < int(found["port"]) <= HIGHEST_PORT)


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _read_named(named: str) -> tuple[str, int | None]:
    """Return the host of "host", "host:port", an IPv6 address or "[address]:port", and the port."""
    found = _NAMED.fullmatch(named)
    if found is None:
        return _plain(named), None
    return _plain(found["host"]), int(found["port"]) if found["port"] else None
