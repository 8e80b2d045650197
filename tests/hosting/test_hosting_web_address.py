import pytest

from closeknit.hosting.web_address import bracketed, canonical_url, host_of


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("https://home.example", "https://home.example"),
        ("https://home.example/", "https://home.example"),
        ("https://home.example//", "https://home.example"),
        ("HTTPS://Home.EXAMPLE", "https://home.example"),
        ("https://home.example.", "https://home.example"),
        ("https://home.example.:8443/", "https://home.example:8443"),
        ("https://home.example:443", "https://home.example"),
        ("https://home.example:", "https://home.example"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:443", "http://localhost:443"),
        ("https://home.example:08443", "https://home.example:8443"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
        ("https://MÜNCHEN.example.", "https://xn--mnchen-3ya.example"),
        ("https://mu\u0308nchen.example", "https://xn--mnchen-3ya.example"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://münchen。example", "https://xn--mnchen-3ya.example"),
        ("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example"),
        ("https://r3---one.example", "https://r3---one.example"),
        ("http://[::1]:8471", "http://[::1]:8471"),
        ("https://[FD12:0:0::0009]", "https://[fd12::9]"),
        ("https://192.168.1.9:8321", "https://192.168.1.9:8321"),
        ("https://my-laptop.local", "https://my-laptop.local"),
    ],
)
def test_each_way_to_write_an_address_is_the_one_that_browsers_send(typed, canonical):
    found = canonical_url(typed)

    assert found == canonical
    assert canonical_url(found) == canonical


def test_brackets_stand_around_ipv6_alone():
    assert bracketed(host_of("http://[fd12::9]:1")) == "[fd12::9]"
    assert bracketed(host_of("http://home.example:1")) == "home.example"
