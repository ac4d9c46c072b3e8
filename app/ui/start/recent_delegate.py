"""Paints a recent room: its avatar, its name, what is known of it, and what a click does."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.guard import guarded
from app.models.recents import RecentRole, RecentRoom
from app.ui.start.start_row import StartDelegate, without_end
from app.words import common_words, start_words

_HOST_ICON = 18

_State = QStyle.StateFlag


def action_words_for(room: RecentRoom) -> str:
    """What a click on a room's row does."""
    return start_words.HOST_AGAIN() if room.hosted else common_words.JOIN()


@guarded()
class RecentDelegate(StartDelegate):
    """Rows of 52 px at 100 % text, and more where a hosted room has more to tell than fits one line.

    The pill "Join" or "Host again" shows on hover and on the focused row. Its place is kept free, so that
    nothing moves under the mouse.
    """

    def lines_in(self, index: QModelIndex) -> int:
        room = index.data(RecentRole.ROOM)
        return len(self.lines_of(str(index.data(RecentRole.DETAIL)), self.words_width(room)))

    def lines_of(self, detail: str, width: int) -> list[str]:
        """What is known of a room in lines of `width`."""
        return self._row.lines_of(detail, width)

    def words_width(self, room: RecentRoom) -> int:
        """How wide the words of a row are, whether it is pointed at or not."""
        return self._row.words_width(self._cell.width(), self._row.pill_width(action_words_for(room)))

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        room = index.data(RecentRole.ROOM)
        if not isinstance(room, RecentRoom):
            return
        row, state = self._row, option.state
        focused = bool(state & _State.State_HasFocus)
        hovered = bool(state & _State.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row.paint_ground(painter, option.rect, hovered=hovered, focused=focused)
        look = self._theme.room_avatar(room.name, offline=room.offline, letter=not room.hosted)
        box, inner = row.paint_avatar(painter, option.rect.adjusted(row.side(), 0, -row.side(), 0), look)
        if room.hosted:
            inset = (box.width() - self._theme.scaled(_HOST_ICON)) / 2
            self._theme.paint_icon(painter, QRectF(box).adjusted(inset, inset, -inset, -inset), "host", "you")
        action = action_words_for(room)
        free = inner.width() - row.words_in(inner.width(), row.pill_width(action))
        if free and (hovered or focused):
            row.paint_pill(painter, inner, action)
        words = without_end(painter, inner, free)
        row.paint_words(painter, words, room.name, str(index.data(RecentRole.DETAIL)), offline=room.offline)
