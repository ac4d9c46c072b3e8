"""Searches of windows, asked of the archive. Fits models.search.SearchPort."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from app.application.archive.archive_client import ArchiveClient
from app.application.archive.entries import colour_kept, entry_of
from app.models.ignored_people import Ignored
from app.models.room import Room
from app.models.search import MOST_FILES, PAGE, Count, FileHit, Hit
from app.models.timeline_entries import MessageEntry
from app.store.archive import Archive
from app.store.archive_records import KnownRoom, RoomKey, SearchHit, StoredLine
from app.store.archive_search import MOST_COUNTED

# Of somebody who is ignored there may be thousands of hits: how many are read at once, and how often.
_NEXT = 1000
_MOST_READ = 100

Then = Callable[[list[Hit]], None]
KeyOf = Callable[[Room], RoomKey | None]
Networks = dict[str, Ignored]


class Searcher:
    """`key_of` tells under which key a room is kept, None where nothing is; `ignored` whom the person
    ignores on each network, whose messages are no hits.
    """

    def __init__(self, archive: ArchiveClient, key_of: KeyOf, ignored: Callable[[], Networks] = dict) -> None:
        self._archive = archive
        self._key_of = key_of
        self.ignored = ignored

    def in_room(self, room: Room, query: str, before: int | None, then: Then) -> None:
        """A page of a room's hits."""
        key = self._key_of(room)
        if key is None:
            then([])
            return
        ignored = self.ignored()

        def search(archive: Archive) -> list[Hit]:
            return [_hit(found, {}) for found in islice(_seen(archive, query, ignored, key, before), PAGE)]

        self._archive.ask(search, then, key=key, failed=lambda _reason: then([]), is_search=True)

    def everywhere(self, query: str, before: int | None, then: Then) -> None:
        """A page of the hits of all rooms."""
        ignored = self.ignored()

        def search(archive: Archive) -> list[Hit]:
            rooms = {room.key: room for room in archive.rooms()}
            return [
                _hit(found, rooms) for found in islice(_seen(archive, query, ignored, None, before), PAGE)
            ]

        self._archive.ask(search, then, failed=lambda _reason: then([]), is_search=True)

    def count(self, room: Room, query: str, then: Callable[[Count], None]) -> None:
        """How many hits a room has."""
        key = self._key_of(room)
        if key is None:
            return
        ignored = self.ignored()

        def count(archive: Archive) -> int:
            if ignored.get(key.network, Ignored()).is_nobody:
                return archive.count(query, key)
            return sum(1 for _ in islice(_seen(archive, query, ignored, key, None), MOST_COUNTED + 1))

        def counted(number: int) -> None:
            then(Count(min(number, MOST_COUNTED), more=number > MOST_COUNTED))

        self._archive.ask(count, counted, key=key, is_search=True)

    def files_in(self, room: Room, then: Callable[[list[FileHit]], None]) -> None:
        """The newest files of a room."""
        key = self._key_of(room)
        if key is None:
            then([])
            return

        def look(archive: Archive) -> list[FileHit]:
            return [hit for line in archive.with_files(key, MOST_FILES) if (hit := _file_hit(line))]

        self._archive.ask(look, then, key=key, failed=lambda _reason: then([]))


def _file_hit(line: StoredLine) -> FileHit | None:
    entry = entry_of(line)
    if not isinstance(entry, MessageEntry) or entry.file is None:
        return None
    return FileHit(entry, entry.file, line.place)


def _seen(
    archive: Archive, query: str, ignored: Networks, key: RoomKey | None, before: int | None
) -> Iterator[SearchHit]:
    """The hits `before` a place that are of nobody who is ignored, the newest first."""
    count = PAGE
    for _ in range(_MOST_READ):
        hits = archive.search(query, key, before=before, count=count)
        for hit in hits:
            entry = entry_of(hit.line)
            who = ignored.get(hit.room.network)
            if who is None or entry is None or not who.hides(entry):
                yield hit
        if len(hits) < count:
            return
        before, count = hits[-1].line.place, _NEXT


def _hit(found: SearchHit, rooms: dict[RoomKey, KnownRoom]) -> Hit:
    line = found.line
    known = rooms.get(found.room)
    title = known.facts.title if known is not None else found.room.target
    return Hit(
        line.place,
        line.msgid,
        line.name or line.sender,
        line.text,
        line.time,
        found.room,
        title,
        colour_of=colour_kept(line),
    )
