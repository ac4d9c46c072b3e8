"""Several things that happened in one room as one notification. Values in, words out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.words import notice_words

_BODY_LIMIT = 300  # characters; services cut or refuse much longer texts


class NoticeKind(Enum):
    """What happened."""

    MESSAGE = "message"
    JOINED = "joined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing worth telling. `room_key` comes back when it is clicked; `room` is the room's title.

    `text` is what was said, or why somebody left ("" where that is not told).
    """

    room_key: str
    room: str
    kind: NoticeKind
    who: str
    text: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """A notification in words."""

    title: str
    body: str


def merge(notices: Sequence[Notice]) -> Merged:
    """The words for one or more notices of one room, oldest first. Raises ValueError for none."""
    if not notices:
        raise ValueError("nothing happened")
    talk = [notice for notice in notices if notice.kind is NoticeKind.MESSAGE]
    comings = _comings(notices)
    if not talk:
        return Merged(comings[0], "\n".join(comings[1:]))
    lines = [_said(talk), *comings]
    return Merged(_talk_title(talk), "\n".join(line for line in lines if line))


def _talk_title(talk: Sequence[Notice]) -> str:
    last = talk[-1]
    if len(talk) > 1:
        if last.is_private:
            return notice_words.NEW_MESSAGES_FROM(len(talk), name=last.who)
        return notice_words.NEW_MESSAGES_IN(len(talk), room=last.room)
    if last.is_private:
        return last.who
    return notice_words.NAME_IN_ROOM(name=last.who, room=last.room)


def _said(talk: Sequence[Notice]) -> str:
    """The newest message; by whom, where the title does not say it."""
    last = talk[-1]
    text = " ".join(last.text.split())
    words = text if len(talk) == 1 or last.is_private else f"{last.who}: {text}"
    return words if len(words) <= _BODY_LIMIT else words[: _BODY_LIMIT - 1] + "…"


def _comings(notices: Sequence[Notice]) -> list[str]:
    """One line for those who joined and one for those who left, a person's last step counting."""
    last = {notice.who: notice for notice in notices if notice.kind is not NoticeKind.MESSAGE}
    lines = []
    for kind in (NoticeKind.JOINED, NoticeKind.LEFT):
        some = [notice for notice in last.values() if notice.kind is kind]
        if some:
            lines.append(_coming(kind, some))
    return lines


def _coming(kind: NoticeKind, some: Sequence[Notice]) -> str:
    who = _names([notice.who for notice in some])
    room = some[0].room
    if kind is NoticeKind.JOINED:
        return notice_words.NAMES_JOINED_ROOM(names=who, room=room)
    words = notice_words.NAMES_LEFT_ROOM(names=who, room=room)
    reasons = {notice.text for notice in some}
    reason = reasons.pop() if len(reasons) == 1 else ""
    return f"{words} — {reason}" if reason else words


def _names(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return notice_words.FIRST_AND_SECOND(first=names[0], second=names[1])
    return notice_words.NAME_AND_OTHERS(len(names) - 1, name=names[0])
