"""Links that lead to a message: made of a room, and followed into it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from app.application.archive.archive_client import ArchiveClient
from app.application.hosted_hub import HostedHub
from app.application.joined_servers import JoinedServers
from app.application.room_archiving import RoomArchiving
from app.client.address import Address, AddressError, message_link, parse_address
from app.models.room import Room, RoomKind
from app.store.archive_records import HUB
from app.ui.window.main_window import MainWindow
from app.words import message_words


class MessageLinks(QObject):
    """Copies links to messages of hubs, and shows the message once the room that a link names is entered."""

    def __init__(
        self,
        window: MainWindow,
        servers: JoinedServers,
        hosted_hub: HostedHub,
        archive: ArchiveClient,
        archiving: RoomArchiving,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._servers = servers
        self._hosted_hub = hosted_hub
        self._archive = archive
        self._archiving = archiving
        self._wanted: Address | None = None  # whose message is to be shown
        window.messages.follow_open = self.follow_open
        servers.joining.connect(self._on_joining)
        servers.entered.connect(self._on_entered)

    # -- copying

    def copy(self, room: Room, msgid: str) -> None:
        """Put the link to a message of a room on the clipboard, and say so."""
        ways, fingerprint = self._place_of(room)
        if ways and fingerprint:
            server = self._servers.server_of(room.connection)
            hub_room = "" if server is None else server.connection.room
            link = message_link(ways, room.target, fingerprint, msgid, room=hub_room)
            QGuiApplication.clipboard().setText(link)
            self._window.show_notice(message_words.LINK_COPIED())

    def _place_of(self, room: Room) -> tuple[list[str], str]:
        """By which ways others come to the hub of a room, and its fingerprint."""
        server = self._servers.server_of(room.connection)
        if server is None:
            return self._kept_place_of(room)
        info = self._hosted_hub.info
        if not server.connection.hosting or info is None:
            return [str(way) for way in server.address.ways], server.fingerprint
        if info.invite_link:
            return [str(way) for way in parse_address(info.invite_link).ways], server.fingerprint
        return [one.text for one in info.addresses[:1]], server.fingerprint

    def _kept_place_of(self, room: Room) -> tuple[list[str], str]:
        """That of a room that is only read."""
        key = self._archiving.key_of(room)
        known = self._archive.known_room(key) if key is not None else None
        if known is None or not known.key.is_on_hub:
            return [], ""
        try:
            ways = parse_address(known.facts.address).ways
        except AddressError:
            return [], ""
        return [str(way) for way in ways], known.key.network.removeprefix(HUB)

    # -- following

    def follow_open(self, link: str) -> bool:
        """Go where a link leads if that room is open here; False if it is not."""
        try:
            address = parse_address(link)
        except AddressError:
            return False
        for server in self._servers.all:
            for room in server.connection.rooms:
                if address.room and self._fits(room, address):
                    self._show(room, address.message)
                    return True
        return False

    @Slot(Address)
    def _on_joining(self, address: Address) -> None:
        self._wanted = address if address.message else None

    @Slot(Room)
    def _on_entered(self, room: Room) -> None:
        wanted = self._wanted
        if wanted is not None and self._fits(room, wanted):
            self._wanted = None
            # once all that came with the entering is known, and the room has its archive
            QTimer.singleShot(0, self, partial(self._show, room, wanted.message))

    def _fits(self, room: Room, address: Address) -> bool:
        """Whether a room is the one that an address names."""
        server = self._servers.server_of(room.connection)
        if server is None or room.kind is RoomKind.PRIVATE or not address.fingerprint:
            return False
        is_there = address.fingerprint.lower() == server.fingerprint
        channel = address.channel or address.room
        return is_there and channel.casefold() in ("", room.target.casefold())

    def _show(self, room: Room, msgid: str) -> None:
        self._window.show_room(room)
        if msgid:
            room.timeline.window.show_message(msgid)
