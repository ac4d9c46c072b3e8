"""Moves the reading position: the scroll bar, whole pages, to a row, to the end; asks for more near an end.

Knows the layout of the rows and what the model can load; not why somebody wants to go there.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.models.timeline import TimelineModel
from app.ui.theme.fonts import TypeRole
from app.ui.timeline.row_layout import RowLayout

_WHEEL_REACH = 3  # screens: a move of the scroll bar up to here is exact, beyond it a jump
_PLACE = 3  # a message that was gone to stands at a third of the screen
_NEAR = 1.0  # screens: less than this above or below what is seen, and more is asked for
# Pages that are asked for in a row while nobody scrolls: a view is filled by less, unless there is nothing
# but comings and goings, which share one line. Whoever wants more of them scrolls.
_UNPROMPTED = 20


class Scrolling(QObject):
    """The reading position of a RowLayout, in step with the scroll bar."""

    def __init__(self, layout: RowLayout) -> None:
        super().__init__(layout.area)
        self._layout = layout
        self._bar = layout.area.verticalScrollBar()
        self._pager = Pager()
        self._syncing = False
        self._last_value = 0

    @property
    def is_at_end(self) -> bool:
        """Whether the newest row is seen and new ones will be followed."""
        return self._layout.placement.following and self._layout.model.window.is_live

    # -- going somewhere

    def to_end(self) -> None:
        """Show the newest row and follow."""
        if not self._layout.model.window.is_live:
            self._layout.model.window.show_latest()  # the view begins anew at its end when that comes
        else:
            self._layout.placement.follow()
            self._layout.frames.now()

    def to_row(self, row: int, y: int = 0) -> None:
        """Bring the beginning of a row to `y` pixels below the top."""
        self._layout.placement.show_row(row, y)
        self._layout.frames.now()

    def find(self, row: int) -> None:
        """Bring a row into sight, without scrolling if it is seen whole."""
        height, area = self._layout.viewport.height(), self._layout.area_of(row)
        if area is None or area.top() < 0 or area.bottom() > height:
            self.to_row(row, max(0, (height - self._layout.rows.height(row)) // _PLACE))

    def step_to(self, row: int) -> None:
        """Scroll as little as needed to see a row whole."""
        placement, height = self._layout.placement, self._layout.viewport.height()
        area = self._layout.area_of(row)
        if area is None or area.top() < 0:
            is_below = area is None and bool(placement.visible) and row > placement.visible[-1][0]
            placement.show_row(row, height - self._layout.rows.height(row) if is_below else 0)
        elif area.bottom() > height:
            placement.scroll_by(area.bottom() - height)
        self._layout.frames.now()

    def turn_page(self, up: bool) -> None:
        """Scroll by nearly a screen."""
        step = self._layout.viewport.height() - self._bar.singleStep()
        self._bar.setValue(self._bar.value() - step if up else self._bar.value() + step)
        if up:
            self.want_older()

    def want_older(self) -> None:
        """Somebody goes up: where the first row is seen already, what is before it is asked for."""
        if self._layout.placement.value == 0:
            self._pager.wanted(self._layout.model)
            self._layout.schedule()

    # -- the scroll bar

    def bar_moved(self) -> bool:
        """The scroll bar has another value: go there. False where that was only `sync_bar`."""
        if self._syncing:
            return False
        placement, value = self._layout.placement, self._bar.value()
        moved = value - self._last_value
        if abs(moved) <= _WHEEL_REACH * self._layout.viewport.height() and 0 < value < placement.maximum:
            placement.scroll_by(moved)
        else:
            placement.scroll_to(value)
        self._layout.frames.now()
        return True

    def sync_bar(self) -> None:
        """Let the scroll bar show the reading position."""
        placement = self._layout.placement
        self._syncing = True
        self._bar.setPageStep(max(1, self._layout.viewport.height()))
        self._bar.setSingleStep(self._layout.theme.line_height(TypeRole.MESSAGE) * 2)
        self._bar.setRange(0, placement.maximum)
        self._bar.setValue(placement.value)
        self._last_value = self._bar.value()
        self._syncing = False

    # -- loading more

    @Slot()
    def rows_came(self) -> None:
        """Rows came or went, or there is more or less to load now."""
        self._pager.came()

    def begin_model(self) -> None:
        """Another model is shown."""
        self._pager = Pager()

    def laid_out(self) -> None:
        """Rows may have moved: load more where what is seen comes near an end, and tell what is seen."""
        layout, placement = self._layout, self._layout.placement
        if not layout.area.isVisible():
            return
        self._pager.look(layout.model, placement.value, placement.below, layout.viewport.height())
        if placement.visible:
            first, last = placement.visible[0][0], placement.visible[-1][0]
            # a run of events is seen at its first row, and all of it may be hidden
            reads_end = placement.following or last == layout.count - 1
            layout.model.window.look_at(first, last, reads_end=reads_end)


class Pager:
    """Asks a model for a page once, until something came or the reader went away."""

    def __init__(self) -> None:
        self._asked_older = False
        self._asked_newer = False
        self._unprompted = 0

    def came(self) -> None:
        """Entries came or went, or what was asked for is answered: ask again where it is needed."""
        self._asked_older = self._asked_newer = False

    def wanted(self, model: TimelineModel) -> None:
        """Somebody is at the top and wants to see what is before it."""
        self._unprompted = 0
        self._asked_older = True
        model.window.load_older()

    def look(self, model: TimelineModel, above: int, below: int, height: int) -> None:
        """Ask, if fewer than a screen of `height` pixels lies `above` or `below` what is seen."""
        near = round(height * _NEAR)
        if above > near:
            self._asked_older = False
            self._unprompted = 0
        elif not self._asked_older and self._unprompted < _UNPROMPTED and model.window.can_load_older:
            self._asked_older = True
            self._unprompted += 1
            model.window.load_older()
        if below > near:
            self._asked_newer = False
        elif not self._asked_newer and model.window.can_load_newer:
            self._asked_newer = True
            model.window.load_newer()
