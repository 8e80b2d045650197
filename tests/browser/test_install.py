"""On the home screen: what a browser asks of an app, a plain name, and reminders that arrive."""

import base64
import json
import struct

import pytest
from axe_playwright_python.sync_playwright import Axe
from device import cached, wait_for_shell
from phones import DESK, PHONE
from scenes import begin, sign_in

pytestmark = pytest.mark.browser
SUBSCRIPTION = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/a-phone-of-alice",
    "keys": {
        "p256dh": base64.urlsafe_b64encode(b"\x04" + bytes(range(64))).decode().rstrip("="),
        "auth": base64.urlsafe_b64encode(bytes(16)).decode().rstrip("="),
    },
}
SUBSCRIBES = """(given) => {
  const here = () => {
    const made = JSON.parse(sessionStorage.getItem("stub") ?? "null");
    const unsubscribe = async () => sessionStorage.removeItem("stub");
    const options = made && { applicationServerKey: Uint8Array.from(made).buffer };
    return made && { toJSON: () => given, options, unsubscribe };
  };
  PushManager.prototype.getSubscription = async () => here();
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    const plain = atob(applicationServerKey.replaceAll("-", "+").replaceAll("_", "/"));
    sessionStorage.setItem("stub", JSON.stringify([...plain].map((each) => each.charCodeAt(0))));
    return here();
  };
}"""


@pytest.fixture(scope="module", autouse=True)
def _account(server, open_phone):
    begin(open_phone(), server.setup_link)


@pytest.fixture
def alices(phone):
    return at_home(phone())


def at_home(used):
    """Sign Alice in on one more phone, and wait until its worker is awake."""
    sign_in(used, "Alice")
    used.name = "Alice"
    wait_for_shell(used)
    return used


def renew_worker(page, before: list[str]) -> None:
    """Fetch the worker anew, and wait until it has taken over: its files alone are left."""
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.update()).then(() => 0)")
    for _try in range(100):
        after = page.evaluate("caches.keys()")
        if len(after) == 1 and after != before:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"The old worker stayed: {after}")


def manifest_of(used) -> dict:
    wire = used.context.new_cdp_session(used.page)
    found = wire.send("Page.getAppManifest")
    assert found["errors"] == []
    return json.loads(found["data"])


def test_a_browser_finds_nothing_that_stands_against_installing_it(alices):
    wire = alices.context.new_cdp_session(alices.page)

    found = wire.send("Page.getInstallabilityErrors")["installabilityErrors"]

    not_in_a_private_window = [each for each in found if each["errorId"] != "in-incognito"]
    assert not_in_a_private_window == []


def test_the_icons_are_there_in_the_sizes_they_claim(alices):
    for icon in manifest_of(alices)["icons"]:
        answer = alices.context.request.get(alices.base + icon["src"])

        width, height = struct.unpack(">II", answer.body()[16:24])

        assert answer.headers["content-type"] == icon["type"] == "image/png"
        assert f"{width}x{height}" == icon["sizes"]


def test_a_plain_name_reaches_the_home_screen_of_this_phone(alices):
    alices.go("/settings/")
    alices.tap("On your home screen")

    alices.tap(alices.page.locator("label.choice", has_text="Notes"))
    alices.tap("Keep it")

    assert alices.reads("Kept for this browser.")
    told = manifest_of(alices)
    assert (told["name"], told["short_name"], told["description"]) == ("Notes", "Notes", "")
    assert all("plain" in icon["src"] for icon in told["icons"])
    touch = alices.page.locator("link[rel=apple-touch-icon]").get_attribute("href")
    assert "plain-180" in touch
    title = alices.page.locator("meta[name=apple-mobile-web-app-title]")
    assert title.get_attribute("content") == "Notes"


def test_a_new_worker_takes_over_while_a_page_stays_open(alices):
    before = alices.page.evaluate("caches.keys()")
    alices.go("/tonight/")
    alices.write_at("textarea[name=text]", "LoopHalf a thought")
    tab = alices.context.new_page()
    tab.goto(alices.base + "/settings/app/")
    tab.locator("label.choice", has_text="Notes").click()
    tab.get_by_role("button", name="Keep it").click()  # another name is another build
    tab.get_by_text("Kept for this browser.").wait_for()

    renew_worker(tab, before)

    wait_for_shell(alices)
    assert any(path.endswith(".css") for path in cached(alices))
    assert alices.page.locator("textarea[name=text]").input_value() == "LoopHalf a thought"
    assert alices.reads("Kept as a draft")


SHOWN = """async () => {
  const all = await (await navigator.serviceWorker.ready).getNotifications();
  return all.map(({ title, body, icon, tag, data }) => ({ title, body, icon, tag, data }));
}"""


def deliver(used, data: str) -> list[dict]:
    """Hand the worker a push as the browser would; return the notifications that it showed."""
    wire = used.context.new_cdp_session(used.page)
    found: list[str] = []
    wire.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(each["registrationId"] for each in told["registrations"]),
    )
    wire.send("ServiceWorker.enable")
    while not found:
        used.page.wait_for_timeout(50)
    given = {"origin": used.base, "registrationId": found[0], "data": data}
    wire.send("ServiceWorker.deliverPushMessage", given)
    for _try in range(100):
        shown = used.page.evaluate(SHOWN)
        if shown:
            return shown
        used.page.wait_for_timeout(100)
    return []


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (json.dumps({"title": "Closeknit", "body": "A quiet line.", "url": "/"}), "A quiet line."),
        ("", "Something is open for you."),
        ("not JSON", "Something is open for you."),
    ],
    ids=["words", "nothing", "noise"],
)
def test_a_reminder_arrives_with_generic_words(alices, data, body):
    alices.context.grant_permissions(["notifications"])

    (shown,) = deliver(alices, data)

    assert (shown["title"], shown["body"]) == ("Closeknit", body)
    assert "closeknit-192" in shown["icon"]
    assert alices.name not in str(shown)


def test_a_reminder_comes_under_the_plain_name_where_that_was_chosen(alices):
    alices.context.grant_permissions(["notifications"])
    alices.context.add_cookies([{"name": "app", "value": "plain", "url": alices.base}])
    before = alices.page.evaluate("caches.keys()")
    renew_worker(alices.page, before)

    (shown,) = deliver(alices, json.dumps({"title": "Closeknit", "body": "A quiet line."}))

    assert shown["title"] == "Notes"
    assert "plain-192" in shown["icon"]
    assert "loseknit" not in str(shown)


def test_this_phone_can_be_added_and_removed_as_a_way_for_reminders(alices):
    alices.context.add_init_script(f"({SUBSCRIBES})({json.dumps(SUBSCRIPTION)})")
    alices.go("/settings/reminders/")

    alices.tap("On this phone")

    assert alices.reads("Reminders can reach you there now.")
    assert alices.reads("this one")
    assert not alices.page.locator("[data-push-subscribe]").is_visible()
    alices.tap(alices.page.get_by_role("button", name="Remove").first)
    alices.reads("Nothing goes there any more.")
    alices.page.locator("[data-push-subscribe]").wait_for()
    assert alices.page.evaluate("sessionStorage.getItem('stub')") is None


def test_a_browser_that_refuses_says_so_in_words(alices):
    refuses = "PushManager.prototype.subscribe = () => Promise.reject(new Error('no'))"
    alices.context.add_init_script(refuses)
    alices.go("/settings/reminders/")

    alices.tap("On this phone")

    assert alices.reads("This browser said no.")


def test_an_iphone_outside_the_home_screen_is_told_where_it_works(phone):
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1"
    used = at_home(phone(user_agent=agent))
    used.context.add_init_script("delete window.PushManager")

    used.go("/settings/reminders/")

    assert used.reads("On an iPhone or iPad, reminders come once")
    assert not used.page.locator("[data-push-subscribe]").is_visible()


@pytest.mark.parametrize("size", [PHONE, DESK, {"width": 320, "height": 640}], ids=str)
def test_the_new_pages_are_readable_in_both_themes_and_at_every_width(alices, size):
    alices.page.set_viewport_size(size)

    for path in ("/settings/app/", "/offline/today/", "/offline/kept/"):
        alices.go(path)
        alices.page.wait_for_timeout(200)
        for theme in ("light", "dark"):
            alices.page.emulate_media(color_scheme=theme)
            found = Axe().run(alices.page).response["violations"]

            assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
        assert alices.page.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
