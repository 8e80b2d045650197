"""Whatever way the public address is typed, the server answers what browsers make of it."""

import re

import pytest
from django.test import RequestFactory
from served import closeknit, serving

from closeknit.config.environment import read_environment

IDN = "xn--mnchen-3ya.example"


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("http://[::1]:8471", "[::1]:8471"),
        ("https://[FD12::9]", "[fd12::9]"),
        ("https://münchen.example", IDN),
        ("https://münchen.example", f"{IDN}."),
        ("https://home.example.", "home.example"),
        ("https://home.example.", "home.example."),
        ("HTTPS://Home.Example/", "home.example"),
        ("https://home.example", "HOME.EXAMPLE:443"),
        ("https://home.example:8443", "home.example.:8443"),
        ("http://localhost:8321", "[::1]:8321"),
        ("http://localhost.:8321", "127.0.0.1:8321"),
    ],
)
def test_the_name_that_a_browser_sends_is_answered(typed, host, settings, monkeypatch):
    monkeypatch.setenv("CLOSEKNIT_PUBLIC_URL", typed)
    settings.ALLOWED_HOSTS = list(read_environment().allowed_hosts)

    assert RequestFactory().get("/", headers={"host": host}).get_host() == host


def form_sent(served, host: str, origin: str) -> int:
    """Open the sign-in and send it as a browser at `origin` does; return the status."""
    behind = {"Host": host, "X-Forwarded-Proto": origin.partition(":")[0]}
    status, headers, page = served.answer("/sign-in/", **behind)
    assert status == 200, page
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    return served.status(
        "/sign-in/",
        method="POST",
        body=f"csrfmiddlewaretoken={token}&login=nobody&password=nothing",
        Cookie=headers["set-cookie"].partition(";")[0],
        Origin=origin,
        Content_Type="application/x-www-form-urlencoded",
        **behind,
    )


def test_a_name_beyond_ascii_is_printed_answered_and_may_send_forms(tmp_path):
    named = "HTTPS://München.example./"
    with serving(tmp_path / "data", PUBLIC_URL=named, TRUSTED_PROXIES="1") as served:
        assert f"https://{IDN}{served.setup_path}" in served.said
        sent = [
            form_sent(served, IDN, f"https://{IDN}"),
            form_sent(served, f"{IDN}.", f"https://{IDN}."),
            form_sent(served, IDN.upper(), f"https://{IDN}"),
        ]
        stranger = served.status("/sign-in/", Host="other.example")

    assert sent == [200, 200, 200]
    assert stranger == 400


def test_an_ipv6_address_is_printed_answered_and_may_send_forms(tmp_path):
    with serving(tmp_path / "data", PUBLIC_URL="http://[0:0::1]:8471") as served:
        assert f"http://[::1]:8471{served.setup_path}" in served.said

        assert form_sent(served, "[::1]:8471", "http://[::1]:8471") == 200


def test_a_served_database_and_its_copy_lie_inside_their_folder(tmp_path):
    home = tmp_path / "C#1 what? 100%25"
    with serving(home) as served:
        assert served.status("/readyz") == 200
        copied = closeknit("backup", home=home)

    assert copied.returncode == 0, copied.stderr
    assert (home / "closeknit.sqlite3").is_file()
    assert len(list((home / "backups").iterdir())) == 1
    assert {path.name for path in tmp_path.iterdir()} == {home.name, served.log.name}


def test_a_wrong_mail_setting_stops_no_start_and_is_said(tmp_path):
    with serving(tmp_path / "data", EMAIL_URL="smtp://us:quiet@mail.example") as served:
        assert served.status("/readyz") == 200

    assert "CLOSEKNIT_EMAIL_URL would send its password in the clear" in served.said
    assert "quiet" not in served.said
