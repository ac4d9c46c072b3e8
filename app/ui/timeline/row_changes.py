"""What a change of the model does to the rows that are laid out; the reading position holds.

Knows nothing of what was read, of the mouse and of what rows do.
"""

from __future__ import annotations

from app.models.timeline_entries import MessageEntry
from app.ui.theme.fonts import TypeRole
from app.ui.timeline.row_layout import RowLayout


class RowChanges:
    """Takes the changes of the model over into a RowLayout."""

    def __init__(self, layout: RowLayout) -> None:
        self._layout = layout

    def inserted(self, first: int, last: int) -> None:
        """Rows `first` to `last` are new."""
        layout, placement, count = self._layout, self._layout.placement, last - first + 1
        appended = first == layout.count
        if appended and not layout.model.window.is_live:
            placement.stay()  # a page behind what is read, not what is new
        elif appended and 0 < placement.below <= layout.theme.line_height(TypeRole.MESSAGE):
            placement.follow()  # at most a line below counts as reading the end
        placement.inserted(first, count)
        if appended:
            self._appended(first)
        else:
            layout.rows.shift(first, count)
            layout.forget_with_next(last + 1)
            self._join_runs(first, last + 1)
            layout.forget_heights(layout.rows.forget_quotes())
        layout.schedule(came=count if appended else 0)

    def removed(self, first: int, last: int) -> None:
        """Rows `first` to `last` went."""
        count = last - first + 1
        self._layout.placement.removed(first, count)
        self._layout.rows.shift(first, -count)
        self._layout.forget_with_next(first)
        self._join_runs(first)
        self._layout.schedule()

    def changed(self, first: int, last: int) -> None:
        """Rows `first` to `last` have other entries."""
        layout = self._layout
        layout.rows.runs.changed(first, last)
        # the time of a row decides whether the next one starts a group
        layout.forget(first, last + 1)
        for row in range(first, last + 1):
            entry = layout.model.entries[row]
            if isinstance(entry, MessageEntry) and entry.msgid:
                layout.forget_heights(layout.rows.forget_quotes(entry.msgid))
        layout.schedule()

    def _appended(self, first: int) -> None:
        """Rows from `first` on may go on with a run of events, or cancel out with some before."""
        runs = self._layout.rows.runs
        run = runs.grown(first)
        changed = runs.changed_before(first)
        if run is not None:
            self._layout.forget(run.first, run.first)
        if changed < first:
            runs.forget()
            self._layout.forget(changed, first - 1)

    def _join_runs(self, *joints: int) -> None:
        """Runs of events may meet now, or what lay in one may have come between: they are laid out anew."""
        for joint in joints:
            run = self._layout.rows.runs.grown(joint)
            if run is not None:
                self._layout.forget(run.first, run.end - 1)
