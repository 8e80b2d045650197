"""The mail that lets somebody set a new password to sign in, sent after the page has answered.

The page does the same for every address: it puts it into a short queue. Only the one thread behind
it looks whether anybody here has that address, so no answer is slower for one that is known.
"""

import logging
from functools import partial
from queue import Full, Queue
from threading import Lock, Thread

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import close_old_connections, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import people_at, sends_mail

MOST_WAITING = 32  # a mail server that is away takes ten seconds for each
MOST_LINKS = 8  # in one mail; those of the oldest accounts
_LOG = logging.getLogger(__name__)
_waiting: Queue[str] = Queue(maxsize=MOST_WAITING)
_starting = Lock()
_threads: list[Thread] = []


def ask_for_reset(*, address: str) -> None:
    """Have a mail sent, should somebody here have this address, once the request is done."""
    transaction.on_commit(partial(_put, address))


def send_reset(*, address: str) -> bool:
    """Send the mail; tell whether anybody here has this address.

    It names nobody, unless several have it: each link then stands under a name to sign in with.
    """
    if not sends_mail():
        _LOG.warning("A reset mail was asked for, but no mail can leave this server.")
        return False
    people = [user for user in people_at(address) if user.is_active][:MOST_LINKS]
    if not people:
        return False
    links = [(user.username, _link_for(user)) for user in people]
    with translation.override(people[0].language):
        mail = render_to_string("people/mails/reset.txt", {"links": links})
    subject, _blank, body = mail.partition("\n")
    send_mail(subject, body.strip() + "\n", None, [address])
    return True


def _link_for(user: User) -> str:
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=key)


def _put(address: str) -> None:
    with _starting:
        if not _threads:
            _threads.append(Thread(target=_send_what_waits, name="reset mail", daemon=True))
            _threads[0].start()
    try:
        _waiting.put_nowait(address)
    except Full:
        _LOG.warning("Too many reset mails wait; one was dropped. Its person may ask again.")


def _send_what_waits() -> None:
    while True:
        address = _waiting.get()
        close_old_connections()
        try:
            send_reset(address=address)
        except Exception as error:  # noqa: BLE001  one mail's fault must not keep the others waiting
            _LOG.warning("A reset mail could not be sent: %s.", type(error).__name__)
        finally:
            connection.close()
            _waiting.task_done()
