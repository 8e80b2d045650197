"""The sender is killed: what it had not claimed goes out at the next run, and nothing twice."""

import signal
import time
from collections import Counter

import pytest
from cast import arrive
from reminders_cast import want
from senders import mail_server, send_due, start
from served import PATIENCE

from closeknit.rooms.notifications.actions.channels import add_mail, confirm_mail
from closeknit.rooms.notifications.models import OutboxMessage

pytestmark = pytest.mark.fault
CAST = ("Alice", "Bob", "Charlie", "Dana")


@pytest.fixture
def home(transactional_db, file_database, tmp_path):
    return tmp_path


def wanting(clock, *names: str) -> None:
    """Give each a reminder by mail that is due now."""
    for name in names:
        person = arrive(name, clock)
        want(person)
        today = clock.now.date()
        address = f"{name.lower()}@example.org"
        channel, code = add_mail(user=person.user, address=address, today=today)
        confirm_mail(user=person.user, channel=channel.pk, code=code)
    clock.forward(minutes=31)


def kill(process) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)


def states() -> Counter:
    return Counter(OutboxMessage.objects.values_list("state", flat=True))


def test_fault_19_killed_before_the_claim_the_message_goes_out_at_the_next_run(home, clock):
    wanting(clock, "Alice")
    with mail_server() as mailbox:
        process = start(home, now=clock.now, waits=True, EMAIL_URL=mailbox.url)
        assert process.stdout.readline() == "queued\n"
        kill(process)
        killed = states()

        for _run in range(2):
            send_due(home, now=clock.now, EMAIL_URL=mailbox.url)

    assert killed == {"queued": 1}
    assert len(mailbox.mails) == 1
    assert states() == {"sent": 1}


def test_fault_19_killed_after_the_claim_the_message_is_never_sent_again(home, clock):
    wanting(clock, "Alice")
    with mail_server() as mailbox:
        mailbox.hold.set()
        process = start(home, now=clock.now, EMAIL_URL=mailbox.url)
        assert mailbox.asked.wait(PATIENCE)
        kill(process)
        killed = states()
        mailbox.hold.clear()

        for _run in range(2):
            send_due(home, now=clock.now, EMAIL_URL=mailbox.url)

    assert killed == {"claimed": 1}
    assert mailbox.mails == []
    assert states() == {"claimed": 1}


@pytest.mark.parametrize("taken", range(len(CAST)))
def test_fault_19_killed_once_some_mails_were_taken_nobody_gets_two(home, clock, taken):
    wanting(clock, *CAST)
    with mail_server() as mailbox:
        mailbox.dawdles = 0.05
        process = start(home, now=clock.now, EMAIL_URL=mailbox.url)
        wait_for(process, lambda: mailbox.asked.is_set() and len(mailbox.mails) >= taken)
        kill(process)
        for _run in range(2):
            send_due(home, now=clock.now, EMAIL_URL=mailbox.url)

    reached = Counter(to[0] for to, _text in mailbox.mails)
    assert len(reached) >= taken
    assert max(reached.values(), default=0) <= 1
    assert states()["queued"] == 0
    assert len(reached) + states()["claimed"] >= len(CAST)


def wait_for(process, is_so) -> None:
    """Wait until it is so, or the sender has nothing more to do."""
    ends = time.monotonic() + PATIENCE
    while not is_so() and process.poll() is None:
        assert time.monotonic() < ends, "It never came to that."
        time.sleep(0.002)
