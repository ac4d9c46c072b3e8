"""The passwords of rooms that this person was in: kept once proven, and tried where one is asked for.

A password belongs to the certificate that it was proven to and the room's channel, so nobody else at the same
address is ever told of one.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.application.joined_server import Destination, JoinedServer
from app.application.kept_passwords import KeptPasswords
from app.models.recents import RecentRoom, RecentRooms


class RoomPasswords(QObject):
    """Keeps passwords of rooms in the person's key store until a room is taken out of the recent ones."""

    def __init__(self, kept: KeptPasswords, recents: RecentRooms, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = kept
        self._recents = recents
        recents.forgotten.connect(self._forget)

    @Slot(JoinedServer)
    def follow(self, server: JoinedServer) -> None:
        """Keep what proves right there."""
        server.password_proven.connect(self._kept.keep)

    def find(self, fingerprint: str, destination: Destination, then: Callable[[str], None]) -> None:
        """Look for the password of the room at the host with this certificate; `then` gets "" for none."""
        channel = self._channel_of(fingerprint, destination)
        if channel:
            self._kept.look_up(fingerprint, channel, then)
        else:
            then("")

    def refuse(self, fingerprint: str, destination: Destination) -> None:
        """The password that was found is not the room's any more."""
        if channel := self._channel_of(fingerprint, destination):
            self._kept.forget(fingerprint, channel)

    def _channel_of(self, fingerprint: str, destination: Destination) -> str:
        """The channel of the room that is meant; where it is not said, of the one visited last."""
        if not fingerprint:
            return ""
        rooms = [room.room for room in self._recents.to_list() if room.fingerprint == fingerprint]
        return (destination.options.room or next(filter(None, rooms), "")).casefold()

    @Slot(RecentRoom)
    def _forget(self, room: RecentRoom) -> None:
        if room.fingerprint and not room.channel:
            self._kept.forget(room.fingerprint, room.room.casefold())
