"""The rooms nearby, merged of all that is heard. Sends nothing.

Nothing that is heard is proved: the host heard last counts, and only a room that this person knows gets the
name that they know it by. `now` is seconds of a steady clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from app.discovery.announcement import LONGEST_ROOM, Announcement, Lock, clean_name
from app.discovery.datagrams import Bye
from app.discovery.local_networks import Surroundings
from app.discovery.sightings import Place, Room, Sightings
from app.irc.confusables import nick_keys


class Naming(Enum):
    """How a room's name is to be taken."""

    PLAIN = "as it was told"
    KNOWN = "the name that this person knows it by"
    IMITATION = "another room is known by this name, or by one that looks like it"
    SHARED = "several of these rooms have this name"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyRoom:
    """One row of the list. `places`: where the room is said to be, what is easily typed first."""

    fingerprint: str
    name: str  # "" where none is known
    by: str
    people: int
    lock: Lock
    places: tuple[Place, ...]
    naming: Naming


class NearbyRooms:
    """What is heard goes in, rows come out."""

    def __init__(self) -> None:
        self._sightings = Sightings()
        self._known: Mapping[str, str] = {}
        self._known_keys: frozenset[str] = frozenset()  # of their names
        self._near = Surroundings()

    def know(self, known: Mapping[str, str]) -> None:
        """The rooms that this person has joined before: name, or "", by fingerprint."""
        self._known = known
        self._known_keys = frozenset().union(*map(_keys, known.values()))

    def stand_in(self, near: Surroundings) -> None:
        """The networks that this computer is on now."""
        self._near = near

    def hear(self, told: Announcement, source: str, now: float) -> bool:
        """A host told of its room in a datagram from the address `source`. Gives whether that is listed."""
        if not (self._near.is_on_link(source) and self._near.is_one_computer(source)):
            return False
        return self._sightings.put(told, Place(source, told.port), now, known=self._known)

    def doubt(self, said: Bye, source: str, now: float) -> None:
        """Somebody says that a room was closed: it goes soon, unless it is heard of again."""
        for place, sighting in self._sightings.of_room(said.fingerprint).items():
            if place.address == source and sighting.doubted is None:
                sighting.doubted = now

    def rooms(self, now: float) -> list[NearbyRoom]:
        """The rooms to list, in the order in which they appeared, so that no row moves under a pointer."""
        self._sightings.forget(now)
        told = {fingerprint: _latest(room) for fingerprint, room in self._sightings.rooms()}
        names = {fingerprint: self._known.get(fingerprint) or one.room for fingerprint, one in told.items()}
        # once for each: after every datagram, pair by pair, a hundred rooms would take all of the time
        keys = {fingerprint: _keys(name) for fingerprint, name in names.items()}
        rooms_of_key = Counter(key for each in keys.values() for key in each)
        return [
            NearbyRoom(
                fingerprint=fingerprint,
                name=names[fingerprint],
                by=told[fingerprint].by,
                people=told[fingerprint].people,
                lock=told[fingerprint].lock,
                places=tuple(sorted(room, key=_order)),
                naming=self._naming(fingerprint, keys[fingerprint], rooms_of_key),
            )
            for fingerprint, room in self._sightings.rooms()
        ]

    def _naming(self, fingerprint: str, keys: frozenset[str], rooms_of_key: Mapping[str, int]) -> Naming:
        if self._known.get(fingerprint):
            return Naming.KNOWN
        if keys & self._known_keys:
            return Naming.IMITATION
        return Naming.SHARED if any(rooms_of_key[key] > 1 for key in keys) else Naming.PLAIN


def _latest(room: Room) -> Announcement:
    return max(room.values(), key=lambda one: one.heard).announcement


def _order(place: Place) -> tuple[bool, bool]:
    """Addresses of one link come last: they need their zone, which is another one on each computer."""
    return ("%" in place.address, ":" in place.address)


def _keys(name: str) -> frozenset[str]:
    """What all names that look like this one have in common; nothing of no name."""
    clean = clean_name(name, LONGEST_ROOM)
    return frozenset(nick_keys(clean)) if clean else frozenset()
