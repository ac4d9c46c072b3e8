"""The rooms that are listed as nearby: takes what is heard of them, tells which to list and which to try.

Everything heard may be a lie. A room is its fingerprint; what is told of it counts for the address that it
came from, what a TLS handshake there showed counts more, and only a room that this person knows gets the name
that they know it by. `now` is seconds of a steady clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from app.discovery.announcement import LONGEST_ROOM, Announcement, Lock, clean_name
from app.discovery.datagrams import Bye, Here
from app.discovery.local_networks import Surroundings
from app.discovery.probes import ADDRESS_SECONDS, Place, ProbeBudget, ProbeResult, ProbeTarget
from app.discovery.sightings import LIFE, MOST_PLACES, NEVER, Room, Sighting, Sightings
from app.irc.confusables import nick_keys

QUESTION_SECONDS = 10.0  # how long answers to a question are waited for
MOST_QUESTIONS = 32  # remembered at once, more than are asked in that time


class Naming(Enum):
    """How a room's name is to be taken."""

    PLAIN = "as it was told"
    KNOWN = "the name that this person knows it by"
    IMITATION = "another room is known by this name, or by one that looks like it"
    SHARED = "several of these rooms have this name"


class Reach(Enum):
    """Whether one can get into a room."""

    UNTRIED = "untried"
    REACHED = "reached"
    UNREACHED = "its host is heard, but no connection came about"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyRoom:
    """One row of the list. `places`: where the room is said to be, what is most likely right first."""

    fingerprint: str
    name: str  # "" where none is known
    by: str
    people: int
    lock: Lock
    places: tuple[Place, ...]
    web_port: int
    naming: Naming
    reach: Reach


class NearbyRooms:
    """What is heard goes in, rows and places to probe come out."""

    def __init__(self) -> None:
        self._sightings = Sightings()
        self._known: Mapping[str, str] = {}
        self._near = Surroundings()
        self._budget = ProbeBudget()
        self._asked: dict[str, float] = {}  # the keys of questions, and when they were asked

    # -- what is known beside it

    def know(self, known: Mapping[str, str]) -> None:
        """The rooms that this person has joined before: name, or "", by fingerprint."""
        self._known = known

    def stand_in(self, near: Surroundings) -> None:
        """The networks that this computer is on now."""
        self._near = near

    def expect(self, key: str, now: float) -> None:
        """A question with this key was asked; who answers it may be on another network."""
        self._asked[key] = now
        if len(self._asked) > MOST_QUESTIONS:
            del self._asked[next(iter(self._asked))]

    # -- what is heard

    def hear(self, heard: Here, source: str, now: float) -> bool:
        """A host told of its room in a datagram from the address `source`. Gives whether that is listed."""
        near = self._near
        is_near = near.is_on_link(source) and near.is_one_computer(source)
        is_answer = now - self._asked.get(heard.key, NEVER) <= QUESTION_SECONDS
        if not is_near and not (is_answer and near.may_try(source)):
            return False
        sighting = self._put(heard.announcement, source, now)
        if sighting is not None:
            sighting.beacon, sighting.is_doubted = now, False
        return sighting is not None

    def doubt(self, said: Bye, source: str) -> None:
        """Somebody says that a room was closed: it is looked for at that address, and listed until then."""
        for place, sighting in self._sightings.of_room(said.fingerprint).items():
            if place.address == source:
                sighting.is_doubted = True

    def find_service(self, announcement: Announcement, addresses: Iterable[str], now: float) -> None:
        """DNS-SD tells of a room, or has told again when it was asked. It is listed once it was tried."""
        fit = [address for address in addresses if self._near.may_try(address)]
        for address in fit[:MOST_PLACES]:
            sighting = self._put(announcement, address, now, by_service=True)
            if sighting is not None:
                sighting.service = now

    def lose_service(self, fingerprint: str) -> None:
        """DNS-SD no longer tells of a room, which is looked for as after a goodbye."""
        for sighting in self._sightings.of_room(fingerprint).values():
            if sighting.service != NEVER:
                sighting.service, sighting.is_doubted = NEVER, True

    # -- what is tried

    def due_probes(self, now: float) -> list[ProbeTarget]:
        """Where to look now, what matters most first; `prove` or `fail` is to be told what came of each."""
        self._sightings.forget(now)
        due = [
            (_urgency(sighting, is_known=fingerprint in self._known), ProbeTarget(place, fingerprint))
            for fingerprint, room in self._sightings.rooms()
            for place, sighting in room.items()
            if _is_due(sighting, room, now) and self._near.may_try(place.address)
        ]
        found = []
        for _urgent, target in sorted(due, key=lambda one: one[0]):
            if self._budget.take(target.place.address, now):
                sighting = self._sightings.of_room(target.fingerprint)[target.place]
                sighting.tried, sighting.is_doubted = now, False
                found.append(target)
        return found

    def prove(self, place: Place, announcement: Announcement, now: float) -> None:
        """The hub with that fingerprint answered there, and told this of its room."""
        sighting = self._put(announcement, place.address, now, port=place.port)
        if sighting is not None:
            sighting.proved, sighting.result = now, ProbeResult.RIGHT

    def fail(self, target: ProbeTarget, result: ProbeResult) -> None:
        """The hub with that fingerprint was not found there."""
        sighting = self._sightings.of_room(target.fingerprint).get(target.place)
        if sighting is None:
            return
        if result is not ProbeResult.SILENT:
            self._sightings.drop(target.fingerprint, target.place)
            return
        if sighting.is_right:  # its host is off or gone, and what DNS-SD remembers of it does not say so
            sighting.service = NEVER
        sighting.result, sighting.proved = result, NEVER

    # -- what is listed

    def is_full(self, now: float) -> bool:
        """Whether there are more rooms than are listed."""
        return self._sightings.is_full(now)

    def rooms(self, now: float) -> list[NearbyRoom]:
        """The rooms to list, in the order in which they appeared, so that no row moves under a pointer."""
        self._sightings.forget(now)
        listed = {
            fingerprint: shown for fingerprint, room in self._sightings.rooms() if (shown := _listed(room))
        }
        names = {
            fingerprint: self._known.get(fingerprint) or shown[0][1].announcement.room
            for fingerprint, shown in listed.items()
        }
        return [self._row(fingerprint, shown, names) for fingerprint, shown in listed.items()]

    def _row(
        self, fingerprint: str, shown: list[tuple[Place, Sighting]], names: Mapping[str, str]
    ) -> NearbyRoom:
        told = shown[0][1].announcement
        return NearbyRoom(
            fingerprint=fingerprint,
            name=names[fingerprint],
            by=told.by,
            people=told.people,
            lock=told.lock,
            places=tuple(place for place, _sighting in shown),
            web_port=told.web_port,
            naming=self._naming(fingerprint, names),
            reach=_reach([sighting for _place, sighting in shown]),
        )

    def _naming(self, fingerprint: str, names: Mapping[str, str]) -> Naming:
        if self._known.get(fingerprint):
            return Naming.KNOWN
        keys = _keys(names[fingerprint])
        if any(keys & _keys(name) for other, name in self._known.items() if other != fingerprint):
            return Naming.IMITATION
        others = (name for other, name in names.items() if other != fingerprint)
        return Naming.SHARED if any(keys & _keys(name) for name in others) else Naming.PLAIN

    def _put(
        self, announcement: Announcement, address: str, now: float, *, port: int = 0, by_service: bool = False
    ) -> Sighting | None:
        place = Place(address, port or announcement.port)
        return self._sightings.put(announcement, place, now, by_service=by_service, known=self._known)


def _is_due(sighting: Sighting, room: Room, now: float) -> bool:
    """Whether to look what is there: after a goodbye, and at what only DNS-SD tells of, once and again."""
    if sighting.is_doubted:
        return True
    is_elsewhere = any(one.is_right for one in room.values()) and not sighting.is_right
    if sighting.service == NEVER or now - sighting.beacon <= LIFE or is_elsewhere:
        return False
    return now - sighting.tried >= ADDRESS_SECONDS


def _urgency(sighting: Sighting, *, is_known: bool) -> int:
    """The smaller, the sooner it is tried: what is doubted, known, listed and untried, then the rest."""
    order = (sighting.is_doubted, is_known, sighting.is_right, sighting.result is None, True)
    return order.index(True)


def _listed(room: Room) -> list[tuple[Place, Sighting]]:
    """Where a room is shown to be, what was proved first; nowhere while DNS-SD's word alone was not tried."""
    shown = [(place, one) for place, one in room.items() if one.beacon != NEVER or one.result is not None]
    return sorted(shown, key=_order)


def _order(shown: tuple[Place, Sighting]) -> tuple[bool, bool, bool]:
    """Addresses of one link come last: they need their zone, which is another one on each computer."""
    place, sighting = shown
    return (not sighting.is_right, "%" in place.address, ":" in place.address)


def _reach(shown: list[Sighting]) -> Reach:
    results = {one.result for one in shown}
    if ProbeResult.RIGHT in results:
        return Reach.REACHED
    return Reach.UNTRIED if None in results else Reach.UNREACHED


def _keys(name: str) -> frozenset[str]:
    """What all names that look like this one have in common; nothing of no name."""
    clean = clean_name(name, LONGEST_ROOM)
    return frozenset(nick_keys(clean)) if clean else frozenset()
