"""The whole loop without a finger on glass: Tab, Enter and the letters."""

import pytest
from scenes import ANSWER, ANSWER_BACK, become_a_couple

pytestmark = pytest.mark.browser
MOST_STEPS = 60
RING = """() => {
  const one = document.activeElement;
  const look = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    name: (one.textContent || one.name || '').trim(),
    field: one.name ?? '',
    width: look.outlineStyle === 'none' ? 0 : parseFloat(look.outlineWidth),
    isOnScreen: box.bottom > 0 && box.top < innerHeight,
  };
}"""


class Keyboard:
    """Moves the focus as Tab does, and checks at each stop that it can be seen."""

    def __init__(self, page) -> None:
        self.page = page

    def reach(self, *, name: str = "", field: str = "") -> None:
        """Press Tab until the focus is on what bears this name."""
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(RING)
            assert here["width"] >= 2, f"no visible ring on {here}"
            assert here["isOnScreen"], f"the focus is out of sight on {here}"
            if (name and here["name"] == name) or (field and here["field"] == field):
                return
        raise AssertionError(f"Tab never reaches {name or field}")

    def press(self, name: str) -> None:
        self.reach(name=name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def answer_by_keys(used, words, *, button):
    keys = Keyboard(used.page)
    used.go("/")
    keys.press("Write my answer")
    keys.reach(field="text")
    used.page.keyboard.type(words)
    keys.press(button)


def test_question_to_reveal_by_keyboard_alone(server, desk):
    alices, bobs = desk(), desk(color_scheme="dark")
    become_a_couple(alices, bobs, server.setup_link)

    answer_by_keys(alices, ANSWER, button="Seal my answer")
    answer_by_keys(bobs, ANSWER_BACK, button="Seal my answer")
    Keyboard(alices.page).press("Look again")

    assert bobs.reads(ANSWER)
    assert alices.reads(ANSWER_BACK)


def test_the_first_tab_offers_to_skip_to_the_page(server, desk):
    charlies = desk()
    charlies.go("/guide/")
    keys = Keyboard(charlies.page)

    keys.press("Skip to the page")

    assert charlies.page.evaluate("document.activeElement.id") == "main"
