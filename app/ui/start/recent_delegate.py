"""Paints a recent room: its avatar, its name, what is known of it, and what a click does."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.guard import guarded
from app.models.recents import RecentRole, RecentRoom
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import ListDelegate
from app.words import common_words, start_words

_SIDE = 12
_HOST_ICON = 18
_PILL_PAD = 12
_MOST_FOR_PILL = 0.4  # of a row's width: the words say what cannot be guessed, a click works without the pill
_MOST_LINES = 5  # of what is known of a room: all of it in a narrow window at 200 % text
_BETWEEN = " · "

_State = QStyle.StateFlag


@guarded()
class RecentDelegate(ListDelegate):
    """Rows of 52 px at 100 % text, and more where a hosted room has more to tell than fits one line.

    The pill "Join" or "Host again" shows on hover and on the focused row. Its place is kept free, so that
    nothing moves under the mouse.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cell = QSize(0, 0)
        self._columns = 1
        self._gap = 0
        self._width = 0

    def set_cells(self, cell: QSize, columns: int, gap: int, width: int) -> None:
        """Rows are in `columns` cells across `width`, with `gap` pixels kept free between them."""
        self._cell, self._columns, self._gap, self._width = cell, columns, gap, width

    def set_height(self, height: int) -> None:
        """Every row is so high."""
        self._cell = QSize(self._cell.width(), height)

    def lines_of(self, detail: str, width: int) -> list[str]:
        """What is known of a room in lines of `width`, broken between its parts; the last is shortened."""
        metrics = QFontMetrics(self._theme.font(TypeRole.META))
        lines: list[str] = []
        for part in detail.split(_BETWEEN):
            longer = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
            if lines and (metrics.horizontalAdvance(longer) <= width or len(lines) == _MOST_LINES):
                lines[-1] = longer
            else:
                lines.append(part)
        return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]

    def words_width(self, room: RecentRoom) -> int:
        """How wide the words of a row are, whether it is pointed at or not."""
        row = self._cell.width() if self._columns < 2 else (self._width - self._gap) // 2
        return self._words_in(row - 3 * _SIDE - self._theme.metrics.avatar.timeline, room)

    def _words_in(self, width: int, room: RecentRoom) -> int:
        """The width of the words beside the place of the pill, all of it where that would take too much."""
        pill = self._pill_width(room) + _SIDE
        return width - pill if pill <= width * _MOST_FOR_PILL else width

    def _pill_width(self, room: RecentRoom) -> int:
        metrics = QFontMetrics(self._theme.font(TypeRole.LIST_UNREAD))
        return metrics.horizontalAdvance(self.action_words(room)) + 2 * _PILL_PAD

    def action_words(self, room: RecentRoom) -> str:
        """What a click on the row does."""
        return start_words.HOST_AGAIN() if room.hosted else common_words.JOIN()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self._cell

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        room = index.data(RecentRole.ROOM)
        if not isinstance(room, RecentRoom):
            return
        cell: QRect = option.rect
        rect = self._without_gap(cell, index.row(), mirrored=self._mirrored(painter))
        state: QStyle.StateFlag = option.state
        focused = bool(state & _State.State_HasFocus)
        hovered = bool(state & _State.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_row(painter, rect, hovered=hovered, focused=focused)
        inner = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        inner = self._paint_avatar(painter, inner, room)
        free = inner.width() - self._words_in(inner.width(), room)
        if free and (hovered or focused):
            self._paint_action(painter, inner, room)
        words = inner.adjusted(free, 0, 0, 0) if self._mirrored(painter) else inner.adjusted(0, 0, -free, 0)
        self._paint_words(painter, words, room.name, str(index.data(RecentRole.DETAIL)), offline=room.offline)

    def _paint_row(self, painter: QPainter, rect: QRect, *, hovered: bool, focused: bool) -> None:
        radius = self._theme.metrics.radius.row
        if hovered or focused:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colours.hover_on_ground)
            painter.drawRoundedRect(rect, radius, radius)
        if focused:
            stroke = self._theme.metrics.stroke.focus
            painter.setPen(QPen(self._theme.colours.focus_ring, stroke))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = stroke / 2
            painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)

    def _paint_avatar(self, painter: QPainter, rect: QRect, room: RecentRoom) -> QRect:
        size = self._theme.metrics.avatar.timeline
        mirrored = self._mirrored(painter)
        left = rect.right() + 1 - size if mirrored else rect.left()
        box = QRect(left, rect.top() + (rect.height() - size) // 2, size, size)
        look = self._theme.room_avatar(room.name, offline=room.offline, letter=not room.hosted)
        self._theme.avatars.paint(painter, QRectF(box), look, mirrored=mirrored)
        if room.hosted:
            inset = (size - _HOST_ICON) / 2
            self._theme.paint_icon(painter, QRectF(box).adjusted(inset, inset, -inset, -inset), "host", "you")
        gap = size + _SIDE
        return rect.adjusted(0, 0, -gap, 0) if mirrored else rect.adjusted(gap, 0, 0, 0)

    def _paint_action(self, painter: QPainter, rect: QRect, room: RecentRoom) -> None:
        width = self._pill_width(room)
        height = self._theme.scaled(self._theme.metrics.control.button_small)
        top = rect.top() + (rect.height() - height) // 2
        left = rect.left() if self._mirrored(painter) else rect.right() + 1 - width
        pill = QRect(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.accent_tint)
        painter.drawRoundedRect(pill, self._theme.metrics.radius.button, self._theme.metrics.radius.button)
        painter.setPen(self._theme.colours.accent_text)
        painter.setFont(self._theme.font(TypeRole.LIST_UNREAD))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self.action_words(room))

    def _paint_words(self, painter: QPainter, rect: QRect, name: str, detail: str, *, offline: bool) -> None:
        theme = self._theme
        lines = [(name, TypeRole.CONTROL, theme.colours.text2 if offline else theme.colours.text)]
        lines += [(line, TypeRole.META, theme.colours.text3) for line in self.lines_of(detail, rect.width())]
        top = rect.top() + (rect.height() - sum(theme.line_height(role) for _, role, _ in lines)) // 2
        for text, role, ink in lines:
            line = QRect(rect.left(), top, rect.width(), theme.line_height(role))
            shown = QFontMetrics(theme.font(role)).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.setFont(theme.font(role))
            painter.setPen(ink)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)
            top = line.bottom() + 1

    def _without_gap(self, cell: QRect, row: int, *, mirrored: bool) -> QRect:
        if self._columns < 2:
            return cell
        width = (self._width - self._gap) // 2
        at_left = (row % self._columns == 0) != mirrored
        return QRect(0 if at_left else self._width - width, cell.top(), width, cell.height())

    @staticmethod
    def _mirrored(painter: QPainter) -> bool:
        return painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
