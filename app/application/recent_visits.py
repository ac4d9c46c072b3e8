"""What is entered, in the list of recent rooms: by the host's certificate and the channel, under its name."""

from __future__ import annotations

import time
from dataclasses import replace
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Slot

from app.application.hosted_hub import HostedHub
from app.application.joined_server import JoinedServer
from app.client.address import Address, Scheme
from app.irc.names import fold_channel
from app.models.recents import RecentRoom, RecentRooms
from app.models.room import Room


class RecentVisits(QObject):
    """Notes rooms that were entered, and how they are called from then on."""

    def __init__(self, recents: RecentRooms, hosted_hub: HostedHub, parent: QObject) -> None:
        super().__init__(parent)
        self._recents = recents
        self._hosted_hub = hosted_hub
        self._noted: WeakKeyDictionary[Room, RecentRoom] = WeakKeyDictionary()

    def note(self, room: Room, server: JoinedServer) -> None:
        """Keep the room that was entered there just now, by the person's wish."""
        recent = self._recent_of(room, server)
        if room not in self._noted:
            room.changed.connect(self._on_changed)
        self._noted[room] = recent
        self._recents.add(recent)

    def forget(self, server: JoinedServer) -> None:
        """Take all rooms of a server out of the list."""
        self._recents.remove_server(str(server.address), server.fingerprint)

    def _recent_of(self, room: Room, server: JoinedServer) -> RecentRoom:
        connection, info, now = server.connection, self._hosted_hub.info, time.time()
        if connection.hosting:
            address = info.preferred_address if info is not None else str(server.destination.address)
            return RecentRoom(room.title, address, True, now, room=room.target)
        hub_room = connection.room if connection.is_hub else ""
        is_beside = fold_channel(room.target) != fold_channel(hub_room)
        return RecentRoom(
            room.title,
            str(_leading_to(room.target, hub_room, server.address)),
            False,
            now,
            room=hub_room,
            fingerprint=server.fingerprint if connection.is_hub else "",
            channel=room.target if is_beside else "",
            host=connection.network if is_beside and connection.is_hub else "",
        )

    @Slot(QObject)
    def _on_changed(self, room: Room) -> None:
        recent = self._noted.get(room)
        if recent is not None and room.title != recent.name:
            self._noted[room] = replace(recent, name=room.title)
            self._recents.rename(recent, room.title)
            if room.connection.is_room_of_hub(room):
                self._recents.rename_host(recent, room.title)


def _leading_to(channel: str, hub_room: str, address: Address) -> Address:
    """Where a channel was entered as an address that names no other; an invite link names the hub's room."""
    if not address.room:
        return address
    return replace(address, room=hub_room if address.scheme is Scheme.HUBBUB else channel)
