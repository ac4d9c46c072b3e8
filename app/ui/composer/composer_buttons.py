"""The buttons in the composer's frame: Send, accented when there is something to send, and the emoji."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.action import row_of
from app.ui.composer.composer_keyboard import COMPOSER_KEYS, ComposerKey
from app.ui.emoji.emoji_library import EmojiLibrary
from app.ui.emoji.emoji_picker import EmojiPicker
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import click_by_enter
from app.ui.widgets.focus_ring import FocusRingFilter
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.plain_text import set_tooltip
from app.words import emoji_words


@guarded()
class SendButton(QAbstractButton):
    """Enabled only while something can be sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_ready(ready=False, name="")
        FocusRingFilter(theme, self)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_ready(self, *, ready: bool, name: str) -> None:
        """Whether a press sends; `name` says what it does, or why it does nothing."""
        self.setEnabled(ready)
        self.setAccessibleName(name)
        set_tooltip(self, name)
        self.setCursor(Qt.CursorShape.PointingHandCursor if ready else Qt.CursorShape.ArrowCursor)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        composer = self._theme.metrics.composer
        side = self._theme.around_icon(composer.button, composer.icon_size)
        return QSize(side, side)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled():
            hover = colours.accent_hover if self.underMouse() else colours.accent
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent_pressed if self.isDown() else hover)
            radius = theme.metrics.radius.button
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        side = theme.scaled(theme.metrics.composer.icon_size)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        theme.paint_icon(painter, box, "send", "on_accent" if self.isEnabled() else "text3")


class EmojiButton(IconButton):
    """Opens the picker above the frame that it stands in.

    Signals:
        chosen(str): this emoji is to be written.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, emoji: EmojiLibrary, frame: QWidget) -> None:
        [key] = row_of(COMPOSER_KEYS, ComposerKey.EMOJI).key_names()
        super().__init__(theme, "emoji", emoji_words.INSERT_EMOJI(key=key), parent=frame)
        self._emoji = emoji
        self._frame = frame
        self.clicked.connect(self.choose)

    @Slot()
    def choose(self) -> None:
        """Let the person choose one."""
        over = self._frame.parentWidget()
        assert over is not None
        picker = EmojiPicker(self._theme, self._emoji, self.accessibleName(), over)
        picker.chosen.connect(self._take)
        place = QRect(self.mapToGlobal(QPoint(0, 0)), self.size())
        place.setTop(self._frame.mapToGlobal(QPoint(0, 0)).y())
        picker.open_at(place, above=True)

    @Slot(str)
    def _take(self, text: str) -> None:
        self.chosen.emit(text)
        self._emoji.note_used(text)
