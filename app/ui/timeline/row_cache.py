"""The rows that were laid out lately, made from the model's entries as they are needed.

Owns which line above which row is where. Knows the model's entries and the theme, no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.guard import report
from app.models.archive_port import Top
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.models.timeline_grouping import is_dated_here, local_day, starts_day, starts_group
from app.models.timeline_presence import PresenceRule
from app.models.timeline_text import copy_text
from app.models.timeline_words import clock, day_name, without_isolates
from app.ui.timeline.base_row import Row, RowContext
from app.ui.timeline.dividers import Dividers
from app.ui.timeline.event_row import EventRow, PlaceholderRow
from app.ui.timeline.event_runs import EventRun, EventRuns
from app.ui.timeline.message_row import MessageRow

# A tall screen shows some 80 rows; three screens stay laid out, about 4 KB each.
_KEPT_ROWS = 240


class RowCache:
    """Rows by their place in the model. A row that is not shown, as those of a closed run, is None.

    One that cannot be made costs only itself: a PlaceholderRow is there instead.

    `unread`: the row that the line above what is new belongs to, -1 for none; `top`: what stands above the
    first row; `shown` gives of an entry what the person wants to see.
    """

    def __init__(self, context: RowContext) -> None:
        self.context = context
        self.runs = EventRuns()
        self.shown: Callable[[Entry], Entry] = _whole
        self.unread = -1
        self.top = Top.NOTHING
        self._rows: dict[int, Row | None] = {}

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries that rows are made of."""
        return self.runs.entries

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show others from now on."""
        self.runs.entries = entries
        self.runs.clear()
        self.unread = -1
        self.top = Top.NOTHING
        self._rows.clear()

    def row(self, index: int) -> Row | None:
        """The row at `index`, laid out now if it was not."""
        if index not in self._rows:
            if len(self._rows) >= _KEPT_ROWS:
                self._forget_far_from(index)
            try:
                self._rows[index] = self._make(index)
            except Exception as error:
                self.put_placeholder(index, error)
        return self._rows[index]

    def put_placeholder(self, index: int, error: Exception) -> None:
        """A row cannot be laid out or painted: something stands in its place, and the bug is reported."""
        self._rows[index] = PlaceholderRow(self.entries[index], self.context)
        report(self, "a row of a timeline", error)

    def height(self, index: int) -> int:
        """The height of a row; 0 for one that is not shown."""
        row = self.row(index)
        return row.height if row is not None else 0

    def plain_text(self, index: int) -> str | None:
        """A whole row as it is copied with others, without laying it out; None for one that is not shown."""
        entry, run = self.entries[index], self.runs.run_at(index)
        if run is None:
            return copy_text(entry)
        if self.runs.is_open(run):
            return copy_text(entry) if index in run.shown else None
        if index != run.first or not run.shown:
            return None
        if len(run.shown) == 1:
            return copy_text(self.entries[run.shown[0]])
        words = without_isolates(self.runs.summary(run))
        return f"[{clock(self.entries[run.shown[0]].time)}] {words}"

    def clear(self, context: RowContext, rule: PresenceRule) -> None:
        """Lay out everything anew, in another context or by another rule."""
        self.context = context
        self.runs.rule = rule
        self.runs.forget()
        self._rows.clear()

    def forget(self, first: int, last: int) -> None:
        """Entries changed, or their neighbours."""
        for index in [index for index in self._rows if first <= index <= last]:
            del self._rows[index]

    def forget_quotes(self, msgid: str = "") -> list[int]:
        """Lay out anew what quotes one message, or any; which rows those are."""
        quoting = [
            index
            for index, row in self._rows.items()
            if row is not None
            and isinstance(row.entry, MessageEntry)
            and row.entry.reply_to
            and msgid in ("", row.entry.reply_to)
        ]
        for index in quoting:
            del self._rows[index]
        return quoting

    def forget_file(self, file_id: str) -> list[int]:
        """Lay out anew what shows a file; which rows those are."""
        showing = [
            index
            for index, row in self._rows.items()
            if row is not None
            and isinstance(row.entry, MessageEntry)
            and row.entry.file is not None
            and row.entry.file.id == file_id
        ]
        for index in showing:
            del self._rows[index]
        return showing

    def shift(self, first: int, by: int) -> None:
        """Rows from `first` on have moved; those that went with a negative `by` are dropped."""
        self.runs.moved(first, by)
        moved = {index + by: row for index, row in self._rows.items() if index >= first - min(by, 0)}
        self._rows = {index: row for index, row in self._rows.items() if index < first} | moved
        if self.unread >= first:
            self.unread = max(first, self.unread + by)

    def toggle(self, index: int) -> EventRun | None:
        """Open or close the run at `index`, which is laid out anew; None where there is none."""
        run = self.runs.run_at(index)
        if run is not None:
            self.runs.toggle(run)
            self.forget(run.first, run.end - 1)
        return run

    # -- making rows

    def _make(self, index: int) -> Row | None:
        entry, run = self.shown(self.entries[index]), self.runs.run_at(index)
        if run is not None and not self._is_shown(run, index):
            return None
        previous = self.runs.shown_before(index)
        before = self.entries[previous] if previous >= 0 else None
        dividers = self._dividers(index, previous, before)
        if run is not None:
            return self._make_presence(run, index, dividers, before)
        if isinstance(entry, EventEntry):
            return EventRow(entry, self.context, dividers, follows_event=_follows_event(before, dividers))
        starts = dividers.unread or starts_group(before, entry)
        return MessageRow(entry, self.context, dividers, starts_group=starts)

    def _is_shown(self, run: EventRun, index: int) -> bool:
        if index == run.first:
            return bool(run.shown)
        return self.runs.is_open(run) and index in run.shown

    def _dividers(self, index: int, previous: int, before: Entry | None) -> Dividers:
        entry = self.entries[index]
        if before is not None and is_dated_here(before):
            before = self.dated(previous)
        day = day_name(entry.time, self.context.now) if starts_day(before, entry) else ""
        # the row that it belongs to may not be shown: then it stands above the next one that is
        is_unread = self.unread >= 0 and previous < self.unread <= index
        top = self.top if previous < 0 else Top.NOTHING
        return Dividers(top, day, is_unread, self.context.partner if top is Top.BEGINNING else "")

    def dated(self, index: int) -> Entry:
        """The entry whose day is told at a row: its own, or an earlier one of which a later day was told."""
        chosen = entry = self.entries[index]
        while is_dated_here(entry) and (index := self.runs.shown_before(index)) >= 0:
            entry = self.entries[index]
            if local_day(entry.time) >= local_day(chosen.time):
                chosen = entry
        return chosen

    def _make_presence(self, run: EventRun, index: int, dividers: Dividers, before: Entry | None) -> Row:
        is_open = self.runs.is_open(run) and len(run.shown) > 1
        chosen = self.entries[run.shown[0] if index == run.first else index]
        assert isinstance(chosen, EventEntry)
        if index != run.first:
            return EventRow(chosen, self.context, dividers, in_run=True, follows_event=True)
        return EventRow(
            chosen,
            self.context,
            dividers,
            summary=self.runs.summary(run),
            is_open=is_open,
            with_line=is_open and run.shown[0] == index,
            follows_event=_follows_event(before, dividers),
        )

    def _forget_far_from(self, index: int) -> None:
        near = sorted(self._rows, key=lambda kept: abs(kept - index))[: _KEPT_ROWS // 2]
        self._rows = {kept: self._rows[kept] for kept in near}


def _whole(entry: Entry) -> Entry:
    return entry


def _follows_event(before: Entry | None, dividers: Dividers) -> bool:
    return isinstance(before, EventEntry) and dividers == Dividers()
