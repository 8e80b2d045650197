"""A certificate authority for one home, and the server certificate it signs.

The authority can vouch only for private addresses and `.local` names (RFC 5280, name
constraints): a phone that trusts it does not trust it for any other site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from closeknit.hosting.durable import write_whole

AUTHORITY_LASTS = timedelta(days=3650)
SERVER_LASTS = timedelta(days=397)  # what browsers accept at most
RENEW_BEFORE = timedelta(days=30)
_CLOCKS_MAY_DIFFER = timedelta(days=1)
_PRIVATE_NETWORKS = (  # IANA's special-purpose registry: no site of the public internet is here
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "192.0.2.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
)


@dataclass(frozen=True, repr=False)
class Signed:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey

    @property
    def public_pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """Return SHA-256 over the certificate, in pairs of digits as phones show it."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()


@dataclass(frozen=True)
class ServerFiles:
    """What TLS needs: one PEM file with key and certificate, and the authority's certificate."""

    pem: Path
    authority: Signed
    ends_at: datetime


def server_files(*, folder: Path, names: Sequence[str], now: datetime) -> ServerFiles:
    """Return a certificate for `names` that lasts another 30 days, made again where it must be."""
    authority = _read(folder / "lan-authority.pem")
    if authority is None or _ends_soon(authority, now):
        authority = _make_authority(now)
        _write(folder / "lan-authority.pem", authority)
    server = _read(folder / "lan-server.pem")
    if server is None or _ends_soon(server, now) or not _fits(server, authority, names):
        server = _make_server(authority, names, now)
        _write(folder / "lan-server.pem", server)
    return ServerFiles(
        pem=folder / "lan-server.pem",
        authority=authority,
        ends_at=server.certificate.not_valid_after_utc,
    )


def _make_authority(now: datetime) -> Signed:
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Closeknit at home")])
    permitted: list[x509.GeneralName] = [
        x509.IPAddress(ip_network(net)) for net in _PRIVATE_NETWORKS
    ]
    permitted += [x509.DNSName("local"), x509.DNSName("localhost")]
    public = key.public_key()
    certificate = (
        _builder(subject=name, issuer=name, key=public, now=now, lasts=AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Signed(certificate, key)


def _make_server(authority: Signed, names: Sequence[str], now: datetime) -> Signed:
    key = generate_private_key(SECP256R1())
    issuer = authority.certificate
    public, issuing = key.public_key(), authority.key.public_key()
    certificate = (
        _builder(
            subject=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Closeknit")]),
            issuer=issuer.subject,
            key=public,
            now=now,
            lasts=SERVER_LASTS - _CLOCKS_MAY_DIFFER,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return Signed(certificate, key)


def _builder(
    *,
    subject: x509.Name,
    issuer: x509.Name,
    key: EllipticCurvePublicKey,
    now: datetime,
    lasts: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_MAY_DIFFER)
        .not_valid_after(now + lasts)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _alternatives(names: Sequence[str]) -> list[x509.GeneralName]:
    return [_alternative(name) for name in sorted(names)]


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _fits(server: Signed, authority: Signed, names: Sequence[str]) -> bool:
    own = server.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    try:
        server.certificate.verify_directly_issued_by(authority.certificate)
    except Exception:  # noqa: BLE001  any doubt about the signature means a new certificate
        return False
    return list(own.value) == _alternatives(names)


def _ends_soon(signed: Signed, now: datetime) -> bool:
    return signed.certificate.not_valid_after_utc < now + RENEW_BEFORE


def _read(path: Path) -> Signed | None:
    try:
        pem = path.read_bytes()
        key = load_pem_private_key(pem, password=None)
        certificate = x509.load_pem_x509_certificate(pem)
    except (OSError, ValueError):
        return None
    return Signed(certificate, key) if isinstance(key, EllipticCurvePrivateKey) else None


def _write(path: Path, signed: Signed) -> None:
    secret = signed.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_whole(path, (secret + signed.public_pem).decode("ascii"))
