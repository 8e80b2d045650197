"""Where a request came from: the peer, or what the trusted proxies before this server wrote."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

HERE = "local"  # a Unix socket, or a peer without an address
_IPV6_PREFIX = 64  # one home or one phone has all addresses behind it
_BRACKETED = re.compile(r"\[([^\[\]]+)\](?::\d{1,5})?")
_WITH_PORT = re.compile(r"([0-9.]+):\d{1,5}")


def client_address(*, peer: str, forwarded: str, proxies: int) -> str:
    """Return the address of who asks, without port, brackets and zone.

    `forwarded` is X-Forwarded-For, in which each of `proxies` proxies has written one part, the
    nearest last. Fewer parts than proxies, or one that is no address: the peer counts.
    """
    parts = forwarded.split(",")[-proxies:] if proxies else []
    read = [_address(part) for part in parts]
    if read and len(read) == proxies and None not in read:
        return str(read[0])
    return str(_address(peer) or HERE)


def source_of(address: str) -> str:
    """Return what counts as one source: an IPv4 address, or the /64 of an IPv6 address."""
    ip = _address(address)
    if isinstance(ip, IPv6Address):
        return str(IPv6Network((ip, _IPV6_PREFIX), strict=False))
    return str(ip or HERE)


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine's own; a name is none."""
    ip = _address(address)
    return ip is not None and ip.is_loopback


def _address(text: str) -> IPv4Address | IPv6Address | None:
    plain = text.strip()
    found = _BRACKETED.fullmatch(plain) or _WITH_PORT.fullmatch(plain)
    bare = (found[1] if found else plain).partition("%")[0]
    try:
        ip = ip_address(bare)
    except ValueError:
        return None
    return (ip.ipv4_mapped if isinstance(ip, IPv6Address) else None) or ip
