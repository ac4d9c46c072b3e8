"""What a timeline holds: messages and events as frozen values. Knows no Qt, no words and no neighbours."""

from __future__ import annotations

from enum import Enum

from app.client.events import (
    BanChanged,
    ChannelModesChanged,
    HistoryPolicy,
    Invited,
    MemberJoined,
    MemberLeft,
    NickChanged,
    RankChanged,
    RoomEntered,
    RoomLeft,
    RoomRenamed,
    TextKind,
    TopicChanged,
)
from app.irc.file_tag import SharedFile
from app.values import frozen


class SendState(Enum):
    """Where a message is on its way; everything that others said is SENT."""

    SENT = "sent"
    PENDING = "pending"
    FAILED = "failed"
    IN_DOUBT = "in-doubt"  # never confirmed: it may have arrived all the same


@frozen
class ConnectionLost:
    """The connection broke."""


@frozen
class ConnectionRestored:
    """The connection is back. `msgid`: of the line with which the room was entered again, "" for none."""

    msgid: str = ""


@frozen
class HistoryGap:
    """Messages between two moments (seconds since 1970) may be missing."""

    since: float
    until: float


@frozen
class Note:
    """A sentence for this person only: an answer to a command, a word of the server."""

    text: str
    is_error: bool = False


Fact = (
    MemberJoined
    | MemberLeft
    | NickChanged
    | TopicChanged
    | RankChanged
    | ChannelModesChanged
    | BanChanged
    | Invited
    | RoomEntered
    | RoomLeft
    | ConnectionLost
    | ConnectionRestored
    | RoomRenamed
    | HistoryGap
    | HistoryPolicy
    | Note
)


@frozen
class Reaction:
    """One reaction to a message and who gave it, in order, as they are called. `own`: this person did too."""

    text: str
    senders: tuple[str, ...]
    own: bool = False


# compared by identity: a hundred thousand of them live in sets and caches
@frozen(eq=False)
class MessageEntry:
    """One message. `reason`: why it waits or failed, in words.

    `mention`: it names this person, who was called `own_names` when it came: they are marked in it, whatever
    this person is called later; () where nobody knows.

    `sender` is a nickname, `name` what that person is called on screen, "" where it is the same, `account`
    their account, "" where none is known, `colour` the one they had chosen then ("#rrggbb"), "" for none.

    `pending_id` is the client's id of an own message, 0 for all others; `to_ranks` the prefix of the ranks
    that alone were addressed; `reply_to` the msgid of what it replies to. `deleted` is None for what stands,
    else the reason why it was deleted, maybe ""; its text is gone then. `file`: the file that it shares,
    `text` what was said with it, without the link. `saved`: where this person has saved that file, a path, as
    the archive knows; "" for nowhere, or where it lies there no more.
    """

    sender: str
    text: str
    kind: TextKind
    time: float
    own: bool = False
    mention: bool = False
    own_names: tuple[str, ...] = ()
    state: SendState = SendState.SENT
    reason: str = ""
    msgid: str = ""
    pending_id: int = 0
    to_ranks: str = ""
    name: str = ""
    account: str = ""
    colour: str = ""
    reply_to: str = ""
    edited: bool = False
    deleted: str | None = None
    reactions: tuple[Reaction, ...] = ()
    file: SharedFile | None = None
    saved: str = ""

    @property
    def shown_name(self) -> str:
        """The name of the sender on screen."""
        return self.name or self.sender

    def has_own(self, reaction: str) -> bool:
        """Whether this person has reacted like that."""
        return any(known.own and known.text == reaction for known in self.reactions)


@frozen(eq=False)
class EventEntry:
    """One thing that happened in the room. The words for it are made by `timeline_words`.

    Nicknames of people who are known stand in `fact` as they are called on screen.
    """

    fact: Fact
    time: float

    @property
    def msgid(self) -> str:
        """What the server knows it by, "" for nothing; see app.client.events.rooms."""
        return getattr(self.fact, "msgid", "")


Entry = MessageEntry | EventEntry


def is_unsent(entry: Entry) -> bool:
    """Whether it is an own message that the server has not confirmed."""
    return isinstance(entry, MessageEntry) and entry.state is not SendState.SENT
