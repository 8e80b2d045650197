"""13.2.5, 15.3.2: what leaves goes to allowed servers, to checked addresses, and nowhere else."""

import socket
import time

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from closeknit.hosting import outbound
from closeknit.hosting.destinations import (
    Destinations,
    Refusal,
    RefusedError,
    check_push_address,
    check_service_address,
    is_public,
    push_destinations,
    service_destinations,
)
from closeknit.hosting.outbound import OutboundSession, checked_addresses

PUSH = push_destinations()
SERVICES = service_destinations()
PRIVATE = (
    "127.0.0.1",
    "10.1.2.3",
    "192.168.1.7",
    "172.16.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104  an address to refuse
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_15_3_2_an_address_that_is_not_of_the_open_internet_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::5db8:d70e"])
def test_an_address_of_the_open_internet_is_taken(address):
    assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_15_3_2_a_private_address_wrapped_in_ipv6_stays_private(address):
    assert not is_public(f"::ffff:{address}")
    assert not is_public(f"64:ff9b::{address}")


@pytest.mark.parametrize(
    ("endpoint", "why"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", None),
        ("https://web.push.apple.com/x", None),
        ("https://wns2-par02p.notify.windows.com/w/?token=x", None),
        ("http://fcm.googleapis.com/fcm/send/x", Refusal.NOT_HTTPS),
        ("https://fcm.googleapis.com.example.org/", Refusal.UNKNOWN_PUSH),
        ("https://evilpush.apple.com.example.org/", Refusal.UNKNOWN_PUSH),
        ("https://notpush.apple.com/", Refusal.UNKNOWN_PUSH),
        ("https://127.0.0.1/", Refusal.UNKNOWN_PUSH),
        ("https://fcm.googleapis.com@127.0.0.1/", Refusal.UNKNOWN_PUSH),
        ("https://[::1", Refusal.UNREADABLE),
    ],
)
def test_13_2_5_only_the_push_services_of_browsers_are_taken(endpoint, why):
    assert _refusal(check_push_address, endpoint, PUSH) == why


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ntfy://a-topic", None),
        ("ntfys://ntfy.sh/a-topic", None),
        ("tgram://12345:a-token/42", None),
        ("matrixs://user:password@matrix.org/!room", None),
        ("json://127.0.0.1/", Refusal.UNKNOWN_KIND),
        ("file:///etc/passwd", Refusal.UNKNOWN_KIND),
        ("ntfy://192.168.1.1/topic", Refusal.NOT_ALLOWED),
        ("gotifys://gotify.example.org/token", Refusal.NOT_ALLOWED),
        ("ntfy://a-topic?attach=file:///etc/passwd", Refusal.HAS_OPTIONS),
        ("ntfys://ntfy.sh/topic?verify=no", Refusal.HAS_OPTIONS),
    ],
)
def test_13_2_5_only_listed_services_at_allowed_servers_are_taken(address, why):
    assert _refusal(check_service_address, address, SERVICES) == why


def test_a_server_that_the_host_named_is_taken():
    named = service_destinations(named=["ntfy.home"])

    assert _refusal(check_service_address, "ntfy://ntfy.home/topic", named) is None


def _refusal(check, address, destinations):
    try:
        check(address, destinations=destinations)
    except RefusedError as error:
        return error.why
    return None


def test_13_2_5_a_server_that_is_not_listed_is_never_looked_up(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _never)

    with pytest.raises(requests.ConnectionError, match="not among"):
        OutboundSession(PUSH).post("https://example.org/", timeout=1)


def test_15_3_2_a_listed_name_that_leads_home_is_refused_before_connecting(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: _resolved("127.0.0.1"))
    monkeypatch.setattr(outbound, "create_connection", _never)

    with pytest.raises(requests.ConnectionError):
        OutboundSession(PUSH).post("https://fcm.googleapis.com/x", timeout=1)


def test_15_3_2_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    found = _resolved("93.184.215.14") + _resolved("192.168.1.1")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)

    with pytest.raises(RefusedError):
        checked_addresses("fcm.googleapis.com", 443, destinations=PUSH)


def test_15_3_2_a_name_that_changes_its_mind_leads_nowhere(monkeypatch):
    """The second answer would be this machine; the socket goes to the first, checked one."""
    answers = iter([_resolved("93.184.215.14"), _resolved("127.0.0.1")])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: next(answers))
    asked = []
    monkeypatch.setattr(outbound, "create_connection", lambda to, *_a, **_k: _refuse(asked, to))

    with pytest.raises(requests.ConnectionError):
        OutboundSession(PUSH).post("https://fcm.googleapis.com/x", timeout=1)

    assert asked == [("93.184.215.14", 443)]


def test_15_3_2_who_really_answered_is_looked_at_too(monkeypatch):
    """As if something on the way had led the connection to this machine."""
    with socket.create_server(("127.0.0.1", 0)) as here:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: _resolved("93.184.215.14"))
        led = socket.create_connection(here.getsockname())
        monkeypatch.setattr(outbound, "create_connection", lambda *_a, **_k: led)

        with pytest.raises(requests.ConnectionError):
            OutboundSession(PUSH).post("https://fcm.googleapis.com/x", timeout=1)

        assert led.fileno() == -1


def test_plain_http_goes_only_to_servers_that_the_host_named():
    with pytest.raises(requests.ConnectionError, match="https only"):
        OutboundSession(SERVICES).post("http://ntfy.sh/topic", timeout=1)


def test_the_machines_proxies_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: _resolved("93.184.215.14"))
    asked = []
    monkeypatch.setattr(outbound, "create_connection", lambda to, *_a, **_k: _refuse(asked, to))

    with pytest.raises(requests.ConnectionError):
        OutboundSession(PUSH).post("https://fcm.googleapis.com/x", timeout=1)

    assert asked == [("93.184.215.14", 443)]


def test_a_server_that_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr(outbound, "WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        named = Destinations(hosts=frozenset(), named=frozenset({"127.0.0.1"}))
        began = time.monotonic()

        with pytest.raises(requests.Timeout):
            OutboundSession(named).post(
                f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=9999
            )

        assert time.monotonic() - began < 5


def _resolved(address):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]


def _never(*_given, **_named):
    raise AssertionError("nothing may be asked here")


def _refuse(asked, to):
    asked.append(to)
    raise ConnectionRefusedError
