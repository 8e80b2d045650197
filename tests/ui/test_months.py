"""Which months a long list shows on one page, and where its links lead."""

from collections import Counter
from datetime import date

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from closeknit.ui.months import AT_LEAST, asked_month, months_of

HELD = st.dictionaries(
    st.dates(date(2021, 1, 1), date(2026, 12, 31)).map(lambda each: each.replace(day=1)),
    st.integers(1, 3 * AT_LEAST),
    max_size=40,
)


@given(held=HELD)
def test_following_the_older_links_shows_every_month_once(held):
    asked: date | None = None
    seen: list[date] = []
    for _ in range(len(held) + 1):
        page = months_of(held.items(), asked=asked)
        seen += page.shown
        asked = page.older
        if asked is None:
            break

    assert seen == sorted(held, reverse=True)


@given(held=HELD.filter(bool))
def test_following_the_newer_links_from_the_oldest_month_ends_at_the_newest(held):
    asked = min(held)
    for _ in held:
        asked = months_of(held.items(), asked=asked).newer or asked

    assert months_of(held.items(), asked=asked).newer is None
    assert asked == max(held)


@given(held=HELD.filter(bool))
def test_a_page_ends_with_the_month_that_makes_it_long_enough(held):
    page = months_of(held.items(), asked=None)

    assert sum(held[each] for each in page.shown[:-1]) < AT_LEAST
    assert page.older is None or sum(held[each] for each in page.shown) >= AT_LEAST


def test_months_of_two_kinds_count_together():
    may, june = date(2026, 5, 1), date(2026, 6, 1)

    page = months_of([(may, 30)], [(june, 10), (may, 2)], asked=None)

    assert page.shown == (june, may)


def test_a_month_that_holds_nothing_is_said_and_leads_on_both_ways():
    march, may = date(2026, 3, 1), date(2026, 5, 1)

    page = months_of([(march, 1), (may, 1)], asked=date(2026, 4, 1))

    assert page.is_empty_month
    assert (page.newer, page.older, page.shown) == (may, march, ())


def test_a_year_leads_to_its_newest_month():
    held = Counter({date(2025, 2, 1): 40, date(2025, 11, 1): 40, date(2026, 1, 1): 40})

    page = months_of(held.items(), asked=date(2025, 2, 1))

    years = [(year.number, year.newest, year.is_shown) for year in page.years]
    assert years == [(2026, date(2026, 1, 1), False), (2025, date(2025, 11, 1), True)]
    assert page.of_the_year == [date(2025, 11, 1), date(2025, 2, 1)]


@pytest.mark.parametrize("given", ["", "2026", "2026-13", "2026-1", "soon", "9999-12", "2026-W01"])
def test_what_is_no_month_counts_as_none(given):
    assert asked_month(RequestFactory().get("/", {"month": given})) is None


def test_a_month_is_read_from_the_address():
    request = RequestFactory().get("/", {"month": "2026-11"})

    assert asked_month(request) == date(2026, 11, 1)
