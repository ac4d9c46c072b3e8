"""The row of a message: drop, name and time, text with its chips, code, and how sending went."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.client.events import TextKind
from app.irc.text import strip_formatting
from app.models.timeline_entries import MessageEntry, SendState
from app.models.timeline_markup import CodeBlock, Paragraph, Span, Style, is_large_emoji, parse
from app.models.timeline_words import clock, isolate
from app.ui.theme.drops import DropLook
from app.ui.theme.fonts import TypeRole
from app.ui.timeline.message_formats import marks_for, paint_chips, paint_underlines, span_rects
from app.ui.timeline.row import Row, RowContext, RowLook, Target, TargetKind
from app.ui.timeline.send_line import SendLine
from app.ui.timeline.text_block import TextBlock

_GROUPED_MENTION_GAP = 6
_CODE_GAP = 4
_COPY_SIDE = 28
_GUTTER_PX = 11
_HOVER_REACH = 6
_RANKS = {"@": "moderators", "%": "moderators", "~": "the host", "&": "the host", "+": "people with voice"}


class MessageRow(Row):
    """A message. `starts_group`: it shows who speaks and when."""

    entry: MessageEntry

    def __init__(self, entry: MessageEntry, context: RowContext, day: str, *, starts_group: bool) -> None:
        super().__init__(entry, context, day)
        self.starts_group = starts_group
        self._paragraphs: list[tuple[TextBlock, Paragraph, QPointF]] = []
        self._codes: list[QRectF] = []
        metrics = self.theme.metrics.timeline
        self._pad_bottom = metrics.mention_pad_bottom if entry.mention else 0
        self._name_ink = self.theme.name_colour(entry.sender).text
        self.gap = self._gap()
        self.top += self.gap
        self._text_top = self.top + (metrics.mention_pad_top if entry.mention else 0)
        y = self._text_top
        if starts_group:
            y += self.theme.line_height(TypeRole.NAME) + metrics.name_to_text
        y = self._add_blocks(y, context.names if entry.mention else ())
        self._line = SendLine(self.theme, entry, self.pieces[-1], self.geometry, y)
        self.targets += self._line.targets
        y = self._line.bottom
        if starts_group:
            y = max(y, self._text_top + 2 + self.geometry.avatar)
        self.height = y + self._pad_bottom

    def _gap(self) -> int:
        metrics = self.theme.metrics.timeline
        if self.entry.mention:
            return metrics.mention_gap if self.starts_group else _GROUPED_MENTION_GAP
        return metrics.group_gap if self.starts_group else metrics.row_gap_in_group

    # -- laying out

    def _add_blocks(self, y: int, names: tuple[str, ...]) -> int:
        text = strip_formatting(self.entry.text)
        if is_large_emoji(text):
            return self._add_paragraph(Paragraph(text.strip()), y, TypeRole.EMOJI_ONLY)
        for block in parse(text, names):
            if isinstance(block, CodeBlock):
                y = self._add_code(block, y)
            else:
                y = self._add_paragraph(self._spoken(block), y, TypeRole.MESSAGE)
        return y

    def _spoken(self, block: Paragraph) -> Paragraph:
        """An action begins with who does it."""
        if self.entry.kind is not TextKind.ACTION or self.pieces:
            return block
        name = f"{isolate(self.entry.called)} "
        moved = [Span(s.start + len(name), s.end + len(name), s.style, s.target) for s in block.spans]
        return Paragraph(name + block.text, (Span(0, len(name) - 1, Style.BOLD), *moved))

    def _add_paragraph(self, paragraph: Paragraph, y: int, role: TypeRole) -> int:
        block = TextBlock(
            paragraph.text,
            self.theme.font(role),
            line_height=self.theme.line_height(role),
            width=self.geometry.text_width,
            marks=marks_for(self.theme, paragraph),
        )
        at = QPointF(self.geometry.text_x, y)
        self.add_piece(block, at, self._ink())
        self._paragraphs.append((block, paragraph, at))
        for span in paragraph.spans:
            if span.style is Style.LINK:
                self.targets += [
                    Target(TargetKind.LINK, rect.translated(at), span.target)
                    for rect in span_rects(block, paragraph, span)
                ]
        return y + block.height

    def _add_code(self, code: CodeBlock, y: int) -> int:
        metrics = self.theme.metrics.timeline
        y += _CODE_GAP if self.pieces or self.starts_group else 0
        panel_width = self.geometry.text_width
        block = TextBlock(
            code.text.replace("\t", "    "),
            self.theme.font(TypeRole.CODE),
            line_height=self.theme.line_height(TypeRole.CODE),
            width=panel_width - 2 * metrics.code_pad_x - self.theme.scaled(_COPY_SIDE),
        )
        panel = QRectF(self.geometry.text_x, y, panel_width, block.height + 2 * metrics.code_pad_y)
        self._codes.append(panel)
        self.add_piece(block, panel.topLeft() + QPointF(metrics.code_pad_x, metrics.code_pad_y), self._ink())
        side = self.theme.scaled(self.theme.metrics.control.button_small)
        copy = QRectF(panel.right() - side - 4, panel.top() + 4, side, side)
        self.targets.append(Target(TargetKind.COPY_CODE, copy, code.text))
        return round(panel.bottom())

    def _ink(self) -> QColor:
        pending = self.entry.state is SendState.PENDING
        return self.theme.colours.text3 if pending else self.theme.colours.text

    def is_time_at(self, point: QPointF) -> bool:
        if not self.starts_group:
            return point.x() < self.geometry.text_x and point.y() >= self.top
        return 0 <= point.y() - self._text_top < self.theme.line_height(TypeRole.NAME)

    # -- painting

    def paint_ground(self, painter: QPainter, y: int, look: RowLook, right: int) -> None:
        metrics, colours = self.theme.metrics.timeline, self.theme.colours
        inset, radius = metrics.mention_inset, self.theme.metrics.radius.row
        width = min(self.geometry.width - inset, right - 2) - inset
        above, below = self.reach(look, _HOVER_REACH)
        rect = QRectF(inset, y + self.top, width, self.height - self.top)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.entry.mention:
            painter.setBrush(colours.you_tint)
            painter.drawRoundedRect(rect, radius, radius)
            painter.setBrush(colours.you)
            bar = self.theme.metrics.stroke.mention_bar
            painter.drawRoundedRect(QRectF(rect.left(), rect.top(), bar, rect.height()), 2, 2)
        else:
            rect.adjust(0, -above, 0, below)
        if look.hovered and not self.entry.mention:
            painter.setBrush(colours.hover_on_sheet)
            painter.drawRoundedRect(rect, radius, radius)
        if look.focused:
            self.paint_focus(painter, rect if not self.entry.mention else rect.adjusted(3, 0, 0, 0))

    def paint(self, painter: QPainter, y: int, look: RowLook) -> None:
        offset = QPointF(0, y)
        self._paint_code_panels(painter, offset, look)
        for block, paragraph, at in self._paragraphs:
            paint_chips(painter, self.theme, block, paragraph, at + offset)
        super().paint(painter, y, look)
        for block, paragraph, at in self._paragraphs:
            paint_underlines(painter, self.theme, block, paragraph, at + offset)
        if self.starts_group:
            self._paint_sender(painter, y)
        elif look.hovered or look.focused:
            self._paint_gutter(painter, y)
        self._line.paint(painter, y, look)

    def _paint_code_panels(self, painter: QPainter, offset: QPointF, look: RowLook) -> None:
        radius, colours = self.theme.metrics.radius.code, self.theme.colours
        for panel in self._codes:
            painter.setPen(colours.line)
            painter.setBrush(colours.sunken)
            painter.drawRoundedRect(panel.translated(offset).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        for target in self.targets:
            if target.kind is TargetKind.COPY_CODE:
                side = self.theme.scaled(self.theme.metrics.icon.small)
                box = QRectF(0, 0, side, side)
                box.moveCenter(target.rect.translated(offset).center())
                self.theme.paint_icon(painter, box, "copy", "text" if target == look.pointed else "text2")

    def _paint_sender(self, painter: QPainter, y: int) -> None:
        theme, geometry = self.theme, self.geometry
        drop = QRectF(geometry.pad_left, y + self._text_top + 2, geometry.avatar, geometry.avatar)
        theme.drops.paint(painter, drop, self._drop_look())
        meta_font, font = theme.font(TypeRole.META), theme.font(TypeRole.NAME)
        meta = self._meta()
        gap = theme.metrics.spacing.one
        room = geometry.text_width - gap - QFontMetricsF(meta_font).horizontalAdvance(meta)
        name = strip_formatting(self.entry.called)
        shown = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, room)
        line = QRectF(geometry.text_x, y + self._text_top, room, theme.line_height(TypeRole.NAME))
        painter.setFont(font)
        painter.setPen(self._name_ink)
        base = _baseline(line, font)
        painter.drawText(QPointF(line.left(), base), isolate(shown))
        painter.setFont(meta_font)
        painter.setPen(theme.colours.text3)
        painter.drawText(
            QPointF(line.left() + QFontMetricsF(font).horizontalAdvance(shown) + gap, base), meta
        )

    def _drop_look(self) -> DropLook:
        entry, side = self.entry, self.geometry.avatar
        return self.theme.person_drop(entry.called, side, colour_of=entry.sender)

    def _meta(self) -> str:
        """The time, and to whom alone it was said."""
        words = clock(self.entry.time)
        if self.entry.kind is TextKind.NOTICE:
            words += " · " + QCoreApplication.translate("Timeline", "notice")
        if self.entry.to_ranks:
            whom = QCoreApplication.translate("Timeline", _RANKS.get(self.entry.to_ranks[-1], "some"))
            words += " · " + QCoreApplication.translate("Timeline", "to {whom} only").format(whom=whom)
        return words

    def _paint_gutter(self, painter: QPainter, y: int) -> None:
        font = QFont(self.theme.font(TypeRole.META))
        font.setPixelSize(self.theme.scaled(_GUTTER_PX))
        line = QRectF(
            0, y + self._text_top, self.geometry.gutter_right, self.theme.line_height(TypeRole.MESSAGE)
        )
        painter.setFont(font)
        painter.setPen(self.theme.colours.text3)
        place = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, place, clock(self.entry.time))


def _baseline(line: QRectF, font: QFont) -> float:
    metrics = QFontMetricsF(font)
    return round(line.top() + (line.height() - metrics.height()) / 2 + metrics.ascent())
