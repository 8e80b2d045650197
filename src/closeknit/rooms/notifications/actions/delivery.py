"""Delivering what is due. It loads what sends, so it is never part of the server's process."""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings

from closeknit.hosting.delivery import Sender
from closeknit.hosting.messages import Message, Outcome
from closeknit.hosting.push_contact import push_contact
from closeknit.rooms.notifications.actions.erasing import mend_instants
from closeknit.rooms.notifications.actions.queueing import Queued, Waiting, queue_due
from closeknit.rooms.notifications.actions.sending import (
    Outgoing,
    claim,
    drop_late,
    record_outcomes,
)
from closeknit.rooms.notifications.actions.test_message import send_mail
from closeknit.rooms.notifications.queries.words import words_of
from closeknit.rooms.notifications.rules.channels import (
    Address,
    MailAddress,
    PushAddress,
    ServiceAddress,
)
from closeknit.rooms.notifications.rules.pacing import MessageKind

_LOG = logging.getLogger(__name__)
FIRST_PAGE = "/"
AT_ONCE = 8  # a kill loses at most so many, and sends none of them twice


def deliver_due(*, now: datetime, waiting: Waiting, look_back: str) -> tuple[Queued, int]:
    """Queue what is due at `now` and send all that is queued; return both counts.

    `look_back` is the path that a weekly look back leads to; all others lead to the first page.
    """
    mend_instants(now=now)
    queued = queue_due(now=now, waiting=waiting)
    drop_late(now=now)
    sender, count = sender_here(), 0
    paths = {MessageKind.LOOK_BACK: look_back}
    with ThreadPoolExecutor(AT_ONCE) as threads:
        while claimed := claim(now=now, at_most=AT_ONCE):
            sent = threads.map(partial(_hand_over, sender=sender, paths=paths), claimed)
            record_outcomes(sent=dict(sent))
            count += len(claimed)
    return queued, count


def sender_here() -> Sender:
    return Sender(
        push_key=settings.REMINDER_KEYS.push,
        contact=push_contact(public_url=settings.PUBLIC_URL, sender=settings.DEFAULT_FROM_EMAIL),
        push=settings.PUSH_DESTINATIONS,
        services=settings.SERVICE_DESTINATIONS,
    )


def send(message: Message, *, address: Address | None, sender: Sender) -> Outcome:
    """Send one message on one channel; what goes wrong there keeps no other waiting."""
    try:
        return _send(message, address=address, sender=sender)
    except Exception as error:  # noqa: BLE001  a library's own fault, on this one channel
        _LOG.warning("A reminder could not be handed over: %s.", type(error).__name__)
        return Outcome.FAILED


def _send(message: Message, *, address: Address | None, sender: Sender) -> Outcome:
    match address:
        case PushAddress():
            return sender.send_push(
                message, endpoint=address.endpoint, p256dh=address.p256dh, auth=address.auth
            )
        case MailAddress():
            return send_mail(message, address=address.address)
        case ServiceAddress():
            return sender.send_by_service(message, address=address.url)
        case None:
            return Outcome.FAILED


def _hand_over(
    outgoing: Outgoing, *, sender: Sender, paths: Mapping[MessageKind, str]
) -> tuple[int, dict[UUID, Outcome]]:
    """Send on each channel of a person; no database is touched in these threads."""
    words = words_of(outgoing.kind, language=outgoing.language)
    message = Message(
        title=words.title,
        body=words.body,
        url=f"{settings.PUBLIC_URL}{paths.get(outgoing.kind, FIRST_PAGE)}",
        lasts=outgoing.lasts,
    )
    return outgoing.message, {
        each.id: send(message, address=each.address, sender=sender) for each in outgoing.channels
    }
