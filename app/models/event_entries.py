"""Entries of a timeline, made from the events of a client, with people named as they are on screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.client.events import (
    BanChanged,
    ChannelModesChanged,
    Invited,
    MemberJoined,
    MemberLeft,
    MessageArrived,
    MessagePending,
    NickChanged,
    RankChanged,
    RoomLeft,
    RoomRenamed,
    TopicChanged,
    WhoisArrived,
)
from app.irc.masks import OF_SPEECH, ban_words, escape, is_mute
from app.models.members import shown_name
from app.models.room import Room
from app.models.room_names import banned_name, name_in, name_unless_nick, own_names_in
from app.models.timeline_entries import Entry, EventEntry, Fact, MessageEntry, SendState
from app.models.timeline_markup import is_mention
from app.words import people_words

# The fields that hold somebody's nickname. NickChanged is told in `with_new_name`.
_PEOPLE_IN: dict[type, tuple[str, ...]] = {
    MemberLeft: ("nick", "by"),
    RankChanged: ("nick", "by"),
    TopicChanged: ("by",),
    ChannelModesChanged: ("by",),
    BanChanged: ("by",),
    Invited: ("by",),
    RoomLeft: ("by",),
    RoomRenamed: ("by",),
}


def pending_message(event: MessagePending, room: Room) -> MessageEntry:
    """An own message on its way."""
    return MessageEntry(
        sender=event.sender,
        text=event.text,
        kind=event.kind,
        time=event.time,
        own=True,
        state=SendState.PENDING,
        pending_id=event.id,
        reply_to=event.reply_to,
        file=event.file,
        colour=room.connection.colours.chosen_by(event.sender),
        name=name_unless_nick(room, event.sender),
    )


def arrived_message(event: MessageArrived, room: Room) -> MessageEntry:
    """Something said in `room`."""
    names = own_names_in(room, event.time)
    is_meant = not event.own and is_mention(event.text, names)
    return MessageEntry(
        sender=event.sender,
        text=event.text,
        kind=event.kind,
        time=event.time,
        own=event.own,
        mention=is_meant,
        own_names=names if is_meant else (),
        msgid=event.msgid,
        to_ranks=event.to_ranks,
        reply_to=event.reply_to,
        file=event.file,
        account=event.account,
        colour=room.connection.colours.chosen_by(event.sender, event.account),
        name=name_unless_nick(room, event.sender),
    )


def event_entry(fact: Fact, time: float, room: Room) -> EventEntry:
    """Something that happened in `room`, while those it is about are still known there."""
    return EventEntry(_with_names(fact, room), time)


def with_new_name(entry: Entry, room: Room) -> Entry:
    """The line about a new nickname, told by the name that may have come right behind it."""
    if isinstance(entry, EventEntry) and isinstance(entry.fact, NickChanged):
        return replace(entry, fact=replace(entry.fact, new=name_in(room, entry.fact.new)))
    return entry


def _with_names(fact: Fact, room: Room) -> Fact:
    if isinstance(fact, MemberJoined):
        name = shown_name(fact.member)
        return fact if name == fact.member.nick else replace(fact, member=replace(fact.member, nick=name))
    changes: dict[str, Any] = {}
    for field in _PEOPLE_IN.get(type(fact), ()):
        nick = getattr(fact, field)
        if nick and (name := name_in(room, nick)) != nick:
            changes[field] = name
    if isinstance(fact, BanChanged) and (banned := _banned_name(fact, room)):
        changes["mask"] = f"{OF_SPEECH if is_mute(fact.mask) else ''}{escape(banned)}"
    return replace(fact, **changes) if changes else fact


def _banned_name(fact: BanChanged, room: Room) -> str:
    """Whom a ban is about, "" where nobody can tell: who is here while an address is freed is another."""
    if not fact.banned and not is_mute(fact.mask) and not ban_words(fact.mask):
        return room.ban_names.get(fact.mask, "")
    return banned_name(room, fact.mask)


def whois_words(event: WhoisArrived) -> str:
    """What a server tells of one person in one line: name, where from, how long idle, away."""
    parts = [event.nick if event.realname in ("", event.nick) else f"{event.nick} ({event.realname})"]
    if event.host:
        parts.append(people_words.FROM_HOST(host=event.host))
    if event.account:
        parts.append(people_words.ACCOUNT(account=event.account))
    if event.idle is not None and event.idle >= 60:
        parts.append(people_words.SILENT_FOR(minutes=event.idle // 60))
    if event.away:
        parts.append(people_words.AWAY_BECAUSE(message=event.away))
    return " · ".join(parts)
