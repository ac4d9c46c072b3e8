"""What people are called in a room, and what others may call this person there."""

from __future__ import annotations

from app.client.events import Member
from app.irc.ban_lines import BanNotice
from app.irc.masks import OF_ACCOUNT, ban_words, fits
from app.irc.text import strip_formatting
from app.models.members import shown_name
from app.models.room import Room, RoomKind
from app.models.shown_names import own_names
from app.words import common_words

# The most people who are held against a ban's mask, to say by name whom it is about; a page may tell of many.
_LOOKED_THROUGH = 500


def name_in(room: Room, nick: str) -> str:
    """The name shown for `nick` in `room`, the nickname for somebody unknown."""
    member = find_person(room, nick)
    return shown_name(member) if member is not None else nick


def name_unless_nick(room: Room, nick: str) -> str:
    """The name shown for `nick` in `room`, "" where that is the nickname."""
    name = name_in(room, nick)
    return name if name != nick else ""


def banned_name(room: Room, mask: str) -> str:
    """The name shown for whom a mask is about, "" where they are not known, or no other than in the mask.

    Of an address that several have nobody can tell whom it means.
    """
    said = ban_words(mask)
    if (said and OF_ACCOUNT not in mask) or room.members.count > _LOOKED_THROUGH:
        return name_unless_nick(room, said) if said else ""
    meant = [member for member in room.members.people() if _fits(mask, member)]
    return shown_name(meant[0]) if len(meant) == 1 else ""


def banned_by_host(ban: BanNotice) -> str:
    """What somebody was called on screen who is banned from a whole hub."""
    return shown_name(Member(ban.nick, realname=ban.realname))


def _fits(mask: str, member: Member) -> bool:
    source = f"{member.nick}!{member.user or '*'}@{member.host or '*'}"
    return fits(mask.casefold(), member.account.casefold(), source.casefold())


def about(room: Room) -> str:
    """What a conversation is about: the topic, or what is to be known of the other person."""
    return about_person(room) if room.kind is RoomKind.PRIVATE else room.topic


def about_person(room: Room) -> str:
    """What is to be known of the other person of a private talk: offline, away and why, their status."""
    if room.is_online is False:
        return common_words.OFFLINE()
    person = find_person(room, room.target)
    if person is None:
        return ""
    parts = [person.status] if person.status else []
    if person.away is not None:
        away = common_words.AWAY()
        parts.insert(0, f"{away} — {person.away}" if person.away else away)
    return strip_formatting(" · ".join(parts))


def names_with_spaces(room: Room) -> dict[str, str]:
    """Nicknames by the names on screen that are more than one word."""
    people = (member for other in room.connection.rooms for member in other.members.people())
    return {name: member.nick for member in people if " " in (name := shown_name(member))}


def own_names_in(room: Room, time: float | None = None) -> tuple[str, ...]:
    """What others may write in `room` to mean this person, or what they could at a moment."""
    connection = room.connection
    nick = connection.nick if time is None else connection.own_nicks.at(time, connection.nick)
    member = find_person(room, connection.nick)
    realname = member.realname if member is not None else ""
    return own_names(nick, realname, lambda name: _has(room, name))


def find_person(room: Room, nick: str) -> Member | None:
    """Somebody in the room, or in another one of the connection: a private talk has no list of people.

    None where nothing is known of them.
    """
    member = room.members.find(nick)
    if member is not None:
        return member
    if room.person is not None and room.person.nick == nick:
        return room.person
    found = (other.members.find(nick) for other in room.connection.rooms)
    return next((one for one in found if one is not None), None)


def _has(room: Room, nick: str) -> bool:
    return any(room.members.find(spelling) is not None for spelling in (nick, nick.lower()))
