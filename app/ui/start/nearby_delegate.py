"""Paints a room nearby: its avatar, its name, what is told of it, what locks it, and what a click does."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.guard import guarded
from app.models.nearby_rows import NearbyRole
from app.ui.start.start_row import StartDelegate, is_mirrored, without_end
from app.ui.theme.fonts import TypeRole
from app.words import common_words, start_words

_LOCK_GAP = 6

_State = QStyle.StateFlag


@guarded()
class NearbyDelegate(StartDelegate):
    """Rows as those of recent rooms. At the end of one stands what locks the room, and on hover and focus
    the pill "Join" in its place; of a room that cannot be reached always the pill "Why?".
    """

    def lines_in(self, index: QModelIndex) -> int:
        width = self._row.words_width(self._cell.width(), *self._notes(index))
        return len(self._row.lines_of(str(index.data(NearbyRole.DETAIL)), width))

    def pill_of(self, row: QRect, view: QWidget) -> QRect:
        """Where the pill "Why?" is in a row of `view`; empty where the words need its place."""
        side = self._row.side()
        inner = row.adjusted(side, 0, -side, 0)
        width = row.width() - 3 * side - self._theme.scaled(self._theme.metrics.avatar.timeline)
        pill = self._row.pill_width(start_words.WHY())
        if self._row.words_in(width, pill) == width:
            return QRect()
        mirrored = view.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return self._row.pill_in(inner, pill, mirrored=mirrored)

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, state, lock = self._row, option.state, str(index.data(NearbyRole.LOCK))
        is_unreached = bool(index.data(NearbyRole.UNREACHED))
        focused, hovered = bool(state & _State.State_HasFocus), bool(state & _State.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row.paint_ground(painter, option.rect, hovered=hovered, focused=focused)
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        inner = option.rect.adjusted(row.side(), 0, -row.side(), 0)
        look = self._theme.room_avatar(name, offline=is_unreached)
        _box, inner = row.paint_avatar(painter, inner, look)
        free = inner.width() - row.words_in(inner.width(), *self._notes(index))
        if free and is_unreached:
            row.paint_pill(painter, inner, start_words.WHY())
        elif free and (hovered or focused):
            row.paint_pill(painter, inner, common_words.JOIN())
        elif lock and not is_unreached:
            self._paint_lock(painter, inner, lock if free else "")
            free = free or self._lock_width("")
        words = without_end(painter, inner, free)
        row.paint_words(painter, words, name, str(index.data(NearbyRole.DETAIL)), offline=is_unreached)

    def tooltip_at(
        self, point: QPoint, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> str:
        return str(index.data(NearbyRole.TIP) or "")

    def _notes(self, index: QModelIndex | QPersistentModelIndex) -> tuple[int, ...]:
        """The widths of what may stand at the end of a row."""
        if index.data(NearbyRole.UNREACHED):
            return (self._row.pill_width(start_words.WHY()),)
        pill, lock = self._row.pill_width(common_words.JOIN()), str(index.data(NearbyRole.LOCK))
        return (pill, self._lock_width(lock)) if lock else (pill,)

    def _lock_width(self, words: str) -> int:
        advance = QFontMetrics(self._theme.font(TypeRole.META)).horizontalAdvance(words)
        return self._theme.scaled(self._theme.metrics.icon.small) + self._theme.scaled(_LOCK_GAP) + advance

    def _paint_lock(self, painter: QPainter, rect: QRect, words: str) -> None:
        """A lock and what it is at the end of `rect`."""
        icon, width = self._theme.scaled(self._theme.metrics.icon.small), self._lock_width(words)
        mirrored = is_mirrored(painter)
        left = rect.left() if mirrored else rect.right() + 1 - width
        box = QRect(left, rect.top(), width, rect.height())
        icon_left = box.right() + 1 - icon if mirrored else box.left()
        icon_box = QRectF(icon_left, box.top() + (box.height() - icon) / 2, icon, icon)
        self._theme.paint_icon(painter, icon_box, "lock", "text2")
        painter.setFont(self._theme.font(TypeRole.META))
        painter.setPen(self._theme.colours.text2)
        painter.drawText(box, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, words)
