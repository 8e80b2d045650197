"""Taking one's words along from a real server: asked for, waited for, fetched."""

import io
import re
import time
import zipfile
from collections.abc import Callable

from couple_at_home import password_of
from form_browser import FormBrowser
from served import PATIENCE

READY = "/take/download/"
BROKE_OFF = "It broke off before the file was whole."


def ask(browser: FormBrowser, name: str) -> None:
    browser.open("/take/")
    browser.send(browser.form("/take/"), current=password_of(name))
    assert browser.status == 200, browser.page


def until(browser: FormBrowser, is_there: Callable[[str], bool]) -> str:
    """Look again and again, as somebody does who came back to the page."""
    ends = time.monotonic() + PATIENCE
    while not is_there(page := browser.open("/take/")):
        assert time.monotonic() < ends, page
        time.sleep(0.1)
    return page


def fetch(browser: FormBrowser) -> str:
    """Return the words of the file, as its page for reading has them."""
    until(browser, lambda page: READY in page)
    browser.open(READY)
    assert browser.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(browser.body)) as folder:
        return folder.read("closeknit.html").decode()


def export_by(browser: FormBrowser, name: str) -> str:
    ask(browser, name)
    return fetch(browser)


def progress_in(page: str) -> tuple[int, int] | None:
    """Return how many rooms are done, and of how many; None when none is under way."""
    found = re.search(r'<progress[^>]* value="(\d+)" max="(\d+)"', page)
    return (int(found[1]), int(found[2])) if found else None
