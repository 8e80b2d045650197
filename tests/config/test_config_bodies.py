"""What the real server does with bodies and headers of every size, told and untold."""

import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory
from served import PATIENCE, Served, serving

LIMIT = 1024 * 1024
SENTENCE = "What you sent is larger than this page takes, so nothing of it was kept."


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("bodies") / "data") as running:
        yield running


def test_a_body_too_large_by_its_own_word_is_refused_before_it_is_sent(served):
    status, headers, page = _ask(served, _post(f"Content-Length: {LIMIT + 1}"))

    assert status == 413
    assert SENTENCE in page
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "permissions-policy" in headers
    assert "set-cookie" not in headers


@pytest.mark.parametrize("connection", ["close", "keep-alive"])
@pytest.mark.parametrize("size", [LIMIT + 1, 8 * LIMIT])
def test_who_sends_all_of_it_first_reads_the_page_too(served, size, connection):
    head = _post(f"Content-Length: {size}\r\nConnection: {connection}")

    status, _headers, page = _ask(served, head + b"x" * size)

    assert status == 413
    assert SENTENCE in page


def test_a_body_of_the_limit_comes_through(served):
    assert _ask(served, _post(f"Content-Length: {LIMIT}") + b"x" * LIMIT)[0] == 403  # no token


def test_a_body_in_chunks_is_read_like_any_other(served):
    token = "a" * 64
    form = f"csrfmiddlewaretoken={token}&login=nobody&password=wrong".encode()
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in form) + b"0\r\n\r\n"
    told = f"Transfer-Encoding: chunked\r\nCookie: csrf={'a' * 32}\r\nContent-Type: "
    head = _post(told.replace("a" * 32, token) + "application/x-www-form-urlencoded")

    assert _ask(served, head + chunks)[0] == 200


def test_what_follows_a_body_in_chunks_changes_no_header(served):
    head = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"

    status = _ask(served, head + b"1\r\na\r\n0\r\n" + _trailing("Host: stranger.example"))[0]

    assert status == 403  # no token; as a header it would be a 400


def test_the_sender_of_a_body_in_chunks_cannot_choose_another_source(tmp_path):
    home: dict[str, Any] = {"PUBLIC_URL": "https://home.example", "TRUSTED_PROXIES": "1"}
    with serving(tmp_path / "data", **home) as behind_a_proxy:
        claimed = [f"203.0.113.{turn}" for turn in range(12)]
        statuses = [_wrong_sign_in(behind_a_proxy, source=source) for source in claimed]

    assert statuses == [200] * 8 + [429] * 4


def test_a_body_on_a_get_holds_no_thread(served):
    head = b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"

    assert _ask(served, head + b"hello")[0] == 200


def test_a_connection_goes_on_after_a_body_that_was_refused_and_sent(served):
    with _connected(served) as opened:
        opened.sendall(_post(f"Content-Length: {LIMIT + 1}") + b"x" * (LIMIT + 1))
        first = _read(opened)
        opened.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")

        assert (first[0], _read(opened)[0]) == (413, 200)


@pytest.mark.parametrize(
    "headers",
    [
        "\r\n".join(f"X-{number}: y" for number in range(120)),
        "X: " + "y" * 70_000,
        f"Cookie: {'y' * 66_000}",
    ],
)
def test_headers_too_many_or_too_large_are_refused_in_a_sentence(served, headers):
    status, _headers, said = _ask(served, _post(headers))

    assert (status, said) == (431, "The headers of this request are too large.\n")


def test_an_address_too_long_is_refused_in_a_sentence(served):
    assert _ask(served, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n")[0] == 431


def test_what_is_no_request_is_refused_in_a_sentence(served):
    answer = _ask(served, b"hello\r\n\r\n")

    assert (answer[0], answer[2]) == (400, "This was not a request that can be read.\n")


def test_the_address_of_a_stream_has_a_page_for_who_opens_it_and_a_line_for_a_script(served):
    opened, page = _open(served, "/live/nothing/", accept="text/html,*/*;q=0.8")
    listened, line = _open(served, "/live/nothing/", accept="text/event-stream")

    assert (opened.status, listened.status) == (404, 404)
    assert "<h1>There is nothing here</h1>" in page
    assert "default-src 'none'" in opened.headers["Content-Security-Policy"]
    assert line == "There is nothing here.\n"


def test_a_part_of_a_page_too_large_is_refused_in_place(served):
    status, headers, said = _ask(served, _post(f"Content-Length: {LIMIT + 1}\r\nHX-Request: true"))

    assert (status, headers["hx-retarget"]) == (413, "#messages")
    assert SENTENCE in said
    assert "<html" not in said


def test_an_upload_stays_in_memory():
    file = SimpleUploadedFile("photo.jpg", b"x" * (LIMIT - 10_000))

    request = RequestFactory().post("/", {"photo": file})

    assert isinstance(request.FILES["photo"], InMemoryUploadedFile)


def _post(headers: str) -> bytes:
    return f"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n".encode()


def _trailing(trailer: str) -> bytes:
    return f"{trailer}\r\n\r\n".encode()


def _wrong_sign_in(served: Served, *, source: str) -> int:
    """Sign in wrongly from one address, which claims another behind the body."""
    token = "a" * 64
    form = f"csrfmiddlewaretoken={token}&login=nobody&password=wrong".encode()
    head = (
        "POST /sign-in/ HTTP/1.1\r\nHost: home.example\r\nOrigin: https://home.example\r\n"
        "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https\r\n"
        f"Cookie: __Host-csrf={token}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    ).encode()
    end = b"0\r\n" + _trailing(f"X-Forwarded-For: {source}")
    return _ask(served, head + b"%x\r\n%s\r\n" % (len(form), form) + end)[0]


def _connected(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)


def _ask(served: Served, request: bytes) -> tuple[int, dict[str, str], str]:
    with _connected(served) as opened:
        opened.sendall(request)
        return _read(opened)


def _open(served: Served, path: str, *, accept: str) -> tuple[HTTPResponse, str]:
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        return response, response.read().decode()


def _read(opened: socket.socket) -> tuple[int, dict[str, str], str]:
    """Read one answer, by the length it tells."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += _received(opened)
    head, _, body = said.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    while len(body) < int(headers["content-length"]):
        body += _received(opened)
    return int(first.split()[1]), headers, body.decode()


def _received(opened: socket.socket) -> bytes:
    data = opened.recv(65536)
    assert data, "the server ended the connection in the middle"
    return data
