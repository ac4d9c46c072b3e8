"""Entering channels: asking, and what waits for it."""

from __future__ import annotations

from app.client.events import JoinFailed, RoomRenamed
from app.client.phases import Phase
from app.client.sending import refuse
from app.client.state import SessionState
from app.irc.message import EncodeError


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
        state.is_elsewhere = False  # they have seen what is open here
        request_join(state, channel, key)


def join_renamed(state: SessionState, old: str, new: str) -> None:
    """The channel that we wanted to enter has another name now: enter that, and take along what waits."""
    known = state.joining.pop(state.fold(old), None)
    if known is None:
        return
    state.outbox.rename(old, new)
    state.seen.rename(old, new)
    state.emit(RoomRenamed(known[0], new, "", "", state.time))
    request_join(state, new, known[1])
