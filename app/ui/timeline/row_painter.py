"""Paints the rows that are seen. A row that cannot be painted costs only itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.ui.timeline.base_row import Row, RowLook
from app.ui.timeline.event_row import PlaceholderRow
from app.ui.timeline.heads import Heads
from app.ui.timeline.row_layout import RowLayout, VisibleRow

Look = Callable[[RowLook, int, Row], RowLook]

_GROUND_REACH = 8  # pixels: how far a tint or a ring may stand out of its row


class RowPainter:
    """Paints a RowLayout; `look` says how a row is to be painted, beginning with a plain RowLook."""

    def __init__(self, layout: RowLayout, look: Look) -> None:
        self._layout = layout
        self._look = look

    def paint(self, painter: QPainter, part: QRect) -> None:
        """Paint the rows that touch a part of the viewport."""
        painter.fillRect(part, self._layout.theme.colours.sheet)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows = self._layout.visible()
        touched = [
            (index, area, row, look)
            for (index, area, row), look in zip(rows, self._looks(rows), strict=True)
            if area.adjusted(0, -_GROUND_REACH, 0, _GROUND_REACH).intersects(part)
        ]
        right = self._layout.viewport.width()
        for index, area, row, look in touched:
            try:
                row.paint_ground(painter, area.y(), look, right)
            except Exception as error:
                self._give_up(index, row, error)
        for index, area, row, look in touched:
            # stacked marks of one message must not cover its neighbours
            painter.setClipRect(area.adjusted(0, -2, 0, 2).intersected(part))
            try:
                row.paint(painter, area.y(), look)
            except Exception as error:
                self._give_up(index, row, error)
        painter.setClipping(False)

    def update_rows(self, *indices: int) -> None:
        """Paint some rows anew, and nothing else."""
        for index, area, _ in self._layout.visible():
            if index in indices:
                self._layout.viewport.update(area.adjusted(0, -_GROUND_REACH, 0, _GROUND_REACH))

    def _looks(self, rows: list[VisibleRow]) -> list[RowLook]:
        gaps = [row.gap if row.heads == Heads() else row.top for _, _, row in rows]
        gaps = [*gaps[1:], self._layout.theme.metrics.timeline.bottom_padding]
        return [
            self._look(RowLook(gap), index, row) for (index, _, row), gap in zip(rows, gaps, strict=False)
        ]

    def _give_up(self, index: int, row: Row, error: Exception) -> None:
        """A row could not be painted: the next frame has something in its place."""
        if isinstance(row, PlaceholderRow):
            raise error  # nothing else could be painted either
        self._layout.rows.give_up(index, error)
        self._layout.forget_heights((index,))
        self._layout.schedule()
