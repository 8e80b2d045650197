"""The one spelling of a public address, so that links, cookies and answered names all agree."""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import urlsplit

import idna

USUAL_PORTS = {"http": 80, "https": 443}
HIGHEST_PORT = 65535
_LONGEST_NAME = 253  # RFC 1035, 2.3.4
_WHOLE = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[^\[\]/?#@\\\s]+\]|[^\[\]:/?#@\\\s]+)"
    r"(?::(?P<port>[0-9]{0,5}))?/*",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
_NUMBER_LAST = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")  # browsers read these as IPv4


def canonical_url(text: str) -> str:
    """Return an http or https address as browsers write it, without a final "/".

    Lower case, names in ASCII (IDNA 2008), no usual port, no final dot. Raises ValueError with
    what is wrong; it never repeats the text, which may hold a password.
    """
    found = _WHOLE.fullmatch(text)
    if found is None:
        raise ValueError(
            "must be http:// or https:// with a host and perhaps a port, without user, path, "
            '"?" or "#", such as https://home.example'
        )
    scheme, port = found["scheme"].lower(), int(found["port"] or 0)
    if found["port"] and not 1 <= port <= HIGHEST_PORT:
        raise ValueError(f"must name a port from 1 to {HIGHEST_PORT}")
    origin = f"{scheme}://{bracketed(canonical_host(found['host']))}"
    return f"{origin}:{port}" if port not in (0, USUAL_PORTS[scheme]) else origin


def canonical_host(text: str) -> str:
    """Return a host's name or address in its one spelling, IPv6 without brackets."""
    plain = text.removeprefix("[").removesuffix("]")
    if ":" in plain or plain != text:
        return _ipv6(plain)
    name = _ascii(plain).removesuffix(".")
    if _NUMBER_LAST.fullmatch(name):
        return _ipv4(name)
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise ValueError("must name a host by letters, digits, hyphens and dots, or by an address")
    return name


def bracketed(host: str) -> str:
    """Return a host as addresses and headers write it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def host_of(url: str) -> str:
    """Return the host of a canonical address, IPv6 without brackets."""
    return urlsplit(url).hostname or ""


def _ascii(name: str) -> str:
    if name.isascii():
        return name.lower()
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise ValueError("must name a host that the domain name system allows") from None


def _ipv4(text: str) -> str:
    try:
        return str(IPv4Address(text))
    except AddressValueError:
        raise ValueError("must write an IPv4 address as four numbers") from None


def _ipv6(text: str) -> str:
    try:
        address = IPv6Address(text)
    except AddressValueError:
        raise ValueError("must write an IPv6 address in brackets, such as [fd12::9]") from None
    if address.scope_id:
        raise ValueError("must write an IPv6 address without a zone, which browsers do not take")
    return str(address)
