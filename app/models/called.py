"""What people are called in a room, and what others may call this person there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.client.events import Member
from app.models.members import shown_name
from app.models.names import own_names

if TYPE_CHECKING:
    from app.models.room import Room


def called(room: Room, nick: str) -> str:
    """What `nick` is called, the nickname for somebody unknown."""
    member = _find(room, nick)
    return shown_name(member) if member is not None else nick


def called_differently(room: Room, nick: str) -> str:
    """What `nick` is called, "" where that is the nickname."""
    name = called(room, nick)
    return name if name != nick else ""


def names_with_spaces(room: Room) -> dict[str, str]:
    """Nicknames by the names on screen that are more than one word."""
    people = (member for other in room.connection.rooms for member in other.members.people())
    return {name: member.nick for member in people if " " in (name := shown_name(member))}


def own_names_in(room: Room) -> tuple[str, ...]:
    """What others may write in `room` to mean this person."""
    nick = room.connection.nick
    member = _find(room, nick)
    realname = member.realname if member is not None else ""
    return own_names(nick, realname, lambda name: _has(room, name))


def _find(room: Room, nick: str) -> Member | None:
    """Somebody in the room, or in another one of the connection: a private talk has no list of people."""
    member = room.members.find(nick)
    if member is not None:
        return member
    if room.person is not None and room.person.nick == nick:
        return room.person
    found = (other.members.find(nick) for other in room.connection.rooms)
    return next((one for one in found if one is not None), None)


def _has(room: Room, nick: str) -> bool:
    return any(room.members.find(spelling) is not None for spelling in (nick, nick.lower()))
