"""What an event about one room changes in it, and whether the conversation tells it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.client import events as ev
from app.client.events import Event
from app.models.room import Room
from app.models.timeline_entries import Fact


def _members_listed(room: Room, event: ev.MembersListed) -> None:
    connection = room.connection
    before = connection.called
    room.members.reset(event.members)
    room.changed.emit()
    if connection.called != before:
        connection.nick_changed.emit(connection.nick)


def _member_joined(room: Room, event: ev.MemberJoined) -> Fact:
    room.members.put(event.member)
    return event


def _rank_changed(_room: Room, event: ev.RankChanged) -> Fact:
    return event


def _topic_changed(room: Room, event: ev.TopicChanged) -> Fact | None:
    room.set_topic(event.topic)
    return event if event.by else None  # told on joining, not changed now


def _modes_changed(room: Room, event: ev.ChannelModesChanged) -> Fact | None:
    room.set_modes(event.modes, event.key)
    return event if event.by else None


def _ban_listed(room: Room, event: ev.BanListed) -> None:
    room.set_bans(event.bans)


def _ban_changed(room: Room, event: ev.BanChanged) -> Fact:
    kept = tuple(ban for ban in room.bans if ban[0] != event.mask)
    room.set_bans((*kept, (event.mask, event.by, event.time)) if event.banned else kept)
    return event


# event -> function(room, event), which gives the fact to be told, None for none
ROOM_EVENTS: dict[type[Event], Callable[[Room, Any], Fact | None]] = {
    ev.MembersListed: _members_listed,
    ev.MemberJoined: _member_joined,
    ev.RankChanged: _rank_changed,
    ev.TopicChanged: _topic_changed,
    ev.ChannelModesChanged: _modes_changed,
    ev.BanListed: _ban_listed,
    ev.BanChanged: _ban_changed,
}
