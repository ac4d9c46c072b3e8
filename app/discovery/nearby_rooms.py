"""The rooms nearby: what is heard and found of them goes in, what to list and where to look comes out.

Everything heard may be a lie. A room is its fingerprint; what is told of it counts for the address that it
came from, what a TLS handshake there showed counts more. Until then a room that this person knows has the
name that they know it by. `now` is seconds of a steady clock. Sends nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum

from app.discovery.announcement import LONGEST_ROOM, Announcement, Lock, clean_name
from app.discovery.datagrams import Bye
from app.discovery.local_networks import Surroundings
from app.discovery.probes import ADDRESS_SECONDS, ProbeBudget, ProbeTarget, may_probe
from app.discovery.sightings import (
    BEACON_LATE,
    MOST_PLACES,
    NEVER,
    HeardPlace,
    Place,
    ProbeResult,
    Room,
    Sighting,
    Sightings,
    typing_order,
)
from app.irc.confusables import nick_keys
from app.values import frozen

# Seconds before a room is looked for at its next address beside the one that has not answered yet.
HEAD_START = 0.5
# What only DNS-SD tells of is listed when it was found, or where its host is there and lets nobody in.
_LISTED_SERVICES = (ProbeResult.RIGHT, ProbeResult.SILENT)


class Naming(Enum):
    """How a room's name is to be taken."""

    PLAIN = "as it was told"
    KNOWN = "the name that this person knows it by"
    IMITATION = "another room is known by this name, or by one that looks like it"
    SHARED = "several of these rooms have this name"


@frozen(kw_only=True)
class NearbyRoom:
    """One row of the list. `places`: where the room is said to be, what is most likely right first."""

    fingerprint: str
    name: str  # "" where none is known
    by: str
    people: int
    lock: Lock
    places: tuple[Place, ...]
    naming: Naming
    is_unreached: bool = False  # its host is heard, but nobody answered where it says to be
    is_here: bool = False  # another copy of the program on this computer hosts it


class NearbyRooms:
    """What is heard and found goes in, rows and places to look at come out."""

    def __init__(self) -> None:
        self._sightings = Sightings()
        self._known: Mapping[str, str] = {}
        self._keys_of_known: Mapping[str, frozenset[str]] = {}
        self._known_keys: frozenset[str] = frozenset()  # all of them
        self._near = Surroundings()
        self._budget = ProbeBudget()

    # -- what is known beside it

    def know(self, known: Mapping[str, str]) -> None:
        """The rooms that this person has joined before: name, or "", by fingerprint."""
        self._known = known
        self._keys_of_known = {fingerprint: _keys(name) for fingerprint, name in known.items()}
        self._known_keys = frozenset().union(*self._keys_of_known.values())

    def stand_in(self, near: Surroundings) -> None:
        """The networks that this computer is on now."""
        self._near = near

    # -- what is heard

    def hear(self, told: Announcement, source: str, now: float) -> bool:
        """A host told of its room in a datagram from the address `source`. Gives whether that is noted."""
        if not (self._near.is_on_link(source) and self._near.is_one_computer(source)):
            return False
        sighting = self._sightings.put(told, Place(source, told.port), now, known=self._known)
        if sighting is not None:
            sighting.beacon, sighting.doubted = now, None
        return sighting is not None

    def doubt(self, said: Bye, source: str, now: float) -> None:
        """Somebody says that a room was closed: it is looked for there, and goes unless it is seen again.

        It is looked for as well where it was found and nothing of it is heard.
        """
        room = self._sightings.of_room(said.fingerprint)
        if any(place.address == source for place in room):
            for place, sighting in room.items():
                is_meant = place.address == source or sighting.beacon == NEVER
                if is_meant and sighting.doubted is None:
                    sighting.doubted = now

    def doubt_all(self, now: float) -> None:
        """All rooms may have gone since they were heard: they are looked for, and go unless seen again."""
        for _fingerprint, room in self._sightings.rooms():
            for sighting in room.values():
                sighting.doubted = now if sighting.doubted is None else sighting.doubted

    def find_service(
        self, told: Announcement, addresses: Iterable[str], now: float, *, heard: float | None = None
    ) -> None:
        """DNS-SD tells of a room, as it did at `heard`, which is now if it is None.

        Once looked for, it is listed.
        """
        places = (Place(address, told.port) for address in addresses)
        fit = [place for place in places if may_probe(place, self._near)]
        for place in fit[:MOST_PLACES]:
            sighting = self._sightings.put(told, place, now, heard=heard, by_service=True, known=self._known)
            if sighting is not None:
                sighting.service = now

    def lose_service(self, fingerprint: str, now: float) -> None:
        """DNS-SD no longer tells of a room, which is looked for as after a goodbye."""
        for sighting in self._sightings.of_room(fingerprint).values():
            if sighting.service != NEVER:
                sighting.service, sighting.doubted = NEVER, now

    # -- what is looked for

    def due_probes(self, now: float) -> list[ProbeTarget]:
        """Where to look now, what matters most first; `prove` or `fail` is to be told what came of each."""
        self._sightings.forget(now)
        due = [
            (_urgency(sighting, is_known=fingerprint in self._known), ProbeTarget(place, fingerprint))
            for fingerprint, room in self._sightings.rooms()
            for place, sighting in _due_of_room(room, now)
            if may_probe(place, self._near)
        ]
        found = []
        for _urgent, target in sorted(due, key=lambda one: one[0]):
            sighting = self._sightings.of_room(target.fingerprint)[target.place]
            is_goodbye = sighting.is_right and sighting.doubted is not None
            if self._budget.take(target.place.address, now, is_goodbye=is_goodbye):
                sighting.tried = now
                found.append(target)
        return found

    def prove(self, target: ProbeTarget, told: Announcement | None, now: float) -> None:
        """The hub with that fingerprint answered there, and told this of its room, None for nothing.

        A room that nothing is told of, and whose goodbye was heard, is not announced any more.
        """
        if told is not None:
            sighting = self._sightings.put(told, target.place, now, known=self._known)
        else:
            sighting = self._sightings.of_room(target.fingerprint).get(target.place)
            if sighting is not None and sighting.doubted is not None:
                self._sightings.drop(target.fingerprint, target.place)
        if sighting is not None:
            sighting.proved, sighting.proof = now, told
            sighting.result, sighting.doubted = ProbeResult.RIGHT, None
            if now - sighting.tried >= ADDRESS_SECONDS:  # who looked was asked by somebody else
                sighting.tried = now

    def fail(self, target: ProbeTarget, result: ProbeResult) -> None:
        """The hub with that fingerprint was not found there."""
        sighting = self._sightings.of_room(target.fingerprint).get(target.place)
        if sighting is None:
            return
        if result is not ProbeResult.SILENT and sighting.doubted is not None:
            self._sightings.drop(target.fingerprint, target.place)
            return
        if sighting.is_right:  # its host is off or gone, and what DNS-SD remembers of it does not say so
            sighting.service = NEVER
        sighting.result, sighting.proved = result, NEVER

    # -- what is listed

    def rooms(self, now: float) -> list[NearbyRoom]:
        """The rooms to list, in the order in which they appeared, so that no row moves under a pointer."""
        self._sightings.forget(now)
        listed = {
            fingerprint: shown for fingerprint, room in self._sightings.rooms() if (shown := _listed(room))
        }
        told = {fingerprint: _latest(shown) for fingerprint, shown in listed.items()}
        names = {
            fingerprint: _proved_name(shown) or self._known.get(fingerprint) or told[fingerprint].room
            for fingerprint, shown in listed.items()
        }
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
                places=tuple(shown),
                naming=self._naming(fingerprint, keys[fingerprint], rooms_of_key),
                is_unreached=all(one.result not in (None, ProbeResult.RIGHT) for one in shown.values()),
                is_here=any(self._near.is_own(place.address) for place in shown),
            )
            for fingerprint, shown in listed.items()
        ]

    def is_there(self, fingerprint: str, now: float) -> bool:
        """Whether a room was found where its announcements are heard: it need not be looked for elsewhere."""
        room = self._sightings.of_room(fingerprint)
        return any(one.is_right and now - one.beacon <= BEACON_LATE for one in room.values())

    def heard_places(self, now: float) -> list[HeardPlace]:
        """Where rooms are said to be, and when they were heard or found there; not where somebody else is."""
        self._sightings.forget(now)
        return [
            HeardPlace(fingerprint, place, max(one.beacon, one.proved))
            for fingerprint, room in self._sightings.rooms()
            for place, one in room.items()
            if one.result is not ProbeResult.WRONG
        ]

    def _naming(self, fingerprint: str, keys: frozenset[str], rooms_of_key: Mapping[str, int]) -> Naming:
        own = self._keys_of_known.get(fingerprint, frozenset())
        if keys & self._known_keys and not keys & own:
            return Naming.IMITATION
        if own:
            return Naming.KNOWN
        return Naming.SHARED if any(rooms_of_key[key] > 1 for key in keys) else Naming.PLAIN


def _due_of_room(room: Room, now: float) -> list[tuple[Place, Sighting]]:
    """Where to look for a room: where its goodbye was heard, else at one place after the other."""
    doubted = [
        (place, one) for place, one in room.items() if one.doubted is not None and one.tried < one.doubted
    ]
    if doubted:
        return doubted
    rested = [(place, one) for place, one in room.items() if now - one.tried >= ADDRESS_SECONDS]
    found = [one for one in room.values() if one.is_right]
    if found:
        # the beacon says whether a room is still there; what DNS-SD remembers does not
        is_heard = any(now - one.beacon <= BEACON_LATE for one in found)
        return [(place, one) for place, one in rested if one.is_right and (one.is_renamed or not is_heard)]
    if any(one.result is None and now - one.tried < HEAD_START for one in room.values()):
        return []
    return sorted(rested, key=lambda pair: (pair[1].tried, typing_order(pair[0])))[:1]


def _urgency(sighting: Sighting, *, is_known: bool) -> int:
    """The smaller, the sooner it is looked for: what is doubted, known, found and untried, then the rest."""
    order = (sighting.doubted is not None, is_known, sighting.is_right, sighting.result is None, True)
    return order.index(True)


def _listed(room: Room) -> Room:
    """Where a room is shown to be, what was proved first.

    Nowhere while DNS-SD's word alone was not tried, and not where somebody else is.
    """
    shown = {
        place: one
        for place, one in room.items()
        if one.result is not ProbeResult.WRONG and (one.beacon != NEVER or one.result in _LISTED_SERVICES)
    }
    return dict(sorted(shown.items(), key=lambda pair: (not pair[1].is_right, typing_order(pair[0]))))


def _proved_name(shown: Room) -> str:
    """What the room's own hub calls it: a host may open one room after the other."""
    proofs = (one.proof for one in shown.values() if one.is_right)
    return next((proof.room for proof in proofs if proof is not None), "")


def _latest(shown: Room) -> Announcement:
    """What was told last; where the room was found, by its hub."""
    return max(shown.values(), key=lambda one: (one.is_right, one.heard)).announcement


def _keys(name: str) -> frozenset[str]:
    """What all names that look like this one have in common; nothing of no name."""
    clean = clean_name(name, LONGEST_ROOM)
    return frozenset(nick_keys(clean)) if clean else frozenset()
