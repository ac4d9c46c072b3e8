"""The line of 24 px above the field: errors, why nothing is sent, what waits, a text's length, who types."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.activity_indicator import ActivityIndicator
from app.ui.widgets.plain_text import set_tooltip

_LEFT = 8
_ICON = 14
_GAP = 6


class NoticeKind(IntEnum):
    """What can be told, the most urgent first; only the first of those that are set is shown."""

    ERROR = 0
    BLOCKED = 1
    LENGTH = 2
    WAITING = 3
    TYPING = 4


_ICONS = {NoticeKind.ERROR: "error", NoticeKind.BLOCKED: "clock", NoticeKind.WAITING: "clock"}


@guarded()
class NoticeLine(QWidget):
    """Keeps its height when it is empty, so that nothing moves."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: dict[NoticeKind, str] = {}
        self._dots = ActivityIndicator(theme, parent=self)
        self._dots.hide()
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_notice(self, kind: NoticeKind, words: str) -> None:
        """Tell `words`, or nothing of this kind any more if they are ""."""
        if self._words.get(kind, "") == words:
            return
        self._words[kind] = words
        shown = self.text()
        self.setAccessibleName(shown)
        self._dots.setVisible(self._kind() is NoticeKind.TYPING)
        if words and kind is NoticeKind.ERROR:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.update()

    def text(self) -> str:
        """What is told now."""
        kind = self._kind()
        return "" if kind is None else self._words[kind]

    def _kind(self) -> NoticeKind | None:
        return next((kind for kind in NoticeKind if self._words.get(kind)), None)

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.scaled(self._theme.metrics.composer.typing_line))
        self._dots.move(_LEFT, (self.height() - self._dots.height()) // 2)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        kind = self._kind()
        if kind is None:
            return
        theme, painter = self._theme, QPainter(self)
        ink = "danger_text" if kind is NoticeKind.ERROR else "text3"
        x = _LEFT
        if kind in _ICONS:
            side = theme.scaled(_ICON)
            theme.paint_icon(painter, QRectF(x, (self.height() - side) / 2, side, side), _ICONS[kind], ink)
            x += side + _GAP
        elif kind is NoticeKind.TYPING:
            x += self._dots.width() + _GAP
        painter.setFont(theme.font(TypeRole.META))
        painter.setPen(theme.colour(ink))
        room = self.width() - x - _LEFT
        words = painter.fontMetrics().elidedText(self._words[kind], Qt.TextElideMode.ElideRight, room)
        set_tooltip(self, self._words[kind] if words != self._words[kind] else "")
        painter.drawText(QRectF(x, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
