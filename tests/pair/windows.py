"""A friend of the party with the models and the archive of a window, all in one thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.application.archive.archived_room import ArchivedRoom
from app.application.archive.entries import entry_of, line_of
from app.client.events import LinkState, Point
from app.client.state.last_seen import LastSeen
from app.irc.msgid import line_id
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.room import Room
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.models.timeline_words import describe
from app.store.archive import Archive
from app.store.archive_records import KnownRoom, RoomKey
from tests.models.links import AskedLink
from tests.pair.party import Friend, Party

NETWORK = "hub:ab"


class DirectDesk:
    """Fits what an ArchivedRoom asks of the ArchiveClient; everything is done at once."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def keep(self, key: RoomKey, entries: Sequence[Entry], places: Sequence[int]) -> bool:
        lines = [line_of(entry, place) for entry, place in zip(entries, places, strict=True)]
        self.archive.append(key, lines)
        return True

    def ask(
        self,
        work: Callable[[Archive], Any],
        then: Callable[[Any], None] | None = None,
        *,
        key: RoomKey | None = None,
    ) -> None:
        result = work(self.archive)
        if then is not None:
            then(result)


class Window:
    """What one person sees. `archive` outlives it, as a file does."""

    def __init__(self, party: Party, nick: str, archive: Archive | None = None, **options: Any) -> None:
        self.party = party
        self.archive = Archive() if archive is None else archive
        self.desk = DirectDesk(self.archive)
        self.connection = Connection(AskedLink(), RoomsModel(), EVENTS, address="10.0.0.1", nick=nick)
        self.connection.room_opened.connect(self._keep)
        join = party.join_as_host if options.pop("host", False) else party.join
        self.friend: Friend = join(nick, **options)
        self.connection.set_state(LinkState.ONLINE)
        self.look()

    def known(self, target: str) -> KnownRoom | None:
        """What the archive knows of a room."""
        key = RoomKey(NETWORK, target)
        return next((room for room in self.archive.rooms() if room.key == key), None)

    def _keep(self, room: Room) -> None:
        key = RoomKey(NETWORK, room.target.casefold())
        known = self.known(key.target)
        newest = known.newest if known is not None else 0
        clock = lambda: self.party.now  # noqa: E731 - read at every call
        room.timeline.window.open_archive(ArchivedRoom(self.desk, key, newest=newest, clock=clock))  # type: ignore[arg-type]  # a double

    def look(self) -> None:
        """Take in what has happened."""
        self.party.settle()
        events, self.friend.events = self.friend.events, []
        self.connection.apply(events)

    def room(self, target: str) -> Room:
        """An open room."""
        found = self.connection.find(target)
        assert found is not None
        return found

    def lines(self, target: str) -> list[str]:
        """What is read in a room, in order; lines of the connection are left out."""
        entries = self.room(target).timeline.entries
        return [words for entry in entries if (words := read(entry))]

    def kept(self, target: str) -> list[str]:
        """What an export of the room would hold."""
        lines = self.archive.page_before(RoomKey(NETWORK, target), None, 10_000).lines
        return [words for line in lines if (entry := entry_of(line)) is not None and (words := read(entry))]

    def restarted(self, nick: str = "", **options: Any) -> Window:
        """The same person's next start with the same archive."""
        friend = self.friend
        if friend.is_connected:
            friend.cut()
        self.look()
        seen = LastSeen()
        for room in self.archive.rooms():
            if room.said:
                seen.add(room.facts.name or room.key.target, Point(room.said / 1e6, line_id(room.msgid)))
        return Window(
            self.party,
            nick or friend.client.state.own_nick,
            self.archive,
            last_seen=seen,
            certificate=friend.certificate,
            **options,
        )


def read(entry: Entry) -> str:
    """A message or something that happened to others, in words; "" for what this client alone tells."""
    if isinstance(entry, MessageEntry):
        return f"{entry.sender}: {entry.text}"
    assert isinstance(entry, EventEntry)
    own = ("RoomEntered", "RoomLeft", "ConnectionLost", "ConnectionRestored", "HistoryGap", "HistoryPolicy")
    return "" if type(entry.fact).__name__ in own else describe(entry.fact)
