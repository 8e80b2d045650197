"""Every refusal has our page: status, headers, a way on; in place where a part was asked for."""

import re
from typing import Any

import pytest
from cast import Person
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from closeknit.rooms.people.tries import TooOftenError
from closeknit.ui.refusal import WITH_A_PAGE

PART = {"HX-Request": "true", "HX-Current-URL": "http://testserver/answers/"}
WORDS = "A letter of some length, with a comma."
RAISED = {
    400: SuspiciousOperation("no"),
    403: PermissionDenied("no"),
    500: RuntimeError("no"),
    503: OperationalError("disk I/O error"),
}


@pytest.fixture
def browser(alice: Person, monkeypatch) -> Client:
    browser = alice.sign_in()
    browser.raise_request_exception = False
    return browser


def refused(browser: Client, status: int, monkeypatch, headers) -> Any:
    """Let a real page be refused with a status, in the way in which that status comes about."""
    if status == 404:
        return browser.get("/nothing/here/", headers=headers)
    if status == 405:
        return browser.get("/invite/take-back/", headers=headers)
    if status == 413:
        refusal: dict[str, Any] = {"closeknit.refused": 413}
        return browser.post("/thanks/new/", headers=headers, **refusal)

    def broken(*_args: object, **_more: object) -> HttpResponse:
        if status in RAISED:
            raise RAISED[status]
        if status == 429:
            raise TooOftenError(90)
        return HttpResponse(status=status)

    monkeypatch.setattr("closeknit.rooms.moments.views.page", broken)
    return browser.get("/thanks/jar/", headers=headers)


@pytest.mark.parametrize("status", sorted(WITH_A_PAGE))
def test_a_refusal_has_a_page_of_ours(browser, status, monkeypatch):
    response = refused(browser, status, monkeypatch, {})
    html = response.content.decode()

    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert html.count('class="lead"') == 1
    assert re.search(r'<div class="actions">\s*<a class="button"', html)
    assert "width=device-width" in html
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "Permissions-Policy" in response


@pytest.mark.parametrize("status", sorted(WITH_A_PAGE))
def test_a_refused_part_says_its_sentence_in_place_and_touches_no_form(
    browser, status, monkeypatch
):
    response = refused(browser, status, monkeypatch, PART)
    html = response.content.decode()

    assert response.status_code == status
    assert response["HX-Retarget"] == "#messages"
    assert response["HX-Reswap"].startswith("innerHTML")
    assert "<html" not in html
    assert "<form" not in html
    assert len(re.sub(r"<[^>]+>", "", html).strip()) > 20


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("status", [404, 405, 500, 503])
def test_a_refusal_keeps_the_chosen_theme(browser, status, monkeypatch, theme):
    browser.cookies["theme"] = theme

    assert f'data-theme="{theme}"' in refused(browser, status, monkeypatch, {}).content.decode()


def test_a_method_that_is_not_taken_names_those_that_are(browser, monkeypatch):
    assert refused(browser, 405, monkeypatch, {})["Allow"] == "POST"


def test_who_has_to_wait_is_told_how_long(browser, monkeypatch):
    busy, away = (refused(browser, status, monkeypatch, {}) for status in (429, 503))

    assert busy["Retry-After"] == "90"
    assert away["Retry-After"] == "10"


def test_a_page_that_could_not_be_made_is_tried_again_at_its_address(browser, monkeypatch):
    assert 'href="/thanks/jar/"' in refused(browser, 503, monkeypatch, {}).content.decode()


# A form whose token has run out: in another tab somebody signed out, or in again.


def stale(alice: Person, headers: dict[str, str], **fields: str) -> Any:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = alice.sign_in().cookies
    return browser.post("/thanks/new/", {"did": WORDS, **fields}, headers=headers)


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
)
def test_words_of_a_stale_form_are_shown_and_go_out_by_a_click(alice: Person, headers):
    response = stale(alice, headers, current="my password")
    html = response.content.decode()

    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"
    assert WORDS in html
    assert "my password" not in html
    assert 'action="/thanks/new/"' in html
    assert 'name="csrfmiddlewaretoken"' in html


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    ],
)
def test_a_form_of_another_site_is_refused_and_shown_nowhere(alice: Person, headers):
    response = stale(alice, headers)

    assert response.status_code == 403
    assert WORDS not in response.content.decode()
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_words_of_a_stale_part_take_the_whole_page(alice: Person):
    response = stale(alice, {**PART, "Sec-Fetch-Site": "same-origin"})

    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("body", "outerHTML")
    assert WORDS in response.content.decode()
