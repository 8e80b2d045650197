"""Two real browsers in one listening room: when a thumb tapped, and when the other page changed.

Run by bench/live.py: takes their address and cookies as one line, then a number of seconds on each
further line.
"""

import json
import sys
import time
from typing import Any

from chromium import FLAGS, find_chromium
from phones import PHONE
from playwright.sync_api import Browser, Page, sync_playwright

TAPS_A_SECOND = 4
PATIENCE_MS = 20_000
# Both pages note milliseconds since 1970 by their machine's one clock: the last tap as the browser
# took it in, the instant at which the event of each version of the room arrived, and the one at
# which that version first stood in the page.
NOTE = """
window.seen = {};
window.heard = {};
window.EventSource = class extends EventSource {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => {
      window.heard[data.split(" ")[1]] ??= performance.timeOrigin + performance.now();
    });
  }
};
const waiting = {};
const noted = () => {
  const version = document.getElementById("room")?.dataset.version;
  if (version) window.seen[version] ??= performance.timeOrigin + performance.now();
  waiting[version]?.();
};
window.stands = (version) => new Promise((go) => { waiting[version] = go; noted(); });
new MutationObserver(noted).observe(document, { childList: true, subtree: true });
addEventListener("click", (tap) => {
  window.tapped = performance.timeOrigin + tap.timeStamp;
}, true);
"""
Seen = tuple[float, float, float, int]
"""Milliseconds of the tap, the event at the other page and that page's change; the version."""


def main(port: int) -> None:
    listening_room = json.loads(sys.stdin.readline())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        pages = [
            _page(browser, port, listening_room, cookies) for cookies in listening_room["cookies"]
        ]
        _tap_for(pages, seconds=2)  # so that what follows is warm
        print("open", flush=True)
        for line in sys.stdin:
            print(json.dumps(_tap_for(pages, seconds=float(line))), flush=True)
        browser.close()


def _page(
    browser: Browser, port: int, listening_room: dict[str, Any], cookies: dict[str, str]
) -> Page:
    base = f"http://localhost:{port}"
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": key, "value": one, "url": base} for key, one in cookies.items()])
    context.add_init_script(NOTE)
    page = context.new_page()
    page.goto(f"{base}/listening/{listening_room['listening_room']}/")
    return page


def _tap_for(pages: list[Page], *, seconds: float) -> list[Seen]:
    """Tap by turns: the listener gives it back, the speaker asks once more."""
    begun = time.perf_counter()
    found: list[Seen] = []
    while (due := len(found) / TAPS_A_SECOND) < seconds:
        time.sleep(max(0.0, begun + due - time.perf_counter()))
        found.append(_tap(pages))
    return found


def _tap(pages: list[Page]) -> Seen:
    speaker, listener = pages
    version = int(speaker.locator("#room").get_attribute("data-version") or 0)
    tapper, other = (listener, speaker) if version % 2 == 0 else (speaker, listener)
    label = "I gave it back" if version % 2 == 0 else "Not yet"
    tapper.get_by_role("button", name=label, exact=True).click()
    wanted = version + 1
    for page in pages:
        page.evaluate("version => window.stands(version)", wanted)
    tapped = tapper.evaluate("() => window.tapped")
    heard, seen = other.evaluate("version => [window.heard[version], window.seen[version]]", wanted)
    return tapped, heard, seen, wanted


if __name__ == "__main__":
    main(int(sys.argv[1]))
