"""How much of this server one connection, one source and all of them together may take."""

import resource
from dataclasses import dataclass

BODY_LIMIT = 1024 * 1024  # bytes of a request's body, where no address says otherwise
BODY_LIMITS: tuple[tuple[str, int], ...] = ()  # (where an address begins, bytes)
BODY_HEADERS = frozenset({b"content-length", b"transfer-encoding"})
CYCLE = "closeknit.cycle"  # in a request's scope: uvicorn's, which knows when its peer has left
_DESCRIPTORS = 8192
_CONNECTIONS = 4096
ACCEPTED_AT_ONCE = 64  # connections that the event loop takes in one turn
_TURNS_TO_CLOSE = 5  # from taking one to counting it, ending another and closing that
_KEPT_BACK = 128  # descriptors for the database, its readers, child processes, files
_FEWEST = 16


def body_limit(path: str) -> int:
    """Return how many bytes of a body an address takes."""
    return next((limit for start, limit in BODY_LIMITS if path.startswith(start)), BODY_LIMIT)


def largest_body() -> int:
    return max([BODY_LIMIT, *(limit for _start, limit in BODY_LIMITS)])


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a connection may cost. Times are in seconds, sizes in bytes."""

    connections: int
    """How many may be open at once."""
    of_one_source: int | None = 64
    """How many of those may come from one address; None where every peer is our own proxy."""
    head_within: float = 10.0
    """From the connection, or a later request's first byte, to the end of its headers."""
    progress_within: float = 30.0
    """Between two bytes of a body, or two that the peer takes of an answer."""
    whole_within: float = 15 * 60.0
    """A whole body, and a whole answer."""
    rest_within: float = 10.0
    """The rest of a body that was answered early; read away, so that the answer arrives."""
    head_bytes: int = 64 * 1024
    headers: int = 100
    framing_bytes: int = 256 * 1024
    """What may stand between the parts of a chunked body."""
    pipelined: int = 8
    """Requests sent ahead while an answer is being made; browsers send none."""
    bodies_bytes: int = 64 * 1024 * 1024
    """All bodies together that are held in memory."""


def bounds_here(*, trusted_proxies: int) -> Bounds:
    """Return the bounds for this process, after raising how many files it may open."""
    room = _raise_open_files() - ACCEPTED_AT_ONCE * _TURNS_TO_CLOSE - _KEPT_BACK
    return Bounds(
        connections=max(_FEWEST, min(_CONNECTIONS, room)),
        of_one_source=None if trusted_proxies else Bounds.of_one_source,
    )


def _raise_open_files() -> int:
    """Let this process open as many files as it is allowed to and needs; return how many."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = _DESCRIPTORS if most == resource.RLIM_INFINITY else min(most, _DESCRIPTORS)
    if now == resource.RLIM_INFINITY or now >= allowed:
        return _DESCRIPTORS if now == resource.RLIM_INFINITY else now
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return allowed
