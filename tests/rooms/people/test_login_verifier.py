"""The login check is bound to its person, and a way leads there from the first release."""

import base64

import pytest
from cast import Person
from django.test import Client

from closeknit.domain.vault import new_salt, stretch
from closeknit.rooms.people import hashers
from closeknit.rooms.people.actions.passwords import reset_login, stretch_new
from closeknit.rooms.people.backends import check_password
from closeknit.rooms.people.models import Keyring, User

MAILED = "set by the mail, long enough"


def in_the_first_release(person: Person) -> None:
    """Store what the first release stored for the person's own password."""
    salt = bytes(Keyring.objects.get(user=person.user).salt)
    root = stretch(person.password, salt=salt)
    old = hashers.encode_unbound(salt=salt, root=root)
    User.objects.filter(pk=person.user.pk).update(password=old)


def is_open(browser: Client) -> bool:
    return b"unlock_password" not in browser.get("/settings/choices/").content


def sign_in(name: str, password: str) -> Client:
    browser = Client()
    browser.post("/sign-in/", {"login": name, "password": password, "kind": "own"})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/settings/devices/").status_code == 200


def test_h4_a_verifier_copied_from_another_row_signs_in_as_nobody(alice: Person, charlie: Person):
    User.objects.filter(pk=alice.user.pk).update(
        password=User.objects.get(pk=charlie.user.pk).password
    )

    browser = sign_in("alice", charlie.password)

    assert not is_in(browser)
    assert (
        check_password(user=User.objects.get(username="alice"), password=charlie.password) is None
    )


def test_h4_a_verifier_of_the_first_release_copied_signs_in_as_nobody(alice, charlie):
    in_the_first_release(charlie)
    User.objects.filter(pk=alice.user.pk).update(
        password=User.objects.get(pk=charlie.user.pk).password
    )

    assert not is_in(sign_in("alice", charlie.password))


def test_a_verifier_of_the_first_release_is_right_once_and_then_bound(alice: Person, clock):
    in_the_first_release(alice)

    browser = sign_in("alice", alice.password)

    stored = User.objects.get(pk=alice.user.pk).password
    assert is_open(browser)
    assert stored.startswith("vault$2$")
    assert is_open(sign_in("alice", alice.password))
    assert User.objects.get(pk=alice.user.pk).password == stored


def test_a_wrong_password_changes_nothing_of_a_verifier_of_the_first_release(alice: Person, clock):
    in_the_first_release(alice)

    assert not is_in(sign_in("alice", "not this one at all"))

    assert hashers.is_unbound(User.objects.get(pk=alice.user.pk).password)


def test_after_a_mailed_reset_the_password_from_before_still_opens_and_ends_the_other(
    alice: Person, clock
):
    reset_login(user=User.objects.get(pk=alice.user.pk), password=stretch_new(MAILED))
    thief = sign_in("alice", MAILED)
    assert is_in(thief)
    assert not is_open(thief)

    browser = sign_in("alice", alice.password)

    assert is_open(browser)
    assert not is_in(thief)
    assert not is_in(sign_in("alice", MAILED))


def test_the_password_from_before_unlocks_a_session_that_a_reset_left_shut(alice: Person, clock):
    reset_login(user=User.objects.get(pk=alice.user.pk), password=stretch_new(MAILED))
    browser = sign_in("alice", MAILED)

    browser.post("/settings/choices/", {"unlock_password": alice.password})

    assert is_open(browser)
    assert is_open(sign_in("alice", alice.password))


@pytest.mark.parametrize(
    "damaged", ["", "vault", "vault$2$%%%$x", "vault$x", "!", "pbkdf2_sha256$1$a$b"]
)
def test_a_damaged_verifier_is_no_error_and_the_keys_still_open(alice: Person, clock, damaged):
    User.objects.filter(pk=alice.user.pk).update(password=damaged)

    assert not is_in(sign_in("alice", "not this one at all"))
    assert is_open(sign_in("alice", alice.password))


def test_the_stored_verifier_depends_on_its_person_alone_where_all_else_is_equal(alice, charlie):
    salt, root = new_salt(), bytes(32)

    first = hashers.encode(user_id=alice.user.pk, salt=salt, root=root)
    second = hashers.encode(user_id=charlie.user.pk, salt=salt, root=root)

    assert first != second
    assert hashers.salt_of(first) == hashers.salt_of(second) == salt
    assert len(base64.b64decode(first.split("$")[3])) == 32
