"""The certificate and key by which a hub or a person is known. Knows files, no sockets.

`cryptography` takes 0.1 s to import, so it is imported where it is needed: never before a window shows.
"""

from __future__ import annotations

import base64
import binascii
import re
import ssl
from dataclasses import field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem
from app.values import frozen

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

YEARS = 20
# A small computer without a clock battery starts in 1970; its certificate must serve people in the present.
_EARLIEST = 1_735_689_600.0  # 2025-01-01
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CERTIFICATE_BEGINS = b"-----BEGIN CERTIFICATE-----\n"
_KEY_BEGINS = b"-----BEGIN PRIVATE KEY-----\n"  # PKCS #8 without a passphrase
_EC_KEY = bytes.fromhex("06072a8648ce3d0201")  # the object identifier id-ecPublicKey (RFC 5480 section 2.1.1)
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)


@frozen
class Identity:
    """A certificate (PEM, with its chain where there is one) and its private key (PEM, PKCS #8)."""

    certificate_pem: bytes
    key_pem: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Lower-case hex SHA-256 of the DER certificate, 64 characters. Raises SecurityError."""
        match = _PEM.search(self.certificate_pem)
        try:
            return fingerprint_of(base64.b64decode(match[1])) if match else _no_certificate()
        except binascii.Error:
            return _no_certificate()


def fingerprint_of(der: bytes) -> str:
    """Lower-case hex SHA-256 of a DER certificate, 64 characters."""
    return sha256(der).hexdigest()


def load_or_make(folder: Path, name: str, common_name: str, *, now: float) -> Identity:
    """The identity kept as `<name>.crt` and `<name>.key` in `folder`, made at first use.

    `now`, in seconds since 1970, is when a new certificate begins to be valid, or a day before.

    Several programs may do this at once and get the same identity. Raises SecurityError when the
    files cannot be used; damaged ones are set aside by then, so that the next call makes a new identity.
    """
    private_files.make_folder(folder)
    cert_path, key_path = folder / f"{name}.crt", folder / f"{name}.key"
    # In this order: a certificate is written after its key, so whoever sees it sees the key as well.
    certificate = private_files.read(cert_path)
    if certificate is not None and private_files.read(key_path) is None:
        raise _damaged((cert_path, certificate))
    key = _key_in(key_path)
    private_files.restrict(key_path)
    if certificate is None:
        private_files.create(cert_path, _make_certificate(key, common_name, now))
        certificate = private_files.read(cert_path) or b""
    if _are_ours(cert_path, certificate, key_path, key):
        return Identity(certificate, key)
    try:
        return _checked(certificate, key)
    except SecurityError as error:
        raise _damaged((cert_path, certificate), (key_path, key)) from error


def load(cert: Path, key: Path) -> Identity:
    """An identity from given PEM files (a chain may follow the certificate). Raises SecurityError."""
    content = []
    for path in (cert, key):
        data = private_files.read(path)
        if data is None:
            raise SecurityError(SecurityProblem.NO_SUCH_FILE, path=path)
        content.append(data)
    try:
        return _checked(*content)
    except SecurityError as error:
        raise SecurityError(SecurityProblem.PAIR_UNUSABLE, cert=cert, key=key, why=error) from error


def _are_ours(cert_path: Path, certificate: bytes, key_path: Path, key: bytes) -> bool:
    """Whether the two files belong together and are as we write them, found out without `cryptography`.

    That one costs every start of a hub 0.1 s and 16 MiB. False decides nothing.
    """
    as_written = certificate.startswith(_CERTIFICATE_BEGINS) and key.startswith(_KEY_BEGINS)
    if not as_written or _EC_KEY not in _der(key):
        return False
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert_path, key_path, password=lambda: b"")
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        return False
    return True


def _der(pem: bytes) -> bytes:
    """What a PEM text of one part encodes, b"" when it is none."""
    try:
        return base64.b64decode(b"".join(pem.split(b"-----")[2:3]))
    except binascii.Error:
        return b""


def _no_certificate() -> str:
    raise SecurityError(SecurityProblem.NO_CERTIFICATE)


def _damaged(*files: tuple[Path, bytes]) -> SecurityError:
    """Set files aside; the error that says so."""
    asides = [private_files.set_aside(path, seen) for path, seen in files]
    names = tuple(aside.name for aside in asides)
    return SecurityError(SecurityProblem.IDENTITY_DAMAGED, folder=files[0][0].parent, asides=names)


def _key_in(path: Path) -> bytes:
    """The private key in the file, made if there is none; another program's if that came first."""
    key = private_files.read(path)
    if key is None:
        private_files.create(path, _make_key())
        key = private_files.read(path) or b""
    return key


def _make_key() -> bytes:
    from cryptography.hazmat.primitives.asymmetric import ec

    return _key_pem(ec.generate_private_key(ec.SECP256R1()))


def _key_pem(key: PrivateKeyTypes) -> bytes:
    from cryptography.hazmat.primitives import serialization

    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _make_certificate(key_pem: bytes, common_name: str, now: float) -> bytes:
    """A self-signed certificate for the key, for servers and clients alike; b"" when the key is damaged."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    try:
        key = serialization.load_pem_private_key(key_pem, password=None)
    except (ValueError, TypeError):
        return b""
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return b""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64] or "Hubbub")])
    begin = _EPOCH + timedelta(seconds=max(now, _EARLIEST))
    usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin - timedelta(days=1))  # clocks of one network differ
        .not_valid_after(begin + timedelta(days=365.25 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def _checked(certificate_pem: bytes, key_pem: bytes) -> Identity:
    """The identity of two PEM texts that belong together. Raises SecurityError."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    certificates = _certificates(certificate_pem)
    try:
        key = serialization.load_pem_private_key(key_pem, password=None)
    except TypeError as error:
        raise SecurityError(SecurityProblem.KEY_LOCKED) from error
    except ValueError as error:
        raise SecurityError(SecurityProblem.NOT_A_KEY) from error
    if not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        raise SecurityError(SecurityProblem.KEY_OF_OTHER_KIND)
    if key.public_key() != certificates[0].public_key():
        raise SecurityError(SecurityProblem.KEY_OF_ANOTHER)
    chain = b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in certificates)
    return Identity(chain, _key_pem(key))


def _certificates(pem: bytes) -> list[x509.Certificate]:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise SecurityError(SecurityProblem.NOT_A_CERTIFICATE) from error
