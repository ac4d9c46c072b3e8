"""The sentences that the root itself says: of names and rooms that cannot be, of rooms that have ended."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.client.address import AddressError, parse_address
from app.client.events import LeaveKind, RoomLeft
from app.irc import numerics
from app.irc.names import NICK_LENGTH, nick_from
from app.ui.window.link_view import RoomEnding

MAX_ROOM_NAME = 80  # characters: what a header shows and one 005 token carries


def tr(text: str, count: int = -1) -> str:
    """Translate a sentence of the root."""
    return QCoreApplication.translate("application", text, None, count)


def check_name(name: str) -> str | None:
    """What is wrong with a person's name, None if nothing."""
    if not name.strip():
        return tr("Type the name that others will see.")
    if not nick_from(name):
        return tr("A name needs at least one letter.")
    if len(name.strip()) > NICK_LENGTH:
        return tr("A name has at most %n characters.", NICK_LENGTH)
    return None


def check_room(name: str) -> str | None:
    """What is wrong with the name of a room, None if nothing."""
    if not name.strip():
        return tr("Give the room a name.")
    if len(name.strip()) > MAX_ROOM_NAME:
        return tr("A room’s name has at most %n characters.", MAX_ROOM_NAME)
    return None


def check_address(text: str) -> str | None:
    """What is wrong with a typed or pasted address, None if nothing."""
    try:
        parse_address(text)
    except AddressError as error:
        return str(error)
    return None


def ending_of(left: RoomLeft, *, may_rejoin: bool) -> RoomEnding | None:
    """What the bar over a room says after we left it; None when we went ourselves."""
    reason = f" — {left.reason}" if left.reason and left.reason != left.by else ""
    if left.kind is LeaveKind.KICKED:
        who = left.by or tr("the host")
        return RoomEnding(tr("You were removed by {who}{reason}.").format(who=who, reason=reason), may_rejoin)
    if left.kind is LeaveKind.BANNED:
        return RoomEnding(tr("You were banned from this room{reason}.").format(reason=reason), False)
    if left.kind is LeaveKind.HOST_CLOSED:
        return RoomEnding(tr("The host closed the room."), False)
    return None


_JOIN_FAILURES = {
    numerics.ERR_CHANNELISFULL: "The room is full. Ask the host to make space, then try again.",
    numerics.ERR_INVITEONLYCHAN: "The room is locked: nobody new gets in until the host unlocks it.",
    numerics.ERR_BANNEDFROMCHAN: "The host has banned you from this room.",
    numerics.ERR_BADCHANNELKEY: "This channel needs a key. Type /join {channel} and the key.",
    numerics.ERR_TOOMANYCHANNELS: "You are in too many rooms on this server. Leave one first.",
    numerics.ERR_NEEDREGGEDNICK: "Only people with an account on this server may enter {channel}.",
}


def join_failure(channel: str, numeric: str, detail: str) -> str:
    """Why a channel cannot be entered, as a sentence."""
    words = _JOIN_FAILURES.get(numeric)
    if words is not None:
        return tr(words).format(channel=channel)
    return tr("{channel} cannot be entered: {detail}").format(channel=channel, detail=detail or numeric)
