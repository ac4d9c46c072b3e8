"""Paints the rows that are seen. A row that cannot be painted costs only itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.ui.timeline.base_row import Row, RowState
from app.ui.timeline.dividers import Dividers
from app.ui.timeline.event_row import PlaceholderRow
from app.ui.timeline.row_layout import RowLayout, VisibleRow

RowStateOf = Callable[[RowState, int, Row], RowState]

_GROUND_REACH = 8  # pixels: how far a tint or a ring may stand out of its row


class RowPainter:
    """Paints a RowLayout; `state` says how a row is to be painted, beginning with a plain RowState."""

    def __init__(self, layout: RowLayout, state: RowStateOf) -> None:
        self._layout = layout
        self._state_of = state

    def paint(self, painter: QPainter, part: QRect) -> None:
        """Paint the rows that touch a part of the viewport."""
        painter.fillRect(part, self._layout.theme.colours.sheet)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows = self._layout.visible()
        touched = [
            (index, area, row, state)
            for (index, area, row), state in zip(rows, self._states(rows), strict=True)
            if area.adjusted(0, -_GROUND_REACH, 0, _GROUND_REACH).intersects(part)
        ]
        right = self._layout.viewport.width()
        for index, area, row, state in touched:
            try:
                row.paint_ground(painter, area.y(), state, right)
            except Exception as error:
                self._put_placeholder(index, row, error)
        for index, area, row, state in touched:
            # stacked marks of one message must not cover its neighbours
            painter.setClipRect(area.adjusted(0, -2, 0, 2).intersected(part))
            try:
                row.paint(painter, area.y(), state)
            except Exception as error:
                self._put_placeholder(index, row, error)
        painter.setClipping(False)

    def update_rows(self, *indices: int) -> None:
        """Paint some rows anew, and nothing else."""
        for index, area, _ in self._layout.visible():
            if index in indices:
                self._layout.viewport.update(area.adjusted(0, -_GROUND_REACH, 0, _GROUND_REACH))

    def _states(self, rows: list[VisibleRow]) -> list[RowState]:
        gaps = [row.gap if row.dividers == Dividers() else row.top for _, _, row in rows]
        gaps = [*gaps[1:], self._layout.theme.metrics.timeline.bottom_padding]
        return [
            self._state_of(RowState(gap), index, row)
            for (index, _, row), gap in zip(rows, gaps, strict=False)
        ]

    def _put_placeholder(self, index: int, row: Row, error: Exception) -> None:
        """A row could not be painted: the next frame has something in its place."""
        if isinstance(row, PlaceholderRow):
            raise error  # nothing else could be painted either
        self._layout.rows.put_placeholder(index, error)
        self._layout.forget_heights((index,))
        self._layout.schedule()
