"""An address may stand at several accounts, and nobody learns at which."""

import pytest
from cast import Person, arrive
from django.test import Client
from django.utils.html import strip_tags
from nacl.pwhash import argon2id

from closeknit.domain.vault import new_recovery_code
from closeknit.rooms.archive.actions import begin_again
from closeknit.rooms.people.actions.passwords import reset_login, stretch_new
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code
from closeknit.rooms.people.models import KnownDevice, User
from closeknit.rooms.people.rules.names import MOST_BY_ONE_ADDRESS

OURS = "us@example.org"


@pytest.fixture
def runs(monkeypatch) -> list[int]:
    """One entry for each Argon2 run."""
    seen, kdf = [], argon2id.kdf

    def watched(*args, **kwargs):
        seen.append(1)
        return kdf(*args, **kwargs)

    monkeypatch.setattr(argon2id, "kdf", watched)
    return seen


def have_address(*people: Person) -> None:
    User.objects.filter(pk__in=[each.user.pk for each in people]).update(email=OURS)


def set_address(person: Person, address: str = OURS):
    given = {"email": address, "current": person.password}
    return person.sign_in().post("/settings/email/", given)


def sign_in(browser: Client, password: str, *, login: str = OURS, source: str = "192.0.2.1"):
    given = {"login": login, "password": password, "kind": "own"}
    return browser.post("/sign-in/", given, REMOTE_ADDR=source)


def who_is_in(browser: Client) -> str | None:
    """Return the id of who is signed in."""
    return browser.session.get("_auth_user_id")


def test_capitals_make_no_difference_in_an_address(alice: Person):
    set_address(alice, "Alice@Example.ORG")

    answer = sign_in(Client(), alice.password, login="aLICE@example.org")

    assert answer.status_code == 302
    assert User.objects.get().email == "alice@example.org"


def test_an_address_that_another_has_set_is_set_like_any_other(couple):
    alice, bob = couple

    unused = set_address(bob, "nobody@example.org")
    assert set_address(alice).status_code == 302
    used = set_address(bob, OURS.upper())

    assert (used.status_code, used["Location"]) == (unused.status_code, unused["Location"])
    assert User.objects.filter(email=OURS).count() == 2


def test_an_address_of_an_archived_account_is_set_like_any_other(alice, charlie, clock):
    have_address(alice)
    begin_again(user=alice.user, password=stretch_new("an evening anew"), now=clock.now)

    assert set_address(charlie).status_code == 302
    assert sign_in(Client(), charlie.password).status_code == 302
    assert sign_in(Client(), "an evening anew").status_code == 302


def test_each_signs_in_by_a_shared_address_with_their_own_password(couple):
    have_address(*couple)

    for person in couple:
        browser = Client()
        assert sign_in(browser, person.password).status_code == 302
        assert who_is_in(browser) == str(person.user.pk)
    assert sign_in(Client(), "a password of neither").status_code == 200


def test_a_page_after_a_wrong_password_is_the_same_with_and_without_her(couple):
    alice, bob = couple
    have_address(bob)
    alone = sign_in(Client(), "a wrong one", source="192.0.2.7")
    have_address(alice)
    shared = sign_in(Client(), "a wrong one", source="192.0.2.8")

    assert strip_tags(alone.content.decode()) == strip_tags(shared.content.decode())


def test_each_try_by_an_address_costs_the_same_whatever_stands_there(alice, charlie, clock, runs):
    dana = arrive("Dana", clock)
    costs: list[int] = []
    for people in ([], [charlie], [charlie, alice], [charlie, alice, dana]):
        User.objects.update(email="")
        have_address(*people)
        for password in ("a wrong one", charlie.password):
            runs.clear()
            sign_in(Client(), password, source=f"192.0.2.{len(costs)}")
            costs.append(len(runs))
    reset_login(user=alice.user, password=stretch_new("set by the mail, long"))
    reset_login(user=charlie.user, password=stretch_new("set by the mail too"))
    runs.clear()
    sign_in(Client(), "a wrong one", source="192.0.2.99")

    assert {*costs, len(runs)} == {2 * MOST_BY_ONE_ADDRESS}


def test_accounts_invited_later_never_push_out_the_one_that_was_there(alice: Person, clock):
    clock.forward(days=1)
    later = [arrive(f"Later {letter}", clock) for letter in "abcdef"]
    have_address(alice, *later)

    assert sign_in(Client(), alice.password).status_code == 302


def test_earlier_accounts_never_push_anybody_out_on_their_own_device(db, clock):
    earlier = [arrive(f"Earlier {letter}", clock) for letter in "abcdef"]
    clock.forward(days=1)
    alice = arrive("Alice", clock)
    have_address(alice, *earlier)
    browser = alice.sign_in()
    browser.post("/sign-out/")

    assert sign_in(browser, alice.password).status_code == 302
    assert sign_in(Client(), alice.password, login="alice").status_code == 302


def test_his_known_device_gives_nobody_more_guesses_at_her_password(couple, clock):
    alice, bob = couple
    have_address(alice, bob)
    browser = bob.sign_in()
    browser.post("/sign-out/")
    for number in range(8):
        assert sign_in(browser, f"guess number {number}").status_code == 200

    hers = sign_in(browser, alice.password)
    his = sign_in(browser, bob.password)

    assert (hers.status_code, his.status_code) == (200, 302)


def test_she_signs_in_by_the_address_on_his_known_device(couple):
    alice, bob = couple
    have_address(alice, bob)
    browser = bob.sign_in()
    browser.post("/sign-out/")

    assert sign_in(browser, alice.password).status_code == 302
    assert who_is_in(browser) == str(alice.user.pk)


def test_a_recovery_code_opens_whose_it_is_and_marks_no_device_of_another(couple):
    alice, bob = couple
    have_address(alice, bob)
    code = new_recovery_code()
    set_recovery_code(user=bob.user, keyring=bob.keyring, code=code)
    browser = alice.sign_in()
    browser.post("/sign-out/")
    KnownDevice.objects.filter(user=bob.user).delete()

    given = {"login": OURS, "code": code.text, "password": "a brand new evening"}
    answer = browser.post("/recover/", given)

    assert answer.status_code == 200
    assert not KnownDevice.objects.filter(user=bob.user).exists()
    assert sign_in(Client(), "a brand new evening", login="bob").status_code == 302
    assert sign_in(Client(), alice.password, login="alice").status_code == 302
