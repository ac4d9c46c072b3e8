"""Entries and a view for the tests of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QPoint

from app.client.events import LeaveKind, Member, MemberJoined, MemberLeft, TextKind
from app.client.wishes import Delete, Edit, React, Reply
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, EventEntry, MessageEntry
from app.ui.timeline.base_row import ClickKind
from app.ui.timeline.timeline_options import MessageAbilities
from app.ui.timeline.view import TimelineView

NOON = datetime(2026, 3, 2, 12, 0).timestamp()
ALL = MessageAbilities(frozenset({Reply, React, Edit, Delete}))
MODERATOR = MessageAbilities(frozenset({Delete}), moderates=True)


def said(text: str, sender: str = "alice", time: float = NOON, **fields: Any) -> MessageEntry:
    """A message."""
    return MessageEntry(sender, text, TextKind.MESSAGE, time, **fields)


def told(text: str, sender: str = "alice", time: float = NOON, **fields: Any) -> MessageEntry:
    """A message that the server knows, by its text as id."""
    return said(text, sender, time, msgid=text, **fields)


def talk(count: int, start: float = NOON) -> list[Entry]:
    """Messages of three people in turn, a minute apart."""
    return [
        said(f"message {number}", f"person{number % 3}", start + number * 60, msgid=f"id{number}")
        for number in range(count)
    ]


def joined(nick: str, time: float = NOON) -> EventEntry:
    """Somebody came."""
    return EventEntry(MemberJoined("#r", Member(nick), time), time)


def left(nick: str, time: float = NOON, kind: LeaveKind = LeaveKind.LOST, reason: str = "") -> EventEntry:
    """Somebody went."""
    return EventEntry(MemberLeft("#r", nick, kind, "", reason, time), time)


def fill(view: TimelineView, model: TimelineModel, entries: Sequence[Entry]) -> None:
    """Add entries and show them."""
    model.append(entries)
    view.refresh()


def seen(view: TimelineView) -> list[str]:
    """What is on the screen."""
    return [row.copied() for _, _, row in view.visible_rows()]


def places(view: TimelineView) -> dict[str, int]:
    """Where what is on the screen begins."""
    return {row.copied(): area.y() for _, area, row in view.visible_rows()}


def point_of(view: TimelineView, index: int, kind: ClickKind, value: str | None = None) -> QPoint:
    """The middle of a part of a row, in the viewport."""
    for row_index, area, row in view.visible_rows():
        if row_index == index:
            target = next(
                target for target in row.targets if target.kind is kind and value in (None, target.value)
            )
            return target.rect.center().toPoint() + area.topLeft()
    raise AssertionError(f"row {index} is not seen")


def text_point(view: TimelineView, index: int, offset: int) -> QPoint:
    """A point in a row's text, just before the letter at `offset`."""
    for row_index, area, row in view.visible_rows():
        if row_index == index:
            rect = next(iter(row.pieces[0].block.rects(offset, 1)))
            return (row.pieces[0].at + rect.topLeft()).toPoint() + area.topLeft() + QPoint(1, 6)
    raise AssertionError(f"row {index} is not seen")


def menu_texts(view: TimelineView, index: int) -> list[str]:
    """What the menu of a row offers, without the keys that are told beside."""
    actions = view.message_actions.menu_for(index, None).actions()
    return [action.text().partition("\t")[0] for action in actions if action.text()]
