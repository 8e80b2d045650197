"""Each page, as each kind of visitor meets it: readable, reachable, within the screen."""

from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from house import NOT_PAGES, address_names, furnish, walk
from phones import PHONE

pytestmark = pytest.mark.browser
NAMES = ("Alice", "Bob", "Charlie", "Dana")
SMALLEST_TARGET = 44  # CSS pixels, WCAG 2.5.5
TARGETS = (
    "nav a, form button, a.button, button, select, input:not([type=hidden]), textarea, summary"
)
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Look:
    """What one page showed of itself; widths and heights are CSS pixels."""

    violations: dict[str, list[str]]
    moving: int
    small: list[str]
    width_at_320: int
    width_with_large_text: int
    width_with_long_names: int


@pytest.fixture(scope="module")
def visitors(server, open_phone):
    return furnish(server, open_phone)


@pytest.fixture(scope="module")
def looks(visitors):
    """Open every page once and look at it in every way."""
    return {stop: _look(phone.page) for stop, phone in walk(visitors)}


def test_every_address_that_has_a_page_is_looked_at(looks):
    looked_at = {stop.name for stop in looks}

    forgotten = address_names() - looked_at - set(NOT_PAGES)

    assert not forgotten
    assert not looked_at & set(NOT_PAGES)


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_on_any_page(looks, theme):
    found = {str(stop): look.violations[theme] for stop, look in looks.items()}

    assert not {stop: violations for stop, violations in found.items() if violations}


def test_nothing_scrolls_sideways_at_320_pixels(looks):
    wide = {str(stop): look.width_at_320 for stop, look in looks.items()}

    assert not {stop: width for stop, width in wide.items() if width > 320}


def test_nothing_scrolls_sideways_with_text_twice_as_large(looks):
    wide = {str(stop): look.width_with_large_text for stop, look in looks.items()}

    assert not {stop: width for stop, width in wide.items() if width > PHONE["width"]}


def test_nothing_scrolls_sideways_with_names_of_60_letters(looks):
    wide = {str(stop): look.width_with_long_names for stop, look in looks.items()}

    assert not {stop: width for stop, width in wide.items() if width > 320}


def test_what_is_tapped_is_at_least_44_pixels_high(looks):
    assert not {str(stop): look.small for stop, look in looks.items() if look.small}


def test_nothing_moves_for_somebody_who_asked_for_less_motion(looks):
    assert not [str(stop) for stop, look in looks.items() if look.moving]


def test_no_page_asked_another_place_or_logged_an_error(looks, visitors):
    assert not [problem for phone in visitors.values() for problem in phone.problems]


def _look(page) -> Look:
    page.set_viewport_size(PHONE)
    violations = {theme: _violations(page, theme) for theme in THEMES}
    moving = page.evaluate("document.getAnimations().length")
    small = page.evaluate(_SMALL, TARGETS)
    page.set_viewport_size({"width": 320, "height": 640})
    narrow = page.evaluate(_WIDTH)
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    large = page.evaluate(_WIDTH)
    return Look(violations, moving, small, narrow, large, _width_with_long_names(page))


def _width_with_long_names(page) -> int:
    """Write the longest names without a break over all names of the page, and measure it."""
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(_RENAME, ["W" * 60, list(NAMES)])
    return page.evaluate(_WIDTH)


def _violations(page, theme: str) -> list[str]:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes'][:3]]}" for each in found]


_WIDTH = "document.scrollingElement.scrollWidth"
_RENAME = """([longest, names]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const name = new RegExp(`\\\\b(${names.join("|")})\\\\b`, "g");
  while (texts.nextNode()) {
    const text = texts.currentNode;
    text.data = text.data.replace(name, longest);
  }
}"""
_SMALL = f"""selector => [...document.querySelectorAll(selector)].flatMap(each => {{
  const target = each.closest('label.choice, .field-check label') ?? each;
  const box = target.getBoundingClientRect();
  const isSeen = box.width > 1 && each.checkVisibility();
  return isSeen && box.height < {SMALLEST_TARGET} - 0.5
    ? [`${{each.tagName}} ${{each.textContent.trim().slice(0, 30) || each.name}} ${{box.height}}`]
    : [];
}})"""
