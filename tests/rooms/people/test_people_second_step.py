import base64
import time
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
)
from cast import Person
from django.core.cache import cache
from django.test import Client

from closeknit.domain.vault import new_recovery_code, seal_host
from closeknit.rooms.archive.actions import begin_again
from closeknit.rooms.people.actions.passwords import reset_login, stretch_new
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code
from closeknit.rooms.people.hashers import salt_of
from closeknit.rooms.people.models import Device, Keyring, User
from closeknit.rooms.people.seeds import is_bound, open_seed

STEP = 30  # seconds that a code lasts
MAILED = "set by the mail, long"


@pytest.fixture(autouse=True)
def _in_the_middle_of_a_step(monkeypatch):
    """Let no code run out between being read and being typed, however slow the machine is."""
    middle = time.time() // STEP * STEP + STEP / 2
    monkeypatch.setattr(time, "time", lambda: middle)


def code_for(secret: str, *, steps: int = 0) -> str:
    """Return the code that a phone shows whose clock is that many steps ahead."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP + steps))


def switch_on(person: Person) -> str:
    """Switch the second step on through its pages; return the shared secret."""
    browser = person.sign_in()
    browser.post("/account/password-again/", {"password": person.password})
    page = browser.get("/account/second-step/on/")
    secret = browser.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    response = browser.post("/account/second-step/on/", {"code": code_for(secret)})
    assert response.status_code == 302, response.content
    return secret


def sign_in_first_step(person: Person) -> Client:
    browser = Client()
    response = browser.post(
        "/sign-in/",
        {"login": person.name.lower(), "password": person.password, "kind": "own"},
    )
    assert response["Location"] == "/account/second-step/"
    return browser


def test_the_seed_rests_sealed(alice: Person, clock):
    secret = switch_on(alice)

    stored = Authenticator.objects.get(user=alice.user)

    assert secret not in str(stored.data)


def test_6_3_3_the_password_alone_no_longer_signs_in(alice: Person, clock):
    switch_on(alice)

    browser = sign_in_first_step(alice)

    assert browser.get("/settings/").status_code == 302
    assert browser.get("/account/second-step/").status_code == 200


def test_the_code_signs_in_and_the_vault_is_open(alice: Person, clock, monkeypatch):
    secret = switch_on(alice)
    browser = sign_in_first_step(alice)
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)

    response = browser.post("/account/second-step/", {"code": code_for(secret)})
    page = browser.get("/settings/choices/")

    assert response.status_code == 302
    assert page.status_code == 200
    assert b"unlock_password" not in page.content
    assert not Device.objects.filter(label="pending").exists()


def test_the_held_vault_is_gone_after_five_minutes(alice: Person, clock, monkeypatch):
    secret = switch_on(alice)
    browser = sign_in_first_step(alice)
    clock.forward(minutes=6)
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)

    browser.post("/account/second-step/", {"code": code_for(secret)})

    assert b"unlock_password" in browser.get("/settings/choices/").content


def test_6_5_1_a_code_works_once(alice: Person, clock, monkeypatch):
    secret = switch_on(alice)
    first, second = sign_in_first_step(alice), sign_in_first_step(alice)
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    code = code_for(secret)

    used = first.post("/account/second-step/", {"code": code})
    again = second.post("/account/second-step/", {"code": code})

    assert used.status_code == 302
    assert again.status_code == 200
    assert second.get("/settings/").status_code == 302


@pytest.mark.parametrize(("steps", "arrives"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_6_5_5_a_clock_may_be_off_by_one_step_and_no_more(
    alice: Person, clock, monkeypatch, steps, arrives
):
    secret = switch_on(alice)
    later = time.time() + 5 * STEP
    monkeypatch.setattr(time, "time", lambda: later)

    answer = sign_in_first_step(alice).post(
        "/account/second-step/", {"code": code_for(secret, steps=steps)}
    )

    assert (answer.status_code == 302) is arrives


@pytest.mark.parametrize("steps_later", [0, 1])
def test_6_5_1_a_code_works_once_even_when_the_server_started_again(
    alice: Person, clock, monkeypatch, steps_later
):
    secret = switch_on(alice)
    later = time.time() + 5 * STEP
    monkeypatch.setattr(time, "time", lambda: later)
    code, before = code_for(secret), code_for(secret, steps=-1)
    first, second = sign_in_first_step(alice), sign_in_first_step(alice)
    used = first.post("/account/second-step/", {"code": code})
    cache.clear()
    monkeypatch.setattr(time, "time", lambda: later + steps_later * STEP)

    again = [second.post("/account/second-step/", {"code": each}) for each in (code, before)]

    assert used.status_code == 302
    assert [each.status_code for each in again] == [200, 200]


def test_6_5_1_the_code_that_switched_it_on_does_not_sign_in(alice: Person, clock):
    secret = switch_on(alice)

    answer = sign_in_first_step(alice).post("/account/second-step/", {"code": code_for(secret)})

    assert answer.status_code == 200


def test_a_code_typed_in_two_groups_is_read(alice: Person, clock, monkeypatch):
    secret = switch_on(alice)
    later = time.time() + 2 * STEP
    monkeypatch.setattr(time, "time", lambda: later)
    code = code_for(secret)

    answer = sign_in_first_step(alice).post(
        "/account/second-step/", {"code": f"{code[:3]} {code[3:]}"}
    )

    assert answer.status_code == 302


def test_6_3_1_wrong_codes_are_limited_and_a_known_device_goes_on(
    alice: Person, clock, monkeypatch
):
    secret = switch_on(alice)
    alice.client.post("/sign-out/")
    stranger = sign_in_first_step(alice)
    later = time.time() + 2 * STEP
    monkeypatch.setattr(time, "time", lambda: later)
    wrong = {"code": "000000" if code_for(secret) != "000000" else "111111"}
    answers = [stranger.post("/account/second-step/", wrong).status_code for _ in range(9)]

    alice.client.post("/sign-in/", {"login": "alice", "password": alice.password, "kind": "own"})
    known = alice.client.post("/account/second-step/", {"code": code_for(secret)})

    assert answers == [200] * 8 + [429]
    assert known.status_code == 302


def test_the_recovery_code_switches_the_second_step_off(alice: Person, clock):
    switch_on(alice)
    code = new_recovery_code()
    set_recovery_code(user=alice.user, keyring=alice.keyring, code=code)

    Client().post(
        "/recover/", {"login": "alice", "code": code.text, "password": "a recovered evening"}
    )

    assert not Authenticator.objects.exists()


def test_without_the_key_of_the_seeds_no_code_is_right_and_nothing_breaks(
    alice: Person, clock, settings
):
    secret = switch_on(alice)
    settings.HOST_SECRETS = replace(settings.HOST_SECRETS, totp=bytes(32))
    browser = sign_in_first_step(alice)

    response = browser.post("/account/second-step/", {"code": code_for(secret)})

    assert response.status_code == 200
    assert browser.get("/settings/").status_code == 302


@pytest.mark.parametrize(("address", "asked"), [("https://knit.example", True), (None, False)])
def test_6_3_3_the_host_of_a_public_server_needs_the_second_step_from_day_two(
    alice: Person, clock, settings, address, asked
):
    User.objects.update(is_host=True)
    Keyring.objects.update(by_recovery=b"set")
    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT, public_url=address or "http://localhost:8321"
    )
    browser = alice.sign_in()

    first = browser.get("/settings/").status_code
    clock.forward(days=1)
    second = browser.get("/settings/")

    assert first == 200
    assert (second.get("Location") == "/account/second-step/on/") is asked


def code_later(person: Person, secret: str, monkeypatch) -> Client:
    """Take both steps, two steps of the clock later."""
    browser = sign_in_first_step(person)
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    browser.post("/account/second-step/", {"code": code_for(secret)})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/settings/devices/").status_code == 200


def test_m4_a_seed_copied_into_another_row_makes_no_code_right(
    alice: Person, charlie: Person, clock, monkeypatch
):
    hers, his = switch_on(alice), switch_on(charlie)
    data = Authenticator.objects.get(user=charlie.user).data
    Authenticator.objects.filter(user=alice.user).update(data=data)

    assert not is_in(code_later(alice, his, monkeypatch))
    assert not is_in(code_later(alice, hers, monkeypatch))


def test_m4_a_seed_of_the_first_release_opens_and_is_bound_at_the_next_right_code(
    alice: Person, charlie: Person, clock, settings, monkeypatch
):
    secret = switch_on(alice)
    key = settings.HOST_SECRETS.totp
    old = base64.b64encode(seal_host(secret.encode(), key=key, context="totp seed")).decode()
    Authenticator.objects.update(data={"secret": old})
    wrong = sign_in_first_step(alice)
    wrong.post("/account/second-step/", {"code": "000000"})
    assert Authenticator.objects.get().data["secret"] == old

    browser = code_later(alice, secret, monkeypatch)

    stored = Authenticator.objects.get().data["secret"]
    assert is_in(browser)
    assert is_bound(stored)
    assert open_seed(stored, user_id=charlie.user.pk) is None
    assert is_in(code_later(alice, secret, monkeypatch))


@pytest.mark.parametrize("damaged", ["", "not base64 at all", "AAAA"])
def test_a_damaged_seed_is_no_error(alice: Person, clock, damaged, monkeypatch):
    secret = switch_on(alice)
    Authenticator.objects.update(data={"secret": damaged})

    assert not is_in(code_later(alice, secret, monkeypatch))


def test_a_session_that_a_mailed_reset_left_shut_switches_no_second_step_on(alice: Person, clock):
    reset_login(
        user=User.objects.get(pk=alice.user.pk), password=stretch_new("set by the mail, long")
    )
    browser = Client()
    browser.post("/sign-in/", {"login": "alice", "password": MAILED, "kind": "own"})

    page = browser.get("/account/second-step/on/")

    assert b"unlock_password" in page.content


def test_the_second_step_stays_on_after_a_fresh_start(alice: Person, clock, monkeypatch):
    secret = switch_on(alice)
    begin_again(
        user=User.objects.get(pk=alice.user.pk), password=stretch_new(alice.password), now=clock.now
    )

    assert not is_in(sign_in_first_step(alice))
    assert is_in(code_later(alice, secret, monkeypatch))


def test_with_two_steps_the_password_from_before_still_ends_a_reset(
    alice: Person, clock, monkeypatch
):
    secret = switch_on(alice)
    reset_login(
        user=User.objects.get(pk=alice.user.pk), password=stretch_new("set by the mail, long")
    )

    browser = code_later(alice, secret, monkeypatch)

    assert b"unlock_password" not in browser.get("/settings/choices/").content
    stored = User.objects.get(pk=alice.user.pk).password
    assert salt_of(stored) == bytes(Keyring.objects.get(user=alice.user).salt)
