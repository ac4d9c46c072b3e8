"""Own messages on their way: waiting, written, confirmed. Outlives the session, so a reconnect loses none.

Knows nothing of the wire; the session decides what is written when.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from app.client.events import TextKind
from app.client.multiline import Limits

# How much may be on its way unconfirmed. Servers slow down who talks fast and end who fills their
# receive queue (8 KiB on most); keeping under that makes a long paste arrive whole.
WINDOW_MESSAGES = 10
WINDOW_BYTES = 4096


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
    message that this one puts right.
    """

    id: int
    conversation: str
    target: str
    text: str
    kind: TextKind
    own_id: str
    reply_to: str = ""
    edit_of: str = ""
    in_doubt: bool = False
    is_batch: bool = False  # written as several lines in a batch of its own
    delivery: Delivery = Delivery.WAITING
    size: int = 0  # bytes on the wire
    written_at: float = 0.0


class Outbox:
    """Own messages that are not confirmed yet, oldest first, under ids that stay valid over reconnects.

    `make_id` makes the ids that a hub sees. `multiline`: what the last server took as one message.
    """

    def __init__(self, make_id: Callable[[], str] = lambda: secrets.token_hex(8)) -> None:
        self.multiline: Limits | None = None
        self._make_id = make_id
        self._messages: dict[int, OwnMessage] = {}
        self._last_id = 0

    def add(self, *, conversation: str, target: str, text: str, kind: TextKind) -> OwnMessage:
        """Take a new message; it waits behind all others."""
        self._last_id += 1
        message = OwnMessage(self._last_id, conversation, target, text, kind, self._make_id())
        self._messages[message.id] = message
        return message

    def get(self, message_id: int) -> OwnMessage | None:
        """The message of an id; None when it was confirmed or discarded."""
        return self._messages.get(message_id)

    @property
    def waiting(self) -> list[OwnMessage]:
        """What has to be written, for the first time or again, in order."""
        wanted = (Delivery.WAITING, Delivery.UNSURE)
        return [message for message in self._messages.values() if message.delivery in wanted]

    def unknown(self) -> Iterator[OwnMessage]:
        """What the server may or may not have, in order."""
        for message in list(self._messages.values()):
            if message.in_doubt or message.delivery not in (Delivery.WAITING, Delivery.FAILED):
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

    def discard(self, message_id: int) -> None:
        """Forget a message that failed or still waits; one that is on its way stays."""
        message = self._messages.get(message_id)
        if message is not None and message.delivery in (Delivery.WAITING, Delivery.FAILED):
            del self._messages[message_id]

    def retry(self, message_id: int) -> OwnMessage | None:
        """Let a failed message wait again, behind all others; None when it has not failed."""
        message = self._messages.get(message_id)
        if message is None or message.delivery is not Delivery.FAILED:
            return None
        self._messages[message_id] = self._messages.pop(message_id)
        message.delivery, message.in_doubt = Delivery.WAITING, False
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

    def connection_ended(self, *, keeps_ids: bool = False) -> list[OwnMessage]:
        """Sort out a break: what was not handed over waits again; returns, as failed, what is in doubt.

        Where the server keeps ids nothing is: it is asked again.
        """
        in_doubt = []
        for message in self._messages.values():
            if message.delivery is Delivery.QUEUED:
                message.delivery = Delivery.WAITING
            elif message.delivery is Delivery.WRITTEN and keeps_ids:
                message.delivery = Delivery.UNSURE
            elif message.delivery is Delivery.WRITTEN:
                message.delivery = Delivery.FAILED
                message.in_doubt = True
                in_doubt.append(message)
        return in_doubt
