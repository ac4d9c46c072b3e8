"""A small choice of reactions: the usual six, and below them what was used lately."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.menu import round_corners
from app.words import message_words

USUAL = ("👍", "❤️", "😂", "🎉", "😮", "🙏")
RECENT = 6  # one more row of the same length
_SIDE = 36
_PAD = 4
_EMOJI_PX = 20
_STEPS: dict[int, int] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_Up: -len(USUAL),
    Qt.Key.Key_Down: len(USUAL),
}
_NAMES = {
    "👍": message_words.THUMBS_UP,
    "❤️": message_words.HEART,
    "😂": message_words.LAUGHING,
    "🎉": message_words.PARTY,
    "😮": message_words.SURPRISED,
    "🙏": message_words.THANK_YOU,
}


def recents_with(chosen: str, recents: Sequence[str]) -> tuple[str, ...]:
    """What was used lately after `chosen` was used; the usual ones are offered anyway."""
    if chosen in USUAL:
        return tuple(recents)
    return (chosen, *(text for text in recents if text != chosen))[:RECENT]


@guarded()
class ReactPopup(QWidget):
    """Closes by a choice, Esc, or a press elsewhere.

    Signals:
        chosen(str): the reaction.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, recents: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMouseTracking(True)
        self._theme = theme
        self._choices = (*USUAL, *recents)
        self._current = 0
        self.resize(self.sizeHint())
        round_corners(self, theme.metrics.radius.popup)
        self._announce()

    def open_at(self, place: QPoint) -> None:
        """Show with the top left corner at `place` on the screen, moved so that all of it is seen."""
        screen = QGuiApplication.screenAt(place) or self.screen()
        free = screen.availableGeometry()
        x = max(free.left(), min(place.x(), free.right() - self.width()))
        y = place.y() if place.y() + self.height() <= free.bottom() else place.y() - self.height() - _SIDE
        self.move(x, max(free.top(), y))
        self.show()

    def sizeHint(self) -> QSize:
        side = self._side
        rows = -(-len(self._choices) // len(USUAL))
        return QSize(len(USUAL) * side + 2 * _PAD, rows * side + 2 * _PAD)

    @property
    def _side(self) -> int:
        return self._theme.scaled(_SIDE)

    def _box(self, place: int) -> QRectF:
        row, column = divmod(place, len(USUAL))
        return QRectF(_PAD + column * self._side, _PAD + row * self._side, self._side, self._side)

    def _choose(self) -> None:
        text = self._choices[self._current]
        self.close()
        self.chosen.emit(text)

    def _go_to(self, place: int) -> None:
        if 0 <= place < len(self._choices):
            self._current = place
            self._announce()
            self.update()

    def _announce(self) -> None:
        text = self._choices[self._current]
        self.setAccessibleName(message_words.REACT_WITH(what=_NAMES[text]() if text in _NAMES else text))
        if QAccessible.isActive() and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS:
            self._go_to(self._current + _STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        return False  # Tab goes from choice to choice

    def _place_at(self, event: QMouseEvent) -> int:
        boxes = (self._box(place) for place in range(len(self._choices)))
        return next((at for at, box in enumerate(boxes) if box.contains(event.position())), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_to(self._place_at(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event)
        if place >= 0:
            self._current = place
            self._choose()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.line_strong, 1))
        painter.setBrush(colours.raised)
        radius = theme.metrics.radius.popup
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent_tint)
        row = theme.metrics.radius.row
        painter.drawRoundedRect(self._box(self._current).adjusted(1, 1, -1, -1), row, row)
        font = QFont(theme.font(TypeRole.MESSAGE))
        font.setPixelSize(theme.scaled(_EMOJI_PX))
        painter.setFont(font)
        painter.setPen(colours.text)
        for place, text in enumerate(self._choices):
            box = self._box(place)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
