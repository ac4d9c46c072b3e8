"""Entering channels: asking, what waits for it, and what a server puts us into unasked (forced joins).

https://modern.ircdocs.horse/#join-message
"""

from __future__ import annotations

from app.client.events import ChannelsHeld, JoinFailed, Point, Refusal, RoomEntered, RoomMade, RoomRenamed
from app.client.features import history
from app.client.features.own_messages import flush, refuse
from app.client.state.channel_state import ChannelList, ChannelState
from app.client.state.session_state import SessionState, refusal_of
from app.irc.capabilities import fill_lines
from app.irc.message import EncodeError
from app.irc.room_lines import CREATE

# Longer than any server's CHANNELLEN; it may not be announced, or be a joke.
LONGEST_NAME = 200
# Leaving takes few lines: somebody in more channels than fit here is left in the rest, which stay unseen.
LEAVING_LINES = 20
LEAVING_BYTES = 400  # of one PART; far below a line, as some servers cut early


def request_join(state: SessionState, channel: str, key: str) -> None:
    """Send JOIN with a key, "" for none; messages for the channel wait until it is entered.

    JoinFailed where it is not the name of one channel.
    """
    try:
        if not channel or "," in channel or " " in channel:
            raise EncodeError(Refusal.NOT_ONE_CHANNEL)
        state.send("JOIN", channel, *([key] if key else []))
    except EncodeError as error:
        state.emit(JoinFailed(channel, "", refusal_of(error), state.time))
        return
    state.joining[state.fold(channel)] = (channel, key)


def join_failed(state: SessionState, channel: str, numeric: str, detail: str) -> None:
    """We may not enter: JoinFailed, and the messages that waited for it are refused.

    `numeric`: the server's, or the code of its FAIL; `detail`: its words.
    """
    key = state.fold(channel)
    state.joining.pop(key, None)
    state.emit(JoinFailed(channel, numeric, detail, state.time))
    for message in state.outbox.waiting:
        if state.fold(message.conversation) == key:
            refuse(state, message, detail)


def ask_to_join(state: SessionState, channel: str, key: str) -> None:
    """A person wants to enter a channel; where they are already, nothing happens."""
    if not state.is_registered:
        state.emit(JoinFailed(channel, "", Refusal.NOT_CONNECTED, state.time))
    elif state.forced_joins.held.pop(state.fold(channel), None) is not None:
        _tell_held(state)
        _show(state, channel)
    elif state.channel(channel) is None:
        state.is_other_room_open = False  # they have seen what is open here
        request_join(state, channel, key)


def join_renamed(state: SessionState, old: str, new: str) -> None:
    """The channel that we wanted to enter has another name now: enter that, and take along what waits."""
    known = state.joining.pop(state.fold(old), None)
    if known is None:
        return
    state.outbox.rename(old, new)
    state.last_seen.rename(old, new)
    state.emit(RoomRenamed(known[0], new, "", "", state.time))
    request_join(state, new, known[1])


def ask_for_channels(state: SessionState) -> None:
    """Ask for the list of all channels."""
    state.channel_list = ChannelList(is_running=state.is_registered)
    state.request("LIST")


def room_made(state: SessionState, channel: str) -> None:
    """The hub has made the room that was asked for: RoomMade, and its JOIN is awaited."""
    request = state.labelled_requests.get(state.label)
    if request is not None and request.params[:1] == (CREATE,):
        state.joining[state.fold(channel)] = (channel, "")
        state.emit(RoomMade(channel))


def may_enter(state: SessionState, name: str) -> bool:
    """Whether a channel that the server says we are in now is entered; of too many the rest is held."""
    key = state.fold(name)
    if key in state.joining or key in state.channels:
        return True
    if not name or len(name) > LONGEST_NAME:
        return False
    if any(state.fold(wanted) == key for wanted, _ in state.options.channels) or state.forced_joins.take(
        state.now
    ):
        return True
    state.forced_joins.hold(key, name)
    _tell_held(state)
    return False


def enter(state: SessionState, name: str, msgid: str) -> None:
    """We are in a channel: RoomEntered, and what belongs to it is asked for (modes, history).

    `msgid`: of the JOIN, "" where the server gives none.
    """
    _, key = state.joining.pop(state.fold(name), ("", ""))
    state.closed_channels.discard(state.fold(name))
    if state.channel(name) is not None:
        return  # said again, as to another session of ours
    state.channels[state.fold(name)] = ChannelState(name, key=key)
    position = len(state.events)
    catches_up = history.catch_up(state, name)
    state.events.insert(position, RoomEntered(name, state.time, catches_up, msgid))
    if state.last_seen.newest(name) is None:
        state.last_seen.add(name, Point(state.time))
    state.request_automatically("MODE", name, labelled=False)
    flush(state)


def forget_held(state: SessionState, name: str) -> None:
    """We are out of a channel that was held."""
    if state.forced_joins.held.pop(state.fold(name), None) is not None:
        _tell_held(state)


def show_held(state: SessionState, most: int) -> None:
    """Enter at most `most` of the held channels, those first that waited longest."""
    names = state.forced_joins.pop(most)
    for name in names:
        _show(state, name)
    if names:
        _tell_held(state)


def leave_held(state: SessionState) -> None:
    """Leave all held channels."""
    names = state.forced_joins.pop(len(state.forced_joins.held))
    if not names:
        return
    for line in list(fill_lines(names, LEAVING_BYTES, ","))[:LEAVING_LINES]:
        state.request_automatically("PART", line, labelled=False)
    _tell_held(state)


def _show(state: SessionState, name: str) -> None:
    """Enter what we are in already: its people were not kept."""
    enter(state, name, "")
    state.request_automatically("NAMES", name, labelled=False)


def _tell_held(state: SessionState) -> None:
    """How many wait; of several changes at once the last counts."""
    if state.events and isinstance(state.events[-1], ChannelsHeld):
        state.events.pop()
    state.emit(ChannelsHeld(len(state.forced_joins.held)))
