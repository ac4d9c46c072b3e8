"""The round button that leads to the newest message, with the number of those that came meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import click_by_enter
from app.ui.widgets.plain_text import set_tooltip
from app.words import message_words

_SIDE = 36
_BADGE_OVERLAP = 10
_MOST = 99


@guarded()
class JumpButton(QAbstractButton):
    """Lies over the bottom right corner of the timeline."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_count(0)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_count(self, count: int) -> None:
        """How many new messages are below."""
        self._count = count
        words = message_words.JUMP_TO_LATEST()
        if count:
            words = f"{words} ({message_words.NEW_COUNT(count=count)})"
        self.setAccessibleName(words)
        set_tooltip(self, words)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        side = self._theme.scaled(_SIDE + _BADGE_OVERLAP)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        round_side = theme.scaled(_SIDE)
        disc = QRectF(0, self.height() - round_side, round_side, round_side).adjusted(1, 1, -1, -1)
        focused = self.hasFocus()
        painter.setPen(QPen(colours.focus_ring if focused else colours.control_border, 2 if focused else 1))
        painter.setBrush(colours.pressed if self.isDown() else colours.raised)
        painter.drawEllipse(disc)
        side = theme.scaled(theme.metrics.icon.normal)
        icon = QRectF(0, 0, side, side)
        icon.moveCenter(disc.center())
        theme.paint_icon(painter, icon, "arrow-down", "text" if self.underMouse() else "text2")
        if self._count:
            self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        theme, badge = self._theme, self._theme.metrics.badge
        text = str(self._count) if self._count <= _MOST else f"{_MOST}+"
        font = theme.font(TypeRole.BADGE)
        height, least = theme.scaled(badge.height), theme.scaled(badge.min_width)
        width = max(least, QFontMetrics(font).horizontalAdvance(text) + 2 * badge.pad_x)
        rect = QRectF(self.width() - width, 0, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.accent)
        painter.drawRoundedRect(rect, height / 2, height / 2)
        painter.setPen(theme.colours.on_accent)
        painter.setFont(font)
        painter.drawText(rect.translated(QPointF(0, 0)), Qt.AlignmentFlag.AlignCenter, text)
