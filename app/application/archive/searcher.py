"""Searches of windows, asked of the archive. Fits models.search.SearchPort."""

from __future__ import annotations

from collections.abc import Callable

from app.application.archive.archive_client import ArchiveClient
from app.application.archive.entries import colour_kept
from app.models.room import Room
from app.models.search import PAGE, Count, Hit
from app.store.archive import Archive
from app.store.archive_records import KnownRoom, RoomKey, SearchHit
from app.store.archive_search import MOST_COUNTED

Then = Callable[[list[Hit]], None]
KeyOf = Callable[[Room], RoomKey | None]


class Searcher:
    """`key_of` tells under which key a room is kept, None where nothing is."""

    def __init__(self, archive: ArchiveClient, key_of: KeyOf) -> None:
        self._archive = archive
        self._key_of = key_of

    def in_room(self, room: Room, query: str, before: int | None, then: Then) -> None:
        """A page of a room's hits."""
        key = self._key_of(room)
        if key is None:
            then([])
            return

        def search(archive: Archive) -> list[Hit]:
            return [_hit(found, {}) for found in archive.search(query, key, before=before, count=PAGE)]

        self._archive.ask(search, then, key=key, failed=lambda _reason: then([]), is_search=True)

    def everywhere(self, query: str, before: int | None, then: Then) -> None:
        """A page of the hits of all rooms."""

        def search(archive: Archive) -> list[Hit]:
            rooms = {room.key: room for room in archive.rooms()}
            return [_hit(found, rooms) for found in archive.search(query, before=before, count=PAGE)]

        self._archive.ask(search, then, failed=lambda _reason: then([]), is_search=True)

    def count(self, room: Room, query: str, then: Callable[[Count], None]) -> None:
        """How many hits a room has."""
        key = self._key_of(room)
        if key is None:
            return

        def counted(number: int) -> None:
            then(Count(min(number, MOST_COUNTED), more=number > MOST_COUNTED))

        self._archive.ask(lambda archive: archive.count(query, key), counted, key=key, is_search=True)


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
