"""What hosts and senders in settings may look like."""

import re
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address

from closeknit.hosting.web_address import canonical_host


def listening_host(text: str) -> str:
    """Return the address to listen on, IPv6 without brackets."""
    try:
        return canonical_host(f"[{text}]" if text.count(":") > 1 and text[0] != "[" else text)
    except ValueError:
        raise ValueError(
            "must be the address to listen on, such as 127.0.0.1 or ::1, without a port"
        ) from None


def a_sender(text: str) -> str:
    """Return who mails come from: an address, or a name with an address in angle brackets."""
    name, address = parseaddr(text)
    try:
        plain = Address(addr_spec=address)
    except (ValueError, IndexError, AttributeError):
        plain = Address()
    if not (plain.username and plain.domain) or re.search(r"[\r\n\0]", text):
        raise ValueError('must be an address, such as closeknit@home.example, or "Us <address>"')
    return text if name else address


def sender_at(host: str) -> str:
    """Return the usual sender; an address stands in brackets (RFC 5321, 4.1.3)."""
    try:
        kind = "IPv6:" if ip_address(host).version == 6 else ""  # noqa: PLR2004  the protocol's
    except ValueError:
        return f"closeknit@{host}"
    return f"closeknit@[{kind}{host}]"
