"""What a window needs once it hosts, loaded and built for the first room that opens: most windows host none.

The hub in its thread and its files, what tells others of the room, what finds out who can get into it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.application.room_checker import RoomChecker
from app.application.room_standing import seen_of, standing_of
from app.diagnosis.help_call import Rumour
from app.firewall.firewall import Firewall
from app.firewall.opened_ports import OpenedPortsFile
from app.firewall.system_firewall import make_firewall
from app.hub.data.events import HistoryLost, HubEvent, RoomTitled
from app.net.announced_room import AnnouncedRoom
from app.net.hosting import Hosting
from app.net.hub_resources import HubResources
from app.net.listeners import Listening
from app.paths import Places, room_page
from app.security.certificate import Identity
from app.store.hub_storage import HubStorage
from app.ui.hosting.hosting_info import AddressSeen, RoomStanding
from app.words.diagnosis_words import rumour_words


class HostingParts(QObject):
    """The parts of a HostedHub, connected with each other; one room after the other.

    Signals:
        rumour_heard(str): somebody nearby says that they cannot get in, a sentence.
    """

    rumour_heard = Signal(str)

    def __init__(self, places: Places, parent: QObject) -> None:
        super().__init__(parent)
        self._places = places
        self.hosting = Hosting(self)
        self.announced = AnnouncedRoom(self)
        self.announced.told.connect(self.hosting.tell_of_room)
        self.announced.help_called.connect(self._on_help_called)
        self.checker = RoomChecker(self._make_firewall, self.hosting.ask_guest, self)
        self.hosting.reached.connect(self.checker.note_reached)

    def _make_firewall(self) -> Firewall:
        return make_firewall(OpenedPortsFile(self._places.opened_ports_file), self)

    def open_files(self) -> HubStorage:
        """The hub's files. Raises StoreError."""
        return HubStorage(self._places.accounts_file, self._places.history_file)

    @staticmethod
    def resources(identity: Identity, kept: HubStorage) -> HubResources:
        """What a hub with this certificate and these files is opened with."""
        return HubResources(identity, kept.accounts, kept.history, kept.records, kept.files, room_page())

    @staticmethod
    def lost_in(kept: HubStorage) -> list[HubEvent]:
        """What became of the files when they were opened, as the hub's first events."""
        return [] if kept.notice is None else [HistoryLost(time.time(), kept.notice)]

    def set_listening(self, listening: Sequence[Listening]) -> None:
        """What is open now: browsers have a port, or none any more."""
        self.announced.set_listening(listening)
        self.checker.set_listening(listening)

    def take(self, happened: list[HubEvent]) -> None:
        """What has happened on the hub."""
        self.announced.take(happened)
        self.checker.take(happened)

    @staticmethod
    def title_in(happened: list[HubEvent]) -> str:
        """What the room is called after what has happened, "" where nothing of that changed its name."""
        return next((event.title for event in reversed(happened) if isinstance(event, RoomTitled)), "")

    def seen(self, address: str) -> AddressSeen:
        """Whether somebody of another computer came by an address of the room that is open."""
        findings = self.checker.findings
        return AddressSeen.UNKNOWN if findings is None else seen_of(findings, address)

    def standing(self, *, port: int, ports: str) -> RoomStanding:
        """Who can get into the room that is open. `port`: the room's own; `ports`: all of them, in words."""
        findings = self.checker.findings
        return RoomStanding() if findings is None else standing_of(findings, port=port, ports=ports)

    @Slot(Rumour)
    def _on_help_called(self, rumour: Rumour) -> None:
        self.checker.note_rumour(rumour)
        self.rumour_heard.emit(rumour_words(rumour))
