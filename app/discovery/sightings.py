"""What was heard and tried of each room at each place, within bounds that no liar can fill for others.

`now` is seconds of a steady clock. Decides nothing about what is listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from app.discovery.announcement import Announcement
from app.values import frozen

LIFE = 12.0  # seconds without a sign of life: a host that was killed is gone from the list within 15
# After so long without the beacon, which comes every five, a room is looked for: a host that is off has not
# answered when LIFE is over.
BEACON_LATE = 7.0
# After a goodbye, which anybody may say in a host's name: a host that is still there is heard again by then.
GOODBYE_LIFE = 6.0
MOST_ROOMS = 100
MOST_OF_SERVICES = 50  # of those, which only DNS-SD tells of: whoever announces there needs no address
MOST_OF_ADDRESS = 8  # rooms that are told of at one address
MOST_PLACES = 8  # of one room

NEVER = float("-inf")


@frozen
class Place:
    """An address, IPv6 without brackets, and a port at which a hub is said to be."""

    address: str
    port: int

    @property
    def text(self) -> str:
        """`ADDRESS:PORT` as people type it, IPv6 in brackets."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{host}:{self.port}"


class ProbeResult(Enum):
    """What a probe found."""

    RIGHT = "the hub with that fingerprint"
    WRONG = "something else"
    REFUSED = "nothing that listens"
    SILENT = "no answer in time, or no way there"


def typing_order(place: Place) -> tuple[bool, bool]:
    """By this key places are sorted, those that are easily typed first.

    Addresses of one link come last: they need their zone, which is another one on each computer.
    """
    return ("%" in place.address, ":" in place.address)


@frozen
class HeardPlace:
    """A room is said to be at a place. `heard`: when it announced itself or was found there, maybe NEVER."""

    fingerprint: str
    place: Place
    heard: float


@dataclass(slots=True)
class Sighting:
    """What is known of one room at one place."""

    announcement: Announcement  # what was told last
    heard: float  # when that was
    beacon: float = NEVER  # when each way told of it last
    service: float = NEVER
    proved: float = NEVER
    proof: Announcement | None = None  # what the hub itself told, over TLS
    tried: float = NEVER  # when it was looked for last, and what that found
    result: ProbeResult | None = None
    doubted: float | None = None  # since when somebody says that it was closed

    @property
    def is_right(self) -> bool:
        """Whether the hub was there when it was looked for last."""
        return self.result is ProbeResult.RIGHT

    @property
    def is_renamed(self) -> bool:
        """Whether others are told another name of the room than its hub told over TLS."""
        return self.proof is not None and self.proof.room != self.announcement.room

    @property
    def is_of_service(self) -> bool:
        """Whether it is nothing but what DNS-SD says."""
        return self.beacon == NEVER and not self.is_right

    def is_alive(self, now: float) -> bool:
        """Whether there was a sign of life lately. A datagram is none when a goodbye has come after it."""
        is_closed = self.doubted is not None and now - self.doubted > GOODBYE_LIFE
        return now - max(NEVER if is_closed else self.beacon, self.service, self.proved) <= LIFE


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
                self.drop(fingerprint, place)

    def drop(self, fingerprint: str, place: Place) -> None:
        """A room is not at that place."""
        room = self.of_room(fingerprint)
        room.pop(place, None)
        if not room:
            self._rooms.pop(fingerprint, None)

    def put(
        self,
        announcement: Announcement,
        place: Place,
        now: float,
        *,
        heard: float | None = None,
        by_service: bool = False,
        known: Collection[str],
    ) -> Sighting | None:
        """The sighting of a room at a place, with what was told of it last; None where it is one too many.

        `heard`: when this was told, now if it is None. `by_service`: DNS-SD tells of it. `known`: the rooms
        that this person has been in, for which there is always a place.
        """
        heard = now if heard is None else heard
        fingerprint = announcement.fingerprint
        sighting = self.of_room(fingerprint).get(place)
        if sighting is not None:
            if heard >= sighting.heard:
                sighting.announcement, sighting.heard = announcement, heard
            return sighting
        self.forget(now)
        is_known = fingerprint in known
        is_fit = is_known or self._has_place_at(place.address, fingerprint, by_service=by_service)
        if is_fit and fingerprint not in self._rooms:
            is_fit = self._has_place(by_service=by_service) or (is_known and self._give_up_one(known))
        if not is_fit or not self._has_place_in(fingerprint):
            return None
        made = self._rooms.setdefault(fingerprint, {})[place] = Sighting(announcement, heard)
        return made

    def _has_place_at(self, address: str, fingerprint: str, *, by_service: bool) -> bool:
        """Whether one more room may be told of at this address.

        DNS-SD may name anybody's address, so what it says gives way to what comes from there.
        """
        there = [
            (other, place, sighting)
            for other, room in self._rooms.items()
            for place, sighting in room.items()
            if place.address == address
        ]
        rooms = {other for other, _place, _sighting in there}
        if fingerprint in rooms or len(rooms) < MOST_OF_ADDRESS:
            return True
        told = [(other, place) for other, place, sighting in there if sighting.is_of_service]
        if by_service or not told:
            return False
        self.drop(*told[0])
        return True

    def _has_place(self, *, by_service: bool) -> bool:
        """Whether one more room can be held."""
        of_services = (all(one.is_of_service for one in room.values()) for room in self._rooms.values())
        is_one_too_many = by_service and sum(of_services) >= MOST_OF_SERVICES
        return len(self._rooms) < MOST_ROOMS and not is_one_too_many

    def _give_up_one(self, known: Collection[str]) -> bool:
        """Drop the room that came last of those that are neither known nor proved, if there is one."""
        others = [
            fingerprint
            for fingerprint, room in self._rooms.items()
            if fingerprint not in known and not any(one.is_right for one in room.values())
        ]
        if others:
            del self._rooms[others[-1]]
        return bool(others)

    def _has_place_in(self, fingerprint: str) -> bool:
        """Whether one more place can be held of this room; the one heard of longest ago makes way."""
        room = self.of_room(fingerprint)
        if len(room) < MOST_PLACES:
            return True
        unproved = [place for place, one in room.items() if not one.is_right]
        if unproved:
            self.drop(fingerprint, min(unproved, key=lambda place: room[place].heard))
        return bool(unproved)
