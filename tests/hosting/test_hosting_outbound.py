"""13.2.5, 15.3.2: what leaves goes to allowed servers, to checked addresses, and nowhere else."""

import socket
import time

import pytest
import requests
from apprise import Apprise
from hypothesis import given, settings
from hypothesis import strategies as st

from closeknit.hosting import outbound
from closeknit.hosting.destinations import (
    AddressRefusal,
    AddressRefusedError,
    Destinations,
    check_push_address,
    check_service_address,
    push_destinations,
    service_destinations,
)
from closeknit.hosting.outbound import OutboundSession, checked_addresses
from closeknit.hosting.special_addresses import is_public

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
    # The rest of IANA's special-purpose registries.
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "240.0.0.1",
    "::8.8.8.8",
    "64:ff9b:1::1",
    "64:ff9b::c000:8",
    "::ffff:192.88.99.1",
    "100::1",
    "100:0:0:1::1",
    "2001:2::1",
    "2001:3::1",
    "2001:4:112::1",
    "2001:10::1",
    "2001:20::1",
    "2001:30::1",
    "2001:db8::1",
    "2620:4f:8000::1",
    "3fff::1",
    "3fff:fff:ffff::1",
    "5f00::1",
    "fd00::1",
    "fec0::1",
    "feff::1",
    "4000::1",
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
        ("http://fcm.googleapis.com/fcm/send/x", AddressRefusal.NOT_HTTPS),
        ("https://fcm.googleapis.com.example.org/", AddressRefusal.UNKNOWN_PUSH),
        ("https://evilpush.apple.com.example.org/", AddressRefusal.UNKNOWN_PUSH),
        ("https://notpush.apple.com/", AddressRefusal.UNKNOWN_PUSH),
        ("https://127.0.0.1/", AddressRefusal.UNKNOWN_PUSH),
        ("https://fcm.googleapis.com@127.0.0.1/", AddressRefusal.UNREADABLE),
        ("https://[::1", AddressRefusal.UNREADABLE),
        ("https://fcm.googleapis.com:443/x", None),
        ("https://fcm.googleapis.com:8443/x", AddressRefusal.UNKNOWN_PUSH),
        ("https://fcm.googleapis.com:22/x", AddressRefusal.UNKNOWN_PUSH),
        ("https://user@fcm.googleapis.com/x", AddressRefusal.UNREADABLE),
        ("https://user:pass@fcm.googleapis.com/x", AddressRefusal.UNREADABLE),
        ("https://fcm.googleapis.com\\@127.0.0.1/x", AddressRefusal.UNREADABLE),
        ("https://127.0.0.1\\@fcm.googleapis.com/x", AddressRefusal.UNREADABLE),
        ("https://fcm.googleapis.com%2f@127.0.0.1/x", AddressRefusal.UNREADABLE),
        ("https://127.0.0.1\t.fcm.googleapis.com/x", AddressRefusal.UNREADABLE),
        ("https:///fcm.googleapis.com/x", AddressRefusal.UNREADABLE),
        ("https://\uff46cm.googleapis.com/x", AddressRefusal.UNREADABLE),
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
        ("json://127.0.0.1/", AddressRefusal.UNKNOWN_KIND),
        ("file:///etc/passwd", AddressRefusal.UNKNOWN_KIND),
        ("ntfy://192.168.1.1/topic", AddressRefusal.NOT_ALLOWED),
        ("gotifys://gotify.example.org/token", AddressRefusal.NOT_ALLOWED),
        ("ntfy://a-topic?attach=file:///etc/passwd", AddressRefusal.HAS_OPTIONS),
        ("ntfys://ntfy.sh/topic?verify=no", AddressRefusal.HAS_OPTIONS),
        ("tgram://bot12345:a-token/42", None),
        ("pover://a-user@a-token", None),
        ("slack://T1/B2/c3", None),
        ("discord://a-name@12345/token", None),
        ("matrixs://user:password@matrix.org/%23room:matrix.org", None),
        ("ntfys://tk_token@ntfy.sh/topic", None),
        # What looks like a server of one's own went to ntfy.sh as a topic.
        ("ntfys://user:pass@localhost", AddressRefusal.UNREADABLE),
        ("ntfys://localhost", AddressRefusal.UNREADABLE),
        ("ntfys://ntfy.home", AddressRefusal.UNREADABLE),
        ("ntfys://192.168.1.9/", AddressRefusal.UNREADABLE),
        ("ntfys://topic:8080", AddressRefusal.UNREADABLE),
        ("gotifys://user:pass@gotify.net/token", AddressRefusal.UNREADABLE),
        ("ntfys://ntfy.sh:8443/topic", AddressRefusal.NOT_ALLOWED),
        ("ntfys://ntfy.sh:22/topic", AddressRefusal.NOT_ALLOWED),
        ("ntfy://ntfy.sh/topic", AddressRefusal.NOT_HTTPS),
        ("gotify://gotify.net/token", AddressRefusal.NOT_HTTPS),
        # What a second parser reads in another way.
        ("ntfys://a@b@ntfy.sh/topic", AddressRefusal.UNREADABLE),
        ("ntfys://ntfy.sh\\@127.0.0.1/topic", AddressRefusal.UNREADABLE),
        ("ntfys://127.0.0.1%2f@ntfy.sh/topic", AddressRefusal.UNREADABLE),
        ("ntfys://ntfy.sh/topic,json://127.0.0.1/", AddressRefusal.UNREADABLE),
        ("ntfys://ntfy.sh/topic%3Fverify=no", AddressRefusal.UNREADABLE),
        ("ntfys://ntfy.sh/topic%0d%0aHost:x", AddressRefusal.UNREADABLE),
        ("ntfys://ntfy.sh/a topic", AddressRefusal.UNREADABLE),
        (" ntfys://ntfy.sh/topic", AddressRefusal.UNKNOWN_KIND),
        ("NTFYS://ntfy.sh/topic", AddressRefusal.UNKNOWN_KIND),
        ("ntfys://ntfy.sh\t/topic", AddressRefusal.UNREADABLE),
        ("ntfys://\uff4etfy.sh/topic", AddressRefusal.UNREADABLE),
        ("ntfys://ntfy.sh/t\u00f6pic", AddressRefusal.UNREADABLE),
        ("ntfys:ntfy.sh/topic", AddressRefusal.UNREADABLE),
        ("tgram://token@127.0.0.1?x/42", AddressRefusal.HAS_OPTIONS),
        ("tgram://to ken/42", AddressRefusal.UNREADABLE),
    ],
)
def test_13_2_5_only_listed_services_at_allowed_servers_are_taken(address, why):
    assert _refusal(check_service_address, address, SERVICES) == why


def test_a_server_that_the_host_named_is_taken():
    named = service_destinations(named=["ntfy.home"])

    assert _refusal(check_service_address, "ntfy://ntfy.home/topic", named) is None
    assert _refusal(check_service_address, "ntfys://u:p@ntfy.home:443/topic", named) is None


@pytest.mark.parametrize(
    ("named", "address", "why"),
    [
        ("ntfy.home", "ntfy://ntfy.home:8080/topic", AddressRefusal.NOT_ALLOWED),
        ("ntfy.home:8080", "ntfy://ntfy.home:8080/topic", None),
        ("ntfy.home:8080", "ntfys://ntfy.home:8080/topic", None),
        ("ntfy.home:8080", "ntfy://ntfy.home/topic", AddressRefusal.NOT_ALLOWED),
        ("ntfy.home:8080", "ntfy://ntfy.home:22/topic", AddressRefusal.NOT_ALLOWED),
        ("192.168.1.9", "gotify://192.168.1.9/token", None),
        ("fd00::5", "ntfys://[fd00::5]/topic", None),
        ("[fd00::5]:8080", "ntfy://[fd00::5]:8080/topic", None),
        ("[fd00::5]:8080", "ntfy://[fd00::5]:8081/topic", AddressRefusal.NOT_ALLOWED),
    ],
)
def test_a_named_server_is_reached_at_its_usual_ports_or_the_named_one(named, address, why):
    destinations = service_destinations(named=[named])

    assert _refusal(check_service_address, address, destinations) == why


_PIECES = (
    *("ntfy.sh", "matrix.org", "127.0.0.1", "user", "topic", "443", "8443", "%2f", "%23", "%0a"),
    *(
        "@",
        ":",
        "/",
        "//",
        "\\",
        "[",
        "]",
        "::1",
        "?",
        "#",
        ",",
        ";",
        " ",
        "\t",
        "\u3002",
        "&",
        "=x",
    ),
)


@settings(deadline=None)  # apprise loads its services when it is first asked
@given(
    st.sampled_from(["ntfys", "gotifys", "matrixs", "signals"]),
    st.lists(st.sampled_from(_PIECES), max_size=8).map("".join),
)
def test_apprise_finds_the_host_that_was_checked_or_nothing(scheme, rest):
    address = f"{scheme}://{rest}"
    if _refusal(check_service_address, address, SERVICES) is not None:
        return

    read = Apprise.instantiate(address)

    is_topic_alone = read is not None and getattr(read, "mode", "") == "cloud"
    assert read is None or is_topic_alone or read.host in SERVICES.hosts


def _refusal(check, address, destinations):
    try:
        check(address, destinations=destinations)
    except AddressRefusedError as error:
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

    with pytest.raises(AddressRefusedError):
        checked_addresses("fcm.googleapis.com", 443, destinations=PUSH)


def test_15_3_2_a_name_that_changes_its_mind_leads_nowhere(monkeypatch):
    """The second answer would be this machine; the socket goes to the first, checked one."""
    answers = iter([_resolved("93.184.215.14"), _resolved("127.0.0.1")])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: next(answers))
    asked: list[object] = []
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


def test_a_listed_server_is_reached_at_no_other_port(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _never)

    for port in (22, 80, 8443):
        with pytest.raises(requests.ConnectionError, match="not among"):
            OutboundSession(PUSH).post(f"https://fcm.googleapis.com:{port}/x", timeout=1)


def test_what_is_dialled_is_checked_whatever_was_read_before(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _never)

    for host, port in (("example.org", 443), ("fcm.googleapis.com", 22)):
        with pytest.raises(AddressRefusedError):
            checked_addresses(host, port, destinations=PUSH)


def test_plain_http_goes_only_to_servers_that_the_host_named():
    with pytest.raises(requests.ConnectionError, match="https only"):
        OutboundSession(SERVICES).post("http://ntfy.sh/topic", timeout=1)


def test_the_machines_proxies_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: _resolved("93.184.215.14"))
    asked: list[object] = []
    monkeypatch.setattr(outbound, "create_connection", lambda to, *_a, **_k: _refuse(asked, to))

    with pytest.raises(requests.ConnectionError):
        OutboundSession(PUSH).post("https://fcm.googleapis.com/x", timeout=1)

    assert asked == [("93.184.215.14", 443)]


def test_a_server_that_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr(outbound, "WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        named = Destinations(hosts=frozenset(), named=frozenset({f"127.0.0.1:{port}"}))
        began = time.monotonic()

        with pytest.raises(requests.Timeout):
            OutboundSession(named).post(f"http://127.0.0.1:{port}/", timeout=9999)

        assert time.monotonic() - began < 5


def _resolved(address):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]


def _never(*_given, **_named):
    raise AssertionError("nothing may be asked here")


def _refuse(asked, to):
    asked.append(to)
    raise ConnectionRefusedError
