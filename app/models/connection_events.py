"""What each event of a client changes in a connection and in its rooms, and which of it is told there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.client import events as ev
from app.client.events import Event, Failure, LeaveKind
from app.irc.text import strip_formatting
from app.models.connection import Connection
from app.models.members import shown_name
from app.models.moderation_events import MODERATION_EVENTS, ask_for_bans, ask_for_hub_bans
from app.models.room import Room, RoomKind
from app.models.server_log import ServerLine
from app.models.shown_names import channel_title
from app.models.talk_events import TALK_EVENTS
from app.models.timeline_entries import ConnectionRestored, EventEntry, Fact, HistoryGap
from app.words import server_words
from app.words.failure_words import refusal_words, request_words

# Ends of a connection that rooms tell in words of their own.
_ENDINGS = {Failure.CLOSED_BY_HOST: LeaveKind.HOST_CLOSED, Failure.KICKED_OUT: LeaveKind.KICKED}
# Who left so is nowhere any more.
_GONE = frozenset({LeaveKind.QUIT, LeaveKind.LOST, LeaveKind.NO_BROWSERS})

# -- the connection


def _registered(connection: Connection, event: ev.Registered) -> None:
    connection.network, connection.room, connection.is_hub = event.network, event.room, event.is_hub
    connection.elsewhere = ""
    connection.set_nick(event.nick)
    for room in connection.rooms:
        connection.update_from_server(room)
    ask_for_hub_bans(connection)
    connection.registered.emit()


def _network_renamed(connection: Connection, event: ev.NetworkRenamed) -> None:
    connection.network = event.network
    room = connection.find(connection.room) if connection.is_hub else None
    if room is not None:
        before = room.title
        room.set_title(event.network)
        if before != room.title:
            fact = ev.RoomRenamed(before, room.title, event.by, "", event.time)
            connection.add(room, EventEntry(fact, event.time))
    for each in connection.rooms:  # above which it is told whose they are
        each.changed.emit(each)


def _welcome_over(connection: Connection, _event: ev.WelcomeOver) -> None:
    connection.welcome_over.emit()


def _server_said(connection: Connection, event: ev.ServerSaid) -> None:
    connection.log.add(event.text, event.time, is_error=event.is_error)
    if (event.is_error and not event.is_unasked) or event.is_answer:
        connection.server_said.emit(ServerLine(strip_formatting(event.text), event.time, event.is_error))


def _connection_failed(connection: Connection, event: ev.ConnectionFailed) -> None:
    connection.log.add(event.said, event.time, is_error=True)
    if event.failure is Failure.BANNED and connection.is_hub:
        connection.note_lost(event.time)  # rooms have told of the ban
    kind = _ENDINGS.get(event.failure)
    if kind is not None:
        for room in connection.note_lost(event.time):  # this is why: no further line about a lost connection
            fact = ev.RoomLeft(room.target, kind, "", event.said, event.time)
            connection.add(room, EventEntry(fact, event.time))


def _join_failed(connection: Connection, event: ev.JoinFailed) -> None:
    connection.log.add(refusal_words(event.detail), event.time, is_error=True)
    connection.join_failed.emit(connection, event.channel, event.numeric, event.detail)


def _other_room_open(connection: Connection, event: ev.OtherRoomOpen) -> None:
    connection.elsewhere = event.room
    connection.other_room_open.emit(connection, event.title)


def _request_failed(connection: Connection, event: ev.RequestFailed) -> None:
    if connection.directory.refuse(event):
        return
    room = connection.find(event.target) if event.target else None
    said = refusal_words(event.detail)
    connection.log.add(said, event.time, is_error=True)
    # others' servers have reasons of their own
    connection.refused.emit(room, request_words(event.numeric, said) if connection.is_hub else said)


def _invited(connection: Connection, event: ev.Invited) -> None:
    if connection.ignored.is_ignored(event.by):
        return
    connection.invited.emit(event)


def _invite_seen(connection: Connection, event: ev.InviteSeen) -> None:
    words = server_words.INVITE_SEEN(by=event.by, name=event.nick, room=event.channel)
    connection.log.add(words, event.time)


def _person_invited(connection: Connection, event: ev.PersonInvited) -> None:
    connection.directory.invited.emit(event.channel, event.nick)


def _channels_listed(connection: Connection, event: ev.ChannelsListed) -> None:
    connection.directory.take(event)


def _room_made(connection: Connection, event: ev.RoomMade) -> None:
    connection.directory.made.emit(event.channel)


def _room_titled(connection: Connection, event: ev.RoomTitled) -> None:
    room = connection.find(event.channel)
    if room is not None and not connection.is_room_of_hub(room):  # that one is called as its host says
        before = room.title
        room.set_title(event.title)
        # a first title that nobody has just given is what the room was called all along
        is_change = event.by or before != channel_title(strip_formatting(room.target))
        if before != room.title and is_change:
            fact = ev.RoomRenamed(before, room.title, event.by, "", event.time)
            connection.add(room, EventEntry(fact, event.time))


def _own_away_changed(connection: Connection, event: ev.OwnAwayChanged) -> None:
    connection.away = event.away
    connection.away_changed.emit(event.away)


def _own_avatar_told(connection: Connection, event: ev.OwnAvatarTold) -> None:
    connection.own_avatar = event.link
    connection.own_avatar_told.emit()


def _whois_arrived(connection: Connection, event: ev.WhoisArrived) -> None:
    connection.tell_person(event)


# -- coming and going


def _room_entered(connection: Connection, event: ev.RoomEntered) -> None:
    room = connection.find(event.channel)
    if room is None:
        room = connection.open(event.channel, RoomKind.CHANNEL)
        policy = connection.history_policy
        if policy is not None and room.target.casefold() == connection.room.casefold():
            connection.add(room, EventEntry(replace(policy, time=event.time), event.time))
    elif (lost_at := connection.lost_at.pop(room, None)) is not None:
        connection.add(room, EventEntry(ConnectionRestored(event.msgid), event.time))
        if not event.catches_up:
            connection.add(room, EventEntry(HistoryGap(lost_at, event.time), event.time))
    else:
        connection.add(room, EventEntry(event, event.time))
    if event.catches_up:
        room.history.catching_up()
    room.members.set_own_nick(connection.nick)
    room.knows_bans = room.has_ban_list = False
    room.set_present(True)


def _channels_held(connection: Connection, event: ev.ChannelsHeld) -> None:
    connection.held.set_channels(event.count)


def _room_left(connection: Connection, event: ev.RoomLeft) -> None:
    room = connection.find(event.channel)
    if room is not None:
        connection.add(room, EventEntry(event, event.time))
        room.set_present(False)
        room.left.emit(room, event)


# -- people


def _members_listed(connection: Connection, event: ev.MembersListed) -> None:
    room = connection.find(event.channel)
    if room is not None:
        before = connection.own_name
        connection.colours.note(event.members)
        room.members.reset(event.members)
        room.changed.emit(room)
        ask_for_bans(connection, room)
        if connection.own_name != before:
            connection.nick_changed.emit(connection.nick)


def _member_left(connection: Connection, event: ev.MemberLeft) -> None:
    room = connection.find(event.channel)
    if event.kind in _GONE:
        connection.ignored.end_name(event.nick, event.time)
    if room is not None:
        connection.add(room, EventEntry(event, event.time))  # as long as it is known who that is
        room.members.remove(event.nick)
    _forget_picture(connection, event.nick)


def _forget_picture(connection: Connection, nick: str) -> None:
    if not connection.sees(nick):
        connection.colours.forget(nick)


def _member_changed(connection: Connection, event: ev.MemberChanged) -> None:
    room = connection.find(event.channel)
    if room is None or room.members.find(event.member.nick) is None:
        return
    connection.colours.note((event.member,))
    room.members.put(event.member)
    if event.member.nick == connection.nick:
        ask_for_bans(connection, room)
        room.changed.emit(room)
        connection.nick_changed.emit(connection.nick)
    elif (private := connection.find(event.member.nick)) is not None:
        connection.retitle(private)


def _nick_changed(connection: Connection, event: ev.NickChanged) -> None:
    connection.colours.rename(event.old, event.new)
    connection.ignored.rename(event.old, event.new, event.time)
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
        connection.own_nicks.note(event.old, event.time)
        connection.set_nick(event.new)


def _person_changed(connection: Connection, event: ev.PersonChanged) -> None:
    private = connection.find(event.member.nick)
    if private is not None:
        connection.colours.note((event.member,))
        private.set_person(event.member)
        connection.retitle(private)


def _presence_changed(connection: Connection, event: ev.PresenceChanged) -> None:
    private = connection.find(event.nick)
    if private is not None and private.kind is RoomKind.PRIVATE:
        private.set_online(event.online)
        _forget_picture(connection, event.nick)


def _room_renamed(connection: Connection, event: ev.RoomRenamed) -> None:
    """The room keeps its people and its timeline."""
    room = connection.find(event.old)
    if room is None or connection.find(event.new) not in (None, room):
        return
    connection.rename(room, event.new)
    connection.add(room, EventEntry(event, event.time))


# -- what an event about one room changes there; the fact that is told, None for none


def _member_joined(room: Room, event: ev.MemberJoined) -> Fact:
    room.connection.colours.note((event.member,))
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


def _in_room(change: Callable[[Room, Any], Fact | None]) -> Callable[[Connection, Any], None]:
    """The handler that makes `change` in the room of an event and tells the fact that it gives."""

    def handle(connection: Connection, event: Any) -> None:
        room = connection.find(event.channel)
        fact = change(room, event) if room is not None else None
        if room is not None and fact is not None:
            connection.add(room, EventEntry(fact, event.time))

    return handle


# event -> function(connection, event)
EVENTS: dict[type[Event], Callable[[Connection, Any], None]] = {
    ev.Registered: _registered,
    ev.NetworkRenamed: _network_renamed,
    ev.WelcomeOver: _welcome_over,
    ev.ServerSaid: _server_said,
    ev.ConnectionFailed: _connection_failed,
    ev.JoinFailed: _join_failed,
    ev.OtherRoomOpen: _other_room_open,
    ev.RequestFailed: _request_failed,
    ev.Invited: _invited,
    ev.InviteSeen: _invite_seen,
    ev.PersonInvited: _person_invited,
    ev.ChannelsListed: _channels_listed,
    ev.RoomMade: _room_made,
    ev.RoomTitled: _room_titled,
    ev.OwnAwayChanged: _own_away_changed,
    ev.WhoisArrived: _whois_arrived,
    ev.OwnAvatarTold: _own_avatar_told,
    ev.RoomEntered: _room_entered,
    ev.ChannelsHeld: _channels_held,
    ev.RoomLeft: _room_left,
    ev.MembersListed: _members_listed,
    ev.MemberLeft: _member_left,
    ev.MemberChanged: _member_changed,
    ev.NickChanged: _nick_changed,
    ev.PersonChanged: _person_changed,
    ev.PresenceChanged: _presence_changed,
    ev.RoomRenamed: _room_renamed,
    ev.MemberJoined: _in_room(_member_joined),
    ev.RankChanged: _in_room(_rank_changed),
    ev.TopicChanged: _in_room(_topic_changed),
    ev.ChannelModesChanged: _in_room(_modes_changed),
    **MODERATION_EVENTS,
    **TALK_EVENTS,
}
