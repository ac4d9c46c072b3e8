"""SCRAM-SHA-256: what is kept of an account's password, and both sides of the exchange. Knows no wire.

The password is never sent, and what is kept is not enough to log in with. With SCRAM-SHA-256-PLUS the proof
holds on one TLS connection alone, so nobody in the middle can pass it on. The exchange is written out here as
the library that prepares passwords has no "tls-exporter", which is what TLS 1.3 has for this.

https://www.rfc-editor.org/rfc/rfc5802, 7677 and 9266
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
import re
import secrets
from base64 import b64decode, b64encode
from dataclasses import field
from typing import Protocol

from app.security.security_errors import PasswordError
from app.values import frozen

BINDING_TYPE = "tls-exporter"
_HASH = "sha256"
_NONCE = r"r=[!-+\--~]+"  # printable, without a comma
# what later versions may add: passed over, unless it says that it may not be (m=)
_EXTENSIONS = r"(?:,(?![amnrcsipve])[A-Za-z]=[^\0,]+)*"
_CLIENT_FIRST = re.compile(
    rf"(?P<header>(?P<flag>n|y|p=[A-Za-z0-9.-]+),,)(?P<bare>n=(?:[^\0,=]|=2C|=3D)+,{_NONCE}{_EXTENSIONS})"
)
_SERVER_FIRST = re.compile(
    rf"r=(?P<nonce>[!-+\--~]+),s=(?P<salt>[A-Za-z0-9+/=]+),i=(?P<iterations>[1-9][0-9]{{3,6}}){_EXTENSIONS}"
)
# What a client computes on a server's word: a second or two. Less than the fewest is soon guessed through.
FEWEST_ITERATIONS, MOST_ITERATIONS = 4096, 5_000_000
_CLIENT_FINAL = re.compile(
    rf"(?P<said>c=(?P<binding>[A-Za-z0-9+/=]+),(?P<nonce>{_NONCE}){_EXTENSIONS}),p=(?P<proof>[A-Za-z0-9+/=]+)"
)


class ScramLike(Protocol):
    """What the exchange needs; the hub's own record of a password fits by shape."""

    @property
    def salt(self) -> bytes: ...
    @property
    def iterations(self) -> int: ...
    @property
    def stored_key(self) -> bytes: ...
    @property
    def server_key(self) -> bytes: ...


@frozen
class Scram:
    """What a hub keeps of a password for SCRAM."""

    salt: bytes
    iterations: int
    stored_key: bytes = field(repr=False)
    server_key: bytes = field(repr=False)


class ScramConversation:
    """The hub's side of one exchange (RFC 5802 section 5); `begin`, then `end`, each once."""

    __slots__ = ("_bound", "_kept", "_nonce", "_said")

    def __init__(self, kept: ScramLike, bound: bytes, nonce: str, said: str) -> None:
        self._kept = kept
        self._bound = bound  # what the proof must be bound to
        self._nonce = nonce
        self._said = said  # the two first messages, as both sides sign them; "" once that is done

    @classmethod
    def begin(
        cls, client_first: str, kept: ScramLike, binding: bytes = b"", *, is_plus: bool = False
    ) -> tuple[ScramConversation, str]:
        """Take the client's first message; returns what to answer. Raises PasswordError for nonsense.

        `binding`: what the TLS connection has and no other, b"" where it has nothing of the kind. `is_plus`:
        the mechanism is SCRAM-SHA-256-PLUS, which needs it.
        """
        said = _CLIENT_FIRST.fullmatch(client_first)
        if said is None:
            raise PasswordError("The client's first message is malformed.")
        if said["flag"] == "y" and binding:
            # It could, and believes that we cannot: somebody in the middle has taken PLUS off the list.
            raise PasswordError("The client was not told of channel binding.")
        is_as_it_should = said["flag"] == f"p={BINDING_TYPE}" if is_plus else said["flag"] in "ny"
        if not is_as_it_should or (is_plus and not binding):
            raise PasswordError("The client's first message is malformed: its channel binding does not fit.")
        bound = said["header"].encode() + (binding if is_plus else b"")
        nonce = said["bare"].split(",")[1] + secrets.token_urlsafe(18)
        answer = f"{nonce},s={b64encode(kept.salt).decode()},i={kept.iterations}"
        return cls(kept, bound, nonce, f"{said['bare']},{answer}"), answer

    def end(self, client_final: str) -> str:
        """Take the client's proof; returns what proves the hub. Raises PasswordError when it is wrong."""
        said, self._said = self._said, ""
        last = _CLIENT_FINAL.fullmatch(client_final)
        if not said or last is None:
            raise PasswordError("The client's last message is malformed.")
        signed = f"{said},{last['said']}".encode()
        is_ours = hmac.compare_digest(_decoded(last["binding"]), self._bound) and last["nonce"] == self._nonce
        client_key = _xor(_decoded(last["proof"]), hmac.digest(self._kept.stored_key, signed, _HASH))
        is_right = hmac.compare_digest(hashlib.sha256(client_key).digest(), self._kept.stored_key)
        if not (is_ours and is_right):
            raise PasswordError("The client's proof is wrong, or for another connection.")
        return f"v={b64encode(hmac.digest(self._kept.server_key, signed, _HASH)).decode()}"


def prove(password: str, client_first: str, server_first: str, binding: bytes = b"") -> tuple[str, str]:
    """The client's last message, and what a server that knows the password will answer; slow.

    `binding`: as `ScramConversation.begin`; only a first message with that flag is bound. Raises
    PasswordError for a server's message that is none or asks for too much or too little, and for a password
    that has no form in RFC 5802.
    """
    ours, theirs = _CLIENT_FIRST.fullmatch(client_first), _SERVER_FIRST.fullmatch(server_first)
    if ours is None or theirs is None:
        raise PasswordError("The server's first message is malformed.")
    own_nonce = ours["bare"].split(",")[1][2:]
    iterations = int(theirs["iterations"])
    if not theirs["nonce"].startswith(own_nonce) or theirs["nonce"] == own_nonce:
        raise PasswordError("The server's nonce is not made of ours.")
    if not FEWEST_ITERATIONS <= iterations <= MOST_ITERATIONS:
        raise PasswordError("The server asks for absurd parameters.")
    salted = hashlib.pbkdf2_hmac(_HASH, _prepared(password), _decoded(theirs["salt"]), iterations)
    client_key = hmac.digest(salted, b"Client Key", _HASH)
    is_bound = ours["flag"].startswith("p=")
    bound = b64encode(ours["header"].encode() + (binding if is_bound else b"")).decode()
    said = f"c={bound},r={theirs['nonce']}"
    signed = f"{ours['bare']},{server_first},{said}".encode()
    proof = _xor(client_key, hmac.digest(hashlib.sha256(client_key).digest(), signed, _HASH))
    answer = hmac.digest(hmac.digest(salted, b"Server Key", _HASH), signed, _HASH)
    return f"{said},p={b64encode(proof).decode()}", f"v={b64encode(answer).decode()}"


def _prepared(password: str) -> bytes:
    """A password as both sides write it (SASLprep). Raises PasswordError."""
    from scramp import ScramException  # 80 ms, only where somebody logs in this way
    from scramp.utils import saslprep

    try:
        return saslprep(password).encode()
    except ScramException:
        raise PasswordError("The password has no form in SCRAM.") from None


def make_scram(password: str, iterations: int) -> Scram | None:
    """What to keep of a password, with a fresh salt; slow. None: RFC 5802 has no form for such a password."""
    from scramp import ScramException, ScramMechanism  # 80 ms, only where somebody sets a password

    try:
        salt, stored_key, server_key, count = ScramMechanism().make_auth_info(password, iterations)
    except ScramException:
        return None
    return Scram(salt, count, stored_key, server_key)


def _decoded(text: str) -> bytes:
    """What base64 stands for, b"" where it is none."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _xor(one: bytes, other: bytes) -> bytes:
    """One key out of two of equal length, b"" where they are not."""
    if len(one) != len(other):
        return b""
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
