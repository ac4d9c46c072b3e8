"""Who gets into which room of a server: whom one can ask in, and what moderators can change of it."""

from __future__ import annotations

from app.client.wishes import Invite, MakeRoom, RenameRoom
from app.irc.names import nick_from
from app.models.members import shown_name
from app.models.picks import Pick, PickMark
from app.models.room import Room, RoomKind, ServerConnection
from app.values import frozen
from app.words import room_list_words


def may_invite(room: Room) -> bool:
    """Whether its server would take an invitation into a room: of anybody, or of moderators alone.

    Into a hub's own room one comes by its address.
    """
    connection = room.connection
    if room.kind is not RoomKind.CHANNEL or not room.present or connection.is_room_of_hub(room):
        return False
    return Invite in connection.abilities.kinds and (room.may_moderate or not room.is_private)


def may_make_room_with(room: Room) -> bool:
    """Whether a room can be made for this person and the other one of a private talk."""
    kinds = room.connection.abilities.kinds
    is_talk = room.kind is RoomKind.PRIVATE and room.is_connected and room.is_online is not False
    return is_talk and MakeRoom in kinds and Invite in kinds


def may_rename(room: Room) -> bool:
    """Whether its server would let us call a room something else: a hub's own lets its host."""
    connection = room.connection
    if RenameRoom not in connection.abilities.kinds:
        return False
    if connection.is_room_of_hub(room):
        return room.present and connection.moderation.is_owner
    return may_change_entry(room)


def may_change_entry(room: Room) -> bool:
    """Whether its server would let us say who may enter a room; into a hub's own one comes by its address."""
    is_further = room.kind is RoomKind.CHANNEL and not room.connection.is_room_of_hub(room)
    return is_further and room.present and room.may_moderate


@frozen
class RoomRights:
    """What this person may do about who gets into a room; `only_invited`: who may enter it now."""

    may_invite: bool = False
    may_rename: bool = False
    may_change_entry: bool = False
    may_make_room_with: bool = False
    only_invited: bool = False


def rights_in(room: Room) -> RoomRights:
    """All of that for a room."""
    return RoomRights(
        may_invite(room),
        may_rename(room),
        may_change_entry(room),
        may_make_room_with(room),
        room.is_private,
    )


def people_to_invite(room: Room) -> list[Pick]:
    """Who is in other rooms of that server and not in this one."""
    found: dict[str, Pick] = {}
    colours = room.connection.colours
    for other in room.connection.rooms:
        for member in other.members.people():
            key = member.nick.casefold()
            if key not in found and room.members.find(member.nick) is None:
                name = shown_name(member)
                is_plain = nick_from(name) == member.nick
                found[key] = Pick(
                    member.nick,
                    name,
                    "" if is_plain else member.nick,
                    None,
                    room_list_words.INVITE(),
                    PickMark.PERSON,
                    colours.colour_of(member.nick, member.account),
                    colours.picture_of(member.nick, member.account),
                )
    found.pop(room.connection.nick.casefold(), None)
    return list(found.values())


def mark_of(room: Room) -> PickMark:
    """What stands before a room in lists."""
    if room.kind is RoomKind.HOSTED:
        return PickMark.HOSTED_ROOM
    return PickMark.PRIVATE_ROOM if room.is_private else PickMark.ROOM


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
            mark_of(room),
        )
        for room in rooms
    ]
