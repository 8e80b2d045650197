"""People who write thank-yous as fast as the server answers, until it is gone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from urllib.parse import urlencode
from uuid import uuid4

from form_browser import FormBrowser
from served import PATIENCE, Served
from stream_reader import cookies_of


@dataclass
class Writing:
    """What was acknowledged, each in the order of its writer, and what was answered otherwise."""

    served: Served
    browser: FormBrowser
    kept: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def until(self, count: int) -> None:
        """Wait until so many are kept."""
        self.wait(lambda: len(self.kept) >= count)

    def wait(self, is_so) -> None:
        ends = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < ends, f"{len(self.kept)} kept, refused: {self.refused}"
            time.sleep(0.002)

    def kill(self) -> None:
        """Kill the server in the middle of all that."""
        self.served.process.kill()
        self.served.process.wait(PATIENCE)

    def write_on(self) -> None:
        form = self.browser.form("/thanks/new/")
        headers = {
            "Cookie": cookies_of(self.browser),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = HTTPConnection("localhost", self.served.port, timeout=PATIENCE)
        try:
            while not self.ended.is_set():
                key = str(uuid4())
                body = urlencode({**form.fields, "key": key, "did": words_of(key)})
                connection.request("POST", "/thanks/new/", body, headers)
                response = connection.getresponse()
                response.read()
                if response.status == 302:
                    self.kept.append(key)
                else:
                    self.refused.append(response.status)
        except (OSError, HTTPException):
            pass  # the server is gone
        finally:
            connection.close()


def words_of(key: str) -> str:
    return f"kept as {key}"


@contextmanager
def writing(served: Served, browser: FormBrowser, *, writers: int) -> Iterator[Writing]:
    """Have so many write at once with one person's session, to the end of the block."""
    browser.open("/thanks/new/")
    work = Writing(served=served, browser=browser)
    threads = [Thread(target=work.write_on) for _ in range(writers)]
    for thread in threads:
        thread.start()
    try:
        yield work
    finally:
        work.ended.set()
        for thread in threads:
            thread.join(PATIENCE)


def is_there(browser: FormBrowser, key: str) -> bool:
    """Tell whether a thank-you opens with its words; a page that is neither there nor not fails."""
    page = browser.open(f"/thanks/{key}/")
    assert browser.status in {200, 404}, browser.status
    return browser.status == 200 and words_of(key) in page
