import io
import zipfile
from datetime import time, timedelta
from uuid import uuid4

import pytest
from cast import Person
from django.test import Client
from repair_cast import ASKS, half_of

from closeknit.domain.vault import VaultError, new_recovery_code
from closeknit.rooms.archive.actions import recover
from closeknit.rooms.listening.actions import Plan, open_a_room
from closeknit.rooms.listening.models import ListeningRoom
from closeknit.rooms.meetings.actions import begin_meeting, keep_hour
from closeknit.rooms.meetings.models import Hour, Meeting
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.moments.rules import ForWhom, ThankYouWords
from closeknit.rooms.people.actions.passwords import (
    forget_old_keyrings,
    reset_login,
    set_recovery_code,
    stretch_new,
)
from closeknit.rooms.people.models import OldKeyring, User
from closeknit.rooms.practices.actions import say_yes
from closeknit.rooms.practices.models import Consent
from closeknit.rooms.repair.models import Half

HOUR = WeeklyHour(weekday=6, at=time(19, 0), zone="UTC")
NEW = "set by the mail, long enough"


def lock_out(person: Person) -> Client:
    """Lose the old password: a reset by mail signs in, and opens nothing."""
    write_thanks(
        viewer=person.viewer(),
        key=uuid4(),
        words=ThankYouWords(did="the kettle"),
        for_whom=ForWhom.ME,
    )
    reset_login(user=User.objects.get(pk=person.user.pk), password=stretch_new(NEW))
    browser = Client()
    browser.post("/sign-in/", {"login": person.name.lower(), "password": NEW, "kind": "own"})
    return browser


def start_fresh(browser: Client):
    return browser.post("/start-fresh/", {"current": NEW})


def test_a_fresh_start_opens_an_empty_space_at_once(alice: Person, clock):
    browser = lock_out(alice)

    response = start_fresh(browser)
    page = browser.get("/thanks/")

    assert response["Location"] == "/"
    assert page.status_code == 200
    assert "the kettle" not in page.content.decode()
    assert Appreciation.objects.count() == 1


def test_a_wrong_password_starts_nothing(alice: Person, clock):
    browser = lock_out(alice)

    response = browser.post("/start-fresh/", {"current": "not this one"})

    assert response.status_code == 422
    assert not OldKeyring.objects.exists()


def test_somebody_whose_words_are_open_is_sent_away(alice: Person, clock):
    alice.sign_in()

    response = alice.client.post("/start-fresh/", {"current": alice.password})

    assert response["Location"] == "/"
    assert not OldKeyring.objects.exists()


def test_the_partner_reads_only_that_the_space_is_closed(couple, clock):
    alice, bob = couple
    bob.sign_in()

    start_fresh(lock_out(alice))

    page = bob.client.get("/", follow=True).content.decode()
    assert "The shared space is closed" in page


def leave_something_open(person: Person) -> None:
    """Open a room and a meeting, keep an hour for two, fill half of a loop, say a lone yes."""
    plan = Plan("", "the garden", True, False, timedelta(minutes=2))  # noqa: FBT003  of one use
    open_a_room(viewer=person.viewer(), key=uuid4(), plan=plan)
    keep_hour(viewer=person.viewer(), hour=HOUR)
    half_of(person, ASKS)
    say_yes(viewer=person.viewer(), slug="longer-kiss")
    begin_meeting(viewer=person.viewer())


def what_is_open() -> dict[str, bool]:
    return {
        "room": ListeningRoom.objects.filter(is_over=False).exists(),
        "hour": Hour.objects.exists(),
        "half": Half.objects.exclude(escrow=None).exists(),
        "yes": Consent.objects.exclude(escrow=None).exists(),
        "meeting": Meeting.objects.exclude(part_began_at=None).exists(),
    }


def test_a_fresh_start_leaves_nothing_open_in_the_space_that_closes(couple, clock):
    alice, _bob = couple
    leave_something_open(alice)
    assert all(what_is_open().values())

    start_fresh(lock_out(alice))

    assert not any(what_is_open().values())


def test_what_was_opened_since_a_fresh_start_closes_when_the_old_code_comes_back(couple, clock):
    alice, _bob = couple
    code = new_recovery_code()
    set_recovery_code(user=alice.user, keyring=alice.keyring, code=code)
    browser = lock_out(alice)
    start_fresh(browser)
    browser.post("/meeting/hour/", {"weekday": "6", "at": "19:00"})
    assert what_is_open()["hour"]
    person = User.objects.select_related("keyring").get(pk=alice.user.pk)

    recover(user=person, code=code, password=stretch_new("an evening found again"), now=clock.now)

    assert not any(what_is_open().values())


def test_the_old_recovery_code_opens_the_old_words_for_thirty_days(alice: Person, clock):
    code = new_recovery_code()
    set_recovery_code(user=alice.user, keyring=alice.keyring, code=code)
    start_fresh(lock_out(alice))
    clock.forward(days=29)
    person = User.objects.select_related("keyring").get(pk=alice.user.pk)

    recover(user=person, code=code, password=stretch_new("an evening found again"), now=clock.now)

    browser = Client()
    browser.post(
        "/sign-in/", {"login": "alice", "password": "an evening found again", "kind": "own"}
    )
    assert "the kettle" in taken_by(browser)
    assert browser.get("/", follow=True).redirect_chain[-1][0] == "/space-closed/"
    assert OldKeyring.objects.count() == 1


def taken_by(browser: Client) -> str:
    with zipfile.ZipFile(io.BytesIO(browser.get("/take/download/").content)) as folder:
        return folder.read("closeknit.json").decode()


def test_after_thirty_days_the_old_words_are_gone_for_good(alice: Person, clock):
    code = new_recovery_code()
    set_recovery_code(user=alice.user, keyring=alice.keyring, code=code)
    start_fresh(lock_out(alice))
    clock.forward(days=32)
    person = User.objects.select_related("keyring").get(pk=alice.user.pk)

    with pytest.raises(VaultError):
        recover(
            user=person, code=code, password=stretch_new("an evening found again"), now=clock.now
        )
    assert forget_old_keyrings(today=clock.now.date()) == 1
