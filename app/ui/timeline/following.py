"""A surface that follows a TimelineModel: rows come, go and change, and the reading position holds.

Knows nothing of the mouse and of what rows do.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, SignalInstance, Slot
from PySide6.QtWidgets import QWidget

from app.models.timeline import TimelineModel
from app.models.timeline_entries import MessageEntry
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.surface import RowSurface


class FollowingTimeline(RowSurface):
    """Shows one TimelineModel at a time."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._model: TimelineModel | None = None
        self._new_below = 0

    def set_model(self, model: TimelineModel) -> None:
        """Show another timeline, from its end."""
        if self._model is not None:
            for signal, slot in self._wires(self._model):
                signal.disconnect(slot)
        self._model = model
        for signal, slot in self._wires(model):
            signal.connect(slot)
        self._model_reset()

    def _wires(self, model: TimelineModel) -> list[tuple[SignalInstance, Callable[..., None]]]:
        return [
            (model.rowsInserted, self._rows_inserted),
            (model.rowsRemoved, self._rows_removed),
            (model.dataChanged, self._data_changed),
            (model.modelReset, self._model_reset),
        ]

    @property
    def new_below(self) -> int:
        """How many messages came since the end was last seen."""
        return self._new_below

    # -- what the model tells

    @Slot(QModelIndex, int, int)
    def _rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        assert self._model is not None
        count = last - first + 1
        appended = first == len(self._placement.heights)
        # at most a line below counts as reading the end
        if appended and 0 < self._placement.below <= self._theme.line_height(TypeRole.MESSAGE):
            self._placement.follow()
        self._placement.inserted(first, count)
        if appended:
            self._extend_run(first)
            if not self._placement.following or not self.isVisible():
                entries = self._model.entries
                self._new_below += sum(
                    isinstance(entries[row], MessageEntry) for row in range(first, last + 1)
                )
        else:
            self._rows.shift(first, count)
            self._forget(last + 1, last + 1)
            self._join_runs(last + 1)
            self._rows_moved(first, count)
        self.schedule()

    def _extend_run(self, first_new: int) -> None:
        """New rows may go on with a run of events, whose line then tells of them."""
        changed = self._rows.extend_run(first_new)
        if changed is not None:
            self._placement.heights.forget(changed[0])

    def _join_runs(self, joint: int) -> None:
        """What lay between two runs of events may be gone: their rows are shown otherwise now."""
        for row in range(*(self._rows.extend_run(joint) or (0, 0))):
            self._placement.heights.forget(row)

    @Slot(QModelIndex, int, int)
    def _rows_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        count = last - first + 1
        self._placement.removed(first, count)
        self._rows.shift(first, -count)
        self._forget(first, first)
        self._join_runs(first)
        self._rows_moved(first, -count)
        self.schedule()

    @Slot(QModelIndex, QModelIndex)
    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        # the time of a row decides whether the next one starts a group
        self._forget(first.row(), last.row() + 1)
        self.schedule()

    @Slot()
    def _model_reset(self) -> None:
        assert self._model is not None
        self._rows.entries = self._model.entries
        self._rows.clear(self._context())
        self._placement.reset(self._model.rowCount(), keep_position=False)
        self._new_below = 0
        self.schedule()

    def _forget(self, first: int, last: int) -> None:
        self._rows.forget(first, last)
        for row in range(max(0, first), min(last, len(self._placement.heights) - 1) + 1):
            self._placement.heights.forget(row)

    def _rows_moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place now; for what remembers rows."""

    def _placed(self) -> None:
        if self.is_at_end:
            self._new_below = 0
