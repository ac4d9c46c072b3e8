"""What events are made of: causes and states, a person in a channel, a place in a history; and their base."""

from __future__ import annotations

from enum import Enum, StrEnum

from app.values import frozen


class Refusal(StrEnum):
    """Why something was not sent, or may not have been. A reason is one of these or a server's own words.

    The values are what `outbox.json` and logs say since the first version; `words` has what people read.
    """

    CONNECTION_LOST = "The connection was lost; it may have been sent"
    NOT_CONNECTED = "Not connected"
    TOO_LONG = "That is too long for this server"
    NOT_ONE_TARGET = "That is not one person or room"
    NOT_ONE_CHANNEL = "That is not the name of one channel"
    UNWRITABLE = "That holds what cannot be sent"


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
    PASSWORD_WANTED = "password-wanted"  # a server that is no hub of ours wants one, and none was given
    ACCOUNT_WANTED = "account-wanted"  # it lets in only who logs in to an account that it has
    LOGIN_REFUSED = "login-refused"  # an account's name and password are not taken, or not in a safe way
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
    NO_BROWSERS = "no-browsers"  # was in by one, and the host lets none in any more


class TextKind(Enum):
    """What a message is."""

    MESSAGE = "message"
    ACTION = "action"
    NOTICE = "notice"


@frozen
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
    # what they tell of themselves, cleaned of codes and line breaks; nothing of it is proven or fetched
    display_name: str = ""
    avatar: str = ""
    color: str = ""
    status: str = ""
    is_overheard: bool = False  # our hub says: in a browser that is not encrypted


@frozen(order=True)
class Point:
    """A place in a conversation's history: when a message was said, and the msgid where it has one."""

    time: float
    msgid: str = ""


class Event:
    """Base of all events."""

    __slots__ = ()
