"""TLS as both ends use it: versions, ciphers, certificates, and how a peer's certificate is named.

Trusts and distrusts nobody: what a fingerprint is worth is decided elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash
from PySide6.QtNetwork import QSsl, QSslCertificate, QSslConfiguration, QSslKey, QSslSocket

if TYPE_CHECKING:
    from app.security.certificate import Identity

# Forward secrecy and authenticated encryption only; the first three are TLS 1.3's (RFC 9325 section 4.2).
CIPHERS = (
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:"
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
)
_PROTOCOLS = {QSsl.SslProtocol.TlsV1_2: "TLS 1.2", QSsl.SslProtocol.TlsV1_3: "TLS 1.3"}


class TlsError(Exception):
    """A certificate or key that TLS cannot use; the text is one sentence for people."""


def server_configuration(identity: Identity) -> QSslConfiguration:
    """For sockets of a hub that shows `identity`; asks who connects for a certificate and takes any."""
    made = _configured(QSslConfiguration(), identity)
    made.setCaCertificates([])  # any certificate will do, so none is asked for by its issuer
    # Each socket has keys of its own, so no ticket could be redeemed: two messages less per handshake.
    made.setSslOption(QSsl.SslOption.SslOptionDisableSessionTickets, True)
    return made


def client_configuration(identity: Identity | None) -> QSslConfiguration:
    """For a guest's socket, which shows `identity` when the server asks for a certificate."""
    return _configured(QSslConfiguration.defaultConfiguration(), identity)


def _configured(made: QSslConfiguration, identity: Identity | None) -> QSslConfiguration:
    made.setProtocol(QSsl.SslProtocol.TlsV1_2OrLater)
    made.setCiphers(CIPHERS)
    # Look at the other side's certificate, whatever the system's authorities say of it.
    made.setPeerVerifyMode(QSslSocket.PeerVerifyMode.QueryPeer)
    if identity is not None:
        chain = QSslCertificate.fromData(identity.certificate_pem)
        key = _key(identity.key_pem)
        if not chain or key is None:
            raise TlsError("The certificate or its key cannot be read.")
        made.setLocalCertificateChain(chain)
        made.setPrivateKey(key)
    return made


def _key(pem: bytes) -> QSslKey | None:
    for algorithm in (QSsl.KeyAlgorithm.Ec, QSsl.KeyAlgorithm.Rsa):
        key = QSslKey(pem, algorithm)
        if not key.isNull():
            return key
    return None


def peer_fingerprint(made: QSslSocket) -> str:
    """The SHA-256 of the other side's certificate in lower-case hex, "" when it showed none."""
    certificate = made.peerCertificate()
    if certificate.isNull():
        return ""
    return bytes(certificate.digest(QCryptographicHash.Algorithm.Sha256).toHex().data()).decode()


def protocol_name(made: QSslSocket) -> str:
    """The version that was agreed on, as people know it."""
    return _PROTOCOLS.get(made.sessionProtocol(), "TLS")
