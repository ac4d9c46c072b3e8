"""What each system tells of its neighbour table, and what that says of one address."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.diagnosis.facts import Neighbour
from app.diagnosis.neighbour_entries import (
    LATELY,
    WINDOWS_ROW,
    EntryState,
    NeighbourEntry,
    entries_in_netlink,
    entries_in_text,
    entries_in_windows_rows,
    is_netlink_over,
    link_addresses,
    neighbour_of,
)

CARD = bytes.fromhex("02000000001f")
INCOMPLETE, REACHABLE, STALE, FAILED, NOARP = 1, 2, 4, 0x20, 0x40


def attribute(kind: int, value: bytes) -> bytes:
    """struct rtattr with its value, padded."""
    return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def entry(packed: bytes, state: int, card: bytes = b"", ticks: int | None = None) -> bytes:
    """A message RTM_NEWNEIGH."""
    body = struct.pack("=BxxxiHBB", 2 if len(packed) == 4 else 10, 2, state, 0, 0) + attribute(1, packed)
    body += attribute(2, card) if card else b""
    body += attribute(3, struct.pack("=IIII", ticks, 0, 0, 0)) if ticks is not None else b""
    return struct.pack("=IHHII", 16 + len(body), 28, 2, 1, 0) + body


V4, OTHER = bytes([192, 168, 1, 31]), bytes([192, 168, 1, 99])
V6 = bytes.fromhex("fd000001000000000000000000000031")
OVER = struct.pack("=IHHII", 20, 3, 2, 1, 0) + bytes(4)


def test_linux_tells_states_cards_and_ages() -> None:
    found = entries_in_netlink(
        entry(V4, REACHABLE, CARD, 250)
        + entry(V6, STALE, CARD, 90_000)
        + entry(OTHER, INCOMPLETE)
        + entry(bytes([192, 168, 1, 98]), FAILED, ticks=7)
        + entry(bytes([224, 0, 0, 22]), NOARP, CARD)
        + OVER
    )
    assert found == {
        "192.168.1.31": NeighbourEntry(EntryState.RESOLVED, CARD.hex(), 2.5),
        "fd00:1::31": NeighbourEntry(EntryState.RESOLVED, CARD.hex(), 900.0),
        "192.168.1.99": NeighbourEntry(EntryState.SOUGHT),
        "192.168.1.98": NeighbourEntry(EntryState.FAILED, "", 0.07),
    }
    assert link_addresses(found) == {"192.168.1.31": CARD.hex(), "fd00:1::31": CARD.hex()}


def test_netlinks_answer_ends_with_its_last_message() -> None:
    assert is_netlink_over(entry(V4, REACHABLE, CARD) + OVER)
    assert not is_netlink_over(entry(V4, REACHABLE, CARD))
    assert is_netlink_over(struct.pack("=IHHII", 16, 2, 0, 1, 0)), "an error"


@given(st.binary(max_size=200))
def test_any_bytes_of_netlink_are_entries_or_none(data: bytes) -> None:
    entries_in_netlink(data)
    entries_in_netlink(struct.pack("=IHHII", 16 + len(data), 28, 2, 1, 0) + data)
    is_netlink_over(data)


def row(packed: bytes, state: int, milliseconds: int = 0) -> bytes:
    """A MIB_IPNET_ROW2."""
    head = struct.pack("<HH", 2, 0) + packed if len(packed) == 4 else struct.pack("<HHI", 23, 0, 0) + packed
    card = CARD.ljust(32, b"\0")
    made = head.ljust(28, b"\0") + struct.pack("<IQ", 3, 9) + card
    return made + struct.pack("<IIIi", len(CARD), state, 0, milliseconds)


def test_windows_tells_states_cards_and_ages() -> None:
    assert len(row(V4, 5)) == WINDOWS_ROW
    rows = row(V4, 5, 1500) + row(V6, 4, 60_000) + row(OTHER, 1) + row(bytes([192, 168, 1, 98]), 0, 9)
    rows += row(bytes([224, 0, 0, 22]), 6)
    assert entries_in_windows_rows(rows + b"cut") == {
        "192.168.1.31": NeighbourEntry(EntryState.RESOLVED, CARD.hex(), 1.5),
        "fd00:1::31": NeighbourEntry(EntryState.RESOLVED, CARD.hex(), 60.0),
        "192.168.1.99": NeighbourEntry(EntryState.SOUGHT),
        "192.168.1.98": NeighbourEntry(EntryState.FAILED),
    }


@given(st.binary(max_size=3 * WINDOWS_ROW))
def test_any_rows_of_windows_are_entries_or_none(rows: bytes) -> None:
    entries_in_windows_rows(rows)


def test_macos_prints_its_tables() -> None:
    text = """? (192.168.1.31) at 2:0:0:0:0:1f on en0 ifscope [ethernet]
? (192.168.1.99) at (incomplete) on en0 ifscope [ethernet]
Neighbor                        Linklayer Address  Netif Expire    St Flgs Prbs
fd00:1::31                      2:0:0:0:0:1f         en0 23s       R
fe80::1%lo0                     (incomplete)         lo0 permanent R
"""
    assert entries_in_text(text) == {
        "192.168.1.31": NeighbourEntry(EntryState.RESOLVED, CARD.hex()),
        "192.168.1.99": NeighbourEntry(EntryState.SOUGHT),
        "fd00:1::31": NeighbourEntry(EntryState.RESOLVED, CARD.hex()),
        "fe80::1": NeighbourEntry(EntryState.SOUGHT),
    }


HOST = "192.168.1.31"
OLD = NeighbourEntry(EntryState.RESOLVED, "02")


@pytest.mark.parametrize(
    ("now", "before", "says"),
    [
        (None, None, Neighbour.UNKNOWN),
        (NeighbourEntry(EntryState.SOUGHT), None, Neighbour.SOUGHT),
        (NeighbourEntry(EntryState.FAILED), OLD, Neighbour.ABSENT),
        (NeighbourEntry(EntryState.RESOLVED, "02", 1.0), OLD, Neighbour.THERE),
        (NeighbourEntry(EntryState.RESOLVED, "02", 3.0 + LATELY), OLD, Neighbour.THERE),
        (NeighbourEntry(EntryState.RESOLVED, "02", 3.1 + LATELY), None, Neighbour.KNOWN),
        (OLD, None, Neighbour.THERE),
        (OLD, NeighbourEntry(EntryState.SOUGHT), Neighbour.THERE),
        (OLD, OLD, Neighbour.KNOWN),
    ],
)
def test_what_the_table_says_of_an_address(
    now: NeighbourEntry | None, before: NeighbourEntry | None, says: Neighbour
) -> None:
    entries = {} if now is None else {HOST: now}
    first = {} if before is None else {HOST: before}
    assert neighbour_of(HOST, entries, first, asked=3) is says
    assert neighbour_of(f"::ffff:{HOST}", entries, first, asked=3) is says
    assert neighbour_of("no address", entries, first, asked=3) is Neighbour.UNKNOWN
