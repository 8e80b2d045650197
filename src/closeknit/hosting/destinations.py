"""Which servers reminders may be sent to; plain names and addresses, nothing is opened here."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

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
_IPV4_BEHIND = IPv6Network("64:ff9b::/96")  # NAT64, RFC 6052


class Refusal(StrEnum):
    """Why nothing is sent to an address."""

    UNREADABLE = "unreadable"
    NOT_HTTPS = "not https"
    UNKNOWN_PUSH = "unknown push service"
    UNKNOWN_KIND = "unknown kind"
    HAS_OPTIONS = "has options"
    NOT_ALLOWED = "not allowed"
    NOT_PUBLIC = "not public"


class RefusedError(Exception):
    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Destinations:
    """`named` were named by whoever runs the server: they may be at home and speak plain http."""

    hosts: frozenset[str]
    domains: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()

    def is_allowed(self, host: str) -> bool:
        name = host.rstrip(".").lower()
        return name in self.hosts | self.named or name.endswith(self.domains)

    def may_be_private(self, host: str) -> bool:
        return host.rstrip(".").lower() in self.named


def push_destinations(*, named: Iterable[str] = ()) -> Destinations:
    return Destinations(PUSH_HOSTS, PUSH_DOMAINS, frozenset(named))


def service_destinations(*, named: Iterable[str] = ()) -> Destinations:
    return Destinations(SERVICE_HOSTS, named=frozenset(named))


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet, also where IPv6 wraps an IPv4 address."""
    ip = ip_address(address.partition("%")[0])
    inner = _wrapped(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None:
        return _is_open(inner)
    if isinstance(ip, IPv6Address) and (ip.sixtofour or ip.teredo):
        return False
    return _is_open(ip)


def check_push_address(endpoint: str, *, destinations: Destinations) -> None:
    """Raise RefusedError unless a browser's push address is https at a known push service."""
    parts = _split(endpoint)
    is_named = destinations.may_be_private(parts.hostname or "")
    if parts.scheme != "https" and not (is_named and parts.scheme == "http"):
        raise RefusedError(Refusal.NOT_HTTPS)
    if not destinations.is_allowed(parts.hostname or ""):
        raise RefusedError(Refusal.UNKNOWN_PUSH)


def check_service_address(address: str, *, destinations: Destinations) -> None:
    """Raise RefusedError unless a service's address is of a known kind, at a known server."""
    parts = _split(address)
    if parts.scheme not in SCHEMES:
        raise RefusedError(Refusal.UNKNOWN_KIND)
    if parts.query or parts.fragment:
        raise RefusedError(Refusal.HAS_OPTIONS)
    host = _host(parts.scheme, parts.hostname or "", parts.path)
    if not destinations.is_allowed(host):
        raise RefusedError(Refusal.NOT_ALLOWED)


def _host(scheme: str, host: str, path: str) -> str:
    if scheme in _OF_A_SERVICE:
        return "discord.com"  # each is in the list; the connection is checked again anyway
    is_topic_alone = scheme in {"ntfy", "ntfys"} and not path.strip("/")
    return "ntfy.sh" if is_topic_alone else host


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        raise RefusedError(Refusal.UNREADABLE) from None


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    if ip in _IPV4_BEHIND:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped


def _is_open(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
