import io
import zipfile
from datetime import time, timedelta
from uuid import uuid4

import pytest
from cast import Person
from django.test import Client
from exports import taken
from repair_cast import ASKS, half_of

from closeknit.domain.vault import VaultError, create, new_recovery_code, new_salt
from closeknit.rooms.archive.actions import end_archived, recover
from closeknit.rooms.listening.actions import EveningPlan, begin_listening_room
from closeknit.rooms.listening.models import ListeningRoom
from closeknit.rooms.meetings.actions import begin_meeting, keep_hour
from closeknit.rooms.meetings.models import Hour, Meeting
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.moments.rules import ForWhom, ThankYouWords
from closeknit.rooms.people.actions.accounts import NameIsTakenError, create_account
from closeknit.rooms.people.actions.pairing import (
    InvitationIsClosedError,
    find_invitation,
    invite,
)
from closeknit.rooms.people.actions.passwords import (
    archive_keyring,
    forget_old_keyrings,
    reset_login,
    stretch_new,
)
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code
from closeknit.rooms.people.models import ArchivedAccount, Couple, Keyring, User
from closeknit.rooms.people.rules import MOST_ARCHIVED
from closeknit.rooms.practices.actions import say_yes
from closeknit.rooms.practices.models import Consent
from closeknit.rooms.repair.models import LoopHalf

HOUR = WeeklyHour(weekday=6, at=time(19, 0), zone="UTC")
NEW = "set by the mail, long enough"
FOUND = "an evening found again"


def thank(person: Person, did: str, for_whom: ForWhom) -> None:
    write_thanks(
        viewer=person.viewer(), key=uuid4(), words=ThankYouWords(did=did), for_whom=for_whom
    )


def reset_by_mail(name: str = "alice", *, kind: str = "own") -> Client:
    """Sign in as somebody does who only reads that person's mail: locked."""
    reset_login(user=User.objects.get(username=name), password=stretch_new(NEW))
    return signed_in(NEW, name, kind=kind)


def signed_in(password: str, name: str = "alice", *, kind: str = "own") -> Client:
    browser = Client()
    browser.post("/sign-in/", {"login": name, "password": password, "kind": kind})
    return browser


def start_fresh(browser: Client):
    return browser.post("/start-fresh/", {"current": NEW})


def taken_by(browser: Client, password: str) -> str:
    packed = taken(browser, password).content
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        return folder.read("closeknit.json").decode()


def give_code(person: Person):
    code = new_recovery_code()
    set_recovery_code(user=person.user, keyring=person.keyring, code=code)
    return code


def leave_something_open(person: Person) -> None:
    """Open a room and a meeting, keep an hour for two, fill half of a loop, say a lone yes."""
    plan = EveningPlan("", "the garden", True, False, timedelta(minutes=2))  # noqa: FBT003  of one use
    begin_listening_room(viewer=person.viewer(), key=uuid4(), plan=plan)
    keep_hour(viewer=person.viewer(), hour=HOUR)
    half_of(person, ASKS)
    say_yes(viewer=person.viewer(), slug="longer-kiss")
    begin_meeting(viewer=person.viewer())


def what_is_open() -> dict[str, bool]:
    return {
        "room": ListeningRoom.objects.filter(is_over=False).exists(),
        "hour": Hour.objects.exists(),
        "half": LoopHalf.objects.exclude(escrow=None).exists(),
        "yes": Consent.objects.exclude(escrow=None).exists(),
        "meeting": Meeting.objects.exclude(part_began_at=None).exists(),
        "space": Couple.objects.filter(closed_on=None, paired_on__isnull=False).exists(),
    }


def test_a_fresh_start_opens_an_empty_space_at_once(alice: Person, clock):
    thank(alice, "the kettle", ForWhom.ME)
    browser = reset_by_mail()

    response = start_fresh(browser)
    page = browser.get("/thanks/")

    assert response["Location"] == "/"
    assert page.status_code == 200
    assert "the kettle" not in page.content.decode()
    assert Appreciation.objects.count() == 1
    assert User.objects.get(username="alice").name == "Alice"


def test_a_fresh_start_on_a_shared_device_stays_short(alice: Person, clock):
    browser = reset_by_mail(kind="shared")
    start_fresh(browser)
    clock.forward(minutes=31)

    assert b"unlock_password" in browser.get("/thanks/").content


def test_a_wrong_password_starts_nothing(alice: Person, clock):
    response = reset_by_mail().post("/start-fresh/", {"current": "not this one"})

    assert response.status_code == 422
    assert not ArchivedAccount.objects.exists()


def test_somebody_whose_words_are_open_is_sent_away(alice: Person, clock):
    response = alice.sign_in().post("/start-fresh/", {"current": alice.password})

    assert response["Location"] == "/"
    assert not ArchivedAccount.objects.exists()


def test_the_old_password_typed_at_a_fresh_start_opens_everything_instead(alice: Person, clock):
    thank(alice, "the kettle", ForWhom.ME)
    browser = reset_by_mail()

    browser.post("/start-fresh/", {"current": alice.password})

    assert not ArchivedAccount.objects.exists()
    assert "the kettle" in browser.get("/thanks/").content.decode()


def test_the_partner_sees_no_change_for_thirty_days_and_then_that_the_space_is_closed(
    couple, clock
):
    alice, bob = couple
    thank(alice, "carrying the bags", ForWhom.THEM)
    Keyring.objects.update(by_recovery=b"set")
    bob.sign_in()
    paths = ("/", "/answers/", "/thanks/", "/settings/", "/repair/", "/meeting/")
    before = [bob.client.get(path).content for path in paths]

    start_fresh(reset_by_mail())
    end_archived(now=clock.now)

    assert [_untokened(bob.client.get(path).content) for path in paths] == [
        _untokened(page) for page in before
    ]
    clock.forward(days=31)
    end_archived(now=clock.now)
    bob.client = Client()
    bob.sign_in()
    assert "The shared space is closed" in bob.client.get("/", follow=True).content.decode()
    assert "carrying the bags" in taken_by(bob.client, bob.password)


def _untokened(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line]


def test_h4_mail_reset_then_fresh_start_then_delete_destroys_nothing(couple, clock):
    alice, bob = couple
    code = give_code(alice)
    leave_something_open(alice)
    thank(alice, "the kettle", ForWhom.ME)
    browser = reset_by_mail()
    start_fresh(browser)

    browser.post("/delete/", {"current": NEW})

    assert all(what_is_open().values())
    assert not User.objects.filter(username="alice").exists()
    clock.forward(days=29)
    recover(name="alice", code=code, password=stretch_new(FOUND), now=clock.now)
    assert all(what_is_open().values())
    assert "the kettle" in signed_in(FOUND).get("/thanks/").content.decode()
    assert bob.viewer().partner == alice.user


def test_what_was_made_since_a_fresh_start_is_deleted_with_the_account(alice: Person, clock):
    thank(alice, "the kettle", ForWhom.ME)
    browser = reset_by_mail()
    start_fresh(browser)
    browser.post(
        "/thanks/new/", {"did": "the rain", "for_whom": "me", "key": str(uuid4())}, follow=True
    )
    since = Appreciation.objects.exclude(owner=alice.user)
    assert since.count() == 1

    browser.post("/delete/", {"current": NEW})

    assert since.count() == 0
    assert Appreciation.objects.filter(owner=alice.user).count() == 1


def test_a_locked_session_reads_in_a_sentence_that_it_deletes_nothing(couple, clock):
    alice, _bob = couple
    browser = reset_by_mail()

    for path in ("/delete/", "/leave/", "/settings/email/", "/account/second-step/on/"):
        tried = browser.post(path, {"current": NEW, "unlock_password": NEW}, follow=True)
        assert "nothing can be written, closed or deleted" in tried.content.decode(), path

    assert alice.viewer().partner is not None


def test_the_name_of_a_deleted_account_is_kept_for_the_one_put_away(alice: Person, clock):
    browser = reset_by_mail()
    start_fresh(browser)
    browser.post("/delete/", {"current": NEW})

    with pytest.raises(NameIsTakenError):
        create_account(name="Alice", password=stretch_new("somebody else's evening"), now=clock.now)


@pytest.mark.parametrize("has_shared", [True, False])
def test_the_old_recovery_code_brings_all_of_it_back_for_thirty_days(
    couple, charlie, clock, has_shared
):
    person = couple[0] if has_shared else charlie
    name = person.name.lower()
    code = give_code(person)
    thank(person, "the kettle", ForWhom.ME)
    start_fresh(reset_by_mail(name))
    clock.forward(days=29)

    recover(name=name, code=code, password=stretch_new(FOUND), now=clock.now)

    browser = signed_in(FOUND, name)
    assert "the kettle" in browser.get("/thanks/").content.decode()
    assert "the kettle" in taken_by(browser, FOUND)
    assert (person.user.memberships.get().left_on is None) is True
    assert ArchivedAccount.objects.get().present == person.user


def test_the_old_password_brings_all_of_it_back_and_the_new_one_what_came_since(couple, clock):
    alice, _bob = couple
    thank(alice, "the kettle", ForWhom.ME)
    start_fresh(reset_by_mail())

    back = signed_in(alice.password).get("/thanks/").content.decode()
    since = signed_in(NEW).get("/thanks/").content.decode()
    again = signed_in(alice.password).get("/thanks/").content.decode()

    assert "the kettle" in back
    assert "the kettle" not in since
    assert "the kettle" in again
    assert ArchivedAccount.objects.count() == 1


def test_after_thirty_days_the_old_words_are_gone_for_good(alice: Person, clock):
    code = give_code(alice)
    thank(alice, "the kettle", ForWhom.ME)
    start_fresh(reset_by_mail())
    clock.forward(days=32)

    with pytest.raises(VaultError):
        recover(name="alice", code=code, password=stretch_new(FOUND), now=clock.now)
    end_archived(now=clock.now)

    assert not User.objects.filter(pk=alice.user.pk).exists()
    assert not Appreciation.objects.exists()
    assert User.objects.get(username="alice").keyring


def test_what_the_other_could_read_goes_once_the_present_account_is_deleted_too(couple, clock):
    alice, _bob = couple
    thank(alice, "carrying the bags", ForWhom.THEM)
    browser = reset_by_mail()
    start_fresh(browser)
    clock.forward(days=32)
    end_archived(now=clock.now)
    assert Appreciation.objects.exists()
    assert not Keyring.objects.filter(user=alice.user).exists()

    signed_in(NEW).post("/delete/", {"current": NEW})
    end_archived(now=clock.now)

    assert not Appreciation.objects.exists()


def test_only_so_many_accounts_of_one_person_are_put_away(alice: Person, clock):
    for _time in range(MOST_ARCHIVED):
        start_fresh(reset_by_mail())

    response = start_fresh(reset_by_mail())

    assert response.status_code == 422
    assert "started fresh a few times" in response.content.decode()
    assert ArchivedAccount.objects.count() == MOST_ARCHIVED
    assert {away.present.username for away in ArchivedAccount.objects.all()} == {"alice"}


def test_an_invitation_of_an_account_put_away_opens_nothing(alice: Person, bob: Person, clock):
    secret = invite(viewer=alice.viewer())
    start_fresh(reset_by_mail())

    with pytest.raises(InvitationIsClosedError):
        find_invitation(secret=secret, now=clock.now)


def put_keys_away_as_the_first_release_did(person: Person, clock) -> None:
    row = Keyring.objects.get(user=person.user)
    archive_keyring(row=row, today=clock.now.date())
    _keyring, row.locked = create(
        user=person.user.pk,
        password_root=bytes(32),
        salt=new_salt(),
        pepper=bytes(32),
        recovery=None,
    )
    row.save()


def test_keys_that_the_first_release_put_away_still_come_back(alice: Person, clock):
    code = give_code(alice)
    thank(alice, "the kettle", ForWhom.ME)
    put_keys_away_as_the_first_release_did(alice, clock)

    recover(name="alice", code=code, password=stretch_new(FOUND), now=clock.now)

    assert "the kettle" in taken_by(signed_in(FOUND), FOUND)


def test_keys_that_the_first_release_put_away_are_gone_after_thirty_days(alice: Person, clock):
    code = give_code(alice)
    put_keys_away_as_the_first_release_did(alice, clock)
    clock.forward(days=32)

    with pytest.raises(VaultError):
        recover(name="alice", code=code, password=stretch_new(FOUND), now=clock.now)
    assert forget_old_keyrings(today=clock.now.date()) == 1
