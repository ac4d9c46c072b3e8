"""A small button with the copy icon that shows a tick for a moment after copying."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.words import common_words

_COPIED_FOR_MS = 1500


class CopyIcon(IconButton):
    """Copies its text when pressed."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, "copy", "", small=True, parent=parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COPIED_FOR_MS)
        self._timer.timeout.connect(self._show_copy)
        self._text = text
        self.set_copied_text(text)
        self.clicked.connect(self.copy)

    def set_copied_text(self, text: str, spoken: str = "") -> None:
        """What the next press copies; `spoken` names it where it should not be read out."""
        self._text = text
        self._spoken = spoken or text
        self._show_copy()

    def copy(self) -> None:
        """Put the text on the clipboard and show that it was done."""
        QGuiApplication.clipboard().setText(self._text)
        self.set_icon("check", "success")
        self.set_name(common_words.COPIED())
        self._timer.start()

    def _show_copy(self) -> None:
        self.set_icon("copy")
        self.set_name(common_words.COPY_WHAT(text=self._spoken))
