"""What is said: messages, actions, notices, and the echoes of our own.

https://modern.ircdocs.horse/#sending-messages and https://ircv3.net/specs/extensions/echo-message
"""

from __future__ import annotations

from datetime import UTC, datetime

from app import __version__
from app.client.events import MessageArrived, ServerSaid, TextKind
from app.client.handlers.table import Row, silence
from app.client.sending import confirm, flush
from app.client.state import SessionState
from app.irc import capabilities as caps
from app.irc.ctcp import DELIMITER, encode_ctcp, parse_ctcp
from app.irc.message import Message, Source
from app.irc.text import strip_formatting

# Enough for a person's question; a flood of requests must not make us flood.
CTCP_SECONDS = 2.0


def _on_message(state: SessionState, message: Message) -> None:
    target, text = message.params[0], message.params[1]
    sender = message.sender
    is_notice = message.command == "NOTICE"
    kind = TextKind.NOTICE if is_notice else TextKind.MESSAGE
    own = state.is_me(sender.nick)
    if text.startswith(DELIMITER):
        ctcp = parse_ctcp(text)
        if ctcp is None or ctcp[0] != "ACTION" or is_notice:
            if ctcp is not None and not is_notice and not own:
                _answer_ctcp(state, sender.nick, *ctcp)
            return
        kind, text = TextKind.ACTION, ctcp[1]
    prefixes, name = _split_target(state, target)
    is_channel = state.isupport.is_channel(name)
    if is_notice and not is_channel and _is_service(sender, message.source):
        _say(state, sender, text)
        return
    conversation = _spelling(state, name) if is_channel else name if own else sender.nick
    msgid = message.tags.get("msgid", "")
    if own and _is_echo(state, conversation, text, kind, msgid):
        return
    state.emit(
        MessageArrived(conversation, sender.nick, text, kind, own, msgid, state.time, to_ranks=prefixes)
    )


def _split_target(state: SessionState, target: str) -> tuple[str, str]:
    """A STATUSMSG target in its prefixes and the channel; an ordinary one is left whole."""
    prefixes = state.isupport.status_prefixes
    if not prefixes or target[:1] not in prefixes:
        return "", target
    name = target.lstrip(prefixes)
    return (target[: len(target) - len(name)], name) if state.isupport.is_channel(name) else ("", target)


def _spelling(state: SessionState, name: str) -> str:
    channel = state.channel(name)
    return name if channel is None else channel.name


def _is_service(sender: Source, source: str | None) -> bool:
    """Whether a notice comes from the server or a service rather than from a person."""
    return not source or not sender.host or sender.nick.casefold().endswith("serv")


def _say(state: SessionState, sender: Source, text: str) -> None:
    is_server = "." in sender.nick or not sender.nick
    state.emit(ServerSaid(text if is_server else f"{sender.nick}: {text}", "", state.time))


def _is_echo(state: SessionState, conversation: str, text: str, kind: TextKind, msgid: str) -> bool:
    """Match an own message that came back with one on its way; false: it was said from elsewhere."""
    if state.label:
        done = state.label.isdecimal() and confirm(state, int(state.label), msgid=msgid, text=text)
    elif caps.ECHO_MESSAGE in state.caps and caps.LABELED_RESPONSE not in state.caps:
        done = _match_echo(state, conversation, text, kind, msgid)
    else:
        done = False
    if done:
        flush(state)
    return done


def _match_echo(state: SessionState, conversation: str, text: str, kind: TextKind, msgid: str) -> bool:
    """By order and text; a server may change the text (colours), then the oldest there is it."""
    key = state.fold(conversation)
    there = [
        own for own in state.outbox.unconfirmed() if own.kind is kind and state.fold(own.conversation) == key
    ]
    plain = strip_formatting(text).strip()
    same = (own for own in there if strip_formatting(own.text).strip() == plain)
    own = next(same, there[0] if there else None)
    return own is not None and confirm(state, own.id, msgid=msgid, text=text)


def _answer_ctcp(state: SessionState, nick: str, command: str, text: str) -> None:
    if command == "VERSION":
        answer = f"Hubbub {__version__}"
    elif command == "PING":
        answer = text
    elif command == "TIME":
        answer = datetime.fromtimestamp(state.now, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    else:
        return
    if nick and not nick.startswith(":") and state.now - state.ctcp_answered >= CTCP_SECONDS:
        state.ctcp_answered = state.now
        state.send("NOTICE", nick, encode_ctcp(command, answer.replace(DELIMITER, "")))


def _on_ack(state: SessionState, message: Message) -> None:
    """A labelled line that is answered by nothing was done."""
    if state.label.isdecimal() and confirm(state, int(state.label)):
        flush(state)
    state.labelled.pop(state.label, None)


def _on_early_notice(state: SessionState, message: Message) -> None:
    if state.nick:
        _on_message(state, message)
    else:
        state.emit(ServerSaid(message.params[1], "", state.time))


ROWS = {
    "PRIVMSG": Row(_on_message, least=2),
    "NOTICE": Row(_on_early_notice, least=2, early=True),
    "TAGMSG": Row(silence),
    "ACK": Row(_on_ack),
}
