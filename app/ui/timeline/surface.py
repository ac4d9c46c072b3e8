"""The scroll area under the timeline: follows a model, places and paints the rows that are seen.

Knows nothing of the mouse and of what rows do; TimelineView adds that.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QModelIndex, QRect, Qt, QTimer, SignalInstance, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.models.timeline import TimelineModel
from app.models.timeline_entries import MessageEntry
from app.models.timeline_grouping import same_day
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.geometry import geometry_for
from app.ui.timeline.placement import Placement
from app.ui.timeline.row import Row, RowContext, RowLook
from app.ui.timeline.rows import RowCache

_FRAME_MS = 16  # what arrives within one frame is placed and painted once
_WHEEL_REACH = 3  # screens: a move of the scroll bar up to here is exact, beyond it a jump


class TimelineSurface(QAbstractScrollArea):
    """Shows the rows of one TimelineModel at a time."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model: TimelineModel | None = None
        self._names: tuple[str, ...] = ()
        self._placement = Placement(theme.metrics.timeline.bottom_padding)
        self._rows = RowCache(self._context())
        self._new_below = 0
        self._stale = True  # rows came, went or changed since they were placed
        self._syncing = False
        self._last_value = 0
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self._show_frame)
        self._since_frame = QElapsedTimer()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setAutoFillBackground(True)
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- what is shown

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

    def set_own_names(self, *names: str) -> None:
        """The names that are marked where somebody mentions one."""
        self._names = names
        self._lay_out_anew()

    @property
    def is_at_end(self) -> bool:
        """Whether the newest row is seen and new ones will be followed."""
        return self._placement.following

    @property
    def new_below(self) -> int:
        """How many messages came since the end was last seen."""
        return self._new_below

    @property
    def pixels_below(self) -> int:
        """How much lies below what is seen, partly guessed."""
        return self._placement.below

    def visible_rows(self) -> list[tuple[int, QRect, Row]]:
        """The rows that are seen now: place in the model, area in the viewport, row."""
        if self._stale:
            self._place()
        width = self.viewport().width()
        found = []
        for index, y in self._placement.visible:
            row = self._rows.row(index)
            if row is not None:
                found.append((index, QRect(0, y, width, row.height), row))
        return found

    def scroll_to_end(self) -> None:
        """Show the newest row and follow."""
        self._placement.follow()
        self.refresh()

    def bring_into_view(self, index: int) -> None:
        """Scroll as little as needed to see a row whole."""
        area = next((area for row, area, _ in self.visible_rows() if row == index), None)
        height = self.viewport().height()
        if area is None or area.top() < 0:
            visible = self._placement.visible
            below = area is None and bool(visible) and index > visible[-1][0]
            self._placement.show_row(index, height - self._rows.height(index) if below else 0)
        elif area.bottom() > height:
            self._placement.scroll_by(area.bottom() - height)
        self.refresh()

    def toggle_run(self, index: int) -> None:
        """Open or close the run of events at a row; its first line stays where it is."""
        first, end = self._rows.toggle(index)
        y = next((y for row, y in self._placement.visible if row == first), 0)
        for row in range(first, end):
            self._placement.heights.forget(row)
        self._placement.show_row(first, y)
        self.refresh()

    # -- the model

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
            self._forget_run(first)
            if not self._placement.following or not self.isVisible():
                entries = self._model.entries
                self._new_below += sum(
                    isinstance(entries[row], MessageEntry) for row in range(first, last + 1)
                )
        else:
            self._rows.shift(first, count)
            self._forget(last + 1, last + 1)
            self._rows_moved(first, count)
        self.schedule()

    def _forget_run(self, first_new: int) -> None:
        changed = self._rows.extend_run(first_new)
        if changed is not None:
            self._placement.heights.forget(changed[0])

    @Slot(QModelIndex, int, int)
    def _rows_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        count = last - first + 1
        self._placement.removed(first, count)
        self._rows.shift(first, -count)
        self._forget(first, first)
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

    # -- placing

    def schedule(self) -> None:
        """Place and paint with the next frame; any number of calls make one."""
        self._stale = True
        if not self._frame.isActive() and self.isVisible():
            passed = self._since_frame.elapsed() if self._since_frame.isValid() else _FRAME_MS
            self._frame.start(max(0, _FRAME_MS - passed))

    def refresh(self) -> None:
        """Place and paint what is seen, now."""
        self._frame.stop()
        self._since_frame.start()
        if self._rows.entries and not same_day(self._rows.context.now, time.time()):
            self._lay_out_anew()  # "Today" has become "Yesterday"
        self._place()
        if self._placement.following:
            self._new_below = 0
        self._sync_scroll_bar()
        self._placed()
        self.viewport().update()

    def _place(self) -> None:
        self._placement.place(self.viewport().height(), self._rows.height)
        self._stale = False

    @Slot()
    def _show_frame(self) -> None:
        self.refresh()

    def _placed(self) -> None:
        """Rows may have moved on the screen; for what lies over them."""

    def _context(self) -> RowContext:
        return RowContext(self._theme, geometry_for(self._theme, self.width()), self._names, time.time())

    def _lay_out_anew(self) -> None:
        self._rows.clear(self._context())
        self._placement.reset(len(self._placement.heights), keep_position=True)
        self.schedule()

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.colours.sheet)
        self.setPalette(palette)  # what shows beside the scroll bar
        self._lay_out_anew()
        self.viewport().update()

    def _sync_scroll_bar(self) -> None:
        bar = self.verticalScrollBar()
        self._syncing = True
        bar.setPageStep(max(1, self.viewport().height()))
        bar.setSingleStep(self._theme.line_height(TypeRole.MESSAGE) * 2)
        bar.setRange(0, self._placement.maximum)
        bar.setValue(self._placement.value)
        self._last_value = bar.value()
        self._syncing = False

    # -- Qt's calls

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._syncing:
            return
        value = self.verticalScrollBar().value()
        moved = value - self._last_value
        if abs(moved) <= _WHEEL_REACH * self.viewport().height() and 0 < value < self._placement.maximum:
            self._placement.scroll_by(moved)
        else:
            self._placement.scroll_to(value)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._rows.context.geometry.width != self.width():
            self._lay_out_anew()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._lay_out_anew()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        try:
            painter.fillRect(event.rect(), self._theme.colours.sheet)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_rows(painter)
        finally:
            painter.end()  # an error that leaves it active takes the process down

    def _paint_rows(self, painter: QPainter) -> None:
        rows = self.visible_rows()
        looks = self._looks(rows)
        right = self.viewport().width()
        for (_, area, row), look in zip(rows, looks, strict=True):
            row.paint_ground(painter, area.y(), look, right)
        for (_, area, row), look in zip(rows, looks, strict=True):
            # stacked marks of one message must not cover its neighbours
            painter.setClipRect(area.adjusted(0, -2, 0, 2))
            row.paint(painter, area.y(), look)

    def _looks(self, rows: list[tuple[int, QRect, Row]]) -> list[RowLook]:
        gaps = [row.top if row.day else row.gap for _, _, row in rows]
        gaps = [*gaps[1:], self._theme.metrics.timeline.bottom_padding]
        return [self._look(index, row, gap) for (index, _, row), gap in zip(rows, gaps, strict=False)]

    def _look(self, index: int, row: Row, gap_below: int) -> RowLook:
        """How a row is painted now."""
        return RowLook(gap_below)
