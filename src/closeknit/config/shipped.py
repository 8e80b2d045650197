"""Which migrations this version ships, told without Django, for a copy that is to be restored."""

from collections.abc import Iterable
from pathlib import Path

_ROOMS = Path(__file__).resolve().parent.parent / "rooms"
OTHERS = frozenset({"account", "auth", "contenttypes", "mfa", "sessions"})
"""Labels of the packages whose tables stand beside ours; the start compares theirs as well."""


def newer(migrations: Iterable[tuple[str, str]]) -> list[str]:
    """Return `room.name` of each migration that only a newer version can have made."""
    shipped = {
        (file.parent.parent.name, file.stem) for file in _ROOMS.glob("*/migrations/[!_]*.py")
    }
    return sorted(
        f"{app}.{name}"
        for app, name in migrations
        if app not in OTHERS and (app, name) not in shipped
    )
