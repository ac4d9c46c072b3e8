"""Layouts and margins whose measures are those of 100 % text: they grow and shrink with it.

What stands beside words keeps its share of distance at any size of text. Measures of one pixel, such as
the width of an edge, do not grow: those are set at Qt's own layouts.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSpacerItem, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme

_Margins = tuple[int, int, int, int]
_NARROW_SHARE = 20  # the part of a width that a margin of large text takes at most


def _placed(theme: Theme, margins: _Margins) -> _Margins:
    """Margins as Qt takes them, from left to right: it mirrors a layout, but not its margins."""
    start, top, end, bottom = (theme.scaled(px) for px in margins)
    return (end, top, start, bottom) if QGuiApplication.isRightToLeft() else (start, top, end, bottom)


def margin_within(theme: Theme, px: int, width: int) -> int:
    """A margin of `px` at 100 % text in what is `width` wide: if that is narrow, words need the room more."""
    return min(theme.scaled(px), max(px, width // _NARROW_SHARE))


class ScaledBox(QBoxLayout):
    """A row or a column."""

    def __init__(self, theme: Theme, direction: QBoxLayout.Direction, parent: QWidget | None = None) -> None:
        if parent is None:
            super().__init__(direction)
        else:
            super().__init__(direction, parent)
        self._theme = theme
        self._spacing: int | None = None
        self._margins: _Margins | None = None
        self._gaps: list[tuple[QSpacerItem, int]] = []
        theme.changed.connect(self._scale)

    def set_spacing(self, px: int) -> None:
        """The distance from each item to the next."""
        self._spacing = px
        self._scale()

    def set_margins(self, start: int, top: int, end: int, bottom: int) -> None:
        """The margins; `start` is where reading starts: left, or right in right-to-left languages."""
        self._margins = (start, top, end, bottom)
        self._scale()

    def add_gap(self, px: int) -> None:
        """A distance between the last item and the one that comes next."""
        gap = QSpacerItem(0, 0)
        self._gaps.append((gap, px))
        self.addItem(gap)
        self._scale()

    @Slot()
    def _scale(self) -> None:
        if self._spacing is not None:
            self.setSpacing(self._theme.scaled(self._spacing))
        if self._margins is not None:
            self.setContentsMargins(*_placed(self._theme, self._margins))
        is_row = self.direction() in (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft)
        for gap, px in self._gaps:
            along = self._theme.scaled(px)
            gap.changeSize(along if is_row else 0, 0 if is_row else along)
        self.invalidate()


def scaled_row(theme: Theme, parent: QWidget | None = None) -> ScaledBox:
    """Items beside each other, from the start to the end."""
    return ScaledBox(theme, QBoxLayout.Direction.LeftToRight, parent)


def scaled_column(theme: Theme, parent: QWidget | None = None) -> ScaledBox:
    """Items below each other."""
    return ScaledBox(theme, QBoxLayout.Direction.TopToBottom, parent)


class ScaledGrid(QGridLayout):
    """A table."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._between = (0, 0)
        self._margins: _Margins = (0, 0, 0, 0)
        theme.changed.connect(self._scale)

    def set_distances(self, across: int, down: int, margins: _Margins = (0, 0, 0, 0)) -> None:
        """Between columns, between rows, and around: start, top, end, bottom."""
        self._between = (across, down)
        self._margins = margins
        self._scale()

    @Slot()
    def _scale(self) -> None:
        across, down = self._between
        self.setHorizontalSpacing(self._theme.scaled(across))
        self.setVerticalSpacing(self._theme.scaled(down))
        self.setContentsMargins(*_placed(self._theme, self._margins))


@guarded()
class _ScaledMargins(QObject):
    def __init__(self, theme: Theme, widget: QWidget, margins: _Margins) -> None:
        super().__init__(widget)
        self._theme = theme
        self._widget = widget
        self._margins = margins
        theme.changed.connect(self._scale)
        self._scale()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # a QFrame, as every label is, loses its margins where it gets another style
        if event.type() == QEvent.Type.ContentsRectChange:
            self._scale()
        return False

    @Slot()
    def _scale(self) -> None:
        margins = QMargins(*_placed(self._theme, self._margins))
        if self._widget.contentsMargins() != margins:
            self._widget.setContentsMargins(margins)


def scale_margins(theme: Theme, widget: QWidget, start: int, top: int, end: int, bottom: int) -> None:
    """Give a widget margins that follow the size of text as long as it lives. Once for each widget."""
    _ScaledMargins(theme, widget, (start, top, end, bottom))
