"""A surface that follows a TimelineModel: rows come, go and change, and the reading position holds.

Knows nothing of what was read, of the mouse and of what rows do.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, SignalInstance, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.models.archive_port import Top
from app.models.timeline import TimelineModel
from app.models.timeline_entries import MessageEntry
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.paging import Pager
from app.ui.timeline.surface import RowSurface


@guarded()
class FollowingTimeline(RowSurface):
    """Shows one TimelineModel at a time."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._model: TimelineModel | None = None
        self._pager = Pager()

    def set_model(self, model: TimelineModel) -> None:
        """Show another timeline, from its end."""
        if self._model is not None:
            for signal, slot in self._wires(self._model):
                signal.disconnect(slot)
        self._model = model
        for signal, slot in self._wires(model):
            signal.connect(slot)
        self._pager.set_model(model)
        self._model_reset()

    def _wires(self, model: TimelineModel) -> list[tuple[SignalInstance, Callable[..., None]]]:
        return [
            (model.rowsInserted, self._rows_inserted),
            (model.rowsRemoved, self._rows_removed),
            (model.dataChanged, self._data_changed),
            (model.modelReset, self._model_reset),
            (model.window_changed, self._window_changed),
        ]

    @property
    def is_at_end(self) -> bool:
        """Whether the newest row is seen and new ones will be followed."""
        return super().is_at_end and (self._model is None or self._model.is_live)

    def scroll_to_end(self) -> None:
        if self._model is not None and not self._model.is_live:
            self._model.show_latest()  # the view begins anew at its end when that comes
        else:
            super().scroll_to_end()

    # -- what the model tells

    @Slot(QModelIndex, int, int)
    def _rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        appended = first == len(self._placement.heights)
        if appended and self._model is not None and not self._model.is_live:
            self._placement.stay()  # a page behind what is read, not what is new
        elif appended and 0 < self._placement.below <= self._theme.line_height(TypeRole.MESSAGE):
            self._placement.follow()  # at most a line below counts as reading the end
        self._placement.inserted(first, last - first + 1)
        self._pager.came()
        if appended:
            self._appended(first)
        else:
            self._rows_moved(first, last - first + 1)
            self._forget_with_next(last + 1)
            self._join_runs(first, last + 1)
            self._forget_heights(self._rows.forget_quotes())
        self.schedule(came=last - first + 1 if appended else 0)

    def _appended(self, first: int) -> None:
        """Rows from `first` on may go on with a run of events, or cancel out with some before."""
        runs = self._rows.runs
        run = runs.grown(first)
        changed = runs.changed_before(first)
        if run is not None:
            self._forget(run.first, run.first)
        if changed < first:
            runs.forget()
            self._forget(changed, first - 1)

    def _join_runs(self, *joints: int) -> None:
        """Runs of events may meet now, or what lay in one may have come between: they are laid out anew."""
        for joint in joints:
            run = self._rows.runs.grown(joint)
            if run is not None:
                self._forget(run.first, run.end - 1)

    @Slot(QModelIndex, int, int)
    def _rows_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        count = last - first + 1
        self._placement.removed(first, count)
        self._pager.came()
        self._rows_moved(first, -count)
        self._forget_with_next(first)
        self._join_runs(first)
        self.schedule()

    @Slot(QModelIndex, QModelIndex)
    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        assert self._model is not None
        # the time of a row decides whether the next one starts a group
        self._forget(first.row(), last.row() + 1)
        for row in range(first.row(), last.row() + 1):
            entry = self._model.entry(row)
            if isinstance(entry, MessageEntry) and entry.msgid:
                self._forget_heights(self._rows.forget_quotes(entry.msgid))
        self.schedule()

    @Slot()
    def _model_reset(self) -> None:
        assert self._model is not None
        self._rows.set_entries(self._model.entries)
        self._lay_out_rows()
        self._placement.reset(self._model.rowCount(), keep_position=False)
        self._pager.came()
        self.schedule()

    @Slot()
    def _window_changed(self) -> None:
        """More can be loaded now, or less."""
        self._pager.came()
        self.schedule()

    def _forget(self, first: int, last: int) -> None:
        self._rows.forget(first, last)
        self._forget_heights(range(max(0, first), min(last, len(self._placement.heights) - 1) + 1))

    def _forget_with_next(self, row: int) -> None:
        """Forget a row and the next that is shown, whose day and sender depend on what is before them."""
        if row >= len(self._placement.heights):
            return
        run = self._rows.runs.run_at(row)
        self._forget(row, row)
        if run is not None:
            self._forget(run.first, run.first)
            self._forget(run.end, run.end)

    # -- following

    def _rows_moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place now; for what remembers rows."""
        self._rows.shift(first, by)

    def _find(self, msgid: str) -> MessageEntry | None:
        row = self._model.row_of_message(msgid) if self._model is not None else None
        entry = self._model.entry(row) if self._model is not None and row is not None else None
        return entry if isinstance(entry, MessageEntry) else None

    def _place(self) -> None:
        self._mark_top()
        super()._place()

    def _mark_top(self) -> None:
        """Above the first row stands what the model knows of what was before it."""
        top = self._model.top if self._model is not None else Top.NOTHING
        if top is not self._rows.top:
            self._rows.top = top
            if len(self._placement.heights):
                self._forget_with_next(0)

    def want_older(self) -> None:
        """Somebody goes up: where the first row is seen already, what is before it is asked for."""
        if self._placement.value == 0:
            self._pager.wanted()
            self.schedule()

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        if event.angleDelta().y() > 0 or event.pixelDelta().y() > 0:
            self.want_older()

    def _placed(self) -> None:
        super()._placed()
        visible = self._placement.visible
        if self._model is None or not self.isVisible():
            return
        self._pager.look(self._placement.value, self._placement.below, self.viewport().height())
        if visible:
            self._model.look_at(visible[0][0], visible[-1][0])
