"""Events of talk: messages, what becomes of them, what was said before and who is writing."""

from __future__ import annotations

from enum import Enum

from app.client.events.base import Event, Point, TextKind
from app.irc.file_tag import SharedFile
from app.values import frozen


@frozen
class MessagePending(Event):
    """An own message was handed to the connection; `id` comes back in MessageSent or MessageFailed.

    `conversation` is the channel or the nickname of the other person, `file` the file that it shares; `text`
    is what is said with that, without the link.
    """

    id: int
    conversation: str
    sender: str
    text: str
    kind: TextKind
    time: float
    reply_to: str = ""
    file: SharedFile | None = None


@frozen
class MessageSent(Event):
    """The server confirmed an own message (its echo), or took it where it has no echo.

    `file`: what the server knows of the file that it shares, None where it takes the link for a mere text.
    """

    id: int
    conversation: str
    msgid: str
    time: float
    text: str  # as the server relays it, maybe changed
    file: SharedFile | None = None


@frozen
class MessageFailed(Event):
    """An own message was refused or never confirmed. `in_doubt`: it may have arrived all the same."""

    id: int
    conversation: str
    reason: str
    in_doubt: bool


@frozen
class MessageCalledOff(Event):
    """An own message that failed or waited is not to be sent any more."""

    id: int
    conversation: str


@frozen
class TooLateToCallOff(Event):
    """An own message is on its way already, or may have been sent: it cannot be called off."""

    id: int
    conversation: str


@frozen
class MessageArrived(Event):
    """Somebody said something, or this user did from elsewhere (`own`). Several lines are parted by newlines.

    `conversation` is the channel, or the nickname of the other person of a private talk. `to_ranks` is the
    STATUSMSG prefix when only some ranks of a channel were addressed, `reply_to` the msgid of what is
    answered, `account` the sender's where the server tells it. `replayed`: from the server's history.
    `file`: the file that it shares, on hubs of ours alone; `text` is what was said with it, without the link.
    """

    conversation: str
    sender: str
    text: str
    kind: TextKind
    own: bool
    msgid: str
    time: float
    to_ranks: str = ""
    reply_to: str = ""
    account: str = ""
    replayed: bool = False
    file: SharedFile | None = None


@frozen
class Edited(Event):
    """Somebody put their message `msgid` right. Only its own sender may: whoever applies it compares
    `account`, and `sender` where neither message has one.
    """

    conversation: str
    msgid: str
    text: str
    sender: str
    time: float
    account: str = ""
    own: bool = False


@frozen
class Redacted(Event):
    """The server took a message back, because `by` asked for it. `reason` may be ""."""

    conversation: str
    msgid: str
    by: str
    reason: str
    time: float


@frozen
class Reacted(Event):
    """Somebody reacted to a message (`given`), or took the reaction back."""

    conversation: str
    msgid: str
    sender: str
    reaction: str
    given: bool
    own: bool
    time: float


class Typing(Enum):
    """What somebody does in their composer. https://ircv3.net/specs/client-tags/typing"""

    ACTIVE = "active"
    PAUSED = "paused"
    DONE = "done"


@frozen
class TypingChanged(Event):
    """Somebody else writes, pauses or has stopped, also because nothing was heard of it for long."""

    conversation: str
    nick: str
    state: Typing


@frozen
class Abilities(Event):
    """What the server takes; told with the welcome and when it changes.

    `kinds`: the classes of wishes (`client.wishes`) that it can be asked for. `text_bytes` and `text_lines`:
    what one message of several lines may hold, 0 where there are none. `has_accounts`: it is no hub of ours
    and one can log in there on the way in. `file_bytes`: what a file may have that is shared there (SayFile),
    0 where the server tells no limit.
    """

    kinds: frozenset[type[object]] = frozenset()
    text_bytes: int = 0
    text_lines: int = 0
    has_accounts: bool = False
    file_bytes: int = 0


class PageKind(Enum):
    """Why a page of history came."""

    LATEST = "latest"  # the end of the history, on entering
    MISSED = "missed"  # said while we were away: belongs where the connection was lost
    OLDER = "older"  # asked for, before what is known


@frozen
class Reach:
    """What is known of the lines around a page.

    `before`: the msgid of a line that all of the page stands before, "" for none. `whole`: nothing is missing
    between these two moments, now that the page is here. `pending`: between these something is, and is being
    asked for.
    """

    before: str = ""
    whole: tuple[float, float] | None = None
    pending: tuple[float, float] | None = None


NO_REACH = Reach()


@frozen
class HistoryPage(Event):
    """Part of a conversation's history, oldest first: MessageArrived and what else happened, all `replayed`.

    `at_start`: there is nothing before it; `first`: its oldest line, None for no line. A page may hold
    what is known already (by msgid).
    """

    conversation: str
    events: tuple[Event, ...]
    kind: PageKind
    at_start: bool
    first: Point | None = None
    reach: Reach = NO_REACH


@frozen
class HistoryMissing(Event):
    """What was said between two moments cannot be had from the server, or not all of it."""

    conversation: str
    since: float
    until: float


@frozen
class HistoryFailed(Event):
    """A page that was asked for does not come."""

    conversation: str


@frozen
class MarkerMoved(Event):
    """This person has read a conversation up to `time`, maybe elsewhere.

    `is_to_come`: the server's clock is not there yet, as it was put right. It means the message of just that
    moment then, and says nothing of others.
    """

    conversation: str
    time: float
    is_to_come: bool = False
