"""Whom a push service may write to about the messages that this server sends (RFC 8292, 2.1)."""

from email.utils import parseaddr
from ipaddress import ip_address

from closeknit.hosting.web_address import host_of

NOBODY = "https://example.com"
"""For a home without a public name; Apple takes no contact that does not resolve."""
_NO_PUBLIC_DOMAINS = frozenset(
    {
        *("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test"),
        *("corp", "home", "lan", "localdomain", "private"),  # never given out, used in homes
    }
)


def push_contact(*, public_url: str, sender: str) -> str:
    """Return the public address, else the sender of mails, else one that at least resolves.

    Apple answers 403 to contacts at localhost, .local or .invalid, and sends nothing
    (github.com/web-push-libs/web-push/issues/947).
    """
    if public_url.startswith("https://") and _is_public_name(host_of(public_url)):
        return public_url
    _name, address = parseaddr(sender)
    if _is_public_name(address.rpartition("@")[2]):
        return f"mailto:{address}"
    return NOBODY


def _is_public_name(host: str) -> bool:
    try:
        ip_address(host.strip("[]").removeprefix("IPv6:"))
    except ValueError:
        name, _dot, last = host.rpartition(".")
        return bool(name) and last.lower() not in _NO_PUBLIC_DOMAINS
    return False
