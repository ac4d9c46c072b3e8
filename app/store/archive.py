"""What this person has seen, kept in SQLite: lines of rooms, gaps between them, a search over all words.

Used by one thread at a time. Knows neither what a line means nor how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from app.hub.data.clock import SteadyClock
from app.hub.data.storage_errors import Content
from app.store import archive_pages, archive_removal, archive_rooms, archive_search
from app.store.archive_lines import change, insert, unknown
from app.store.archive_order import in_order
from app.store.archive_records import (
    KnownRoom,
    RoomFacts,
    RoomKey,
    SaidByOne,
    SearchHit,
    StoredLine,
    StoredPage,
    place_of,
)
from app.store.archive_schema import LINES, SCHEMA, line_of
from app.store.archive_search import expression
from app.store.database import MEMORY, Database, StoreError


class Archive:
    """Every conversation of one person. Raises StoreError when the file fails."""

    def __init__(self, path: Path = MEMORY) -> None:
        """Open the file; without one the archive ends with the program."""
        # the hub has what a power cut takes of the last moments: not worth a wait for the disk per commit
        self._db = Database(path, SCHEMA, content=Content.ARCHIVE, durable=False)
        try:
            (written,) = self._db.row("SELECT written FROM clock") or ("",)
        except StoreError:
            self._db.connection.close()
            raise
        self._clock = SteadyClock(written)

    def close(self) -> None:
        """Leave the file clean; the object is not used afterwards."""
        with suppress(StoreError):  # some minutes more until the clock is believed
            self._write_clock()
        self._db.close()

    # -- rooms

    def rooms(self) -> list[KnownRoom]:
        """Every room that something is kept of, the one with the newest line first."""
        with self._db.wrapping_errors():
            return archive_rooms.known(self._db.connection)

    def describe(self, key: RoomKey, facts: RoomFacts) -> None:
        """Remember what a room is called and where it is."""
        with self._db.transaction() as db:
            archive_rooms.describe(db, archive_rooms.number(db, key), facts)

    def rename(self, key: RoomKey, new: RoomKey) -> bool:
        """The same conversation has another key from now on; False where that one is known already."""
        with self._db.transaction() as db:
            return archive_rooms.rename(db, key, new)

    def note_present(self, key: RoomKey, until: float) -> None:
        """All that was said in a room up to this moment was seen."""
        with self._db.transaction() as db:
            archive_rooms.note_present(db, archive_rooms.number(db, key), place_of(until))

    def note_read(self, key: RoomKey, until: float, place: int = 0) -> None:
        """The person has read what was said in a room up to this moment, or to the line at `place`."""
        with self._db.transaction() as db:
            archive_rooms.note_read(db, archive_rooms.find(db, key), place or place_of(until))

    # -- drafts

    def note_draft(self, key: RoomKey, text: str, reply: str = "") -> None:
        """Keep what is written to a room and was not sent; "" for nothing any more.

        `reply`: what it replies to, in the caller's words.
        """
        with self._db.transaction() as db:
            number = archive_rooms.number if text or reply else archive_rooms.find  # else none becomes known
            archive_rooms.note_draft(db, number(db, key), text, reply)

    def draft(self, key: RoomKey) -> tuple[str, str]:
        """What was written to a room and not sent, and what it replies to; each "" for nothing."""
        with self._db.wrapping_errors():
            return archive_rooms.draft(self._db.connection, self._room(key))

    # -- writing

    def append(self, key: RoomKey, lines: Sequence[StoredLine]) -> None:
        """Keep lines as they come; what is known by its msgid is left out."""
        if not lines:
            return
        with self._db.transaction() as db:
            room = archive_rooms.number(db, key)
            fresh = unknown(db, room, lines)
            insert(db, room, in_order(db, room, fresh) if key.is_on_hub else fresh)
            archive_rooms.note_present(db, room, max(line.place for line in lines))

    def fill(
        self,
        key: RoomKey,
        lines: Sequence[StoredLine],
        *,
        since: int | None = None,
        until: int | None = None,
        at_start: bool = False,
    ) -> int:
        """Keep a page of what was said before, oldest first; returns how many lines of it were new.

        Nothing is missing from `since`, its own first line if None, up to `until`, its last line if None:
        gaps close by that. `at_start`: nothing was said before it.
        """
        places = [line.place for line in lines]
        start = 0 if at_start else min(places, default=until) if since is None else since
        end = max(places, default=since) if until is None else until
        with self._db.transaction() as db:
            room = archive_rooms.number(db, key)
            fresh = unknown(db, room, lines, replayed=True)
            insert(db, room, in_order(db, room, fresh) if key.is_on_hub else fresh)
            if start is not None and end is not None:
                archive_pages.close_gap(db, room, start, end)
            if at_start:
                archive_rooms.mark_start(db, room)
        return len(fresh)

    def note_gap(self, key: RoomKey, since: float, until: float) -> None:
        """What was said between two moments may be missing."""
        with self._db.transaction() as db:
            room = archive_rooms.number(db, key)
            archive_pages.note_gap(db, room, place_of(since), place_of(until))

    def find(self, key: RoomKey, msgid: str) -> StoredLine | None:
        """The message that the server knows by `msgid`."""
        row = self._db.row(f"{LINES} WHERE l.room = ? AND l.msgid = ?", self._room(key), msgid)
        return None if row is None else line_of(row)

    def change(self, key: RoomKey, line: StoredLine) -> None:
        """Give a line that was found another text, other flags and another rest."""
        with self._db.transaction() as db:
            change(db, archive_rooms.find(db, key), line)

    # -- reading

    def page_before(self, key: RoomKey, place: int | None, count: int) -> StoredPage:
        """Up to `count` lines before `place`; the newest ones if it is None."""
        with self._db.wrapping_errors():
            return archive_pages.page_before(self._db.connection, self._room(key), place, count)

    def page_after(self, key: RoomKey, place: int, count: int) -> StoredPage:
        """Up to `count` lines after `place`."""
        with self._db.wrapping_errors():
            return archive_pages.page_after(self._db.connection, self._room(key), place, count)

    def page_around(self, key: RoomKey, place: int, count: int) -> StoredPage:
        """Up to `count` lines on each side of `place`, with the line that stands there."""
        with self._db.wrapping_errors():
            return archive_pages.page_around(self._db.connection, self._room(key), place, count)

    def said_by_others(
        self, key: RoomKey, kinds: Sequence[str], *, since: int, before: int | None = None
    ) -> list[SaidByOne]:
        """Who else said how many lines of `kinds` behind the place `since`, and before another if given."""
        with self._db.wrapping_errors():
            room = self._room(key)
            return archive_pages.said_by_others(self._db.connection, room, since, before, kinds)

    def has_own_lines(self, key: RoomKey) -> bool:
        """Whether this person has said something in a room."""
        with self._db.wrapping_errors():
            return archive_pages.has_own_lines(self._db.connection, self._room(key))

    def with_files(self, key: RoomKey, count: int) -> list[StoredLine]:
        """The newest lines of a room that share a file, up to `count`, the newest first."""
        with self._db.wrapping_errors():
            return archive_pages.with_files(self._db.connection, self._room(key), count)

    def search(
        self, query: str, key: RoomKey | None = None, *, before: int | None = None, count: int = 50
    ) -> list[SearchHit]:
        """Up to `count` lines with all the words of `query`, `before` a place, the newest first."""
        match = expression(query)
        if not match:
            return []
        room = None if key is None else self._room(key)
        with self._db.wrapping_errors():
            return archive_search.search(self._db.connection, match, room=room, before=before, count=count)

    def count(self, query: str, key: RoomKey | None = None) -> int:
        """How many lines search() would find; archive_search.MOST_COUNTED + 1 for more than that."""
        match = expression(query)
        if not match:
            return 0
        room = None if key is None else self._room(key)
        with self._db.wrapping_errors():
            return archive_search.count(self._db.connection, match, room=room)

    @property
    def is_indexed(self) -> bool:
        """Whether every line can be found; else `index_rest` is to be done."""
        with self._db.wrapping_errors():
            return archive_search.is_whole(self._db.connection)

    def index_rest(self) -> Iterator[int]:
        """Let lines be found that an earlier version has indexed in its own way, step by step, newest first.

        Yields how many are done so far. Everything else can be done meanwhile; a search finds what is done.
        """
        yield from archive_search.index_rest(self._db)

    # -- forgetting

    def forget(self, key: RoomKey) -> Iterator[int]:
        """Delete all that is kept of a room, step by step; yields how many lines are gone so far."""
        return archive_removal.of_room(self._db, self._room(key))

    def expire(self, age: float | None, now: float) -> Iterator[int]:
        """Look at the clock, and delete what is older than `age` seconds as far as it is believed.

        To be done every minute, also where everything is kept (None). Step by step: yields how many lines
        are gone so far.
        """
        if self._clock.look(now):
            self._write_clock()
        if age is not None:
            yield from archive_removal.older_than(self._db, place_of(self._clock.believed - age))

    def _write_clock(self) -> None:
        with self._db.transaction() as db:
            db.execute("INSERT OR REPLACE INTO clock VALUES (1, ?)", (self._clock.write(),))

    def _room(self, key: RoomKey) -> int:
        with self._db.wrapping_errors():
            return archive_rooms.find(self._db.connection, key)
