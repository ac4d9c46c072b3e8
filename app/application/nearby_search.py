"""Rooms nearby, looked for while somebody looks at the start page, and joined as by an invite link."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from app.application.hosted_hub import HostedHub
from app.application.trust_store import TrustStore
from app.discovery.nearby_rooms import NearbyRoom
from app.models.nearby_rows import NearbyRows
from app.net.discovery_sockets import DiscoverySockets
from app.net.netwatch import NetWatch
from app.net.room_search import RoomSearch
from app.net.routers import Routers
from app.ui.start.start_page import StartPage

SEARCHING_MS = 3000  # how long answers are waited for until there are none


class NearbySearch(QObject):
    """Looks for rooms while the start page is seen, and never else: what asks on a network can be heard."""

    def __init__(
        self,
        page: StartPage,
        rows: NearbyRows,
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
        self._trust = trust
        self._hosted_hub = hosted_hub
        self._is_seen = is_seen
        self._is_page_shown = False
        self._is_running = False
        self._search = search or RoomSearch(DiscoverySockets(self), self)
        self._routers = routers or Routers(self)
        self._routers.found.connect(self._search.lead_out_by)
        self._watch = NetWatch(self)
        self._watch.returned.connect(self._on_network)
        self._patience = QTimer(self, singleShot=True, interval=SEARCHING_MS)
        self._patience.timeout.connect(self._on_patience)
        self._search.changed.connect(self._on_changed)
        page.shown_changed.connect(self._on_shown)
        page.nearby_chosen.connect(self._join)
        page.nearby.search_requested.connect(self._search_again)

    @Slot()
    def follow(self) -> None:
        """The page or its window can be seen now, or no more."""
        wanted = self._is_page_shown and self._is_seen()
        if wanted == self._is_running:
            return
        self._is_running = wanted
        if wanted:
            self._search.know(self._trust.known_names())
            self._routers.look()
            self._watch.start()
            self._search.start()
            self._wait()
        else:
            self._patience.stop()
            self._watch.stop()
            self._search.stop()

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
        self._search.restart()
        self._wait()

    @Slot(list)
    def _on_changed(self, rooms: list[NearbyRoom]) -> None:
        own = self._trust.hub.fingerprint if self._hosted_hub.is_open else ""
        self._rows.show([room for room in rooms if room.fingerprint != own])

    @Slot(str)
    def _join(self, fingerprint: str) -> None:
        room = self._rows.find(fingerprint)
        if room is not None:  # it may have gone while its menu was open
            self._page.join_at(link_to(room))


def link_to(room: NearbyRoom) -> str:
    """The invite link of a room: only the hub with that certificate is joined by it."""
    return f"hubbub://{room.places[0].text}/?fp={room.fingerprint}"
