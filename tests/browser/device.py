"""What a phone keeps by itself: its caches and its queue, read the way whoever holds it could."""

import sqlite3
import time
from collections.abc import Callable
from string import ascii_lowercase, ascii_uppercase

from phones import Phone
from scenes import begin
from servers import Server

CANARY = "zx7canaryQ4 under the plum tree"
SECOND = "zx7canaryQ4 the second one"

NAMES = iter((f"Alice {a}{b}", f"Bob {a}{b}") for a in ascii_uppercase for b in ascii_lowercase)

SHELL = "/offline/today/"
PATIENCE = 15  # seconds

_ALL_CACHED = """async () => {
  const found = {};
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) {
      const answer = await (await caches.open(name)).match(request, { ignoreVary: true });
      const headers = JSON.stringify([...answer.headers]);
      found[new URL(request.url).pathname] = headers + await answer.text();
    }
  return found;
}"""
_ALL_QUEUED = """() => new Promise((done, failed) => {
  const asked = indexedDB.open("offline", 1);
  asked.onupgradeneeded = () => asked.transaction.abort();
  asked.onerror = () => done([]);
  asked.onsuccess = () => {
    const all = asked.result.transaction("entries").objectStore("entries").getAll();
    const plain = (part) => Array.from(part, (byte) => String.fromCharCode(byte)).join("");
    all.onsuccess = () => {
      asked.result.close();
      done(all.result.map((entry) => ({ ...entry, sealed: plain(entry.sealed) })));
    };
    all.onerror = () => failed(all.error);
  };
})"""


def cached(phone: Phone) -> dict[str, str]:
    """Return everything in Cache Storage, headers and body, by its path."""
    return phone.page.evaluate(_ALL_CACHED)


def queued(phone: Phone) -> list[dict]:
    """Return every entry of the queue; `sealed` as one character for each byte."""
    return phone.page.evaluate(_ALL_QUEUED)


def wait_for_shell(phone: Phone, *, gone: bool = False) -> None:
    """Wait until the worker has put tonight's page away, or forgotten it."""
    _wait(lambda: (SHELL in cached(phone)) is not gone, phone)


def wait_for_queue(phone: Phone, length: int) -> None:
    _wait(lambda: len(queued(phone)) == length, phone)


def _wait(is_so: Callable[[], bool], phone: Phone) -> None:
    """Ask again and again; a page's own waiting takes an answer that is yet to come for a yes."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, f"{phone.name} waited in vain at {phone.page.url}"
        phone.page.wait_for_timeout(50)


def lose_network(phone: Phone) -> None:
    phone.may_lose_network = True
    phone.context.set_offline(True)


def find_network(phone: Phone) -> None:
    phone.context.set_offline(False)


def write_answer(used: Phone, words: str = CANARY) -> None:
    used.write_at("form[data-writes=answer] textarea", words)
    used.tap(used.page.locator("form[data-writes=answer] button"))
    used.page.locator("[data-is-kept]").wait_for()


def write_thanks(used: Phone, words: str = SECOND) -> None:
    if not used.page.locator("form[data-writes=thanks]").is_visible():
        used.tap(used.page.get_by_text("Write one for when the network is back"))
    used.write_at("form[data-writes=thanks] textarea", words)
    for_them = used.page.locator("form[data-writes=thanks] label", has_text="Leave it for them")
    if for_them.count():
        used.tap(for_them)
    used.tap(used.page.locator("form[data-writes=thanks] button"))
    used.page.locator("[data-thanks-kept]").wait_for()


def taken_in(server: Server) -> list[str]:
    """Return the ids of the entries that the server took in, in their order."""
    with sqlite3.connect(server.folder / "data" / "closeknit.sqlite3") as database:
        rows = database.execute("SELECT id FROM offline_offlineentry ORDER BY rowid")
        return [row[0] for row in rows]


def ids_of(used: Phone) -> list[str]:
    return [entry["id"].replace("-", "") for entry in queued(used)]


def arrive(used: Phone, server: Server, name: str) -> Phone:
    """Begin alone, and wait until the worker is awake."""
    begin(used, server.link_for_another_couple(), name)
    used.go("/")
    wait_for_shell(used)
    return used
