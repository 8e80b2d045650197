"""Peers of the home's https that shake no hands, or come from one address all at once."""

import socket
import ssl
from collections.abc import Iterator
from http.client import HTTPSConnection

import pytest
from served import PATIENCE, Served, serving
from slow_peers import HEAD, listen_to, peers, until

from closeknit.hosting.addresses import local_names

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(local_names().address is None, reason="this machine is in no network"),
]
HEAD_WITHIN, LATE, OF_ONE_SOURCE = 10, 4, 64
PROBE = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("https") / "data", "--lan") as running:
        yield running


def test_a_handshake_that_never_begins_and_a_head_that_never_ends_are_given_up(served):
    with peers(served, 100) as silent, _secure(served) as dripping:
        dripping.sendall(HEAD)
        seconds = until(
            lambda: all(one.is_over for one in silent),
            seconds=HEAD_WITHIN + LATE,
            meanwhile=lambda: listen_to(silent),
        )

        assert seconds > HEAD_WITHIN - 1
        assert dripping.recv(13) == b"HTTP/1.1 408 "
        assert _is_ready(served)


def test_one_address_has_no_more_than_its_share(served):
    address = str(local_names().address)
    with peers(served, OF_ONE_SOURCE + 10, address=address) as silent:

        def listen() -> None:
            for one in silent:
                one.listen()

        until(lambda: sum(one.is_over for one in silent) >= 10, seconds=LATE, meanwhile=listen)
        assert [one.is_over for one in silent] == [True] * 10 + [False] * OF_ONE_SOURCE
        assert _is_ready(served)


def test_a_request_that_comes_with_the_end_of_the_handshake_is_answered(served):
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as plain:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        secure = _trusting().wrap_bio(incoming, outgoing, server_hostname="localhost")
        while True:
            try:
                secure.do_handshake()
                break
            except ssl.SSLWantReadError:
                plain.sendall(outgoing.read())
                incoming.write(plain.recv(65536))
        secure.write(PROBE)
        plain.sendall(outgoing.read())
        answer = b""
        while b"The server is ready." not in answer:
            try:
                answer += secure.read()
            except ssl.SSLWantReadError:
                incoming.write(plain.recv(65536))

    assert answer.startswith(b"HTTP/1.1 200 ")


def _is_ready(served: Served) -> bool:
    connection = HTTPSConnection("127.0.0.1", served.port, timeout=1, context=_trusting())
    connection.request("GET", "/readyz", headers={"Host": "localhost"})
    status = connection.getresponse().status
    connection.close()
    return status == 200


def _secure(served: Served) -> ssl.SSLSocket:
    plain = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)
    return _trusting().wrap_socket(plain, server_hostname="localhost")


def _trusting() -> ssl.SSLContext:
    """Return a context for a server whose authority another test looks at."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
