"""Runs of comings and goings, or a ban and its removal, that share a line: their ends, what of them shows.

Pure arithmetic over the model's entries; knows no row that is laid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.models.timeline_entries import Entry, EventEntry, Fact
from app.models.timeline_grouping import continues_ban, is_presence
from app.models.timeline_presence import PresenceRule, shown_of_run


@dataclass(frozen=True, slots=True)
class EventRun:
    """Rows `first` to before `end`, of which `shown` are shown, in order."""

    first: int
    end: int
    shown: Sequence[int]


class EventRuns:
    """The runs in `entries`; whoever changes those tells so by `forget()`."""

    def __init__(self) -> None:
        self.entries: Sequence[Entry] = ()
        self.rule = PresenceRule()
        self._open: set[Entry] = set()
        self._last: EventRun | None = None  # rows of one run are asked for one after the other

    def run_at(self, row: int) -> EventRun | None:
        """The run that `row` is in, None for what always has a line of its own."""
        if not is_presence(self.entries[row]) and not self._is_of_ban(row):
            return None
        last = self._last
        if last is None or not last.first <= row < last.end:
            first = row
            while self.rule.continues(self.entries, first):
                first -= 1
            last = self._last = self._complete(first, row + 1)
        return last

    def grown(self, first_new: int) -> EventRun | None:
        """The run that rows from `first_new` on continue, open or closed as it was; None if there is none."""
        if first_new >= len(self.entries) or not self.rule.continues(self.entries, first_new):
            self._last = None
            return None
        before = self.run_at(first_new - 1)
        assert before is not None
        # what is known of it may be from before the new rows came
        run = self._last = self._complete(before.first, max(first_new, before.end))
        if self.entries[run.first] in self._open:
            self._open.update(self.entries[first_new : run.end])
        return run

    def changed_before(self, row: int) -> int:
        """The first row before `row` whose showing may be another one by what came there."""
        first = self.rule.affected_before(self.entries, row)
        if first is None:
            return row
        run = self.run_at(first)
        return run.first if run is not None else first

    def is_open(self, run: EventRun) -> bool:
        """Whether the lines of a run stand below its first one."""
        return self.entries[run.first] in self._open

    def toggle(self, run: EventRun) -> None:
        """Open or close a run."""
        members = self.entries[run.first : run.end]
        if self.is_open(run):
            self._open.difference_update(members)
        else:
            self._open.update(members)

    def facts(self, run: EventRun) -> tuple[Fact, ...]:
        """What a run tells of."""
        shown = (self.entries[row] for row in run.shown)
        return tuple(entry.fact for entry in shown if isinstance(entry, EventEntry))

    def shown_before(self, row: int) -> int:
        """The nearest row before `row` that is seen, -1 for none; a closed run is seen at its first row."""
        row -= 1
        while row >= 0:
            run = self.run_at(row)
            if run is None:
                return row
            if run.shown:
                return run.shown[-1] if self.is_open(run) else run.first
            row = run.first - 1
        return -1

    def forget(self) -> None:
        """Rows came, went or changed."""
        self._last = None

    def clear(self) -> None:
        """Other entries: nothing is open."""
        self._last = None
        self._open.clear()

    def _is_of_ban(self, row: int) -> bool:
        """Whether a row and a neighbour are a ban and its removal."""
        has_next = row + 1 < len(self.entries)
        return continues_ban(self.entries, row) or (has_next and continues_ban(self.entries, row + 1))

    def _complete(self, first: int, end: int) -> EventRun:
        while end < len(self.entries) and self.rule.continues(self.entries, end):
            end += 1
        return EventRun(first, end, shown_of_run(self.entries, first, end, self.rule))
