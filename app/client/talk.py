"""What can be done with messages that were said: answering, reacting, putting right, taking back."""

from __future__ import annotations

from app.client import sending, typing
from app.client.events import Event, Reacted, TalkOffers, TextKind
from app.client.phases import Phase
from app.client.state import SessionState
from app.irc import capabilities as caps
from app.irc import client_tags

# What is shown below a message; the specification sets no limit. Two emoji of families have 50 bytes.
REACTION_CHARACTERS = 32


def offers(state: SessionState) -> TalkOffers:
    """What of it this server takes."""
    tags = caps.MESSAGE_TAGS in state.caps
    answers = _may_tag(state, client_tags.REPLY) or _may_tag(state, client_tags.DRAFT_REPLY)
    limits = state.multiline
    return TalkOffers(
        reply=tags and answers,
        react=tags and answers and _may_tag(state, client_tags.REACT),
        edit=state.is_hub and tags,
        redact=caps.REDACTION in state.caps,
        typing=typing.is_possible(state),
        history=caps.CHATHISTORY in state.caps and caps.BATCH in state.caps,
        text_bytes=limits.size if limits is not None else 0,
        text_lines=limits.lines if limits is not None else 0,
    )


def _may_tag(state: SessionState, tag: str) -> bool:
    return not client_tags.is_denied(tag, state.isupport.get("CLIENTTAGDENY"))


def react(state: SessionState, conversation: str, msgid: str, reaction: str, *, given: bool) -> None:
    """React to a message, or take that back. The server's echo tells that it was taken."""
    tag = client_tags.REACT if given else client_tags.UNREACT
    tags = {client_tags.REPLY: msgid, client_tags.DRAFT_REPLY: msgid, tag: reaction}
    state.ask("TAGMSG", conversation, tags=tags)
    if caps.ECHO_MESSAGE not in state.caps and state.phase is Phase.REGISTERED:
        state.emit(Reacted(conversation, msgid, state.nick, reaction, given, own=True, time=state.now))


def edit(state: SessionState, conversation: str, msgid: str, text: str) -> list[Event]:
    """Put an own message right; Edited or RequestFailed follows."""
    return sending.say(state, conversation, text, TextKind.MESSAGE, edit_of=msgid)


def redact(state: SessionState, conversation: str, msgid: str, reason: str) -> None:
    """Take a message back; Redacted or RequestFailed follows."""
    state.ask("REDACT", conversation, msgid, *([reason] if reason else []))
