"""What is read from the archive of one room: pages as a timeline takes them, the whole as a file.

Runs in the archive's thread.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.application.archive.entries import TALK_KINDS, entry_of, line_of
from app.irc.file_tag import SharedFile
from app.irc.servertime import clamp_time
from app.models.amendments import Amendment, amended
from app.models.archive_port import ArchivePage, SaidCount
from app.models.export import ExportedFile, Exporter, ExportTarget
from app.models.timeline_entries import Entry, EventEntry, HistoryGap, MessageEntry
from app.security import private_files
from app.store.archive import Archive
from app.store.archive_records import Gap, KnownRoom, RoomKey, StoredPage, time_of
from app.values import frozen
from app.words import history_words

_CHUNK = 500  # lines of a file per step: some 20 ms, so that what is said meanwhile is kept
_NEWEST_FILES = 1_000  # of a room, among which is what was just saved
_NOTHING = ArchivePage([], [])


def before(key: RoomKey, place: int | None, count: int, archive: Archive) -> ArchivePage:
    """The page before a place, the newest if it is None."""
    return page_with_gaps(archive.page_before(key, place, count))


def after(key: RoomKey, place: int, count: int, archive: Archive) -> ArchivePage:
    """The page after a place."""
    return page_with_gaps(archive.page_after(key, place, count))


def around(key: RoomKey, place: int, count: int, archive: Archive) -> ArchivePage:
    """What was said around a place."""
    return page_with_gaps(archive.page_around(key, place, count), place)


def around_message(key: RoomKey, msgid: str, count: int, archive: Archive) -> ArchivePage:
    """What was said around a message."""
    line = archive.find(key, msgid)
    return _NOTHING if line is None else around(key, line.place, count, archive)


def said_between(key: RoomKey, since: int, before: int | None, archive: Archive) -> list[SaidCount]:
    """What others said behind one place, and before another if that is not None, counted by person."""
    found = archive.said_by_others(key, TALK_KINDS, since=since, before=before)
    return [SaidCount(one.nick, one.account, one.lines, one.mentions) for one in found]


@frozen
class UnreadTalk:
    """A private talk with what others said there that was not read; `is_answered`: this person talks too."""

    known: KnownRoom
    said: list[SaidCount]
    is_answered: bool


def unread_talks(talks: Sequence[KnownRoom], archive: Archive) -> list[UnreadTalk]:
    """Those of some private talks in which others said something that was not read."""
    found: list[UnreadTalk] = []
    for known in talks:
        if said := said_between(known.key, known.read, None, archive):
            found.append(UnreadTalk(known, said, archive.has_own_lines(known.key)))
    return found


def fill(
    key: RoomKey,
    entries: Sequence[Entry],
    places: Sequence[int],
    span: tuple[int | None, int | None],
    at_start: bool,
    archive: Archive,
) -> int:
    """Keep a page of history, of which nothing is missing within `span`; returns how much of it was new."""
    lines = [line_of(entry, place) for entry, place in zip(entries, places, strict=True)]
    since, until = span
    return archive.fill(key, lines, since=since, until=until, at_start=at_start)


def amend(key: RoomKey, event: Amendment, archive: Archive) -> None:
    """Correct, take back or react to a message, if it is kept."""
    line = archive.find(key, event.msgid)
    entry = entry_of(line) if line is not None else None
    if line is None or not isinstance(entry, MessageEntry):
        return
    changed = amended(entry, event)
    if changed is not entry:
        archive.change(key, line_of(changed, line.place))


def note_saved(key: RoomKey, msgid: str, file_id: str, path: str, archive: Archive) -> None:
    """Keep where the file of a message lies now. `msgid`: of that message, "" where it is not known."""
    line = archive.find(key, msgid) if msgid else None
    lines = archive.with_files(key, _NEWEST_FILES) if line is None else [line]
    for found in lines:
        entry = entry_of(found)
        if isinstance(entry, MessageEntry) and entry.file is not None and entry.file.id == file_id:
            archive.change(key, line_of(replace(entry, saved=path), found.place))
            return


def _seen(entry: Entry | None) -> Entry | None:
    """An entry, which tells of a file that was saved only where that still lies there, as large as it was."""
    if not isinstance(entry, MessageEntry) or not entry.saved or entry.file is None:
        return entry
    with suppress(OSError, ValueError):
        found = Path(entry.saved).stat()
        if stat.S_ISREG(found.st_mode) and found.st_size == entry.file.size:
            return entry
    return replace(entry, saved="")


def page_with_gaps(page: StoredPage, wanted: int = 0) -> ArchivePage:
    """Lines and gaps of a page in one list; `row` is where `wanted` stands in it."""
    entries: list[Entry] = []
    places: list[int] = []
    gaps = list(page.gaps)
    row = 0
    for line in page.lines:
        while gaps and gaps[0].since < line.place:
            _put_gap(gaps.pop(0), entries, places)
        entry = _seen(entry_of(line))
        if entry is not None:
            if line.place <= wanted:
                row = len(entries)
            entries.append(entry)
            places.append(line.place)
    for gap in gaps:
        _put_gap(gap, entries, places)
    return ArchivePage(entries, places, page.more_before, page.more_after, page.at_start, row)


def _put_gap(gap: Gap, entries: list[Entry], places: list[int]) -> None:
    since, until = clamp_time(time_of(gap.since)), clamp_time(time_of(gap.until))
    entries.append(EventEntry(HistoryGap(since, until), since))
    places.append(0)


class ExportError(Exception):
    """The file that somebody chose cannot be written, a sentence for people; the archive itself is well."""


def shared_files(key: RoomKey, archive: Archive) -> Iterator[list[tuple[SharedFile, str]]]:
    """What was shared in a room and not deleted, the oldest first, and where it was saved, "" for nowhere.

    Yields some of it, each file once.
    """
    known: set[str] = set()
    for entries in _chunks(key, archive):
        files = [
            (entry.file, entry.saved)
            for entry in entries
            if isinstance(entry, MessageEntry) and entry.file is not None and entry.deleted is None
        ]
        fresh = {file.id: (file, saved) for file, saved in files if file.id not in known}
        known |= fresh.keys()
        yield list(fresh.values())


def export(
    key: RoomKey, title: str, target: ExportTarget, files: Mapping[str, ExportedFile], archive: Archive
) -> Iterator[int]:
    """Write a room's whole history; yields how many lines are written so far. `files`: as of Exporter.

    The file appears under its name when it is whole. Raises ExportError.
    """
    path = target.path
    try:
        yield from _written(Exporter(target.kind, title, files), key, path, archive)
    except OSError as error:
        raise ExportError(not_exported(path, error)) from error


def not_exported(path: Path, error: OSError) -> str:
    """Why an export cannot be written, a sentence for people."""
    return history_words.NOT_EXPORTED(name=path.name, reason=error.strerror or str(error))


def _chunks(key: RoomKey, archive: Archive) -> Iterator[list[Entry]]:
    """All entries of a room in the order of reading, some at a time."""
    place, more = -1, True
    while more:
        page = archive.page_after(key, place, _CHUNK)
        yield [entry for line in page.lines if (entry := entry_of(line)) is not None]
        place = page.lines[-1].place if page.lines else place
        more = page.more_after and bool(page.lines)


def _written(exporter: Exporter, key: RoomKey, path: Path, archive: Archive) -> Iterator[int]:
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        try:
            file.write(exporter.head())
            count = 0
            for entries in _chunks(key, archive):
                file.write(exporter.chunk(entries))
                count += len(entries)
                yield count
            file.write(exporter.foot())
            file.flush()
            os.fsync(file.fileno())
            file.close()
            private_files.rename_over(Path(file.name), path)
        except BaseException:
            file.close()  # Windows removes no file that is open
            Path(file.name).unlink(missing_ok=True)
            raise
