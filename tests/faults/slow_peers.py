"""Peers that say too little, too slowly or too much, and somebody who only wants a page."""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from couple_at_home import come_in
from form_browser import FormBrowser
from served import PATIENCE, Served

HEAD = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\n"
WITHIN = 1.0  # seconds that a page may take meanwhile
LEFT_OUT = 0.1  # of the answers: on two cores that others use, too


@dataclass
class Peer:
    """One connection, and what came of it."""

    socket: socket.socket
    said: bytes = b""
    is_over: bool = False

    def send(self, data: bytes) -> None:
        """Send what goes out without waiting; a connection that was ended is over."""
        try:
            self.socket.send(data)
        except BlockingIOError:
            pass
        except OSError:
            self.is_over = True

    def listen(self) -> None:
        try:
            data = self.socket.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self.said += data
        self.is_over = self.is_over or not data


@contextmanager
def peers(
    served: Served, count: int, *, said: bytes = b"", window: int = 0, address: str = "127.0.0.1"
) -> Iterator[list[Peer]]:
    """Open connections that have said something and then wait; a small window takes little."""
    with ExitStack() as stack:
        opened = []
        for _ in range(count):
            one = stack.enter_context(socket.socket())
            if window:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
            one.settimeout(PATIENCE)
            one.connect((address, served.port))
            one.setblocking(False)  # noqa: FBT003  the socket's own signature
            opened.append(Peer(one))
            if said:
                opened[-1].send(said)
        yield opened


@dataclass
class Visitor:
    """Alice, who opens Today again and again while others do as they like."""

    browser: FormBrowser
    served: Served
    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def visit(self) -> None:
        for path, sign in (("/readyz", "The server is ready."), ("/", 'action="/answers/')):
            began = time.monotonic()
            page = self.browser.open(path)
            self.took.append(time.monotonic() - began)
            if sign not in page:
                self.wrong.append(f"{path}: {self.browser.status}")

    @contextmanager
    def visiting(self) -> Iterator[None]:
        """Visit twice a second until the end."""
        ended = threading.Event()

        def go_on() -> None:
            while not ended.wait(0.25):
                self.visit()

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join(PATIENCE)

    def assert_served(self) -> None:
        slow = sorted(self.took)[: -max(1, int(len(self.took) * LEFT_OUT))]
        assert self.wrong == []
        assert len(self.took) > 4
        assert slow[-1] < WITHIN


def at_home(served: Served) -> Visitor:
    browser = FormBrowser(f"http://localhost:{served.port}")
    come_in(browser, served.setup_path, "alice")
    browser.open("/")
    return Visitor(browser, served)


def listen_to(peers: Iterable[Peer]) -> None:
    for one in peers:
        one.listen()


def until(done: Callable[[], bool], *, seconds: float, meanwhile: Callable[[], object]) -> float:
    """Do something until it is done; return how long that took."""
    began = time.monotonic()
    while not done():
        passed = time.monotonic() - began
        assert passed < seconds, f"still not done after {passed:.0f} seconds"
        meanwhile()
        time.sleep(0.1)
    return time.monotonic() - began


def files_below(folder: Path) -> list[Path]:
    with suppress(FileNotFoundError):
        return [path for path in folder.rglob("*") if path.is_file()]
    return []
