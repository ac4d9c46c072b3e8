"""A window on a long conversation: pages come from the archive, then from the server; the far end is let go.

Owns what is loaded and what is asked for. Words and looks are elsewhere, the archive is behind a port.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.models.archive_port import ArchivePage, ArchiveQuestions, RoomArchive, SaidCount, Server, Top
from app.models.message_search import MessageSearch
from app.models.timeline_entries import Entry, EventEntry, HistoryGap, MessageEntry, is_unsent
from app.models.timeline_merge import is_before, new_entries
from app.models.timeline_rows import TimelineRows

# Without an archive, about 300 bytes each: a room takes 45 MB at most. What goes first is the oldest.
KEPT_ENTRIES = 150_000
# With one: some hundred screens, 5 MB at most. What goes is fetched again when somebody looks there.
WINDOW_ENTRIES = 10_000
FIRST_PAGE = 100  # entries: two tall screens, read and laid out within a frame
PAGE = 200
_TRIM_SHARE = 10  # a tenth is let go at once, so that trimming stays rare
_NEAR_GAP = 5  # rows: a gap that is nearly seen is filled


class HistoryGaps:
    """The rows that stand for messages which are missing."""

    def __init__(self, rows: TimelineRows) -> None:
        self._rows = rows
        self._tried: set[HistoryGap] = set()

    def fill(self, first: int, last: int, server: Server) -> None:
        """Ask the server once for what is missing at these rows, or near them."""
        end = min(last + _NEAR_GAP, len(self._rows.entries) - 1)
        for row in range(max(0, first - _NEAR_GAP), end + 1):
            gap = _gap_of(self._rows.entry(row))
            if gap is None or gap in self._tried:
                continue
            behind = self._rows.entries[row + 1 :]
            after = next((entry for entry in behind if isinstance(entry, MessageEntry)), None)
            if after is not None and not is_unsent(after):
                self._tried.add(gap)
                server.request_before(after)

    def close(self, since: float, until: float) -> None:
        """Nothing is missing between two moments any more."""
        for row in range(len(self._rows.entries) - 1, -1, -1):
            gap = _gap_of(self._rows.entry(row))
            if gap is None or until < gap.since or since > gap.until:
                continue
            if since <= gap.since and gap.until <= until:
                self._rows.remove(row)
            elif since <= gap.since:
                self._rows.put(row, EventEntry(HistoryGap(until, gap.until), until))
            else:
                self._rows.put(row, EventEntry(HistoryGap(gap.since, since), gap.since))


class TimelineWindow(QObject):
    """Which part of a conversation is loaded into `rows`: the archive and the server have more.

    `server` is asked for what the archive does not have. `archive` keeps what comes, None where nothing does.
    `unsent`: own messages that were let go before they were sent, by the client's ids. `is_live`: whether the
    newest entry is loaded and new ones are added. `brings_news`: whether rows that are inserted now have just
    been said, and not before one was here.

    Signals:
        found(int): the row of the message or moment that was asked for, loaded now.
        not_found(str): a message that was asked for is nowhere, by its msgid.
        changed(): whether the newest is loaded, or there is more to load, is otherwise now.
        kept_came(): the newest page of the archive is here.
    """

    found = Signal(int)
    not_found = Signal(str)
    changed = Signal()
    kept_came = Signal()

    def __init__(
        self, rows: TimelineRows, limit: int, server: Server | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.archive: RoomArchive | None = None
        self.is_live = True
        self.brings_news = False
        self.unsent: dict[int, Entry] = {}
        self.questions = ArchiveQuestions()
        self.gaps = HistoryGaps(rows)
        self._rows = rows
        self._limit = limit
        self._server = server
        self._more_before = False
        self._at_start = False
        self._search = MessageSearch(self, rows, self.questions, server)
        self._seen = 0  # the first row that is seen, and whether the end is
        self._reads_end = True

    # -- what there is

    @property
    def can_load_older(self) -> bool:
        """Whether there is more before the first entry."""
        return self._more_before or (self._server is not None and self._server.can_request_older)

    @property
    def can_load_newer(self) -> bool:
        """Whether there is more behind the last entry."""
        return not self.is_live

    @property
    def at_beginning(self) -> bool:
        """Whether it is known that nothing was said before the first entry."""
        at_start = self._at_start or (self._server is not None and self._server.at_start)
        return at_start and not self._more_before and bool(self._rows.entries)

    @property
    def top(self) -> Top:
        """What is known of what stands before the first entry."""
        server = self._server
        if server is None or not self._rows.entries:
            return Top.BEGINNING if self.at_beginning else Top.NOTHING
        if self.at_beginning:
            return Top.BEGINNING
        if self.questions.is_waiting or server.is_loading:
            return Top.LOADING
        if self._more_before or server.may_request:
            return Top.MORE
        return Top.LATER if server.may_have_more else Top.KEPT

    def open_archive(self, archive: RoomArchive, *, limit: int = WINDOW_ENTRIES) -> None:
        """Keep what comes in this archive, and load its newest page above what is here."""
        self.archive = archive
        self._limit = limit
        self.questions.ask(
            lambda then: archive.ask_before(None, FIRST_PAGE, then), self._first_came, again=False
        )

    def close_archive(self) -> None:
        """Nothing is kept any more, and no answer of the archive is wanted."""
        self.archive = None
        self.questions.cancel()

    def ask_said(
        self, until: float, place: int, then: Callable[[list[SaidCount]], None], *, before_loaded: bool
    ) -> bool:
        """Ask what others said in the archive behind a moment, or the line at a place of it; False where
        nothing is. `before_loaded`: only what stands before the first entry that is loaded.
        """
        first = min((place for place in self._rows.places if place), default=0)
        if self.archive is None or (before_loaded and not (self._more_before and first)):
            return False
        self.archive.ask_said(until, place, first if before_loaded else None, then)
        return True

    # -- what views ask

    def load_older(self) -> None:
        """Ask for a page before the first entry."""
        archive = self.archive
        if self.questions.is_waiting:
            return
        if self._more_before and archive is not None:
            first = min((place for place in self._rows.places if place), default=None)
            self.questions.ask(
                lambda then: archive.ask_before(first, PAGE, then), self._page_came, again=False
            )
        elif self._server is not None:
            self._server.request_older()

    def load_newer(self) -> None:
        """Ask for a page behind the last entry."""
        archive = self.archive
        if not self.questions.is_waiting and not self.is_live and archive is not None:
            last = max(self._rows.places, default=0)
            self.questions.ask(lambda then: archive.ask_after(last, PAGE, then), self._newer_came)

    def show_latest(self) -> None:
        """Load the newest page, if it is not here."""
        archive = self.archive
        self._search.end()
        if not self.is_live and archive is not None:
            self.questions.ask(lambda then: archive.ask_before(None, FIRST_PAGE, then), self._show_page)

    def show_place(self, place: int) -> None:
        """Load what stands at a place of the archive, if it is not here; `found` follows."""
        self._search.end()
        archive, row = self.archive, self._rows.row_of_place(place)
        if row is not None:
            self.found.emit(row)
        elif archive is not None:
            self.questions.ask(lambda then: archive.ask_around(place, PAGE // 2, then), self.show_around)

    def show_message(self, msgid: str) -> None:
        """Load a message, if it is not here; `found` or `not_found` follows."""
        self._search.begin(msgid)

    def look_at(self, first: int, last: int, *, reads_end: bool) -> None:
        """These rows are seen: they are not let go, and a gap among them is filled.

        `reads_end`: whether nothing more would be seen further down, though hidden rows may be there.
        """
        self._seen = first
        self._reads_end = reads_end
        if self._server is not None:
            self.gaps.fill(first, last, self._server)

    # -- how a search for a message goes

    @Slot()
    def search_on(self) -> None:
        """The server has answered, maybe with the message that is looked for."""
        self._search.go_on()

    def show_around(self, page: ArchivePage) -> None:
        """Show a page of the archive in place of what is here, and say that its row was found."""
        self._show_page(page)
        self.found.emit(page.row)

    def message_found(self, row: int) -> None:
        """A message that was asked for is in a row."""
        self.found.emit(row)

    def message_missing(self, msgid: str) -> None:
        """A message that was asked for is nowhere."""
        self.not_found.emit(msgid)

    # -- what comes

    def append(self, entries: Sequence[Entry]) -> None:
        """Add what is new at the end, with one insertion, and keep it."""
        places = [0] * len(entries) if self.archive is None else self.archive.append(entries)
        if self.questions.is_waiting:
            self.questions.since.extend(zip(entries, places, strict=True))
        if self.is_live:
            self.brings_news = True
            self._rows.append(entries, places)
            self.brings_news = False
            self.trim()
        else:
            self._let_go(entries)  # the archive has them

    def keep_sent(self, entry: MessageEntry) -> int:
        """An own message was taken by the server: keep it. Gives its place, 0 where nothing is kept."""
        if self.archive is None:
            return 0
        (place,) = self.archive.append((entry,))
        if self.questions.is_waiting:
            self.questions.since.append((entry, place))
        return place

    def reach_start(self) -> None:
        """The server has nothing before the first entry."""
        is_known = self._more_before or self._at_start or self.questions.is_waiting
        if self.archive is not None and self._rows.entries and not is_known:
            first = min((place for place in self._rows.places if place), default=None)
            self.archive.fill((), before=first, at_start=True)
            self._at_start = True
            self.changed.emit()

    def within(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those of `entries` that belong between the first and the last that are loaded."""
        there, by_id = self._rows.entries, self._rows.by_id
        first = there[0] if self._more_before and there else None
        last = None if self.is_live or not there else there[-1]
        return [
            entry
            for entry in entries
            if (first is None or not is_before(entry, first, by_id=by_id))
            and (last is None or not is_before(last, entry, by_id=by_id))
        ]

    def reset(self) -> None:
        """Nothing is here, and nothing before it."""
        self.unsent.clear()
        self._more_before = self._at_start = False
        self.is_live = True
        self._rows.replace_all([], [])

    # -- answers

    def _first_came(self, page: ArchivePage) -> None:
        self._older_came(page)
        self.kept_came.emit()

    def _older_came(self, page: ArchivePage) -> None:
        self._more_before, self._at_start = page.more_before, page.at_start
        entries, places = self._new_of(page)
        there, by_id = self._rows.entries, self._rows.by_id
        if entries and there and is_before(there[0], entries[-1], by_id=by_id):
            self._rows.insert_in_order(entries, places, from_top=True)
        else:
            self._rows.insert(0, entries, places)
        self.trim()
        self.changed.emit()
        self._search.go_on()

    def _page_came(self, page: ArchivePage) -> None:
        self._older_came(page)
        if not page.entries and self._server is not None:  # the rest was deleted meanwhile
            self._server.request_older()

    def _newer_came(self, page: ArchivePage) -> None:
        self._rows.append(*self._new_of(page))
        if not page.more_after:
            tail = self._tail()
            self.is_live = True
            self._rows.append([entry for entry, _ in tail], [place for _, place in tail])
        self.trim()
        self.changed.emit()

    def _show_page(self, page: ArchivePage) -> None:
        """Begin anew with a page in place of what is here."""
        self._let_go(self._rows.entries)
        tail = [] if page.more_after else self._tail()
        self._more_before, self._at_start = page.more_before, page.at_start
        self.is_live = not page.more_after
        self._rows.replace_all(
            [*page.entries, *(entry for entry, _ in tail)], [*page.places, *(place for _, place in tail)]
        )
        self.changed.emit()

    def _new_of(self, page: ArchivePage) -> tuple[list[Entry], list[int]]:
        """What of a page is not here: it may overlap with what the server told meanwhile."""
        fresh = new_entries(self._rows.entries, page.entries, self._rows.knows)
        wanted = {id(entry) for entry in fresh}
        places = [
            place for entry, place in zip(page.entries, page.places, strict=True) if id(entry) in wanted
        ]
        return fresh, places

    def _tail(self) -> list[tuple[Entry, int]]:
        """What belongs behind the newest page: what came since it was asked for, and what is not sent yet."""
        came = [(entry, place) for entry, place in self.questions.since if place or not is_unsent(entry)]
        unsent, self.unsent = self.unsent, {}
        return [*came, *((entry, 0) for entry in unsent.values())]

    # -- letting go

    def trim(self) -> None:
        """Let go what is far from what is seen."""
        over = len(self._rows.entries) - self._limit
        if over <= 0:
            return
        count = over + self._limit // _TRIM_SHARE
        if self.archive is None or self._reads_end or self._seen >= count:
            self._trim_top(count)
        else:
            self._trim_end(count)

    def _trim_top(self, count: int) -> None:
        self._let_go(self._rows.entries[:count])
        self._rows.remove(0, count)
        self._seen = max(0, self._seen - count)
        if self.archive is not None:
            self._more_before, self._at_start = True, False
        if self.is_live and self.unsent:
            tail, self.unsent = self.unsent, {}
            self._rows.append(list(tail.values()), [0] * len(tail))

    def _trim_end(self, count: int) -> None:
        first = len(self._rows.entries) - count
        self._let_go(self._rows.entries[first:])
        self.is_live = False
        self._rows.remove(first, count)
        self.changed.emit()

    def _let_go(self, entries: Sequence[Entry]) -> None:
        """Own messages that are not sent are nowhere else: they come back with the newest page."""
        for entry in entries:
            if isinstance(entry, MessageEntry) and is_unsent(entry):
                self.unsent[entry.pending_id] = entry


def _gap_of(entry: Entry) -> HistoryGap | None:
    return entry.fact if isinstance(entry, EventEntry) and isinstance(entry.fact, HistoryGap) else None
