"""Keeping somebody out of a room: the ban that fits them, and out they go."""

from __future__ import annotations

from app.models.moderation import ban_mask
from app.models.room import Room


def ban(room: Room, who: str, reason: str) -> None:
    """Ban a member by the mask that fits them and remove them; anybody else by `who`, a nickname or mask."""
    link = room.connection.link
    member, own = room.members.find(who), room.members.find(room.connection.nick)
    if member is None:
        link.ban(room.target, who)
        return
    link.ban(room.target, ban_mask(member, own.host if own is not None else ""))
    link.kick(room.target, who, reason)
