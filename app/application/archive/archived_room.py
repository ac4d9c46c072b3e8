"""One room's part of the archive, as its timeline sees it: gives places, keeps, asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from app.application.archive import pages
from app.application.archive.archive_client import ArchiveClient
from app.application.archive.entries import is_kept
from app.irc.file_tag import SharedFile
from app.models.amendments import Amendment
from app.models.archive_port import ArchivePage, SaidCount, Then
from app.models.timeline_entries import Entry, EventEntry, HistoryGap, MessageEntry
from app.store.archive import Archive
from app.store.archive_records import RoomFacts, RoomKey, place_of, places_before

# A server whose clock is ahead by more than this does not tell when its lines are kept.
_AHEAD_SECONDS = 60.0


TellSaved = Callable[[SharedFile, str], None]


class ArchivedRoom:
    """Fits models.archive_port.RoomArchive."""

    def __init__(
        self, archive: ArchiveClient, key: RoomKey, *, newest: int = 0, clock: Callable[[], float] = time.time
    ) -> None:
        """`newest`: the place of the last line that is kept, as far as it is known."""
        self._archive = archive
        self._key = key
        self._last = newest
        self._is_new = not newest
        self._clock = clock
        self._tell_saved: TellSaved | None = None

    @property
    def key(self) -> RoomKey:
        return self._key

    def append(self, entries: Sequence[Entry]) -> list[int]:
        """Keep what has just come; gives their places, 0 for what is no part of the talk."""
        places = [0] * len(entries)
        limit = place_of(self._clock() + _AHEAD_SECONDS)
        last = self._last
        kept: list[Entry] = []
        for row, entry in enumerate(entries):
            if is_kept(entry):
                last = max(last + 1, min(place_of(entry.time), limit))
                places[row] = last
                kept.append(entry)
            elif isinstance(entry, EventEntry) and isinstance(entry.fact, HistoryGap):
                self.note_gap(entry.fact.since, entry.fact.until)
        self._last = last
        if kept and not self._archive.keep(self._key, kept, [place for place in places if place]):
            self.note_gap(kept[0].time, kept[-1].time)
        return places

    def fill(
        self,
        entries: Sequence[Entry],
        *,
        before: int | None,
        at_start: bool,
        whole: tuple[float, float] | None = None,
    ) -> list[int]:
        """Keep a page of what was said before a place; gives their places."""
        kept = [entry for entry in entries if is_kept(entry)]
        limit = self._clock() + _AHEAD_SECONDS
        found = places_before([min(entry.time, limit) for entry in kept], before)
        span = (None, before) if whole is None else (place_of(whole[0]), place_of(whole[1]))
        fill = partial(pages.fill, self._key, kept, found, span, at_start)
        for entry in entries:
            if isinstance(entry, EventEntry) and isinstance(entry.fact, HistoryGap):
                self.note_gap(entry.fact.since, entry.fact.until)
        if kept or at_start or whole is not None:
            self._archive.ask(fill, key=self._key)
        self._last = max(self._last, *found) if found else self._last
        rest = iter(found)
        return [next(rest) if is_kept(entry) else 0 for entry in entries]

    def amend(self, event: Amendment) -> None:
        """Correct, take back or react to a message that is kept."""
        self._archive.ask(partial(pages.amend, self._key, event), key=self._key)

    def note_gap(self, since: float, until: float) -> None:
        """What was said between two moments may be missing."""
        self._change(lambda archive, key: archive.note_gap(key, since, until))

    def describe(self, facts: RoomFacts) -> None:
        """What the room is called and where it is."""
        self._change(lambda archive, key: archive.describe(key, facts))

    def note_present(self, until: float) -> None:
        """All that was said up to a moment was seen."""
        self._change(lambda archive, key: archive.note_present(key, until))

    def note_read(self, until: float, place: int = 0) -> None:
        """The person has read up to a moment, or the line at a place."""
        self._change(lambda archive, key: archive.note_read(key, until, place))

    def note_first_look(self, until: float, place: int) -> bool:
        """What was said up to a moment was there before this person came, if nothing was kept until now."""
        if self._is_new:
            self.note_read(until, place)
        return self._is_new

    def rename(self, key: RoomKey) -> None:
        """The conversation goes on under another name."""
        old, self._key = self._key, key
        self._archive.ask(lambda archive: archive.rename(old, key), key=old)

    def note_saved(self, msgid: str, file_id: str, path: str) -> None:
        """Where the file of a message lies now; `msgid` is "" where it is not known which."""
        self._archive.ask(partial(pages.note_saved, self._key, msgid, file_id, path), key=self._key)

    # -- asking

    def tell_saved(self, tell: TellSaved) -> None:
        """Let `tell` have each file on a page that this person has saved before, and its path."""
        self._tell_saved = tell

    def _telling(self, then: Then) -> Then:
        tell = self._tell_saved
        if tell is None:
            return then

        def came(page: ArchivePage) -> None:
            for entry in page.entries:
                if isinstance(entry, MessageEntry) and entry.saved and entry.file is not None:
                    tell(entry.file, entry.saved)
            then(page)

        return came

    def ask_before(self, place: int | None, count: int, then: Then) -> None:
        """The page before a place, the newest if it is None."""
        self._archive.ask(partial(pages.before, self._key, place, count), self._telling(then), key=self._key)

    def ask_after(self, place: int, count: int, then: Then) -> None:
        """The page after a place."""
        self._archive.ask(partial(pages.after, self._key, place, count), self._telling(then), key=self._key)

    def ask_around(self, place: int, count: int, then: Then) -> None:
        """What was said around a place."""
        self._archive.ask(partial(pages.around, self._key, place, count), self._telling(then), key=self._key)

    def ask_around_message(self, msgid: str, count: int, then: Then) -> None:
        """What was said around a message; an empty page where it is not kept."""
        self._archive.ask(
            partial(pages.around_message, self._key, msgid, count), self._telling(then), key=self._key
        )

    def ask_said(
        self, until: float, place: int, before: int | None, then: Callable[[list[SaidCount]], None]
    ) -> None:
        """What others said behind a moment, or the line at a place, and before another place if not None."""
        since = place or place_of(until)
        self._archive.ask(partial(pages.said_between, self._key, since, before), then, key=self._key)

    def _change(self, change: Callable[[Archive, RoomKey], object]) -> None:
        key = self._key
        self._archive.ask(lambda archive: change(archive, key), key=key)
