"""Push buttons with words: primary, quiet, danger, tonal, link.

Their look is in the stylesheet, chosen by the property `kind`.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.enter_key import click_by_enter
from app.ui.widgets.focus_ring import RingKeeper
from app.ui.widgets.plain import button_text


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
