"""Somebody signs out in another tab while words stand in a form: they come through all the same."""

import pytest
from scenes import begin, password_of

pytestmark = pytest.mark.browser
NAMES = iter(("Alice", "Alice B", "Alice C"))  # one server, one account for each test
WORDS = "The tea you put beside me on Tuesday, without a word."
STALE = 403


@pytest.fixture
def alices(server, phone):
    """Alice, at tonight's question with an answer that was not sent."""
    used = phone(allow=(STALE, 401, 500))
    begin(used, server.link_for_another_couple(), next(NAMES))
    return used


def sign_out_elsewhere(used):
    tab = used.context.new_page()
    tab.goto(used.base + "/settings/")
    tab.get_by_role("button", name="Sign out", exact=True).click()
    tab.wait_for_url("**/sign-in/")
    tab.close()


def sign_in_here(used):
    used.write("Name or e-mail", used.name)
    used.write("Password", password_of(used.name))
    used.tap(used.page.get_by_text("Yes, only mine"))
    used.tap("Sign in")


def test_an_answer_goes_out_after_signing_in_again(alices):
    alices.write_at("textarea[name=text]", WORDS)
    sign_out_elsewhere(alices)

    alices.tap("Keep my answer")
    shown_at_once = alices.reads(WORDS)
    alices.tap("Send it")
    asked = alices.reads("This device was signed out while you were writing.")
    sign_in_here(alices)
    shown_again = alices.reads(WORDS)
    alices.tap("Send it")

    assert shown_at_once
    assert asked
    assert shown_again
    assert alices.reads("Your answer is kept")


def test_who_does_not_send_it_is_back_at_the_page_of_the_form(alices):
    alices.write_at("textarea[name=text]", WORDS)
    sign_out_elsewhere(alices)
    alices.tap("Keep my answer")
    alices.tap("Send it")
    sign_in_here(alices)

    alices.tap("Back without sending")

    alices.page.wait_for_url("**/tonight/")


def test_a_refusal_of_a_part_says_so_in_place_and_keeps_the_form(alices):
    alices.go("/repair/opening/")
    alices.page.route("**/repair/opening/", refuse)
    alices.write_at("input[name=fact]", WORDS)

    assert alices.reads("The server could not finish this page.")
    assert alices.page.locator("input[name=fact]").input_value() == WORDS
    told = [line for line in alices.problems if "Response Status Error Code 500" not in line]
    alices.problems[:] = told  # HTMX writes it to the console


def refuse(route, request):
    if request.method != "POST":
        route.continue_()
        return
    headers = {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"}
    words = "<p>The server could not finish this page.</p>"
    route.fulfill(status=500, headers=headers, content_type="text/html", body=words)
