"""Taking everything along that a person can read."""

import io
import itertools
import json
import zipfile
from collections.abc import Callable
from datetime import datetime

from django.template.loader import render_to_string

from closeknit.domain.vault import Keyring
from closeknit.rooms.archive.rules import Archive, Space, document_of
from closeknit.rooms.lifecycles import EXPORTING, exported_rooms
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import past_viewers
from closeknit.rooms.people.viewer import Viewer

Tell = Callable[[int, int], None]


def _tell_nobody(_done: int, _of: int) -> None:
    pass


def gather(
    *,
    user: User,
    keyring: Keyring,
    viewer: Viewer | None,
    now: datetime,
    tell: Tell = _tell_nobody,
) -> Archive:
    """Open all that a person can read, in the space they sit in and in those now closed.

    Each room that is through is told with its number and how many there are.
    """
    viewers = past_viewers(user=user, keyring=keyring, now=now)
    if viewer is not None:
        viewers.append(viewer)
    done, count = itertools.count(1), len(viewers) * len(EXPORTING)
    spaces = [_space(each, room_done=lambda: tell(next(done), count)) for each in viewers]
    return Archive(taken_on=now.date(), name=user.name, spaces=spaces)


def pack(archive: Archive) -> bytes:
    """Return a ZIP with the same words twice: JSON for machines, one page for reading."""
    packed = io.BytesIO()
    readable = render_to_string("archive/words.html", {"archive": archive})
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("closeknit.json", _json(archive))
        folder.writestr("closeknit.html", readable)
    return packed.getvalue()


def _json(archive: Archive) -> str:
    return json.dumps(document_of(archive), ensure_ascii=False, indent=2)


def _space(viewer: Viewer, *, room_done: Callable[[], None]) -> Space:
    rooms = []
    for room in exported_rooms(viewer=viewer):
        rooms.append(room)
        room_done()
    return Space(
        opened_on=viewer.membership.joined_on,
        closed_on=viewer.membership.left_on,
        partner=viewer.partner.name if viewer.partner else "",
        rooms=rooms,
    )
