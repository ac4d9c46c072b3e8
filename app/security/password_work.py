"""What is slow at hub (`SlowTask`) and client (`SlowStep`), by its kind: hashes, PAKE and SCRAM. For threads.

Knows neither who asked nor what becomes of the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.security.pake import ClientHalf, hub_share
from app.security.password_hashing import ScryptCost, acceptable, check, derive
from app.security.scram import ScramConversation, ScramLike, prove
from app.security.security_errors import PasswordError


def run(kind: str, data: object) -> object:
    """Execute a SlowTask or SlowStep, in any thread. None: what the other side sent is refused.

    "check"   (password, verifier)                    -> bool
    "share"   (key, client_share, fingerprint)        -> (share, session_key) or None
    "derive"  (password, salt, n, r, p, fingerprint)  -> (half, share) or None
    "finish"  (half, hub_share)                       -> session_key or None
    "scram"   (client's first message, kept, channel binding, with it or not)
                                                      -> (conversation, answer) or None
    "prove"   (password, our first message, the server's, channel binding)
                                                      -> (our last message, what it must answer) or None
    "proof"   (conversation, client's last message)   -> answer, False when it is wrong

    Raises KeyError for another kind.
    """
    assert isinstance(data, tuple)
    try:
        return _KINDS[kind](*data)
    except PasswordError:
        return None


def _share(key: bytes, client_share: bytes, fingerprint: str) -> tuple[bytes, bytes]:
    half = hub_share(key, client_share, fingerprint=fingerprint)
    return half.share, half.session_key


def _derive(password: str, salt: bytes, n: int, r: int, p: int, fingerprint: str) -> tuple[ClientHalf, bytes]:
    params = ScryptCost(n, r, p)
    if not acceptable(params, salt):
        raise PasswordError("The hub asks for absurd parameters.")
    half = ClientHalf.start(derive(password, salt, params), fingerprint=fingerprint)
    return half, half.share


def _finish(half: ClientHalf, share: bytes) -> bytes:
    return half.finish(share)


def _scram(
    client_first: str, kept: ScramLike, binding: bytes, is_plus: bool
) -> tuple[ScramConversation, str]:
    return ScramConversation.begin(client_first, kept, binding, is_plus=is_plus)


def _proof(conversation: ScramConversation, client_final: str) -> str | bool:
    try:
        return conversation.end(client_final)
    except PasswordError:
        return False


_KINDS: Mapping[str, Callable[..., Any]] = {
    "check": check,
    "share": _share,
    "derive": _derive,
    "finish": _finish,
    "scram": _scram,
    "proof": _proof,
    "prove": prove,
}
