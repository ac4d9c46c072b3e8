"""Rooms that are read without a connection: what the archive has of them, and a way to join again."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.application.archive.archive_client import ArchiveClient
from app.application.archive.archived_room import ArchivedRoom
from app.application.room_archiving import RoomArchiving
from app.application.unsent_messages import UnsentMessages
from app.client.events import LinkState, RequestFailed
from app.client.state.multiline import MultilineLimits
from app.client.state.outbox import Outbox, OwnMessage
from app.client.state.session_options import SessionOptions
from app.client.wishes import CallOff, Offline, Reply, Resend, Say, Wish
from app.hub.data.limits import MAX_BYTES, MAX_LINES
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.room import Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.store.archive_records import KnownRoom, RoomKey
from app.ui.timeline.timeline_options import MessageAbilities
from app.ui.window.link_view import LinkPhase, LinkView
from app.ui.window.main_window import MainWindow
from app.words import history_words

# What hubs of ours take as one message, as long as none says so.
HUB_LIMITS = MultilineLimits(MAX_BYTES, MAX_LINES)
# What can be wished without a connection, as far as hubs of ours take it. Written out: the table of all
# wishes brings the client's session, which a window does not need to stand.
WAITING: frozenset[type[Wish]] = frozenset({Say, Reply, Resend, CallOff})


class OfflineLink(QObject):
    """In place of a link: what is said waits until one is in the room again, all else is refused. Fits
    models.room.LinkPort.

    Signals:
        join_wanted(): the person wants to be in the room again.
        happened(list[Event]): what became of a wish.
    """

    join_wanted = Signal()
    happened = Signal(list)

    def __init__(self, nick: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.outbox = Outbox()
        from app.client.session.client_session import ClientSession  # only now: most windows join at once

        self._session = ClientSession(SessionOptions(nick=nick), time.time(), self.outbox)  # of no server

    def ask(self, wish: Wish) -> None:
        """Let it wait in the outbox, or say in a sentence that it cannot be done."""
        if wish.offline is Offline.WAITS:
            self.happened.emit(self._session.ask(wish, time.time()))
        elif wish.offline is Offline.REFUSED:
            words = history_words.JOIN_FIRST()
            self.happened.emit([RequestFailed("", "", "", words, time.time())])

    def adopt(self, messages: Iterable[OwnMessage]) -> None:
        """Take over what waits for the room."""
        self.happened.emit(self._session.adopt(messages, time.time()))

    def retry_now(self) -> None:
        """Join the room."""
        self.join_wanted.emit()

    def retry_with(self, _password: str) -> None:
        """The room asks for one, if it has one."""
        self.retry_now()

    def stop(self) -> None:
        """There is nothing to stop."""


class OfflineRooms(QObject):
    """The rooms that are open without a connection.

    Signals:
        join_wanted(KnownRoom): the person wants to be in a room again.
    """

    join_wanted = Signal(KnownRoom)

    def __init__(
        self,
        archive: ArchiveClient,
        archiving: RoomArchiving,
        rooms: RoomsModel,
        window: MainWindow,
        unsent: UnsentMessages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._unsent = unsent
        self._archive = archive
        self._archiving = archiving
        self._rooms = rooms
        self._window = window
        self._open: dict[RoomKey, Room] = {}
        self._connections: dict[Room, Connection] = {}
        archiving.opened.connect(self.close)

    def open(self, known: KnownRoom, nick: str, why: str = "") -> Room:
        """Show what is kept of a room, or the room itself if it is open; `why` says why one is not in it."""
        there = self._archiving.room_of(known.key)
        if there is not None:
            return there
        facts = known.facts
        link = OfflineLink(nick, self)
        link.join_wanted.connect(partial(self.join_wanted.emit, known))
        connection = Connection(link, self._rooms, EVENTS, address=facts.address, nick=nick, parent=self)
        connection.set_state(LinkState.STOPPED)
        connection.room_closed.connect(self._on_closed)
        connection.refused.connect(self._on_refused)
        words = why or history_words.READING_OFFLINE()
        self._window.set_link_view(connection, _view(known, words))
        room = connection.find_or_open(facts.name or known.key.target)
        room.set_kind(RoomKind.PRIVATE if facts.kind == RoomKind.PRIVATE.value else RoomKind.CHANNEL)
        room.set_title(facts.title)
        self._open[known.key] = room
        self._connections[room] = connection
        self._archiving.show(room, ArchivedRoom(self._archive, known.key, newest=known.newest))
        self._let_wait(link, room, known.key)
        return room

    def _let_wait(self, link: OfflineLink, room: Room, key: RoomKey) -> None:
        """Keep what is written in a room, with what waits for it already."""
        if key.is_on_hub:
            link.outbox.multiline = HUB_LIMITS
        self._unsent.follow(link.outbox, key.network)
        link.happened.connect(self._connections[room].apply)
        link.happened.connect(self._unsent.note)
        link.adopt(self._unsent.take(key.network, room.target))

    @Slot(object)
    def close(self, key: RoomKey) -> None:
        """Take a room away, as one is in it now."""
        room = self._open.get(key)
        if room is not None:
            room.connection.forget(room)

    @Slot(Room)
    def _on_closed(self, room: Room) -> None:
        self._open = {key: other for key, other in self._open.items() if other is not room}
        self._archiving.let_go(room)
        link = room.connection.link
        if isinstance(link, OfflineLink):
            self._unsent.put_back(link.outbox)
        connection = self._connections.pop(room, None)  # None: a further room of it
        if connection is not None:
            connection.deleteLater()

    @Slot(object, str)
    def _on_refused(self, _room: Room | None, words: str) -> None:
        self._window.show_notice(words)


def _view(known: KnownRoom, words: str) -> LinkView:
    """How a room that is only read is shown; where one cannot join again nothing waits for that."""
    may_join = bool(known.facts.address)
    return LinkView(
        LinkPhase.OFFLINE,
        known.facts.address,
        reason=words,
        may_retry=may_join,
        may_queue=may_join,
        abilities=MessageAbilities(WAITING if known.key.is_on_hub else frozenset()),
        has_links=known.key.is_on_hub and may_join,
    )
