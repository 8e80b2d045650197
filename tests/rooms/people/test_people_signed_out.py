"""What somebody was writing when their device was signed out: who may see it, and who sends it."""

import re
import time

import pytest
from cast import Person
from test_people_second_step import STEP, code_for, switch_on

from closeknit.rooms.people.models import Device

WORDS = "The walk by the river."
STOOD_ON = "/thanks/new/?from=today"


@pytest.fixture
def kept(alice: Person) -> dict[str, str]:
    """Alice wrote on a device that was ended meanwhile: what the page carries on for her."""
    alice.sign_in()
    return written_after_the_end(alice)


def written_after_the_end(person: Person) -> dict[str, str]:
    Device.objects.filter(user=person.user).delete()
    asks = person.client.post(
        "/thanks/new/",
        {"did": WORDS, "current": "my password"},
        headers={"Referer": f"http://testserver{STOOD_ON}"},
    )
    return hidden_in(asks.content.decode())


def hidden_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL))


def sign_in(person: Person, kept: dict[str, str], browser=None) -> str:
    login = {"login": person.name.lower(), "password": person.password, "kind": "own"}
    return (browser or person.client).post("/sign-in/", {**kept, **login}).content.decode()


def test_who_wrote_it_sees_it_again_and_may_send_it_or_go_back(alice: Person, kept):
    shown = sign_in(alice, kept)

    assert "You are signed in again" in shown
    assert WORDS in shown
    assert 'action="/thanks/new/"' in shown
    assert f'href="{STOOD_ON}"' in shown


def test_no_password_is_carried_from_page_to_page(kept):
    assert "my password" not in kept.values()


def test_somebody_else_who_signs_in_here_neither_sees_nor_sends_it(alice, charlie: Person, kept):
    shown = sign_in(charlie, kept, alice.client)

    assert "Somebody else was writing in this browser before" in shown
    assert WORDS not in shown


def test_the_page_names_nobody(alice: Person, kept):
    assert str(alice.user.pk) not in str(kept)
    assert alice.name not in str(kept)


def test_signing_in_twice_by_a_double_click_loses_nothing(alice: Person, kept):
    sign_in(alice, kept)

    assert WORDS in sign_in(alice, kept)


def test_the_second_step_carries_it_on_after_a_wrong_code_too(alice: Person, clock, monkeypatch):
    secret = switch_on(alice)
    kept = written_after_the_end(alice)
    later = time.time() + 2 * STEP
    monkeypatch.setattr(time, "time", lambda: later)

    asks = sign_in(alice, kept)
    step = hidden_in(asks)
    again = alice.client.post("/account/second-step/", {**step, "code": "000000"})
    code = {**hidden_in(again.content.decode()), "code": code_for(secret)}
    shown = alice.client.post("/account/second-step/", code).content.decode()

    assert 'name="code"' in asks
    assert again.status_code == 200
    assert "You are signed in again" in shown
    assert WORDS in shown


def test_a_second_step_that_took_too_long_begins_again_with_the_words(alice: Person, kept):
    asks = alice.client.post("/account/second-step/", {**kept, "code": "123456"})

    assert hidden_in(asks.content.decode()) == kept


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_form_leads_to_no_other_site(alice: Person, kept, to):
    shown = sign_in(alice, {**kept, "kept_to": to})
    back = sign_in(alice, {**kept, "kept_on": to})

    assert "evil" not in shown + back
    assert "alert" not in shown + back


def test_a_form_without_words_leads_back_to_the_page_it_stood_on(alice: Person):
    alice.sign_in()
    Device.objects.filter(user=alice.user).delete()

    asks = alice.client.post("/invite/take-back/", headers={"Referer": "http://testserver/invite/"})

    assert asks["Location"] == "/sign-in/?next=/invite/"
