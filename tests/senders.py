"""The real `closeknit send-due`, and real servers on loopback that it sends to."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from aiosmtpd.controller import Controller
from django.conf import settings
from served import COMMAND, PATIENCE, environment, free_port

HERE = Path(__file__).with_name("sender")


def sender_environment(home: Path, *, now: datetime, **extra: str) -> dict[str, str]:
    """Return what lets a child use this test's database file and this test's secrets."""
    ours = environment(home, SECRETS_DIR=str(settings.ENVIRONMENT.secrets_dir), **extra)
    return {
        **ours,
        "DJANGO_SETTINGS_MODULE": "child_settings",
        "PYTHONPATH": str(HERE),
        "TEST_NOW": now.isoformat(),
    }


def start(home: Path, *, now: datetime, waits: bool = False, **extra: str) -> subprocess.Popen:
    given = sender_environment(home, now=now, **extra)
    return subprocess.Popen(
        [COMMAND, "send-due"],
        env=given | ({"TEST_WAIT_BEFORE_CLAIM": "yes"} if waits else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def send_due(home: Path, *, now: datetime, **extra: str) -> str:
    """Run the command to its end and return what it said."""
    process = start(home, now=now, waits=False, **extra)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    return said


@dataclass
class Mailbox:
    """A real mail server; it stops in the middle of a conversation while `hold` is set."""

    port: int
    mails: list = field(default_factory=list)
    dawdles: float = 0  # seconds before it takes a mail
    hold: Event = field(default_factory=Event)
    asked: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802, ARG002  aiosmtpd's
        self.asked.set()
        while self.hold.is_set():  # noqa: ASYNC110  set from another thread
            await asyncio.sleep(0.02)
        await asyncio.sleep(self.dawdles)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002  aiosmtpd's
        self.mails.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    mailbox = Mailbox(port=free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


@dataclass
class PushService:
    """A stand-in for a browser maker's server; it keeps what arrives and answers `status`."""

    port: int
    status: int = 201
    location: str = ""
    requests: list = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/push/a-phone"


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService(port=free_port())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            service.requests.append(
                (self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            )
            self.send_response(service.status)
            if service.location:
                self.send_header("Location", service.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815  http.server's name

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", service.port), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
