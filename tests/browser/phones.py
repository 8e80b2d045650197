"""A phone or a desk: a browser of its own, that counts taps and notes whatever goes wrong."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request

PHONE = {"width": 390, "height": 844}
ZONE = (
    "Europe/London"  # a browser without a place, as on many test machines, would be asked for one
)
DESK = {"width": 1280, "height": 900}
REFUSED = re.compile(r"status of (\d{3})")


@dataclass
class Phone:
    """One person's browser; `taps` counts what a thumb does, typing is free."""

    context: BrowserContext
    page: Page
    base: str
    may_be_refused: set[int] = field(default_factory=set)
    may_lose_network: bool = False
    lacks_authority: bool = False  # it only looks away from certificates, and a worker does not
    name: str = ""
    taps: int = 0
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("request", self._look_at_request)
        self.context.on("console", self._look_at_console)
        self.context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))

    def go(self, path: str) -> None:
        """Open a path of this server, or a whole address."""
        self.page.goto(path if "://" in path else self.base + path)

    def tap(self, target: str | Locator, role: Any = None) -> None:
        """Tap what a person would call by this name: a button, a link or a choice."""
        found = target if isinstance(target, Locator) else self.named(target, role)
        found.click()
        self.taps += 1

    def write(self, label: str, words: str) -> None:
        """Type into a field; reaching it costs a tap when it is not focused already."""
        self._write(self.page.get_by_label(label, exact=True), words)

    def write_at(self, selector: str, words: str) -> None:
        self._write(self.page.locator(selector).first, words)

    def named(self, name: str, role: Any = None) -> Locator:
        if role:
            return self.page.get_by_role(role, name=name, exact=True).first
        button = self.page.get_by_role("button", name=name, exact=True)
        return button.or_(self.page.get_by_role("link", name=name, exact=True)).first

    def reads(self, words: str) -> bool:
        """Wait until the page shows these words."""
        self.page.get_by_text(words).first.wait_for()
        return True

    def sees(self, selector: str) -> bool:
        """Wait until this is on the page."""
        self.page.locator(selector).first.wait_for()
        return True

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def words(self) -> str:
        return self.page.locator("main").inner_text()

    def _write(self, box: Locator, words: str) -> None:
        if not box.evaluate("box => box === document.activeElement"):
            self.tap(box)
        box.fill(words)

    def _look_at_request(self, request: Request) -> None:
        inside = request.url.startswith((self.base + "/", "data:", "blob:", "about:"))
        if not inside:
            self.problems.append(f"asked another place: {request.url}")

    def _look_at_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        refused = REFUSED.search(message.text)
        if refused and int(refused.group(1)) in self.may_be_refused:
            return
        if self.may_lose_network and "ERR_INTERNET_DISCONNECTED" in message.text:
            return
        if self.lacks_authority and "error occurred when fetching the script" in message.text:
            return
        self.problems.append(f"console: {message.text} at {message.location}")
