"""How a row of a list to pick from is painted: mark, title, what it is about, people, what a click does."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.guard import guarded
from app.models.picks import Pick, PickMark, PicksModel
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import ListDelegate, paint_elided_text, paint_row_background

Index = QModelIndex | QPersistentModelIndex

_HEIGHT = 48
_ABOVE = 4
_ICON = 18
_PEOPLE_ICON = 16
_LEAST_WORDS = 120  # below this the numbers at the end make room for the title


@guarded()
class PickDelegate(ListDelegate):
    """Paints rows of a PicksModel, all of one height so that thousands cost no more than a screenful."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.scaled(_HEIGHT))

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        pick = index.data(PicksModel.PickRole)
        if not isinstance(pick, Pick):
            return
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        paint_row_background(painter, self._theme, QRectF(option.rect), option)
        pad = self._theme.scaled(self._theme.metrics.list.side_padding)
        above = self._theme.scaled(_ABOVE)
        box = QRectF(option.rect).adjusted(pad, above, -pad, -above)
        box = self._paint_mark(painter, box, pick, mirrored=mirrored)
        is_current = bool(option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver))
        ink = "accent_text" if is_current else "text3"
        beside = self._paint_end(painter, box, pick.action, ink, mirrored)
        below = pick.action if beside == box else ""
        if pick.people is not None:
            beside = self._paint_people(painter, beside, pick.people, mirrored=mirrored)
        self._paint_words(painter, beside, pick, below, ink)

    def _paint_mark(self, painter: QPainter, box: QRectF, pick: Pick, *, mirrored: bool) -> QRectF:
        """Returns what is left of `box`."""
        theme = self._theme
        is_person = pick.mark is PickMark.PERSON
        side = theme.scaled(theme.metrics.avatar.members if is_person else _ICON)
        x = box.right() - side if mirrored else box.left()
        mark = QRectF(round(x), round(box.center().y() - side / 2), side, side)
        if is_person:
            look = theme.person_avatar(
                pick.title, theme.metrics.avatar.members, colour_of=pick.colour_of, picture=pick.picture
            )
            theme.avatars.paint(painter, mark, look, mirrored=mirrored)
        else:
            ink = "you" if pick.mark is PickMark.HOSTED_ROOM else "text2"
            theme.paint_icon(painter, mark, pick.mark.value, ink)
        return _without(box, side + theme.scaled(theme.metrics.spacing.one), at_end=False, mirrored=mirrored)

    def _paint_end(self, painter: QPainter, box: QRectF, text: str, ink: str, mirrored: bool) -> QRectF:
        font = self._theme.font(TypeRole.LABEL)
        width = QFontMetricsF(font).horizontalAdvance(text)
        if not text or box.width() - width < self._theme.scaled(_LEAST_WORDS):
            return box
        painter.setPen(self._theme.colour(ink))
        end = QRectF(box.left() if mirrored else box.right() - width, box.top(), width + 1, box.height())
        paint_elided_text(painter, end, text, font)
        return _without(
            box, width + self._theme.scaled(self._theme.metrics.spacing.two), at_end=True, mirrored=mirrored
        )

    def _paint_people(self, painter: QPainter, box: QRectF, people: int, *, mirrored: bool) -> QRectF:
        left = self._paint_end(painter, box, str(people), "text3", mirrored)
        if left == box:
            return box
        side, gap = self._theme.scaled(_PEOPLE_ICON), self._theme.scaled(self._theme.metrics.spacing.one_half)
        x = left.left() - gap if mirrored else left.right() - side + gap  # close to its number
        icon = QRectF(x, box.center().y() - side / 2, side, side)
        self._theme.paint_icon(painter, icon, "people", "text3")
        return _without(left, side, at_end=True, mirrored=mirrored)

    def _paint_words(self, painter: QPainter, box: QRectF, pick: Pick, action: str, ink: str) -> None:
        """Its title, and below it `action`, "" where that stands at the end, and what it is about."""
        theme = self._theme
        half = box.height() / 2
        title = box.adjusted(0, 0, 0, -half) if pick.about or action else box
        painter.setPen(theme.colours.text)
        paint_elided_text(painter, title, pick.title, theme.font(TypeRole.LIST_UNREAD))
        line = box.adjusted(0, half, 0, 0)
        if action:
            painter.setPen(theme.colour(ink))
            paint_elided_text(painter, line, action, theme.font(TypeRole.LABEL))
        elif pick.about:
            painter.setPen(theme.colours.text3)
            paint_elided_text(painter, line, pick.about, theme.font(TypeRole.META))


def _without(box: QRectF, width: float, *, at_end: bool, mirrored: bool) -> QRectF:
    """`box` without a strip at its start or its end, as one reads."""
    is_right = at_end != mirrored
    return box.adjusted(0 if is_right else width, 0, -width if is_right else 0, 0)
