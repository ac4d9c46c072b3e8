"""Runs of comings and goings, or a ban and its removal, that share a line: their ends, what of them shows.

Pure: works over the model's entries; knows no row that is laid out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from app.models.timeline_entries import Entry, EventEntry, Fact
from app.models.timeline_grouping import continues_ban, is_presence
from app.models.timeline_presence import PresenceRule, shown_of_run
from app.models.timeline_words import RunSummary
from app.values import frozen

_KNOWN = 2  # a run, and the one of the day before right above it


@frozen
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
        self.hides: Callable[[Entry], bool] = _nothing  # entries that are not shown at all
        self._open: set[Entry] = set()
        self._known: list[EventRun] = []  # the latest first; rows of one are asked for one after the other
        self._told: tuple[Sequence[int], RunSummary] | None = None  # of a run that may go on

    def run_at(self, row: int) -> EventRun | None:
        """The run that `row` is in, None for what always has a line of its own; of what is hidden one that
        shows nothing.
        """
        if self.hides(self.entries[row]):
            return EventRun(row, row + 1, ())
        if not is_presence(self.entries[row]) and not self._is_of_ban(row):
            return None
        for run in self._known:
            if run.first <= row < run.end:
                return run
        first = row
        while self.rule.continues(self.entries, first):
            first -= 1
        run = self._complete(first, row + 1)
        self._known = [run, *self._known[: _KNOWN - 1]]
        return run

    def grown(self, first_new: int) -> EventRun | None:
        """The run that rows from `first_new` on continue, open or closed as it was; None if there is none."""
        if first_new >= len(self.entries) or not self.rule.continues(self.entries, first_new):
            return None
        before = self.run_at(first_new - 1)
        assert before is not None
        # what is known of it may be from before the new rows came
        run = self._complete(before.first, max(first_new, before.end))
        self._known = [run, *(known for known in self._known if known.end <= run.first)]
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

    def summary(self, run: EventRun) -> str:
        """What a run tells of, in one line; "" where only one of its rows is shown."""
        shown = run.shown
        if len(shown) < 2:
            return ""
        told, summary = self._told or ((), RunSummary())
        if isinstance(shown, range) and isinstance(told, range) and told and _goes_on(told, shown):
            summary.add(self._facts(shown[len(told) :]))
        else:
            summary = RunSummary(self._facts(shown))
        self._told = (shown, summary)
        return summary.words()

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

    def changed(self, first: int, last: int) -> None:
        """Rows `first` to `last` have other entries."""
        if self._told is not None and first <= self._told[0][-1] and last >= self._told[0][0]:
            self._told = None

    def moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place; with a negative `by` so many of them went."""
        known = [_without(run, -by) for run in self._known] if first == 0 and by < 0 else ()
        self.forget()
        self._known += (run for run in known if run is not None)

    def forget(self) -> None:
        """What is shown of runs may be something else."""
        self._known.clear()
        self._told = None

    def clear(self) -> None:
        """Other entries: nothing is open."""
        self.forget()
        self._open.clear()

    def _facts(self, rows: Iterable[int]) -> Iterator[Fact]:
        entries = (self.entries[row] for row in rows)
        return (entry.fact for entry in entries if isinstance(entry, EventEntry))

    def _is_of_ban(self, row: int) -> bool:
        """Whether a row and a neighbour are a ban and its removal."""
        has_next = row + 1 < len(self.entries)
        return continues_ban(self.entries, row) or (has_next and continues_ban(self.entries, row + 1))

    def _complete(self, first: int, end: int) -> EventRun:
        while end < len(self.entries) and self.rule.continues(self.entries, end):
            end += 1
        return EventRun(first, end, shown_of_run(self.entries, first, end, self.rule))


def _goes_on(told: range, shown: range) -> bool:
    """Whether `shown` are the rows `told` and maybe more behind them."""
    return told.start == shown.start and told.stop <= shown.stop


def _without(run: EventRun, count: int) -> EventRun | None:
    """A run after `count` rows went at the top; None where it is to be looked for again, if it is there."""
    if run.end <= count or run.shown != range(run.first, run.end):
        return None
    first, end = max(0, run.first - count), run.end - count
    return EventRun(first, end, range(first, end))


def _nothing(_entry: Entry) -> bool:
    """Nothing is hidden."""
    return False
