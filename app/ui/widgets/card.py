"""Frames that lie on the ground: a card, a sheet, a box with rows, and a hairline."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget


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


class Rule(QFrame):
    """A one pixel line between two rows of a box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "rule")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(1)
