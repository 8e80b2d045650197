"""What a real mail server hears of the host's password, and when."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from smtplib import SMTPException
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.mail import EmailMessage
from served import free_port

from closeknit.config.mail_url import mail_settings
from closeknit.hosting.authority import server_files


@dataclass
class Listener:
    """A mail server that asks for a password, even in the clear."""

    passwords: list = field(default_factory=list)
    mails: list = field(default_factory=list)

    def check(self, _server, session, _envelope, _mechanism, given):
        self.passwords.append((given.login, given.password, session.ssl is not None))
        return AuthResult(success=True)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002  aiosmtpd's
        self.mails.append(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """Return the server's side of TLS; the test's own side trusts it."""
    files = server_files(folder=tmp_path, names=("localhost",), now=datetime.now(UTC))
    authority = tmp_path / "authority.pem"
    authority.write_bytes(files.authority.certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.pem)
    return context


@pytest.fixture
def listening(request):
    def start(**how):
        listener = Listener()
        port = free_port()
        controller = Controller(
            listener,
            hostname="127.0.0.1",
            port=port,
            authenticator=listener.check,
            auth_require_tls=False,
            **how,
        )
        controller.start()
        request.addfinalizer(controller.stop)
        return listener, port

    return start


def send(settings, url):
    for name, value in mail_settings(url).items():
        setattr(settings, name, value)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EmailMessage("A line", "words", "us@home.example", ["you@home.example"]).send()


def test_the_password_follows_starttls(certificate, listening, settings):
    listener, port = listening(tls_context=certificate)

    send(settings, f"smtp+tls://us:p%23q@localhost:{port}")

    assert listener.passwords == [(b"us", b"p#q", True)]
    assert listener.mails == [["you@home.example"]]


def test_a_server_without_starttls_never_hears_the_password(listening, settings):
    listener, port = listening()

    with pytest.raises(SMTPException):
        send(settings, f"smtp+tls://us:quiet@localhost:{port}")

    assert (listener.passwords, listener.mails) == ([], [])


def test_a_server_whose_certificate_nobody_trusts_never_hears_the_password(
    certificate, listening, settings, monkeypatch
):
    monkeypatch.delenv("SSL_CERT_FILE")
    listener, port = listening(tls_context=certificate)

    with pytest.raises(OSError, match="certificate"):
        send(settings, f"smtp+tls://us:quiet@localhost:{port}")

    assert (listener.passwords, listener.mails) == ([], [])


def test_on_this_machine_a_password_may_go_in_the_clear(listening, settings):
    listener, port = listening()

    send(settings, f"smtp://us:quiet@localhost:{port}")

    assert listener.passwords == [(b"us", b"quiet", False)]
