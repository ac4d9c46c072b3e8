"""Two buttons of the header: how many people there are, and the rooms with their badge in narrow windows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import click_by_enter
from app.ui.widgets.focus_ring import FocusRingFilter
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.list_view import badge_text, badge_width, paint_badge
from app.ui.widgets.plain_text import set_tooltip
from app.words import room_words

_ICON = 18
_BADGE = 16
_BADGE_MOST = 20


@guarded()
class CountButton(QAbstractButton):
    """People and their number; toggles the pane of members."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where one writes
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        FocusRingFilter(theme, self)
        theme.changed.connect(self.updateGeometry)

    def set_count(self, count: int) -> None:
        """Show `count` people."""
        self._count = count
        name = room_words.ONE_PERSON_HERE() if count == 1 else room_words.PEOPLE_HERE(count)
        self.setAccessibleName(name)
        set_tooltip(self, name)
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        pad = self._theme.metrics.spacing.one
        words = QFontMetricsF(self._font()).horizontalAdvance(str(self._count))
        icon, control = self._theme.scaled(_ICON), self._theme.metrics.control.icon_button
        return QSize(round(2 * pad + icon + 6 + words) + 1, self._theme.around_icon(control, _ICON))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, lit = self._theme, self.underMouse() or self.isDown()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.pressed if self.isDown() else theme.colours.hover_on_sheet)
            painter.drawRoundedRect(
                QRectF(self.rect()), theme.metrics.radius.button, theme.metrics.radius.button
            )
        pad = theme.metrics.spacing.one
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = theme.scaled(_ICON)
        x = self.width() - pad - side if mirrored else pad
        ink = "text" if lit else "text2"
        theme.paint_icon(painter, QRectF(x, (self.height() - side) / 2, side, side), "people", ink)
        painter.setPen(theme.colour(ink))
        painter.setFont(self._font())
        inner = QRectF(self.rect()).adjusted(pad, 0, -pad, 0)
        align = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        painter.drawText(
            inner, align | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, str(self._count)
        )

    def _font(self) -> QFont:
        font = QFont(self._theme.font(TypeRole.LIST))
        font.setWeight(QFont.Weight.Medium)
        return font


@guarded()
class RoomsButton(IconButton):
    """Opens the rooms where they are folded; its badge counts what is unread elsewhere."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "rooms", "", parent=parent)
        self._badge_theme = theme
        self._unread = 0
        self._mentions = 0
        self.set_counts(0, 0)

    def set_counts(self, unread: int, mentions: int) -> None:
        """How many messages and mentions wait in other rooms."""
        self._unread, self._mentions = unread, mentions
        if mentions:
            one = room_words.ROOMS_ONE_MENTION()
            self.set_name(one if mentions == 1 else room_words.ROOMS_MENTIONS(mentions))
        elif unread:
            self.set_name(room_words.ROOMS_UNREAD(unread))
        else:
            self.set_name(room_words.ROOMS())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        count = self._mentions or self._unread
        if not count:
            return
        text = badge_text(count)
        height = self._badge_theme.scaled(_BADGE)
        width = max(height, badge_width(self._badge_theme, text) - 2)
        painter = QPainter(self)
        painter.translate(self.width(), 0)
        smaller = min(1.0, _BADGE_MOST / height)  # at large text sizes it would hide the icon
        painter.scale(smaller, smaller)
        box = QRectF(-width, 0, width, height)
        paint_badge(painter, self._badge_theme, box, text, mention=bool(self._mentions))
