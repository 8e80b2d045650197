from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from closeknit.hosting.authority import AUTHORITY_LASTS, SERVER_LASTS, server_files

NOW = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
NAMES = ("localhost", "127.0.0.1", "kitchen.local", "192.168.1.7")


def test_a_client_that_trusts_the_authority_accepts_every_local_name(tmp_path):
    files = server_files(folder=tmp_path, names=NAMES, now=NOW)

    for name in NAMES:
        assert _accepts(files, name)
    assert not _accepts(files, "192.168.1.8")


def test_lifetimes_stay_within_what_browsers_accept(tmp_path):
    files = server_files(folder=tmp_path, names=NAMES, now=NOW)

    server = x509.load_pem_x509_certificate(files.pem.read_bytes())
    assert server.not_valid_after_utc - server.not_valid_before_utc <= SERVER_LASTS
    assert files.authority.certificate.not_valid_after_utc == NOW + AUTHORITY_LASTS


def test_the_authority_vouches_for_no_address_or_name_outside_a_home(tmp_path):
    files = server_files(folder=tmp_path, names=NAMES, now=NOW)

    constraints = files.authority.certificate.extensions.get_extension_for_class(
        x509.NameConstraints
    )
    permitted = constraints.value.permitted_subtrees
    networks: list[Any] = [name.value for name in permitted if isinstance(name, x509.IPAddress)]
    names = [name.value for name in permitted if isinstance(name, x509.DNSName)]

    assert constraints.critical
    assert names == ["local", "localhost"]
    assert not any(
        ip_address(public) in network
        for public in ("1.1.1.1", "93.184.215.14", "2606:4700::1111")
        for network in networks
    )


def test_a_certificate_for_a_public_name_is_refused_even_when_it_was_signed(tmp_path):
    files = server_files(folder=tmp_path, names=("bank.example",), now=NOW)

    assert not _accepts(files, "bank.example")


def test_keys_are_their_owners_alone(tmp_path):
    server_files(folder=tmp_path / "secrets", names=NAMES, now=NOW)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()}
    assert modes == {"lan-authority.pem": 0o600, "lan-server.pem": 0o600}


def test_nothing_is_made_anew_while_it_still_fits(tmp_path):
    first = server_files(folder=tmp_path, names=NAMES, now=NOW)
    before = first.pem.read_bytes()

    server_files(folder=tmp_path, names=NAMES, now=NOW + timedelta(days=300))

    assert first.pem.read_bytes() == before


@pytest.mark.parametrize(
    ("names", "later"),
    [
        ((*NAMES, "192.168.1.9"), timedelta(0)),
        (NAMES, timedelta(days=380)),
    ],
)
def test_another_address_or_a_near_end_renews_the_server_under_the_same_authority(
    names, later, tmp_path
):
    first = server_files(folder=tmp_path, names=NAMES, now=NOW)
    before = first.pem.read_bytes()

    second = server_files(folder=tmp_path, names=names, now=NOW + later)

    assert second.pem.read_bytes() != before
    assert second.authority.fingerprint == first.authority.fingerprint
    assert _accepts(second, names[-1], at=NOW + later)


def test_a_damaged_key_file_is_replaced(tmp_path):
    files = server_files(folder=tmp_path, names=NAMES, now=NOW)
    files.pem.write_bytes(b"torn")

    again = server_files(folder=tmp_path, names=NAMES, now=NOW)

    assert _accepts(again, "192.168.1.7")


def _accepts(files, name, at=NOW):
    subject = _subject(name)
    verifier = (
        PolicyBuilder()
        .store(Store([files.authority.certificate]))
        .time(at)
        .build_server_verifier(subject)
    )
    try:
        verifier.verify(x509.load_pem_x509_certificate(files.pem.read_bytes()), [])
    except VerificationError:
        return False
    return True


def _subject(name):
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
