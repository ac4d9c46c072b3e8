"""What this person has read, told to the server and by their other programs.

https://ircv3.net/specs/extensions/read-marker
"""

from __future__ import annotations

from app.client.events import MarkerMoved
from app.client.state.session_state import SessionState
from app.client.state.timestamps import TIMESTAMP, read_time, write_stamp
from app.irc import capabilities as caps
from app.irc.message import Message

# In a busy room every line moves it; other programs need not know it by the second.
EVERY_SECONDS = 3.0
# A marker further behind the server's last word than this is of a clock that was wrong.
FUTURE_SECONDS = 60.0


def mark_read(state: SessionState, conversation: str, time: float) -> None:
    """Everything up to `time` (seconds since 1970) was read; the server is told within three seconds."""
    markers, key = state.read_markers, state.fold(conversation)
    known = markers.known.get(key, 0.0)
    if caps.READ_MARKER not in state.caps or (time <= known and not _is_to_come(state, known)):
        return
    markers.put(key, time)
    markers.due[key] = (conversation, time)
    _send_due(state)


def request_marker(state: SessionState, conversation: str) -> None:
    """Ask how far a private talk was read; of channels the server tells on entering."""
    if caps.READ_MARKER in state.caps and state.is_registered:
        state.request_automatically("MARKREAD", conversation)


def tick(state: SessionState) -> None:
    """Send the markers that are due."""
    if state.read_markers.due:
        _send_due(state)


def _send_due(state: SessionState) -> None:
    markers = state.read_markers
    if not state.is_registered or state.now - markers.sent_at < EVERY_SECONDS:
        return
    for conversation, time in markers.due.values():
        state.request_automatically("MARKREAD", conversation, write_stamp(time))
    markers.due.clear()
    markers.sent_at = state.now


def _is_to_come(state: SessionState, time: float) -> bool:
    """Whether the server has not come to a moment: its clock was ahead and was put right."""
    heard = state.last_seen.latest_time
    return heard > 0 and time > heard + FUTURE_SECONDS


def on_marker(state: SessionState, message: Message) -> None:
    """MARKREAD <target> <timestamp or *>: MarkerMoved, unless nothing was ever read."""
    target, stamp = message.params[0], message.params[1]
    time = read_time(stamp.removeprefix(TIMESTAMP), 0.0) if stamp.startswith(TIMESTAMP) else 0.0
    key = state.fold(target)
    if time > state.read_markers.known.get(key, 0.0):
        state.read_markers.put(key, time)
        state.read_markers.due.pop(key, None)
    if time:
        channel = state.channel(target)
        name = channel.name if channel is not None else target
        state.emit(MarkerMoved(name, time, is_to_come=_is_to_come(state, time)))
