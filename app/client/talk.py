"""What can be done with messages that were said: whether this server takes it, reacting and taking back."""

from __future__ import annotations

from app.client import wishes
from app.client.events import Reacted
from app.client.phases import Phase
from app.client.state import SessionState
from app.irc import capabilities as caps
from app.irc import client_tags
from app.irc.text import one_line

# What is shown below a message; the specification sets no limit. Two emoji of families have 50 bytes.
REACTION_CHARACTERS = 32


def may_reply(state: SessionState) -> bool:
    """Whether answers to messages are relayed as such."""
    answers = _may_tag(state, client_tags.REPLY) or _may_tag(state, client_tags.DRAFT_REPLY)
    return caps.MESSAGE_TAGS in state.caps and answers


def may_react(state: SessionState) -> bool:
    """Whether reactions are relayed."""
    return may_reply(state) and _may_tag(state, client_tags.REACT)


def may_edit(state: SessionState) -> bool:
    """Whether a message can be put right: on hubs of ours."""
    return state.is_hub and caps.MESSAGE_TAGS in state.caps


def may_redact(state: SessionState) -> bool:
    """Whether a message can be taken back."""
    return caps.REDACTION in state.caps


def _may_tag(state: SessionState, tag: str) -> bool:
    return not client_tags.is_denied(tag, state.isupport.get("CLIENTTAGDENY"))


def react(state: SessionState, wish: wishes.React) -> None:
    """React to a message, or take that back. The server's echo tells that it was taken."""
    tag = client_tags.REACT if wish.given else client_tags.UNREACT
    tags = {client_tags.REPLY: wish.msgid, client_tags.DRAFT_REPLY: wish.msgid, tag: wish.reaction}
    state.ask("TAGMSG", wish.conversation, tags=tags)
    if caps.ECHO_MESSAGE not in state.caps and state.phase is Phase.REGISTERED:
        reacted = Reacted(
            wish.conversation, wish.msgid, state.nick, wish.reaction, wish.given, own=True, time=state.now
        )
        state.emit(reacted)


def redact(state: SessionState, wish: wishes.Delete) -> None:
    """Take a message back; Redacted or RequestFailed follows."""
    reason = one_line(wish.reason)
    state.ask("REDACT", wish.conversation, wish.msgid, *([reason] if reason else []))
