"""Limits at the real views: nobody's tries refuse the right secret of somebody else."""

from datetime import timedelta
from html import unescape

import pytest
from cast import Clock, Person
from django.conf import settings as django_settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from closeknit.domain.vault import new_recovery_code
from closeknit.rooms.people.actions.pairing import invite
from closeknit.rooms.people.actions.passwords import reset_login, stretch_new
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code
from closeknit.rooms.people.models import Device, KnownDevice

AT_HOME, ELSEWHERE = "203.0.113.5", "198.51.100.9"
FAR = [f"192.0.2.{last}" for last in range(1, 60)]


def sign_in(
    browser: Client, login: str, password: str, *, kind: str = "own", source: str = AT_HOME
):
    given = {"login": login, "password": password, "kind": kind}
    return browser.post("/sign-in/", given, REMOTE_ADDR=source)


def guess(times: int, *, login: str = "alice", source: str = AT_HOME):
    """Send wrong passwords from a browser that nobody knows; return the last answer."""
    stranger = Client()
    for number in range(times):
        answer = sign_in(stranger, login, f"guess number {number}", source=source)
    return answer


def signed_out(person: Person) -> Client:
    """Sign in on the person's own device and out again; its cookies stay as a browser's do."""
    browser = person.sign_in()
    browser.post("/sign-out/")
    return browser


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def test_6_1_1_guessing_is_refused_with_the_time_of_the_next_try(alice: Person, clock: Clock):
    allowed, refused = guess(8), guess(1)

    assert allowed.status_code == 200
    assert refused.status_code == 429
    assert "Try again in 5 minutes" in text_of(refused)
    assert refused["Retry-After"] == "300"

    clock.forward(minutes=5)

    assert guess(1).status_code == 200


def test_wrong_tries_never_refuse_the_right_password_on_a_known_device(alice: Person, clock):
    browser = signed_out(alice)
    assert guess(9).status_code == 429

    answer = sign_in(browser, "alice", alice.password)

    assert answer.status_code == 302
    assert browser.get("/settings/").status_code == 200


def test_a_guesser_with_many_addresses_is_bounded_and_a_known_device_goes_on(alice: Person, clock):
    browser = signed_out(alice)
    answers = [guess(8, source=source).status_code for source in FAR[:38]]

    unknown = sign_in(Client(), "alice", alice.password, source=ELSEWHERE)
    known = sign_in(browser, "alice", alice.password)

    assert answers == [200] * 37 + [429]
    assert unknown.status_code == 429
    assert "Try again in 24 hours" in text_of(unknown)
    assert known.status_code == 302


def test_alices_mistakes_never_delay_bob_behind_one_address(couple, clock):
    _alice, bob = couple
    for _ in range(40):
        guess(1)

    answer = sign_in(Client(), "bob", bob.password)

    assert answer.status_code == 302


def test_one_source_that_tries_many_names_waits(alice: Person, clock):
    answers = [guess(1, login=f"name number {number}") for number in range(61)]

    assert {answer.status_code for answer in answers[:60]} == {200}
    assert answers[60].status_code == 429
    assert guess(1, source=ELSEWHERE).status_code == 200


def test_a_known_device_has_a_bound_of_its_own(alice: Person, clock):
    browser = signed_out(alice)

    answers = [sign_in(browser, "alice", f"wrong {number}").status_code for number in range(21)]

    assert answers == [200] * 20 + [429]
    clock.forward(minutes=5)
    assert sign_in(browser, "alice", alice.password).status_code == 302


@pytest.fixture
def two_addresses(couple):
    """Alice and Bob have an address each, and a third one is nobody's."""
    for person in couple:
        person.user.email = f"{person.user.username}@example.org"
        person.user.save()
    return "alice@example.org", "bob@example.org", "nobody@example.org"


def from_one_source(login: str) -> None:
    guess(9, login=login)


def from_many_sources(login: str) -> None:
    for source in FAR[:38]:
        guess(8, login=login, source=source)


@pytest.mark.parametrize("used_up", [from_one_source, from_many_sources])
@pytest.mark.parametrize("login", ["alice", "alice@example.org"])
def test_tries_that_are_used_up_do_not_tell_which_address_is_whose(
    two_addresses, clock, used_up, login
):
    used_up(login)
    others = ["alice", "bob", "nobody", *two_addresses]
    others.remove(login)

    answers = [
        guess(1, login=each, source=ELSEWHERE if used_up is from_many_sources else AT_HOME)
        for each in others
    ]

    assert {(each.status_code, each.get("Retry-After")) for each in answers} == {(200, None)}
    assert guess(1, login=login).status_code == 429


def test_wrong_codes_do_not_tell_which_address_is_whose(two_addresses, clock):
    def tried(login: str) -> int:
        return recover(Client(), new_recovery_code().text, login=login).status_code

    used_up = [tried("alice") for _ in range(21)][-1]

    assert used_up == 429
    assert {tried(address) for address in two_addresses} == {422}


def test_on_a_known_device_name_and_address_have_counts_of_their_own(two_addresses, alice, clock):
    browser = signed_out(alice)
    answers = [sign_in(browser, "alice", f"wrong {number}").status_code for number in range(21)]

    by_address = sign_in(browser, "alice@example.org", "wrong again")

    assert (answers[-1], by_address.status_code) == (429, 200)


@pytest.mark.parametrize("spelt", ["ALICE", "  alice ", "\uff41lice"])
def test_all_spellings_of_a_name_are_one_count(alice: Person, clock, spelt):
    guess(8)

    assert guess(1, login=spelt).status_code == 429


def test_a_right_recovery_code_frees_name_and_address_at_this_source(two_addresses, couple, clock):
    alice, _bob = couple
    code = new_recovery_code()
    set_recovery_code(user=alice.user, keyring=alice.keyring, code=code)
    for login in ("alice", "alice@example.org"):
        guess(9, login=login)

    recover(Client(), code.text)

    for login in ("alice", "alice@example.org"):
        assert sign_in(Client(), login, "a recovered evening").status_code == 302


def test_a_name_that_is_nobodys_waits_just_as_long(alice: Person, clock):
    answers = [guess(9, login=login) for login in ("alice", "nobody here")]

    assert [answer.status_code for answer in answers] == [429, 429]
    assert len({answer["Retry-After"] for answer in answers}) == 1


def test_a_shared_device_gets_no_mark(alice: Person, clock):
    browser = alice.sign_in(own_device=False)

    answer = browser.post("/sign-out/")

    assert django_settings.KNOWN_COOKIE_NAME not in browser.cookies
    assert answer["Clear-Site-Data"] == '"cache", "cookies"'
    assert not KnownDevice.objects.exists()


def test_an_own_device_keeps_its_mark_and_nothing_else_when_signing_out(alice: Person, clock):
    browser = alice.sign_in()
    answer = browser.post("/sign-out/")

    mark = browser.cookies[django_settings.KNOWN_COOKIE_NAME]
    left = {name for name, morsel in browser.cookies.items() if morsel.value}

    assert answer["Clear-Site-Data"] == '"cache"'
    assert left == {django_settings.KNOWN_COOKIE_NAME}
    assert mark["httponly"]
    assert mark["samesite"] == "Strict"
    assert mark["max-age"] == timedelta(days=400).total_seconds()
    assert mark.value.encode() not in bytes(KnownDevice.objects.get().digest)


def test_a_mark_is_worth_nothing_for_another_account(couple, clock):
    alice, bob = couple
    browser = signed_out(bob)
    guess(9)

    assert sign_in(browser, "alice", alice.password).status_code == 429


def test_a_device_that_others_use_from_now_on_loses_its_mark(alice: Person, clock):
    browser = alice.sign_in()
    browser.post("/settings/devices/", {"kind": "shared"})

    assert not browser.cookies[django_settings.KNOWN_COOKIE_NAME].value
    assert not KnownDevice.objects.exists()

    browser.post("/settings/devices/", {"kind": "own"})

    assert KnownDevice.objects.count() == 1


def test_a_device_signed_out_from_afar_is_no_longer_known(alice: Person, clock):
    lost = alice.sign_in()
    alice.client = Client()
    alice.sign_in().post(f"/settings/devices/{lost.session['device']}/end/")
    guess(9)

    assert sign_in(lost, "alice", alice.password).status_code == 429


def test_who_holds_a_locked_device_ends_no_other_and_keeps_nobody_out(alice: Person, clock):
    phone, found = Client(), Client()
    for browser in (phone, found):
        sign_in(browser, "alice", alice.password)
    found.post("/lock/")

    found.post(f"/settings/devices/{phone.session['device']}/end/")
    guess(9)
    phone.post("/sign-out/")

    assert sign_in(phone, "alice", alice.password).status_code == 302
    assert Device.objects.filter(user=alice.user).count() == 2


def test_a_locked_device_does_not_become_its_finders_for_longer(alice: Person, clock):
    found = Client()
    sign_in(found, "alice", alice.password, kind="shared")
    ended = Device.objects.get(user=alice.user).ends_at
    found.post("/lock/")

    found.post("/settings/devices/", {"kind": "own"})

    assert Device.objects.get(user=alice.user).ends_at == ended


def test_who_only_reset_the_sign_in_cannot_have_their_browser_known(alice: Person, clock):
    reset_login(user=alice.user, password=stretch_new("a password by mail"))
    browser = Client()
    sign_in(browser, "alice", "a password by mail")

    browser.post("/settings/devices/", {"kind": "own"})

    assert not KnownDevice.objects.filter(user=alice.user).exists()


def test_a_device_is_answered_for_anew_with_the_password_on_the_same_page(alice: Person, clock):
    browser = alice.sign_in(own_device=False)
    browser.post("/lock/")

    answered = {"kind": "own", "unlock_password": alice.password, "unlock_and_post": "1"}
    browser.post("/settings/devices/", answered)

    assert Device.objects.get(user=alice.user).kind == "own"


def test_a_new_password_leaves_only_the_device_in_hand_known(alice: Person, clock):
    alice.sign_in()
    alice.client = Client()
    browser = alice.sign_in()

    browser.post(
        "/settings/password/", {"current": alice.password, "password": "a brand new evening"}
    )
    browser.post("/sign-out/")
    guess(9)

    assert KnownDevice.objects.count() == 1
    assert sign_in(browser, "alice", "a brand new evening").status_code == 302


def test_a_person_has_a_bounded_number_of_known_devices(alice: Person, clock):
    for _ in range(15):
        alice.client = Client()
        alice.sign_in()

    assert KnownDevice.objects.count() == 12


def recover(browser: Client, code: str, *, login: str = "alice"):
    given = {"login": login, "code": code, "password": "a recovered evening"}
    return browser.post("/recover/", given, REMOTE_ADDR=AT_HOME)


def test_twelve_wrong_codes_of_a_partner_do_not_refuse_the_right_one(couple, clock):
    alice, _bob = couple
    code = new_recovery_code()
    set_recovery_code(user=alice.user, keyring=alice.keyring, code=code)
    for _ in range(12):
        recover(Client(), new_recovery_code().text)

    answer = recover(Client(), code.text)

    assert answer.status_code == 200
    assert "do not open anything together" not in text_of(answer)
    assert sign_in(Client(), "alice", "a recovered evening").status_code == 302


def test_too_many_wrong_codes_are_told_the_time_and_a_known_device_goes_on(couple, clock):
    alice, _bob = couple
    code = new_recovery_code()
    set_recovery_code(user=alice.user, keyring=alice.keyring, code=code)
    browser, partner = signed_out(alice), Client()
    answers = [recover(partner, new_recovery_code().text) for _ in range(21)]

    assert answers[-1].status_code == 429
    assert "Try again in 10 minutes" in text_of(answers[-1])
    assert recover(browser, code.text).status_code == 200
    guess(9)
    assert sign_in(browser, "alice", "a recovered evening").status_code == 302


def test_tries_to_unlock_one_device_never_refuse_another(alice: Person, clock):
    taken, alice.client = alice.sign_in(), Client()
    own = alice.sign_in()
    for browser in (taken, own):
        browser.post("/lock/")
    wrong = {"unlock_password": "guess after guess"}
    answers = [taken.post("/settings/choices/", wrong) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [403] * 20 + [429]
    assert "Try again in 5 minutes. Nothing was lost." in text_of(answers[-1])
    assert own.post("/settings/choices/", {"unlock_password": alice.password}).status_code == 302


def test_words_wait_on_the_page_that_says_when_to_try_again(alice: Person, clock):
    browser = alice.sign_in()
    browser.post("/lock/")
    sent = {"unlock_password": "guess", "unlock_and_post": "1", "deed": "the coffee you made"}
    for _ in range(21):
        answer = browser.post("/thanks/new/", sent)

    assert answer.status_code == 429
    assert "the coffee you made" in text_of(answer)


@pytest.mark.parametrize("page", ["/settings/password/", "/settings/email/", "/leave/", "/delete/"])
def test_the_password_asked_once_more_has_its_limit_too(couple, clock, page):
    alice, _bob = couple
    browser = alice.sign_in()
    given = {"current": "guess after guess", "password": "a brand new evening", "email": "a@b.de"}

    answers = [browser.post(page, given).status_code for _ in range(21)]

    assert answers == [422] * 20 + [429]


def test_reauthenticating_has_its_limit_by_device(alice: Person, clock):
    browser = alice.sign_in()
    wrong = {"password": "guess after guess"}
    answers = [browser.post("/account/password-again/", wrong).status_code for _ in range(21)]

    assert answers == [200] * 20 + [429]


def test_wrong_words_of_an_invitation_wait_and_the_right_ones_elsewhere_open(alice, clock):
    secret = invite(viewer=alice.viewer())
    code, *words = secret.split(" ")
    wrong = " ".join((code, *reversed(words)))

    def open_it(given: str, source: str):
        browser = Client()
        browser.cookies[django_settings.INVITATION_COOKIE_NAME] = given
        return browser.get("/join/", REMOTE_ADDR=source).status_code

    assert [open_it(wrong, AT_HOME) for _ in range(11)] == [404] * 10 + [429]
    assert open_it(secret, ELSEWHERE) == 200


def test_the_reset_mail_is_limited_by_pair(alice: Person, clock):
    def ask(source: str) -> int:
        return (
            Client()
            .post("/account/reset/", {"email": "alice@example.org"}, REMOTE_ADDR=source)
            .status_code
        )

    assert [ask(AT_HOME) for _ in range(4)] == [302, 302, 302, 429]
    assert ask(ELSEWHERE) == 302


def test_4_1_3_a_forwarded_address_is_believed_only_behind_a_named_proxy(db, clock):
    wrong = {"login": "nobody", "password": "guess after guess", "kind": "own"}

    for number in range(9):
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.1.{number}"}
        page = Client().post("/sign-in/", wrong, headers=headers)

    assert page.status_code == 429


@pytest.mark.parametrize("field", ["login", "password"])
def test_what_is_longer_than_any_name_or_password_never_reaches_argon2(
    alice, clock, monkeypatch, field
):
    monkeypatch.setattr("closeknit.rooms.people.backends.stretch", _never)
    given = {"login": "alice", "password": alice.password, field: "x" * 300}

    answer = sign_in(Client(), given["login"], given["password"])

    assert answer.status_code == 200
    assert "at most" in text_of(answer)


def test_an_endless_password_unlocks_nothing_and_costs_nothing(alice: Person, clock, monkeypatch):
    browser = alice.sign_in()
    browser.post("/lock/")
    monkeypatch.setattr("closeknit.rooms.people.backends.stretch", _never)

    answer = browser.post("/settings/choices/", {"unlock_password": "x" * 100_000})

    assert answer.status_code == 403


def test_an_endless_password_cannot_be_set_on_any_path(db):
    with pytest.raises(ValidationError, match="at most 256 characters"):
        validate_password("a long evening " * 40)


def test_an_endless_recovery_code_is_refused_by_its_length(alice: Person, clock):
    answer = recover(Client(), "7" * 5000)

    assert answer.status_code == 422
    assert "at most 100 characters" in text_of(answer)


@pytest.mark.parametrize("typed", ["a\x00b", "\x00", "x" * 100_000, "\ufffd"])
def test_odd_names_are_counted_like_others(db, clock, typed):
    pages = {"/account/reset/": "email", "/sign-in/": "login", "/recover/": "login"}

    answers = [Client().post(page, {field: typed}) for page, field in pages.items()]

    assert {answer.status_code for answer in answers} <= {200, 422}


def _never(*_given, **_named):
    raise AssertionError("Argon2 was asked")
