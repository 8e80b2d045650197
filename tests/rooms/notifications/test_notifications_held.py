"""While the mail's setting is wrong, mail waits: nothing is dropped, and no channel is blamed."""

from dataclasses import replace

import pytest
from cast import arrive
from django.core.mail.backends.dummy import EmailBackend as NoMail
from reminders_cast import queue, reach, send_all, want
from senders import mail_server, send_due

from closeknit.rooms.notifications.actions.channels import add_mail, confirm_mail
from closeknit.rooms.notifications.actions.test_message import send_mail
from closeknit.rooms.notifications.models import Channel, ChannelKind, OutboxMessage
from closeknit.rooms.notifications.queries.due import is_anything_due
from closeknit.rooms.people.actions.reset_mail import send_reset

WRONG = "smtp://us:quiet@mail.example"


def by_mail(person) -> None:
    day = person.clock.now.date()
    channel, code = add_mail(user=person.user, address="somebody@example.org", today=day)
    assert confirm_mail(user=person.user, channel=channel.pk, code=code)


@pytest.fixture
def no_mail(settings):
    settings.EMAIL_BACKEND = f"{NoMail.__module__}.{NoMail.__qualname__}"


def states() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("state", flat=True))


def test_a_reminder_waits_until_the_setting_is_corrected(
    transactional_db, file_database, tmp_path, clock
):
    alice = arrive("Alice", clock)
    want(alice)
    by_mail(alice)
    now = clock.forward(minutes=31)

    with mail_server() as mailbox:
        said = send_due(tmp_path, now=now, EMAIL_URL=WRONG)
        held = states(), Channel.objects.get().failures, len(mailbox.mails)
        send_due(tmp_path, now=now, EMAIL_URL=mailbox.url)

    assert "Traceback" not in said
    assert held == (["queued"], 0, 0)
    assert states() == ["sent"]
    assert len(mailbox.mails) == 1


def test_what_waits_for_mail_keeps_no_sender_busy(alice, clock, no_mail):
    want(alice)
    by_mail(alice)
    now = clock.forward(minutes=31)
    queue(now)

    assert not is_anything_due(now=now)
    assert send_all(now) == 0
    assert states() == ["queued"]


def test_a_person_with_another_channel_is_reminded_there(alice, clock, no_mail):
    want(alice)
    by_mail(alice)
    reach(alice)
    now = clock.forward(minutes=31)
    queue(now)

    assert is_anything_due(now=now)
    assert send_all(now) == 1
    assert Channel.objects.get(kind=ChannelKind.MAIL).failures == 0


def test_no_mail_is_said_to_have_been_sent(alice, clock, no_mail, caplog):
    alice.user.email = "alice@example.org"
    alice.user.save()

    assert send_mail(None, address="alice@example.org") == "failed"
    assert not send_reset(address="alice@example.org")
    assert "no mail can leave" in caplog.text


def test_the_host_alone_reads_which_setting_is_wrong(couple, settings):
    alice, bob = couple
    sentence = "CLOSEKNIT_EMAIL_URL would send its password in the clear. Mail is held."
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, warnings={"CLOSEKNIT_EMAIL_URL": sentence})
    alice.user.is_host, bob.user.is_host = True, False
    alice.user.save()
    bob.user.save()

    hosts, partners = (each.sign_in().get("/settings/").content.decode() for each in couple)

    assert sentence in hosts
    assert sentence not in partners
    assert "it cannot use" not in partners
