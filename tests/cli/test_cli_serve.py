import re
import signal
import socket
import ssl
from http.client import HTTPConnection, HTTPSConnection

import pytest
from served import PATIENCE, closeknit, free_port, serving

from closeknit.hosting.addresses import local_names


def test_the_first_start_prints_an_address_and_a_link_that_opens_the_way_in(tmp_path):
    with serving(tmp_path / "data") as server:
        status, headers, _page = server.answer(server.setup_path)

        assert f"http://localhost:{server.port}/" in server.said
        assert (status, headers["location"]) == (302, "/begin/")
        assert server.status("/healthz") == 200
        assert server.status("/readyz") == 200


def test_a_new_start_replaces_the_link_that_nobody_used(home):
    with serving(home) as first:
        old = first.setup_path.split("/")[2]

    with serving(home) as second:
        new = second.setup_path.split("/")[2]

        assert second.status("/begin/", Cookie=f"begin={old}") == 404
        assert second.status("/begin/", Cookie=f"begin={new}") == 200


def test_an_invitation_leaves_earlier_ones_open(home):
    with serving(home) as server:
        one, two = (closeknit("invite", home=home).stdout.split("/")[-2] for _ in range(2))

        assert server.status("/begin/", Cookie=f"begin={one}") == 200
        assert server.status("/begin/", Cookie=f"begin={two}") == 200


def test_an_invitation_names_the_address_that_phones_in_the_home_use(home):
    with serving(home):
        plain, at_home = closeknit("invite", home=home), closeknit("invite", "--lan", home=home)

    assert plain.stdout.startswith("http://localhost")
    assert at_home.stdout.startswith("https://")
    assert "localhost" not in at_home.stdout


def test_no_one_time_secret_reaches_the_log(home):
    with serving(home) as server:
        server.status("/begin/the-secret-of-a-link/")
        server.status("/join/the-secret-of-a-link/")
        server.status("/begin/the-secret-of-a-link/more")
        server.status("/join/the-secret-of-a-link/", method="POST")

    assert "the-secret-of-a-link" not in server.said
    assert "/begin/…" in server.said


def test_all_that_the_server_writes_is_its_owners_alone(home):

    with serving(home):
        open_to_others = [path for path in home.rglob("*") if path.stat().st_mode & 0o077]

    assert open_to_others == []


def test_a_request_in_flight_is_answered_before_the_server_stops(home):
    with serving(home) as server:
        sending = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        sending.putrequest("POST", "/sign-in/")
        sending.putheader("Content-Length", "5")
        sending.endheaders()
        server.process.send_signal(signal.SIGINT)
        sending.send(b"login")

        assert sending.getresponse().status == 403
        assert server.process.wait(PATIENCE) == 0


def test_senders_that_dawdle_keep_nobody_else_waiting(home):
    with serving(home, THREADS="2") as server:
        slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(6)]
        for one in slow:
            one.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nl")

        assert server.status("/healthz") == 200

        for one in slow:
            one.close()


def test_a_header_with_underscores_cannot_pose_as_another(home):
    with serving(home, TRUSTED_PROXIES="1", PUBLIC_URL="https://home.example") as server:
        forged = server.answer("/sign-in/", Host="home.example", X_Forwarded_Proto="https")
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        connection.request(
            "GET", "/sign-in/", headers={"Host": "home.example", "X_Forwarded_Proto": "https"}
        )
        underscored = connection.getresponse()
        connection.close()

    assert "strict-transport-security" in forged[1]
    assert underscored.getheader("strict-transport-security") is None


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"PUBLIC_URL": "http://192.168.1.7:8321"}, "plain http"),
        ({"PUBLIC_URL": "http://home.example"}, "plain http"),
        ({"HOST": "192.0.2.1"}, "plain http"),
        ({"HOST": "192.0.2.1", "PUBLIC_URL": "https://home.example"}, "TRUSTED_PROXIES"),
        ({"LAN": "true", "PUBLIC_URL": "https://home.example"}, "home.example"),
    ],
)
def test_words_never_cross_a_network_in_the_clear(settings, why, tmp_path):
    done = closeknit("serve", home=tmp_path / "data", **settings)

    assert done.returncode == 1
    assert why in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({}, "Several workers need PostgreSQL"),
        ({"LAN": "true", "DATABASE_URL": "postgres://db.example/closeknit"}, "by one process"),
    ],
    ids=["SQLite", "a home"],
)
def test_several_workers_are_refused_where_one_must_do(settings, why, tmp_path):
    done = closeknit("serve", "--workers", "2", home=tmp_path / "data", **settings)

    assert done.returncode == 1
    assert why in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_port_that_is_taken_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])

        done = closeknit("serve", "--port", port, home=tmp_path / "data")

    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr


needs_network = pytest.mark.skipif(
    local_names().address is None, reason="this machine is in no network"
)


@needs_network
def test_lan_serves_https_that_a_phone_trusts_once_it_has_the_certificate(home):
    address = str(local_names().address)
    with serving(home, "--lan") as server:
        shown, certificate = _from_steps(server.port + 1)
        trust = ssl.create_default_context(cadata=certificate)
        over_https = HTTPSConnection(address, server.port, timeout=PATIENCE, context=trust)
        over_https.request("GET", "/sign-in/")
        answer = over_https.getresponse()
        cookies = answer.getheader("set-cookie")
        over_https.close()

        assert answer.status == 200
        assert cookies.startswith("__Host-")
        assert "Secure" in cookies
        assert shown in server.said
        assert f"https://{address}:{server.port}/begin/" in server.said


@needs_network
def test_lan_answers_nothing_but_the_steps_over_plain_http(home):
    with serving(home, "--lan") as server:
        for path in ("/sign-in/", "/begin/x/", "/static/ui/closeknit.css", "/healthz"):
            assert _plain(server.port + 1, path)[0] == 404


def _from_steps(port: int) -> tuple[str, str]:
    """Return the fingerprint that the steps page shows, and the certificate it offers."""
    page = _plain(port, "/")[1]
    shown = ":".join(re.findall(r"<span>([0-9A-F]{2})</span>", page))
    return shown, _plain(port, "/closeknit-authority.crt")[1]


def _plain(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


@pytest.mark.parametrize("command", ["serve", "invite", "doctor", "send-due"])
def test_a_database_that_does_not_answer_is_named_in_a_sentence(command, tmp_path):
    home = tmp_path / "data"
    home.mkdir()
    nowhere = f"postgresql://closeknit:quiet-secret@127.0.0.1:{free_port()}/closeknit"

    done = closeknit(command, home=home, DATABASE_URL=nowhere)

    assert done.returncode != 0
    assert "The database does not answer" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "quiet-secret" not in done.stdout + done.stderr
