"""What is said and not yet read: outboxes to bytes once a turn, and who reads too little goes."""

from __future__ import annotations

from operator import attrgetter

from app.hub.lifecycle import end
from app.hub.price import ALL_UNREAD, CLOGGED, SEND_QUEUE
from app.hub.session import SHAPES, Session
from app.hub.state import State

NOT_READ = "SendQ exceeded"


def collect(hub: State) -> list[tuple[int, bytes]]:
    """Take what is to be written, joined, by session; outboxes are empty then."""
    writes = []
    # Most of a room get the very same lines: joining them once for each shape doubles the deliveries per
    # second with 1,000 members (2.3 to 3.4 against 4.8 to 5.9 million) and saves the copies' memory.
    same: list[list[bytes]] = [[]] * SHAPES
    joined = [b""] * SHAPES
    last, data = same[0], b""
    for session in hub.dirty:
        outbox = session.outbox
        if outbox != last:
            shape = session.shape
            if outbox != same[shape]:
                same[shape], joined[shape] = outbox, b"".join(outbox)
            last, data = outbox, joined[shape]
        writes.append((session.id, data))
        session.outbox = []
    hub.dirty = set()
    return writes


def note(hub: State, session: Session, waiting: int) -> None:
    """A connection has not taken so many bytes yet. Who leaves too much unread is closed.

    So is the worst reader of all while everybody together leaves too much; not who has as little unread as
    anybody may have for a moment, so that a full hub holds half a gigabyte at the very most.
    """
    hub.unread += waiting - session.unread
    session.unread = waiting
    if waiting > SEND_QUEUE:
        _drop(hub, session)
    while hub.unread > ALL_UNREAD:
        worst = max(hub.sessions.values(), key=attrgetter("unread"))
        if worst.unread < CLOGGED:
            break
        _drop(hub, worst)


def _drop(hub: State, session: Session) -> None:
    end(hub, session, NOT_READ)
    hub.dropping.append(session.id)
