"""What a person, or the window for them, wants of a server: one frozen value each.

`ClientSession.ask` carries them out by `client.features.wish_table`. A `conversation` is a channel or a
nickname as the server spells it, a `msgid` the server's id of a message, a time is in seconds since 1970.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import ClassVar

from app.client.events import Point, TextKind, Typing
from app.irc.callback_lines import CallbackResult
from app.irc.file_tag import SharedFile
from app.values import frozen


class Offline(Enum):
    """What becomes of a wish in a conversation that has no connection."""

    WAITS = "waits"  # in the outbox, until there is one
    REFUSED = "refused"  # the person is told
    UNTOLD = "untold"  # nothing: the window asked by itself, or nobody misses it


class Wish:
    """The base of them all. `offline`: what becomes of it without a connection."""

    __slots__ = ()

    offline: ClassVar[Offline] = Offline.REFUSED


# -- words, and what is done with messages


@frozen
class Say(Wish):
    """Text, maybe of several lines. A MessagePending for each message that it takes."""

    offline: ClassVar[Offline] = Offline.WAITS
    conversation: str  # also with a STATUSMSG prefix: "@#room"
    text: str
    kind: TextKind = TextKind.MESSAGE


@frozen
class Reply(Wish):
    """The same, as an answer to a message."""

    offline: ClassVar[Offline] = Offline.WAITS
    conversation: str
    msgid: str
    text: str


@frozen
class SayFile(Wish):
    """Share a file that lies on the hub, at `link`. MessagePending as of Say. Of what is not said: ""."""

    offline: ClassVar[Offline] = Offline.WAITS
    conversation: str
    caption: str
    link: str
    file: SharedFile
    reply_to: str = ""


@frozen
class Edit(Wish):
    """Put an own message right; Edited or RequestFailed follows. Waits while the connection is lost."""

    conversation: str
    msgid: str
    text: str


@frozen
class React(Wish):
    """React to a message or take that back; Reacted or RequestFailed follows."""

    conversation: str
    msgid: str
    reaction: str
    given: bool = True


@frozen
class Delete(Wish):
    """Take a message back; Redacted or RequestFailed follows."""

    conversation: str
    msgid: str
    reason: str = ""


@frozen
class Resend(Wish):
    """Try an own message that failed again, under the same id; MessagePending follows."""

    offline: ClassVar[Offline] = Offline.WAITS
    message_id: int


@frozen
class CallOff(Wish):
    """Do not send an own message that failed or waits; MessageCalledOff or TooLateToCallOff follows."""

    offline: ClassVar[Offline] = Offline.WAITS
    conversation: str
    message_id: int


@frozen
class MarkRead(Wish):
    """Everything up to `time`, a message's own, was read; may be told at every message."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    conversation: str
    time: float


@frozen
class AskReadMarker(Wish):
    """How far this person has read a private talk, maybe by another program; MarkerMoved may follow."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    conversation: str


@frozen
class TellTyping(Wish):
    """Tell others what happens in the composer; may be wished at every letter."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    conversation: str
    typing: Typing


@frozen
class AskHistory(Wish):
    """A page before a message, None for the newest; HistoryPage or HistoryFailed follows."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    conversation: str
    before: Point | None = None
    limit: int | None = None  # lines, None for as many as a page has


# -- channels


@frozen
class Join(Wish):
    """Enter a channel; RoomEntered or JoinFailed follows."""

    channel: str
    key: str = ""


@frozen
class Part(Wish):
    """Leave a channel; RoomLeft follows."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    channel: str
    reason: str = ""


@frozen
class ShowHeld(Wish):
    """Enter up to so many of the channels that wait (ChannelsHeld), those first that waited longest."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    most: int


@frozen
class LeaveHeld(Wish):
    """Leave all channels that wait."""

    offline: ClassVar[Offline] = Offline.UNTOLD


@frozen
class SetTopic(Wish):
    """Change a channel's topic, "" takes it away."""

    channel: str
    topic: str


@frozen
class SetModes(Wish):
    """Change channel modes as in MODE: SetModes("#room", "+kl", ("secret", "20"))."""

    channel: str
    modes: str
    params: tuple[str, ...] = ()


@frozen
class SetRank(Wish):
    """Give or take a rank by its mode letter."""

    channel: str
    nick: str
    rank: str
    given: bool = True


@frozen
class Kick(Wish):
    """Remove somebody from a channel."""

    channel: str
    nick: str
    reason: str = ""


@frozen
class Ban(Wish):
    """Keep somebody out: a member by the mask that fits them, who is removed as well, else `who` as a mask.

    A bare nickname stands for nick!*@*. By the host of a hub of ours it is the whole hub's: HubBanAdded
    follows. `account` and `host` are those of the member who is meant, in case the name is another's by then.
    """

    channel: str
    who: str
    reason: str = ""
    account: str = ""
    host: str = ""


@frozen
class Unban(Wish):
    """Lift a ban, by its mask as listed."""

    channel: str
    mask: str


@frozen
class AskBans(Wish):
    """A channel's bans; BanListed follows."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    channel: str


@frozen
class Mute(Wish):
    """Let a member not speak for so many seconds, 0 until it is lifted as a ban is; Muted follows."""

    channel: str
    nick: str
    seconds: int = 0
    account: str = ""
    host: str = ""


@frozen
class Invite(Wish):
    """Ask somebody into a channel; PersonInvited or RequestFailed follows."""

    channel: str
    nick: str


@frozen
class Decline(Wish):
    """Do not come into a channel that one was asked into, nor be told of that again at the next start."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    channel: str


@frozen
class MakeRoom(Wish):
    """Make a room on a hub and enter it; RoomMade and RoomEntered, or RequestFailed, follow.

    `is_private`: only invited people may enter; `history`: what newcomers can read, a HistoryAccess' value.
    """

    title: str
    is_private: bool
    history: str


@frozen
class RenameRoom(Wish):
    """Call a channel something else; RoomTitled, NetworkRenamed of a hub's own, or RoomRenamed follows."""

    channel: str
    title: str


@frozen
class AskChannels(Wish):
    """All channels of the server; ChannelsListed or RequestFailed follows."""

    offline: ClassVar[Offline] = Offline.UNTOLD


# -- people, oneself and the server


@frozen
class ChangeNick(Wish):
    """Another nickname, and `realname` where SETNAME changes that; NickChanged or RequestFailed follows."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    nick: str
    realname: str = ""


@frozen
class ChangeColour(Wish):
    """Be shown in another colour, "#rrggbb", "" for none of one's choice, where the server keeps that."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    colour: str


@frozen
class ChangeAvatar(Wish):
    """Show the picture at a link in place of one's initials, "" for none, where the server keeps that."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    link: str


@frozen
class SetAway(Wish):
    """Go away with a text, come back with None."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    text: str | None


@frozen
class Whois(Wish):
    """Ask who somebody is; WhoisArrived or RequestFailed follows."""

    nick: str


@frozen
class Watch(Wish):
    """Be told whether somebody is there; PresenceChanged follows where the server can tell."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    nick: str


@frozen
class Unwatch(Wish):
    """Nobody wants to know that any more."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    nick: str


@frozen
class Quote(Wish):
    """Send a line as it is typed; ServerSaid with what is answered or RequestFailed follows."""

    line: str = field(repr=False)  # it may hold a password


@frozen
class AskFileToken(Wish):
    """What proves us to the hub's uploads; FileTokenTold or FileTokenRefused follows."""

    offline: ClassVar[Offline] = Offline.UNTOLD


@frozen
class LiftHubBan(Wish):
    """Let somebody into the hub again, by the id of the ban; HubBanLifted follows."""

    id: str


@frozen
class AskHubBans(Wish):
    """Who is banned from the hub; HubBansListed follows."""

    offline: ClassVar[Offline] = Offline.UNTOLD


@frozen
class TellCallback(Wish):
    """Answer CallbackAsked for one of its addresses."""

    offline: ClassVar[Offline] = Offline.UNTOLD
    result: CallbackResult
