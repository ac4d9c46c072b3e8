"""A window on a long conversation: pages come from the archive, then from the server; the far end is let go.

Owns what is loaded and what is asked for. Words and looks are elsewhere, the archive is behind a port.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.client.seen import Point
from app.models import timeline_merge as merging
from app.models.archive_port import ArchivePage, RoomArchive, Server, Then, Top
from app.models.timeline_entries import Entry, EventEntry, HistoryGap, MessageEntry, is_unsent
from app.models.timeline_rows import TimelineRows

# Without an archive, about 300 bytes each: a room takes 45 MB at most. What goes first is the oldest.
KEPT_ENTRIES = 150_000
# With one: some hundred screens, 5 MB at most. What goes is fetched again when somebody looks there.
WINDOW_ENTRIES = 10_000
FIRST_PAGE = 100  # entries: two tall screens, read and laid out within a frame
PAGE = 200
_TRIM_SHARE = 10  # a tenth is let go at once, so that trimming stays rare
_NEAR_GAP = 5  # rows: a gap that is nearly seen is filled


Question = Callable[[Then], None]


class TimelineWindow(TimelineRows):
    """Rows of which the archive and the server have more.

    Signals:
        found(int): the row of the message or moment that was asked for, loaded now.
        not_found(str): a message that was asked for is nowhere, by its msgid.
        window_changed(): whether the newest is loaded, or how much came behind it, is otherwise now.
    """

    found = Signal(int)
    not_found = Signal(str)
    window_changed = Signal()

    def __init__(self, parent: QObject | None = None, *, limit: int = KEPT_ENTRIES) -> None:
        super().__init__(parent)
        self._limit = limit
        self._archive: RoomArchive | None = None
        self._server: Server | None = None
        self._more_before = False
        self._at_start = False
        self._is_live = True
        self._brings_news = False
        self._by_id = False
        self._read = merging.ReadMark()
        self._unshown = 0
        self._unsent: dict[int, Entry] = {}  # own messages that were let go before they were sent
        self._since: list[tuple[Entry, int]] = []  # what came while the newest page is on its way
        self._asking: object | None = None  # what is asked for now: answers to anything else are stale
        self._question: tuple[Question, Then] | None = None  # one whose answer must hold all that has come
        self._seen = 0  # the first row that is seen, and whether the last one is
        self._reads_end = True
        self._tried_gaps: set[HistoryGap] = set()

    # -- what there is

    @property
    def is_live(self) -> bool:
        """Whether the newest entry is loaded and new ones are added."""
        return self._is_live

    @property
    def brings_news(self) -> bool:
        """Whether rows that are inserted now have just been said, and not before one was here."""
        return self._brings_news

    def order_by_id(self) -> None:
        """The server's ids grow: from now on they tell the order, and not the times."""
        self._by_id = True

    @property
    def read_until(self) -> float:
        """Up to which moment the person has read, 0.0 where that is not known."""
        return self._read.point.time

    @property
    def read(self) -> Point:
        """Up to which point of the talk the person has read; its time is 0.0 where that is not known."""
        return self._read.point

    @property
    def read_place(self) -> int:
        """Where that stands in the archive, 0 where it is not there."""
        return self._read.place

    def is_behind(self, entry: Entry, point: Point) -> bool:
        """Whether an entry stands behind a point of the talk."""
        return merging.is_later(entry, point, by_id=self._by_id)

    def has_said_at(self, time: float) -> bool:
        """Whether the message of just that moment is here, where the order is not that of the times."""
        return self._by_id and merging.row_at(self._entries, time) is not None

    def note_read(self, until: float, msgid: str = "", place: int = 0) -> None:
        """The person has read up to a moment, here or elsewhere; nothing is taken back by that.

        `msgid`: the message that was said then, `place`: where it is in the archive, as far as that is known.
        """
        row = merging.row_at(self._entries, until) if self._by_id and not msgid else None
        if row is not None:
            msgid, place = self._entries[row].msgid, self._places[row]
        self._read.note(Point(until, msgid), place, by_id=self._by_id)

    @property
    def unshown(self) -> int:
        """How many messages of others came while the newest was not loaded."""
        return self._unshown

    @property
    def can_load_older(self) -> bool:
        """Whether there is more before the first entry."""
        return self._more_before or (self._server is not None and self._server.can_request_older)

    @property
    def can_load_newer(self) -> bool:
        """Whether there is more behind the last entry."""
        return not self._is_live

    @property
    def at_beginning(self) -> bool:
        """Whether it is known that nothing was said before the first entry."""
        at_start = self._at_start or (self._server is not None and self._server.at_start)
        return at_start and not self._more_before and bool(self._entries)

    @property
    def top(self) -> Top:
        """What is known of what stands before the first entry."""
        server = self._server
        if server is None or not self._entries:
            return Top.BEGINNING if self.at_beginning else Top.NOTHING
        if self.at_beginning:
            return Top.BEGINNING
        if self._asking is not None or server.is_loading:
            return Top.LOADING
        if self._more_before or server.may_request:
            return Top.MORE
        return Top.LATER if server.may_have_more else Top.KEPT

    def set_server(self, server: Server | None) -> None:
        """Whom to ask for what the archive does not have."""
        self._server = server

    def set_archive(self, archive: RoomArchive | None, *, limit: int = WINDOW_ENTRIES) -> None:
        """Keep what comes in this archive, and load its newest page above what is here; None ends that."""
        self._archive = archive
        self._asking = None
        if archive is not None:
            self._limit = limit
            self._ask(lambda then: archive.ask_before(None, FIRST_PAGE, then), self._older_came, again=False)

    # -- what views ask

    def load_older(self) -> None:
        """Ask for a page before the first entry."""
        archive = self._archive
        if self._asking is not None:
            return
        if self._more_before and archive is not None:
            first = min((place for place in self._places if place), default=None)
            self._ask(lambda then: archive.ask_before(first, PAGE, then), self._page_came, again=False)
        elif self._server is not None:
            self._server.request_older()

    def load_newer(self) -> None:
        """Ask for a page behind the last entry."""
        archive = self._archive
        if self._asking is None and not self._is_live and archive is not None:
            last = max(self._places, default=0)
            self._ask(lambda then: archive.ask_after(last, PAGE, then), self._newer_came)

    def show_latest(self) -> None:
        """Load the newest page, if it is not here."""
        archive = self._archive
        if not self._is_live and archive is not None:
            self._ask(lambda then: archive.ask_before(None, FIRST_PAGE, then), self._show_page)

    def show_place(self, place: int) -> None:
        """Load what stands at a place of the archive, if it is not here; `found` follows."""
        archive, row = self._archive, self.row_of_place(place)
        if row is not None:
            self.found.emit(row)
        elif archive is not None:
            self._ask(lambda then: archive.ask_around(place, PAGE // 2, then), self._around_came)

    def show_message(self, msgid: str) -> None:
        """Load a message, if it is not here; `found` or `not_found` follows."""
        archive, row = self._archive, self.row_of_message(msgid)

        def came(page: ArchivePage) -> None:
            if page.entries:
                self._around_came(page)
            else:
                self.not_found.emit(msgid)

        if row is not None:
            self.found.emit(row)
        elif archive is not None:
            self._ask(lambda then: archive.ask_around_message(msgid, PAGE // 2, then), came)
        else:
            self.not_found.emit(msgid)

    def look_at(self, first: int, last: int) -> None:
        """These rows are seen: they are not let go, and a gap among them is filled."""
        self._seen = first
        self._reads_end = last >= len(self._entries) - 1
        if self._server is not None:
            for row in range(max(0, first - _NEAR_GAP), min(last + _NEAR_GAP, len(self._entries) - 1) + 1):
                self._fill_gap(row)

    # -- answers

    def _ask(self, question: Question, came: Then, *, again: bool = True) -> None:
        """Ask the archive; an answer that comes after something else was asked for is left alone.

        `again`: it is asked anew when a page of the server comes meanwhile, which the answer would lack.
        """
        self._asking = token = object()
        self._question = (question, came) if again else None
        self._since.clear()

        def answered(page: ArchivePage) -> None:
            if self._asking is token:
                self._asking = None
                came(page)

        question(answered)

    def _ask_again(self) -> None:
        """A page of the server is in the archive now, which what is under way may not hold."""
        if self._asking is not None and self._question is not None:
            self._ask(*self._question)

    def _older_came(self, page: ArchivePage) -> None:
        self._more_before, self._at_start = page.more_before, page.at_start
        entries, places = self._new_of(page)
        if entries and self._entries and merging.is_before(self._entries[0], entries[-1], by_id=self._by_id):
            self._insert_by_time(entries, places, from_top=True)
        else:
            self._insert(0, entries, places)
        self._trim()
        self.window_changed.emit()

    def _page_came(self, page: ArchivePage) -> None:
        self._older_came(page)
        if not page.entries and self._server is not None:  # the rest was deleted meanwhile
            self._server.request_older()

    def _newer_came(self, page: ArchivePage) -> None:
        entries, places = self._new_of(page)
        self._insert(len(self._entries), entries, places)
        if not page.more_after:
            tail = self._tail()
            self._set_live(True)
            self._insert(len(self._entries), [entry for entry, _ in tail], [place for _, place in tail])
        self._trim()
        self.window_changed.emit()

    def _around_came(self, page: ArchivePage) -> None:
        self._show_page(page)
        self.found.emit(page.row)

    def _show_page(self, page: ArchivePage) -> None:
        """Begin anew with a page in place of what is here."""
        self._let_go(self._entries)
        tail = [] if page.more_after else self._tail()
        self._more_before, self._at_start = page.more_before, page.at_start
        self._set_live(not page.more_after)
        self._replace_all(
            [*page.entries, *(entry for entry, _ in tail)], [*page.places, *(place for _, place in tail)]
        )
        self.window_changed.emit()

    def _new_of(self, page: ArchivePage) -> tuple[list[Entry], list[int]]:
        """What of a page is not here: it may overlap with what the server told meanwhile."""
        fresh = merging.not_there(self._entries, page.entries, self.knows)
        wanted = {id(entry) for entry in fresh}
        places = [
            place for entry, place in zip(page.entries, page.places, strict=True) if id(entry) in wanted
        ]
        return fresh, places

    def _tail(self) -> list[tuple[Entry, int]]:
        """What belongs behind the newest page: what came since it was asked for, and what is not sent yet."""
        came = [(entry, place) for entry, place in self._since if place or not is_unsent(entry)]
        unsent, self._unsent = self._unsent, {}
        return [*came, *((entry, 0) for entry in unsent.values())]

    # -- letting go

    def _set_live(self, live: bool) -> None:
        self._is_live = live
        if live:
            self._unshown = 0

    def _trim(self) -> None:
        """Let go what is far from what is seen."""
        over = len(self._entries) - self._limit
        if over <= 0:
            return
        count = over + self._limit // _TRIM_SHARE
        if self._archive is None or self._reads_end or self._seen >= count:
            self._trim_top(count)
        else:
            self._trim_end(count)

    def _trim_top(self, count: int) -> None:
        self._let_go(self._entries[:count])
        self._remove_rows(0, count)
        self._seen = max(0, self._seen - count)
        if self._archive is not None:
            self._more_before, self._at_start = True, False
        if self._is_live and self._unsent:
            tail, self._unsent = self._unsent, {}
            self._insert(len(self._entries), list(tail.values()), [0] * len(tail))

    def _trim_end(self, count: int) -> None:
        first = len(self._entries) - count
        self._let_go(self._entries[first:])
        self._set_live(False)
        self._remove_rows(first, count)
        self.window_changed.emit()

    def _let_go(self, entries: Sequence[Entry]) -> None:
        """Own messages that are not sent are nowhere else: they come back with the newest page."""
        for entry in entries:
            if isinstance(entry, MessageEntry) and is_unsent(entry):
                self._unsent[entry.pending_id] = entry

    def _hold_back(self, entries: Sequence[Entry]) -> None:
        """Entries that came while the newest is not loaded: the archive has them."""
        self._let_go(entries)
        news = sum(isinstance(entry, MessageEntry) and not entry.own for entry in entries)
        if news:
            self._unshown += news
            self.window_changed.emit()

    # -- pages of the server

    def _insert_by_time(
        self,
        entries: Sequence[Entry],
        places: Sequence[int],
        *,
        from_top: bool,
        ceiling: int | None = None,
    ) -> None:
        """Put entries where their times belong, before the row `ceiling`."""
        by_entry = dict(zip(map(id, entries), places, strict=True))
        find = merging.places_from_top if from_top else merging.places_from_end
        for row, some in find(self._entries, entries, ceiling, by_id=self._by_id):
            self._insert(row, some, [by_entry[id(entry)] for entry in some])

    def _within(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those of `entries` that belong between the first and the last that are loaded."""
        first = self._entries[0] if self._more_before and self._entries else None
        last = None if self._is_live or not self._entries else self._entries[-1]
        return [
            entry
            for entry in entries
            if (first is None or not merging.is_before(entry, first, by_id=self._by_id))
            and (last is None or not merging.is_before(last, entry, by_id=self._by_id))
        ]

    def _fill_gap(self, row: int) -> None:
        """Ask the server once for what is missing at a row."""
        gap = _gap_of(self._entries[row])
        if gap is None or gap in self._tried_gaps or self._server is None:
            return
        after = next((entry for entry in self._entries[row + 1 :] if isinstance(entry, MessageEntry)), None)
        if after is not None and not is_unsent(after):
            self._tried_gaps.add(gap)
            self._server.request_before(after)

    def _close_gaps(self, since: float, until: float) -> None:
        """Nothing is missing between two moments any more."""
        for row in range(len(self._entries) - 1, -1, -1):
            gap = _gap_of(self._entries[row])
            if gap is None or until < gap.since or since > gap.until:
                continue
            if since <= gap.since and gap.until <= until:
                self._remove_rows(row, 1)
            elif since <= gap.since:
                self._put(row, EventEntry(HistoryGap(until, gap.until), until))
            else:
                self._put(row, EventEntry(HistoryGap(gap.since, since), gap.since))


def _gap_of(entry: Entry) -> HistoryGap | None:
    return entry.fact if isinstance(entry, EventEntry) and isinstance(entry.fact, HistoryGap) else None
