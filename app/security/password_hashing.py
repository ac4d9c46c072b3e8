"""Password hashing by scrypt (RFC 7914): what a hub keeps of a password, and which one is right.

Every function that derives is slow (80 to 400 ms) and meant for a thread.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import field
from hashlib import scrypt
from typing import Protocol

from app.security.security_errors import PasswordError
from app.values import frozen

SALT_BYTES = 16
KEY_BYTES = 32
_PRINTABLE_ASCII = range(0x20, 0x7F)


@frozen
class ScryptCost:
    """Costs of scrypt (RFC 7914): 32 MiB and about 80 ms with the defaults."""

    n: int = 2**15
    r: int = 8
    p: int = 1


class VerifierLike(Protocol):
    """What `check` needs; the hub's own record of a password fits by shape."""

    @property
    def salt(self) -> bytes: ...
    @property
    def n(self) -> int: ...
    @property
    def r(self) -> int: ...
    @property
    def p(self) -> int: ...
    @property
    def key(self) -> bytes: ...


@frozen
class Verifier:
    """What a hub keeps of a password."""

    salt: bytes
    params: ScryptCost
    key: bytes = field(repr=False)

    @property
    def n(self) -> int:
        return self.params.n

    @property
    def r(self) -> int:
        return self.params.r

    @property
    def p(self) -> int:
        return self.params.p


def acceptable(params: ScryptCost, salt: bytes) -> bool:
    """Whether a client may spend this much on a hub's word.

    n a power of two from 2**14 (less protects nobody) to 2**17 (128 MiB), r 8, p 1 to 4, salt 16 to 64 bytes.
    """
    return (
        2**14 <= params.n <= 2**17
        and params.n.bit_count() == 1
        and params.r == 8
        and 1 <= params.p <= 4
        and 16 <= len(salt) <= 64
    )


def derive(password: str, salt: bytes, params: ScryptCost) -> bytes:
    """32 bytes of scrypt over the password as OpaqueString (RFC 8265 section 4.2). Raises PasswordError."""
    secret = _opaque(password).encode()
    memory = 128 * params.r * (params.n + params.p + 2) + 2**20  # what scrypt needs, and room beside it
    try:
        return scrypt(secret, salt=salt, n=params.n, r=params.r, p=params.p, maxmem=memory, dklen=KEY_BYTES)
    except (ValueError, TypeError, OverflowError, MemoryError) as error:
        raise PasswordError("The password cannot be checked with these parameters.") from error


def make_verifier(password: str) -> Verifier:
    """A new verifier with a fresh salt. Raises PasswordError for an empty or unprintable password."""
    salt, params = secrets.token_bytes(SALT_BYTES), ScryptCost()
    return Verifier(salt, params, derive(password, salt, params))


def check(password: str, verifier: VerifierLike) -> bool:
    """Whether it is the password, compared in constant time."""
    try:
        key = derive(password, verifier.salt, ScryptCost(verifier.n, verifier.r, verifier.p))
    except PasswordError:
        return False
    return hmac.compare_digest(key, verifier.key)


def _opaque(password: str) -> str:
    """One form for every way of typing a password: other spaces as space, composed letters."""
    if password and all(ord(char) in _PRINTABLE_ASCII for char in password):
        return password
    from precis_i18n import get_profile  # 30 ms, only for passwords outside ASCII

    try:
        return get_profile("OpaqueString").enforce(password)
    except UnicodeError:
        # without its cause: that one quotes the password
        raise PasswordError(
            "A password needs at least one character, and none that cannot be seen."
        ) from None
