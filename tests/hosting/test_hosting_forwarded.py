"""4.1.3: whose address counts, behind proxies, over IPv6, and where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.hosting.forwarded import client_address, source_of

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("forwarded", "proxies", "read"),
    [
        ("203.0.113.5", 0, PROXY),
        ("203.0.113.5", 1, "203.0.113.5"),
        ("198.51.100.1, 203.0.113.5", 1, "203.0.113.5"),  # the first part is the visitor's own lie
        ("198.51.100.1, 203.0.113.5", 2, "198.51.100.1"),
        ("203.0.113.5", 2, PROXY),
        ("203.0.113.5:4711", 1, "203.0.113.5"),
        ("2001:db8::5", 1, "2001:db8::5"),
        ("[2001:db8::5]", 1, "2001:db8::5"),
        ("[2001:db8::5]:4711", 1, "2001:db8::5"),
        ("::ffff:203.0.113.5", 1, "203.0.113.5"),
        ("[::ffff:203.0.113.5]:80", 1, "203.0.113.5"),
        ("fe80::1%eth0", 1, "fe80::1"),
        ("[fe80::1%25eth0]:80", 1, "fe80::1"),
        ("", 1, PROXY),
        (" , ", 1, PROXY),
        ("unknown", 1, PROXY),
        ("203.0.113.5, garbage", 1, PROXY),
        ("203.0.113.5, garbage", 2, PROXY),
        ("203.0.113.5:port", 1, PROXY),
        ("203.0.113.5:999999", 1, PROXY),
        ("[203.0.113.5", 1, PROXY),
        ("for=203.0.113.5", 1, PROXY),
        ("203.0.113.005", 1, PROXY),
        ("٢٠٣.0.113.5", 1, PROXY),
    ],
)
def test_the_part_that_the_outermost_trusted_proxy_wrote_counts(forwarded, proxies, read):
    assert client_address(peer=PROXY, forwarded=forwarded, proxies=proxies) == read


@pytest.mark.parametrize("peer", ["", "unix:", "@"])
def test_a_socket_without_an_address_has_a_name_of_its_own(peer):
    assert client_address(peer=peer, forwarded="", proxies=0) == "local"
    assert client_address(peer=peer, forwarded="203.0.113.5", proxies=1) == "203.0.113.5"


@given(st.text(), st.text(), st.integers(0, 4))
def test_nothing_a_visitor_sends_breaks_it(peer, forwarded, proxies):
    assert source_of(client_address(peer=peer, forwarded=forwarded, proxies=proxies))


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("local", "local"),
    ],
)
def test_an_ipv6_home_is_one_source(address, source):
    assert source_of(address) == source
