"""What happened on a connection, one frozen value per thing: all that models and windows learn of it.

`time` is the server's time where it gives one, else the time of arrival: seconds since 1970, UTC.
Channel and person names are as the server spells them; `own` tells that this connection's user did it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Failure(Enum):
    """Why a connection could not be made or was ended; windows have words for each."""

    BAD_ADDRESS = "bad-address"
    NAME_NOT_FOUND = "name-not-found"
    REFUSED = "refused"
    TIMED_OUT = "timed-out"
    UNREACHABLE = "unreachable"
    NOT_A_CHAT_SERVER = "not-a-chat-server"
    WRONG_PASSWORD = "wrong-password"  # also: a password is needed and none was given
    TRY_LATER = "try-later"  # too many tries, maybe others', came from this address
    NICK_IN_USE = "nick-in-use"
    BAD_NICK = "bad-nick"
    BANNED = "banned"
    FULL = "full"
    LOCKED = "locked"  # the host lets nobody new in
    KICKED_OUT = "kicked-out"  # killed by an operator or the host: not to be retried by itself
    CLOSED_BY_HOST = "closed-by-host"  # the hub says that hosting has ended
    LOST = "lost"  # ended in the middle, worth a reconnect
    REPLACED = "replaced"  # this person has connected again from elsewhere: not to be retried by itself
    NOT_ENCRYPTED = "not-encrypted"  # a typed address answers without TLS
    HOST_CHANGED = "host-changed"  # another certificate at a known address
    LINK_MISMATCH = "link-mismatch"  # another certificate than the invite link names
    NOT_VERIFIED = "not-verified"  # the other end could not show that it knows the room's password
    PASSWORD_NOT_SAFE = "password-not-safe"  # it would have the password in a way that others can read


class LinkState(Enum):
    """Where a connection is on its way."""

    IDLE = "idle"
    RESOLVING = "resolving"
    CONNECTING = "connecting"
    REGISTERING = "registering"
    ONLINE = "online"
    WAITING = "waiting"  # lost, the next try is timed
    STOPPED = "stopped"  # failed or ended for good


class LeaveKind(Enum):
    """How somebody left a room."""

    PARTED = "parted"
    QUIT = "quit"  # said goodbye
    LOST = "lost"  # timed out, reset
    KICKED = "kicked"
    BANNED = "banned"
    HOST_CLOSED = "host-closed"


class TextKind(Enum):
    """What a message is."""

    MESSAGE = "message"
    ACTION = "action"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Member:
    """One person in a room as the server tells it. `ranks` are mode letters, highest first ("qo")."""

    nick: str
    user: str = ""
    host: str = ""  # where they connect from: an address on our hub, maybe a cloak elsewhere
    realname: str = ""
    account: str = ""
    ranks: str = ""
    away: str | None = None  # the away message; None: here
    joined: float | None = None  # when they joined, None: before we did


class Event:
    """Base of all events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Registered(Event):
    """The server welcomed us. `network`: its name, on our hub the room's; `room`: the hub's channel or ""."""

    nick: str
    network: str
    room: str
    is_hub: bool  # one of ours (the vendored capability was granted)
    time: float


@dataclass(frozen=True, slots=True)
class OwnerProven(Event):
    """The hub took us for the host. `secret` is the one for next time; never to be shown or logged."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Secured(Event):
    """The link is encrypted. `verified`: how the certificate is known to be the host's, "" not yet."""

    fingerprint: str
    verified: str  # "link", "password", "words", "authority"
    protocol: str  # "TLS 1.3"


@dataclass(frozen=True, slots=True)
class PasswordConfirmed(Event):
    """The hub has shown that it knows the room's password, so its certificate is the host's own.

    `fingerprint` is "" on a link without TLS, where nothing is verified by it.
    """

    fingerprint: str
    time: float


@dataclass(frozen=True, slots=True)
class ConnectionFailed(Event):
    """Registration did not succeed or the server closed. `detail` is the server's own words, maybe ""."""

    failure: Failure
    detail: str
    time: float


@dataclass(frozen=True, slots=True)
class JoinFailed(Event):
    """We may not enter a channel. `numeric` tells why (471 full, 473 invite, 474 banned, 475 key, ...)."""

    channel: str
    numeric: str
    detail: str
    time: float


@dataclass(frozen=True, slots=True)
class RoomEntered(Event):
    """We are in a channel; its members follow in MembersListed."""

    channel: str
    time: float


@dataclass(frozen=True, slots=True)
class RoomLeft(Event):
    """We are no longer in a channel. `by` is who removed us, "" when we went ourselves."""

    channel: str
    kind: LeaveKind
    by: str
    reason: str
    time: float


@dataclass(frozen=True, slots=True)
class MembersListed(Event):
    """Everybody who is in a channel now; replaces what was known."""

    channel: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class MemberJoined(Event):
    channel: str
    member: Member
    time: float


@dataclass(frozen=True, slots=True)
class MemberLeft(Event):
    """Somebody else left. `by` is who removed them, "" otherwise."""

    channel: str
    nick: str
    kind: LeaveKind
    by: str
    reason: str
    time: float


@dataclass(frozen=True, slots=True)
class MemberChanged(Event):
    """Away, ranks, account, host or real name of a member changed; nothing that is said in the room."""

    channel: str
    member: Member


@dataclass(frozen=True, slots=True)
class RankChanged(Event):
    """A member gained or lost a rank ("q", "o", "v"); MemberChanged comes with it."""

    channel: str
    nick: str
    rank: str
    given: bool
    by: str
    time: float


@dataclass(frozen=True, slots=True)
class NickChanged(Event):
    """Somebody has another nickname. `channels`: the rooms that we share with them."""

    old: str
    new: str
    own: bool
    channels: tuple[str, ...]
    time: float


@dataclass(frozen=True, slots=True)
class TopicChanged(Event):
    """`by` is "" when the topic was told on joining rather than changed now."""

    channel: str
    topic: str
    by: str
    time: float


@dataclass(frozen=True, slots=True)
class ChannelModesChanged(Event):
    """Key, limit, moderation... `modes` are all that are set now ("+nt"), `text` the change as told."""

    channel: str
    modes: str
    key: str
    text: str
    by: str  # "" when told on joining
    time: float


@dataclass(frozen=True, slots=True)
class BanListed(Event):
    """The bans of a channel, as (mask, by, time) each."""

    channel: str
    bans: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class BanChanged(Event):
    """A ban was set or lifted."""

    channel: str
    mask: str
    banned: bool
    by: str
    time: float


@dataclass(frozen=True, slots=True)
class Invited(Event):
    channel: str
    by: str
    time: float


@dataclass(frozen=True, slots=True)
class OwnAwayChanged(Event):
    away: bool


@dataclass(frozen=True, slots=True)
class MessagePending(Event):
    """An own message was handed to the connection; `id` comes back in MessageSent or MessageFailed.

    `conversation` is the channel or the nickname of the other person.
    """

    id: int
    conversation: str
    sender: str
    text: str
    kind: TextKind
    time: float


@dataclass(frozen=True, slots=True)
class MessageSent(Event):
    """The server confirmed an own message (its echo), or took it where it has no echo."""

    id: int
    conversation: str
    msgid: str
    time: float
    text: str  # as the server relays it, maybe changed


@dataclass(frozen=True, slots=True)
class MessageFailed(Event):
    """An own message was refused or never confirmed. `in_doubt`: it may have arrived all the same."""

    id: int
    conversation: str
    reason: str
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class MessageArrived(Event):
    """Somebody said something, or this user did from elsewhere (`own`).

    `conversation` is the channel, or the nickname of the other person of a private talk. `to_ranks` is the
    STATUSMSG prefix when only some ranks of a channel were addressed.
    """

    conversation: str
    sender: str
    text: str
    kind: TextKind
    own: bool
    msgid: str
    time: float
    to_ranks: str = ""


@dataclass(frozen=True, slots=True)
class ServerSaid(Event):
    """Words of the server for its log: notices, MOTD, numerics that nothing else stands for."""

    text: str
    numeric: str  # "" for notices
    time: float
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class RequestFailed(Event):
    """A request of ours other than a message was refused, in the server's words."""

    command: str
    target: str
    numeric: str
    detail: str
    time: float


@dataclass(frozen=True, slots=True)
class WhoisArrived(Event):
    """What the server tells of one person; "" where it told nothing."""

    nick: str
    user: str
    host: str
    realname: str
    account: str
    channels: str
    idle: int | None
    signed_on: float | None
    away: str
