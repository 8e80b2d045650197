"""The mail server's address. Only what is understood whole is taken, since a password is in it.

A parser that skips what it does not know would send the password before the connection is secret.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from closeknit.config.setting_reader import ESCAPES, a_switch
from closeknit.hosting.forwarded import is_loopback
from closeknit.hosting.web_address import canonical_host

_BACKENDS = "django.core.mail.backends"
NO_MAIL: dict[str, Any] = {"EMAIL_BACKEND": f"{_BACKENDS}.dummy.EmailBackend"}
_SUBMISSION, _SUBMISSIONS = 587, 465  # RFC 6409 and RFC 8314: what these ports speak is fixed
_PRIVATE_NAME = re.compile(r"[a-z0-9-]*_[a-z0-9_-]*")
_SCHEMES = "must begin with smtp+tls://, smtps:// or, where there is no password, smtp://"
_FORM = f"must look like smtp+tls://user:password@host:587 ({ESCAPES} in user and password)"


@dataclass(frozen=True)
class _Way:
    """How a connection begins: in the clear, by STARTTLS, or with TLS from the first byte."""

    port: int
    starttls: bool = False
    tls: bool = False

    @property
    def is_secret(self) -> bool:
        return self.starttls or self.tls


_PLAIN = _Way(port=25)
_STARTTLS = _Way(port=_SUBMISSION, starttls=True)
_TLS = _Way(port=_SUBMISSIONS, tls=True)
_WAYS = {
    "smtp": _PLAIN,
    "smtp+tls": _STARTTLS,
    "submission": _STARTTLS,
    "submit": _STARTTLS,
    "smtps": _TLS,
    "smtp+ssl": _TLS,
}


def mail_settings(text: str) -> dict[str, Any]:
    """Return Django's EMAIL_ settings; raises ValueError, which never repeats the text."""
    if "#" in text or any(letter.isspace() for letter in text):
        raise ValueError(_FORM)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(_FORM) from None
    if parts.scheme in _WAYS:
        return _smtp(parts, port=port)
    if "://" not in text or parts.netloc:
        raise ValueError(_SCHEMES)
    return _without_server(parts)


def _without_server(parts: SplitResult) -> dict[str, Any]:
    """No mail, or mails written down for whoever tries Closeknit out."""
    if parts.scheme == "file" and parts.path.startswith("/"):
        folder = unquote(parts.path)
        return {
            "EMAIL_BACKEND": f"{_BACKENDS}.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    if parts.scheme in ("console", "dummy"):
        return {"EMAIL_BACKEND": f"{_BACKENDS}.{parts.scheme}.EmailBackend"}
    raise ValueError(_SCHEMES)


def _smtp(parts: SplitResult, *, port: int | None) -> dict[str, Any]:
    if parts.path.strip("/"):
        raise ValueError(_FORM)
    host = _host(parts.hostname or "localhost")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("must name both user and password, or neither")
    way = _way(parts, port=port)
    if password and not (way.is_secret or host == "localhost" or is_loopback(host)):
        raise ValueError(
            "would send its password in the clear; begin it with smtp+tls:// or smtps://"
        )
    return {
        "EMAIL_BACKEND": f"{_BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or way.port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": way.starttls,
        "EMAIL_USE_SSL": way.tls,
    }


def _host(text: str) -> str:
    """Names in a private network may hold an underscore, which those of the web may not."""
    return text if _PRIVATE_NAME.fullmatch(text) else canonical_host(text)


def _way(parts: SplitResult, *, port: int | None) -> _Way:
    """What is asked for, but a port that is only ever spoken to in one way is spoken to so."""
    way = _asked_for(parts)
    if way.is_secret and port == _SUBMISSION:
        return _STARTTLS
    return _TLS if way.is_secret and port == _SUBMISSIONS else way


def _asked_for(parts: SplitResult) -> _Way:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not options.keys() <= {"tls", "ssl", "timeout"}:
        raise ValueError('may have nothing behind "?" but tls, ssl or timeout')
    if a_switch(options.get("ssl", "no")):
        return _TLS
    return _STARTTLS if a_switch(options.get("tls", "no")) else _WAYS[parts.scheme]
