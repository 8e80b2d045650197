import pytest

from closeknit.hosting.push_contact import NOBODY, push_contact


@pytest.mark.parametrize(
    ("public_url", "sender", "contact"),
    [
        ("https://home.our-name.org", "closeknit@home.our-name.org", "https://home.our-name.org"),
        ("https://laptop.tail1.ts.net", "us@mail.org", "https://laptop.tail1.ts.net"),
        ("https://192.168.1.9:8321", "Us <us@mail.org>", "mailto:us@mail.org"),
        ("https://[fd12::9]", "closeknit@[IPv6:fd12::9]", NOBODY),
        ("https://192.168.1.9", "closeknit@[192.168.1.9]", NOBODY),
        ("https://laptop.local:8321", "closeknit@laptop.local", NOBODY),
        ("https://laptop", "closeknit@laptop", NOBODY),
        ("http://localhost:8321", "closeknit@localhost", NOBODY),
        ("http://localhost:8321", "us@mail.org", "mailto:us@mail.org"),
    ],
)
def test_a_push_service_is_told_a_contact_that_resolves(public_url, sender, contact):
    assert push_contact(public_url=public_url, sender=sender) == contact
