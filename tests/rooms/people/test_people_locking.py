import re

import pytest
from cast import Clock, Person
from django.conf import settings as django_settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from closeknit.domain.vault import (
    Readers,
    VaultError,
    new_recovery_code,
    unlock_with_recovery,
)
from closeknit.rooms.people.actions import passwords
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code
from closeknit.rooms.people.models import Device, Preferences, User
from closeknit.rooms.people.queries import choices_of, viewer_of


def is_locked(response) -> bool:
    return 'name="unlock_password"' in response.content.decode()


def sealed_row(person: Person) -> Preferences:
    row = Preferences.objects.filter(owner=person.user).first() or Preferences()
    person.viewer().seal(row, {"quieter": "yes", "paused": "no"}, readers=Readers.SELF)
    row.save()
    return row


def test_an_own_device_stays_open_for_fourteen_days(alice: Person, clock: Clock):
    browser = alice.sign_in()

    clock.forward(days=1)
    alice_is_in = browser.get("/settings/choices/")
    clock.forward(days=13, hours=1)
    later = browser.get("/settings/choices/")

    assert not is_locked(alice_is_in) or alice_is_in.status_code == 302
    assert is_locked(later)


def test_7_3_1_a_shared_device_locks_after_thirty_idle_minutes(alice: Person, clock: Clock):
    browser = alice.sign_in(own_device=False)
    clock.forward(minutes=29)
    used = browser.get("/settings/devices/")
    clock.forward(minutes=31)

    locked = browser.get("/settings/choices/")

    assert used.status_code == 200
    assert is_locked(locked)


def test_a_shared_device_is_signed_out_after_twelve_hours(alice: Person, clock: Clock):
    browser = alice.sign_in(own_device=False)
    for _ in range(25):
        clock.forward(minutes=29)
        browser.get("/settings/choices/")

    response = browser.get("/settings/choices/")

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_a_clock_set_back_ends_a_session_early_never_late(alice: Person, clock: Clock):
    browser = alice.sign_in()

    clock.forward(days=-365)
    answer = browser.get("/settings/choices/")

    assert answer.status_code == 302
    assert answer["location"].startswith("/sign-in/")


def test_a_locked_page_opens_with_the_password_at_the_same_address(alice: Person, clock: Clock):
    browser = alice.sign_in()
    browser.post("/lock/")

    locked = browser.get("/settings/choices/")
    opened = browser.post("/settings/choices/", {"unlock_password": alice.password})

    assert is_locked(locked)
    assert opened["Location"] == "/settings/choices/"
    assert not is_locked(browser.get("/settings/choices/"))


@pytest.mark.parametrize("path", ["/answers/?page=1", "/week/", "/thanks/", "/unlock/"])
def test_the_unlock_form_of_every_page_leads_back_to_it(alice: Person, clock: Clock, path):
    browser = alice.sign_in()
    browser.post("/lock/")

    form = browser.get(path).content.decode()
    address = re.search(r'method="post" action="([^"]+)"', form)[1].replace("&amp;", "&")
    opened = browser.post(address, {"unlock_password": alice.password}, follow=True)

    assert opened.status_code == 200
    assert not is_locked(opened)
    assert opened.redirect_chain[-1][0] == (path if path != "/unlock/" else "/")


def test_unlocking_leads_to_no_foreign_address(alice: Person, clock: Clock):
    browser = alice.sign_in()

    assert browser.get("/unlock/?next=https://evil.example/")["Location"] == "/"


def test_a_locked_post_writes_nothing_then_goes_on_with_what_was_typed(alice: Person, clock):
    sealed_row(alice)
    browser = alice.sign_in()
    browser.post("/lock/")

    locked = browser.post("/settings/choices/", {"paused": "on"})
    before = choices_of(viewer=alice.viewer())
    browser.post(
        "/settings/choices/",
        {"paused": "on", "unlock_and_post": "1", "unlock_password": alice.password},
    )

    assert is_locked(locked)
    assert '<textarea name="paused" hidden>on</textarea>' in locked.content.decode()
    assert before.paused is False
    assert choices_of(viewer=alice.viewer()).paused is True


def test_a_wrong_password_keeps_the_typed_words_on_the_page(alice: Person, clock):
    browser = alice.sign_in()
    browser.post("/lock/")

    response = browser.post(
        "/settings/choices/", {"note": "my words", "unlock_and_post": "1", "unlock_password": "no"}
    )

    assert response.status_code == 403
    assert "my words" in response.content.decode()


def test_a_row_with_a_later_unlocking_written_into_it_opens_nothing(alice: Person, clock: Clock):
    browser = alice.sign_in()
    clock.forward(days=15)
    Device.objects.update(unlocked_at=clock.now, seen_at=clock.now)

    assert is_locked(browser.get("/settings/devices/", follow=True)) is False
    assert is_locked(browser.get("/settings/choices/"))


def test_an_open_device_stays_open_when_its_kind_changes(alice: Person, clock: Clock):
    browser = alice.sign_in()

    browser.post("/settings/devices/", {"kind": "shared"})
    at_once = browser.get("/settings/choices/")
    clock.forward(minutes=31)

    assert not is_locked(at_once)
    assert is_locked(browser.get("/settings/choices/"))


def test_7_4_1_an_old_cookie_is_worth_nothing_after_signing_out(alice: Person, clock):
    browser = alice.sign_in()
    thief = Client()
    for name, morsel in browser.cookies.items():
        thief.cookies[name] = morsel.value

    response = browser.post("/sign-out/")

    assert response["Clear-Site-Data"] == '"cache"'
    assert thief.get("/settings/").status_code == 302


def test_a_request_that_outlasts_signing_out_does_not_bring_the_session_back(alice: Person, clock):
    browser = alice.sign_in()
    held = browser.session
    held["late"] = "word"

    browser.post("/sign-out/")

    with pytest.raises(UpdateError):
        held.save()
    assert not held.exists(held.session_key)


def test_the_session_row_alone_opens_nothing(alice: Person, clock):
    browser = alice.sign_in()
    thief = Client()
    name = django_settings.SESSION_COOKIE_NAME
    thief.cookies[name] = browser.cookies[name].value

    assert is_locked(thief.get("/settings/choices/"))


def test_7_5_2_a_person_lists_and_ends_their_own_devices(alice: Person, charlie: Person, clock):
    phone, laptop = alice.sign_in(), Client()
    alice.client = laptop
    alice.sign_in()
    stranger = charlie.sign_in()
    first = Device.objects.filter(user=alice.user).order_by("pk").first()
    here = Device.objects.get(pk=laptop.session["device"])
    other = Device.objects.filter(user=alice.user).exclude(pk=here.pk).get()

    refused = stranger.post(f"/settings/devices/{first.pk}/end/")
    laptop.post(f"/settings/devices/{other.pk}/end/")

    assert refused.status_code == 404
    assert phone.get("/settings/devices/").status_code == 302
    assert laptop.get("/settings/devices/").status_code == 200


def test_7_4_3_a_password_change_ends_other_devices_and_keeps_every_word(alice: Person, clock):
    row = sealed_row(alice)
    phone = alice.sign_in()
    laptop = Client()
    alice.client = laptop
    alice.sign_in()

    response = laptop.post(
        "/settings/password/", {"current": alice.password, "password": "a brand new evening"}
    )

    assert response.status_code == 200
    assert "code-on-paper" in response.content.decode()
    assert phone.get("/settings/devices/").status_code == 302
    assert laptop.get("/settings/choices/").status_code == 200
    user = User.objects.select_related("keyring").get(pk=alice.user.pk)
    alice.client = Client()
    with pytest.raises(AssertionError):
        alice.sign_in()
    assert user.keyring.generation == 2
    row.refresh_from_db()


def test_a_password_change_touches_one_row_of_keys_and_no_sealed_one(alice: Person, clock):
    row = sealed_row(alice)
    before = (bytes(row.sealed), bytes(row.for_owner))
    user, umk, new = alice.user, alice.keyring.umk, passwords.stretch_new("a brand new evening")

    with CaptureQueriesContext(connection) as asked:
        keyring, _code = passwords.change_password(user=user, umk=umk, password=new)

    row.refresh_from_db()
    assert (bytes(row.sealed), bytes(row.for_owner)) == before
    assert not [each for each in asked if "people_preferences" in each["sql"]]
    opened = viewer_of(user=user, umk=keyring.umk, now=clock.now).open(row)
    assert opened == {"quieter": "yes", "paused": "no"}


def test_the_recovery_code_opens_everything_and_sets_a_new_password(alice: Person, clock):
    row = sealed_row(alice)
    code = new_recovery_code()
    set_recovery_code(user=alice.user, keyring=alice.keyring, code=code)

    response = Client().post(
        "/recover/",
        {"login": "Alice", "code": code.text.lower(), "password": "a recovered evening"},
    )

    user = User.objects.select_related("keyring").get(pk=alice.user.pk)
    assert "code-on-paper" in response.content.decode()
    with pytest.raises(VaultError):
        unlock_with_recovery(user.keyring.locked, user=user.pk, code=code)
    row.refresh_from_db()
    assert user.keyring.generation == 2


def test_a_wrong_recovery_code_says_no_more_than_an_unknown_name(alice: Person, clock):
    wrong = new_recovery_code().text
    form = {"code": wrong, "password": "a recovered evening"}

    known = Client().post("/recover/", {**form, "login": "alice"})
    unknown = Client().post("/recover/", {**form, "login": "nobody"})

    sentence = "do not open anything together"
    assert sentence in known.content.decode()
    assert sentence in unknown.content.decode()


def test_the_second_evening_begins_with_the_recovery_code(alice: Person, clock: Clock):
    browser = alice.sign_in()
    first = browser.get("/settings/")
    clock.forward(days=1)

    second = browser.get("/settings/")

    assert first.status_code == 200
    assert second["Location"] == "/recovery-code/"


def test_a_mailed_reset_opens_and_destroys_nothing(alice: Person, clock):
    row = sealed_row(alice)
    passwords.reset_login(user=alice.user, password=passwords.stretch_new("set by the mail"))
    browser = Client()
    browser.post("/sign-in/", {"login": "alice", "password": "set by the mail", "kind": "own"})

    page = browser.get("/settings/choices/")
    tried = browser.post("/settings/choices/", {"unlock_password": "set by the mail"})

    assert is_locked(page)
    assert tried["Location"] == "/recover/"
    assert Preferences.objects.filter(pk=row.pk).exists()


def test_leaving_quickly_locks_and_shows_an_empty_page(alice: Person, clock):
    browser = alice.sign_in()

    response = browser.get("/leave-quickly/")

    assert "Closeknit" not in response.content.decode()
    assert is_locked(browser.get("/settings/choices/"))


def test_preferences_weigh_the_same_whatever_they_say(alice: Person, bob, couple, clock):
    row = sealed_row(alice)
    size = len(row.sealed)

    alice.viewer().seal(row, {"quieter": "no", "paused": "yes"}, readers=Readers.SELF)

    assert len(row.sealed) == size


def test_the_settings_say_who_runs_the_server(couple, clock):
    alice, bob = couple
    User.objects.filter(pk=alice.user.pk).update(is_host=True)

    page = bob.sign_in().get("/settings/").content.decode()

    assert "Alice runs this server" in page


def test_14_3_2_private_pages_are_never_stored(couple, clock):
    alice, _bob = couple
    browser = alice.sign_in()

    headers = [browser.get(path)["Cache-Control"] for path in ("/", "/settings/", "/answers/")]

    assert headers == ["no-store"] * 3


def test_one_damaged_row_does_not_stop_a_password_change(alice: Person, clock):
    row = sealed_row(alice)
    Preferences.objects.filter(pk=row.pk).update(for_owner=bytes(len(row.for_owner)))

    keyring, _code = passwords.change_password(
        user=alice.user,
        umk=alice.keyring.umk,
        password=passwords.stretch_new("a brand new evening"),
    )

    assert keyring.umk
    assert User.objects.select_related("keyring").get(pk=alice.user.pk).keyring.generation == 2
