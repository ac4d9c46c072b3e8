"""The scroll area under the timeline: lays out, places and paints the rows that are seen.

Knows nothing of the model, the mouse and of what rows do; those who build on it add that.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QElapsedTimer, QEvent, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.guard import guarded
from app.models.timeline_entries import MessageEntry
from app.models.timeline_grouping import same_day
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.abilities import Abilities
from app.ui.timeline.event_row import PlaceholderRow
from app.ui.timeline.geometry import geometry_for
from app.ui.timeline.heads import Heads
from app.ui.timeline.options import TimelineOptions
from app.ui.timeline.placement import Placement
from app.ui.timeline.row import Row, RowContext, RowLook
from app.ui.timeline.rows import RowCache

_FRAME_MS = 16  # what arrives within one frame is placed and painted once; the first of it without delay
# More rows than this in a frame pass by unread; they are painted now and then, as each frame costs some 6 ms.
_PASSING_ROWS = 60
_PASSING_FRAME_MS = 100
_GROUND_REACH = 8  # pixels: how far a tint or a ring may stand out of its row
_WHEEL_REACH = 3  # screens: a move of the scroll bar up to here is exact, beyond it a jump


@guarded()
class RowSurface(QAbstractScrollArea):
    """Shows rows of entries at a reading position."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._options = TimelineOptions()
        self._abilities = Abilities()
        self._placement = Placement(theme.metrics.timeline.bottom_padding)
        self._rows = RowCache(self._context())
        self._stale = True  # rows came, went or changed since they were placed
        self._syncing = False
        self._last_value = 0
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self._show_frame)
        self._since_frame = QElapsedTimer()
        self._came = 0  # rows since the last frame
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setAutoFillBackground(True)
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- what is shown

    def set_own_names(self, *names: str) -> None:
        """The names that are marked where somebody mentions one."""
        self._names = names
        self._lay_out_anew()

    def set_options(self, options: TimelineOptions) -> None:
        """How the person wants it to look."""
        if options != self._options:
            self._options = options
            self._lay_out_anew()

    def set_abilities(self, abilities: Abilities) -> None:
        """What can be done with messages here."""
        if abilities != self._abilities:
            self._abilities = abilities
            self._lay_out_anew()

    @property
    def is_at_end(self) -> bool:
        """Whether the newest row is seen and new ones will be followed."""
        return self._placement.following

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
        run = self._rows.toggle(index)
        if run is not None:
            y = next((y for row, y in self._placement.visible if row == run.first), 0)
            # the row behind stands closer to an event than to the end of a run
            self._rows.forget(run.end, run.end)
            self._forget_heights(range(run.first, min(run.end + 1, len(self._placement.heights))))
            self._placement.show_row(run.first, y)
            self.refresh()

    # -- placing

    @property
    def is_passing(self) -> bool:
        """Whether more came since the last frame than anybody reads."""
        return self._came > _PASSING_ROWS

    def schedule(self, came: int = 0) -> None:
        """Place and paint with the next frame; any number of calls make one. `came`: rows at the end."""
        self._stale = True
        self._came += came
        if self.isVisible():
            pause = _PASSING_FRAME_MS if self.is_passing else _FRAME_MS
            passed = self._since_frame.elapsed() if self._since_frame.isValid() else pause
            self._frame.start(max(0, pause - passed))

    def refresh(self) -> None:
        """Place and paint what is seen, now."""
        self._frame.stop()
        self._since_frame.start()
        self._came = 0
        if self._rows.entries and not same_day(self._rows.context.now, time.time()):
            self._lay_out_anew()  # "Today" has become "Yesterday"
        self._place()
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

    def _scrolled(self) -> None:
        """The person has scrolled."""

    def _context(self) -> RowContext:
        geometry = geometry_for(self._theme, self.width(), compact=self._options.compact)
        return RowContext(self._theme, geometry, self._names, time.time(), self._abilities, self._find)

    def _find(self, _msgid: str) -> MessageEntry | None:
        """The message that the server knows by that id, if it is here."""
        return None

    def _lay_out_rows(self) -> None:
        self._rows.clear(self._context(), self._options.presence)

    def _lay_out_anew(self) -> None:
        self._lay_out_rows()
        self._placement.reset(len(self._placement.heights), keep_position=True)
        self.schedule()

    def _forget_heights(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._placement.heights.forget(row)

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
        self._scrolled()

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
            self._paint_rows(painter, event.rect())
        finally:
            painter.end()  # an error that leaves it active takes the process down

    def _paint_rows(self, painter: QPainter, part: QRect) -> None:
        rows = self.visible_rows()
        touched = [
            (index, area, row, look)
            for (index, area, row), look in zip(rows, self._looks(rows), strict=True)
            if area.adjusted(0, -_GROUND_REACH, 0, _GROUND_REACH).intersects(part)
        ]
        right = self.viewport().width()
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

    def _give_up(self, index: int, row: Row, error: Exception) -> None:
        """A row could not be painted: the next frame has something in its place."""
        if isinstance(row, PlaceholderRow):
            raise error  # nothing else could be painted either
        self._rows.give_up(index, error)
        self._forget_heights((index,))
        self.schedule()

    def _update_rows(self, *indices: int) -> None:
        """Paint some rows anew, and nothing else."""
        for index, area, _ in self.visible_rows():
            if index in indices:
                self.viewport().update(area.adjusted(0, -_GROUND_REACH, 0, _GROUND_REACH))

    def _looks(self, rows: list[tuple[int, QRect, Row]]) -> list[RowLook]:
        gaps = [row.gap if row.heads == Heads() else row.top for _, _, row in rows]
        gaps = [*gaps[1:], self._theme.metrics.timeline.bottom_padding]
        return [self._look(index, row, gap) for (index, _, row), gap in zip(rows, gaps, strict=False)]

    def _look(self, index: int, row: Row, gap_below: int) -> RowLook:
        """How a row is painted now."""
        return RowLook(gap_below)
