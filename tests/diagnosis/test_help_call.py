"""Calls for help: which room is meant only who knows it learns, and what anybody may say stays a rumour."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.diagnosis.help_call import (
    PAUSE_OF_CALLS,
    PAUSE_OF_RUMOURS,
    HelpCall,
    HelpCalls,
    Rumour,
    Rumours,
    Seen,
    read_call,
    write_call,
)
from app.diagnosis.verdicts import CURES, Certainty, Diagnosis, Verdict
from app.discovery.sightings import Place
from tests.discovery.rooms import NEAR, fingerprint

SALT = "0123456789abcdef" * 2
ROOM = fingerprint(1)


def diagnosis(verdict: Verdict = Verdict.HOST_FIREWALL) -> Diagnosis:
    return Diagnosis(verdict, Certainty.CERTAIN, Place("192.168.1.24", 6667))


def call(salt: str = SALT, room: str = ROOM) -> HelpCall:
    made = HelpCalls().take(diagnosis(), room, salt, 0)
    assert made is not None
    return made


def encoded(made: HelpCall, **change: str | None) -> dict[bytes, bytes | None]:
    texts: dict[str, str | None] = {**write_call(made), **change}
    return {key.encode(): None if value is None else value.encode() for key, value in texts.items()}


def test_a_call_comes_back_and_tells_the_room_to_who_knows_it() -> None:
    made = call()
    assert made == HelpCall(SALT, made.digest, Seen.SILENCE, 6667)
    assert read_call(encoded(made), 6667) == made
    assert made.is_for(ROOM)
    assert not made.is_for(fingerprint(2))
    told = "".join(write_call(made).values())
    assert ROOM not in told
    assert ROOM[:8] not in told
    assert call("f" * 32).digest != made.digest, "two calls for one room have nothing in common"


def test_a_host_is_called_only_where_it_can_help_and_once_a_minute() -> None:
    calls = HelpCalls()
    assert calls.take(diagnosis(), ROOM, SALT, 0) is not None
    assert calls.take(diagnosis(), ROOM, SALT, PAUSE_OF_CALLS - 1) is None
    assert calls.take(diagnosis(), fingerprint(2), SALT, 1) is not None
    assert calls.take(diagnosis(), ROOM, SALT, PAUSE_OF_CALLS) is not None
    assert calls.take(diagnosis(), "", SALT, 0) is None
    called = {one for one in CURES if HelpCalls().take(diagnosis(one), ROOM, SALT, 0) is not None}
    assert called == {
        *(Verdict.HOST_FIREWALL, Verdict.GONE_OR_BLOCKED, Verdict.BLOCKED_ON_THE_WAY),
        *(Verdict.NOTHING_LISTENS, Verdict.ISOLATION),
    }


@pytest.mark.parametrize(
    "change",
    [
        *({"v": "2"}, {"v": None}, {"s": "short"}, {"s": SALT.upper()}, {"s": None}),
        *({"h": "0" * 31}, {"h": "g" * 32}, {"saw": "a ghost"}, {"saw": None}, {"saw": "silence" * 999}),
    ],
)
def test_what_is_no_call_is_none(change: dict[str, str | None]) -> None:
    assert read_call(encoded(call(), **change), 6667) is None


def test_a_call_has_a_port() -> None:
    assert read_call(encoded(call()), 0) is None
    assert read_call(encoded(call()), 70_000) is None


KEYS = st.sampled_from([b"v", b"s", b"h", b"saw", b"V", b"\xff"])
VALUES = st.none() | st.binary(max_size=70) | st.sampled_from([b"1", SALT.encode(), b"silence"])


@given(st.dictionaries(KEYS, VALUES), st.integers(0, 70_000))
def test_any_record_is_a_call_or_none(txt: dict[bytes, bytes | None], port: int) -> None:
    read = read_call(txt, port)
    if read is not None:
        assert read_call(encoded(read), port) == read


def take(
    rumours: Rumours, now: float, made: HelpCall | None = None, *addresses: str, **more: Any
) -> Rumour | None:
    room: dict[str, Any] = {"fingerprint": ROOM, "ports": (6667, 7667), "near": NEAR}
    return rumours.take(made or call(), addresses or ("192.168.1.31",), now, **{**room, **more})


def test_a_rumour_is_told_once_in_ten_minutes() -> None:
    rumours = Rumours()
    assert take(rumours, 0) == Rumour("192.168.1.31", Seen.SILENCE, 6667)
    assert all(take(rumours, now) is None for now in range(1, int(PAUSE_OF_RUMOURS)))
    assert take(rumours, PAUSE_OF_RUMOURS) is not None


def test_calls_for_other_rooms_and_ports_are_nobodys_business() -> None:
    rumours = Rumours()
    assert take(rumours, 0, call(room=fingerprint(2))) is None
    assert take(rumours, 0, ports=(6668,)) is None
    assert take(rumours, 0) is not None, "which took nothing from one that is for this room"


def test_an_absurd_address_is_not_told() -> None:
    assert take(Rumours(), 0, None, "8.8.8.8", "127.0.0.1", "x") == Rumour("", Seen.SILENCE, 6667)
    assert take(Rumours(), 0, None, "8.8.8.8", "fd00:1::9") == Rumour("fd00:1::9", Seen.SILENCE, 6667)
