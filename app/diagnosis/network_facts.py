"""What this computer's networks say of one place: where it lies, which way leads there, who was heard of it.

Pure functions over what the system and the network told; they ask nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from app.diagnosis.facts import Source, Where
from app.discovery.local_networks import (
    IpAddress,
    LocalInterface,
    Surroundings,
    own_addresses,
    read_address,
)
from app.discovery.probes import SHARED_RANGE, is_near
from app.discovery.sightings import NEVER, HeardPlace, Place, typing_order


def where_is(address: str, near: Surroundings, own: Collection[IpAddress]) -> Where:
    """Where an address lies. `own`: the addresses of this computer."""
    found = read_address(address)
    if found is None:
        return Where.UNKNOWN
    if found.is_loopback or found in own:
        return Where.HERE
    if near.is_on_link(address):
        return Where.ON_LINK
    return Where.PRIVATE if is_near(address, near) else Where.PUBLIC


def source_of(sender: str | None, target: str, interfaces: Iterable[LocalInterface]) -> Source:
    """What kind of address this computer sends from when it sends to `target`.

    `sender`: that address as the system tells it, None where it says that there is no way.
    """
    cards = [one for one in interfaces if one.leads_to_others]
    if sender is None:
        every = own_addresses(cards)
        if not every:
            return Source.NO_NETWORK
        return Source.SELF_MADE if all(each.is_link_local for each in every) else Source.NO_WAY
    address, there = read_address(sender), read_address(target)
    if address is None or there is None:
        return Source.UNKNOWN
    if address.version == 4 and address.is_link_local:
        return Source.SELF_MADE
    card = next((one for one in cards if any(each.address == address for each in one.addresses)), None)
    if card is None or not card.is_vpn:
        return Source.LOCAL
    # to the people of a private network its tunnel is the way and takes nothing
    is_peer = any(there in each.network for each in card.addresses) or all(
        one in SHARED_RANGE for one in (address, there)
    )
    return Source.LOCAL if is_peer else Source.TUNNEL


def last_heard(place: Place, fingerprint: str, heard: Iterable[HeardPlace]) -> float:
    """When the room was announced last as being at this very place; NEVER if it was not.

    `fingerprint`: of the room that is meant, "" where any is.
    """
    times = (one.heard for one in heard if _is_meant(one, fingerprint) and is_same(one.place, place))
    return max(times, default=NEVER)


def heard_elsewhere(
    place: Place, fingerprint: str, heard: Iterable[HeardPlace], link_addresses: Mapping[str, str]
) -> list[HeardPlace]:
    """Where else the room that is meant is said to be: on that computer, then what is easily typed.

    Of an unknown one: where on that computer there is a room.
    `link_addresses`: of the neighbours by their addresses, as a computer has one and several of the other.
    """
    there = link_addresses.get(place.address, "")
    others = [one for one in heard if not is_same(one.place, place) and _is_meant(one, fingerprint)]
    if not fingerprint:
        others = [
            one
            for one in others
            if read_address(one.place.address) == read_address(place.address)
            or (there and link_addresses.get(one.place.address, "") == there)
        ]
    return sorted(others, key=lambda one: (preference(one.place, place), -one.heard))


def preference(place: Place, meant: Place) -> tuple[bool, tuple[bool, bool]]:
    """By this key other places are sorted, the best first: those on the computer that was meant."""
    is_other = read_address(place.address) != read_address(meant.address)
    return is_other, typing_order(place)


def is_same(place: Place, other: Place) -> bool:
    """Whether two places are one, however their addresses are written."""
    return place.port == other.port and read_address(place.address) == read_address(other.address)


def _is_meant(one: HeardPlace, fingerprint: str) -> bool:
    return not fingerprint or one.fingerprint == fingerprint
