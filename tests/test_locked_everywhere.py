"""Each address, locked or signed out while somebody writes: words and page come back.

What it must come to is what the same request does on an open device, tried first and undone.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from form_browser import Form, forms_in
from shared_acts import PRIVATE_ACTS, SHARED_ACTS
from test_every_url import CASES, IN, UNLOCK
from test_every_url import world as world  # noqa: PLC0414  a fixture, found by its name

from closeknit.rooms.people.models import Device

WORDS = 'Three lines,\r\nwith "quotes" & <b>signs</b>,\r\nand an ä that stays.'
PASSWORD = "a quiet alice evening"
SIGN_IN = {"login": "alice", "password": PASSWORD, "kind": "own"}
PAGE = "/answers/?page=1"  # where a part of a page stands
HTMX = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}"}
DRAFT = {"X-Draft": "1"}

ENDS_A_SIGN_IN = {"people:sign_out", "account_logout"}
NAMES_THE_ENDED = {"people:sign_out_device"}  # the device in its address is the one that was ended
PASSWORD_ALONE = {"account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate"}  # no words
TAKES_A_FORM = (SHARED_ACTS.keys() | PRIVATE_ACTS) - ENDS_A_SIGN_IN
LOCKED = {name for name, case in CASES.items() if case.outcomes[-1] == UNLOCK}
SIGNED_OUT = {name for name, case in CASES.items() if case.outcomes[0] == IN} - ENDS_A_SIGN_IN
HAS_A_PAGE = {name for name, case in CASES.items() if case.post is None}


@dataclass
class Asked:
    """One request that can be made again: an address, and what is sent to it, if anything."""

    address: str
    data: dict[str, str] | None = None

    def by(self, browser: Client, headers: dict[str, str] | None = None) -> Any:
        if self.data is None:
            return browser.get(self.address, headers=headers or {})
        return browser.post(self.address, self.data, headers=headers or {})


@pytest.fixture
def everywhere(world) -> Callable:
    """Return what tries an act at each of some addresses, each time in the same world."""
    browsers, names = world

    def try_out(addresses: set[str], act: Callable[[Asked, Client], None], *, form: bool) -> dict:
        failed = {}
        for name in sorted(addresses):
            cache.clear()
            browser = Client()
            browser.cookies = deepcopy(browsers["locked"].cookies)
            with undone():
                try:
                    act(asked(names, name, form=form), browser)
                except (AssertionError, LookupError, StopIteration) as error:
                    failed[name] = repr(error)[:300]
        return failed

    return try_out


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asked(names: dict[str, str], name: str, *, form: bool) -> Asked:
    case = CASES[name]
    address = reverse(name, args=[names.get(part, part) for part in case.arguments])
    if not form:
        return Asked(address)
    sent = {field: names.get(value, value) for field, value in (case.post or {}).items()}
    return Asked(address, {**sent, "written": WORDS})


def on_an_open_device(asked: Asked) -> str:
    """Return what the request comes to, and undo it."""
    browser = Client()
    with undone():
        assert browser.post("/sign-in/", SIGN_IN).status_code == 302
        return result_of(asked.by(browser))


def result_of(response: Any) -> str:
    """Return the status, and where it leads to but for what is random."""
    to = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", response.get("Location", ""))
    return f"{response.status_code} {to}".strip()


def form_with(response: Any, field: str) -> Form:
    """Return the form of a page that asks for a field, with what stands in its hidden places."""
    page = response.content.decode()
    found = next(form for form in forms_in(page) if field in form.fields)
    hidden = re.findall(r'<textarea name="([^"]+)" hidden>\n?(.*?)</textarea>', page, re.DOTALL)
    action = unescape(found.action) or response.request["PATH_INFO"]
    return Form(action, {**found.fields, **{name: unescape(text) for name, text in hidden}})


def send(browser: Client, form: Form, **filled: str) -> Any:
    return browser.post(form.action, {**form.fields, **filled})


def arrives_at(browser: Client, opened: Any) -> str:
    """Return where unlocking leads, past the address that unlocks for pages without a form."""
    to = opened["Location"]
    return browser.get(to)["Location"] if to.startswith("/unlock/") else to


def keeps_words(form: Form) -> bool:
    kept = {value.replace("\r\n", "\n") for value in form.fields.values()}
    return WORDS.replace("\r\n", "\n") in kept


def sign_out_elsewhere() -> None:
    Device.objects.filter(user__name="Alice").delete()


def test_a_locked_page_opens_at_its_own_address(everywhere):
    def look(page: Asked, browser: Client) -> None:
        should = on_an_open_device(page)
        form = form_with(page.by(browser), "unlock_password")
        again = form_with(send(browser, form, unlock_password="wrong"), "unlock_password")
        opened = send(browser, again, unlock_password=PASSWORD)
        assert arrives_at(browser, opened) == (page.address if page.address != "/unlock/" else "/")
        assert result_of(page.by(browser)) == should

    assert everywhere(LOCKED & HAS_A_PAGE, look, form=False) == {}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_a_locked_form_goes_on_with_every_word(everywhere, headers):
    def write(sent: Asked, browser: Client) -> None:
        should = on_an_open_device(sent)
        locked = sent.by(browser, headers)
        form = form_with(locked, "unlock_password")
        again = form_with(send(browser, form, unlock_password="wrong"), "unlock_password")
        assert "no-store" in locked["Cache-Control"]
        assert keeps_words(form)
        assert keeps_words(again)
        assert again.action == sent.address
        assert result_of(send(browser, again, unlock_password=PASSWORD)) == should

    assert everywhere(LOCKED & TAKES_A_FORM, write, form=True) == {}


def test_a_locked_part_of_a_page_gives_way_to_the_password_and_comes_back_whole(everywhere):
    def look(part: Asked, browser: Client) -> None:
        locked = part.by(browser, HTMX)
        opened = send(browser, form_with(locked, "unlock_password"), unlock_password=PASSWORD)
        assert (locked["HX-Retarget"], locked["HX-Reswap"]) == ("body", "outerHTML")
        assert arrives_at(browser, opened) == PAGE

    assert everywhere((LOCKED & HAS_A_PAGE) - {"people:unlock"}, look, form=False) == {}


def test_a_draft_is_told_that_it_is_locked_or_signed_out(everywhere):
    def keep(sent: Asked, browser: Client) -> None:
        locked, signed_out = sent.by(browser, DRAFT), sent.by(Client(), DRAFT)
        assert (locked.status_code, locked.content) == (423, b"")
        assert (signed_out.status_code, signed_out.content) == (401, b"")

    assert everywhere(LOCKED & TAKES_A_FORM, keep, form=True) == {}


def test_a_page_of_a_device_that_was_ended_comes_back_after_signing_in(everywhere):
    def look(page: Asked, browser: Client) -> None:
        should = on_an_open_device(page)
        sign_out_elsewhere()
        form = form_with(browser.get(page.by(browser)["Location"]), "login")
        assert arrives_at(browser, send(browser, form, **SIGN_IN)) in {page.address, "/"}
        assert result_of(page.by(browser)) == should

    assert everywhere(SIGNED_OUT & HAS_A_PAGE, look, form=False) == {}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_a_form_of_a_device_that_was_ended_keeps_every_word(everywhere, headers):
    def write(sent: Asked, browser: Client) -> None:
        should = on_an_open_device(sent)
        sign_out_elsewhere()
        asks = sent.by(browser, headers)
        form = form_with(asks, "login")
        wrong = send(browser, form, **{**SIGN_IN, "password": "wrong"})
        again = form_with(wrong, "login")
        shown = send(browser, again, **SIGN_IN)
        assert "no-store" in asks["Cache-Control"]
        assert "Location" not in asks
        assert keeps_words(form)
        assert keeps_words(again)
        assert "an ä that stays" in shown.content.decode()
        ready = form_with(shown, "written")
        assert ready.action == sent.address
        assert result_of(send(browser, ready)) == should

    assert (
        everywhere((SIGNED_OUT & TAKES_A_FORM) - PASSWORD_ALONE - NAMES_THE_ENDED, write, form=True)
        == {}
    )


def test_a_part_of_a_page_that_is_signed_out_leads_the_whole_page_to_the_sign_in(everywhere):
    def look(part: Asked, _browser: Client) -> None:
        response = part.by(Client(), HTMX)
        assert response["HX-Redirect"] == "/sign-in/?next=/answers/%3Fpage%3D1"

    assert everywhere((SIGNED_OUT & HAS_A_PAGE) - PASSWORD_ALONE, look, form=False) == {}


def test_an_address_that_takes_a_form_is_known_to_these_tests():
    posted = {name for name, case in CASES.items() if case.post is not None}

    assert posted - ENDS_A_SIGN_IN <= TAKES_A_FORM
