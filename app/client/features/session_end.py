"""The end of a session: told once, own messages are sorted out; and what the next session needs to know.

https://modern.ircdocs.horse/#error-message
"""

from __future__ import annotations

from dataclasses import replace

from app.client.events import ConnectionFailed, Failure, Refusal
from app.client.features.own_messages import refuse
from app.client.state.registration_state import ExchangeStage, Phase
from app.client.state.session_options import SessionOptions
from app.client.state.session_state import SessionState


def fail(state: SessionState, failure: Failure, said: str = "") -> None:
    """End the session and say why; only the first reason counts, and none when we quit.

    `said`: the server's own words for it, "" where it said nothing; never ours nor the system's.
    """
    if state.is_closed:
        return
    if state.password_exchange.stage is ExchangeStage.CONFIRMING and failure is not Failure.WRONG_PASSWORD:
        # What should have been its proof: trying again by itself would be one guess more for a stranger.
        failure = Failure.NOT_VERIFIED
    state.move(Phase.CLOSED)
    for message in state.outbox.connection_ended(state.now, keeps_ids=state.keeps_ids):
        refuse(state, message, Refusal.CONNECTION_LOST, in_doubt=True)
    state.output.clear()  # its messages wait for the next session now
    if not state.is_quitting:
        state.emit(ConnectionFailed(failure, said, state.time))


def connection_lost(state: SessionState) -> None:
    """The socket is gone.

    Who never spoke IRC is no chat server, but for one that did before a reconnect.
    """
    if state.has_heard_irc or state.options.own_nick_retry:
        fail(state, Failure.LOST)
    else:
        fail(state, Failure.NOT_A_CHAT_SERVER)


def next_options(state: SessionState, options: SessionOptions) -> SessionOptions:
    """`options` with the name, the colour, the channels and keys that this session had, and whether away."""
    channels = channels_to_rejoin(state)
    options = replace(
        options,
        nick=state.own_nick,
        realname=state.options.realname,
        colour=state.options.colour,
        channels=channels,
        away=away_to_keep(state),
        own_nick_retry=True,
    )
    if not state.is_hub or state.is_other_room_open:
        return options
    # not into another room than this one, nor into this one if it was left
    inside = {name.casefold() for name, _key in channels}
    return replace(options, room=state.room, join_room=state.room.casefold() in inside)


def channels_to_rejoin(state: SessionState) -> tuple[tuple[str, str], ...]:
    """Channels with their keys: where we are or wanted to be."""
    if not state.has_registered or state.is_other_room_open:
        return state.options.channels
    inside = {channel.name: channel.key for channel in state.channels.values()}
    return tuple((inside | dict(state.joining.values())).items())


def away_to_keep(state: SessionState) -> str | None:
    """Our away message, None while we are here."""
    if not state.has_registered:
        return state.options.away
    return state.away_text if state.is_away else None
