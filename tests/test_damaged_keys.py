"""Keys that were flipped, replaced or deleted in the database: a page of ours, never a failure."""

from collections.abc import Callable

import pytest
from cast import Person
from django.test import Client
from django.urls import reverse
from exports import taken
from test_every_url import CASES, world

from closeknit.rooms.people.actions.passwords import reset_login, stretch_new
from closeknit.rooms.people.models import CoupleKey, Device, Keyring, Membership, User

everything_written = world
OWN, SPACE = "Your own keys are damaged", "The keys of your space are damaged"
DEVICE = "The key that this device keeps is damaged"


def flipped(column: str) -> Callable[[Person], None]:
    def damage(person: Person) -> None:
        value = bytearray(getattr(Keyring.objects.get(user=person.user), column))
        value[len(value) // 2] ^= 1
        Keyring.objects.filter(user=person.user).update(**{column: bytes(value)})

    return damage


def replaced_public_keys(person: Person) -> None:
    Keyring.objects.filter(user=person.user).update(box_public=bytes(32), sign_public=bytes(32))


def deleted_keyring(person: Person) -> None:
    Keyring.objects.filter(user=person.user).delete()


def of_another(person: Person) -> None:
    """Put the partner's keyring into the person's row."""
    other = Keyring.objects.exclude(user=person.user).filter(user__username="bob").get()
    other.user_id = person.user.pk
    other.save()


def deleted_box(person: Person) -> None:
    CoupleKey.objects.filter(reader=person.user).delete()


def broken_box(person: Person) -> None:
    for key in CoupleKey.objects.filter(reader=person.user):
        box = bytearray(key.box)
        box[-1] ^= 1
        CoupleKey.objects.filter(pk=key.pk).update(box=bytes(box))


def empty_box(person: Person) -> None:
    CoupleKey.objects.filter(reader=person.user).update(box=b"")


def broken_device(person: Person) -> None:
    for device in Device.objects.filter(user=person.user).exclude(sealed=None):
        Device.objects.filter(pk=device.pk).update(sealed=bytes(device.sealed)[:-1] + b"x")


def emptied_device(person: Person) -> None:
    Device.objects.filter(user=person.user).update(sealed=b"")


def unknown_device(person: Person) -> None:
    Device.objects.filter(user=person.user).update(kind="neither", label="")


def unread_password(person: Person) -> None:
    User.objects.filter(pk=person.user.pk).update(password="vault$2$torn")


DAMAGES = {
    "keyring flipped": (flipped("sealed"), OWN),
    "public key flipped": (flipped("sign_public"), OWN),
    "public keys replaced": (replaced_public_keys, OWN),
    "keyring deleted": (deleted_keyring, OWN),
    "keyring of another": (of_another, OWN),
    "box deleted": (deleted_box, SPACE),
    "box broken": (broken_box, SPACE),
    "box emptied": (empty_box, SPACE),
    "device broken": (broken_device, DEVICE),
    "device emptied": (emptied_device, DEVICE),
}


@pytest.fixture
def alice_at_home(db, clock, request) -> tuple[Person, dict[str, str]]:
    """Alice, who wrote one of everything, signed in and open; and the names in the addresses."""
    _browsers, names = request.getfixturevalue("everything_written")
    alice = Person("Alice", clock, User.objects.get(username="alice"))
    alice.sign_in()
    return alice, names


def walk(browser: Client, names: dict[str, str]) -> dict[str, int]:
    """Ask for every address, and send what each form is known to send; return each status."""
    found = {}
    for name, case in CASES.items():
        if name in {"people:lock", "people:sign_out", "account_logout", "people:leave_quickly"}:
            continue
        address = reverse(name, args=[names.get(part, part) for part in case.arguments])
        found[address] = browser.get(address).status_code
        if case.post is not None:
            data = {field: names.get(value, value) for field, value in case.post.items()}
            found[f"POST {address}"] = browser.post(address, data).status_code
    return found


@pytest.mark.parametrize("damage", DAMAGES)
def test_m6_no_address_fails_whatever_is_damaged(alice_at_home, damage):
    alice, names = alice_at_home
    spoil, sentence = DAMAGES[damage]
    alice.client.raise_request_exception = False

    spoil(alice)
    page = alice.client.get("/answers/")
    found = walk(alice.client, names)

    assert {address: status for address, status in found.items() if status >= 500} == {}
    assert sentence in page.content.decode()
    assert page["X-Vault"] == "locked"


@pytest.mark.parametrize("damage", ["keyring flipped", "keyring deleted", "public keys replaced"])
def test_with_damaged_own_keys_the_way_out_is_a_fresh_start(alice_at_home, damage):
    alice, _names = alice_at_home
    DAMAGES[damage][0](alice)

    page = alice.client.get("/start-fresh/")
    alice.client.post("/start-fresh/", {"current": alice.password})

    assert page.status_code == 200
    assert alice.client.get("/thanks/").status_code == 200
    assert alice.client.get("/guide/").status_code == 200


def locked_again(person: Person) -> None:
    """Sign in anew, so that the damaged keys must open by the password and do not."""
    person.client = Client()
    person.sign_in()
    person.client.post("/unlock/", {"unlock_password": person.password})


OWN_KEYS = [damage for damage, (_spoil, part) in DAMAGES.items() if part == OWN]
SAME_LOCK = [damage for damage in OWN_KEYS if damage != "keyring of another"]
ON = [(damage, False) for damage in OWN_KEYS] + [(damage, True) for damage in SAME_LOCK]


@pytest.mark.parametrize(("damage", "is_locked"), ON)
def test_with_damaged_own_keys_one_leaves_after_the_right_password_alone(
    alice_at_home, damage, is_locked
):
    alice, _names = alice_at_home
    DAMAGES[damage][0](alice)
    if is_locked:
        locked_again(alice)
    seats = Membership.objects.filter(user=alice.user, left_on=None)

    page = alice.client.get("/leave/")
    wrong = alice.client.post("/leave/", {"current": "not this one"})
    was_seated = seats.exists()
    left = alice.client.post("/leave/", {"current": alice.password}, follow=True)

    assert (page.status_code, wrong.status_code, was_seated) == (200, 422, True)
    assert not seats.exists()
    assert "The shared space is closed" in left.content.decode()
    assert "Leave this space" not in left.content.decode()


@pytest.mark.parametrize(("damage", "is_locked"), ON)
def test_with_damaged_own_keys_one_deletes_the_account_after_the_right_password_alone(
    alice_at_home, damage, is_locked
):
    alice, _names = alice_at_home
    DAMAGES[damage][0](alice)
    if is_locked:
        locked_again(alice)

    told = alice.client.get("/answers/").content.decode() if not is_locked else "/delete/"
    wrong = alice.client.post("/delete/", {"current": "not this one"})
    was_there = User.objects.filter(pk=alice.user.pk).exists()
    deleted = alice.client.post("/delete/", {"current": alice.password}, follow=True)

    assert "/delete/" in told
    assert (wrong.status_code, was_there) == (422, True)
    assert not User.objects.filter(pk=alice.user.pk).exists()
    assert "deleted" in deleted.content.decode()


@pytest.mark.parametrize("path", ["/leave/", "/delete/"])
def test_a_password_set_by_mail_neither_leaves_nor_deletes_with_damaged_keys(alice_at_home, path):
    alice, _names = alice_at_home
    flipped("sealed")(alice)
    reset_login(user=alice.user, password=stretch_new("a password by mail"))
    browser = Client()
    browser.post("/sign-in/", {"login": "alice", "password": "a password by mail", "kind": "own"})

    browser.post("/unlock/", {"unlock_password": "a password by mail"})
    browser.post(path, {"current": "a password by mail"})

    assert Membership.objects.filter(user=alice.user, left_on=None).exists()


@pytest.mark.parametrize("path", ["/leave/", "/delete/"])
def test_whole_keys_that_are_locked_still_ask_to_be_unlocked_first(alice_at_home, path):
    alice, _names = alice_at_home
    alice.client.post("/lock/")

    alice.client.post(path, {"current": alice.password})

    assert Membership.objects.filter(user=alice.user, left_on=None).exists()


@pytest.mark.parametrize("damage", ["box deleted", "box broken"])
def test_with_damaged_keys_of_the_space_one_takes_along_gets_a_code_and_leaves(
    alice_at_home, damage
):
    alice, _names = alice_at_home
    DAMAGES[damage][0](alice)
    browser, password = alice.client, {"current": alice.password}

    file = taken(browser, alice.password)
    code = browser.post("/recovery-code/", password, follow=True)
    left = browser.post("/leave/", password)

    assert file["Content-Type"] == "application/zip"
    assert b"code-on-paper" in code.content
    assert left["Location"] == "/space-closed/"
    assert not Membership.objects.filter(user=alice.user, left_on=None).exists()


@pytest.mark.parametrize("damage", ["device broken", "device emptied"])
def test_a_damaged_device_is_whole_again_with_the_password(alice_at_home, damage):
    alice, _names = alice_at_home
    DAMAGES[damage][0](alice)

    alice.client.post("/unlock/", {"unlock_password": alice.password})

    assert b"unlock_password" not in alice.client.get("/answers/").content


def test_m6_a_device_of_no_kind_signs_in_again(alice_at_home):
    """Nothing says how long it may stay signed in, so it counts as the kind that stays shortest."""
    alice, names = alice_at_home
    alice.client.raise_request_exception = False
    unknown_device(alice)

    shown = alice.client.get("/answers/")
    found = walk(alice.client, names)
    alice.sign_in()

    assert shown["Location"] == "/sign-in/?next=/answers/"
    assert max(found.values()) < 500
    assert alice.client.get("/answers/").status_code == 200


@pytest.mark.parametrize("column", ["by_password", "generation"])
def test_a_lock_that_the_right_password_does_not_open_any_more_says_so(alice_at_home, column):
    alice, names = alice_at_home
    if column == "generation":
        Keyring.objects.filter(user=alice.user).update(generation=7)
    else:
        flipped(column)(alice)
    browser = Client(raise_request_exception=False)
    alice.client = browser
    alice.sign_in()

    tried = browser.post("/unlock/", {"unlock_password": alice.password}, follow=True)

    assert OWN in tried.content.decode()
    assert max(walk(browser, names).values()) < 500


def test_a_damaged_salt_costs_nothing_while_the_login_keeps_the_same_one(alice_at_home):
    alice, _names = alice_at_home
    flipped("salt")(alice)

    for _time in range(2):
        alice.client = Client()
        alice.sign_in()

    assert alice.client.get("/answers/").status_code == 200


def test_an_unreadable_login_is_mended_by_the_right_password(alice_at_home):
    alice, _names = alice_at_home
    unread_password(alice)

    alice.client = Client()
    alice.sign_in()

    assert alice.client.get("/answers/").status_code == 200


def test_a_damaged_partner_shows_on_the_partners_pages_only(alice_at_home):
    alice, names = alice_at_home
    bob = Person("Bob", alice.clock, User.objects.get(username="bob"))
    bob.client = Client(raise_request_exception=False)
    bob.sign_in()
    Membership.objects.filter(user=alice.user, left_on=None).update(is_confirmed=False)

    deleted_keyring(alice)

    assert max(walk(bob.client, names).values()) < 500
    assert bob.client.get("/answers/").status_code == 200
