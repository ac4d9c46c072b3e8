"""The certificate and key by which a hub or a person is known. Knows files, no sockets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate (PEM, with its chain where there is one) and its private key (PEM, PKCS #8)."""

    certificate_pem: bytes
    key_pem: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Lower-case hex SHA-256 of the DER certificate, 64 characters."""
        raise NotImplementedError


def fingerprint_of(der: bytes) -> str:
    """Lower-case hex SHA-256 of a DER certificate, 64 characters."""
    raise NotImplementedError


def load_or_make(folder: Path, name: str, common_name: str) -> Identity:
    """The identity kept as `<name>.crt` and `<name>.key` in `folder`, made at first use.

    Raises SecurityError with a sentence when the files cannot be used; damaged ones are set aside by then, so that
    the next call makes a new identity.
    """
    raise NotImplementedError


def load(cert: Path, key: Path) -> Identity:
    """An identity from given PEM files (a chain may follow the certificate). Raises SecurityError."""
    raise NotImplementedError
