"""The hot path: one line to many sessions, and outboxes to bytes once a turn. All is decided before.

What all of a channel are told goes into the turn's log (`data.turn_log`), from the second line in a row on.
There is one log at a time. Whoever is written to alone catches up with it first. It ends with whatever else
is told to several, another channel's lines among that, with a change of capabilities, and with the turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from operator import attrgetter

from app.hub.data.costs import LOOKED_AT, TOLD, TOLD_BYTES
from app.hub.data.entities import SHAPES, Channel, Person, Session
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line
from app.hub.data.turn_log import TurnLog
from app.irc import capabilities
from app.irc.names import fold_nick

_BY_ID = attrgetter("id")


def broadcast(hub: State, line: Line, recipients: Collection[Session]) -> None:
    """Send a line to sessions; none of them may be in it twice."""
    if len(recipients) == 1:
        catch_up(hub, *recipients)
    elif recipients:
        end_log(hub)
    rendered = line.rendered
    for session in recipients:
        try:
            data = rendered[session.shape]
        except KeyError:
            data = line.render(session.shape)
        session.outbox.append(data)
    hub.dirty.update(recipients)
    size = max(map(len, rendered.values()), default=0)
    hub.spent += (TOLD + size // TOLD_BYTES) * len(recipients)


def tell_channel(hub: State, channel: Channel, line: Line, *, but: Session | None = None) -> None:
    """Send a line to all connections in a channel, or to all but one, which hears of it otherwise."""
    if not channel.everyone:
        return
    log = hub.turn_log
    if log is not None and log.takes(channel):
        size = log.append(line, but)
        told = len(channel.everyone) - (but is not None and but.person in channel.members)
        hub.spent += (TOLD + size // TOLD_BYTES) * told
    else:
        broadcast(hub, line, channel.everyone if but is None else channel.others(but))
        end_log(hub)
        hub.turn_log = TurnLog(channel)


def catch_up(hub: State, session: Session) -> None:
    """Let a session have what it was told before: something for it alone comes next."""
    if hub.turn_log is not None and hub.turn_log.catch_up(session):
        hub.dirty.add(session)


def end_log(hub: State) -> None:
    """Let all sessions have what they were told."""
    if hub.turn_log is not None:
        hub.dirty.update(hub.turn_log.finish())
        hub.turn_log = None


def change_caps(hub: State, session: Session, caps: set[str]) -> None:
    """Let a session have other capabilities, by which lines may look otherwise from now on."""
    end_log(hub)
    session.set_caps(caps)


def forget_output(hub: State, session: Session) -> None:
    """A session's connection is gone: nothing is written to it any more."""
    if hub.turn_log is not None:
        hub.turn_log.forget(session)
    session.outbox.clear()
    hub.dirty.discard(session)


def with_capability(recipients: Iterable[Session], capability: str) -> list[Session]:
    """Those who have a capability enabled."""
    return [session for session in recipients if capability in session.caps]


def send(hub: State, session: Session, command: str, *params: str, source: str | None = None) -> None:
    """Send one session a line outside of any reply; from the server unless `source` says otherwise.

    What concerns the connection itself has none, "" (RFC 2812 sections 3.7.2 and 3.7.4): some clients answer
    only what begins with "PING".
    """
    said_by = hub.server if source is None else source
    broadcast(hub, Line(command, params, said_by, time=hub.now), (session,))


def sessions_sharing_channels(hub: State, person: Person, session: Session | None) -> set[Session]:
    """All connections that see what somebody does, of those who share a channel and their own,
    without the one that does it.
    """
    found: set[Session] = set(person.sessions)
    for channel in person.channels.values():
        found.update(channel.everyone)
        hub.spent += LOOKED_AT * len(channel.everyone)
    if session is not None:
        found.discard(session)
    return found


def observers(hub: State, person: Person, session: Session | None, capability: str) -> list[Session]:
    """All connections that hear of a change of somebody by a capability, without the one that makes it."""
    found = sessions_sharing_channels(hub, person, session)
    for watcher in hub.watchers.get(fold_nick(person.nick), ()):
        if watcher is not session and capabilities.EXTENDED_MONITOR in watcher.caps:
            found.add(watcher)
    return with_capability(found, capability)


def collect(hub: State) -> list[tuple[int, bytes]]:
    """Take what is to be written, joined, by session; outboxes are empty then.

    In the order of the sessions, which is about that of their memory: sockets are not looked for all over it.
    """
    end_log(hub)
    writes = []
    # Most of a room get the very same lines: joining them once for each shape doubles the deliveries per
    # second with 1,000 members (2.3 to 3.4 against 4.8 to 5.9 million) and saves the copies' memory.
    same: list[list[bytes]] = [[]] * SHAPES
    joined = [b""] * SHAPES
    last, data = same[0], b""
    for session in sorted(hub.dirty, key=_BY_ID):
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
