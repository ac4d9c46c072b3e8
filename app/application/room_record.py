"""The record of the room that is hosted here: with what it opens again the next time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.files.file_limits import size_text
from app.hosted_rooms import EndpointRecord, HostedRoom, HostedRooms
from app.hub.data.config import HubConfig
from app.net.endpoint import Endpoint
from app.security.security_errors import SecurityError
from app.words import hosting_words, system_words


class RoomRecord(QObject):
    """Keeps what is known of one room after the other.

    Signals:
        not_saved(str): how the room is protected could not be kept for the next time, a sentence.
        changed(): what is kept of the room is something else now.
    """

    not_saved = Signal(str)
    changed = Signal()

    def __init__(self, rooms: HostedRooms, parent: QObject) -> None:
        super().__init__(parent)
        self._rooms = rooms
        self._channel = ""

    @property
    def public_address(self) -> str:
        """The address on the internet that was typed for it, "" for none."""
        record = self._rooms.find(self._channel)
        return "" if record is None else record.public

    def begin(self, config: HubConfig, endpoints: Sequence[Endpoint]) -> None:
        """A room opens: keep how, before anybody can come, so that a crash leaves no other record."""
        self._channel = config.room
        self.keep(
            title=config.room_name,
            doors=tuple(EndpointRecord(one.host, one.port or None) for one in endpoints),
            newcomers=config.newcomers.value,
            locked=config.locked,
            nearby=config.shown_nearby,
            files=size_text(config.files),
            web=config.web.value,
            plain_password=config.web_plain_password,
            password=config.verifier,
        )

    def keep(self, **known: object) -> None:
        """Keep what is known of it now, by the names of HostedRoom."""
        record = self._rooms.find(self._channel) or HostedRoom(channel=self._channel)
        try:
            self._rooms.keep(record.changed(**known))
        except SecurityError as error:
            why = system_words.security_words(error)
            self.not_saved.emit(hosting_words.PROTECTION_NOT_KEPT(why=why))
        self.changed.emit()

    def note_locked(self, locked: bool) -> None:
        """It is locked now, or open."""
        record = self._rooms.find(self._channel)
        if record is not None and record.locked != locked:
            self.keep(locked=locked)
