"""Messages without a text: reactions and typing; and messages that are taken back.

https://ircv3.net/specs/extensions/message-tags and https://ircv3.net/specs/extensions/message-redaction
"""

from __future__ import annotations

from app.client.events import Reacted, Redacted
from app.client.features import typing_status
from app.client.handlers.messages import is_own, spelling, split_target
from app.client.handlers.row import HandlerRow
from app.client.state.session_state import SessionState
from app.irc import client_tags
from app.irc.message import Message
from app.irc.text import strip_formatting

# What is shown below a message; the specification sets no limit. Two emoji of families have 50 bytes.
REACTION_CHARACTERS = 32


def _on_tagmsg(state: SessionState, message: Message) -> None:
    tags = message.tags
    conversation = conversation_of(state, message)
    if (reacted := reaction_of(state, conversation, message)) is not None:
        state.emit(reacted)
    if client_tags.TYPING in tags and not is_own(state, message, message.sender.nick):
        typing_status.on_typing(state, conversation, message.sender.nick, tags[client_tags.TYPING])


def conversation_of(state: SessionState, message: Message) -> str:
    """Where something was said, seen from here: a private talk is called after the other person."""
    name = split_target(state, message.params[0])[1]
    if state.isupport.is_channel(name):
        return spelling(state, name)
    return name if is_own(state, message, message.sender.nick) else message.sender.nick


def reaction_of(state: SessionState, conversation: str, message: Message) -> Reacted | None:
    """The reaction that a TAGMSG is, None where it is none that could be shown."""
    tags = message.tags
    given = client_tags.REACT in tags
    reaction = strip_formatting(tags.get(client_tags.REACT if given else client_tags.UNREACT, "")).strip()
    msgid = client_tags.reply_of(tags)
    if not msgid or not reaction or len(reaction) > REACTION_CHARACTERS:
        return None
    own = is_own(state, message, message.sender.nick)
    return Reacted(conversation, msgid, message.sender.nick, reaction, given, own, state.time)


def _on_redact(state: SessionState, message: Message) -> None:
    state.emit(redaction_of(state, conversation_of(state, message), message))


def redaction_of(state: SessionState, conversation: str, message: Message) -> Redacted:
    """REDACT <target> <msgid> [<reason>]; who may do that is for the server to say."""
    return Redacted(conversation, message.params[1], message.sender.nick, message.param(2), state.time)


ROWS = {
    "TAGMSG": HandlerRow(_on_tagmsg, least=1),
    "REDACT": HandlerRow(_on_redact, least=2),
}
