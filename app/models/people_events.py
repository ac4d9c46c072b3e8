"""What an event about people changes: who left, who is called otherwise, who is there to talk to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.client import events as ev
from app.client.events import Event
from app.models.members import shown_name
from app.models.room import RoomKind
from app.models.timeline_entries import EventEntry

if TYPE_CHECKING:
    from app.models.connection import Connection


def _member_left(connection: Connection, event: ev.MemberLeft) -> None:
    room = connection.find(event.channel)
    if room is not None:
        connection.add(room, EventEntry(event, event.time))  # as long as it is known who that is
        room.members.remove(event.nick)


def _member_changed(connection: Connection, event: ev.MemberChanged) -> None:
    room = connection.find(event.channel)
    if room is None or room.members.find(event.member.nick) is None:
        return
    room.members.put(event.member)
    if event.member.nick == connection.nick:
        room.changed.emit()
        connection.nick_changed.emit(connection.nick)
    elif (private := connection.find(event.member.nick)) is not None:
        connection.call(private)


def _nick_changed(connection: Connection, event: ev.NickChanged) -> None:
    for channel in event.channels:
        room = connection.find(channel)
        member = room.members.find(event.old) if room is not None else None
        if room is not None and member is not None:
            room.members.rename(event.old, replace(member, nick=event.new))
            connection.add(room, EventEntry(replace(event, old=shown_name(member)), event.time))
    private = connection.find(event.old)
    is_private = private is not None and private.kind is RoomKind.PRIVATE
    if private is not None and is_private and connection.find(event.new) in (None, private):
        fact = replace(event, old=private.title)
        connection.rename(private, event.new)
        connection.add(private, EventEntry(fact, event.time))
    if event.own:
        connection.set_nick(event.new)


def _person_changed(connection: Connection, event: ev.PersonChanged) -> None:
    private = connection.find(event.member.nick)
    if private is not None:
        private.set_person(event.member)
        connection.call(private)


def _presence_changed(connection: Connection, event: ev.PresenceChanged) -> None:
    private = connection.find(event.nick)
    if private is not None and private.kind is RoomKind.PRIVATE:
        private.set_online(event.online)


def _room_renamed(connection: Connection, event: ev.RoomRenamed) -> None:
    """The room keeps its people and its timeline."""
    room = connection.find(event.old)
    if room is None or connection.find(event.new) not in (None, room):
        return
    connection.rename(room, event.new)
    connection.add(room, EventEntry(event, event.time))


# event -> function(connection, event)
PEOPLE_EVENTS: dict[type[Event], Callable[[Connection, Any], None]] = {
    ev.MemberLeft: _member_left,
    ev.MemberChanged: _member_changed,
    ev.NickChanged: _nick_changed,
    ev.PersonChanged: _person_changed,
    ev.PresenceChanged: _presence_changed,
    ev.RoomRenamed: _room_renamed,
}
