"""Taking everything along that a person can read."""

import io
import json
import zipfile
from datetime import datetime

from django.template.loader import render_to_string

from closeknit.domain.vault import Keyring
from closeknit.rooms.archive.rules import Archive, Space, document_of
from closeknit.rooms.lifecycles import exported_rooms
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import past_viewers
from closeknit.rooms.people.viewer import Viewer


def gather(*, user: User, keyring: Keyring, viewer: Viewer | None, now: datetime) -> Archive:
    """Open all that a person can read, in the space they sit in and in those now closed."""
    viewers = past_viewers(user=user, keyring=keyring, now=now)
    if viewer is not None:
        viewers.append(viewer)
    return Archive(taken_on=now.date(), name=user.name, spaces=[_space(each) for each in viewers])


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


def _space(viewer: Viewer) -> Space:
    return Space(
        opened_on=viewer.membership.joined_on,
        closed_on=viewer.membership.left_on,
        partner=viewer.partner.name if viewer.partner else "",
        rooms=exported_rooms(viewer=viewer),
    )
