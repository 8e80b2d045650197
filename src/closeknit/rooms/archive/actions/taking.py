"""Taking everything along that a person can read."""

import io
import json
import zipfile
from datetime import datetime

from django.template.loader import render_to_string

from closeknit.domain.vault import Keyring
from closeknit.rooms.archive.rules import FORMAT, Archive, Space, to_plain
from closeknit.rooms.listening import queries as listening
from closeknit.rooms.meetings import queries as meetings
from closeknit.rooms.moments import queries as moments
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import past_viewers
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import queries as practices
from closeknit.rooms.questions import queries as questions
from closeknit.rooms.repair import queries as repair


def gather(*, user: User, keyring: Keyring, viewer: Viewer | None, now: datetime) -> Archive:
    """Open all that a person can read, in the space they sit in and in those now closed."""
    viewers = past_viewers(user=user, keyring=keyring, now=now)
    if viewer is not None:
        viewers.append(viewer)
    return Archive(taken_on=now.date(), name=user.name, spaces=[_space(each) for each in viewers])


def pack(archive: Archive) -> bytes:
    """Return a ZIP with the same words twice: JSON for machines, one page for reading."""
    packed = io.BytesIO()
    document = {"format": FORMAT, **to_plain(archive)}
    readable = render_to_string("archive/words.html", {"archive": archive, "plain": to_plain})
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("closeknit.json", json.dumps(document, ensure_ascii=False, indent=2))
        folder.writestr("closeknit.html", readable)
    return packed.getvalue()


def _space(viewer: Viewer) -> Space:
    return Space(
        opened_on=viewer.membership.joined_on,
        closed_on=viewer.membership.left_on,
        partner=viewer.partner.name if viewer.partner else "",
        questions=questions.export(viewer=viewer),
        thank_yous=moments.export(viewer=viewer),
        practices=practices.export(viewer=viewer),
        listening=listening.export(viewer=viewer),
        repair=repair.export(viewer=viewer),
        meetings=meetings.export(viewer=viewer),
    )
