"""One message now, so that a person sees whether a channel works."""

import json
from dataclasses import asdict
from smtplib import SMTPException

from django.core.mail import EmailMessage

from closeknit.hosting.children import run_beside
from closeknit.hosting.messages import Message, Outcome
from closeknit.rooms.notifications.rules.channels import Address, MailAddress
from closeknit.rooms.people.queries import sends_mail

SEND_ONE = "send-one"
_WITHIN = 25.0  # seconds, the start of the sender included


def send_mail(message: Message, *, address: str) -> Outcome:
    """Send a mail through the host's own mail server; everybody's subject is as plain."""
    if not sends_mail():
        return Outcome.FAILED  # Django's backend for "no mail" would say that it was sent
    mail = EmailMessage(
        subject=message.title,
        body=f"{message.body}\n\n{message.url}\n",
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except (SMTPException, OSError, ValueError):
        return Outcome.FAILED
    return Outcome.ARRIVED


def send_beside(message: Message, *, address: Address) -> Outcome:
    """Send by push or service in a process of its own, which gets the address by its input."""
    if isinstance(address, MailAddress):
        return send_mail(message, address=address.address)
    given = {"kind": type(address).__name__, "address": asdict(address), "message": asdict(message)}
    printed = run_beside(SEND_ONE, given=json.dumps(given), within=_WITHIN)
    return Outcome(printed) if printed in set(Outcome) else Outcome.FAILED
