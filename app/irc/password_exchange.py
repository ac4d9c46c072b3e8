"""The room password's exchange on the wire: the values of HUBBUB PASSWORD, and what both sides confirm.

Vendored: SPAKE2 (RFC 9382) over scrypt of the password, the certificate's fingerprint in both identities,
then an HMAC over everything said, first the client's, then the hub's.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode

from app.values import frozen

CLIENT, HUB = "client", "hub"
# Shares are 33 bytes, confirmations 32, salts up to 64.
_LONGEST_VALUE = 128
# What a client may be made to compute on a hub's word: up to 128 MiB and some seconds.
_N = frozenset(2**power for power in range(14, 18))
_R = 8
_LARGEST_P = 4
_SALT_BYTES = range(16, 65)


@frozen
class ScryptParams:
    """Salt and costs of scrypt (RFC 7914), as the hub tells them."""

    salt: bytes
    n: int
    r: int
    p: int

    def words(self) -> tuple[str, str, str, str]:
        """The parameters of PARAMS."""
        return encode_value(self.salt), str(self.n), str(self.r), str(self.p)

    @classmethod
    def read(cls, words: tuple[str, ...]) -> ScryptParams | None:
        """Read the parameters of PARAMS; None when they are broken, cheap to guess with, or absurd."""
        if len(words) != 4 or any(not _is_number(word) for word in words[1:]):
            return None
        salt = decode_value(words[0])
        n, r, p = (int(word) for word in words[1:])
        is_sane = (
            salt is not None and len(salt) in _SALT_BYTES and n in _N and r == _R and 1 <= p <= _LARGEST_P
        )
        return cls(salt, n, r, p) if is_sane and salt is not None else None


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= 9


def encode_value(value: bytes) -> str:
    """Bytes as a word of a line."""
    return b64encode(value).decode()


def decode_value(word: str) -> bytes | None:
    """The bytes of a word; None when it is none of ours."""
    if not 0 < len(word) <= _LONGEST_VALUE:
        return None
    try:
        return b64decode(word.encode(), validate=True)
    except (binascii.Error, ValueError):
        return None


def transcript(fingerprint: str, params: ScryptParams, client_share: bytes, hub_share: bytes) -> bytes:
    """Everything that the two sides have to agree on, each part with its length before it."""
    costs = b"".join(value.to_bytes(4, "big") for value in (params.n, params.r, params.p))
    parts = (fingerprint.encode(), params.salt, costs, client_share, hub_share)
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def confirmation(session_key: bytes, role: str, said: bytes) -> bytes:
    """What `role` sends to show that it has the key of the exchange."""
    return hmac.new(session_key, role.encode() + b"\0" + said, hashlib.sha256).digest()


def confirms(given: bytes | None, session_key: bytes, role: str, said: bytes) -> bool:
    """Whether `given` is the confirmation of `role`, compared in constant time."""
    return given is not None and hmac.compare_digest(given, confirmation(session_key, role, said))
