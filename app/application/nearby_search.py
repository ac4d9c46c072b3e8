"""Rooms nearby, looked for while somebody looks at the start page, and joined as by an invite link.

The hosts of recent rooms are looked for too, where they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.application.hosted_hub import HostedHub
from app.application.trust_store import TrustStore
from app.client.address import AddressError, HostPort, invite_link, parse_address
from app.discovery.nearby_rooms import NearbyRoom
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import HeardPlace, Place
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRoom, RecentRooms
from app.net.discovery_sockets import DiscoverySockets
from app.net.dns_sd import DnsSd
from app.net.netwatch import NetWatch
from app.net.room_search import RoomSearch
from app.net.room_services import RoomServices
from app.net.routers import Routers
from app.security.pins import Pin
from app.ui.start.start_page import StartPage

SEARCHING_MS = 3000  # how long answers are waited for until there are none


class NearbySearch(QObject):
    """Looks for rooms while the start page is seen, and never else: what asks on a network can be heard.

    Signals:
        why_requested: a NearbyRoom of which somebody asks why it cannot be reached. An attempt to join it
            begins with that, and tells why.
    """

    why_requested = Signal(object)

    def __init__(
        self,
        page: StartPage,
        rows: NearbyRows,
        recents: RecentRooms,
        trust: TrustStore,
        hosted_hub: HostedHub,
        is_seen: Callable[[], bool],
        parent: QObject | None = None,
        *,
        search: RoomSearch | None = None,
        routers: Routers | None = None,
    ) -> None:
        """`is_seen`: whether the window shows what is in it, and is not minimised."""
        super().__init__(parent)
        self._page = page
        self._rows = rows
        self._recents = recents
        self._rooms: Sequence[NearbyRoom] = ()
        self._answering: Sequence[ProbeTarget] = ()  # known hosts, where their certificate was seen just now
        self._trust = trust
        self._hosted_hub = hosted_hub
        self._is_seen = is_seen
        self._is_page_shown = False
        self._is_running = False
        self._search = search or RoomSearch(DiscoverySockets(self), RoomServices(DnsSd(self), self), self)
        self._routers = routers or Routers(self)
        self._router_addresses: frozenset[str] = frozenset()
        self._routers.found.connect(self._on_routers)
        self._watch = NetWatch(self)
        self._watch.returned.connect(self._on_network)
        self._patience = QTimer(self, singleShot=True, interval=SEARCHING_MS)
        self._patience.timeout.connect(self._on_patience)
        self._search.changed.connect(self._on_changed)
        self._search.answering_changed.connect(self._on_answering)
        page.shown_changed.connect(self._on_shown)
        page.nearby_chosen.connect(self._join)
        page.nearby_questioned.connect(self._explain)
        page.nearby.search_requested.connect(self._search_again)

    @property
    def routers(self) -> frozenset[str]:
        """The addresses of this computer's routers, as far as they are known."""
        return self._router_addresses

    def places_of_host(self, recent: RecentRoom) -> tuple[ProbeTarget, ...]:
        """Where the host of a recent room answers or is said to be now; it proves nothing.

        A host that announces nothing is seen where it was once, maybe elsewhere than at the row's address.
        """
        fingerprint = _host_of(recent, self._trust) if recent.room or recent.fingerprint else ""
        if not fingerprint:
            return ()
        room = self._rows.find(fingerprint)
        told = () if room is None else room.places
        answering = [one for one in self._answering if one.fingerprint == fingerprint]
        return tuple(dict.fromkeys([*answering, *(ProbeTarget(place, fingerprint) for place in told)]))

    def heard_places(self) -> list[HeardPlace]:
        """Where rooms are said to be now, by `time.monotonic`."""
        return self._search.heard_places() if self._is_running else []

    def ask_again(self) -> None:
        """Somebody cannot get in: ask where rooms are."""
        if self._is_running:
            self._search.restart()

    @Slot()
    def follow(self) -> None:
        """The page or its window can be seen now, or no more."""
        wanted = self._is_page_shown and self._is_seen()
        if wanted == self._is_running:
            return
        self._is_running = wanted
        if wanted:
            self._search.know(self._trust.known_names())
            self._search.look_for(known_hosts(self._recents.to_list(), self._trust))
            self._routers.look()
            self._watch.start()
            self._search.start()
            self._wait()
        else:
            self._patience.stop()
            self._watch.stop()
            self._search.stop()
            self._answering = ()
            self._recents.mark_open(())  # by the time that somebody looks again that is long ago

    @Slot(bool)
    def _on_shown(self, shown: bool) -> None:
        self._is_page_shown = shown
        self.follow()

    @Slot()
    def _search_again(self) -> None:
        if self._is_running:
            self._search.search_again()
            self._wait()

    def _wait(self) -> None:
        self._page.nearby.set_searching(True)
        self._patience.start()

    @Slot()
    def _on_patience(self) -> None:
        self._page.nearby.set_searching(False)

    @Slot()
    def _on_network(self) -> None:
        self._routers.look()
        self._search.renew()
        self._wait()

    @Slot(object)
    def _on_routers(self, addresses: frozenset[str]) -> None:
        self._router_addresses = addresses
        self._search.lead_out_by(addresses)

    @Slot(list)
    def _on_changed(self, rooms: list[NearbyRoom]) -> None:
        own = self._trust.hub.fingerprint if self._hosted_hub.is_open else ""
        self._rooms = [room for room in rooms if room.fingerprint != own]
        self._rows.show(self._rooms)
        self._mark_recents()

    @Slot(object)
    def _on_answering(self, hosts: tuple[ProbeTarget, ...]) -> None:
        self._answering = hosts
        self._mark_recents()

    def _mark_recents(self) -> None:
        """Say of recent rooms that they are open, as far as that was seen."""
        if not self._is_running:
            return
        answering = {one.fingerprint for one in self._answering}
        open_rooms = {room.fingerprint: room.name for room in self._rooms if not room.is_unreached}
        rows = set()
        for row, recent in enumerate(self._recents.to_list()):
            fingerprint = _host_of(recent, self._trust)
            name = open_rooms.get(fingerprint)
            room = recent.host or recent.name
            # a host that announces nothing does not tell which room is open
            is_open = fingerprint in answering if name is None else name.casefold() == room.casefold()
            if fingerprint and is_open:
                rows.add(row)
        self._recents.mark_open(rows)

    @Slot(str)
    def _explain(self, fingerprint: str) -> None:
        room = self._rows.find(fingerprint)
        if room is not None:
            self.why_requested.emit(room)
            self._join(fingerprint)

    @Slot(str)
    def _join(self, fingerprint: str) -> None:
        room = self._rows.find(fingerprint)
        if room is not None:  # it may have gone while its menu was open
            self._page.join_at(link_to(room))


def link_to(room: NearbyRoom) -> str:
    """The invite link of a room: by it only the hub with that certificate is joined, where it answers."""
    first, *others = room.places
    # the zone of an address of one link is no part of a link
    ways = [first, *(place for place in others if "%" not in place.address)]
    return invite_link([place.text for place in ways], "", room.fingerprint)


def known_hosts(recents: Iterable[RecentRoom], trust: TrustStore) -> tuple[ProbeTarget, ...]:
    """Where to look for the hosts of recent rooms: where each was last, then where else it has been."""
    last: list[ProbeTarget] = []
    earlier: list[ProbeTarget] = []
    for recent in recents:
        pin = trust.pin_of(_host_of(recent, trust))
        if pin is None:
            continue
        ways = _ways_to(recent.address)
        last += [ProbeTarget(Place(way.host, way.port), pin.fingerprint) for way in ways]
        earlier += [ProbeTarget(place, pin.fingerprint) for place in places_of(pin)]
    return tuple(dict.fromkeys(last + earlier))


def places_of(pin: Pin) -> list[Place]:
    """Where a hub has been, the latest first."""
    return [place for place in map(_read_place, pin.addresses) if place is not None]


def _host_of(recent: RecentRoom, trust: TrustStore) -> str:
    """The fingerprint of the hub that a recent room was joined on, "" where it is not known or our own."""
    if recent.hosted or recent.fingerprint:
        return "" if recent.hosted else recent.fingerprint
    try:
        pin = trust.pin_for(parse_address(recent.address))
    except AddressError:
        return ""
    return "" if pin is None else pin.fingerprint


def _read_place(text: str) -> Place | None:
    ways = _ways_to(text)
    return Place(ways[0].host, ways[0].port) if ways else None


def _ways_to(address: str) -> tuple[HostPort, ...]:
    try:
        return parse_address(address).ways
    except AddressError:
        return ()
