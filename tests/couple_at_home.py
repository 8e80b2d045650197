"""Alice and Bob on two browsers of a real server, in a listening room that both said yes to."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from form_browser import Form, FormBrowser
from served import Served, environment
from stream_reader import OpenStream, cookies_of

ANNOUNCE = """
import sys, uuid
from closeknit.config.wsgi import live
from closeknit.live import announce
announce(uuid.UUID(sys.argv[1]), version=int(sys.argv[2]))
"""
LISTENING_ROOM = re.compile(r"/listening/([0-9a-f-]{36})/")


@dataclass
class Pair:
    alice: FormBrowser
    bob: FormBrowser
    listening_room: str = ""

    def move_to(self, served: Served) -> None:
        """Go on at a server that was started anew, with the cookies that were kept."""
        for browser in (self.alice, self.bob):
            browser.base = f"http://localhost:{served.port}"

    def enter(self) -> None:
        """Open a listening room as Alice and say yes as Bob."""
        self.alice.open("/listening/")
        form = self.alice.form("/listening/")
        self.alice.send(form, question="own", text="the garden")
        self.listening_room = LISTENING_ROOM.search(self.alice.address).group(1)
        self.tap(self.bob, "agree")

    def look(self, browser: FormBrowser) -> str:
        """Return the sentence that stands large on its page."""
        page = browser.open(f"/listening/{self.listening_room}/")
        return re.search(r'data-says="([^"]+)"', page).group(1)

    def tap(self, browser: FormBrowser, act: str) -> None:
        browser.open(f"/listening/{self.listening_room}/")
        browser.send(self.button(browser, act))

    def button(self, browser: FormBrowser, act: str) -> Form:
        return next(form for form in browser.forms() if form.fields.get("act") == act)

    def stream(self, browser: FormBrowser, served: Served, *, without: str = "") -> OpenStream:
        cookies = cookies_of(browser, without=without)
        return OpenStream(served.port, self.listening_room, cookies=cookies)


def settle(served: Served) -> Pair:
    """Bring two people into one space, on a server that nobody has used yet."""
    base = f"http://localhost:{served.port}"
    alice, bob = FormBrowser(base), FormBrowser(base)
    come_in(alice, served.setup_path, "alice")
    come_in(bob, invitation_by(alice), "bob")
    alice.open("/")
    return Pair(alice, bob)


def invitation_by(browser: FormBrowser) -> str:
    """Make an invitation and return its path."""
    browser.open("/invite/")
    browser.send(browser.form("/invite/"))
    return re.search(r"/join/[a-z0-9]{5}-[a-z-]+", browser.page).group()


def come_in(browser: FormBrowser, path: str, name: str) -> None:
    browser.open(path)
    form = browser.form("/begin/" if path.startswith("/begin/") else "/join/")
    browser.send(form, name=name, password=password_of(name), kind="own")


def sign_in(browser: FormBrowser, name: str) -> None:
    browser.cookies.clear()
    browser.open("/sign-in/")
    form = browser.form("/sign-in/")
    browser.send(form, login=name, password=password_of(name), kind="own")


def password_of(name: str) -> str:
    return f"a quiet {name} evening"


def announce_elsewhere(home: Path, listening_room: str, version: int, **settings: str) -> None:
    """Announce from a process of its own, as another worker or another host would."""
    command = [sys.executable, "-c", ANNOUNCE, listening_room, str(version)]
    subprocess.run(command, env=environment(home, **settings), check=True)
