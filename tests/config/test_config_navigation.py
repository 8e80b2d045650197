import re

import pytest

from closeknit.config.navigation import PLACES
from closeknit.ui.jinja import url

NAVIGATION = re.compile(r'<nav class="places".*?</nav>', re.DOTALL)
LIT = re.compile(r'<a href="([^"]+)" aria-current="page">')


def lit_on(page: str) -> list[str]:
    found = NAVIGATION.search(page)
    assert found
    return LIT.findall(found[0])


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.icon)
def test_each_place_opens_and_is_the_one_that_is_lit_there(alice, place):
    alice.sign_in()
    address = url(place.page)

    page = alice.client.get(address)

    assert page.status_code == 200
    assert lit_on(page.content.decode()) == [address]


@pytest.mark.parametrize(("path", "lit"), [("/tonight/", "/"), ("/thanks/new/", "/thanks/")])
def test_a_page_below_a_place_keeps_it_lit(alice, path, lit):
    alice.sign_in()

    page = alice.client.get(path)

    assert lit_on(page.content.decode()) == [lit]


def test_a_stranger_gets_no_navigation(client, clock):
    page = client.get("/guide/").content.decode()

    assert 'class="places"' not in page
