"""Private talks in which somebody wrote what was not read when the program ended: opened in the next one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.application.archive import pages
from app.application.archive.archive_client import ArchiveClient
from app.application.archive.pages import UnreadTalk
from app.application.joined_server import JoinedServer
from app.application.room_archiving import RoomArchiving
from app.client.wishes import AskReadMarker
from app.models.connection import Connection
from app.models.room import Room, RoomKind


class UnreadTalks(QObject):
    """Asks the archive once for each connection, and brings what it finds into the list of rooms."""

    def __init__(
        self, archive: ArchiveClient, archiving: RoomArchiving, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._archiving = archiving

    def add_server(self, server: JoinedServer) -> None:
        """Open the talks of a connection that is about to be made, once a room of it was entered."""
        _ServerTalks(self, server)

    def ask(self, server: JoinedServer) -> None:
        """Look which talks of a connection's network were not read, and open them."""
        connection = server.connection
        known = self._archive.known(self._archiving.network_of(connection))
        maybe = [one for one in known if one.facts.kind == RoomKind.PRIVATE.value and one.newest > one.read]
        if maybe:
            self._archive.ask(partial(pages.unread_talks, maybe), partial(self._open, connection))

    def _open(self, connection: Connection, talks: Sequence[UnreadTalk]) -> None:
        """The newest first: talks of strangers have so many places."""
        for talk in talks:
            ignored, facts = connection.ignored, talk.known.facts
            is_heard = any(not ignored.is_ignored(one.nick, one.account) for one in talk.said)
            if not is_heard or not connection.rooms or connection.find(facts.name) is not None:
                continue
            is_answered = talk.is_answered
            room = connection.open_private(facts.name) if is_answered else connection.admit(facts.name)
            if room is None:
                continue
            if room.title == room.target:  # nobody here says what they are called
                room.set_title(facts.title)
            connection.link.ask(AskReadMarker(room.target))


class _ServerTalks(QObject):
    """One connection: whether one gets in at all is told by the first room that is entered."""

    def __init__(self, talks: UnreadTalks, server: JoinedServer) -> None:
        super().__init__(server)
        self._talks = talks
        self._server = server
        server.connection.room_opened.connect(self._on_opened)

    @Slot(Room)
    def _on_opened(self, room: Room) -> None:
        if room.kind is not RoomKind.PRIVATE:
            self._server.connection.room_opened.disconnect(self._on_opened)
            self._talks.ask(self._server)
