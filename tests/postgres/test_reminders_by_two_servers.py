"""Two servers on one PostgreSQL whose minute comes at once, with messages that are really due.

Each looks as the server's own thread does, and starts a real `closeknit send-due` beside itself,
which hands over to a real mail server.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from cast import arrive
from processes import children_of, wait_until
from reminders_cast import want
from senders import Mailbox, mail_server, sender_environment
from served import PATIENCE

from closeknit.rooms.notifications.actions.channels import add_mail, confirm_mail
from closeknit.rooms.notifications.models import OutboxMessage, Reminders

pytestmark = [pytest.mark.postgres, pytest.mark.fault]
PEOPLE = 40
LOOKING = """
import sys
import django
django.setup()
from closeknit.cli.reminding import look_once
print("ready", flush=True)
sys.stdin.readline()
print(look_once())
"""


@pytest.fixture
def due(postgres_database, clock) -> datetime:
    """Give many people a reminder by mail that is due now."""
    for number in range(PEOPLE):
        person = arrive(f"Person {number}", clock)
        want(person)
        channel, code = add_mail(
            user=person.user, address=f"person{number}@example.org", today=clock.now.date()
        )
        confirm_mail(user=person.user, channel=channel.pk, code=code)
    return clock.forward(minutes=31)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as running:
        yield running


def test_two_servers_send_each_message_once(due, mailbox, migrated_url, tmp_path):
    servers = [a_server(tmp_path, due, mailbox, migrated_url) for _ in range(2)]

    look(servers)
    looked = [server.communicate(timeout=PATIENCE)[0] for server in servers]

    assert looked == ["True\n", "True\n"]
    assert reached(mailbox) == dict.fromkeys(range(PEOPLE), 1)
    assert states() == {"sent": PEOPLE}
    assert not Reminders.objects.filter(next_at__lte=due).exists()


def test_one_sender_killed_in_the_middle_nobody_gets_two_and_the_other_goes_on(
    due, mailbox, migrated_url, tmp_path
):
    mailbox.dawdles = 0.3
    servers = [a_server(tmp_path, due, mailbox, migrated_url) for _ in range(2)]
    look(servers)
    wait_until(lambda: mailbox.mails)

    kill(servers[0])
    servers[1].communicate(timeout=PATIENCE)
    late = a_server(tmp_path, due, mailbox, migrated_url)
    look([late])
    late.communicate(timeout=PATIENCE)

    found, kept = reached(mailbox), states()
    assert max(found.values()) == 1
    assert kept["queued"] == 0
    assert kept["sent"] <= len(found) <= kept["sent"] + kept["claimed"]
    assert kept["claimed"] <= 8  # what the killed one had in hand; lost, and never sent twice


def a_server(home: Path, now: datetime, mailbox: Mailbox, url: str) -> subprocess.Popen:
    """Start what looks each minute, and wait until it would."""
    process = subprocess.Popen(
        [sys.executable, "-c", LOOKING],
        env=sender_environment(home, now=now, EMAIL_URL=mailbox.url, DATABASE_URL=url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def look(servers: list[subprocess.Popen]) -> None:
    for server in servers:
        server.stdin.write("now\n")
        server.stdin.flush()


def kill(server: subprocess.Popen) -> None:
    """Kill a server together with the sender that it waits for."""
    senders = children_of(server.pid)
    assert senders
    for each in (*senders, server.pid):
        os.kill(each, signal.SIGKILL)
    server.communicate(timeout=PATIENCE)


def reached(mailbox: Mailbox) -> dict[int, int]:
    """Return how many mails came to each."""
    to = Counter(recipients[0] for recipients, _text in mailbox.mails)
    return {int(each.removeprefix("person").partition("@")[0]): to[each] for each in to}


def states() -> Counter:
    return Counter(OutboxMessage.objects.values_list("state", flat=True))
