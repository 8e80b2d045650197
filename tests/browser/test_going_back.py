"""Pressing "back" after a form: the page is there, and nothing is sent or kept a second time."""

import pytest
from device import CANARY, queued

pytestmark = pytest.mark.browser


def test_going_back_to_a_page_that_came_of_a_form_opens_it_afresh(alices):
    alices.go("/repair/apology/")
    alices.write_at("textarea[name=did]", CANARY)
    alices.reads("Kept as a draft")
    alices.tap("Look at the words")
    alices.page.wait_for_url("**/repair/apology/")
    alices.go("/thanks/")

    alices.page.go_back()

    assert alices.path == "/repair/apology/"
    assert alices.page.locator("textarea[name=did]").input_value() == CANARY


def test_going_back_to_a_refused_answer_keeps_nothing_for_later(alices):
    alices.may_be_refused.add(422)
    alices.go("/tonight/")
    alices.page.locator("form textarea[name=text]").evaluate("box => box.required = false")
    alices.tap("Keep my answer")
    alices.page.wait_for_url("**/seal/")
    alices.go("/thanks/")

    alices.page.go_back()

    assert alices.reads("Tonight's question")
    assert queued(alices) == []
