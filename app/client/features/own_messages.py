"""Own messages on their way: writing what may be written, telling what became of them.

A message counts as sent when its echo comes back. A server without echoes is asked PING behind its messages:
the PONG tells that it has read them all and refused none. As long as the connection stands nothing else is
claimed, however slow the server is; `timers` asks for a sign of life.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.client.events import (
    Edited,
    MessageArrived,
    MessageCalledOff,
    MessageFailed,
    MessagePending,
    MessageSent,
    Point,
    Refusal,
    RequestFailed,
    TextKind,
    TooLateToCallOff,
)
from app.client.features.message_encoding import send_message, split_message
from app.client.state.outbox import Delivery, OwnMessage
from app.client.state.session_state import SessionState, refusal_of
from app.irc import capabilities as caps
from app.irc.client_tags import FILE, own_id_of
from app.irc.file_tag import SharedFile, file_of, without_link
from app.irc.message import EncodeError
from app.irc.service_passwords import masked
from app.irc.text import one_line

# How far the clock of a server that plays back what it kept may be from ours.
CLOCK_TOLERANCE_SECONDS = 10.0


def say(
    state: SessionState,
    target: str,
    text: str,
    kind: TextKind = TextKind.MESSAGE,
    *,
    reply_to: str = "",
    edit_of: str = "",
    file: SharedFile | None = None,
) -> None:
    """Take text for `target` and tell a MessagePending for each message it becomes. A correction has none.

    `file`: what is shared by the text, whose last word is the link to it; the last message has both.
    """
    if (shown := masked(target, text, is_hub=state.is_hub)) is not None:
        _say_once(state, target, text, shown, kind)
        return
    conversation = target.lstrip(state.isupport.status_prefixes) if target else target
    if not state.isupport.is_channel(conversation):
        conversation = target
    pieces = split_message(state, target, text, kind)
    for number, piece in enumerate(pieces, 1):
        message = state.outbox.add(conversation=conversation, target=target, text=piece, kind=kind)
        message.reply_to, message.edit_of, message.time = reply_to, edit_of, state.now
        message.file = file if number == len(pieces) else None
        if edit_of:
            break  # what does not fit one message cannot stand in its place
        state.emit(pending_event(state, message))
    flush(state)


def _say_once(state: SessionState, target: str, text: str, shown: str, kind: TextKind) -> None:
    """Say what holds a password: it waits nowhere, and what is told of it is `shown`, as of its echo."""
    for line in filter(str.strip, text.split("\n")):
        state.request("NOTICE" if kind is TextKind.NOTICE else "PRIVMSG", target, line)
    if state.is_registered and caps.ECHO_MESSAGE not in state.caps:
        state.emit(MessageArrived(target, state.nick, shown, kind, True, "", state.now))


def pending_event(state: SessionState, message: OwnMessage) -> MessagePending:
    """The event that tells of a message on its way."""
    return MessagePending(
        message.id,
        message.conversation,
        state.own_nick,
        caption_of(message.text, message.file),
        message.kind,
        message.time,
        reply_to=message.reply_to,
        file=message.file,
    )


def caption_of(text: str, file: SharedFile | None) -> str:
    """What is said with a file, without the link to it; the whole text where there is none."""
    return text if file is None else without_link(text, file)


def flush(state: SessionState) -> None:
    """Write waiting messages, as many as may be on their way at once."""
    if not state.is_registered or state.is_quitting:
        return
    waiting = state.outbox.waiting
    if not waiting:
        return
    count, size = state.outbox.allowance
    written = []
    for message in waiting:
        if count <= 0 or size <= 0:
            break
        if _has_to_wait(state, message.conversation):
            continue
        if message.delivery is Delivery.UNSURE and not state.keeps_ids:
            refuse(state, message, Refusal.CONNECTION_LOST, in_doubt=True)
        elif _write(state, message):
            written.append(message.id)
            count -= 1
            size -= message.size
    if written and caps.LABELED_RESPONSE not in state.caps:
        state.ping(*written)


def _has_to_wait(state: SessionState, conversation: str) -> bool:
    """Whether we are not in yet, or what was said before has to be known first."""
    key = state.fold(conversation)
    return (
        key in state.joining
        or key in state.closed_channels
        or state.history_queries.delays_messages(key, is_channel=state.isupport.is_channel(conversation))
    )


def _write(state: SessionState, message: OwnMessage) -> bool:
    if "," in message.target:
        refuse(state, message, Refusal.NOT_ONE_TARGET)
        return False
    try:
        message.size = send_message(state, message)
    except EncodeError as error:
        refuse(state, message, refusal_of(error))
        return False
    message.delivery = Delivery.QUEUED
    message.in_doubt, message.reason = False, ""
    # the message tells the others that it is written
    state.typing.told.pop(message.target, None)
    state.typing.due.pop(message.target, None)
    return True


def confirm(
    state: SessionState,
    message_id: int,
    *,
    msgid: str = "",
    text: str | None = None,
    file: SharedFile | None = None,
) -> bool:
    """The server has a message; False when nobody waits for that.

    Its echo (`text`, `file`) is believed whenever it comes; that something was answered only while it is on
    its way.
    """
    message = state.outbox.get(message_id)
    if message is None:
        return False
    if text is None and message.delivery in (Delivery.WAITING, Delivery.FAILED):
        return False
    if text is None:
        text, file = message.text, message.file
    _confirm(state, message, msgid, text, file)
    return True


def _confirm(
    state: SessionState, message: OwnMessage, msgid: str, text: str, file: SharedFile | None
) -> None:
    state.outbox.confirm(message.id)
    if message.edit_of:
        nick, account = state.nick, state.account
        state.emit(Edited(message.conversation, message.edit_of, text, nick, state.time, account, own=True))
        return
    caption = caption_of(text, file)
    state.emit(MessageSent(message.id, message.conversation, msgid, state.time, caption, file))
    if msgid:
        state.last_seen.add(message.conversation, Point(state.time, msgid))


def confirm_doubtful(
    state: SessionState, conversation: str, text: str, tags: Mapping[str, str], *, is_missed: bool = False
) -> bool:
    """Whether an own message that came without our label is one whose fate was not known; it is now.

    Known by its own id; where a server keeps none, by the same words at a time that fits: in what was missed,
    or played back from before the connection ended on which it was written.
    """
    if own_id := own_id_of(tags):
        known = state.outbox.of_own_id(own_id)
    else:
        doubtful = (own for own in state.outbox.in_doubt() if is_missed or _is_played_back(state, own, tags))
        key = state.fold(conversation)
        known = next(
            (own for own in doubtful if own.text == text and state.fold(own.conversation) == key), None
        )
    if known is None:
        return False
    _confirm(state, known, tags.get("msgid", ""), text, shared_file(state, tags))
    if known.doubt_since:
        state.outbox.note_found(own_id)
    return True


def shared_file(state: SessionState, tags: Mapping[str, str]) -> SharedFile | None:
    """The file that a message with these tags shares. Only a hub of ours says what is true of one."""
    return file_of(tags) if FILE in tags and state.is_hub else None


def _is_played_back(state: SessionState, message: OwnMessage, tags: Mapping[str, str]) -> bool:
    earliest, latest = message.time - CLOCK_TOLERANCE_SECONDS, message.doubt_since + CLOCK_TOLERANCE_SECONDS
    return "time" in tags and earliest <= state.time <= latest


def refuse(state: SessionState, message: OwnMessage, reason: str, *, in_doubt: bool = False) -> None:
    """Tell that a message failed; it stays in the outbox until a person decides."""
    if message.edit_of:
        state.outbox.confirm(message.id)
        state.emit(RequestFailed("EDIT", message.conversation, "", reason, state.time))
        return
    message.delivery = Delivery.FAILED
    message.in_doubt, message.reason = in_doubt, reason
    state.emit(MessageFailed(message.id, message.conversation, reason, in_doubt))


def resend(state: SessionState, message_id: int) -> None:
    """Let a failed message wait to be sent again, under the same id."""
    message = state.outbox.retry(message_id)
    if message is not None:
        state.emit(pending_event(state, message))
        flush(state)


def call_off(state: SessionState, conversation: str, message_id: int) -> None:
    """Forget a message that failed or waits: MessageCalledOff.

    TooLateToCallOff for one that is on its way, which would come back with its echo.
    """
    called_off = state.outbox.discard(message_id)
    event = MessageCalledOff if called_off else TooLateToCallOff
    state.emit(event(message_id, conversation))


def adopt(state: SessionState, messages: Iterable[OwnMessage]) -> None:
    """Take over what an earlier outbox has left, and tell of it as of new messages."""
    for message in messages:
        state.outbox.adopt(message)
        if message.edit_of:
            continue
        state.emit(pending_event(state, message))
        if message.delivery is Delivery.FAILED:
            state.emit(MessageFailed(message.id, message.conversation, message.reason, message.in_doubt))
    flush(state)


def send_quit(state: SessionState, reason: str) -> None:
    """Send QUIT, "" for no reason; what waits stays in the outbox."""
    if state.is_closed or state.is_quitting:
        return
    state.is_quitting = True
    words = one_line(reason)
    state.send("QUIT", *([words] if words else []))
