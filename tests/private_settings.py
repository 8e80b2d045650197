"""What Alice sets for herself alone: keys, devices, reminders, calendar and looks."""

import base64
import re
import time
from unittest import mock
from uuid import uuid4

from acts import Act, Browser, NotTakenError, one_after_the_other, post, posting
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cast import Person
from django.core import mail

from closeknit.domain.vault import new_invitation_secret
from closeknit.rooms.notifications.actions import test_message
from closeknit.rooms.notifications.models import Channel
from closeknit.rooms.people.actions import reset_mail
from closeknit.rooms.people.models import Device

ADDRESS = "alice@example.org"
STEP = 30  # seconds that a code of the second step lasts
ANOTHER_PASSWORD = "an evening that nobody knows"
PUSH = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/hers",
    "p256dh": base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode(),
    "auth": base64.urlsafe_b64encode(bytes(16)).decode(),
}
WISHES = {"at": "20:30", "pace": "more", "quiet_from": "22:00", "quiet_until": "08:00"}
REMINDERS = "/settings/reminders/"


def come_in_elsewhere(person: Person) -> None:
    """Sign in on another browser, look around there, and sign out again."""
    before, person.client = person.client, Browser()
    person.sign_in(own_device=False)
    person.client.get("/")
    post(person, "/sign-out/")
    person.client = before


def end_another_device(person: Person) -> None:
    here = set(Device.objects.filter(user=person.user).values_list("pk", flat=True))
    before, person.client = person.client, Browser()
    person.sign_in()
    person.client = before
    there = Device.objects.filter(user=person.user).exclude(pk__in=here).get()
    post(person, f"/settings/devices/{there.pk}/end/")


def lock_and_unlock(person: Person) -> None:
    post(person, "/lock/")
    person.client.get("/")
    post(person, "/unlock/", unlock_password=person.password)


def leave_quickly_and_come_back(person: Person) -> None:
    post(person, "/leave-quickly/")
    person.client = Browser()
    person.sign_in()


def try_wrong_passwords(person: Person) -> None:
    browser = Browser()
    for word in ("her birthday", "the cat's name"):
        browser.post("/sign-in/", {"login": person.name, "password": word, "kind": "shared"})


def write_down_a_code(person: Person) -> str:
    """Make a recovery code, type its last group back, and return it."""
    post(person, "/recovery-code/", current=person.password)
    shown = person.client.get("/recovery-code/").content.decode()
    paper = re.search(r'class="code-on-paper"[^>]*>(.*?)</p>', shown, re.DOTALL)
    groups = re.findall(r"<span>(\w+)</span>", paper[1])
    post(person, "/recovery-code/", last_group=groups[-1])
    return "-".join(groups)


def recover(person: Person, code: str = "") -> None:
    """Come back by the code on paper, to the same password, and sign in."""
    code = code or write_down_a_code(person)
    person.client = Browser()
    post(person, "/recover/", login=person.name, code=code, password=person.password)
    person.sign_in()


def change_the_password(person: Person) -> None:
    """Change it, and back again, so that the next act finds the one it knows."""
    old, new = person.password, ANOTHER_PASSWORD
    post(person, "/settings/password/", current=old, password=new)
    post(person, "/settings/password/", current=new, password=old)


def change_the_name(person: Person) -> None:
    for name in ("Alice at home", person.name):
        post(person, "/settings/sign-in-name/", name=name, current=person.password)


def leave_an_address(person: Person) -> None:
    post(person, "/settings/email/", email=ADDRESS, current=person.password)


def reset_by_mail(person: Person) -> None:
    """Set a password by mail, which opens no words, and then the code on paper, which does."""
    leave_an_address(person)
    code = write_down_a_code(person)
    person.client = Browser()
    with mock.patch.object(reset_mail, "_put", _send_at_once):
        post(person, "/account/reset/", email=ADDRESS)
    link = re.search(r"/account/reset/key/\S+", str(mail.outbox[-1].body))[0]
    form = person.client.get(link, follow=True).redirect_chain[-1][0]
    post(person, form, password1=ANOTHER_PASSWORD, password2=ANOTHER_PASSWORD)
    recover(person, code)


def _send_at_once(address: str) -> None:
    reset_mail.send_reset(address=address)


def use_a_second_step(person: Person) -> None:
    """Switch it on, sign in with it elsewhere, prove it once more, and switch it off."""
    seconds = iter(range(0, 100 * STEP, 2 * STEP))
    began = time.time() // STEP * STEP + STEP / 2
    now = began

    def code_of(secret: str) -> dict[str, str]:
        nonlocal now
        now = began + next(seconds)  # each code is taken once
        return {"code": format_hotp_value(hotp_value(secret, int(now) // STEP))}

    with mock.patch.object(time, "time", side_effect=lambda: now):
        post(person, "/account/password-again/", password=person.password)
        person.client.get("/account/second-step/on/")
        secret = person.client.session["mfa.totp.secret"]
        post(person, "/account/second-step/on/", **code_of(secret))
        here, person.client = person.client, Browser()
        person.sign_in()
        post(person, "/account/second-step/", **code_of(secret))
        post(person, "/account/second-step/again/", **code_of(secret))
        person.client = here
        post(person, "/account/password-again/", password=person.password)
        post(person, "/account/second-step/off/")


def want_reminders(person: Person) -> None:
    post(person, REMINDERS, is_on="on", zone="Asia/Tokyo", **WISHES)
    post(person, f"{REMINDERS}service/", url="ntfy://some-topic", key=str(uuid4()))


def want_no_reminders(person: Person) -> None:
    want_reminders(person)
    post(person, REMINDERS, zone="Asia/Tokyo", **WISHES)


def be_reached_by_mail(person: Person) -> None:
    """Add an address, prove it, try it out, and take it away."""
    added = post(person, f"{REMINDERS}mail/", address=ADDRESS, key=str(uuid4()))
    if not added["Location"].endswith("/code/"):
        raise NotTakenError("She has as many channels as anybody may.")
    post(person, added["Location"], code=mail.outbox[-1].subject.split()[-1])
    row = Channel.objects.get(user=person.user, kind="mail")
    with mock.patch.object(test_message, "run_beside", return_value="arrived"):
        post(person, f"{REMINDERS}{row.pk}/try/")
    post(person, f"{REMINDERS}{row.pk}/remove/")


SETTINGS_ACTS: dict[str, Act] = {
    "quieter": posting("/settings/choices/", quieter="on"),
    "a pause": posting("/settings/choices/", paused="on"),
    "another device": come_in_elsewhere,
    "a device ended": end_another_device,
    "a shared device": posting("/settings/devices/", kind="shared"),
    "a locked device": lock_and_unlock,
    "leaving quickly": leave_quickly_and_come_back,
    "wrong passwords": try_wrong_passwords,
    "another code": write_down_a_code,
    "recovery": recover,
    "another password": change_the_password,
    "another name to sign in with": change_the_name,
    "a name kept": posting("/settings/sign-in-name/later/"),
    "an address": leave_an_address,
    "a reset by mail": reset_by_mail,
    "a second step": use_a_second_step,
    "dark pages": posting("/settings/theme/", theme="dark"),
    "a plain name on the phone": posting("/settings/app/", app="plain"),
    "another invitation": lambda person: post(
        person, "/join/words/", words=new_invitation_secret()
    ),
    "reminders": want_reminders,
    "reminders no more": want_no_reminders,
    "a push": posting(f"{REMINDERS}push/", **PUSH),
    "a push no more": one_after_the_other(
        posting(f"{REMINDERS}push/", **PUSH),
        posting(f"{REMINDERS}push/remove/", endpoint=PUSH["endpoint"]),
    ),
    "a mail": be_reached_by_mail,
    "a calendar": posting("/settings/calendar/new/"),
    "no calendar": one_after_the_other(
        posting("/settings/calendar/new/"), posting("/settings/calendar/off/")
    ),
    "a moment": posting("/settings/calendar/", at="07:00"),
}
