"""Own messages on their way: waiting, written, confirmed. Outlives the session, so a reconnect loses none.

Knows nothing of the wire; the session decides what is written when.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from app.client.events import TextKind
from app.client.state.multiline import MultilineLimits
from app.irc.file_tag import SharedFile

# How much may be on its way unconfirmed. Servers slow down who talks fast and end who fills their
# receive queue (8 KiB on most); keeping under that makes a long paste arrive whole.
WINDOW_MESSAGES = 10
WINDOW_BYTES = 4096
# Own ids that are remembered: what was sent again, and found before the answer came, is answered soon.
REMEMBERED_IDS = 100


class Delivery(Enum):
    """How far an own message is."""

    WAITING = "waiting"  # not yet written
    QUEUED = "queued"  # in the session's output, not yet with the socket
    WRITTEN = "written"  # with the socket; the server has not confirmed it
    UNSURE = "unsure"  # the connection broke; a server that keeps ids is asked again
    FAILED = "failed"  # refused or in doubt; a person decides


@dataclass(slots=True)
class OwnMessage:
    """One own message. `target` is as typed, maybe "@#room"; `conversation` is without the "@".

    `own_id` stays the same over resends: a hub of ours takes each only once. `edit_of` is the msgid of the
    message that this one puts right, `file` what it shares: the link is the last word of `text` then. `time`
    is when it was typed, `doubt_since` when the connection ended on which it was written, 0.0 for none;
    `reason` why it failed, in words.
    """

    id: int
    conversation: str
    target: str
    text: str
    kind: TextKind
    own_id: str
    reply_to: str = ""
    edit_of: str = ""
    file: SharedFile | None = None
    time: float = 0.0
    in_doubt: bool = False
    doubt_since: float = 0.0
    reason: str = ""
    is_batch: bool = False  # written as several lines in a batch of its own
    delivery: Delivery = Delivery.WAITING
    size: int = 0  # bytes on the wire
    written_at: float = 0.0


class Outbox:
    """Own messages that are not confirmed yet, oldest first, under ids that stay valid over reconnects.

    `make_id` makes the ids that a hub sees. `multiline`: what the last server took as one message.
    """

    def __init__(self, make_id: Callable[[], str] = lambda: secrets.token_hex(8)) -> None:
        self.multiline: MultilineLimits | None = None
        self._make_id = make_id
        self._messages: dict[int, OwnMessage] = {}
        self._last_id = 0
        self._found: deque[str] = deque(maxlen=REMEMBERED_IDS)

    def __iter__(self) -> Iterator[OwnMessage]:
        return iter(list(self._messages.values()))

    def add(self, *, conversation: str, target: str, text: str, kind: TextKind) -> OwnMessage:
        """Take a new message; it waits behind all others."""
        self._last_id += 1
        message = OwnMessage(self._last_id, conversation, target, text, kind, self._make_id())
        self._messages[message.id] = message
        return message

    def adopt(self, message: OwnMessage) -> None:
        """Take a message of an earlier outbox, which keeps its own id but not its number."""
        self._last_id += 1
        message.id = self._last_id
        self._messages[message.id] = message

    def give_up(self, conversation: str = "") -> list[OwnMessage]:
        """Take out what is not confirmed, for another outbox to adopt.

        That is all of it, or of one conversation what is not on its way.
        """
        key = conversation.casefold()
        on_their_way = (Delivery.QUEUED, Delivery.WRITTEN)
        given = [
            own
            for own in self
            if not key or (own.conversation.casefold() == key and own.delivery not in on_their_way)
        ]
        for message in given:
            del self._messages[message.id]
            if message.delivery in on_their_way:
                message.delivery = Delivery.UNSURE
        return given

    def get(self, message_id: int) -> OwnMessage | None:
        """The message of an id; None when it was confirmed or discarded."""
        return self._messages.get(message_id)

    @property
    def waiting(self) -> list[OwnMessage]:
        """What has to be written, for the first time or again, in order."""
        wanted = (Delivery.WAITING, Delivery.UNSURE)
        return [message for message in self._messages.values() if message.delivery in wanted]

    def of_own_id(self, own_id: str) -> OwnMessage | None:
        """The message of an id that a hub sees. How far it was thought to be plays no part: it is known."""
        return next((message for message in self if message.own_id == own_id), None)

    def in_doubt(self) -> Iterator[OwnMessage]:
        """What was written on a connection that is over and may have been taken, in order."""
        for message in self:
            if message.in_doubt or message.delivery is Delivery.UNSURE:
                yield message

    def unconfirmed(self) -> Iterator[OwnMessage]:
        """What was written and not answered yet, in order."""
        for message in self._messages.values():
            if message.delivery in (Delivery.QUEUED, Delivery.WRITTEN):
                yield message

    @property
    def allowance(self) -> tuple[int, int]:
        """How many messages and bytes may still be written before one is confirmed."""
        sizes = [message.size for message in self.unconfirmed()]
        return WINDOW_MESSAGES - len(sizes), WINDOW_BYTES - sum(sizes)

    def confirm(self, message_id: int) -> OwnMessage | None:
        """The server has it; forgets and returns it."""
        return self._messages.pop(message_id, None)

    def note_found(self, own_id: str) -> None:
        """The server turned out to have the message of an own id; asked for it again, it answers too."""
        self._found.append(own_id)

    def was_found(self, own_id: str) -> bool:
        """Whether that was noted lately."""
        return own_id in self._found

    def discard(self, message_id: int) -> bool:
        """Forget a message that failed or still waits; False for one that is on its way, or may have been."""
        message = self._messages.get(message_id)
        if message is None or message.delivery not in (Delivery.WAITING, Delivery.FAILED):
            return False
        del self._messages[message_id]
        return True

    def retry(self, message_id: int) -> OwnMessage | None:
        """Let a failed message wait again, behind all others; None when it has not failed."""
        message = self._messages.get(message_id)
        if message is None or message.delivery is not Delivery.FAILED:
            return None
        self._messages[message_id] = self._messages.pop(message_id)
        message.delivery = Delivery.WAITING  # as long as it is not written again, the first try may be found
        return message

    def handed_over(self, now: float) -> None:
        """The session's output went to the socket at `now`."""
        for message in self._messages.values():
            if message.delivery is Delivery.QUEUED:
                message.delivery = Delivery.WRITTEN
                message.written_at = now

    def rename(self, old: str, new: str) -> None:
        """A channel has another name: what was meant for it goes there."""
        for message in self._messages.values():
            if message.conversation.casefold() == old.casefold():
                ranks = message.target[: len(message.target) - len(message.conversation)]
                message.conversation, message.target = new, ranks + new

    def connection_ended(self, now: float, *, keeps_ids: bool = False) -> list[OwnMessage]:
        """Sort out a break: what was not handed over waits again; returns, as failed, what is in doubt.

        Where the server keeps ids nothing is: it is asked again.
        """
        in_doubt = []
        for message in self._messages.values():
            if message.delivery is Delivery.WRITTEN:
                message.doubt_since = now
            if message.delivery is Delivery.QUEUED:
                message.delivery = Delivery.WAITING
            elif message.delivery is Delivery.WRITTEN and keeps_ids:
                message.delivery = Delivery.UNSURE
            elif message.delivery is Delivery.WRITTEN:
                message.delivery = Delivery.FAILED
                message.in_doubt = True
                in_doubt.append(message)
        return in_doubt
