"""How a row of the members is painted: a heading, or avatar, name, presence and role. Keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QStyleOptionViewItem,
    QWidget,
)

from app.client.events import Member
from app.guard import guarded
from app.models.members import Heading, MembersModel, Rank, rank_of, shown_name
from app.ui.theme.avatars import AvatarState
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import ListDelegate, paint_elided_text, paint_row_background
from app.words import common_words, people_words

Index = QModelIndex | QPersistentModelIndex

_ROLE_ICONS = {Rank.HOST: ("host", "you"), Rank.MODERATOR: ("shield", "text2")}
_OVERHEARD_ICON = ("unlock", "text2")


@guarded()
class MemberDelegate(ListDelegate):
    """Paints rows of a MembersModel, all of one height so that thousands cost no more than a screenful."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.dimmed = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.scaled(self._theme.metrics.list.member_row))

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(MembersModel.RowRole)
        pad = self._theme.scaled(self._theme.metrics.list.side_padding)
        whole = QRectF(option.rect)
        inner = whole.adjusted(pad, 0, -pad, 0)
        if isinstance(row, Heading):
            self._paint_heading(
                painter, inner, row, mirrored=option.direction == Qt.LayoutDirection.RightToLeft
            )
        elif isinstance(row, Member):
            mirrored = option.direction == Qt.LayoutDirection.RightToLeft
            paint_row_background(painter, self._theme, whole, option)
            self._paint_avatar(painter, inner, row, index, mirrored=mirrored)
            metrics = self._theme.metrics
            taken = self._theme.scaled(metrics.avatar.members + metrics.spacing.one)
            box = inner.adjusted(0 if mirrored else taken, 0, -taken if mirrored else 0, 0)
            role = ("voice", "text2") if index.data(MembersModel.VoiceRole) else _ROLE_ICONS.get(rank_of(row))
            box = self._paint_icon(painter, box, role, mirrored=mirrored)
            if row.is_overheard:  # its words are in the row's tooltip
                box = self._paint_icon(painter, box, _OVERHEARD_ICON, mirrored=mirrored)
            is_self = bool(index.data(MembersModel.SelfRole))
            is_ignored = bool(index.data(MembersModel.IgnoredRole))
            words = people_words.IGNORED_IN_LIST() if is_ignored else self._words(row, is_self)
            box = self._paint_words(painter, box, words, mirrored=mirrored)
            faint = self.dimmed or row.away is not None or is_ignored
            painter.setPen(self._theme.colours.text3 if faint else self._theme.colours.text)
            paint_elided_text(painter, box, shown_name(row), self._theme.font(TypeRole.LIST))

    def tooltip_at(self, point: QPoint, option: QStyleOptionViewItem, index: Index) -> str:
        """The role's name over its icon, else the row's own tooltip."""
        row = index.data(MembersModel.RowRole)
        if isinstance(row, Member):
            is_voiced = bool(index.data(MembersModel.VoiceRole))
            words = people_words.VOICE() if is_voiced else self.role_words(rank_of(row))
            mirrored = option.direction == Qt.LayoutDirection.RightToLeft
            metrics = self._theme.metrics
            side = self._theme.scaled(metrics.list.side_padding * 2 + metrics.icon.small)
            over = point.x() < side if mirrored else point.x() > option.rect.right() - side
            if words and over:
                return words
        return super().tooltip_at(point, option, index)

    def useful_width(self, members: Iterable[Member]) -> int:
        """How wide a row has to be for the longest of these names, a role and a word behind it."""
        metrics, font = self._theme.metrics, QFontMetricsF(self._theme.font(TypeRole.LIST))
        beside = QFontMetricsF(self._theme.font(TypeRole.META)).horizontalAdvance(people_words.YOU_AND_AWAY())
        name = max((font.horizontalAdvance(shown_name(member)) for member in members), default=0.0)
        icons = metrics.avatar.members + metrics.icon.small
        gaps = 2 * metrics.list.side_padding + 3 * metrics.spacing.one
        return round(name + beside + self._theme.scaled(icons + gaps) + 2)

    def role_words(self, rank: Rank) -> str:
        """What a role's icon says, "" for members."""
        if rank is Rank.HOST:
            return people_words.HOST()
        return people_words.MODERATOR() if rank is Rank.MODERATOR else ""

    # -- parts

    def _paint_heading(self, painter: QPainter, box: QRectF, heading: Heading, *, mirrored: bool) -> None:
        titles = {
            Rank.HOST: people_words.HOST(),
            Rank.MODERATOR: people_words.MODERATORS(),
            Rank.MEMBER: people_words.MEMBERS(),
        }
        font = self._theme.font(TypeRole.LABEL)
        # a heading belongs to what is below it
        box = box.adjusted(0, self._theme.scaled(6), 0, 2)
        painter.setPen(self._theme.colours.text3)
        paint_elided_text(painter, box, titles[heading.rank], font)
        if heading.count > 1:
            beside = QFontMetricsF(font).horizontalAdvance(titles[heading.rank]) + self._theme.scaled(6)
            beside_it = box.adjusted(0 if mirrored else beside, 0, -beside if mirrored else 0, 0)
            paint_elided_text(painter, beside_it, str(heading.count), self._theme.font(TypeRole.META))

    def _paint_avatar(
        self, painter: QPainter, box: QRectF, member: Member, index: Index, *, mirrored: bool
    ) -> None:
        size = self._theme.metrics.avatar.members
        side = self._theme.scaled(size)
        state = AvatarState.AWAY if member.away is not None else AvatarState.PRESENT
        if self.dimmed and state is AvatarState.PRESENT:
            state = AvatarState.OFFLINE
        look = self._theme.person_avatar(
            shown_name(member),
            size,
            state,
            colour_of=index.data(MembersModel.ColourRole),
            picture=index.data(MembersModel.PictureRole),
        )
        x = box.right() - side if mirrored else box.left()
        where = QRectF(x, round(box.center().y() - side / 2), side, side)
        self._theme.avatars.paint(painter, where, look, mirrored=mirrored)

    def _paint_icon(
        self, painter: QPainter, box: QRectF, icon: tuple[str, str] | None, *, mirrored: bool
    ) -> QRectF:
        if icon is None:
            return box
        side = self._theme.scaled(self._theme.metrics.icon.small)
        x = box.left() if mirrored else box.right() - side
        self._theme.paint_icon(painter, QRectF(x, round(box.center().y() - side / 2), side, side), *icon)
        return self._beside(box, side, mirrored=mirrored)

    def _words(self, member: Member, is_self: bool) -> str:
        """What stands behind the name, which gives way to it: who one is oneself, and whether one is away."""
        is_away = member.away is not None
        if is_self:
            return people_words.YOU_AND_AWAY() if is_away else common_words.YOU()
        return common_words.AWAY_IN_LIST() if is_away else ""

    def _paint_words(self, painter: QPainter, box: QRectF, words: str, *, mirrored: bool) -> QRectF:
        if not words:
            return box
        font = self._theme.font(TypeRole.META)
        width = QFontMetricsF(font).horizontalAdvance(words) + 1
        x = box.left() if mirrored else box.right() - width
        painter.setPen(self._theme.colours.text3)
        paint_elided_text(painter, QRectF(x, box.top(), width, box.height()), words, font)
        return self._beside(box, width, mirrored=mirrored)

    def _beside(self, box: QRectF, taken: float, *, mirrored: bool) -> QRectF:
        taken += self._theme.scaled(self._theme.metrics.spacing.one)
        return box.adjusted(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)
