"""The row of an event, or of a run of comings and goings on one line: small, quiet, an icon and words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.client.events import (
    BanChanged,
    ChannelModesChanged,
    HistoryPolicy,
    Invited,
    LeaveKind,
    MemberJoined,
    MemberLeft,
    NickChanged,
    RankChanged,
    RoomEntered,
    RoomLeft,
    RoomRenamed,
    TopicChanged,
)
from app.irc.servertime import clamp_time
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    Entry,
    EventEntry,
    HistoryGap,
    Note,
)
from app.models.timeline_words import clock, describe, without_isolates
from app.ui.theme.fonts import TypeRole
from app.ui.timeline.base_row import ClickKind, ClickTarget, Row, RowContext, RowState
from app.ui.timeline.dividers import Dividers
from app.ui.timeline.message_header import paint_gutter_time
from app.ui.timeline.text_block import TextBlock
from app.words import message_words

ICONS: dict[type, str] = {
    MemberJoined: "people",
    MemberLeft: "people",
    RoomEntered: "people",
    RoomLeft: "leave",
    NickChanged: "person",
    TopicChanged: "edit",
    RankChanged: "shield",
    ChannelModesChanged: "settings",
    BanChanged: "ban",
    Invited: "plus",
    ConnectionLost: "wifi-off",
    ConnectionRestored: "wifi",
    HistoryGap: "clock",
    HistoryPolicy: "eye",
    RoomRenamed: "edit",
    Note: "room",
}
_LEAVE_ICONS = {LeaveKind.KICKED: "kick", LeaveKind.BANNED: "ban"}
_LINE_GAP = 12
_FOLLOWING_GAP = 0  # opened runs and neighbouring events stand close
_CHEVRON_GAP = 8
_REACH = 4
_TARGET_REACH = 2  # a line of 20 px makes a target of 24


class EventRow(Row):
    """One event, or the whole run that starts here, by its `summary`. `is_open`: the run's lines stand below.

    `in_run`: the row is one of those lines; `with_line`: it also has its own, below the summary of the run.
    """

    entry: EventEntry

    def __init__(
        self,
        entry: EventEntry,
        context: RowContext,
        dividers: Dividers,
        *,
        summary: str = "",
        is_open: bool = False,
        in_run: bool = False,
        with_line: bool = False,
        follows_event: bool = False,
    ) -> None:
        super().__init__(entry, context, dividers)
        self.is_run = summary != ""
        self.is_open = is_open
        self._in_run = in_run
        self.gap = _FOLLOWING_GAP if follows_event else _LINE_GAP
        self.top += self.gap
        theme, geometry = self.theme, self.geometry
        words = summary or self._words()
        chevron = theme.scaled(theme.metrics.icon.small)
        room = chevron + _CHEVRON_GAP if self.is_run else 0
        first_line = self._add_line(words, geometry.text_width - room)
        if self.is_run:
            width = first_line.end.x() + _CHEVRON_GAP + chevron
            left = geometry.pad_left
            area = QRectF(left, self.top, geometry.text_x - left + width, first_line.height)
            area.adjust(0, -_TARGET_REACH, 0, _TARGET_REACH)
            tip = message_words.SHOW_LESS() if is_open else message_words.SHOW_EACH()
            self.targets.append(ClickTarget(ClickKind.TOGGLE_RUN, area, tip=tip))
        if with_line:
            self._add_line(self._timed(), geometry.text_width)

    def _words(self) -> str:
        return self._timed() if self._in_run else describe(self.entry.fact)

    def _timed(self) -> str:
        """The event with its time, as a line of an open run."""
        return f"{clock(self.entry.time)}  {describe(self.entry.fact)}"

    def _add_line(self, words: str, width: float) -> TextBlock:
        theme = self.theme
        line_height = theme.line_height(TypeRole.LIST)
        block = TextBlock(words, theme.font(TypeRole.META), line_height=line_height, width=width)
        y = self.height if self.pieces else self.top
        self.add_piece(block, QPointF(self.geometry.text_x, y), theme.colour(self._ink()))
        self.height = y + block.height
        return block

    def copied(self) -> str:
        return without_isolates(self.text)

    def part(self, start: int, end: int) -> str:
        return without_isolates(super().part(start, end))

    def is_time_at(self, point: QPointF) -> bool:
        return point.x() < self.geometry.text_x and point.y() >= self.top

    def ground(self, y: int, state: RowState, right: int) -> QRectF:
        inset = self.theme.metrics.timeline.mention_inset
        above, below = self.reach(state, _REACH)
        rect = QRectF(inset, y + self.top, right - 2 * inset, self.height - self.top)
        return rect.adjusted(0, -above, 0, below)

    def paint_ground(self, painter: QPainter, y: int, state: RowState, right: int) -> None:
        if state.focused:
            self.paint_focus(painter, self.ground(y, state, right))

    def paint(self, painter: QPainter, y: int, state: RowState) -> None:
        super().paint(painter, y, state)
        theme, geometry = self.theme, self.geometry
        side = theme.scaled(theme.metrics.icon.small)
        line = theme.line_height(TypeRole.LIST)
        centre = y + self.top + (line - side) / 2
        if not self._in_run:
            theme.paint_icon(
                painter, QRectF(geometry.icon_x(side), centre, side, side), self._icon(), self._ink()
            )
            if geometry.compact:
                drop = (line - theme.line_height(TypeRole.MESSAGE)) / 2
                paint_gutter_time(painter, theme, geometry, self.entry.time, y + self.top + drop)
        if self.is_run:
            end = self.pieces[0].block.end
            x = geometry.text_x + end.x() + _CHEVRON_GAP
            chevron = QRectF(round(x), centre + end.y(), side, side)
            ink = "text" if state.hovered else "text3"
            theme.paint_icon(painter, chevron, "chevron-down" if self.is_open else "chevron-right", ink)

    def _icon(self) -> str:
        fact = self.entry.fact
        if isinstance(fact, MemberLeft):
            return _LEAVE_ICONS.get(fact.kind, "people")
        if isinstance(fact, Note) and fact.is_error:
            return "error"
        return ICONS[type(fact)]

    def _ink(self) -> str:
        return "danger_text" if isinstance(self.entry.fact, Note) and self.entry.fact.is_error else "text3"


class PlaceholderRow(EventRow):
    """Stands for an entry that could not be laid out or painted; asks nothing of it but its time."""

    def __init__(self, lost: Entry, context: RowContext) -> None:
        note = Note(message_words.MESSAGE_NOT_SHOWN(), is_error=True)
        super().__init__(EventEntry(note, clamp_time(lost.time)), context, Dividers())
