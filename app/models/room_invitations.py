"""Whom one can ask into which room of a server."""

from __future__ import annotations

from app.client.wishes import Invite
from app.irc.names import nick_from
from app.models.members import shown_name
from app.models.picks import Pick, PickMark
from app.models.room import Room, RoomKind, ServerConnection
from app.words import room_list_words


def may_invite(room: Room) -> bool:
    """Whether its server would take an invitation into a room: of anybody, or of moderators alone.

    Into a hub's own room one comes by its address.
    """
    connection = room.connection
    if room.kind is not RoomKind.CHANNEL or not room.present or connection.is_room_of_hub(room):
        return False
    return Invite in connection.abilities.kinds and (room.may_moderate or not room.is_private)


def people_to_invite(room: Room) -> list[Pick]:
    """Who is in other rooms of that server and not in this one."""
    found: dict[str, Pick] = {}
    for other in room.connection.rooms:
        for member in other.members.people():
            key = member.nick.casefold()
            if key not in found and room.members.find(member.nick) is None:
                name = shown_name(member)
                is_plain = nick_from(name) == member.nick
                about = "" if is_plain else member.nick
                found[key] = Pick(member.nick, name, about, None, room_list_words.INVITE(), PickMark.PERSON)
    found.pop(room.connection.nick.casefold(), None)
    return list(found.values())


def rooms_to_invite_into(connection: ServerConnection, nick: str) -> list[Pick]:
    """The rooms of a server into which somebody can be asked."""
    rooms = (room for room in connection.rooms if may_invite(room) and room.members.find(nick) is None)
    return [
        Pick(
            room.target,
            room.title,
            room.topic,
            room.members.count,
            room_list_words.INVITE(),
            PickMark.PRIVATE_ROOM if room.is_private else PickMark.ROOM,
        )
        for room in rooms
    ]
