"""Taking everything along, leaving a space, erasing an account."""

import io
import json
import zipfile
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string

from closeknit.domain.vault import Keyring
from closeknit.rooms.archive.rules import FORMAT, Archive, Space, to_plain
from closeknit.rooms.listening import actions as listening_actions
from closeknit.rooms.listening import queries as listening
from closeknit.rooms.meetings import actions as meetings_actions
from closeknit.rooms.meetings import queries as meetings
from closeknit.rooms.moments import actions as moments_actions
from closeknit.rooms.moments import queries as moments
from closeknit.rooms.notifications import actions as notifications_actions
from closeknit.rooms.people.actions.accounts import erase_account, open_space
from closeknit.rooms.people.actions.leaving import close_couple, close_space
from closeknit.rooms.people.actions.passwords import start_fresh
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import past_viewers, seats_of
from closeknit.rooms.people.rules import DEFAULT_ZONE
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import actions as practices_actions
from closeknit.rooms.practices import queries as practices
from closeknit.rooms.questions import actions as questions_actions
from closeknit.rooms.questions import queries as questions
from closeknit.rooms.repair import actions as repair_actions
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


@transaction.atomic
def leave_space(*, viewer: Viewer) -> None:
    """Close the space at once and for both; what was not yet revealed is destroyed."""
    questions_actions.destroy_unrevealed(couple=viewer.couple)
    meetings_actions.forget_hour(couple=viewer.couple)
    listening_actions.end_rooms(couple=viewer.couple, now=viewer.now)
    repair_actions.destroy_unrevealed(couple=viewer.couple)
    close_space(viewer=viewer)


@transaction.atomic
def begin_again(*, user: User, root: bytes, now: datetime) -> Keyring:
    """Start fresh: put the old keys away for 30 days, close the space, open an empty one."""
    seat = seats_of(user=user)[0]
    zone = seat.couple.zone if seat else DEFAULT_ZONE
    if seat is not None:
        questions_actions.destroy_unrevealed(couple=seat.couple)
        close_couple(couple=seat.couple, now=now)
    keyring = start_fresh(user=user, root=root, today=now.date())
    open_space(user=user, keyring=keyring, zone=zone, now=now)
    return keyring


@transaction.atomic
def erase_everything(*, user: User, viewer: Viewer | None) -> None:
    """Delete a person: their wraps first, then their rows, then the account."""
    if viewer is not None:
        leave_space(viewer=viewer)
    questions_actions.erase(user=user)
    moments_actions.erase(user=user)
    practices_actions.erase(user=user)
    listening_actions.erase(user=user)
    repair_actions.erase(user=user)
    meetings_actions.erase(user=user)
    notifications_actions.erase(user=user)
    erase_account(user_id=UUID(str(user.pk)))


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
