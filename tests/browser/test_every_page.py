"""Each page, as each kind of visitor meets it: readable, reachable, within the screen."""

from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from house import NOT_PAGES, address_names, furnish
from phones import PHONE

pytestmark = pytest.mark.browser
SMALLEST_TARGET = 44  # CSS pixels, WCAG 2.5.5
TARGETS = (
    "nav a, form button, a.button, button, select, input:not([type=hidden]), textarea, summary"
)


@pytest.fixture(scope="module")
def house(server, open_phone):
    return furnish(server, open_phone)


@dataclass(frozen=True)
class Measured:
    """What one page showed of itself, in CSS pixels."""

    width_at_320: int
    width_with_large_text: int
    small: list[str]
    moving: int


@pytest.fixture(scope="module")
def measured(house):
    """Open every page once and measure it."""
    return {stop: _measure(phone.page) for stop, phone in house.walk()}


def _measure(page) -> Measured:
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate("document.getAnimations().length")
    small = page.evaluate(_SMALL, TARGETS)
    page.set_viewport_size({"width": 320, "height": 640})
    narrow = page.evaluate(_WIDTH)
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    return Measured(narrow, page.evaluate(_WIDTH), small, moving)


def test_every_address_that_has_a_page_is_looked_at(house):
    looked_at = {stop.name for stop in house.stops}

    forgotten = address_names() - looked_at - set(NOT_PAGES)

    assert not forgotten
    assert not looked_at & set(NOT_PAGES)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(house, theme):
    axe, found = Axe(), []

    for stop, phone in house.walk():
        phone.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        results = axe.run(phone.page)
        found += [f"{stop}: {each['id']} {_where(each)}" for each in results.response["violations"]]

    assert not found, "\n".join(found)


def test_nothing_scrolls_sideways_at_320_pixels(measured):
    wide = {stop: found.width_at_320 for stop, found in measured.items()}

    assert not {str(stop): width for stop, width in wide.items() if width > 320}


def test_nothing_scrolls_sideways_with_text_twice_as_large(measured):
    wide = {stop: found.width_with_large_text for stop, found in measured.items()}

    assert not {str(stop): width for stop, width in wide.items() if width > PHONE["width"]}


def test_what_is_tapped_is_at_least_44_pixels_high(measured):
    assert not {str(stop): found.small for stop, found in measured.items() if found.small}


def test_nothing_moves_for_somebody_who_asked_for_less_motion(measured):
    assert not [str(stop) for stop, found in measured.items() if found.moving]


def test_no_page_asked_another_place_or_logged_an_error(house):
    problems = [problem for phone in house.visitors.values() for problem in phone.problems]

    assert not problems, "\n".join(problems)


def _where(violation) -> list[str]:
    return [" ".join(node["target"]) for node in violation["nodes"][:3]]


_WIDTH = "document.scrollingElement.scrollWidth"
_SMALL = f"""selector => [...document.querySelectorAll(selector)].flatMap(each => {{
  const target = each.closest('label.choice, .field-check label') ?? each;
  const box = target.getBoundingClientRect();
  const isSeen = box.width > 1 && each.checkVisibility();
  return isSeen && box.height < {SMALLEST_TARGET} - 0.5
    ? [`${{each.tagName}} ${{each.textContent.trim().slice(0, 30) || each.name}} ${{box.height}}`]
    : [];
}})"""
