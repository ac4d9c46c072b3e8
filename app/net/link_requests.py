"""What can be asked over a link: each request goes to the session, what comes of it back as events."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from app.client.events import Event, TextKind, Typing
from app.client.outbox import Outbox, OwnMessage
from app.client.requests import HISTORY_PAGE
from app.client.seen import LastSeen, Point
from app.client.session import ClientSession


class LinkRequests(QObject):
    """The requests of a link; refusals come as RequestFailed among the events."""

    def __init__(self, outbox: Outbox, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: ClientSession | None = None
        self._outbox = outbox
        self._seen = LastSeen()
        self._clock = clock
        self._wishes: set[str] = set()

    @property
    def session(self) -> ClientSession | None:
        """The newest session, for what it knows; None before the first connection."""
        return self._session

    @property
    def outbox(self) -> Outbox:
        """Own messages that are not confirmed."""
        return self._outbox

    def _tell(self, events: list[Event]) -> None:
        """Pass events on and write what the session has to say."""
        raise NotImplementedError

    @property
    def seen(self) -> LastSeen:
        """What was seen last of each conversation: a new session asks for what came after it."""
        return self._seen

    def say(self, target: str, text: str, kind: TextKind = TextKind.MESSAGE, *, reply_to: str = "") -> None:
        """Send text to a channel or person; while there is no connection it waits."""
        if self._session is not None:
            self._tell(self._session.say(target, text, self._clock(), kind, reply_to=reply_to))

    def resend(self, pending_id: int) -> None:
        """Try a failed message again."""
        if self._session is not None:
            self._tell(self._session.resend(pending_id, self._clock()))

    def discard(self, pending_id: int) -> bool:
        """Forget a failed or waiting message; False for one that is on its way."""
        return self._outbox.discard(pending_id)

    def adopt(self, messages: Iterable[OwnMessage]) -> None:
        """Take over messages that an earlier link has left unconfirmed."""
        if self._session is not None:
            self._tell(self._session.adopt(messages, self._clock()))

    def edit(self, conversation: str, msgid: str, text: str) -> None:
        """Put an own message right; while the connection is lost it waits."""
        if self._session is not None:
            self._tell(self._session.edit(conversation, msgid, text, self._clock()))

    def react(self, conversation: str, msgid: str, reaction: str, *, given: bool = True) -> None:
        self._ask(lambda session: session.react(conversation, msgid, reaction, given=given))

    def redact(self, conversation: str, msgid: str, reason: str = "") -> None:
        self._ask(lambda session: session.redact(conversation, msgid, reason))

    def mark_read(self, conversation: str, time: float) -> None:
        self._ask(lambda session: session.mark_read(conversation, time, self._clock()))

    def watch(self, nick: str) -> None:
        self._ask(lambda session: session.watch(nick))

    def unwatch(self, nick: str) -> None:
        self._ask(lambda session: session.unwatch(nick))

    def tell_typing(self, conversation: str, state: Typing) -> None:
        self._ask(lambda session: session.tell_typing(conversation, state, self._clock()))

    def request_history(
        self, conversation: str, before: Point | None = None, limit: int = HISTORY_PAGE
    ) -> None:
        self._ask(lambda session: session.request_history(conversation, before, limit))

    def take_wish(self, channel: str) -> bool:
        """Whether the person asked to enter a channel that is entered now; asked once, it is fulfilled."""
        is_wish = channel.casefold() in self._wishes
        self._wishes.discard(channel.casefold())
        return is_wish

    def join(self, channel: str, key: str = "") -> None:
        self._wishes.add(channel.casefold())
        self._ask(lambda session: session.join(channel, key))

    def show_held(self, most: int) -> None:
        self._ask(lambda session: session.show_held(most))

    def leave_held(self) -> None:
        self._ask(lambda session: session.leave_held())

    def part(self, channel: str, reason: str = "") -> None:
        self._ask(lambda session: session.part(channel, reason))

    def set_topic(self, channel: str, topic: str) -> None:
        self._ask(lambda session: session.set_topic(channel, topic))

    def kick(self, channel: str, nick: str, reason: str = "") -> None:
        self._ask(lambda session: session.kick(channel, nick, reason))

    def ban(self, channel: str, mask: str) -> None:
        self._ask(lambda session: session.ban(channel, mask))

    def unban(self, channel: str, mask: str) -> None:
        self._ask(lambda session: session.unban(channel, mask))

    def give_rank(self, channel: str, nick: str, rank: str) -> None:
        self._ask(lambda session: session.give_rank(channel, nick, rank))

    def take_rank(self, channel: str, nick: str, rank: str) -> None:
        self._ask(lambda session: session.take_rank(channel, nick, rank))

    def set_modes(self, channel: str, modes: str, *params: str) -> None:
        self._ask(lambda session: session.set_modes(channel, modes, *params))

    def request_bans(self, channel: str) -> None:
        self._ask(lambda session: session.request_bans(channel))

    def change_nick(self, nick: str, realname: str = "") -> None:
        self._ask(lambda session: session.change_nick(nick, realname))

    def set_away(self, message: str | None) -> None:
        self._ask(lambda session: session.set_away(message))

    def invite(self, channel: str, nick: str) -> None:
        self._ask(lambda session: session.invite(channel, nick))

    def whois(self, nick: str) -> None:
        self._ask(lambda session: session.whois(nick))

    def _ask(self, request: Callable[[ClientSession], None]) -> None:
        if self._session is not None:
            request(self._session)
            # a request that cannot be sent is refused with the next events: fetch them
            self._tell(self._session.receive(b"", self._clock()))
