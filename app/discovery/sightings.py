"""What was heard of each room at each place, within bounds that no liar can fill for others.

`now` is seconds of a steady clock. Decides nothing about what is listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.discovery.announcement import Announcement

LIFE = 12.0  # seconds without a sign of life: a host that was killed is gone from the list within 15
# After a goodbye, which anybody may say in a host's name: a host that is still there is heard again by then.
GOODBYE_LIFE = 6.0
MOST_ROOMS = 100
MOST_OF_ADDRESS = 8  # rooms that are told of at one address
MOST_PLACES = 8  # of one room


@dataclass(frozen=True, slots=True)
class Place:
    """An address, IPv6 without brackets, and a port at which a hub is said to be."""

    address: str
    port: int

    @property
    def text(self) -> str:
        """`ADDRESS:PORT` as people type it, IPv6 in brackets."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{host}:{self.port}"


@dataclass(slots=True)
class Sighting:
    """What is known of one room at one place."""

    announcement: Announcement  # what was told last
    heard: float  # when that was
    doubted: float | None = None  # since when somebody says that it was closed

    def is_alive(self, now: float) -> bool:
        """Whether there was a sign of life lately, and no goodbye that nothing contradicts."""
        is_closed = self.doubted is not None and now - self.doubted > GOODBYE_LIFE
        return now - self.heard <= LIFE and not is_closed


Room = dict[Place, Sighting]


class Sightings:
    """All sightings, by the fingerprints of rooms in the order in which those appeared."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}

    def rooms(self) -> Iterator[tuple[str, Room]]:
        """Each room's fingerprint and what is known of it by place, the first place first."""
        yield from self._rooms.items()

    def of_room(self, fingerprint: str) -> Room:
        """What is known of a room, nothing of an unknown one."""
        return self._rooms.get(fingerprint, {})

    def forget(self, now: float) -> None:
        """Drop what nobody has told of lately."""
        for fingerprint, room in list(self._rooms.items()):
            for place in [place for place, one in room.items() if not one.is_alive(now)]:
                del room[place]
            if not room:
                del self._rooms[fingerprint]

    def put(self, announcement: Announcement, place: Place, now: float, *, known: Collection[str]) -> bool:
        """Note what a host tells of its room at a place; False where it is one too many.

        `known`: the rooms that this person has been in, for which there is always a place.
        """
        fingerprint = announcement.fingerprint
        told = Sighting(announcement, now)
        if place in self.of_room(fingerprint):
            self._rooms[fingerprint][place] = told
            return True
        self.forget(now)
        is_known = fingerprint in known
        is_fit = is_known or self._has_place_at(place.address, fingerprint)
        if is_fit and fingerprint not in self._rooms and len(self._rooms) >= MOST_ROOMS:
            is_fit = is_known and self._give_up_one(known)
        if is_fit:
            room = self._rooms.setdefault(fingerprint, {})
            if len(room) >= MOST_PLACES:  # the one heard of longest ago makes way
                del room[min(room, key=lambda one: room[one].heard)]
            room[place] = told
        return is_fit

    def _has_place_at(self, address: str, fingerprint: str) -> bool:
        """Whether one more room may be told of at this address."""
        rooms = {other for other, room in self._rooms.items() if any(one.address == address for one in room)}
        return fingerprint in rooms or len(rooms) < MOST_OF_ADDRESS

    def _give_up_one(self, known: Collection[str]) -> bool:
        """Drop the room that came last of those that are not known, if there is one."""
        others = [fingerprint for fingerprint in self._rooms if fingerprint not in known]
        if others:
            del self._rooms[others[-1]]
        return bool(others)
