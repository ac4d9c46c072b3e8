"""What is said: messages, actions, notices, and the echoes of our own.

https://modern.ircdocs.horse/#sending-messages and https://ircv3.net/specs/extensions/echo-message
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from app import __version__
from app.client.events import Edited, MessageArrived, ServerSaid, TextKind
from app.client.features import quoted_lines, typing_status
from app.client.features.own_messages import caption_of, confirm, confirm_doubtful, flush, shared_file
from app.client.handlers.row import HandlerRow
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc import client_tags
from app.irc.message import Message, Source
from app.irc.service_passwords import masked
from app.irc.text import CTCP_DELIMITER, encode_ctcp, parse_ctcp, read_number, strip_formatting

# Enough for a person's question; a flood of requests must not make us flood.
CTCP_SECONDS = 2.0


class ParsedText(NamedTuple):
    """What a PRIVMSG or NOTICE says, and where. `name` is its target without the prefixes of ranks."""

    kind: TextKind
    text: str
    name: str
    to_ranks: str
    own: bool


def _on_message(state: SessionState, message: Message) -> None:
    sender = message.sender
    nick = sender.nick
    parsed = parse_text(state, message, nick)
    if parsed is None:
        ctcp = parse_ctcp(message.params[1])
        if ctcp is not None and message.command != "NOTICE" and not state.is_me(nick):
            _answer_ctcp(state, nick, *ctcp)
        return
    name, own = parsed.name, parsed.own
    is_channel = state.isupport.is_channel(name)
    if parsed.kind is TextKind.NOTICE and not is_channel and _is_server(state, sender, message.source):
        is_answer = quoted_lines.is_answer(state)
        state.emit(ServerSaid(parsed.text, "", state.time, is_answer=is_answer))
        return
    conversation = spelling(state, name) if is_channel else name if own else nick
    hidden = masked(conversation, parsed.text, is_hub=state.is_hub) if own else None
    if hidden is not None:  # is kept nowhere, so it is no message that waits for its echo
        parsed = ParsedText(parsed.kind, hidden, *parsed[2:])
    elif own and _is_echo(state, conversation, parsed, message):
        return
    if state.typing.others:
        typing_status.forget(state, conversation, nick)
    state.events.append(message_event(state, conversation, parsed, message, nick))
    state.last_seen.add_at(conversation, state.time, message.tags.get("msgid", ""))


def parse_text(state: SessionState, message: Message, nick: str) -> ParsedText | None:
    """What is said by `nick`, None where it is a question between programs or an answer to one."""
    target, text = message.params[0], message.params[1]
    is_notice = message.command == "NOTICE"
    kind = TextKind.NOTICE if is_notice else TextKind.MESSAGE
    if text[:1] == CTCP_DELIMITER:
        ctcp = parse_ctcp(text)
        if ctcp is None or ctcp[0] != "ACTION" or is_notice:
            return None
        kind, text = TextKind.ACTION, ctcp[1]
    prefixes, name = split_target(state, target)
    return ParsedText(kind, text, name, prefixes, is_own(state, message, nick))


def is_own(state: SessionState, message: Message, nick: str) -> bool:
    """Whether this person did it. On a hub of ours an account is one person, whatever they were called."""
    account = message.tags.get("account")
    if account and account == state.account and state.is_hub:
        return True
    return state.is_me(nick)


def message_event(
    state: SessionState,
    conversation: str,
    parsed: ParsedText,
    message: Message,
    nick: str,
    *,
    replayed: bool = False,
) -> MessageArrived | Edited:
    """The event of a message. Who may correct one is for the server to say, and only a hub of ours does."""
    tags = message.tags
    kind, text, _name, to_ranks, own = parsed
    if own and replayed:
        text = masked(conversation, text, is_hub=state.is_hub) or text
    account = tags.get("account", "")
    if client_tags.EDIT in tags and tags[client_tags.EDIT] and state.is_hub:
        return Edited(conversation, tags[client_tags.EDIT], text, nick, state.time, account, own)
    msgid, reply_to = tags.get("msgid", ""), client_tags.reply_of(tags)
    file = shared_file(state, tags) if client_tags.FILE in tags else None
    text = caption_of(text, file)
    # by position: this is done for every line of a busy room
    return MessageArrived(
        conversation, nick, text, kind, own, msgid, state.time, to_ranks, reply_to, account, replayed, file
    )


def split_target(state: SessionState, target: str) -> tuple[str, str]:
    """A STATUSMSG target in its prefixes and the channel; an ordinary one is left whole."""
    prefixes = state.isupport.status_prefixes
    if not prefixes or target[:1] not in prefixes:
        return "", target
    name = target.lstrip(prefixes)
    return (target[: len(target) - len(name)], name) if state.isupport.is_channel(name) else ("", target)


def spelling(state: SessionState, name: str) -> str:
    """A channel as the server spells it."""
    channel = state.channel(name)
    return name if channel is None else channel.name


def _is_server(state: SessionState, sender: Source, source: str | None) -> bool:
    """Whether a notice comes from a server. Services speak as people do, and are talked to like them."""
    if not source or sender.user or sender.host:
        return not source
    return "." in sender.nick or sender.nick == state.server


def _is_echo(state: SessionState, conversation: str, parsed: ParsedText, message: Message) -> bool:
    """Match an own message that came back with one on its way; false: it was said from elsewhere."""
    tags, text = message.tags, parsed.text
    msgid = tags.get("msgid", "")
    if state.label:
        number = read_number(state.label)
        file = shared_file(state, tags)
        done = number is not None and confirm(state, number, msgid=msgid, text=text, file=file)
        # asked again, and found in a page before the answer came: that is told already
        done = done or state.outbox.was_found(client_tags.own_id_of(tags))
    elif caps.ECHO_MESSAGE in state.caps and caps.LABELED_RESPONSE not in state.caps:
        done = confirm_doubtful(state, conversation, text, tags)
        done = done or _match_echo(state, conversation, text, parsed.kind, msgid)
    else:
        done = confirm_doubtful(state, conversation, text, tags)
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
        answer = encode_ctcp(command, answer.replace(CTCP_DELIMITER, ""))
        state.request_automatically("NOTICE", nick, answer, labelled=False)


def _on_early_notice(state: SessionState, message: Message) -> None:
    if state.nick:
        _on_message(state, message)
    else:
        state.emit(ServerSaid(message.params[1], "", state.time))


ROWS = {
    "PRIVMSG": HandlerRow(_on_message, least=2),
    "NOTICE": HandlerRow(_on_early_notice, least=2, early=True),
}
