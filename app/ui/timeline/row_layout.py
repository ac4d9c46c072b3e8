"""Which rows are laid out and where on the screen they are, and when they are placed and painted anew.

Knows the model, the theme and the size of the scroll area; not the mouse, the keyboard and what rows do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, QPointF, QRect, QTimer, Slot
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.models.timeline import TimelineModel
from app.models.timeline_entries import MessageEntry
from app.models.timeline_grouping import same_day
from app.ui.theme.theme import Theme
from app.ui.timeline.base_row import Row, RowContext
from app.ui.timeline.file_pictures import FilePictures
from app.ui.timeline.geometry import geometry_for
from app.ui.timeline.placement import Placement
from app.ui.timeline.row_cache import RowCache
from app.ui.timeline.timeline_options import MessageAbilities, TimelineOptions

VisibleRow = tuple[int, QRect, Row]  # place in the model, area in the viewport, the row

_FRAME_MS = 16  # what arrives within one frame is placed and painted once; the first of it without delay
# More rows than this in a frame pass by unread; they are painted now and then, as each frame costs some 6 ms.
_PASSING_ROWS = 60
_PASSING_FRAME_MS = 100


class FrameThrottle(QObject):
    """Calls `show` at most once a frame while `area` is visible, and at once where that is asked for."""

    def __init__(self, area: QWidget, show: Callable[[], None]) -> None:
        super().__init__(area)
        self._area = area
        self._show = show
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.now)
        self._since_frame = QElapsedTimer()
        self._came = 0  # rows since the last frame

    @property
    def is_passing(self) -> bool:
        """Whether more rows came since the last frame than anybody reads."""
        return self._came > _PASSING_ROWS

    def schedule(self, came: int = 0) -> None:
        """Show with the next frame; any number of calls make one. `came`: rows that were added at the end."""
        self._came += came
        if self._area.isVisible():
            pause = _PASSING_FRAME_MS if self.is_passing else _FRAME_MS
            passed = self._since_frame.elapsed() if self._since_frame.isValid() else pause
            self._timer.start(max(0, pause - passed))

    @Slot()
    def now(self) -> None:
        """Show now."""
        self._timer.stop()
        self._since_frame.start()
        self._came = 0
        self._show()


class RowLayout:
    """The rows of one model at a reading position.

    `model`: what is shown; `rows`: those that are laid out; `placement`: which of them are seen, and where.
    `area` is the scroll area that they are shown in, `frames` shows them, `pictures` has what files of
    theirs look like.
    """

    def __init__(
        self, theme: Theme, area: QAbstractScrollArea, frames: FrameThrottle, pictures: FilePictures
    ) -> None:
        self.theme = theme
        self.pictures = pictures
        self.area = area
        self.viewport = area.viewport()
        self.frames = frames
        self.options = TimelineOptions()
        self.abilities = MessageAbilities()
        self.model = TimelineModel()
        self.placement = Placement(theme.metrics.timeline.bottom_padding)
        self._names: tuple[str, ...] = ()
        self._partner = ""
        self._stale = True  # rows came, went or changed since they were placed
        self.rows = RowCache(self._context())

    # -- what is shown

    def set_names(self, names: tuple[str, ...]) -> None:
        """One's own names, which are marked where somebody mentions one."""
        self._names = names
        self.lay_out_anew()

    def set_partner(self, name: str) -> None:
        """Whom a private talk is with, "" in a room."""
        if name != self._partner:
            self._partner = name
            self.lay_out_anew()

    def set_options(self, options: TimelineOptions) -> None:
        """How the person wants it to look."""
        if options != self.options:
            self.options = options
            self.lay_out_anew()

    def set_abilities(self, abilities: MessageAbilities) -> None:
        """What can be done with messages here."""
        if abilities != self.abilities:
            self.abilities = abilities
            self.lay_out_anew()

    @property
    def count(self) -> int:
        """How many rows there are, shown or not."""
        return len(self.placement.heights)

    def visible(self) -> list[VisibleRow]:
        """The rows that are seen now, from top to bottom."""
        if self._stale:
            self.place()
        width = self.viewport.width()
        found = []
        for index, y in self.placement.visible:
            row = self.rows.row(index)
            if row is not None:
                found.append((index, QRect(0, y, width, row.height), row))
        return found

    def area_of(self, index: int) -> QRect | None:
        """Where in the viewport a row is, None if it is not seen."""
        return next((area for row, area, _ in self.visible() if row == index), None)

    def row_at(self, point: QPoint) -> tuple[int, Row, QPointF] | None:
        """The row at a point of the viewport, and the point in that row."""
        for index, area, row in self.visible():
            if area.top() <= point.y() <= area.bottom():
                return index, row, QPointF(point - area.topLeft())
        return None

    def message_at(self, index: int) -> MessageEntry | None:
        """The message of a row, None for anything else."""
        if not 0 <= index < len(self.model.entries):
            return None
        entry = self.model.entries[index]
        return entry if isinstance(entry, MessageEntry) else None

    def _message(self, msgid: str) -> MessageEntry | None:
        """The message that the server knows by `msgid`, if it is loaded."""
        return self.model.message(msgid)

    def _colour_of(self, entry: MessageEntry) -> str:
        """What the theme colours the sender of a message by."""
        return self.model.colour_of(entry)

    def _picture_of(self, entry: MessageEntry) -> str:
        """The id of the picture that the sender of a message shows."""
        return self.model.picture_of(entry)

    # -- placing

    def place(self) -> None:
        """Find the rows that are seen, and lay out those that are not laid out."""
        self._mark_top()
        self.placement.place(self.viewport.height(), self._measure)
        self._stale = False

    def _measure(self, index: int) -> int:
        """The height of a row; all rows of a closed run below its first are hidden at once."""
        runs = self.rows.runs
        run = runs.run_at(index)
        if run is not None and index != run.first and not runs.is_open(run):
            self.placement.heights.hide(run.first + 1, run.end)
        return self.rows.height(index)

    def schedule(self, came: int = 0) -> None:
        """Rows came, went or changed: show that with the next frame. `came`: rows added at the end."""
        self._stale = True
        self.frames.schedule(came)

    def _mark_top(self) -> None:
        """Above the first row stands what the model knows of what was before it."""
        top = self.model.window.top
        if top is not self.rows.top:
            self.rows.top = top
            if self.count:
                self.forget_with_next(0)

    def toggle_run(self, index: int) -> None:
        """Open or close the run of events at a row; its first line stays where it is."""
        run = self.rows.toggle(index)
        if run is not None:
            y = next((y for row, y in self.placement.visible if row == run.first), 0)
            # the row behind stands closer to an event than to the end of a run
            self.rows.forget(run.end, run.end)
            self.forget_heights(range(run.first, min(run.end + 1, self.count)))
            self.placement.show_row(run.first, y)
            self.frames.now()

    # -- laying out anew

    def reset(self) -> None:
        """Another model, or all of its rows are others: begin at the end."""
        self.rows.set_entries(self.model.entries)
        self.rows.runs.hides = self.model.ignored.hides
        self.rows.shown = self.model.ignored.shown
        self.rows.clear(self._context(), self.options.presence)
        self.placement.reset(len(self.model.entries), keep_position=False)
        self.schedule()

    def lay_out_anew(self) -> None:
        """Something that all rows depend on is different; the reading position stays."""
        self.rows.clear(self._context(), self.options.presence)
        self.placement.reset(self.count, keep_position=True)
        self.schedule()

    def recolour(self) -> None:
        """Somebody has another colour; every row stays as high as it is."""
        self.rows.clear(self._context(), self.options.presence)
        self.schedule()

    def fit_width(self) -> None:
        """The scroll area may be wider or narrower."""
        if self.rows.context.geometry.width != self.area.width():
            self.lay_out_anew()

    def update_day_names(self) -> None:
        """ "Today" becomes "Yesterday" at midnight."""
        if self.rows.entries and not same_day(self.rows.context.now, time.time()):
            self.lay_out_anew()

    def forget(self, first: int, last: int) -> None:
        """Lay out these rows anew."""
        self.rows.forget(first, last)
        self.forget_heights(range(max(0, first), min(last, self.count - 1) + 1))

    def forget_heights(self, rows: Iterable[int]) -> None:
        """Measure these rows anew."""
        for row in rows:
            self.placement.heights.forget(row)

    def forget_file(self, file_id: str) -> None:
        """A file is further on its way: lay out anew what shows it."""
        if rows := self.rows.forget_file(file_id):
            self.forget_heights(rows)
            self.schedule()

    def forget_with_next(self, row: int) -> None:
        """Forget a row and the next that is shown, whose day and sender depend on what is before them."""
        if row >= self.count:
            return
        run = self.rows.runs.run_at(row)
        self.forget(row, row)
        if run is not None:
            self.forget(run.first, run.first)
            self.forget(run.end, run.end)

    def _context(self) -> RowContext:
        geometry = geometry_for(self.theme, self.area.width(), compact=self.options.compact)
        return RowContext(
            self.theme,
            geometry,
            self._names,
            time.time(),
            self.abilities,
            self._message,
            self._colour_of,
            self._picture_of,
            self.model.ignored.hides,
            self.pictures,
            self._partner,
        )


def moved_row(row: int, first: int, by: int) -> int:
    """Where a row is after rows from `first` on have moved; -1 if it went, or for -1."""
    if row < first:
        return row
    return row + by if row + by >= first else -1
