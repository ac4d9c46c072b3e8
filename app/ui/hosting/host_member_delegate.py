"""How a member is painted in the host panel: avatar, name, address and since when, role, and two buttons."""

from __future__ import annotations

from PySide6.QtCore import (
    QDateTime,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.client.events import Member
from app.guard import guarded
from app.models.members import MembersModel, Rank, rank_of, shown_name
from app.ui.action import row_of
from app.ui.members.member_actions import MEMBER_ACTIONS, MemberAction
from app.ui.theme.avatars import AvatarState
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import ListDelegate, paint_elided_text
from app.words import common_words, hosting_words, people_words

Index = QModelIndex | QPersistentModelIndex

_PAD_LEFT = 10
_PAD_RIGHT = 6
_ICON = 18


# The buttons painted on a member's row, in the order from the end.
ROW_BUTTONS = (MemberAction.BAN, MemberAction.REMOVE)


@guarded()
class HostMemberDelegate(ListDelegate):
    """Paints members; the host's own row has no buttons. `hovered` is the button under the mouse."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.members: MembersModel | None = None
        self.hovered: tuple[int, MemberAction] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.scaled(self._theme.metrics.list.people_row_in_panel))

    def can_be_removed(self, member: Member) -> bool:
        """Whether a row has the two buttons."""
        return not self._is_self(member) and rank_of(member) is not Rank.HOST

    def _is_self(self, member: Member) -> bool:
        return self.members is not None and member.nick == self.members.own_nick

    def button_rect(self, row: QRect, button: MemberAction, *, mirrored: bool) -> QRect:
        """Where a button is painted on a row."""
        side = self._theme.around_icon(self._theme.metrics.control.button_small, _ICON)
        steps = ROW_BUTTONS.index(button)
        offset = _PAD_RIGHT + steps * (side + 4)
        x = row.left() + offset if mirrored else row.right() + 1 - offset - side
        return QRect(QPoint(x, row.center().y() - side // 2 + 1), QSize(side, side))

    def button_at(self, row: QRect, member: Member, pos: QPoint, *, mirrored: bool) -> MemberAction | None:
        """Which button of a row is at `pos`."""
        if not self.can_be_removed(member):
            return None
        buttons = (one for one in ROW_BUTTONS if self.button_rect(row, one, mirrored=mirrored).contains(pos))
        return next(buttons, None)

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        member = index.data(MembersModel.RowRole)
        if not isinstance(member, Member):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        row = QRectF(option.rect)
        if index.row():
            painter.fillRect(QRectF(row.left(), row.top(), row.width(), 1), self._theme.colours.line)
        self._paint_focus(painter, row, option)
        box = self._paint_avatar(painter, row, member, index, mirrored=mirrored)
        taken = self._paint_buttons(painter, option.rect, member, index.row(), mirrored=mirrored)
        box = box.adjusted(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)
        self._paint_words(painter, box, member, mirrored=mirrored)

    # -- parts

    def _paint_focus(self, painter: QPainter, row: QRectF, option: QStyleOptionViewItem) -> None:
        state = QStyle.StateFlag
        if option.state & state.State_HasFocus and option.state & state.State_KeyboardFocusChange:
            painter.save()
            pen = painter.pen()
            pen.setColor(self._theme.colours.focus_ring)
            pen.setWidth(self._theme.metrics.stroke.focus)
            painter.setPen(pen)
            radius = self._theme.metrics.radius.row
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), radius, radius)
            painter.restore()

    def _paint_avatar(
        self, painter: QPainter, row: QRectF, member: Member, index: Index, *, mirrored: bool
    ) -> QRectF:
        size = self._theme.metrics.avatar.members
        side, pad = self._theme.scaled(size), self._theme.scaled(_PAD_LEFT)
        state = AvatarState.AWAY if member.away is not None else AvatarState.PRESENT
        x = row.right() - pad - side if mirrored else row.left() + pad
        where = QRectF(x, round(row.center().y() - side / 2), side, side)
        look = self._theme.person_avatar(
            shown_name(member),
            size,
            state,
            colour_of=index.data(MembersModel.ColourRole),
            picture=index.data(MembersModel.PictureRole),
        )
        self._theme.avatars.paint(painter, where, look, mirrored=mirrored)
        taken = self._theme.scaled(_PAD_LEFT + self._theme.metrics.spacing.one) + side
        return row.adjusted(0 if mirrored else taken, 0, -taken if mirrored else 0, 0)

    def _paint_buttons(
        self, painter: QPainter, row: QRect, member: Member, at: int, *, mirrored: bool
    ) -> float:
        """Returns the width taken at the row's end."""
        theme = self._theme
        taken = float(_PAD_RIGHT + 6)
        if self.can_be_removed(member):
            for button in ROW_BUTTONS:
                box = QRectF(self.button_rect(row, button, mirrored=mirrored))
                hovered = self.hovered == (at, button)
                if hovered:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(theme.colours.danger_tint)
                    painter.drawRoundedRect(box, theme.metrics.radius.button, theme.metrics.radius.button)
                inset = (box.width() - theme.scaled(_ICON)) / 2
                icon = box.adjusted(inset, inset, -inset, -inset)
                row_icon = row_of(MEMBER_ACTIONS, button).icon
                theme.paint_icon(painter, icon, row_icon, "danger_text" if hovered else "text2")
            side = theme.around_icon(theme.metrics.control.button_small, _ICON)
            taken = _PAD_RIGHT + 2 * (side + 4)
        role = {Rank.HOST: ("host", "you"), Rank.MODERATOR: ("shield", "text2")}.get(rank_of(member))
        if role is None:
            return taken
        side = theme.scaled(theme.metrics.icon.small)
        x = row.left() + taken if mirrored else row.right() + 1 - taken - side
        theme.paint_icon(painter, QRectF(x, row.center().y() - side / 2 + 1, side, side), *role)
        return taken + side + theme.metrics.spacing.half

    def _paint_words(self, painter: QPainter, box: QRectF, member: Member, *, mirrored: bool) -> None:
        theme = self._theme
        name, meta = theme.font(TypeRole.LIST), theme.font(TypeRole.META)
        middle = box.center().y()
        upper = QRectF(box.left(), box.top() + 1, box.width(), middle - box.top())
        lower = QRectF(box.left(), middle, box.width(), box.bottom() - middle - 2)
        painter.setPen(theme.colours.text)
        paint_elided_text(painter, upper, shown_name(member), name)
        painter.setPen(theme.colours.text3)
        if self._is_self(member):
            beside = QFontMetricsF(name).horizontalAdvance(shown_name(member)) + 4
            you = upper.adjusted(0 if mirrored else beside, 0, -beside if mirrored else 0, 0)
            paint_elided_text(painter, you, common_words.YOU(), meta)
        paint_elided_text(painter, lower, member_words(member, QDateTime.currentDateTime()), meta)


def member_words(member: Member, now: QDateTime) -> str:
    """Where from and since when somebody is connected, or that they are away; first if not encrypted."""
    if member.away is not None:
        when = common_words.AWAY_IN_LIST()
    elif member.joined is not None:
        when = hosting_words.SINCE(time=_clock(member.joined, now))
    else:
        when = ""
    how = people_words.IN_PLAIN_BROWSER() if member.is_overheard else ""
    return " · ".join(part for part in (how, member.host, when) if part)


def _clock(moment: float, now: QDateTime) -> str:
    then = QDateTime.fromSecsSinceEpoch(int(moment))
    short = QLocale.FormatType.ShortFormat
    if then.date() == now.date():
        return QLocale().toString(then.time(), short)
    return QLocale().toString(then, short)
