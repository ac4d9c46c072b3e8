"""The row of a message: who and when, what it replies to, its text and file, reactions, how sending went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.client.wishes import React
from app.models.room_wishes import FetchFile
from app.models.timeline_entries import MessageEntry
from app.models.timeline_text import whole_text
from app.ui.theme.fonts import TypeRole
from app.ui.timeline.base_row import Row, RowContext, RowState
from app.ui.timeline.dividers import Dividers
from app.ui.timeline.message_body import MessageBody
from app.ui.timeline.message_header import SenderHeader, audience_words, avatar_bottom, paint_gutter_time
from app.ui.timeline.quote_line import QuoteLine
from app.ui.timeline.reaction_line import ReactionLine
from app.ui.timeline.send_line import SendLine
from app.ui.timeline.text_block import TextBlock

if TYPE_CHECKING:
    from app.ui.timeline.file_parts import FileCard, PictureBox

_GROUPED_MENTION_GAP = 6
_HOVER_REACH = 6
_COMPACT_GROUP_GAP = 8


class MessageRow(Row):
    """A message. `starts_group`: it shows who speaks and when."""

    entry: MessageEntry

    def __init__(
        self, entry: MessageEntry, context: RowContext, dividers: Dividers, *, starts_group: bool
    ) -> None:
        super().__init__(entry, context, dividers)
        self.starts_group = starts_group
        metrics = self.theme.metrics.timeline
        self.gap = self._gap()
        self.top += self.gap
        self._text_top = self.top + (metrics.mention_pad_top if entry.mention else 0)
        self._audience: tuple[TextBlock, QPointF] | None = None
        self._header = self._make_header(context) if starts_group else None
        if self._header is not None:
            self.targets += self._header.targets(self._text_top)
        y = self._add_header()
        self._quote = self._add_quote(context, y)
        y = self._quote.bottom if self._quote else y
        # archives of early versions keep no names of then, and an edited text may have new ones
        names = (*entry.own_names, *context.names) if entry.mention else ()
        self._body = MessageBody(self, entry, y, names)
        self._file = self._add_file(context)
        y, end = self._content_end()
        may_react = context.abilities.may(React, entry)
        self._reactions = ReactionLine(self.theme, self.geometry, entry.reactions, y, may_react=may_react)
        self._line = SendLine(self.theme, entry, end, self.geometry, self._reactions.bottom)
        self.targets += [*self._reactions.targets, *self._line.targets]
        y = self._line.bottom
        if starts_group:
            y = max(y, self._text_top + avatar_bottom(self.geometry))
        self.height = y + (metrics.mention_pad_bottom if entry.mention else 0)

    def _gap(self) -> int:
        metrics = self.theme.metrics.timeline
        if self.entry.mention:
            return metrics.mention_gap if self.starts_group else _GROUPED_MENTION_GAP
        if not self.starts_group:
            return metrics.row_gap_in_group
        return _COMPACT_GROUP_GAP if self.geometry.compact else metrics.group_gap

    # -- laying out

    def _make_header(self, context: RowContext) -> SenderHeader:
        entry = self.entry
        colour_of, picture = context.colour_of(entry), context.picture_of(entry)
        return SenderHeader(self.theme, self.geometry, entry, colour_of=colour_of, picture=picture)

    def _add_header(self) -> int:
        """Room for the sender's line; compact, where that is none, a line for what is special only."""
        y, theme = self._text_top, self.theme
        if not self.starts_group:
            return y
        if not self.geometry.compact:
            return y + theme.line_height(TypeRole.NAME) + theme.metrics.timeline.name_to_text
        words = audience_words(self.entry)
        if words:
            line, width = theme.line_height(TypeRole.MESSAGE), self.geometry.text_width
            block = TextBlock(words, theme.font(TypeRole.META), line_height=line, width=width)
            self._audience = block, QPointF(self.geometry.text_x, y)
            y += block.height
        return y

    def _add_quote(self, context: RowContext, y: int) -> QuoteLine | None:
        msgid = self.entry.reply_to
        if not msgid or self.entry.deleted is not None:
            return None
        original = context.find(msgid)
        if original is not None and context.hides(original):
            return QuoteLine(self.theme, self.geometry, None, "", y, colour_of="")
        colour_of = context.colour_of(original) if original is not None else ""
        picture = context.picture_of(original) if original is not None else ""
        quote = QuoteLine(self.theme, self.geometry, original, msgid, y, colour_of=colour_of, picture=picture)
        self.targets.append(quote.target)
        return quote

    def _add_file(self, context: RowContext) -> FileCard | PictureBox | None:
        file = self.entry.file
        if file is None or self.entry.deleted is not None:
            return None
        from app.ui.timeline.file_parts import make_file_part  # with the first file: most rooms have none

        may_fetch = context.abilities.may(FetchFile, self.entry)
        part = make_file_part(self, file, self._body.bottom, context.pictures, may_fetch=may_fetch)
        self.targets += part.targets
        return part

    def _content_end(self) -> tuple[int, QPointF]:
        """Where what was said and shared ends: below it, and behind it on its last line."""
        if self._file is not None:
            return self._file.bottom, self._file.end
        return self._body.bottom, self.pieces[-1].end

    @property
    def told_of_file(self) -> str:
        """How the download of its file stands, in words; "" for none."""
        return self._file.told if self._file is not None else ""

    def copied(self) -> str:
        # a name as it is, and not as there is room for it
        return whole_text(self.entry) if self._file is not None else self.text

    def is_time_at(self, point: QPointF) -> bool:
        geometry = self.geometry
        if self.starts_group and not geometry.compact:
            return 0 <= point.y() - self._text_top < self.theme.line_height(TypeRole.NAME)
        return point.x() <= geometry.gutter_right and point.y() >= self.top

    # -- painting

    def ground(self, y: int, state: RowState, right: int) -> QRectF:
        inset = self.theme.metrics.timeline.mention_inset
        width = min(self.geometry.width - inset, right - 2) - inset
        rect = QRectF(inset, y + self.top, width, self.height - self.top)
        if self.entry.mention:
            return rect
        above, below = self.reach(state, _HOVER_REACH)
        return rect.adjusted(0, -above, 0, below)

    def paint_ground(self, painter: QPainter, y: int, state: RowState, right: int) -> None:
        colours, radius = self.theme.colours, self.theme.metrics.radius.row
        rect = self.ground(y, state, right)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.entry.mention:
            painter.setBrush(colours.you_tint)
            painter.drawRoundedRect(rect, radius, radius)
            painter.setBrush(colours.you)
            bar = self.theme.metrics.stroke.mention_bar
            painter.drawRoundedRect(QRectF(rect.left(), rect.top(), bar, rect.height()), 2, 2)
        if state.lit or (state.hovered and not self.entry.mention):
            painter.setBrush(colours.accent_tint if state.lit else colours.hover_on_sheet)
            painter.drawRoundedRect(rect.adjusted(3 if self.entry.mention else 0, 0, 0, 0), radius, radius)
        if state.focused:
            self.paint_focus(painter, rect if not self.entry.mention else rect.adjusted(3, 0, 0, 0))

    def paint(self, painter: QPainter, y: int, state: RowState) -> None:
        self._body.paint_below(painter, y, state)
        if self._file is not None:
            self._file.paint_below(painter, y)
        super().paint(painter, y, state)
        self._body.paint_above(painter, y)
        if self._file is not None:
            self._file.paint(painter, y, state)
        text_top = y + self._text_top
        if self._header is not None:
            self._header.paint(painter, text_top)
        elif state.hovered or state.focused:
            paint_gutter_time(painter, self.theme, self.geometry, self.entry.time, text_top)
        if self._audience is not None:
            block, at = self._audience
            block.draw(painter, at + QPointF(0, y), self.theme.colours.text3)
        if self._quote is not None:
            self._quote.paint(painter, y, pointed=self._quote.target == state.pointed)
        self._reactions.paint(painter, y, state)
        self._line.paint(painter, y, state)
