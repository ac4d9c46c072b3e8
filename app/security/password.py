"""Room passwords: scrypt verifiers, and the SPAKE2 exchange that proves a password without showing it.

Pure but for randomness; every function that derives is slow (80 to 400 ms) and meant for a thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Params:
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


@dataclass(frozen=True, slots=True)
class Verifier:
    """What a hub keeps of a password."""

    salt: bytes
    params: Params
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


@dataclass(frozen=True, slots=True)
class HubHalf:
    """The hub's share (goes over the wire) and the key of the exchange."""

    share: bytes
    session_key: bytes = field(repr=False)


class ClientHalf:
    """The client's side of one exchange: `share` goes over the wire, `finish` takes the hub's."""

    share: bytes

    @classmethod
    def start(cls, key: bytes, *, fingerprint: str) -> ClientHalf:
        """Begin with the key derived from the password and the certificate that this side sees ("": plain)."""
        raise NotImplementedError

    def finish(self, hub_share: bytes) -> bytes:
        """The session key. Raises PasswordError for a malformed or reflected share, and when called twice."""
        raise NotImplementedError


def acceptable(params: Params, salt: bytes) -> bool:
    """Whether a client may spend this much on a hub's word: n a power of two 2**14..2**17, r 8, p 1..4, salt 16..64."""
    raise NotImplementedError


def derive(password: str, salt: bytes, params: Params) -> bytes:
    """32 bytes of scrypt over the password in PRECIS OpaqueString form (RFC 8265). Raises PasswordError."""
    raise NotImplementedError


def make_verifier(password: str) -> Verifier:
    """A new verifier with a fresh salt. Raises PasswordError for an empty or unprintable password."""
    raise NotImplementedError


def check(password: str, verifier: VerifierLike) -> bool:
    """Whether it is the password, compared in constant time."""
    raise NotImplementedError


def hub_share(key: bytes, client_share: bytes, *, fingerprint: str) -> HubHalf:
    """The hub's half for a client's share. Raises PasswordError when the share is malformed."""
    raise NotImplementedError


def transcript(
    *, fingerprint: str, salt: bytes, params: Params, client_share: bytes, hub_share: bytes
) -> bytes:
    """What both sides confirm: every value of the exchange, length-prefixed."""
    raise NotImplementedError


def confirmation(session_key: bytes, role: str, transcript: bytes) -> bytes:
    """HMAC-SHA256 by which `role` ("client" or "hub") proves that it has the session key."""
    raise NotImplementedError


def run(kind: str, data: object) -> object:
    """Execute a Work item of hub or client, in any thread. None: what the other side sent is refused.

    "check"   (password, verifier)                  -> bool
    "share"   (key, client_share, fingerprint)      -> (share, session_key) or None
    "derive"  (password, salt, n, r, p, fingerprint) -> (half, share) or None
    "finish"  (half, hub_share)                     -> session_key or None
    """
    raise NotImplementedError
