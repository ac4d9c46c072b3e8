"""Own messages: cutting text into lines, writing what may be written, telling what became of them.

A message counts as sent when its echo comes back. A server without echoes is asked PING behind its messages:
the PONG tells that it has read them all and refused none.
"""

from __future__ import annotations

from app.client.events import Event, JoinFailed, MessageFailed, MessagePending, MessageSent, TextKind
from app.client.outbox import Delivery, OwnMessage
from app.client.state import Phase, SessionState
from app.irc import capabilities as caps
from app.irc.ctcp import DELIMITER, encode_ctcp
from app.irc.linebuffer import BODY_LIMIT
from app.irc.message import EncodeError
from app.irc.text import split_text

# What a server may put before a relayed line when it does not say (RFC 2812 section 1.2, RFC 1123). Counted
# in full even where our own are known: a host can change between the cut and the relay.
USER_BYTES = 11
HOST_BYTES = 63
# A server that slows us down (one line a second on some) still works through a full window in this time.
NO_ANSWER_SECONDS = 60.0
COMMANDS = {TextKind.MESSAGE: "PRIVMSG", TextKind.ACTION: "PRIVMSG", TextKind.NOTICE: "NOTICE"}


def say(state: SessionState, target: str, text: str, kind: TextKind) -> list[Event]:
    """Take text for `target`; returns a MessagePending for each line it becomes."""
    conversation = target.lstrip(state.isupport.status_prefixes) if target else target
    if not state.isupport.is_channel(conversation):
        conversation = target
    events: list[Event] = []
    for line in cut(state, target, text, kind):
        message = state.outbox.add(conversation=conversation, target=target, text=line, kind=kind)
        events.append(pending(state, message))
    if events:
        flush(state)
    return events


def pending(state: SessionState, message: OwnMessage) -> MessagePending:
    """The event that tells of a message on its way."""
    nick = state.nick or state.options.nick
    return MessagePending(message.id, message.conversation, nick, message.text, message.kind, state.now)


def cut(state: SessionState, target: str, text: str, kind: TextKind) -> list[str]:
    """The lines that `text` is sent as: at its newlines, and where one would not survive the relay whole."""
    nick = len((state.nick or state.options.nick).encode())
    user = state.isupport.number("USERLEN", USER_BYTES - 1) + 1
    host = state.isupport.number("HOSTLEN", HOST_BYTES)
    around = len(f":!@ {COMMANDS[kind]} {target} :\r\n".encode()) + nick + user + host
    if kind is TextKind.ACTION:
        around += len(encode_ctcp("ACTION", "x")) - 1
    limit = max(state.isupport.number("LINELEN", BODY_LIMIT) - around, 8)
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace(DELIMITER, "")
    return [piece for line in clean.split("\n") if line.strip() for piece in split_text(line, limit)]


def flush(state: SessionState) -> None:
    """Write waiting messages, as many as may be on their way at once."""
    if state.phase is not Phase.REGISTERED or state.is_quitting:
        return
    waiting = state.outbox.waiting
    if not waiting:
        return
    count, size = state.outbox.allowance
    written = []
    for message in waiting:
        if count <= 0 or size <= 0:
            break
        if state.fold(message.conversation) in state.joining:
            continue  # follows when we are in
        if _write(state, message):
            written.append(message.id)
            count -= 1
            size -= message.size
    if written and caps.LABELED_RESPONSE not in state.caps:
        state.ping(*written)


def _write(state: SessionState, message: OwnMessage) -> bool:
    text = encode_ctcp("ACTION", message.text) if message.kind is TextKind.ACTION else message.text
    label = str(message.id) if caps.LABELED_RESPONSE in state.caps else ""
    if "," in message.target:
        refuse(state, message, f"{message.target} is not one person or room")
        return False
    try:
        message.size = state.send(COMMANDS[message.kind], message.target, text, label=label)
    except EncodeError as error:
        refuse(state, message, str(error))
        return False
    message.delivery = Delivery.QUEUED
    return True


def confirm(state: SessionState, message_id: int, *, msgid: str = "", text: str | None = None) -> bool:
    """The server has a message; False when nobody waits for that."""
    message = state.outbox.get(message_id)
    if message is None or message.delivery in (Delivery.WAITING, Delivery.FAILED):
        return False
    state.outbox.confirm(message_id)
    as_told = message.text if text is None else text
    state.emit(MessageSent(message.id, message.conversation, msgid, state.time, as_told))
    return True


def refuse(state: SessionState, message: OwnMessage, reason: str, *, in_doubt: bool = False) -> None:
    """Tell that a message failed; it stays in the outbox until a person decides."""
    message.delivery = Delivery.FAILED
    state.emit(MessageFailed(message.id, message.conversation, reason, in_doubt))


def resend(state: SessionState, message_id: int) -> list[Event]:
    """Let a failed message try again."""
    message = state.outbox.retry(message_id)
    if message is None:
        return []
    flush(state)
    return [pending(state, message)]


def give_up_unanswered(state: SessionState) -> None:
    """Messages that a living server has neither echoed nor refused are in doubt."""
    late = [
        message
        for message in state.outbox.unconfirmed()
        if message.delivery is Delivery.WRITTEN and state.now - message.written_at >= NO_ANSWER_SECONDS
    ]
    for message in late:
        refuse(state, message, "The server has not confirmed it; it may have been sent", in_doubt=True)
    if late:
        flush(state)


def request_join(state: SessionState, channel: str, key: str) -> None:
    """Ask to enter a channel and remember that messages for it have to wait."""
    try:
        if not channel or "," in channel or " " in channel:
            raise EncodeError("That is not the name of one channel")
        state.send("JOIN", channel, *([key] if key else []))
    except EncodeError as error:
        state.emit(JoinFailed(channel, "", str(error), state.time))
        return
    state.joining[state.fold(channel)] = (channel, key)


def join_failed(state: SessionState, channel: str, numeric: str, detail: str) -> None:
    """We may not enter: tell it, and tell it of the messages that waited for it."""
    key = state.fold(channel)
    state.joining.pop(key, None)
    state.emit(JoinFailed(channel, numeric, detail, state.time))
    for message in state.outbox.waiting:
        if state.fold(message.conversation) == key:
            refuse(state, message, detail)


def ask_to_join(state: SessionState, channel: str, key: str) -> None:
    """A person wants to enter a channel; where they are already, nothing happens."""
    if state.phase is not Phase.REGISTERED:
        state.emit(JoinFailed(channel, "", "Not connected", state.time))
    elif state.channel(channel) is None:
        request_join(state, channel, key)


def say_goodbye(state: SessionState, reason: str) -> None:
    """Ask the server to close. What waits stays in the outbox."""
    if state.phase is Phase.CLOSED or state.is_quitting:
        return
    state.is_quitting = True
    words = reason.replace("\r", " ").replace("\n", " ").replace("\0", "")
    state.send("QUIT", *([words] if words else []))
