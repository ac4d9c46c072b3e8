"""Typing: telling others that one writes, seldom enough, and forgetting who has stopped.

https://ircv3.net/specs/client-tags/typing
"""

from __future__ import annotations

from app.client.events import Typing, TypingChanged
from app.client.state.conversation_state import ToldTyping, TypingPerson
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc.client_tags import TYPING, is_denied

# As the specification says.
EVERY_SECONDS = 3.0
HOLDS = {Typing.ACTIVE: 6.0, Typing.PAUSED: 30.0}
# Nobody reads more names than this; a server that has a thousand people type must not fill memory.
TYPING_PEOPLE = 100
TARGETS = 100


def tell(state: SessionState, target: str, typing: Typing) -> None:
    """Tell the people of `target` what happens in the composer, now or as soon as that may be told."""
    if not is_possible(state):
        return
    last = state.typing.told.get(target)
    before = state.typing.due.pop(target, None) or (last.typing if last else Typing.DONE)
    if typing is before and typing is not Typing.ACTIVE:
        return  # these are said once
    if typing is Typing.PAUSED and before is not Typing.ACTIVE:
        return
    if last is None or state.now - last.time >= EVERY_SECONDS:
        _send(state, target, typing)
    elif typing is not last.typing:
        state.typing.due[target] = typing


def is_possible(state: SessionState) -> bool:
    """Whether the server relays the tag (message-tags, CLIENTTAGDENY)."""
    allowed = not is_denied(TYPING, state.isupport.get("CLIENTTAGDENY"))
    return state.is_registered and caps.MESSAGE_TAGS in state.caps and allowed


def _send(state: SessionState, target: str, typing: Typing) -> None:
    told = state.typing.told
    # who may not write here, as somebody muted, learns it from the message: nobody asked for this to be sent
    if state.request_automatically("TAGMSG", target, tags={TYPING: typing.value}) is None:
        return
    told.pop(target, None)
    if len(told) >= TARGETS:
        del told[next(iter(told))]
    told[target] = ToldTyping(typing, state.now)


def on_typing(state: SessionState, conversation: str, nick: str, value: str) -> None:
    """Somebody else sent the tag with `value`: TypingChanged, unless it is unknown or there are too many."""
    try:
        typing = Typing(value)
    except ValueError:
        return
    if typing is Typing.DONE:
        forget(state, conversation, nick)
        return
    others = state.typing.others
    key = (state.fold(conversation), state.fold(nick))
    if key not in others and len(others) >= TYPING_PEOPLE:
        return
    others[key] = TypingPerson(conversation, nick, state.now + HOLDS[typing])
    state.emit(TypingChanged(conversation, nick, typing))


def forget(state: SessionState, conversation: str, nick: str) -> None:
    """Somebody said something, left or has stopped writing: TypingChanged, if they wrote."""
    if not state.typing.others:
        return
    typist = state.typing.others.pop((state.fold(conversation), state.fold(nick)), None)
    if typist is not None:
        state.emit(TypingChanged(typist.conversation, typist.nick, Typing.DONE))


def forget_all(state: SessionState, conversation: str) -> None:
    """We have left a conversation: nobody writes there any more."""
    key = state.fold(conversation)
    for typist in [typist for (where, _), typist in state.typing.others.items() if where == key]:
        forget(state, typist.conversation, typist.nick)


def tick(state: SessionState) -> None:
    """Tell what is due, and forget those of whom nothing was heard for long."""
    for target, typing in list(state.typing.due.items()):
        last = state.typing.told.get(target)
        if last is None or state.now - last.time >= EVERY_SECONDS:
            del state.typing.due[target]
            _send(state, target, typing)
    for typist in [typist for typist in state.typing.others.values() if typist.until <= state.now]:
        forget(state, typist.conversation, typist.nick)
