"""The words for what happens in a room, translatable; every name and foreign text in them is bidi-isolated.

Windows, notifications and copied text say the same sentence. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

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
from app.irc.masks import ban_words
from app.irc.text import strip_formatting
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    Fact,
    HistoryGap,
    Note,
    SendState,
)
from app.models.timeline_grouping import local_day

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
        return _tr("Today") if day == today else _tr("Yesterday")
    pattern = "dddd d MMMM" if day.year == today.year else "dddd d MMMM yyyy"
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(int(time * 1000)).date(), pattern)


def describe(fact: Fact) -> str:
    """One sentence for `fact`, without a full stop."""
    return _WORDS[type(fact)](fact)


def sending_words(state: SendState, reason: str) -> str:
    """How the sending of a message stands: "Not sent — too many messages at once"; "" if it was sent."""
    if state is SendState.PENDING:
        return reason
    first = _SENDING.get(state)
    return _because(_tr(first), reason) if first else ""


def summarise(facts: Iterable[Fact]) -> str:
    """One line for a run of comings and goings: "bob and 3 others joined · dave left — connection lost"."""
    groups: dict[LeaveKind | None, list[MemberJoined | MemberLeft]] = {}
    for fact in facts:
        if isinstance(fact, MemberJoined):
            groups.setdefault(None, []).append(fact)
        elif isinstance(fact, MemberLeft):
            groups.setdefault(fact.kind, []).append(fact)
    return " · ".join(_group_words(kind, group) for kind, group in groups.items())


def _group_words(kind: LeaveKind | None, group: Sequence[MemberJoined | MemberLeft]) -> str:
    names = list(dict.fromkeys(_name_of(fact) for fact in group))
    if len(group) == 1:
        return describe(group[0])
    who = _people(names)
    if kind is None:
        return _tr("{who} joined").format(who=who)
    return _left(who, _LEAVE_REASONS.get(kind, ""))


def _name_of(fact: MemberJoined | MemberLeft) -> str:
    return fact.member.nick if isinstance(fact, MemberJoined) else fact.nick


def _people(names: Sequence[str]) -> str:
    if len(names) == 1:
        return isolate(names[0])
    if len(names) == 2:
        return _tr("{one} and {two}").format(one=isolate(names[0]), two=isolate(names[1]))
    return _tr("{one} and {count} others").format(one=isolate(names[0]), count=len(names) - 1)


_SENDING = {SendState.FAILED: "Not sent", SendState.IN_DOUBT: "May have been sent"}
_LEAVE_REASONS = {
    LeaveKind.QUIT: "said goodbye",
    LeaveKind.LOST: "connection lost",
    LeaveKind.HOST_CLOSED: "the host closed the room",
}
_RANKS = {"q": "host", "o": "moderator", "v": "voice"}


def _left(who: str, reason: str) -> str:
    if not reason:
        return _tr("{who} left").format(who=who)
    return _tr("{who} left — {reason}").format(who=who, reason=_tr(reason))


def _member_left(fact: MemberLeft) -> str:
    who = isolate(fact.nick)
    if fact.kind is LeaveKind.KICKED:
        return _because(_by(who, fact.by, "{who} was removed by {by}", "{who} was removed"), fact.reason)
    if fact.kind is LeaveKind.BANNED:
        return _because(_by(who, fact.by, "{who} was banned by {by}", "{who} was banned"), fact.reason)
    words = _left(who, _LEAVE_REASONS.get(fact.kind, ""))
    if fact.kind is LeaveKind.QUIT and fact.reason:
        return f"{words}: {isolate(fact.reason)}"
    return _because(words, fact.reason) if fact.kind is LeaveKind.PARTED else words


def _by(who: str, by: str, known: str, unknown: str) -> str:
    return _tr(known).format(who=who, by=isolate(by)) if by else _tr(unknown).format(who=who)


def _because(words: str, reason: str) -> str:
    return f"{words} — {isolate(reason)}" if reason.strip() else words


def _room_left(fact: RoomLeft) -> str:
    if fact.kind is LeaveKind.KICKED:
        words = _by("", fact.by, "You were removed by {by}", "You were removed")
    elif fact.kind is LeaveKind.BANNED:
        words = _by("", fact.by, "You were banned by {by}", "You were banned")
    elif fact.kind is LeaveKind.HOST_CLOSED:
        return _tr("The host closed the room")
    else:
        return _tr("You left")
    return _because(words, fact.reason)


def _renamed(fact: NickChanged) -> str:
    if fact.own:
        return _tr("You are now called {new}").format(new=isolate(fact.new))
    return _tr("{old} is now called {new}").format(old=isolate(fact.old), new=isolate(fact.new))


def _topic(fact: TopicChanged) -> str:
    if not fact.by:
        words = "The topic is: {topic}" if fact.topic else "There is no topic"
        return _tr(words).format(topic=isolate(fact.topic))
    words = "{by} changed the topic: {topic}" if fact.topic else "{by} removed the topic"
    return _tr(words).format(by=isolate(fact.by), topic=isolate(fact.topic))


def _rank(fact: RankChanged) -> str:
    rank = _tr(_RANKS.get(fact.rank, fact.rank))
    who, by = isolate(fact.nick), isolate(fact.by)
    if fact.rank == "v":
        words = "{by} gave {who} voice" if fact.given else "{by} took voice from {who}"
    else:
        words = "{by} made {who} {rank}" if fact.given else "{by} took the role of {rank} from {who}"
    if not fact.by:
        words = "{who} is now {rank}" if fact.given else "{who} is no longer {rank}"
    return _tr(words).format(by=by, who=who, rank=rank)


# What hosts and moderators switch most, by the change as told; everything else is told as it is.
_SWITCHED = {
    "+i": "{by} locked the room, nobody new gets in",
    "-i": "{by} unlocked the room",
    "+m": "{by} lets only people with voice write",
    "-m": "{by} lets everybody write again",
}


def _modes(fact: ChannelModesChanged) -> str:
    if fact.by and fact.text in _SWITCHED:
        return _tr(_SWITCHED[fact.text]).format(by=isolate(fact.by))
    if not fact.by:
        return _tr("The room's settings are {text}").format(text=isolate(fact.text or fact.modes))
    return _tr("{by} changed the room's settings: {text}").format(
        by=isolate(fact.by), text=isolate(fact.text or fact.modes)
    )


def _ban(fact: BanChanged) -> str:
    words = "{by} banned {who}" if fact.banned else "{by} lifted the ban of {who}"
    return _tr(words).format(by=isolate(fact.by), who=isolate(ban_words(fact.mask)))


def _lost(fact: ConnectionLost) -> str:
    return _because(_tr("Connection lost"), fact.detail)


def _gap(fact: HistoryGap) -> str:
    since, until = clock(fact.since), clock(fact.until)
    if since == until:
        return _tr("Messages from {since} may be missing").format(since=since)
    return _tr("Messages from {since}–{until} may be missing").format(since=since, until=until)


def _room_renamed(fact: RoomRenamed) -> str:
    old, new = (isolate(name.lstrip("#&+!") or name) for name in (fact.old, fact.new))
    words = _tr("This room was called {old} and is called {new} now").format(old=old, new=new)
    if fact.by:
        words = _tr("{by} renamed the room from {old} to {new}").format(by=isolate(fact.by), old=old, new=new)
    return _because(words, fact.reason)


def policy_words(access: HistoryAccess) -> str:
    """What people who come later can read of what is said in a room."""
    return _tr(_POLICIES[access])


_POLICIES = {
    HistoryAccess.ALL: "People who join later can read everything that is said here",
    HistoryAccess.LAST_HOUR: "People who join later can read the last hour",
    HistoryAccess.NONE: "People who join later cannot read what was said before",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


_WORDS: dict[type, Callable[[Any], str]] = {
    MemberJoined: lambda fact: _tr("{who} joined").format(who=isolate(fact.member.nick)),
    MemberLeft: _member_left,
    NickChanged: _renamed,
    TopicChanged: _topic,
    RankChanged: _rank,
    ChannelModesChanged: _modes,
    BanChanged: _ban,
    Invited: lambda fact: _tr("{by} invited you").format(by=isolate(fact.by)),
    RoomEntered: lambda fact: _tr("You joined"),
    RoomLeft: _room_left,
    ConnectionLost: _lost,
    ConnectionRestored: lambda fact: _tr("Connected again"),
    HistoryGap: _gap,
    HistoryPolicy: lambda fact: policy_words(fact.access),
    RoomRenamed: _room_renamed,
    Note: lambda fact: strip_formatting(fact.text),
}
