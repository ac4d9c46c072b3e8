"""Push buttons with words: primary, quiet, danger, tonal, link; and one that copies a text.

Their look is in the stylesheet, chosen by the property `kind`.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.enter_key import click_by_enter
from app.ui.widgets.focus_ring import RingKeeper
from app.ui.widgets.plain import button_text

_COPIED_FOR_MS = 1500


class ButtonKind(Enum):
    """What a button is for; the value is the stylesheet's property. One PRIMARY per card or dialog."""

    QUIET = "quiet"
    PRIMARY = "primary"
    DANGER = "danger"
    DANGER_PRIMARY = "dangerPrimary"
    TONAL = "tonal"
    LINK = "link"


@guarded()
class Button(QPushButton):
    """A button of one kind. LINK is a text button: words in the accent colour without an edge."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: ButtonKind = ButtonKind.QUIET,
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(button_text(text), parent)
        self.setProperty("kind", kind.value)
        if small:
            self.setProperty("small", "true")
        # the window decides what Enter does, never whichever button Qt finds first
        self.setAutoDefault(False)
        if kind is ButtonKind.LINK:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        RingKeeper(theme, self)

    def setText(self, text: str) -> None:
        """Show other words. Qt calls its own, which is not virtual; all calls of ours come here."""
        super().setText(button_text(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_by_enter(self, event):
            super().keyPressEvent(event)


class CopyButton(Button):
    """A text button that copies and says so for 1.5 s.

    Signals:
        copied(str): the text that is on the clipboard now.
    """

    copied = Signal(str)

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, "", ButtonKind.LINK, parent=parent)
        self._theme = theme
        self._text = text
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COPIED_FOR_MS)
        self._timer.timeout.connect(self._show_copy)
        self.clicked.connect(self.copy)
        self._show_copy()

    def set_copied_text(self, text: str) -> None:
        """What the next click copies."""
        self._text = text
        self._name()

    @Slot()
    def copy(self) -> None:
        """Put the text on the clipboard and show that it was done."""
        QGuiApplication.clipboard().setText(self._text)
        self.setText(self.tr("Copied"))
        self.setIcon(self._theme.icon("check", "accent_text", "accent_text"))
        self._timer.start()
        self.copied.emit(self._text)

    @Slot()
    def _show_copy(self) -> None:
        self.setText(self.tr("Copy"))
        self.setIcon(self._theme.icon("copy", "accent_text", "accent_text"))
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Copy {text}").format(text=self._text))
