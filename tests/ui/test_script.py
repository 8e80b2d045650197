"""What our own script adds, in a real browser."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def state(opened):
    return opened.locator("[data-draft-state]")


def test_a_draft_is_kept_on_the_server_shortly_after_the_last_key(open_sample, site):
    opened = open_sample()

    opened.get_by_label("Your answer").fill("The rain")

    expect(state(opened)).to_have_text("Kept as a draft")
    expect(state(opened)).to_have_attribute("data-state", "kept")
    assert parse_qs(site.drafts[-1])["answer"] == ["The rain"]


def test_fast_typing_is_sent_once(open_sample, site):
    opened = open_sample()

    opened.get_by_label("Your answer").press_sequentially("The rain", delay=20)
    expect(state(opened)).to_have_attribute("data-state", "kept")

    assert len(site.drafts) == 1


def test_a_lost_network_is_said_and_the_draft_is_tried_again(open_sample, site):
    opened = open_sample()
    site.draft_status = 502

    opened.get_by_label("Your answer").fill("The rain")
    expect(state(opened)).to_contain_text("Not kept yet")
    site.draft_status = 204

    expect(state(opened)).to_have_text("Kept as a draft", timeout=8000)


def test_a_locked_space_is_said(open_sample, site):
    opened = open_sample()
    site.draft_status = 423

    opened.get_by_label("Your answer").fill("The rain")

    expect(state(opened)).to_contain_text("Locked")


def test_a_draft_does_not_wait_when_the_page_is_put_away(open_sample, site):
    opened = open_sample()

    opened.get_by_label("Your answer").fill("The rain")
    opened.evaluate("dispatchEvent(new Event('pagehide'))")
    opened.wait_for_timeout(200)

    assert parse_qs(site.drafts[-1])["answer"] == ["The rain"]


def test_a_sent_answer_is_not_kept_again_as_a_draft(open_sample, site):
    opened = open_sample()

    opened.get_by_label("Your answer").fill("The rain")
    opened.get_by_role("button", name="Seal my answer").click()
    opened.wait_for_timeout(1200)

    assert site.visited[-1] == "/answer/"
    assert site.drafts == []


def test_the_browser_stores_no_words(open_sample):
    opened = open_sample()

    opened.get_by_label("Your answer").fill("The rain")
    expect(state(opened)).to_have_attribute("data-state", "kept")

    stored = opened.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "rain" not in stored


def test_leaving_quickly_leaves_no_step_back(open_sample):
    opened = open_sample()
    steps = opened.evaluate("history.length")

    opened.get_by_role("link", name="Leave quickly").click()
    opened.wait_for_url("**/leave-quickly/")

    assert opened.evaluate("history.length") == steps


def test_escape_three_times_leaves_as_well(open_sample):
    opened = open_sample()

    for _ in range(3):
        opened.keyboard.press("Escape")

    opened.wait_for_url("**/leave-quickly/")


def test_a_chosen_theme_is_seen_at_once_and_sent(open_sample, site):
    opened = open_sample()

    opened.get_by_label("Dark", exact=True).check()

    expect(opened.locator("html")).to_have_attribute("data-theme", "dark")
    background = opened.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(27, 24, 21)"
    opened.wait_for_timeout(100)
    assert "/settings/theme/" in site.visited


def test_a_password_can_be_looked_at(open_sample):
    opened = open_sample()
    password = opened.get_by_label("Password")
    password.fill("five quiet words here now")

    opened.get_by_role("button", name="Show").click()
    shown = password.get_attribute("type")
    opened.get_by_role("button", name="Hide").click()

    assert (shown, password.get_attribute("type")) == ("text", "password")


def test_a_link_is_copied(open_sample):
    opened = open_sample(permissions=["clipboard-read", "clipboard-write"])

    opened.get_by_role("button", name="Copy").click()

    expect(opened.get_by_role("button", name="Copied")).to_be_visible()


def test_a_place_to_write_grows_with_the_words(open_sample):
    area = open_sample().get_by_label("Your answer")
    before = area.bounding_box()["height"]

    area.fill("A line\n" * 20)

    assert area.bounding_box()["height"] > before + 200


def test_the_lens_lights_when_it_comes_into_view(open_sample):
    opened = open_sample()
    lens = opened.locator("#reveal .motif")
    expect(lens).to_have_attribute("data-waits-to-light", "")

    lens.scroll_into_view_if_needed()

    expect(lens).not_to_have_attribute("data-waits-to-light", "")
    expect(opened.locator("#reveal .motif-lens")).to_have_css("opacity", "1")


def test_a_turn_counts_down(open_sample):
    value = open_sample().locator("[data-seconds-left]")

    expect(value).to_have_text("1:13", timeout=4000)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", r"^8:30 p\.m\.$"),
        ("Europe/Rome", r"^8:30 p\.m\.$"),
        ("Asia/Tokyo", r"^Tuesday, November 24 at 4:30\sAM$"),
    ],
)
def test_an_instant_is_told_by_the_clock_of_whoever_reads_it(open_sample, zone, said):
    told = open_sample(timezone_id=zone).locator("time[data-offset]")

    expect(told).to_have_text(re.compile(said))


def test_a_window_opens_and_closes_by_keyboard(open_sample):
    opened = open_sample()

    opened.get_by_role("link", name="Open a window").press("Enter")
    expect(opened.get_by_role("dialog")).to_be_visible()
    opened.keyboard.press("Escape")

    expect(opened.get_by_role("dialog")).to_be_hidden()
