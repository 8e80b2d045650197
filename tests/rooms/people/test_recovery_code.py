"""A recovery code is made and held by the server, and opens nothing until it is confirmed."""

import re

import pytest
from cast import Clock, Person
from django.test import Client

from closeknit.domain.vault import RecoveryCode, new_recovery_code, unlock_with_recovery
from closeknit.rooms.people.models import Device, User
from closeknit.rooms.people.queries import held_code_of

PAGE = "/recovery-code/"
SMALL_LETTERS_WIDE = str.maketrans(
    {**{chr(ord("0") + n): chr(0x0660 + n) for n in range(10)}, "O": "o"}  # ٠١٢…
)


def shown_on(response) -> str:
    words = response.content.decode()
    groups = re.search(r'class="code-on-paper"[^>]*>(.*?)</p>', words, re.DOTALL)
    return "-".join(re.findall(r"<span>(\w+)</span>", groups[1])) if groups else ""


def show(person: Person) -> str:
    response = person.client.post(PAGE, {"current": person.password}, follow=True)
    return shown_on(response)


def has_code(person: Person) -> bool:
    return User.objects.get(pk=person.user.pk).keyring.has_recovery


def opens(person: Person, code: str) -> bool:
    form = {"login": person.name, "code": code, "password": "a recovered evening"}
    return b"code-on-paper" in Client().post("/recover/", form).content


def test_h5_no_code_is_shown_before_the_password(alice: Person, clock):
    browser = alice.sign_in()

    first = browser.get(PAGE)
    wrong = browser.post(PAGE, {"current": "not this one at all"})

    assert shown_on(first) == shown_on(wrong) == ""
    assert wrong.status_code == 422
    assert not Device.objects.exclude(held_code=None).exists()


def test_h5_a_code_that_a_client_chose_is_never_set(alice: Person, clock):
    browser = alice.sign_in()
    chosen = new_recovery_code()
    sent = {"code": chosen.text, "last_group": chosen.last_group}

    browser.post(PAGE, sent)
    show(alice)
    browser.post(PAGE, sent)

    assert not has_code(alice)


def test_h5_a_code_opens_nothing_until_it_was_typed_back(alice: Person, clock):
    alice.sign_in()
    code = show(alice)

    before = opens(alice, code)
    alice.client.post(PAGE, {"last_group": code.rpartition("-")[2]})

    assert before is False
    assert has_code(alice)
    assert opens(alice, code)


def test_the_same_code_is_shown_again_until_it_is_confirmed(alice: Person, clock: Clock):
    alice.sign_in()
    code = show(alice)
    clock.forward(minutes=14)

    again = shown_on(alice.client.get(PAGE))
    wrong = alice.client.post(PAGE, {"last_group": "ZZZZ"})

    assert again == code == shown_on(wrong)
    assert wrong.status_code == 422


def test_after_a_quarter_of_an_hour_the_password_is_asked_again(alice: Person, clock: Clock):
    alice.sign_in()
    code = show(alice)
    clock.forward(minutes=15)

    late = alice.client.post(PAGE, {"last_group": code.rpartition("-")[2]})

    assert shown_on(late) == ""
    assert not has_code(alice)
    assert show(alice) != code


def test_the_code_from_before_stays_good_until_a_new_one_is_confirmed(alice: Person, clock):
    alice.sign_in()
    first = show(alice)
    alice.client.post(PAGE, {"last_group": first.rpartition("-")[2]})
    show(alice)

    user = User.objects.select_related("keyring").get(pk=alice.user.pk)
    assert unlock_with_recovery(user.keyring.locked, user=user.pk, code=RecoveryCode.parse(first))


def test_another_device_does_not_show_the_code_that_one_holds(alice: Person, clock):
    alice.sign_in()
    code = show(alice)
    laptop = alice.client = Client()
    alice.sign_in()

    assert code
    assert shown_on(laptop.get(PAGE)) == ""


@pytest.mark.parametrize("column", ["held_at", "id", "generation"])
def test_a_held_code_opens_in_its_own_row_alone(alice: Person, clock: Clock, column):
    alice.sign_in()
    show(alice)
    device, umk = Device.objects.get(), alice.keyring.umk
    assert held_code_of(device=device, umk=umk, now=clock.now)

    changed = {"held_at": clock.now.replace(second=1), "id": alice.user.pk, "generation": 2}
    setattr(device, column, changed[column])

    assert held_code_of(device=device, umk=umk, now=clock.now.replace(minute=5)) is None


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda code: " ".join(code.replace("-", "")),
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: code.translate(SMALL_LETTERS_WIDE),
        lambda code: "".join(chr(ord(sign) + 0xFEE0) if sign != "-" else sign for sign in code),
    ],
    ids=["small letters", "spaces", "o and l", "O and I", "Arabic digits", "full-width"],
)
def test_a_code_is_read_however_it_is_typed(alice: Person, clock, write):
    alice.sign_in()
    code = show(alice)

    alice.client.post(PAGE, {"last_group": write(code.rpartition("-")[2])})

    assert has_code(alice)
    assert opens(alice, write(code))
