"""A sentence that lies over a page for some seconds, with at most one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import scaled_row
from app.ui.widgets.surfaces import Card
from app.words import common_words

SHOWN_FOR_MS = 7000  # long enough to read a refusal and to reach Undo
_ABOVE_COMPOSER = 92
_WIDTH, _HEIGHT = 560, 44


@guarded()
class Toast(Card):
    """One at a time; a new sentence replaces the old one.

    Signals:
        pressed(): one of its buttons, which takes the focus with it as it goes; told before what it does.
    """

    pressed = Signal()

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__("raised", over)
        self._theme = theme
        self._over = over
        self._act: Callable[[], None] | None = None
        self._is_progress = False
        self._words = Label("", TypeRole.LIST, wrap=True)
        self.button = Button(theme, "", ButtonKind.LINK)
        self.button.clicked.connect(self._on_clicked)
        self.cross = IconButton(theme, "close", common_words.CLOSE(), small=True)
        self.cross.clicked.connect(self._on_closed)
        row = scaled_row(theme, self)
        row.set_margins(16, 6, 6, 6)
        row.set_spacing(theme.metrics.spacing.one)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        row.addWidget(self.cross)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_FOR_MS)
        self._timer.timeout.connect(self.dismiss)
        over.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Show `text`; pressing `action` calls `act`."""
        self._is_progress = False
        self._show(text, action, act)
        announcement = QAccessibleAnnouncementEvent(self, text)
        announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(announcement)

    def tell_progress(self, text: str, action: str, act: Callable[[], None]) -> None:
        """Show how far something is that is told again and again, unless another sentence is being read.

        It is announced when it comes, not each time, and has no cross: it would be back at once.
        """
        if self.isHidden():
            self.say(text, action, act)
            self._is_progress = True
            self.cross.hide()
        elif self._is_progress:
            self._show(text, action, act)
            self.cross.hide()

    def text(self) -> str:
        """What is said now, "" when nothing is."""
        return "" if self.isHidden() else self._words.text()

    def dismiss(self) -> None:
        """Say nothing more."""
        self._timer.stop()
        self._act = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _show(self, text: str, action: str, act: Callable[[], None] | None) -> None:
        self._act = act
        self._words.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.cross.show()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _place(self) -> None:
        over = self._over
        self._words.setMinimumWidth(0)
        natural = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 80
        extra = self.button.sizeHint().width() + 16 if self._act else 0
        width = min(natural + extra, over.width() - 32, self._theme.scaled(_WIDTH))
        height = max(self._theme.scaled(_HEIGHT), self.heightForWidth(width))
        top = max(0, over.height() - height - self._theme.scaled(_ABOVE_COMPOSER))
        self.setGeometry((over.width() - width) // 2, top, width, height)

    def _on_clicked(self) -> None:
        act = self._act
        self._on_closed()
        if act is not None:
            act()

    def _on_closed(self) -> None:
        self.dismiss()
        self.pressed.emit()
