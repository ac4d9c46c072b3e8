"""How a room's row is painted: sections, icon or avatar, name, badge. Decides nothing, keeps nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.guard import guarded
from app.models.room import Room, RoomKind
from app.models.rooms_model import RoomsModel, Section
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

Index = QModelIndex | QPersistentModelIndex

_ROW_GAP = 2
_ICON = 18
_MUTED = 16
_SECTION_GAP = 12
_OFFLINE_OPACITY = 0.5


@guarded()
class RoomDelegate(ListDelegate):
    """Paints rows of a RoomsModel; the first of each section carries its heading above it."""

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
        return self._theme.scaled(self._theme.metrics.list.section_header + gap)

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room = index.data(RoomsModel.RoomRole)
        if not isinstance(room, Room):
            return
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        top = self.heading_height(index)
        whole = QRectF(option.rect)
        if top:
            self._paint_heading(painter, whole, top, index)
        box = QRectF(whole.left(), whole.top() + top, whole.width(), self._row_height())
        paint_row_background(painter, self._theme, box, option)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            paint_selection_bar(painter, self._theme, box, mirrored=mirrored)
        pad = self._theme.scaled(self._theme.metrics.list.side_padding)
        free = self._paint_badge(painter, box.adjusted(pad, 0, -pad, 0), room, mirrored=mirrored)
        self._paint_name(painter, free, room, chosen=chosen, mirrored=mirrored)

    # -- parts

    def _paint_heading(self, painter: QPainter, whole: QRectF, height: int, index: Index) -> None:
        pad = self._theme.scaled(self._theme.metrics.list.side_padding)
        line = self._theme.scaled(self._theme.metrics.list.section_header)
        box = QRectF(whole.left() + pad, whole.top() + height - line, whole.width() - 2 * pad, line)
        painter.setPen(self._theme.colours.text3)
        section = index.data(RoomsModel.SectionRole)
        words = section.heading if isinstance(section, Section) else ""
        paint_elided_text(painter, box, words, self._theme.font(TypeRole.LABEL))

    def _paint_badge(self, painter: QPainter, box: QRectF, room: Room, *, mirrored: bool) -> QRectF:
        """The badge, and before it the mark of a muted room; returns what is left of `box`."""
        theme, gap = self._theme, self._theme.scaled(self._theme.metrics.spacing.one)
        if room.unread or room.mentions:
            # what is meant for one is lit; in private that is everything, and the count says as much
            is_lit = bool(room.mentions) and not room.is_muted
            is_private = room.kind is RoomKind.PRIVATE
            text = f"@{badge_text(room.mentions)}" if is_lit and not is_private else badge_text(room.unread)
            size = QSizeF(badge_width(theme, text), theme.scaled(theme.metrics.badge.height))
            badge, box = _cut_off(box, size, gap, mirrored=mirrored)
            paint_badge(painter, theme, badge, text, mention=is_lit)
        if room.is_muted:
            side = theme.scaled(_MUTED)
            mark, box = _cut_off(box, QSizeF(side, side), gap, mirrored=mirrored)
            theme.paint_icon(painter, mark, "silence", "text3")
        return box

    def _paint_name(
        self, painter: QPainter, box: QRectF, room: Room, *, chosen: bool, mirrored: bool
    ) -> None:
        theme = self._theme
        unread = bool(room.unread or room.mentions) and not room.is_muted
        is_offline = room.is_online is False
        ink = "text" if unread or chosen else "text3" if is_offline else "text2"
        side = theme.scaled(theme.metrics.avatar.popup if room.kind is RoomKind.PRIVATE else _ICON)
        x = box.right() - side if mirrored else box.left()
        mark = QRectF(QPoint(round(x), round(box.center().y() - side / 2)), QSize(side, side))
        if room.kind is RoomKind.PRIVATE:
            colours = room.connection.colours
            look = theme.person_avatar(
                room.title,
                theme.metrics.avatar.quote,
                colour_of=colours.colour_of(room.target),
                picture=colours.picture_of(room.target),
            )
            look = replace(look, opacity=_OFFLINE_OPACITY) if is_offline else look
            theme.avatars.paint(painter, mark.translated(1 if mirrored else -1, 0), look, mirrored=mirrored)
        elif room.kind is RoomKind.HOSTED:
            theme.paint_icon(painter, mark, "host", "you")
        else:
            theme.paint_icon(painter, mark, "lock" if room.is_private else "room", ink)
        taken = theme.scaled(_ICON + theme.metrics.spacing.one)
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
        above = index.model().index(index.row() - 1, 0) if index.row() else QModelIndex()
        return bool(above.data(RoomsModel.SectionRole) != index.data(RoomsModel.SectionRole))


def _cut_off(box: QRectF, size: QSizeF, gap: float, *, mirrored: bool) -> tuple[QRectF, QRectF]:
    """A part of that size at the end of `box`, in the middle of its height, and the rest of it."""
    x = box.left() if mirrored else box.right() - size.width()
    part = QRectF(QPointF(x, box.center().y() - size.height() / 2), size)
    taken = size.width() + gap
    return part, box.adjusted(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)
