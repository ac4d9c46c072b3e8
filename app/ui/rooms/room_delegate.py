"""How a room's row is painted: sections, icon or avatar, name, badge. Decides nothing, keeps nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.guard import guarded
from app.models.room import Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import (
    ListDelegate,
    badge_text,
    badge_width,
    paint_badge,
    paint_elided_text,
    paint_row_background,
    paint_selection_bar,
)
from app.words import room_words

Index = QModelIndex | QPersistentModelIndex

_ROW_GAP = 2
_ICON = 18
_SECTION_GAP = 12
_OFFLINE_OPACITY = 0.5


@guarded()
class RoomDelegate(ListDelegate):
    """Paints rows of a RoomsModel; the first of each kind carries the section's heading above it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.heading_height(index) + self._row_height() + _ROW_GAP)

    def heading_height(self, index: Index) -> int:
        """The height of the heading above this row, 0 for most rows."""
        if not self._starts_section(index):
            return 0
        gap = _SECTION_GAP if index.row() else 0
        return self._theme.scaled(self._theme.metrics.list.section_header) + gap

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room = index.data(RoomsModel.RoomRole)
        if not isinstance(room, Room):
            return
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        top = self.heading_height(index)
        whole = QRectF(option.rect)
        if top:
            self._paint_heading(painter, whole, top, room)
        box = QRectF(whole.left(), whole.top() + top, whole.width(), self._row_height())
        paint_row_background(painter, self._theme, box, option)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            paint_selection_bar(painter, self._theme, box, mirrored=mirrored)
        pad = self._theme.metrics.list.side_padding
        free = self._paint_badge(painter, box.adjusted(pad, 0, -pad, 0), room, mirrored=mirrored)
        self._paint_name(painter, free, room, chosen=chosen, mirrored=mirrored)

    # -- parts

    def _paint_heading(self, painter: QPainter, whole: QRectF, height: int, room: Room) -> None:
        pad = self._theme.metrics.list.side_padding
        line = self._theme.scaled(self._theme.metrics.list.section_header)
        box = QRectF(whole.left() + pad, whole.top() + height - line, whole.width() - 2 * pad, line)
        painter.setPen(self._theme.colours.text3)
        words = room_words.PRIVATE() if room.kind is RoomKind.PRIVATE else room_words.ROOMS()
        paint_elided_text(painter, box, words, self._theme.font(TypeRole.LABEL))

    def _paint_badge(self, painter: QPainter, box: QRectF, room: Room, *, mirrored: bool) -> QRectF:
        """Returns what is left of `box`."""
        if not room.unread and not room.mentions:
            return box
        # what is said in private is always meant for one: the plain count says as much
        is_mention = bool(room.mentions) and room.kind is not RoomKind.PRIVATE
        text = f"@{badge_text(room.mentions)}" if is_mention else badge_text(room.unread)
        width, height = badge_width(self._theme, text), self._theme.scaled(self._theme.metrics.badge.height)
        x = box.left() if mirrored else box.right() - width
        badge = QRectF(x, box.center().y() - height / 2, width, height)
        paint_badge(painter, self._theme, badge, text, mention=is_mention)
        taken = width + self._theme.metrics.spacing.one
        return box.adjusted(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)

    def _paint_name(
        self, painter: QPainter, box: QRectF, room: Room, *, chosen: bool, mirrored: bool
    ) -> None:
        theme = self._theme
        unread = bool(room.unread or room.mentions)
        is_offline = room.is_online is False
        ink = "text" if unread or chosen else "text3" if is_offline else "text2"
        side = theme.scaled(theme.metrics.avatar.popup if room.kind is RoomKind.PRIVATE else _ICON)
        x = box.right() - side if mirrored else box.left()
        mark = QRectF(QPoint(round(x), round(box.center().y() - side / 2)), QSize(side, side))
        if room.kind is RoomKind.PRIVATE:
            look = theme.person_avatar(room.title, theme.metrics.avatar.quote, colour_of=room.target)
            look = replace(look, opacity=_OFFLINE_OPACITY) if is_offline else look
            theme.avatars.paint(painter, mark.translated(1 if mirrored else -1, 0), look, mirrored=mirrored)
        elif room.kind is RoomKind.HOSTED:
            theme.paint_icon(painter, mark, "host", "you")
        else:
            theme.paint_icon(painter, mark, "room", ink)
        taken = theme.scaled(_ICON) + theme.metrics.spacing.one
        box = box.adjusted(0 if mirrored else taken, 0, -taken if mirrored else 0, 0)
        painter.setPen(theme.colour(ink))
        paint_elided_text(painter, box, room.title, self._font(unread=unread, chosen=chosen))

    def _font(self, *, unread: bool, chosen: bool) -> QFont:
        if unread:
            return self._theme.font(TypeRole.LIST_UNREAD)
        font = QFont(self._theme.font(TypeRole.LIST))
        if chosen:
            font.setWeight(QFont.Weight.Medium)
        return font

    def _row_height(self) -> int:
        return self._theme.scaled(self._theme.metrics.list.room_row)

    @staticmethod
    def _starts_section(index: Index) -> bool:
        room = index.data(RoomsModel.RoomRole)
        if not isinstance(room, Room) or index.row() == 0:
            return True
        above = index.model().index(index.row() - 1, 0).data(RoomsModel.RoomRole)
        return isinstance(above, Room) and (above.kind is RoomKind.PRIVATE) != (room.kind is RoomKind.PRIVATE)
