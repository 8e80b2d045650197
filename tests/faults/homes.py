"""A home that Alice and Bob came into through its pages, to be killed, copied or broken."""

import os
import re
from dataclasses import dataclass
from http.cookiejar import Cookie
from pathlib import Path

from couple_at_home import Pair, password_of, settle, sign_in
from form_browser import FormBrowser
from served import Served, serving

CANARY = "the canary under the apple tree"
NAMES = ("alice", "bob")
IS_NIGHT = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


@dataclass
class Home:
    """A data folder, and what the two keep on their own devices and on paper."""

    folder: Path
    cookies: dict[str, list[Cookie]]
    codes: dict[str, str]

    @property
    def database(self) -> Path:
        return self.folder / "closeknit.sqlite3"

    @property
    def log(self) -> Path:
        return self.folder / "closeknit.sqlite3-wal"

    def at(self, folder: Path) -> "Home":
        return Home(folder=folder, cookies=self.cookies, codes=self.codes)

    def pair(self, served: Served) -> Pair:
        """Return both at their browsers, with the cookies of the day they came."""
        browsers = [FormBrowser(f"http://localhost:{served.port}") for _name in NAMES]
        for name, browser in zip(NAMES, browsers, strict=True):
            for cookie in self.cookies[name]:
                browser.cookies.set_cookie(cookie)
        alice, bob = browsers
        return Pair(alice, bob)

    def seen(self) -> dict[str, bool]:
        """Start the server and tell who signs in by password and finds the canary there."""
        with serving(self.folder) as served:
            return seen_on(served)


BOTH = dict.fromkeys(NAMES, True)


def seen_on(served: Served) -> dict[str, bool]:
    found = {}
    for name in NAMES:
        browser = FormBrowser(f"http://localhost:{served.port}")
        sign_in(browser, name)
        found[name] = CANARY in browser.open("/thanks/")
    return found


def settled(folder: Path) -> Home:
    """Begin a home as two people do; Alice thanks Bob, and each writes a code on paper."""
    with serving(folder) as served:
        return settled_on(served, folder)


def settled_on(served: Served, folder: Path) -> Home:
    pair = settle(served)
    thank(pair.alice, CANARY)
    browsers = dict(zip(NAMES, (pair.alice, pair.bob), strict=True))
    codes = {name: code_on_paper(browser, name) for name, browser in browsers.items()}
    cookies = {name: list(browser.cookies) for name, browser in browsers.items()}
    return Home(folder=folder, cookies=cookies, codes=codes)


def thank(browser: FormBrowser, words: str) -> str:
    """Write a thank-you, and return its address."""
    browser.open("/thanks/new/")
    browser.send(browser.form("/thanks/new/"), did=words)
    assert words in browser.page
    return browser.address


def code_on_paper(browser: FormBrowser, name: str) -> str:
    browser.open("/recovery-code/")
    browser.send(browser.form("/recovery-code/"), current=password_of(name))
    paper = re.search(r'class="code-on-paper"[^>]*>(.*?)</p>', browser.page, re.DOTALL).group(1)
    groups = re.findall(r"<span>(\w+)</span>", paper)
    browser.send(browser.form("/recovery-code/"), last_group=groups[-1])
    assert browser.status == 200
    return "-".join(groups)
