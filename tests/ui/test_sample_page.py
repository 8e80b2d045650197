"""The sample page in a real browser: what axe, a keyboard and a narrow screen find."""

from pathlib import Path

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

BUILT = Path(settings.STATIC_ROOT)
pytestmark = pytest.mark.browser
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, select, label.choice')]
  .filter(one => one.checkVisibility() && !one.closest('p, .skip, .unseen'))
  .map(one => [one.textContent.trim() || one.tagName, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
  .map(([name, box]) => `${name} ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(open_sample, theme, width):
    opened = open_sample(theme=theme, width=width)
    opened.wait_for_timeout(300)

    found = Axe().run(
        opened, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )

    assert found.violations_count == 0, found.generate_report()


def test_the_policy_refuses_nothing_of_ours(open_sample):
    opened = open_sample()
    opened.get_by_label("Your answer").fill("A line\n" * 30)

    assert opened.faults == []


@pytest.mark.parametrize("width", [320, 390, 640, 1000, 1280])
def test_nothing_scrolls_sideways(open_sample, width):
    opened = open_sample(width=width)

    assert opened.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_twice_as_large_text_still_fits(open_sample, width):
    opened = open_sample(width=width)

    opened.evaluate("document.documentElement.style.fontSize = '200%'")

    assert opened.evaluate(SIDEWAYS) == 0
    assert opened.get_by_role("link", name="Guide").is_visible()


def test_a_finger_finds_every_target(open_sample):
    opened = open_sample(width=390)

    assert opened.evaluate(SMALL_TARGETS) == []


def test_the_typeface_is_ours(open_sample):
    opened = open_sample()

    assert opened.evaluate("document.fonts.check('20px Newsreader')")
    assert list(opened.evaluate("[...document.fonts].map(f => f.status)")) == ["loaded"]


def test_the_skip_link_comes_first_and_leads_to_the_page(open_sample):
    opened = open_sample()

    opened.keyboard.press("Tab")
    first = opened.evaluate("document.activeElement.textContent")
    opened.keyboard.press("Enter")

    assert first == "Skip to the page"
    assert opened.evaluate("document.activeElement.id") == "main"


def test_nothing_moves_when_motion_is_unwelcome(open_sample):
    opened = open_sample(reduced_motion="reduce")

    durations = opened.evaluate(
        "[...document.querySelectorAll('*')].map(e => getComputedStyle(e).transitionDuration)"
    )

    assert {part.strip() for one in durations for part in one.split(",")} == {"0s"}


def test_the_page_is_whole_without_script(open_sample):
    opened = open_sample(java_script_enabled=False)

    assert opened.get_by_role("link", name="Leave quickly").is_visible()
    assert opened.get_by_role("button", name="Save").is_visible()
    assert not opened.get_by_role("button", name="Show").is_visible()
    assert not opened.get_by_role("button", name="Copy").is_visible()


def test_a_first_visit_keeps_its_budget(open_sample, site):
    opened = open_sample()
    opened.wait_for_load_state("networkidle")

    files = [path for path in site.visited if path.startswith("/static/")]
    sent = {path: _sent(BUILT / path.removeprefix("/static/")) for path in files}
    whole = sum(sent.values()) + len(brotli.compress(site.html.encode(), quality=5))
    print({**sent, "whole": whole})  # noqa: T201  the figure is read from the test's output

    assert whole <= 60 * 1024
    assert len(files) <= 5


def test_our_own_script_stays_small():
    script = BUILT / "ui" / "closeknit.js"

    assert script.stat().st_size <= 10 * 1024


def _sent(file: Path) -> int:
    """Return the bytes on the wire: Brotli as WhiteNoise sends it, but a typeface as it is."""
    content = file.read_bytes()
    return len(content) if file.suffix in (".woff2", ".png") else len(brotli.compress(content))
