"""The start page inside the window, with a way back to the rooms that are open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.words import start_words


@guarded()
class StartHolder(QWidget):
    """Holds the start page.

    Signals:
        back_requested(): the Back button or Escape.
    """

    back_requested = Signal()

    def __init__(self, theme: Theme, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.back = Button(theme, start_words.BACK_TO_THE_ROOMS(), ButtonKind.LINK)
        self.back.clicked.connect(self.back_requested)
        self._top = QWidget()
        row = QHBoxLayout(self._top)
        row.setContentsMargins(theme.metrics.spacing.two, theme.metrics.spacing.one, 0, 0)
        row.addWidget(self.back)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(page, 1)
        self.set_has_rooms(False)

    def set_has_rooms(self, has_rooms: bool) -> None:
        """Whether there is anything to go back to."""
        self._top.setVisible(has_rooms)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._top.isHidden():
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)
