"""Password-authenticated key exchange: proves a room's password to both sides, shows it to neither.

SPAKE2, RFC 9382. Both sides put the hub's certificate, as each sees it, into the exchange: somebody between
them with another certificate makes it fail. Whoever guesses can try one password per exchange. Knows no wire.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from app.security.security_errors import PasswordError
from app.values import frozen

if TYPE_CHECKING:
    from spake2 import SPAKE2_A, SPAKE2_B

SHARE_BYTES = 33  # one for the side, 32 for a point of the curve


@frozen
class HubHalf:
    """The hub's share (goes over the wire) and the key of the exchange."""

    share: bytes
    session_key: bytes = field(repr=False)


class ClientHalf:
    """The client's side of one exchange: `share` goes over the wire, `finish` takes the hub's."""

    __slots__ = ("_spake", "share")

    def __init__(self, spake: SPAKE2_A) -> None:
        self._spake: SPAKE2_A | None = spake
        self.share = spake.start()

    @classmethod
    def start(cls, key: bytes, *, fingerprint: str) -> ClientHalf:
        """Begin with the password's derived key and the certificate that this side sees ("": plain link)."""
        from spake2 import SPAKE2_A  # brings `cryptography`, 0.1 s

        return cls(SPAKE2_A(key, *_identities(fingerprint)))

    def finish(self, hub_share: bytes) -> bytes:
        """The session key. Raises PasswordError for a malformed or reflected share, and when called twice."""
        spake, self._spake = self._spake, None
        if spake is None:
            raise PasswordError("This exchange is over.")
        return _finish(spake, hub_share)


def hub_share(key: bytes, client_share: bytes, *, fingerprint: str) -> HubHalf:
    """The hub's half for a client's share. Raises PasswordError when the share is malformed."""
    from spake2 import SPAKE2_B

    spake = SPAKE2_B(key, *_identities(fingerprint))
    share = spake.start()
    return HubHalf(share, _finish(spake, client_share))


def _identities(fingerprint: str) -> tuple[bytes, bytes]:
    certificate = fingerprint.lower().encode()
    return b"hubbub-client:" + certificate, b"hubbub-hub:" + certificate


def _finish(spake: SPAKE2_A | SPAKE2_B, share: bytes) -> bytes:
    from spake2 import SPAKEError
    from spake2.ed25519_basic import NotOnCurve, Q

    # The library reads 32 bytes of whatever length, and a coordinate beyond the field as another one.
    point = int.from_bytes(share[1:], "little") & (2**255 - 1)
    if len(share) != SHARE_BYTES or point >= Q:
        raise PasswordError("The other side's share is malformed.")
    try:
        return spake.finish(share)
    except (SPAKEError, NotOnCurve, ValueError) as error:
        raise PasswordError("The other side's share is malformed.") from error
