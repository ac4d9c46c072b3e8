"""The history on this computer: builds the archive's parts and connects them with the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.application.archive.archive_client import ArchiveClient
from app.application.archive_retention import ArchiveRetention
from app.application.joined_servers import JoinedServers
from app.application.offline_rooms import OfflineRooms
from app.application.room_archiving import RoomArchiving, hub_network, server_network
from app.application.unread_talks import UnreadTalks
from app.application.unsent_messages import UnsentMessages
from app.client.address import AddressError, parse_address
from app.client.wishes import MarkRead, Wish
from app.irc.names import nick_from
from app.models.recents import RecentRoom, RecentRooms
from app.models.room import Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.models.search import Hit
from app.models.timeline_entries import MessageEntry
from app.paths import Places
from app.settings import Settings
from app.store.archive_records import KnownRoom, RoomKey
from app.ui.start.start_page import StartPage
from app.ui.window.main_window import MainWindow
from app.words import history_words


class LocalHistory(QObject):
    """What a person asks of the archive, and what is done with its rooms."""

    def __init__(
        self,
        places: Places,
        archive: ArchiveClient,
        archiving: RoomArchiving,
        window: MainWindow,
        page: StartPage,
        rooms: RoomsModel,
        recents: RecentRooms,
        servers: JoinedServers,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._page = page
        self._recents = recents
        self._servers = servers
        self._waiting: list[Callable[[], None]] = []
        path = places.archive_file
        self.archive = archive
        self.archiving = archiving
        self.unsent = UnsentMessages(
            places.unsent_file,
            self.archive,
            self.archiving.network_of,
            lambda: settings.keep_history != "nothing",
            self,
        )
        self.unread_talks = UnreadTalks(self.archive, self.archiving, self)
        self.offline = OfflineRooms(self.archive, self.archiving, rooms, window, self.unsent, self)
        self.retention = ArchiveRetention(self.archive, self.archiving, window, settings, path, self)
        self.archive.ready.connect(self._on_ready)
        self.archive.ready.connect(self._describe)
        self.archive.troubled.connect(window.show_notice)
        self.unsent.troubled.connect(window.show_notice)
        self.retention.changed.connect(self.unsent.note)
        window.wished.connect(self._on_wished)
        window.search.hit_chosen.connect(self._go_to)
        servers.attempt.started.connect(self.archiving.add_server)
        servers.attempt.started.connect(self.unsent.add_server)
        servers.attempt.started.connect(self.unread_talks.add_server)
        servers.unreachable.connect(self._on_unreachable)
        self.offline.join_wanted.connect(self._join)
        page.recent_list.read_requested.connect(self._read_recent)

    def when_ready(self, act: Callable[[], None]) -> None:
        """Call `act` as soon as it is known what is kept."""
        if self.archive.is_ready:
            act()
        else:
            self._waiting.append(act)

    def close(self) -> None:
        """Write what is left and end the archive's thread."""
        self.archiving.close()
        self.unsent.save()
        self.archive.close()

    def unsent_words(self) -> str:
        """What is to be said at the start of what was written before and not sent, "" for nothing."""
        count = self.unsent.count
        if self.unsent.problem or not count:
            return self.unsent.problem
        if count == 1:
            return history_words.ONE_MESSAGE_UNSENT()
        return history_words.MESSAGES_UNSENT(count=count)

    @Slot(Room, str, str)
    def note_saved(self, room: Room, file_id: str, path: str) -> None:
        """A file of a room lies at a path now: its message tells so after a restart too."""
        archived = self.archiving.archived(room)
        if archived is None:
            return
        messages = (entry for entry in room.timeline.entries if isinstance(entry, MessageEntry))
        shared = (one.msgid for one in messages if one.file is not None and one.file.id == file_id)
        archived.note_saved(next(shared, ""), file_id, path)

    @Slot(Room, Wish)
    def _on_wished(self, _room: Room, wish: Wish) -> None:
        if isinstance(wish, MarkRead):
            self.archiving.note_read_soon()

    @Slot()
    def _on_ready(self) -> None:
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    @Slot()
    def _describe(self) -> None:
        self.archiving.describe_all()

    # -- searching

    @Slot(Hit)
    def _go_to(self, hit: Hit) -> None:
        """Show a message of any room, also of one that nobody is in now."""
        key = hit.room
        assert isinstance(key, RoomKey)
        room = self.archiving.room_of(key)
        if room is None:
            known = self.archive.known_room(key)
            if known is None:
                return
            room = self.offline.open(known, nick_from(self._page.name_field.name()))
        self._window.show_room(room)
        room.timeline.window.show_place(hit.place)

    # -- recent rooms

    @Slot(int)
    def _read_recent(self, row: int) -> None:
        self._read(self._recents.room_at(row))

    @Slot(RecentRoom, str)
    def _on_unreachable(self, recent: RecentRoom, sentence: str) -> None:
        self._read(recent, sentence)

    def _read(self, recent: RecentRoom, sentence: str = "") -> None:
        kept = kept_of(self.archive, recent)
        if kept is not None:
            why = history_words.NOT_JOINED_BUT_KEPT(sentence=sentence) if sentence else ""
            nick = nick_from(self._page.name_field.name())
            self._window.show_room(self.offline.open(kept, nick, why))

    @Slot(KnownRoom)
    def _join(self, known: KnownRoom) -> None:
        """Join where a room was; of several channels at one address the recent rooms tell which is meant."""
        recents = self._recents.to_list()
        recent = next((each for each in recents if not each.hosted and _is(known, each)), None)
        address = known.facts.address if recent is None else recent.address
        self._window.show_start()
        self._page.join_card.address.set_text(address)
        self._servers.join(self._page.name_field.name(), address, recent=recent)


def kept_of(archive: ArchiveClient, recent: RecentRoom) -> KnownRoom | None:
    """What is kept of a recent room."""
    target = (recent.channel or recent.room).casefold()
    for room in archive.all_known():
        facts = room.facts
        is_hosted = facts.kind == RoomKind.HOSTED.value
        if target and room.key.target != target:
            continue
        if recent.hosted and is_hosted and (recent.room or facts.title == recent.name):
            return room
        if not recent.hosted and facts.kind != RoomKind.PRIVATE.value and _is_at(room, recent):
            return room
    return None


def _is(known: KnownRoom, recent: RecentRoom) -> bool:
    """Whether a recent room names its channel, and that is the one of a conversation."""
    return known.key.target == (recent.channel or recent.room).casefold() and _is_at(known, recent)


def _is_at(room: KnownRoom, recent: RecentRoom) -> bool:
    """Whether a conversation is on the server of a recent room."""
    if recent.fingerprint and room.key.is_on_hub:
        return room.key.network == hub_network(recent.fingerprint)
    if recent.channel and not room.key.is_on_hub:
        try:
            return room.key.network == server_network(parse_address(recent.address).place)
        except AddressError:
            return False
    return room.facts.address == recent.address != ""
