"""What an event of talk changes: messages on their way, what arrives, what was said before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeGuard

from app.client import events as ev
from app.client.events import Event
from app.models.connection import Connection
from app.models.event_entries import arrived_message, event_entry, pending_message
from app.models.room import Room
from app.models.room_names import name_in
from app.models.shown_names import is_channel
from app.models.timeline_entries import Entry, EventEntry, HistoryGap
from app.words import connection_words

# What a page of history tells beside messages: nothing in it changes who is here or what the topic is.
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


def _message_pending(connection: Connection, event: ev.MessagePending) -> None:
    connection.flush()  # one that is tried again stands there, maybe since this very batch
    room = connection.find_or_open(event.conversation)
    connection.held.note_known(room)
    if not room.timeline.wait(event.id):
        connection.add(room, pending_message(event, room))


def _message_sent(connection: Connection, event: ev.MessageSent) -> None:
    connection.flush()  # the pending entry may be of this very batch
    room = connection.find(event.conversation)
    if room is not None:
        room.timeline.confirm(event.id, msgid=event.msgid, time=event.time, text=event.text, file=event.file)


def _message_failed(connection: Connection, event: ev.MessageFailed) -> None:
    connection.flush()
    room = connection.find(event.conversation)
    if room is not None:
        room.timeline.fail(event.id, reason=event.reason, in_doubt=event.in_doubt)


def _message_called_off(connection: Connection, event: ev.MessageCalledOff) -> None:
    connection.flush()
    room = connection.find(event.conversation)
    if room is not None:
        room.timeline.remove(event.id)


def _too_late_to_call_off(connection: Connection, event: ev.TooLateToCallOff) -> None:
    words = connection_words.ON_ITS_WAY()
    connection.refused.emit(connection.find(event.conversation), words)


def _message_arrived(connection: Connection, event: ev.MessageArrived) -> None:
    if is_channel(event.conversation):
        room = connection.find(
            event.conversation
        )  # one that is not here waits to be shown, or is none of ours
    elif _is_unwanted(connection, event):
        return
    elif (room := connection.admit(event.conversation)) is None:
        connection.held.hold(event)
    if room is not None:
        connection.add(room, arrived_message(event, room))


def _is_unwanted(connection: Connection, event: ev.MessageArrived) -> bool:
    """Whether somebody whom this person ignores would open a private talk by what they say."""
    is_theirs = not event.own and connection.ignored.is_ignored(event.sender, event.account)
    return is_theirs and connection.find(event.conversation) is None


def _amended(connection: Connection, event: ev.Edited | ev.Redacted | ev.Reacted) -> None:
    connection.flush()  # the message may be of this very batch
    room = connection.find(event.conversation)
    if room is not None:
        _amend(event, room)


def _amend(event: ev.Edited | ev.Redacted | ev.Reacted, room: Room) -> None:
    """Edit, delete or react to a message of the room."""
    if isinstance(event, ev.Reacted):
        event = replace(event, sender=name_in(room, event.sender))
    room.timeline.amend(event)


def _history_page(connection: Connection, event: ev.HistoryPage) -> None:
    connection.flush()  # what is there is compared with the page
    room = connection.find(event.conversation)
    if room is None:
        # a channel that is not here was left meanwhile; somebody who wrote in private opens a talk
        said = list(filter(_is_said, event.events))
        if is_channel(event.conversation) or all(_is_unwanted(connection, one) for one in said):
            return
        room = connection.admit(event.conversation)
    if room is None:
        for message in filter(_is_said, event.events):
            connection.held.hold(message)
        return
    _learn_own_nicks(connection, event.events)
    fresh = room.add_page(_entries_of(event.events, room), event.kind, event.reach)
    for one in event.events:
        if isinstance(one, ev.Edited | ev.Redacted | ev.Reacted):
            _amend(one, room)
    if event.kind is ev.PageKind.MISSED:
        room.history.caught_up()
    else:
        is_newest = event.kind is ev.PageKind.LATEST
        room.history.came(fresh, first=event.first, at_start=event.at_start, is_newest=is_newest)
        room.changed.emit(room)


def _learn_own_nicks(connection: Connection, events: tuple[Event, ...]) -> None:
    """What we were called when a page was said is told by its lines about our other names."""
    nicks, now = connection.own_nicks, connection.nick
    for event in reversed(events):
        if isinstance(event, ev.NickChanged) and event.new == nicks.at(event.time, now):
            nicks.note(event.old, event.time)


def _entries_of(events: tuple[Event, ...], room: Room) -> list[Entry]:
    """Messages and facts of a page of history, in order."""
    entries: list[Entry] = []
    for event in events:
        if isinstance(event, ev.MessageArrived):
            entries.append(arrived_message(event, room))
        elif isinstance(event, _FACTS):
            entries.append(event_entry(event, event.time, room))
    return entries


def _is_said(event: Event) -> TypeGuard[ev.MessageArrived]:
    return isinstance(event, ev.MessageArrived)


def _history_missing(connection: Connection, event: ev.HistoryMissing) -> None:
    connection.flush()
    room = connection.find(event.conversation)
    if room is not None:
        room.history.caught_up()
        room.add_page([EventEntry(HistoryGap(event.since, event.until), event.since)], ev.PageKind.LATEST)


def _history_failed(connection: Connection, event: ev.HistoryFailed) -> None:
    room = connection.find(event.conversation)
    if room is not None:
        room.history.failed()


def _typing_changed(connection: Connection, event: ev.TypingChanged) -> None:
    room = connection.find(event.conversation)
    if room is not None and not connection.ignored.is_ignored(event.nick):
        room.set_typing(event.nick, event.state is not ev.Typing.DONE)


def _abilities(connection: Connection, event: ev.Abilities) -> None:
    connection.abilities = event
    connection.abilities_changed.emit()


def _marker_moved(connection: Connection, event: ev.MarkerMoved) -> None:
    connection.flush()
    room = connection.find(event.conversation)
    if room is not None:
        room.was_read(event.time, only_there=event.is_to_come)


def _history_policy(connection: Connection, event: ev.HistoryPolicy) -> None:
    """Everybody is told what others will be able to read: on coming in, and when it is changed."""
    if event.channel:
        room = connection.find(event.channel)
        is_new = room is not None and room.set_history_policy(event)
    else:
        known, connection.history_policy = connection.history_policy, event
        room = connection.find(connection.room)
        is_new = known is None or known.access is not event.access
    if room is not None and is_new:
        connection.add(room, EventEntry(event, event.time))


# event -> function(connection, event)
TALK_EVENTS: dict[type[Event], Callable[[Connection, Any], None]] = {
    ev.MessagePending: _message_pending,
    ev.MessageSent: _message_sent,
    ev.MessageFailed: _message_failed,
    ev.MessageCalledOff: _message_called_off,
    ev.TooLateToCallOff: _too_late_to_call_off,
    ev.MessageArrived: _message_arrived,
    ev.Edited: _amended,
    ev.Redacted: _amended,
    ev.Reacted: _amended,
    ev.HistoryPage: _history_page,
    ev.HistoryMissing: _history_missing,
    ev.HistoryFailed: _history_failed,
    ev.TypingChanged: _typing_changed,
    ev.Abilities: _abilities,
    ev.MarkerMoved: _marker_moved,
    ev.HistoryPolicy: _history_policy,
}
