import pytest
from cast import Clock, Person
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from closeknit.rooms.people import tries
from closeknit.rooms.people.actions.accounts import make_setup_link
from closeknit.rooms.people.actions.pairing import invite
from closeknit.rooms.people.models import Couple, Device, Preferences, SetupLink, User
from closeknit.rooms.people.rules.limits import HOUR, LIMITS, Limit, LimitedAct, Scope

FORM = {
    "name": "Alice",
    "password": "a quiet alice evening",
    "kind": "own",
    "zone": "Europe/Berlin",
}


def test_the_set_up_link_leaves_the_address_at_once(db, clock):
    secret = make_setup_link(now=clock.now)
    browser = Client()

    response = browser.get(f"/begin/{secret}/")

    assert response.status_code == 302
    assert response["Location"] == "/begin/"
    assert browser.get("/begin/").status_code == 200


def test_a_stranger_without_a_link_opens_no_space(db, clock):
    response = Client().post("/begin/", FORM)

    assert response.status_code == 404
    assert not User.objects.exists()


def test_the_first_person_begins_and_lands_at_the_question(db, clock):
    browser = Client()
    browser.get(f"/begin/{make_setup_link(now=clock.now)}/")

    response = browser.post("/begin/", FORM)

    assert response["Location"] == reverse("questions:tonight")
    assert browser.get(response["Location"]).status_code == 200
    assert User.objects.get().is_host
    assert Preferences.objects.filter(owner__username="alice").exists()
    assert SetupLink.objects.get().used_at == clock.now


def test_a_set_up_link_works_once(db, clock):
    secret = make_setup_link(now=clock.now)
    first, second = Client(), Client()
    for browser in (first, second):
        browser.get(f"/begin/{secret}/")
    first.post("/begin/", FORM)

    response = second.post("/begin/", {**FORM, "name": "Charlie"})

    assert response.status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "password123", "alice alice", ""])
def test_a_weak_or_breached_password_is_refused_with_a_sentence(db, clock, password):
    browser = Client()
    browser.get(f"/begin/{make_setup_link(now=clock.now)}/")

    response = browser.post("/begin/", {**FORM, "name": "alice alice", "password": password})

    assert response.status_code == 422
    assert 'class="field-error"' in response.content.decode()
    assert not User.objects.exists()


def test_too_many_new_accounts_get_a_sentence_and_keep_what_was_typed(db, clock, monkeypatch):
    nothing = {LimitedAct.CREATE_ACCOUNT: {Scope.SOURCE: (Limit(0, HOUR),)}}
    monkeypatch.setattr(tries, "LIMITS", {**LIMITS, **nothing})
    browser = Client()
    browser.get(f"/begin/{make_setup_link(now=clock.now)}/")

    response = browser.post("/begin/", {**FORM, "name": "Charlie"})

    assert response.status_code == 429
    assert "Send it again in 60 minutes" in response.content.decode()
    assert 'value="Charlie"' in response.content.decode()
    assert not User.objects.exists()


def test_a_taken_name_gets_a_sentence_and_the_link_stays_open(alice, clock):
    browser = Client()
    browser.get(f"/begin/{make_setup_link(now=clock.now)}/")

    response = browser.post("/begin/", {**FORM, "password": "another long evening"})

    assert response.status_code == 422
    assert "signs in as" in response.content.decode()
    assert SetupLink.objects.get().used_at is None


def test_the_second_person_joins_by_link_and_both_see_the_other(alice: Person, clock):
    secret = invite(viewer=alice.viewer())
    browser = Client()

    away = browser.get(f"/join/{secret.replace(' ', '-')}/")
    page = browser.get("/join/")
    response = browser.post(
        "/join/", {"name": "Bob", "password": "a quiet bob evening", "kind": "own"}
    )

    assert away["Location"] == "/join/"
    assert "Alice left you something" in page.content.decode()
    assert response["Location"] == "/"
    assert "Alice" in browser.get("/settings/").content.decode()
    assert "Bob" in alice.sign_in().get("/settings/").content.decode()
    assert Couple.objects.count() == 1


def test_the_second_person_joins_by_spoken_words(alice: Person, clock):
    secret = invite(viewer=alice.viewer())
    browser = Client()

    response = browser.post("/join/words/", {"words": secret.upper().replace(" ", " , ")})

    assert response["Location"] == "/join/"
    assert "Alice" in browser.get("/join/").content.decode()


def test_misheard_words_get_one_sentence(db, clock):
    response = Client().post("/join/words/", {"words": "k7m2p zzz zzz zzz zzz zzz zzz"})

    assert response.status_code == 422
    assert "not one of the invitation words" in response.content.decode()


def test_a_closed_invitation_says_so(alice: Person, clock: Clock):
    secret = invite(viewer=alice.viewer())
    browser = Client()
    browser.get(f"/join/{secret.replace(' ', '-')}/")
    clock.forward(hours=49)

    response = browser.get("/join/")

    assert response.status_code == 404
    assert "invitation is closed" in response.content.decode()


def test_somebody_who_began_alone_moves_over_and_keeps_their_own(alice, charlie, clock):
    secret = invite(viewer=alice.viewer())
    browser = charlie.sign_in()
    browser.get(f"/join/{secret.replace(' ', '-')}/")

    response = browser.post("/join/")

    assert response["Location"] == "/"
    assert charlie.viewer().partner == alice.user
    assert charlie.user.memberships.count() == 2


def test_a_couple_cannot_take_a_third(couple, charlie, clock):
    alice, bob = couple
    secret = invite(viewer=charlie.viewer())
    browser = bob.sign_in()
    browser.get(f"/join/{secret.replace(' ', '-')}/")

    response = browser.post("/join/")

    assert response.status_code == 409
    assert bob.viewer().partner == alice.user


def test_the_invitation_secret_stays_out_of_the_session_and_the_database(alice, clock):
    secret = invite(viewer=alice.viewer())
    browser = Client()

    browser.get(f"/join/{secret.replace(' ', '-')}/")

    assert browser.cookies[django_settings.INVITATION_COOKIE_NAME]["httponly"]
    assert "sessionid" not in browser.cookies
    assert django_settings.SESSION_COOKIE_NAME not in browser.cookies


def test_signing_in_with_a_wrong_password_opens_nothing(alice, clock):
    browser = Client()

    response = browser.post(
        "/sign-in/", {"login": "alice", "password": "not this one at all", "kind": "own"}
    )

    assert response.status_code == 200
    assert not Device.objects.exists()


def test_signing_up_through_the_accounts_library_is_closed(db, clock):
    assert Client().get("/account/signup/").status_code == 404
