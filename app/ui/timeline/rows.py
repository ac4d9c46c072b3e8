"""The rows that were laid out lately, made from the model's entries as they are needed.

Owns which runs of events are open. Knows the model's entries and the theme, no widget.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.models.timeline_entries import Entry, EventEntry
from app.models.timeline_grouping import (
    continues_run,
    is_collapsible,
    run_end,
    run_start,
    starts_day,
    starts_group,
)
from app.models.timeline_words import day_name
from app.ui.timeline.event_row import EventRow
from app.ui.timeline.message_row import MessageRow
from app.ui.timeline.row import Row, RowContext

# A tall screen shows some 80 rows; three screens stay laid out, about 4 KB each.
_KEPT_ROWS = 240


class RowCache:
    """Rows by their place in the model. A row that is hidden in a closed run is None."""

    def __init__(self, context: RowContext) -> None:
        self.context = context
        self.entries: Sequence[Entry] = ()
        self._rows: dict[int, Row | None] = {}
        self._open: set[Entry] = set()

    def row(self, index: int) -> Row | None:
        """The row at `index`, laid out now if it was not."""
        if index not in self._rows:
            if len(self._rows) >= _KEPT_ROWS:
                self._forget_far_from(index)
            self._rows[index] = self._make(index)
        return self._rows[index]

    def height(self, index: int) -> int:
        """The height of a row; 0 for a hidden one."""
        row = self.row(index)
        return row.height if row is not None else 0

    def clear(self, context: RowContext) -> None:
        """Lay out everything anew, in another context."""
        self.context = context
        self._rows.clear()

    def forget(self, first: int, last: int) -> None:
        """Entries changed, or their neighbours."""
        for index in range(first, last + 1):
            self._rows.pop(index, None)

    def shift(self, first: int, by: int) -> None:
        """Rows from `first` on have moved; those that went with a negative `by` are dropped."""
        moved = {index + by: row for index, row in self._rows.items() if index >= first - min(by, 0)}
        self._rows = {index: row for index, row in self._rows.items() if index < first} | moved

    def run_of(self, index: int) -> tuple[int, int]:
        """First row of the run that `index` is in, and the row behind its last."""
        start = run_start(self.entries, index)
        return start, run_end(self.entries, start)

    def toggle(self, index: int) -> tuple[int, int]:
        """Open or close the run at `index`; the rows that change, as in run_of()."""
        first, end = self.run_of(index)
        members = self.entries[first:end]
        if self.entries[first] in self._open:
            self._open.difference_update(members)
        else:
            self._open.update(members)
        self.forget(first, end - 1)
        return first, end

    def extend_run(self, first_new: int) -> tuple[int, int] | None:
        """A run that goes on with new rows stays open or closed; which rows to lay out anew, or None."""
        if first_new >= len(self.entries) or not continues_run(self.entries, first_new):
            return None
        start, end = self.run_of(first_new)
        if self.entries[start] in self._open:
            self._open.update(self.entries[first_new:end])
        self.forget(start, end - 1)
        return start, end

    def _make(self, index: int) -> Row | None:
        entry = self.entries[index]
        day = day_name(entry.time, self.context.now) if starts_day(self.entries, index) else ""
        if isinstance(entry, EventEntry):
            return self._make_event(entry, index, day)
        return MessageRow(entry, self.context, day, starts_group=starts_group(self.entries, index))

    def _make_event(self, entry: EventEntry, index: int, day: str) -> Row | None:
        after_event = index > 0 and not day and isinstance(self.entries[index - 1], EventEntry)
        if not is_collapsible(entry):
            return EventRow(entry, self.context, day, follows_event=after_event)
        if continues_run(self.entries, index):
            if entry not in self._open:
                return None
            return EventRow(entry, self.context, day, is_open=True, follows_event=True)
        run = self.entries[index : run_end(self.entries, index)]
        facts = tuple(member.fact for member in run if isinstance(member, EventEntry))
        return EventRow(
            entry, self.context, day, facts=facts, is_open=entry in self._open, follows_event=after_event
        )

    def _forget_far_from(self, index: int) -> None:
        near = sorted(self._rows, key=lambda kept: abs(kept - index))[: _KEPT_ROWS // 2]
        self._rows = {kept: self._rows[kept] for kept in near}
