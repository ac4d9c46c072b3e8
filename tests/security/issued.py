"""Certificates of authorities made for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.security.certificate import Identity

PEM = serialization.Encoding.PEM


class Authority:
    """Somebody who vouches for others. `issuer`: who vouches for it, nobody for a root."""

    def __init__(self, name: str = "Test authority", issuer: Authority | None = None) -> None:
        self.name = name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.issuer = issuer or self
        self.certificate = self.issuer.sign(name, self.key, is_authority=True)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def issue(
        self, *names: str, days: float = 30, since: float = 1, between: tuple[Authority, ...] = ()
    ) -> Identity:
        """An identity that this authority vouches for under `names`; `between` it and a root are others."""
        key = ec.generate_private_key(ec.SECP256R1())
        own = self.sign(names[0], key, names=names, days=days, since=since)
        chain = own.public_bytes(PEM) + b"".join(one.pem for one in between)
        key_pem = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return Identity(chain, key_pem)

    def sign(
        self,
        subject: str,
        key: ec.EllipticCurvePrivateKey,
        *,
        names: tuple[str, ...] = (),
        is_authority: bool = False,
        days: float = 30,
        since: float = 1,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        of_issuer = self.key.public_key()
        made = (
            x509.CertificateBuilder()
            .subject_name(_called(subject))
            .issuer_name(_called(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=since))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(of_issuer), critical=False)
        )
        if is_authority:
            made = made.add_extension(_MAY_SIGN, critical=True)
        else:
            alternatives = x509.SubjectAlternativeName([_alternative(name) for name in names])
            made = made.add_extension(alternatives, critical=False)
        return made.sign(self.key, hashes.SHA256())


_MAY_SIGN = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
