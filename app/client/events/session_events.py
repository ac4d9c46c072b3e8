"""Events of the connection itself, and answers to what was asked."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from app.client.events.base import Event, Failure
from app.irc.ban_lines import BanNotice
from app.irc.callback_lines import CallbackRequest
from app.values import frozen


@frozen
class Registered(Event):
    """The server welcomed us. `network`: its name, on our hub the room's; `room`: the hub's channel or ""."""

    nick: str
    network: str
    room: str
    is_hub: bool  # one of ours (the vendored capability was granted)
    time: float


@frozen
class OtherRoomOpen(Event):
    """The host has opened another room than the one we meant, `wanted`: we are in none of the host's.

    `room` is the channel of the one that is open, `title` what people call it.
    """

    wanted: str
    room: str
    title: str
    time: float


@frozen
class OwnerProven(Event):
    """The hub took us for the host. `secret` is the one for next time; never to be shown or logged."""

    secret: str = field(repr=False)


@frozen
class CallbackAsked(Event):
    """The hub asks us to try under which of these addresses we reach it. Maybe anybody's: to be judged."""

    request: CallbackRequest


@frozen
class Secured(Event):
    """The link is encrypted. `verified`: how the certificate is known to be the host's, "" not yet."""

    fingerprint: str
    verified: str  # "link", "password", "words", "authority"
    protocol: str  # "TLS 1.3"
    # what this connection has and no other, b"" below TLS 1.3
    channel_binding: bytes = field(default=b"", repr=False, compare=False)


@frozen
class PasswordConfirmed(Event):
    """The hub has shown that it knows the room's password, so its certificate is the host's own.

    `fingerprint` is "" on a link without TLS, where nothing is verified by it.
    """

    fingerprint: str
    time: float


@frozen
class ConnectionFailed(Event):
    """Registration did not succeed or the server closed. `said` is the server's own words, maybe ""."""

    failure: Failure
    said: str
    time: float


@frozen
class ConnectionDoubted(Event):
    """The server was asked for a sign of life and gives none, so the connection may be lost (`doubtful`); or
    it is there after all.
    """

    doubtful: bool
    time: float


@frozen
class OwnAvatarTold(Event):
    """The server tells which picture this person shows there: a link, "" for none."""

    link: str


@frozen
class FileTokenTold(Event):
    """The server lets us upload a file with this token; never to be shown or logged."""

    token: str = field(repr=False)


@frozen
class FileTokenRefused(Event):
    """The server gives no token for an upload. `detail`: its words, or a Refusal."""

    detail: str


@frozen
class ServerSaid(Event):
    """Words of the server for its log: notices, MOTD, numerics that nothing else stands for.

    `is_answer`: the person has just sent it a line of their own (`wishes.Quote`), and this is what it says.
    `is_unasked`: it refuses what was asked for without the person, as who else is in a channel.
    """

    text: str
    numeric: str  # "" for notices
    time: float
    is_error: bool = False
    is_answer: bool = False
    is_unasked: bool = False


@frozen
class NetworkRenamed(Event):
    """The server is called something else from now on, and so is the room that a hub is for.

    `by`: the nickname of who has called it so, "" where nobody tells.
    """

    network: str
    by: str
    time: float


@frozen
class WelcomeOver(Event):
    """All has come that the server does by itself as one comes in, the channels that it puts us into too."""

    time: float


@frozen
class RequestFailed(Event):
    """A request of ours other than a message was refused, in the server's words."""

    command: str
    target: str
    numeric: str
    detail: str
    time: float


@frozen
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


@frozen
class OwnAwayChanged(Event):
    away: bool


class HistoryAccess(Enum):
    """How much of what was said before newcomers may read on a hub of ours."""

    NONE = "none"
    LAST_HOUR = "1h"
    ALL = "all"


@frozen
class HistoryPolicy(Event):
    """The hub tells what people who join later can read of what is said now.

    `channel`: where, "" for wherever nothing else is told.
    """

    access: HistoryAccess
    time: float
    channel: str = ""


@frozen
class HubBanAdded(Event):
    """Somebody was banned from the hub that we are the host of."""

    ban: BanNotice


@frozen
class HubBanLifted(Event):
    """They may come in again."""

    ban: BanNotice


@frozen
class HubBansListed(Event):
    """All that there are."""

    bans: tuple[BanNotice, ...]
