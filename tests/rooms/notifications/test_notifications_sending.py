"""Messages that really leave: a child process, a mail server, a push service, all on loopback."""

import base64
import json
import os
from datetime import timedelta

import http_ece
import pytest
from cast import arrive
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid
from reminders_cast import reach_phone, want
from senders import mail_server, push_service, send_due, sender_environment

from closeknit.cli.reminding import look_once
from closeknit.rooms.notifications.actions.channels import add_mail, add_service, confirm_mail
from closeknit.rooms.notifications.models import Channel, OutboxMessage

PRIVATE = ("Alice", "Bob", "alice", "bob")


def unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Phone:
    """A browser's keys, as it makes them when it subscribes."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.keys = {"p256dh": unpadded(point), "auth": unpadded(self.secret)}

    def read(self, body: bytes) -> dict:
        plain = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return json.loads(plain)


@pytest.fixture
def home(transactional_db, file_database, tmp_path):
    return tmp_path


@pytest.fixture
def alice(home, clock):
    person = arrive("Alice", clock)
    want(person)
    clock.forward(minutes=31)
    return person


def by_mail(person, address: str) -> Channel:
    channel, code = add_mail(user=person.user, address=address, today=person.clock.now.date())
    assert confirm_mail(user=person.user, channel=channel.pk, code=code)
    return channel


def test_a_mail_leaves_once_and_says_nothing_private(alice, home, clock):
    by_mail(alice, "somebody@example.org")

    with mail_server() as mailbox:
        for _run in range(2):
            send_due(home, now=clock.now, EMAIL_URL=mailbox.url)

    [(to, text)] = mailbox.mails
    assert to == ["somebody@example.org"]
    assert "Subject: Something is open for you." in text
    assert "http://localhost:8321/" in text
    assert not any(word in text for word in PRIVATE)
    assert OutboxMessage.objects.get().state == "sent"


def test_an_address_that_was_not_confirmed_gets_nothing(alice, home, clock):
    add_mail(user=alice.user, address="somebody@example.org", today=clock.now.date())

    with mail_server() as mailbox:
        send_due(home, now=clock.now, EMAIL_URL=mailbox.url)

    assert mailbox.mails == []


def test_a_push_is_sealed_for_the_phone_and_signed_by_this_server(alice, home, clock):
    phone = Phone()

    with push_service() as service:
        reach_phone(alice, service.endpoint, **phone.keys)
        send_due(home, now=clock.now)

    [(_path, headers, body)] = service.requests
    said = phone.read(body)
    signed, public = headers["authorization"].removeprefix("vapid t=").split(",k=")
    assert said["title"] == "Something is open for you."
    assert said["url"] == "http://localhost:8321/"
    assert not any(word in json.dumps(said) for word in PRIVATE)
    assert int(headers["ttl"]) <= 3 * 60 * 60
    assert public == settings.REMINDER_KEYS.push_public
    assert Vapid.verify(f"vapid t={signed},k={public}")


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_removed(alice, home, clock, status):
    with push_service() as service:
        service.status = status
        reach_phone(alice, service.endpoint, **Phone().keys)
        send_due(home, now=clock.now)

    assert len(service.requests) == 1
    assert not Channel.objects.exists()


def test_a_push_service_that_fails_is_counted_and_a_redirect_is_not_followed(alice, home, clock):
    with push_service() as service, push_service() as elsewhere:
        service.status, service.location = 302, elsewhere.endpoint
        reach_phone(alice, service.endpoint, **Phone().keys)
        send_due(home, now=clock.now)

    assert len(service.requests) == 1
    assert elsewhere.requests == []
    assert Channel.objects.get().failures == 1
    assert OutboxMessage.objects.get().state == "failed"


def test_a_service_gets_the_same_line_without_a_redirect(alice, home, clock):
    with push_service() as service, push_service() as elsewhere:
        service.status = 200
        url = f"ntfy://127.0.0.1:{service.port}/topic"
        add_service(user=alice.user, url=url, today=clock.now.date())
        send_due(home, now=clock.now)
        service.status, service.location = 302, elsewhere.endpoint
        send_due(home, now=clock.forward(days=1))

    first = service.requests[0][2].decode()
    assert "Something is open for you." in first
    assert not any(word in first for word in PRIVATE)
    assert len(service.requests) == 2
    assert elsewhere.requests == []
    states = OutboxMessage.objects.order_by("due_on").values_list("state", flat=True)
    assert list(states) == ["sent", "failed"]


def test_a_run_with_nothing_due_says_nothing(alice, home, clock):
    said = send_due(home, now=clock.now - timedelta(hours=1))

    assert said == ""


def test_the_servers_look_starts_a_sender_only_when_something_is_due(
    alice, home, clock, monkeypatch
):
    by_mail(alice, "somebody@example.org")
    with mail_server() as mailbox:
        given = sender_environment(home, now=clock.now, EMAIL_URL=mailbox.url)
        for name, value in given.items():
            monkeypatch.setenv(name, value)

        looks = [look_once() for _minute in range(3)]

    assert looks == [True, False, False]
    assert len(mailbox.mails) == 1


def test_the_test_button_really_sends_and_hands_no_address_over_in_the_open(
    alice, home, clock, monkeypatch, settings
):
    for name, value in sender_environment(home, now=clock.now).items():
        monkeypatch.setenv(name, value)
    alice.sign_in()

    with push_service() as service:
        service.status = 200
        url = f"ntfy://127.0.0.1:{service.port}/topic"
        row = add_service(user=alice.user, url=url, today=clock.now.date())
        said = alice.client.post(f"/settings/reminders/{row.pk}/try/", follow=True)

    assert b"The test is on its way." in said.content
    assert "This is a test." in service.requests[0][2].decode()
    assert OutboxMessage.objects.count() == 0
