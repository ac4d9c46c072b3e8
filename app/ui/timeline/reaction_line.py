"""The reactions to a message: a round chip each with its number, and one more to add another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from app.irc.text import strip_formatting
from app.models.timeline_entries import Reaction
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.base_row import ClickKind, ClickTarget, RowState
from app.ui.timeline.geometry import Geometry
from app.values import frozen
from app.words import message_words

_PAD = 8
_GAP = 5  # between emoji and number
_LINE_GAP = 4
_BELOW = 2
_EMOJI_PX = 14
_WIDEST = 120  # a reaction may be any text
_NAMED = 12  # so many people are named in a tooltip


@frozen
class Chip:
    """One reaction at its place: `words` as shown, maybe shortened, and their width."""

    reaction: Reaction
    words: str
    advance: float
    target: ClickTarget


class ReactionLine:
    """Laid out from `y` on, as many lines as it takes; `bottom` is where they end. No reactions: nothing."""

    def __init__(
        self, theme: Theme, geometry: Geometry, reactions: Sequence[Reaction], y: int, *, may_react: bool
    ) -> None:
        self._theme = theme
        self._chips: list[Chip] = []
        self._add: ClickTarget | None = None
        self.targets: list[ClickTarget] = []
        self.bottom = y
        if not reactions:
            return
        self._right = geometry.text_x + geometry.text_width
        self._left = geometry.text_x
        self._next = QRectF(self._left, y + theme.metrics.timeline.reaction_top, 0, self._height)
        for reaction in reactions:
            self._place(reaction)
        if may_react:
            rect = self._take(theme.scaled(theme.metrics.icon.small) + 2 * _PAD)
            self._add = ClickTarget(ClickKind.ADD_REACTION, rect, "", message_words.ADD_A_REACTION())
            self.targets.append(self._add)
        self.bottom = round(self._next.bottom()) + _BELOW

    @property
    def _height(self) -> int:
        return self._theme.scaled(self._theme.metrics.timeline.reaction_height)

    def _place(self, reaction: Reaction) -> None:
        theme = self._theme
        metrics = QFontMetricsF(self._emoji_font())
        words = metrics.elidedText(
            strip_formatting(reaction.text), Qt.TextElideMode.ElideRight, theme.scaled(_WIDEST)
        )
        advance = metrics.horizontalAdvance(words)
        number = QFontMetricsF(theme.font(TypeRole.LABEL)).horizontalAdvance(str(len(reaction.senders)))
        rect = self._take(round(2 * _PAD + advance + _GAP + number + 1))
        target = ClickTarget(ClickKind.REACTION, rect, reaction.text, who_reacted(reaction))
        self._chips.append(Chip(reaction, words, advance, target))
        self.targets.append(target)

    def _take(self, width: float) -> QRectF:
        """The next free place, on a new line where this one is full."""
        line = self._next
        if line.left() + width > self._right and line.left() > self._left:
            line = QRectF(self._left, line.bottom() + _LINE_GAP, 0, line.height())
        taken = QRectF(line.left(), line.top(), width, line.height())
        gap = self._theme.metrics.timeline.reaction_gap
        self._next = QRectF(taken.right() + gap, taken.top(), 0, taken.height())
        return taken

    def paint(self, painter: QPainter, y: int, state: RowState) -> None:
        """Paint the chips of a row that begins at `y`."""
        for chip in self._chips:
            self._paint_chip(painter, chip, y, pointed=chip.target == state.pointed)
        if self._add is not None:
            box = self._add.rect.translated(0, y)
            side = self._theme.scaled(self._theme.metrics.icon.small)
            icon = QRectF(0, 0, side, side)
            icon.moveCenter(box.center())
            ink = "text" if self._add == state.pointed else "text3"
            self._theme.paint_icon(painter, icon, "react", ink)

    def _paint_chip(self, painter: QPainter, chip: Chip, y: int, *, pointed: bool) -> None:
        theme, colours, own = self._theme, self._theme.colours, chip.reaction.own
        box = chip.target.rect.translated(0, y)
        edge = colours.accent_text if own else (colours.control_border if pointed else colours.line)
        ground = colours.accent_tint if own else colours.sunken
        if own and pointed:
            ground = colours.accent_tint_hover
        painter.setPen(QPen(edge, 1))
        painter.setBrush(ground)
        radius = box.height() / 2
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        ink = colours.accent_text if own else colours.text2
        painter.setPen(ink)
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        inside = box.adjusted(_PAD, 0, 0, 0)
        painter.setFont(self._emoji_font())
        painter.drawText(inside, place | Qt.TextFlag.TextSingleLine, chip.words)
        inside.setLeft(inside.left() + chip.advance + _GAP)
        painter.setFont(theme.font(TypeRole.LABEL))
        painter.drawText(inside, place, str(len(chip.reaction.senders)))

    def _emoji_font(self) -> QFont:
        font = QFont(self._theme.font(TypeRole.LABEL))
        font.setPixelSize(self._theme.scaled(_EMOJI_PX))
        return font


def who_reacted(reaction: Reaction) -> str:
    """Who gave a reaction, in words for its tooltip."""
    names = [strip_formatting(name) for name in reaction.senders]
    rest = len(names) - _NAMED
    if rest > 1:
        names = [*names[:_NAMED], message_words.OTHERS(count=rest)]
    return f"{strip_formatting(reaction.text)}  {', '.join(names)}"
