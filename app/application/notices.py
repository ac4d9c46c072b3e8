"""Which of the things that happen are worth a desktop notification when the window is not in front."""

from __future__ import annotations

from app.client.events import LeaveKind, MemberJoined, MemberLeft
from app.irc.text import strip_formatting
from app.models.room import Room, RoomKind
from app.models.timeline_entries import Entry, MessageEntry
from app.settings import Settings
from app.ui.notices.merge import Notice, NoticeKind
from app.words import event_words, notice_words

_REASONS = {
    LeaveKind.QUIT: event_words.SAID_GOODBYE,
    LeaveKind.LOST: event_words.LOST_CONNECTION,
    LeaveKind.KICKED: notice_words.REMOVED,
    LeaveKind.BANNED: notice_words.BANNED,
    LeaveKind.HOST_CLOSED: event_words.ROOM_CLOSED,
}


def room_key(room: Room) -> str:
    """What tells rooms apart in notifications."""
    return f"{room.connection.address} {room.target}"


def notice_of(room: Room, entry: Entry, settings: Settings) -> Notice | None:
    """The notice for `entry`, None where somebody who looks elsewhere does not want to know.

    Messages that name this person, private ones, and on our hubs who came and who left: on large
    networks people come and go by the hundred.
    """
    private = room.kind is RoomKind.PRIVATE
    if isinstance(entry, MessageEntry):
        if entry.own or not settings.notify or not (entry.mention or private):
            return None
        text = strip_formatting(entry.text)
        return Notice(room_key(room), room.title, NoticeKind.MESSAGE, entry.shown_name, text, private)
    if not settings.notify_presence or not room.connection.is_hub:
        return None
    if isinstance(entry.fact, MemberJoined):
        return Notice(room_key(room), room.title, NoticeKind.JOINED, entry.fact.member.nick)
    if isinstance(entry.fact, MemberLeft):
        reason = _REASONS.get(entry.fact.kind)
        words = reason() if reason is not None else ""
        return Notice(room_key(room), room.title, NoticeKind.LEFT, entry.fact.nick, words)
    return None
