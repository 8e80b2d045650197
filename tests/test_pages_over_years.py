"""What was kept years ago stays within reach, and its pages ask no more of the database."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from years_cast import answer, listen, meet, mend, practise, thank

from closeknit.domain.vault import new_recovery_code
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code

LISTS = (
    "/answers/",
    "/thanks/",
    "/practices/history/",
    "/listening/",
    "/meeting/",
    "/repair/written/",
    "/repair/loop/",
    "/repair/outside/",
)
OLDER = re.compile(r'<a class="pager-older" href="([^"]+)"')
MONTH = re.compile(r'href="[^"]*\?month=(\d{4}-\d{2})"')
A_YEAR, A_MONTH = timedelta(days=365), timedelta(days=30)


@pytest.fixture
def couple(couple):
    """Give the two their recovery codes, which every page asks for after some days."""
    for person in couple:
        keyring, code = person.keyring, new_recovery_code()
        set_recovery_code(user=person.user, keyring=keyring, code=code)
    return couple


def live(couple, clock, *, evenings):
    """Let the two do one of everything on some evenings a month apart."""
    looking = [person.viewer() for person in couple]
    for _ in range(evenings):
        alice, bob = (replace(each, now=clock.now) for each in looking)
        answer(alice, bob)
        thank(bob)
        practise(alice)
        practise(bob, is_shown=True)
        listen(alice)
        meet(alice, bob)
        mend(alice, bob)
        clock.now += A_MONTH


def looked_at(client, path):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode(), len(captured)


def to_the_oldest(client, path):
    """Follow the links to older months as far as they lead; return every page on the way."""
    pages = []
    while True:
        page, _count = looked_at(client, path)
        pages.append(page)
        older = OLDER.search(page)
        if older is None:
            return pages
        path = html.unescape(older[1])
        assert len(pages) < 100


def test_every_list_leads_to_its_first_month_and_no_page_grows_with_the_years(couple, clock):
    first_month = clock.now.strftime("%B %Y")
    live(couple, clock, evenings=3 * 12 // 2)
    client = couple[0].sign_in()
    after_one = {path: looked_at(client, path) for path in LISTS}

    live(couple, clock, evenings=3 * 12)
    client = couple[0].sign_in()

    for path in LISTS:
        page, count = looked_at(client, path)
        then, then_count = after_one[path]
        assert count <= then_count, path
        assert len(page) < 2 * len(then), path
        pages = to_the_oldest(client, path)
        assert first_month in pages[-1], path
        assert len(pages) > 1, path


def test_each_year_is_one_tap_away(couple, clock):
    live(couple, clock, evenings=1)
    began = clock.now - A_MONTH
    clock.now += 2 * A_YEAR
    live(couple, clock, evenings=1)
    client = couple[0].sign_in()

    for path in LISTS:
        page, _count = looked_at(client, path)
        assert f"{began:%Y-%m}" in MONTH.findall(page), path


def test_a_month_that_holds_nothing_says_so_and_leads_back(couple, clock):
    began = clock.now
    live(couple, clock, evenings=1)
    client = couple[0].sign_in()

    for path in LISTS:
        page, _count = looked_at(client, f"{path}?month=2025-01")
        assert "Nothing is kept here from January 2025." in page, path
        assert f"{began:%Y-%m}" in MONTH.findall(page), path


@pytest.mark.parametrize("given", ["soon", "2026-99", "0000-00"])
def test_what_is_no_month_shows_the_newest(couple, clock, given):
    live(couple, clock, evenings=1)
    client = couple[0].sign_in()

    for path in LISTS:
        page, _count = looked_at(client, f"{path}?month={given}")
        assert "Nothing is kept here" not in page


def test_no_month_tells_of_what_the_other_keeps_to_themselves(couple, clock):
    alice, bob = couple
    live(couple, clock, evenings=1)
    clock.now += A_YEAR
    client = alice.sign_in()
    before = {path: MONTH.findall(looked_at(client, path)[0]) for path in LISTS}
    practise(bob.viewer())
    answer(bob.viewer())

    after = {path: MONTH.findall(looked_at(client, path)[0]) for path in LISTS}

    assert after == before
