"""Three panes side by side: left, centre, right; narrow windows fold the outer ones into overlays.

Owns widths and which pane is where; knows nothing of what the panes show.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QSplitterHandle, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.tab_order import focus_next

_HANDLE_LINE = 2
_SIDE_MIN = 140
_SIDE_MAX = 360
_RIGHT_WIDEST = 280  # that the right side takes by itself
_BESIDE_TEXT = 100  # avatar and margins beside the longest lines of a conversation


class Side(Enum):
    """One of the outer panes."""

    LEFT = 0
    RIGHT = 2


@guarded()
class _Handle(QSplitterHandle):
    """Eight pixels of nothing that show a line under the mouse."""

    def __init__(self, theme: Theme, parent: QSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            x = (self.width() - _HANDLE_LINE) / 2
            line = QRectF(x, 12, _HANDLE_LINE, self.height() - 24)
            QPainter(self).fillRect(line, self._theme.colours.line_strong)


class _Splitter(QSplitter):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.metrics.spacing.one)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self._theme, self)


@guarded()
class _Overlay(QWidget):
    """Shades the window and holds one pane at its side.

    Signals:
        dismissed(): the person clicked beside the pane.
    """

    dismissed = Signal()

    def __init__(self, theme: Theme, pane: QWidget, side: Side, width: int, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self._pane = pane
        self._side = side
        self._wanted = width
        pane.setParent(self)
        pane.setMinimumWidth(0)  # docked it has one, which a narrow window may not have
        pane.show()
        self.setGeometry(over.rect())
        self.show()
        self.raise_()

    def pane_rect(self) -> QRectF:
        """Where the pane lies."""
        width = min(self._wanted, self.width() - self._theme.metrics.spacing.six)
        left = self._side is Side.LEFT
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = not left
        return QRectF(0 if left else self.width() - width, 0, width, self.height())

    def set_wanted_width(self, width: int) -> None:
        """Have the pane so wide, where the window is."""
        if self._wanted != width:
            self._wanted = width
            self._place()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        # docked, the handle of the splitter keeps a pane away from the sheet
        gap = self._theme.metrics.spacing.one
        box = self.pane_rect().toRect()
        at_left = box.left() == 0
        self._pane.setGeometry(box.adjusted(0 if at_left else gap, 0, -gap if at_left else 0, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colours.overlay)
        painter.fillRect(self.pane_rect(), self._theme.colours.ground)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.pane_rect().contains(event.position()):
            self.dismissed.emit()


@guarded()
class Panes(QWidget):
    """The splitter and its overlays.

    A side is *wanted* or not; a wanted side is *docked* while the window is wide enough for it. Showing a
    side that is not docked opens it as an overlay.

    Signals:
        arranged(): a side was docked, folded, opened or closed, or the window became narrow or wide.
    """

    arranged = Signal()

    def __init__(
        self,
        theme: Theme,
        left: QWidget,
        centre: QWidget,
        right: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sides = {Side.LEFT: left, Side.RIGHT: right}
        pane, gap = theme.metrics.pane, theme.metrics.spacing.one
        self._default_right = pane.members - gap
        self._widths = {Side.LEFT: pane.rooms - gap, Side.RIGHT: self._default_right}
        self._wanted = {Side.LEFT: True, Side.RIGHT: True}
        self._exists = {Side.LEFT: True, Side.RIGHT: True}
        self._fixed_right = 0
        self._useful_right = 0
        self._overlay: _Overlay | None = None
        self._overlaid: Side | None = None
        self._centre = centre
        self._splitter = _Splitter(theme, self)
        for widget in (left, centre, right):
            self._splitter.addWidget(widget)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.splitterMoved.connect(self._remember)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        # what is docked now must not keep the window from becoming too narrow for it
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.addWidget(self._splitter)
        centre.setMinimumWidth(theme.metrics.pane.conversation_min)
        theme.changed.connect(self._arrange)
        self._arrange()

    # -- what is asked

    @property
    def is_narrow(self) -> bool:
        """Whether the centre has the window to itself, without margin and edge."""
        return self.width() < self._theme.metrics.window.rooms_collapse_below

    def is_docked(self, side: Side) -> bool:
        """Whether a side stands beside the centre."""
        return self._exists[side] and self._wanted[side] and self._has_room_for(side)

    def is_open(self, side: Side) -> bool:
        """Whether a side is seen, docked or as an overlay."""
        return self.is_docked(side) or self._overlaid is side

    def is_folded(self, side: Side) -> bool:
        """Whether a side exists but there is no room to dock it."""
        return self._exists[side] and not self._has_room_for(side)

    def is_wanted(self, side: Side) -> bool:
        """Whether the person wants a side beside the centre when there is room."""
        return self._wanted[side]

    def widths(self) -> tuple[int, int]:
        """The widths of left and right, as set by the person; at 100 % text, with which they grow."""
        return self._widths[Side.LEFT], self._widths[Side.RIGHT]

    # -- what is done

    def set_exists(self, side: Side, exists: bool) -> None:
        """Whether there is anything to show at a side at all."""
        if self._exists[side] != exists:
            self._exists[side] = exists
            self._arrange()

    def set_wanted(self, side: Side, wanted: bool) -> None:
        """Whether the person wants a side beside the centre."""
        self._wanted[side] = wanted
        self._arrange()

    def set_right_fixed(self, width: int) -> None:
        """Give the right side a width that cannot be dragged; 0 gives back the person's own."""
        if self._fixed_right != width:
            self._fixed_right = width
            self._arrange()

    def set_right_useful(self, width: int) -> None:
        """How wide the right side could use to be: it is, where nothing else needs the room.

        Whoever has dragged its edge has it as it was dragged.
        """
        if self._useful_right != width:
            self._useful_right = width
            self._arrange()

    def widen_right_useful(self, width: int) -> None:
        """The same, but for more alone: what is beside is not set anew with everybody who goes."""
        self.set_right_useful(max(width, self._useful_right))

    def set_widths(self, left: int, right: int) -> None:
        """Set the widths of left and right, as `widths` gives them."""
        self._widths = {Side.LEFT: _bounded(left), Side.RIGHT: _bounded(right)}
        self._arrange()

    def toggle(self, side: Side) -> None:
        """Show or hide a side: docked where there is room, else as an overlay."""
        if not self._exists[side]:
            return
        if self._overlaid is side:
            self.close_overlay()
        elif self._has_room_for(side):
            self.set_wanted(side, not self._wanted[side])
        else:
            self.open_overlay(side)

    def open_overlay(self, side: Side) -> None:
        """Show a side above the centre."""
        self.close_overlay()
        width = self._overlay_width(side)
        self._overlay = _Overlay(self._theme, self._sides[side], side, width, self)
        self._overlay.dismissed.connect(self.close_overlay)
        self._overlaid = side
        self.arranged.emit()

    def _overlay_width(self, side: Side) -> int:
        if side is Side.RIGHT and self._fixed_right:
            return self._fixed_right
        return self._theme.scaled(self._theme.metrics.pane.narrow_overlay)

    def close_overlay(self) -> bool:
        """Put an overlaid side back; returns whether there was one."""
        if self._overlay is None or self._overlaid is None:
            return False
        overlay, side = self._overlay, self._overlaid
        self._overlay = self._overlaid = None
        self._splitter.insertWidget(side.value, self._sides[side])
        overlay.hide()
        overlay.deleteLater()
        self._arrange()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._overlay is not None:
            self._overlay.setGeometry(self.rect())
            if self._overlaid is not None and self._has_room_for(self._overlaid):
                self.close_overlay()
        self._arrange()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through all panes, or round inside the one that lies over the others."""
        root = self if self._overlaid is None else self._sides[self._overlaid]
        return focus_next(root, forward=forward)

    # -- how

    def _has_room_for(self, side: Side) -> bool:
        window, handle = self._theme.metrics.window, self._splitter.handleWidth()
        least = self._theme.metrics.pane.conversation_min
        if side is Side.LEFT:
            has_rest = self.width() - self._left_width() - handle >= least
            return has_rest and self.width() >= window.rooms_collapse_below
        if self.width() < window.members_collapse_below:
            return False
        left = self._left_width() if self.is_docked(Side.LEFT) else 0
        return self.width() - left - self._right_width() - 2 * handle >= least

    def _left_width(self) -> int:
        return self._theme.scaled(self._widths[Side.LEFT])

    def _right_width(self) -> int:
        if self._fixed_right:
            return self._fixed_right
        own = self._theme.scaled(self._widths[Side.RIGHT])
        if self._widths[Side.RIGHT] != self._default_right:
            return own
        left = self._left_width() if self.is_docked(Side.LEFT) else 0
        text = self._theme.scaled(self._theme.metrics.timeline.text_max) + _BESIDE_TEXT
        free = self.width() - left - 2 * self._splitter.handleWidth() - text
        return max(own, min(self._useful_right, self._theme.scaled(_RIGHT_WIDEST), free))

    def _arrange(self) -> None:
        gap = self._theme.metrics.spacing.one
        docked = {side: self.is_docked(side) for side in Side}
        least, most = self._theme.scaled(_SIDE_MIN), self._theme.scaled(_SIDE_MAX)
        for side, pane in self._sides.items():
            if self._overlaid is not side:
                fixed = side is Side.RIGHT and self._fixed_right
                pane.setMinimumWidth(self._fixed_right if fixed else least)
                pane.setMaximumWidth(self._fixed_right if fixed else most)
                pane.setVisible(docked[side])
            else:
                pane.setMaximumWidth(most * 2)
                if self._overlay is not None:
                    self._overlay.set_wanted_width(self._overlay_width(side))
        edge = 0 if self.is_narrow else gap
        self._row.setContentsMargins(
            0 if docked[Side.LEFT] else edge, 0, 0 if docked[Side.RIGHT] else edge, 0
        )
        left = self._left_width() if docked[Side.LEFT] else 0
        right = self._right_width() if docked[Side.RIGHT] else 0
        self._splitter.setSizes(self._sizes(left, right))
        self.arranged.emit()

    def _sizes(self, left: int, right: int) -> list[int]:
        handles = (bool(left) + bool(right)) * self._splitter.handleWidth()
        margins = self._row.contentsMargins()
        rest = max(1, self.width() - margins.left() - margins.right() - left - right - handles)
        if self._overlaid is Side.LEFT:
            return [rest, right]
        if self._overlaid is Side.RIGHT:
            return [left, rest]
        return [left, rest, right]

    def _remember(self) -> None:
        sizes = self._splitter.sizes()
        if self.is_docked(Side.LEFT):
            self._widths[Side.LEFT] = self._at_100(sizes[0])
        if self.is_docked(Side.RIGHT) and not self._fixed_right and sizes[-1] != self._right_width():
            self._widths[Side.RIGHT] = self._at_100(sizes[-1])

    def _at_100(self, width: int) -> int:
        return round(width / self._theme.text_factor)


def _bounded(width: int) -> int:
    return max(_SIDE_MIN, min(_SIDE_MAX, width))
