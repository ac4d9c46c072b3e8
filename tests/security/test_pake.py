"""The exchange that proves a room password to both sides and shows it to neither."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.security.pake import SHARE_BYTES, ClientHalf, hub_share
from app.security.security_errors import PasswordError

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
HUB, MIDDLE = "ab" * 32, "cd" * 32

ZERO = (1).to_bytes(32, "little")  # the neutral element
ORDER_TWO = (2**255 - 20).to_bytes(32, "little")
ORDER_FOUR = bytes(32)
ORDER_EIGHT = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
BASE = bytes([0x58, *[0x66] * 31])
NOT_ON_CURVE = (2).to_bytes(32, "little")
BEYOND_THE_FIELD = (2**255 - 19 + 1).to_bytes(32, "little")  # another spelling of the neutral element
WRONG_GROUP = bytes.fromhex("13" + "00" * 31)


def test_the_same_key_and_certificate_give_one_session_key() -> None:
    client = ClientHalf.start(KEY, fingerprint=HUB)
    hub = hub_share(KEY, client.share, fingerprint=HUB.upper())
    assert len(client.share) == len(hub.share) == SHARE_BYTES
    assert client.finish(hub.share) == hub.session_key
    assert len(hub.session_key) == 32


def test_a_link_without_a_certificate_has_an_exchange_too() -> None:
    client = ClientHalf.start(KEY, fingerprint="")
    hub = hub_share(KEY, client.share, fingerprint="")
    assert client.finish(hub.share) == hub.session_key


@pytest.mark.parametrize(
    ("key", "seen", "own"),
    [(OTHER_KEY, HUB, HUB), (KEY, MIDDLE, HUB), (KEY, HUB, MIDDLE), (KEY, "", HUB), (KEY, HUB, "")],
)
def test_another_key_or_certificate_gives_two_session_keys(key: bytes, seen: str, own: str) -> None:
    client = ClientHalf.start(key, fingerprint=seen)
    hub = hub_share(KEY, client.share, fingerprint=own)
    assert client.finish(hub.share) != hub.session_key


def test_somebody_between_who_passes_the_shares_on_is_noticed() -> None:
    # the client sees the certificate of the one between, the hub knows its own
    client = ClientHalf.start(KEY, fingerprint=MIDDLE)
    hub = hub_share(KEY, client.share, fingerprint=HUB)
    assert client.finish(hub.share) != hub.session_key


def test_every_exchange_is_a_new_one() -> None:
    one, two = (ClientHalf.start(KEY, fingerprint=HUB) for _ in range(2))
    assert one.share != two.share
    first, second = (hub_share(KEY, one.share, fingerprint=HUB) for _ in range(2))
    assert first.share != second.share
    assert first.session_key != second.session_key


def test_the_shares_do_not_depend_on_the_password_alone() -> None:
    # what was overheard fits every password: each share is the sum of a random point and one of the password
    shares = {ClientHalf.start(key, fingerprint=HUB).share[1:] for key in (KEY, KEY, OTHER_KEY)}
    assert len(shares) == 3


def test_the_clients_own_share_sent_back_is_refused() -> None:
    client = ClientHalf.start(KEY, fingerprint=HUB)
    with pytest.raises(PasswordError, match="malformed"):
        client.finish(client.share)
    client = ClientHalf.start(KEY, fingerprint=HUB)
    with pytest.raises(PasswordError, match="malformed"):
        client.finish(b"B" + client.share[1:])


def test_a_share_of_the_wrong_side_is_refused() -> None:
    client = ClientHalf.start(KEY, fingerprint=HUB)
    hub = hub_share(KEY, client.share, fingerprint=HUB)
    with pytest.raises(PasswordError):
        hub_share(KEY, hub.share, fingerprint=HUB)
    with pytest.raises(PasswordError):
        hub_share(KEY, b"S" + client.share[1:], fingerprint=HUB)


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(ZERO, id="zero"),
        pytest.param(ORDER_TWO, id="order 2"),
        pytest.param(ORDER_FOUR, id="order 4"),
        pytest.param(ORDER_EIGHT, id="order 8"),
        pytest.param(NOT_ON_CURVE, id="no point"),
        pytest.param(BEYOND_THE_FIELD, id="beyond the field"),
        pytest.param(WRONG_GROUP, id="wrong group"),
        pytest.param(b"", id="empty"),
        pytest.param(BASE[:-1], id="short"),
        pytest.param(BASE + b"x", id="long"),
    ],
)
def test_what_is_no_point_of_the_group_is_refused(point: bytes) -> None:
    with pytest.raises(PasswordError, match="malformed"):
        hub_share(KEY, b"A" + point, fingerprint=HUB)
    with pytest.raises(PasswordError, match="malformed"):
        ClientHalf.start(KEY, fingerprint=HUB).finish(b"B" + point)


def test_a_point_of_the_group_is_taken() -> None:
    assert hub_share(KEY, b"A" + BASE, fingerprint=HUB).session_key


@given(st.binary(max_size=40))
def test_no_bytes_make_it_fail_otherwise(share: bytes) -> None:
    with suppress(PasswordError):
        hub_share(KEY, share, fingerprint=HUB)


def test_an_exchange_serves_one_try_only() -> None:
    client = ClientHalf.start(KEY, fingerprint=HUB)
    hub = hub_share(KEY, client.share, fingerprint=HUB)
    client.finish(hub.share)
    with pytest.raises(PasswordError, match="over"):
        client.finish(hub.share)


def test_a_failed_try_ends_the_exchange_too() -> None:
    client = ClientHalf.start(KEY, fingerprint=HUB)
    with pytest.raises(PasswordError, match="malformed"):
        client.finish(b"")
    with pytest.raises(PasswordError, match="over"):
        client.finish(hub_share(KEY, client.share, fingerprint=HUB).share)


def test_no_secret_is_in_a_repr() -> None:
    client = ClientHalf.start(KEY, fingerprint=HUB)
    hub = hub_share(KEY, client.share, fingerprint=HUB)
    assert repr(KEY) not in repr(client)
    assert "session_key" not in repr(hub)
