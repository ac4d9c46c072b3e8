"""The hot path: one line to many sessions. All is decided before; here bytes are picked and appended."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.hub.channel import Channel
from app.hub.lines import Line
from app.hub.price import TOLD, TOLD_BYTES
from app.hub.session import Session
from app.hub.state import State


def broadcast(hub: State, line: Line, recipients: Collection[Session]) -> None:
    """Send a line to sessions; none of them may be in it twice."""
    rendered = line.rendered
    for session in recipients:
        session.outbox.append(rendered[session.shape] or line.render(session.shape))
    hub.dirty.update(recipients)
    size = max(len(data) for data in rendered if data) if recipients else 0
    hub.spent += (TOLD + size // TOLD_BYTES) * len(recipients)


def others(channel: Channel, session: Session) -> list[Session]:
    """All connections in a channel without one, which hears of it otherwise."""
    return [member for member in channel.everyone if member is not session]


def able(recipients: Iterable[Session], capability: str) -> list[Session]:
    """Those who have a capability enabled."""
    return [session for session in recipients if capability in session.caps]


def send(hub: State, session: Session, command: str, *params: str, source: str | None = None) -> None:
    """Send one session a line outside of any reply; from the server unless `source` says otherwise.

    What concerns the connection itself has none, "" (RFC 2812 sections 3.7.2 and 3.7.4): some clients answer
    only what begins with "PING".
    """
    said_by = hub.server if source is None else source
    broadcast(hub, Line(command, params, said_by, time=hub.now), (session,))
