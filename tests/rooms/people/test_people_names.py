"""One name, however it is spelt: signing in, joining, recovering; and two older names alike."""

from html import unescape

import pytest
from cast import Person, arrive
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from closeknit.domain.vault import new_recovery_code
from closeknit.rooms.people.actions.accounts import (
    NameIsTakenError,
    change_sign_in_name,
    create_account,
    make_setup_link,
)
from closeknit.rooms.people.actions.passwords import stretch_new
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import people_called
from closeknit.rooms.people.rules.names import fold_name, is_plain_name

BEFORE = "0008_drop_words_left_on"
SPELLINGS = (
    "Zoë Straße",
    "zoe\u0308 strasse",
    "ZOË  STRASSE",
    "\uff3aoë\u00a0straße",
    " Zoë Stra\u1e9ee ",
)


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def sign_in(login: str, person: Person) -> bool:
    given = {"login": login, "password": person.password, "kind": "own"}
    return person.client.post("/sign-in/", given).status_code == 302


@given(st.text())
def test_folding_a_folded_name_changes_nothing(text):
    assert fold_name(fold_name(text)) == fold_name(text)


@given(st.text())
def test_capitals_and_spaces_around_make_no_difference(text):
    assert fold_name(f"  {text.upper().lower()} ") == fold_name(text.upper().lower())


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_name_signs_in_and_recovers(db, clock, spelling):
    zoe = arrive("Zoë Straße", clock)
    code = new_recovery_code()
    set_recovery_code(user=zoe.user, keyring=zoe.keyring, code=code)

    assert sign_in(spelling, zoe)
    answer = Client().post(
        "/recover/", {"login": spelling, "code": code.text, "password": "a recovered evening"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_nobody_gets_a_name_that_is_taken_in_another_spelling(db, clock, spelling):
    arrive("Zoë Straße", clock)

    with pytest.raises(NameIsTakenError):
        create_account(name=spelling, password=stretch_new("a quiet other evening"), now=clock.now)


@pytest.mark.parametrize(
    "name",
    [
        "Alice",
        "Zoë Straße",
        "Jean-Luc",
        "O\u2019Neil",
        "J. R.",
        "李小龙",
        "Олена",
        "Ἀθηνᾶ",
        "प्रिया",
        "Alice 2",
    ],
)
def test_names_of_all_alphabets_are_plain(name):
    assert is_plain_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ali\u200bce",  # a space of no width
        "\u202ecila",  # turns the reading direction
        "\u2066Alice\u2069",
        "Al\u00adice",  # a soft hyphen
        "\u3164",  # a letter that shows nothing
        "Alice\ufe0f",
        "\u0410lice",  # a Cyrillic A before Latin letters
        "B\u03bfb",  # a Greek o between Latin ones
        "Alice\x00",
        "Alice\ud800",
        "<Alice>",
        "Alice@home",
        "123",
        "...",
        "\ufdfa" * 10,  # grows to more than there is room for
    ],
)
def test_a_name_that_hides_something_is_not_plain(name):
    assert not is_plain_name(name)


def test_a_name_that_hides_something_gets_one_sentence(db, clock):
    browser = Client()
    browser.get(f"/begin/{make_setup_link(now=clock.now)}/")
    form = {"password": "a quiet evening", "kind": "own", "zone": "Europe/Berlin"}

    answer = browser.post("/begin/", {**form, "name": "Ali\u200bce"})

    assert answer.status_code == 422
    assert "A name holds letters of one alphabet" in text_of(answer)
    assert not User.objects.exists()


@pytest.fixture
def twins(transactional_db, clock):
    """Two people of the first release whose names fold alike, and one with a name alone."""
    people = [arrive(name, clock) for name in ("Older One", "Older Two", "Older Three")]
    spelt = ("straße", "strasse", "ﬁnn  o")
    executor = MigrationExecutor(connection)
    executor.migrate([("people", BEFORE)])
    table = executor.loader.project_state([("people", BEFORE)]).apps.get_model("people", "User")
    for person, name in zip(people, spelt, strict=True):
        table.objects.filter(pk=person.user.pk).update(username=name)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    for person in people:
        person.user.refresh_from_db()
    return people


def test_two_older_names_that_fold_alike_survive_the_move_and_sign_in_as_spelt(twins, clock):
    one, two, three = twins

    assert [person.user.has_twin_name for person in twins] == [True, True, False]
    assert [person.user.folded_name for person in twins] == ["strasse", "strasse", "finn o"]
    assert (people_called("Straße"), people_called("STRASSE")) == ([one.user], [two.user])
    assert people_called("Stra\u017fse") == []  # a spelling of neither
    assert sign_in("straße", one)
    assert sign_in("strasse", two)
    assert sign_in("Finn o", three)
    assert not sign_in("strasse", Person("Older One", clock, one.user))


def test_a_third_of_the_same_folding_is_refused(twins, clock):
    with pytest.raises(NameIsTakenError):
        create_account(name="STRASSE", password=stretch_new("a quiet evening"), now=clock.now)


def test_two_alike_are_asked_once_unlocked_and_may_leave_it(twins, clock):
    one, _two, three = twins
    sign_in("straße", one)
    sign_in("finn o", three)

    asked = one.client.get("/settings/")
    page = one.client.get(asked["Location"])
    one.client.post("/settings/sign-in-name/later/")

    assert asked["Location"] == "/settings/sign-in-name/"
    assert "almost the same name" in text_of(page)
    assert one.client.get("/settings/").status_code == 200
    assert three.client.get("/settings/").status_code == 200


def test_a_new_name_frees_both(twins, clock):
    one, two, _three = twins
    sign_in("straße", one)
    given = {"name": "Ada Straße", "current": one.password}

    refused = one.client.post("/settings/sign-in-name/", {**given, "current": "not this one"})
    alike = one.client.post("/settings/sign-in-name/", {**given, "name": "STRASSE"})
    done = one.client.post("/settings/sign-in-name/", given)

    assert (refused.status_code, alike.status_code, done.status_code) == (422, 422, 302)
    assert "has a name like that" in text_of(alike)
    assert people_called("ADA STRASSE") == [one.user]
    assert people_called("Straße") == [two.user]  # any spelling is theirs now
    assert not User.objects.filter(has_twin_name=True).exists()
    assert one.client.get("/settings/").status_code == 200


def test_a_name_that_is_taken_stays_its_owners(couple, clock):
    alice, bob = couple

    with pytest.raises(NameIsTakenError):
        change_sign_in_name(user=bob.user, name="ALICE")

    assert people_called("alice") == [alice.user]
    assert User.objects.get(pk=bob.user.pk).username == "bob"


def test_the_name_to_sign_in_with_stands_as_it_was_typed(db, clock):
    maren = arrive("Maren Ö", clock)

    assert "You sign in as Maren Ö." in maren_page(maren)

    User.objects.filter(pk=maren.user.pk).update(name="Mausi")
    assert "You sign in as maren ö." in maren_page(maren)


def maren_page(person: Person) -> str:
    return person.sign_in().get("/settings/sign-in-name/").content.decode()


def test_a_refused_sign_in_says_so_in_our_words(alice: Person):
    wrong = {"login": "Alice", "password": "not this", "kind": "own"}

    by_name = Client().post("/sign-in/", wrong).content.decode()
    by_mail = Client().post("/sign-in/", {**wrong, "login": "a@example.org"}).content.decode()

    for page in (by_name, by_mail):
        assert "This name and this password do not open anything together." in page
        assert "username" not in page.replace('autocomplete="username"', "")
        assert 'value="own" id="kind-own" required checked' in page
