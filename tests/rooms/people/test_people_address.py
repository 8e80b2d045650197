from cast import Person
from django.test import Client

from closeknit.rooms.people.models import User


def test_capitals_make_no_difference_in_an_address(alice: Person):
    alice.sign_in().post(
        "/settings/email/", {"email": "Alice@Example.ORG", "current": alice.password}
    )

    answer = Client().post(
        "/sign-in/", {"login": "aLICE@example.org", "password": alice.password, "kind": "own"}
    )

    assert answer.status_code == 302
    assert User.objects.get().email == "alice@example.org"


def test_two_people_cannot_have_one_address_in_two_spellings(alice: Person, charlie: Person):
    alice.sign_in().post("/settings/email/", {"email": "us@example.org", "current": alice.password})

    answer = charlie.sign_in().post(
        "/settings/email/", {"email": "US@example.org", "current": charlie.password}
    )

    assert answer.status_code == 422
    assert User.objects.filter(email="us@example.org").count() == 1
