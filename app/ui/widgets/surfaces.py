"""Frames that the stylesheet paints: a card, a sheet, a box; a separator line, and mirrored margins."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from app.ui.theme.theme import Theme


class Card(QFrame):
    """A rounded surface of the stylesheet: "sheet", "raised", "sunken", "box" ..."""

    def __init__(self, surface: str = "sheet", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", surface)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def set_surface(self, surface: str) -> None:
        """Become another surface."""
        self.setProperty("surface", surface)
        self.style().unpolish(self)
        self.style().polish(self)


class Separator(QFrame):
    """A one pixel line between two rows of a box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "rule")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(1)


class PaneTop(QWidget):
    """The row at the top of a pane, as high as the header beside it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setFixedHeight(self._theme.scaled(self._theme.metrics.header.height))


def set_margins(layout: QLayout, start: int, top: int, end: int, bottom: int) -> None:
    """Set margins with `start` where reading starts: left, or right in right-to-left languages.

    Qt mirrors the order of a layout, but not its margins.
    """
    if QGuiApplication.isRightToLeft():
        start, end = end, start
    layout.setContentsMargins(start, top, end, bottom)
