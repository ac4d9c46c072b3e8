"""The words for what happens in a room, translatable; every name and foreign text in them is bidi-isolated.

Windows, notifications and copied text say the same sentence. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from PySide6.QtCore import QDateTime, QLocale

from app.client.events import (
    BanChanged,
    ChannelModesChanged,
    HistoryAccess,
    HistoryPolicy,
    Invited,
    LeaveKind,
    MemberJoined,
    MemberLeft,
    NickChanged,
    RankChanged,
    RoomEntered,
    RoomLeft,
    RoomRenamed,
    TopicChanged,
)
from app.irc.masks import ban_words, is_mute
from app.irc.text import strip_formatting
from app.models.shown_names import channel_title
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    Fact,
    HistoryGap,
    Note,
    SendState,
)
from app.models.timeline_grouping import local_day
from app.words import event_words, moderation_words
from app.words.failure_words import refusal_words
from app.words.sentence import Sentence

# https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
_ISOLATE, _END = "\u2068", "\u2069"
_NO_ISOLATES = dict.fromkeys((0x2066, 0x2067, 0x2068, 0x2069))


def isolate(text: str) -> str:
    """`text` cleaned and kept from reordering the sentence around it."""
    return f"{_ISOLATE}{strip_formatting(text)}{_END}"


def without_isolates(text: str) -> str:
    """`text` as people want it on the clipboard."""
    return text.translate(_NO_ISOLATES)


def clock(time: float) -> str:
    """The time of day of `time`, in minutes, as the locale writes it."""
    return _clock(int(time // 60), QLocale().name())


@lru_cache(
    maxsize=4096
)  # a copy of all that is loaded asks a hundred thousand times, for some days of minutes
def _clock(minute: int, _locale: str) -> str:
    pattern = QLocale().timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "").replace(".ss", "")
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(minute * 60).time(), pattern)


def full_moment(time: float) -> str:
    """Date and time of day with seconds, for tooltips."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(int(time * 1000)), QLocale.FormatType.LongFormat)


def day_name(time: float, now: float) -> str:
    """ "Today", "Yesterday", "Friday 20 November"; with the year where it is another one."""
    day, today = local_day(time), local_day(now)
    if (today - day).days in (0, 1):
        return event_words.TODAY() if day == today else event_words.YESTERDAY()
    words = event_words.DAY_OF_WEEK_FORMAT
    if day.year != today.year:
        words = event_words.DAY_OF_WEEK_AND_YEAR_FORMAT
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(int(time * 1000)).date(), words())


def describe(fact: Fact) -> str:
    """One sentence for `fact`, without a full stop."""
    return _WORDS[type(fact)](fact)


def sending_words(state: SendState, reason: str) -> str:
    """How the sending of a message stands: "Not sent — too many messages at once"; "" if it was sent."""
    if state is SendState.PENDING:
        return refusal_words(reason)
    first = _SENDING.get(state)
    return _because(first(), refusal_words(reason)) if first else ""


class RunSummary:
    """One line for a run of comings and goings: "bob and 3 others joined · dave left — connection lost".

    The run may go on: what comes to one of ten thousand costs no more than to one of two.
    """

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._groups: dict[LeaveKind | None, _Group] = {}
        self.add(facts)

    def add(self, facts: Iterable[Fact]) -> None:
        """The run goes on with these."""
        for fact in facts:
            if isinstance(fact, MemberJoined):
                self._tell(None, fact, fact.member.nick)
            elif isinstance(fact, MemberLeft):
                self._tell(fact.kind, fact, fact.nick)

    def words(self) -> str:
        """The line, without a full stop."""
        return " · ".join(_group_words(kind, group) for kind, group in self._groups.items())

    def _tell(self, kind: LeaveKind | None, fact: Fact, name: str) -> None:
        group = self._groups.get(kind)
        if group is None:
            group = self._groups[kind] = _Group(fact)
        group.count += 1
        group.names[name] = None


@dataclass(slots=True)
class _Group:
    """Those of a run who came or went in the same way; `names` are in order, each once."""

    first: Fact
    count: int = 0
    names: dict[str, None] = field(default_factory=dict)


def _group_words(kind: LeaveKind | None, group: _Group) -> str:
    if group.count == 1:
        return describe(group.first)
    who = _people(group.names)
    if kind is None:
        return event_words.JOINED(who=who)
    return _left(who, _LEAVE_REASONS.get(kind))


def _people(names: Collection[str]) -> str:
    one, *two = map(isolate, islice(names, 2))
    if len(names) == 1:
        return one
    if len(names) == 2:
        return event_words.ONE_AND_TWO(one=one, two=two[0])
    return event_words.ONE_AND_OTHERS(one=one, count=len(names) - 1)


_SENDING = {SendState.FAILED: event_words.NOT_SENT, SendState.IN_DOUBT: event_words.MAY_HAVE_BEEN_SENT}
_LEAVE_REASONS = {
    LeaveKind.QUIT: event_words.SAID_GOODBYE,
    LeaveKind.LOST: event_words.LOST_CONNECTION,
    LeaveKind.HOST_CLOSED: event_words.ROOM_CLOSED,
    LeaveKind.NO_BROWSERS: event_words.CLOSED_TO_BROWSERS,
}
# Servers have five; two of them mean here what their neighbours do.
_RANKS = {
    "q": event_words.HOST,
    "a": event_words.HOST,
    "o": event_words.MODERATOR,
    "h": event_words.MODERATOR,
}


def _left(who: str, reason: Sentence | None) -> str:
    if reason is None:
        return event_words.LEFT(who=who)
    return event_words.LEFT_BECAUSE(who=who, reason=reason())


def _member_left(fact: MemberLeft) -> str:
    who = isolate(fact.nick)
    if fact.kind is LeaveKind.KICKED:
        return _because(_by(who, fact.by, event_words.WAS_REMOVED_BY, event_words.WAS_REMOVED), fact.reason)
    if fact.kind is LeaveKind.BANNED:
        return _because(_by(who, fact.by, event_words.BANNED, event_words.WAS_BANNED), fact.reason)
    words = _left(who, _LEAVE_REASONS.get(fact.kind))
    if fact.kind is LeaveKind.QUIT and fact.reason:
        return f"{words}: {isolate(fact.reason)}"
    return _because(words, fact.reason) if fact.kind is LeaveKind.PARTED else words


def _by(who: str, by: str, known: Sentence, unknown: Sentence) -> str:
    return known(who=who, by=isolate(by)) if by else unknown(who=who)


def _because(words: str, reason: str) -> str:
    return f"{words} — {isolate(reason)}" if reason.strip() else words


def _room_left(fact: RoomLeft) -> str:
    if fact.kind is LeaveKind.KICKED:
        words = _by("", fact.by, event_words.YOU_WERE_REMOVED_BY, event_words.YOU_WERE_REMOVED)
    elif fact.kind is LeaveKind.BANNED:
        words = _by("", fact.by, event_words.YOU_WERE_BANNED_BY, event_words.YOU_WERE_BANNED)
    elif fact.kind is LeaveKind.HOST_CLOSED:
        return event_words.HOST_CLOSED_ROOM()
    else:
        return event_words.YOU_LEFT()
    return _because(words, fact.reason)


def _renamed(fact: NickChanged) -> str:
    if fact.own:
        return event_words.RENAMED_SELF(new=isolate(fact.new))
    return event_words.RENAMED(old=isolate(fact.old), new=isolate(fact.new))


def _topic(fact: TopicChanged) -> str:
    if not fact.by:
        words = event_words.TOPIC_IS if fact.topic else event_words.NO_TOPIC
        return words(topic=isolate(fact.topic))
    words = event_words.TOPIC_CHANGED if fact.topic else event_words.TOPIC_REMOVED
    return words(by=isolate(fact.by), topic=isolate(fact.topic))


def _rank(fact: RankChanged) -> str:
    rank = _RANKS[fact.rank]() if fact.rank in _RANKS else fact.rank
    who, by = isolate(fact.nick), isolate(fact.by)
    if fact.rank == "v":
        words = event_words.VOICE_GIVEN if fact.given else event_words.VOICE_TAKEN
    else:
        words = event_words.RANK_GIVEN if fact.given else event_words.RANK_TAKEN
    if not fact.by and fact.rank == "v":
        words = event_words.VOICE_IS if fact.given else event_words.VOICE_IS_NOT
    elif not fact.by:
        words = event_words.RANK_IS if fact.given else event_words.RANK_IS_NOT
    return words(by=by, who=who, rank=rank)


# What hosts and moderators switch most, by the change as told; everything else is told as it is.
_SWITCHED = {
    "+i": event_words.LOCKED,
    "-i": event_words.UNLOCKED,
    "+is": event_words.INVITED_ONLY,
    "-is": event_words.FOR_EVERYBODY,
    "+m": event_words.MODERATED,
    "-m": event_words.UNMODERATED,
    "+k *": event_words.KEY_SET,
    "-k *": event_words.KEY_TAKEN,
    "-k": event_words.KEY_TAKEN,
}


def _modes(fact: ChannelModesChanged) -> str:
    if fact.by and fact.text in _SWITCHED:
        return _SWITCHED[fact.text](by=isolate(fact.by))
    if not fact.by:
        return event_words.MODES(text=isolate(fact.text or fact.modes))
    return event_words.MODES_CHANGED(by=isolate(fact.by), text=isolate(fact.text or fact.modes))


def _ban(fact: BanChanged) -> str:
    by, who = isolate(fact.by), isolate(ban_words(fact.mask) or moderation_words.AN_ADDRESS())
    if not fact.by and not fact.banned:
        words = moderation_words.SPEAKS_AGAIN if is_mute(fact.mask) else moderation_words.BAN_ENDED
        return words(who=who)
    if is_mute(fact.mask):
        words = moderation_words.MUTED if fact.banned else moderation_words.UNMUTED
    else:
        words = event_words.BANNED if fact.banned else event_words.BAN_LIFTED
    return words(by=by, who=who)


def _lost(_fact: ConnectionLost) -> str:
    return event_words.CONNECTION_LOST()


def _gap(fact: HistoryGap) -> str:
    since, until = clock(fact.since), clock(fact.until)
    if since == until:
        return event_words.MISSING_FROM(since=since)
    return event_words.MISSING_BETWEEN(since=since, until=until)


def _room_renamed(fact: RoomRenamed) -> str:
    old, new = (isolate(channel_title(name)) for name in (fact.old, fact.new))
    words = event_words.ROOM_WAS_CALLED(old=old, new=new)
    if fact.by:
        words = event_words.ROOM_RENAMED(by=isolate(fact.by), old=old, new=new)
    return _because(words, fact.reason)


def policy_words(access: HistoryAccess) -> str:
    """What people who come later can read of what is said in a room."""
    return _POLICIES[access]()


_POLICIES = {
    HistoryAccess.ALL: event_words.READ_ALL,
    HistoryAccess.LAST_HOUR: event_words.READ_LAST_HOUR,
    HistoryAccess.NONE: event_words.READ_NOTHING,
}


_WORDS: dict[type, Callable[[Any], str]] = {
    MemberJoined: lambda fact: event_words.JOINED(who=isolate(fact.member.nick)),
    MemberLeft: _member_left,
    NickChanged: _renamed,
    TopicChanged: _topic,
    RankChanged: _rank,
    ChannelModesChanged: _modes,
    BanChanged: _ban,
    Invited: lambda fact: event_words.INVITED(by=isolate(fact.by)),
    RoomEntered: lambda fact: event_words.YOU_JOINED(),
    RoomLeft: _room_left,
    ConnectionLost: _lost,
    ConnectionRestored: lambda fact: event_words.CONNECTED_AGAIN(),
    HistoryGap: _gap,
    HistoryPolicy: lambda fact: policy_words(fact.access),
    RoomRenamed: _room_renamed,
    Note: lambda fact: strip_formatting(fact.text),
}
