"""A page of history as entries of a timeline: nothing in it changes who is here or what the topic is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.client import events as ev
from app.client.events import Event
from app.models.called import called
from app.models.entry_making import arrived_message, told
from app.models.timeline_entries import Entry

if TYPE_CHECKING:
    from app.models.room import Room

_FACTS = (
    ev.MemberJoined,
    ev.MemberLeft,
    ev.NickChanged,
    ev.TopicChanged,
    ev.RankChanged,
    ev.ChannelModesChanged,
    ev.BanChanged,
    ev.RoomRenamed,
)


def entries_of(events: tuple[Event, ...], room: Room) -> list[Entry]:
    """Messages and events of a page, in order."""
    entries: list[Entry] = []
    for event in events:
        if isinstance(event, ev.MessageArrived):
            entries.append(arrived_message(event, room))
        elif isinstance(event, _FACTS):
            entries.append(told(event, event.time, room))
    return entries


def amend(events: tuple[Event, ...], room: Room) -> None:
    """Do to messages what was done to them later."""
    for event in events:
        if isinstance(event, ev.Edited | ev.Redacted | ev.Reacted):
            amend_one(event, room)


def amend_one(event: Any, room: Room) -> None:
    """Correct, take back or react to a message of the room."""
    if isinstance(event, ev.Reacted):
        event = ev.Reacted(
            event.conversation,
            event.msgid,
            called(room, event.sender),
            event.reaction,
            event.given,
            event.own,
            event.time,
        )
    room.timeline.amend(event)
