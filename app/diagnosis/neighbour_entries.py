"""The system's neighbour table, from what each system tells to values: who was looked for and who answered.

Linux tells it by netlink (rtnetlink(7)), Windows by GetIpNetTable2, macOS by what arp and ndp print. Asks no
system.
"""

from __future__ import annotations

import ipaddress
import re
import struct
from collections.abc import Iterator, Mapping
from enum import Enum

from app.diagnosis.facts import Neighbour
from app.discovery.local_networks import read_address
from app.values import frozen

# A computer that was there so shortly before an attempt is taken for being there, in seconds.
LATELY = 2.0


class EntryState(Enum):
    """How the search for an address goes."""

    SOUGHT = "sought"
    RESOLVED = "somebody has answered for it, now or earlier"
    FAILED = "nobody has answered for it"


@frozen
class NeighbourEntry:
    """One address. `confirmed`: seconds since it was known to be there, None where no age is told."""

    state: EntryState
    link_address: str = ""  # in hexadecimal digits, "" where none is known
    confirmed: float | None = None


Entries = Mapping[str, NeighbourEntry]  # by addresses, written as `ipaddress` does and without a zone


def neighbour_of(address: str, entries: Entries, first: Entries, *, asked: float) -> Neighbour:
    """What the table says of an address that something was sent to `asked` seconds ago.

    `first`: the table before that: what has stood there since, without an age, says nothing new.
    """
    key = _key(address)
    entry = entries.get(key)
    if entry is None:
        return Neighbour.UNKNOWN
    if entry.state is not EntryState.RESOLVED:
        return Neighbour.SOUGHT if entry.state is EntryState.SOUGHT else Neighbour.ABSENT
    if entry.confirmed is not None:
        return Neighbour.THERE if entry.confirmed <= asked + LATELY else Neighbour.KNOWN
    before = first.get(key)
    was_there = before is not None and before.state is EntryState.RESOLVED
    return Neighbour.KNOWN if was_there else Neighbour.THERE


def link_addresses(entries: Entries) -> dict[str, str]:
    """The addresses of network cards, by the addresses of those who have them."""
    return {address: one.link_address for address, one in entries.items() if one.link_address}


def _key(address: str) -> str:
    found = read_address(address)
    return address if found is None else str(found)


# -- Linux: struct nlmsghdr, ndmsg, rtattr and nda_cacheinfo of linux/netlink.h and linux/neighbour.h

_HEADER = struct.Struct("=IHHII")
_MESSAGE = struct.Struct("=BxxxiHBB")
_ATTRIBUTE = struct.Struct("=HH")
_NEW_NEIGHBOUR, _DONE, _ERROR = 28, 3, 2
_GET_NEIGHBOURS = 30
_REQUEST_DUMP = 0x301
_DESTINATION, _LINK_ADDRESS, _CACHE_INFO = 1, 2, 3
_NUD_INCOMPLETE, _NUD_FAILED, _NUD_NOARP = 0x01, 0x20, 0x40
_TICKS_A_SECOND = 100.0  # USER_HZ, the same on every machine that Linux runs on

NETLINK_QUESTION = _HEADER.pack(_HEADER.size + 12, _GET_NEIGHBOURS, _REQUEST_DUMP, 1, 0) + bytes(12)


def is_netlink_over(data: bytes) -> bool:
    """Whether an answer of netlink ends in this piece of it."""
    return any(kind in (_DONE, _ERROR) for kind, _body in _netlink_messages(data))


def entries_in_netlink(data: bytes) -> dict[str, NeighbourEntry]:
    """The entries in a piece of netlink's answer to NETLINK_QUESTION."""
    found = {}
    for kind, body in _netlink_messages(data):
        if kind != _NEW_NEIGHBOUR or len(body) < _MESSAGE.size:
            continue
        _family, _index, state, _flags, _type = _MESSAGE.unpack_from(body)
        attributes = dict(_netlink_attributes(body[_MESSAGE.size :]))
        address = _packed_address(attributes.get(_DESTINATION, b""))
        if address is None or state & _NUD_NOARP:  # groups, and what needs no search
            continue
        cache = attributes.get(_CACHE_INFO, b"")
        ticks = struct.unpack_from("=I", cache)[0] if len(cache) >= 4 else None
        found[str(address)] = NeighbourEntry(
            EntryState.SOUGHT
            if state & _NUD_INCOMPLETE
            else (EntryState.FAILED if state & _NUD_FAILED or not state else EntryState.RESOLVED),
            attributes.get(_LINK_ADDRESS, b"").hex(),
            None if ticks is None else ticks / _TICKS_A_SECOND,
        )
    return found


def _netlink_messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    while len(data) >= _HEADER.size:
        length, kind, *_rest = _HEADER.unpack_from(data)
        if length < _HEADER.size:
            return
        yield kind, data[_HEADER.size : length]
        data = data[_aligned(length) :]


def _netlink_attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    while len(data) >= _ATTRIBUTE.size:
        length, kind = _ATTRIBUTE.unpack_from(data)
        if length < _ATTRIBUTE.size:
            return
        yield kind, data[_ATTRIBUTE.size : length]
        data = data[_aligned(length) :]


def _aligned(length: int) -> int:
    return length + -length % 4


def _packed_address(packed: bytes) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    return ipaddress.ip_address(packed) if len(packed) in (4, 16) else None


# -- Windows: MIB_IPNET_TABLE2 and MIB_IPNET_ROW2 of netioapi.h

WINDOWS_ROW = 88  # bytes
_ROW = struct.Struct("<28sI8x32sIIB3xI")
_AF_INET, _AF_INET6 = 2, 23  # of Windows
_NLNS_UNREACHABLE, _NLNS_INCOMPLETE = 0, 1


def entries_in_windows_rows(rows: bytes) -> dict[str, NeighbourEntry]:
    """The entries in the rows of a MIB_IPNET_TABLE2."""
    found = {}
    for start in range(0, len(rows) - WINDOWS_ROW + 1, WINDOWS_ROW):
        place, _index, card, length, state, _flags, milliseconds = _ROW.unpack_from(rows, start)
        family = int.from_bytes(place[:2], "little")
        packed = {_AF_INET: place[4:8], _AF_INET6: place[8:24]}.get(family, b"")
        address = _packed_address(packed)
        if address is None or address.is_multicast:
            continue
        is_resolved = state > _NLNS_INCOMPLETE
        found[str(address)] = NeighbourEntry(
            EntryState.RESOLVED
            if is_resolved
            else (EntryState.SOUGHT if state == _NLNS_INCOMPLETE else EntryState.FAILED),
            card[: min(length, len(card))].hex() if is_resolved else "",
            milliseconds / 1000 if is_resolved else None,
        )
    return found


# -- macOS, whose tables do not tell "is looked for" from "was looked for in vain"

_ARP_LINE = re.compile(r"\(([\d.]+)\) at (\S+)")


def entries_in_text(text: str) -> dict[str, NeighbourEntry]:
    """The entries in what `arp -an` and `ndp -an` print."""
    found = {}
    for line in text.splitlines():
        arp = _ARP_LINE.search(line)
        words = list(arp.groups()) if arp else line.split()[:2]
        address = read_address(words[0]) if len(words) == 2 else None
        if address is None:
            continue
        card = _hexadecimal(words[1])
        found[str(address)] = NeighbourEntry(EntryState.RESOLVED if card else EntryState.SOUGHT, card)
    return found


def _hexadecimal(card: str) -> str:
    """The address of a card as both digits of each byte, "" for what is none: macOS leaves out zeros."""
    parts = card.split(":")
    if len(parts) != 6 or not all(re.fullmatch("[0-9a-fA-F]{1,2}", part) for part in parts):
        return ""
    return "".join(part.zfill(2).lower() for part in parts)
