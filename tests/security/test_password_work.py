"""The slow work of hub and client by its kind: both sides of the exchange end with one key, or none."""

from __future__ import annotations

from typing import Any

import pytest

from app.security.pake import ClientHalf
from app.security.password_hashing import ScryptCost, Verifier, derive
from app.security.password_work import run

SALT = bytes(range(16))
FINGERPRINT = "ab" * 32


def both(client: str, hub: str, *, seen: str = FINGERPRINT, own: str = FINGERPRINT) -> tuple[Any, Any]:
    """The session keys of a client that knows password `client` and a hub that has `hub`."""
    params = ScryptCost(n=2**14)
    verifier = Verifier(SALT, params, derive(hub, SALT, params))
    half, share = run("derive", (client, SALT, params.n, params.r, params.p, seen))
    answer, key = run("share", (verifier.key, share, own))
    return run("finish", (half, answer)), key


def test_the_work_of_both_sides_ends_with_one_key() -> None:
    client, hub = both("secret", "secret")
    assert client == hub
    assert len(client) == 32


@pytest.mark.parametrize(("client", "seen"), [("guess", FINGERPRINT), ("secret", "cd" * 32), ("secret", "")])
def test_another_password_or_certificate_ends_with_two_keys(client: str, seen: str) -> None:
    one, other = both(client, "secret", seen=seen)
    assert one != other


@pytest.mark.parametrize("share", [b"", b"junk", bytes(33)])
def test_a_malformed_share_is_refused_on_both_sides(share: bytes) -> None:
    assert run("share", (bytes(32), share, FINGERPRINT)) is None
    assert run("finish", (ClientHalf.start(bytes(32), fingerprint=FINGERPRINT), share)) is None


def test_an_unprintable_password_of_a_client_is_refused() -> None:
    assert run("derive", ("\x00", SALT, 2**15, 8, 1, FINGERPRINT)) is None


def test_work_of_another_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        run("cook", ())
