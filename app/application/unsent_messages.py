"""Own messages that no server has confirmed, over the ends of connections and of the program.

While a connection or a room that is read has them they are in its outbox, else here; a file holds them all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.application import unsent_file
from app.application.archive.archive_client import ArchiveClient
from app.application.joined_server import JoinedServer
from app.client.state.outbox import Delivery, Outbox, OwnMessage
from app.models.connection import Connection
from app.models.room import Room
from app.models.shown_names import is_channel

# On a good connection an own message is confirmed before that, and the file is never touched.
SAVE_MS = 200


class UnsentMessages(QObject):
    """Gives what waits to whoever can send it.

    `network_of`: what tells a connection's network apart in the archive. `is_kept`: whether anything is to be
    kept on this computer.

    Signals:
        troubled(str): what waits cannot be kept, a sentence for people.
    """

    troubled = Signal(str)

    def __init__(
        self,
        path: Path,
        archive: ArchiveClient,
        network_of: Callable[[Connection], str],
        is_kept: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._archive = archive
        self._network_of = network_of
        self._is_kept = is_kept
        self._here: dict[str, list[OwnMessage]] = {}
        self._outboxes: dict[Outbox, str] = {}  # with their networks
        self._saved: bytes | None = None  # None: not known
        self.problem = ""
        self._save_soon = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._save_soon.timeout.connect(self.save)
        if is_kept():
            self._here, self.problem = unsent_file.load(path)
        else:
            self.note()  # what is there goes

    @property
    def count(self) -> int:
        """How many messages go out once there is a connection: one that was refused is tried by hand."""
        here = (own for waiting in self._here.values() for own in waiting)
        return sum(own.delivery is not Delivery.FAILED for own in here)

    def add_server(self, server: JoinedServer) -> None:
        """Let a connection that is about to be made send what waits for it."""
        _ServerRooms(self, server)

    def network_of(self, connection: Connection) -> str:
        """What tells a connection's network apart."""
        return self._network_of(connection)

    def follow(self, outbox: Outbox, network: str) -> None:
        """What is in an outbox is kept too, from now on."""
        self._outboxes[outbox] = network

    def take(self, network: str, conversation: str | None) -> list[OwnMessage]:
        """Let go of what waits for a conversation, None for all private talks of a network."""
        wanted: list[OwnMessage] = []
        rest: list[OwnMessage] = []
        for message in self._here.get(network, ()):
            if conversation is None:
                fits = not is_channel(message.conversation)
            else:
                fits = message.conversation.casefold() == conversation.casefold()
            (wanted if fits else rest).append(message)
        self._here[network] = rest
        return wanted

    def put_back(self, outbox: Outbox, conversation: str = "") -> None:
        """A conversation ends, or all that uses an outbox: what was not confirmed waits here."""
        network = self._outboxes.get(outbox, "")
        self._here.setdefault(network, []).extend(outbox.give_up(conversation))
        if not conversation:
            self._outboxes.pop(outbox, None)
        self.note()

    @Slot()
    def note(self) -> None:
        """Something may be otherwise: keep that soon."""
        if not self._save_soon.isActive():
            self._save_soon.start()

    @Slot()
    def save(self) -> None:
        """Keep what waits now, in the archive's thread."""
        self._save_soon.stop()
        data = unsent_file.encode(self._all()) if self._is_kept() else b""
        if data == self._saved:
            return
        self._saved = data
        path = self._path
        self._archive.ask(lambda _archive: unsent_file.save(path, data), self._tell)

    def _all(self) -> dict[str, list[OwnMessage]]:
        every = {network: list(messages) for network, messages in self._here.items()}
        for outbox, network in self._outboxes.items():
            every.setdefault(network, []).extend(outbox)
        return every

    def _tell(self, problem: str) -> None:
        if problem:
            self._saved = None  # tried again with the next change
            self.troubled.emit(problem)


class _ServerRooms(QObject):
    """One connection: its rooms get what waits for them as they are opened."""

    def __init__(self, unsent: UnsentMessages, server: JoinedServer) -> None:
        super().__init__(server)
        self._unsent = unsent
        self._server = server
        self._network = ""
        self._opened: list[
            str | None
        ] = []  # conversations whose rooms are new; None stands for private talks
        server.connection.registered.connect(self._on_registered)
        server.connection.room_opened.connect(self._on_opened)
        server.connection.room_closed.connect(self._on_closed)
        server.link.events_arrived.connect(self._on_events)  # behind the rooms, which have applied them
        server.ended.connect(self._on_ended)

    @Slot()
    def _on_registered(self) -> None:
        if not self._network:
            self._network = self._unsent.network_of(self._server.connection)
            self._unsent.follow(self._server.link.outbox, self._network)

    @Slot(Room)
    def _on_opened(self, room: Room) -> None:
        # talks only when a room was entered: whether one gets in at all is told by that
        self._opened += [room.target, None]

    @Slot(Room)
    def _on_closed(self, room: Room) -> None:
        self._unsent.put_back(self._server.link.outbox, room.target)

    @Slot(object)
    def _on_events(self, _events: object) -> None:
        opened, self._opened = self._opened, []
        for conversation in opened:
            if messages := self._unsent.take(self._network, conversation):
                self._server.link.adopt(messages)
        self._unsent.note()

    @Slot()
    def _on_ended(self) -> None:
        self._unsent.put_back(self._server.link.outbox)
