"""Events of rooms and the people in them.

`msgid` is what the server knows the line by, told live or from its history, "" where it gives none. Where one
line tells several things, each has an id of its own (app.irc.msgid.part_id).
"""

from __future__ import annotations

from app.client.events.base import Event, LeaveKind, Member
from app.values import frozen


@frozen
class JoinFailed(Event):
    """We may not enter a channel. `numeric` tells why (471 full, 473 invite, 474 banned, 475 key, ...)."""

    channel: str
    numeric: str
    detail: str
    time: float


@frozen
class RoomEntered(Event):
    """We are in a channel; its members follow in MembersListed.

    `catches_up`: what was said before, or while we were away, is being fetched: HistoryPage or HistoryMissing
    follows.
    """

    channel: str
    time: float
    catches_up: bool = False
    msgid: str = ""


@frozen
class ChannelsHeld(Event):
    """So many channels wait that the server put us into unasked, beyond a handful. They are no rooms yet."""

    count: int


@frozen
class RoomLeft(Event):
    """We are no longer in a channel. `by` is who removed us, "" when we went ourselves."""

    channel: str
    kind: LeaveKind
    by: str
    reason: str
    time: float
    msgid: str = ""


@frozen
class MembersListed(Event):
    """Everybody who is in a channel now; replaces what was known."""

    channel: str
    members: tuple[Member, ...]


@frozen
class MemberJoined(Event):
    channel: str
    member: Member
    time: float
    msgid: str = ""


@frozen
class MemberLeft(Event):
    """Somebody else left. `by` is who removed them, "" otherwise."""

    channel: str
    nick: str
    kind: LeaveKind
    by: str
    reason: str
    time: float
    msgid: str = ""


@frozen
class MemberChanged(Event):
    """Away, ranks, account, host or real name of a member changed; nothing that is said in the room."""

    channel: str
    member: Member


@frozen
class RankChanged(Event):
    """A member gained or lost a rank ("q", "o", "v"); MemberChanged comes with it."""

    channel: str
    nick: str
    rank: str
    given: bool
    by: str
    time: float
    msgid: str = ""


@frozen
class NickChanged(Event):
    """Somebody has another nickname. `channels`: the rooms that we share with them."""

    old: str
    new: str
    own: bool
    channels: tuple[str, ...]
    time: float
    msgid: str = ""


@frozen
class TopicChanged(Event):
    """`by` is "" when the topic was told on joining rather than changed now."""

    channel: str
    topic: str
    by: str
    time: float
    msgid: str = ""


@frozen
class ChannelModesChanged(Event):
    """Key, limit, moderation... `modes` are all that are set now ("+nt"), `text` the change as told."""

    channel: str
    modes: str
    key: str
    text: str
    by: str  # "" when told on joining
    time: float
    msgid: str = ""


@frozen
class BanListed(Event):
    """The bans of a channel, as (mask, by, time) each."""

    channel: str
    bans: tuple[tuple[str, str, float], ...]


@frozen
class BanChanged(Event):
    """A ban was set or lifted."""

    channel: str
    mask: str
    banned: bool
    by: str
    time: float
    msgid: str = ""


@frozen
class Muted(Event):
    """The hub has done what we asked: somebody may not speak, 0 for good; the mask is the ban of it."""

    channel: str
    nick: str
    seconds: int
    mask: str


@frozen
class Invited(Event):
    """Somebody asks us into a channel, which people call `title` ("" for its own name).

    `by` is "" where the server does not say: it was while we were away.
    """

    channel: str
    by: str
    time: float
    title: str = ""


@frozen
class InviteSeen(Event):
    """Somebody asks somebody else into a channel that we are in: https://ircv3.net/specs/extensions/invite-notify."""

    channel: str
    nick: str
    by: str
    time: float


@frozen
class PersonInvited(Event):
    """The server has told somebody that we ask them in."""

    channel: str
    nick: str
    time: float


@frozen
class ListedChannel:
    """A channel of the server's list; `title` is what people call it on a hub of ours, "" elsewhere."""

    name: str
    members: int
    topic: str
    title: str = ""


@frozen
class ChannelsListed(Event):
    """Some more channels of the list that was asked for; `is_last`: that was all."""

    channels: tuple[ListedChannel, ...]
    is_last: bool


@frozen
class RoomMade(Event):
    """The hub has made the room that we asked for; RoomEntered follows."""

    channel: str


@frozen
class RoomTitled(Event):
    """What people call a channel that we are in; "" for its own name.

    `by`: the nickname of who has just called it so, "" where that was before or nobody tells.
    """

    channel: str
    title: str
    time: float
    by: str = ""


@frozen
class RoomRenamed(Event):
    """A channel has another name; everything else of it stays."""

    old: str
    new: str
    by: str
    reason: str
    time: float
    msgid: str = ""


@frozen
class PersonChanged(Event):
    """What is known of somebody who is watched, and may be in none of our rooms."""

    member: Member


@frozen
class PresenceChanged(Event):
    """Somebody who is watched came online or went."""

    nick: str
    online: bool
    time: float
