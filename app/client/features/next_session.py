"""What a session hands on to the one that follows after a break, as options: who we were and where."""

from __future__ import annotations

from dataclasses import replace

from app.client.state.session_options import SessionOptions
from app.client.state.session_state import SessionState


def next_options(state: SessionState, options: SessionOptions) -> SessionOptions:
    """`options` with the name, the channels and keys that this session had, and whether away."""
    channels = channels_to_rejoin(state)
    options = replace(
        options,
        nick=state.own_nick,
        realname=state.options.realname,
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
