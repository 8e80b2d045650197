import pytest
from django.core.mail import get_connection

from closeknit.config.mail_url import mail_settings

PLAIN, STARTTLS, TLS = (False, False), (True, False), (False, True)


@pytest.mark.parametrize(
    ("url", "port", "way"),
    [
        ("smtp+tls://us:quiet@mail.example", 587, STARTTLS),
        ("smtp+tls://us:quiet@mail.example:587", 587, STARTTLS),
        ("SMTP+TLS://us:quiet@Mail.Example:2525/", 2525, STARTTLS),
        ("smtp+tls://us:quiet@mail.example:465", 465, TLS),
        ("submission://us:quiet@mail.example", 587, STARTTLS),
        ("submit://us:quiet@mail.example", 587, STARTTLS),
        ("smtp+ssl://us:quiet@mail.example", 465, TLS),
        ("smtps://us:quiet@mail.example", 465, TLS),
        ("smtps://us:quiet@mail.example:465", 465, TLS),
        ("smtps://us:quiet@mail.example:2525", 2525, TLS),
        ("smtps://us:quiet@mail.example:587", 587, STARTTLS),
        ("smtp://us:quiet@mail.example:587?tls=true", 587, STARTTLS),
        ("smtp://us:quiet@mail.example:465/?ssl=True&timeout=9", 465, TLS),
        ("smtp://us:quiet@localhost:1025", 1025, PLAIN),
        ("smtp://us:quiet@127.0.0.1", 25, PLAIN),
        ("smtp://us:quiet@[::1]:1025", 1025, PLAIN),
        ("smtp://mail.example", 25, PLAIN),
        ("smtp://mail_relay:25", 25, PLAIN),
        ("smtp://", 25, PLAIN),
    ],
)
def test_a_password_waits_for_tls_except_on_this_machine(url, port, way):
    found = mail_settings(url)

    assert found["EMAIL_PORT"] == port
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == way


def test_escapes_are_read_and_an_address_may_be_the_user():
    found = mail_settings("smtp+tls://us@home.example:p%23%3F%2F%40%3A%25@mail.example")

    assert found["EMAIL_HOST_USER"] == "us@home.example"
    assert found["EMAIL_HOST_PASSWORD"] == "p#?/@:%"
    assert found["EMAIL_HOST"] == "mail.example"


@pytest.mark.parametrize(
    ("url", "backend"),
    [("dummy://", "dummy"), ("console://", "console"), ("file:///var/our%20mails", "filebased")],
)
def test_mails_may_be_written_down_instead(url, backend):
    found = mail_settings(url)

    assert found["EMAIL_BACKEND"] == f"django.core.mail.backends.{backend}.EmailBackend"
    assert found.get("EMAIL_FILE_PATH", "/var/our mails") == "/var/our mails"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("smtp://us:secret@mail.example", "in the clear"),
        ("smtp://us:secret@mail.example:587", "in the clear"),
        ("smtp://us:secret@mail.example?tls=false", "in the clear"),
        ("smtp://us:secret@localhost.example", "in the clear"),
        ("smtp://us:secret@192.168.1.9", "in the clear"),
        ("smtp://us:secret@127.0.0.1.example", "in the clear"),
        ("smtp+tls://us:sec#ret@mail.example:587", "# as %23"),
        ("smtp+tls://us:sec?ret@mail.example:587", "? as %3F"),
        ("smtp+tls://us:12?ret@mail.example:587", 'behind "?"'),
        ("smtp+tls://us:sec/ret@mail.example:587", "/ as %2F"),
        ("smtp+tls://us:12/ret@mail.example:587", "/ as %2F"),
        ("smtp+tls://us:sec[ret@mail.example:587", "must look like"),
        ("smtp+tls://us:sec ret@mail.example", "must look like"),
        ("smtp+tls://us:secret@mail.example:0x1", "must look like"),
        ("smtp+tls://us:secret@mail..example", "must name a host"),
        ("smtp+tls://us@mail.example", "both user and password"),
        ("smtp+tls://:secret@mail.example", "both user and password"),
        ("smtp+tls://us:secret@mail.example?ssl=perhaps", "true or false"),
        ("smtp+tls://us:secret@mail.example?verify=no", 'behind "?"'),
        ("smtp+starttls://us:secret@mail.example", "must begin with"),
        ("smtptls://us:secret@mail.example", "must begin with"),
        ("https://us:secret@mail.example", "must begin with"),
        ("mail.example:587", "must begin with"),
        ("us:secret@mail.example", "must begin with"),
        ("memory://", "must begin with"),
        ("file:mails", "must begin with"),
        ("//us:secret@mail.example", "must begin with"),
    ],
)
def test_what_is_not_understood_whole_is_refused_and_never_repeated(url, says):
    with pytest.raises(ValueError, match=r".") as refused:
        mail_settings(url)

    assert says in str(refused.value)
    assert not any(part in str(refused.value) for part in ("secret", "sec", "ret@"))


def test_django_takes_what_was_read(settings):
    for name, value in mail_settings("smtp+tls://us:quiet@mail.example").items():
        setattr(settings, name, value)

    connection = get_connection()

    assert (connection.host, connection.port) == ("mail.example", 587)
    assert connection.use_tls
    assert not connection.use_ssl
