"""Addresses that are not of the open internet: IANA's special-purpose registries of 2026.

https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry. All of
their entries count, those too that are reachable from everywhere: no push service is behind them.
Python's own list is older than the machine's Python may be.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_IPV4 = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast, a registry of its own
        "240.0.0.0/4",
    )
)
_IPV6_OPEN = IPv6Network("2000::/3")  # all that is global unicast so far; fec0::/10 is outside
_IPV6 = tuple(
    IPv6Network(each)
    for each in (
        "2001::/23",  # Teredo, benchmarking, ORCHID and the rest of the protocol assignments
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_IPV4_BEHIND = IPv6Network("64:ff9b::/96")  # NAT64, RFC 6052


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet, also where IPv6 wraps an IPv4 address."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = _wrapped(ip)
        if inner is None:
            return ip in _IPV6_OPEN and not any(ip in each for each in _IPV6)
        ip = inner
    return not any(ip in each for each in _IPV4)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    if ip in _IPV4_BEHIND:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped
