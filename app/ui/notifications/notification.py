"""What there is to notify of, and how several of one room become the text of one notification. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from app.values import frozen
from app.words import notice_words, room_list_words

_BODY_LIMIT = 300  # characters; services cut or refuse much longer texts


class NotificationKind(Enum):
    """What happened."""

    MESSAGE = "message"
    JOINED = "joined"
    LEFT = "left"
    INVITED = "invited"


@frozen
class Notification:
    """One thing to notify of. `room_key` comes back when it is clicked; `room` is the room's title.

    `text` is what was said, or why somebody left ("" where that is not told); `msgid` the message.
    """

    room_key: str
    room: str
    kind: NotificationKind
    who: str
    text: str = ""
    is_private: bool = False
    msgid: str = ""


@frozen
class NotificationText:
    """What a notification says, plain text."""

    title: str
    body: str


def merge(notifications: Sequence[Notification]) -> NotificationText:
    """The words for one or more notifications of one room, oldest first. Raises ValueError for none."""
    if not notifications:
        raise ValueError("nothing happened")
    if notifications[-1].kind is NotificationKind.INVITED:
        return _invitations(notifications)
    talk = [one for one in notifications if one.kind is NotificationKind.MESSAGE]
    presence = _presence_lines(notifications)
    if not talk:
        return NotificationText(presence[0], "\n".join(presence[1:]))
    lines = [_message_line(talk), *presence]
    return NotificationText(_talk_title(talk), "\n".join(line for line in lines if line))


def _invitations(some: Sequence[Notification]) -> NotificationText:
    last = some[-1]
    if len(some) == 1:
        return NotificationText(room_list_words.INVITES_YOU(by=last.who, room=last.room), "")
    return NotificationText(room_list_words.INVITED_TO_SEVERAL(len(some), rooms=last.room), "")


def _talk_title(talk: Sequence[Notification]) -> str:
    last = talk[-1]
    if len(talk) > 1:
        if last.is_private:
            return notice_words.NEW_MESSAGES_FROM(len(talk), name=last.who)
        return notice_words.NEW_MESSAGES_IN(len(talk), room=last.room)
    if last.is_private:
        return last.who
    return notice_words.NAME_IN_ROOM(name=last.who, room=last.room)


def _message_line(talk: Sequence[Notification]) -> str:
    """The newest message; by whom, where the title does not say it."""
    last = talk[-1]
    text = " ".join(last.text.split())
    if not text:
        return notice_words.NEW_MESSAGE() if len(talk) == 1 else ""
    words = text if len(talk) == 1 or last.is_private else f"{last.who}: {text}"
    return words if len(words) <= _BODY_LIMIT else words[: _BODY_LIMIT - 1] + "…"


def _presence_lines(notifications: Sequence[Notification]) -> list[str]:
    """One line for those who joined and one for those who left, a person's last step counting."""
    last = {
        notification.who: notification
        for notification in notifications
        if notification.kind is not NotificationKind.MESSAGE
    }
    lines = []
    for kind in (NotificationKind.JOINED, NotificationKind.LEFT):
        some = [notification for notification in last.values() if notification.kind is kind]
        if some:
            lines.append(_presence_line(kind, some))
    return lines


def _presence_line(kind: NotificationKind, some: Sequence[Notification]) -> str:
    who = _names([notification.who for notification in some])
    room = some[0].room
    if kind is NotificationKind.JOINED:
        return notice_words.NAMES_JOINED_ROOM(names=who, room=room)
    words = notice_words.NAMES_LEFT_ROOM(names=who, room=room)
    reasons = {notification.text for notification in some}
    reason = reasons.pop() if len(reasons) == 1 else ""
    return f"{words} — {reason}" if reason else words


def _names(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return notice_words.FIRST_AND_SECOND(first=names[0], second=names[1])
    return notice_words.NAME_AND_OTHERS(len(names) - 1, name=names[0])
