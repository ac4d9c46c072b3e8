"""How sessions end: leaving channels, telling others, freeing the name. And what time does to them."""

from __future__ import annotations

from app.hub.channels import metadata, mutes, read_markers
from app.hub.channels.persistence import keep_or_delete, sweep
from app.hub.data.ban_record import MOST_OF_EACH
from app.hub.data.entities import Channel, Person, Session, Stage
from app.hub.data.events import Quit, Refused
from app.hub.data.hub_state import Departure, Former, State
from app.hub.data.outgoing import Line, line_by
from app.hub.data.storage_errors import KeepingError
from app.hub.telling.fanout import broadcast, send, sessions_sharing_channels
from app.hub.telling.presence import follow, tell_offline, unwatch_all
from app.hub.telling.recording import record_everywhere

REGISTRATION_DEADLINE = 30.0
# Who waits for their turn to have a password checked is not late; then they may go on for as long as this.
PENDING_GRACE = REGISTRATION_DEADLINE / 2
PING_AFTER = 45.0  # of silence
PING_WAIT = 45.0  # so that the dead are gone after 90 s
GHOST_QUIET = 2.0  # of silence, before a holder is asked whether it still lives
GHOST_WAIT = 5.0
NOT_PASSED_ON = "The hub cannot keep messages at the moment, so nothing was passed on"
# The computer slept or the process was stopped: nobody else's silence can be blamed.
CLOCK_LEAP = 15.0


def end(hub: State, session: Session, reason: str) -> None:
    """End a session from the hub's side: it is told why, then closed."""
    send(hub, session, "ERROR", f"Closing link: {session.peer.host} ({reason})", source="")
    forget(hub, session, reason)
    hub.closing.append(session.id)


def give_up(hub: State, session: Session, error: KeepingError) -> None:
    """What a session asked for cannot be kept or read: it is told so, not why; the host is told why."""
    hub.journal.failure = error.failure
    end(hub, session, NOT_PASSED_ON)


def end_all(hub: State, reason: str) -> None:
    """End every session at once: all are told why, and none that the others go."""
    everyone = list(hub.sessions.values())
    broadcast(hub, Line("ERROR", (reason,), "", time=hub.now), everyone)
    for session in everyone:
        unwatch_all(hub, session)
    for session in everyone:
        leave_all(hub, session.person)
        forget(hub, session, reason, quietly=True)
        hub.closing.append(session.id)


def by_web_port(hub: State) -> list[Session]:
    """The sessions of browsers that came by the port for them."""
    return [session for session in hub.sessions.values() if session.peer.web and session.peer.at_web_port]


def end_browsers(hub: State, reason: str) -> None:
    """End the sessions of browsers that came by the port for them; they are told `reason` alone."""
    for session in by_web_port(hub):
        send(hub, session, "ERROR", reason, source="")
        forget(hub, session, reason)
        hub.closing.append(session.id)


def forget(hub: State, session: Session, reason: str, *, quietly: bool = False) -> None:
    """Take a session out of everything; others see its person quit if it was the last one.

    Its outbox may still be flushed. `quietly`: further sessions of its person are told nothing.
    """
    person = session.person
    goes_on = session.welcomed and len(person.sessions) > 1
    was_overheard = person.is_overheard
    unwatch_all(hub, session)
    if not session.welcomed:
        hub.events.append(Refused(hub.now, session.peer.address, reason))
    elif not goes_on:
        _quit(hub, session, reason)
    person.remove(session)
    if goes_on and not quietly:
        follow(hub, person)
        metadata.follow_connection(hub, person, was_overheard=was_overheard)
    hub.welcomed -= session.welcomed
    session.stage = Stage.CLOSED
    session.pending = None
    session.exchange = None
    session.waiting.clear()
    hub.addresses.leave(session.peer)
    for secret in [secret for secret, holder in hub.owner_secrets.items() if holder == session.id]:
        hub.owner_secrets[secret] = None  # stays good for the reconnect
    hub.sessions.pop(session.id, None)
    hub.unread -= session.unread
    session.unread = 0
    hub.clogged.discard(session)


def _quit(hub: State, session: Session, reason: str) -> None:
    person = session.person
    line = line_by(person, "QUIT", reason, **hub.stamp())
    listeners = sessions_sharing_channels(hub, person, session)
    broadcast(hub, line, listeners)
    record_everywhere(hub, line, person, person.channels.values())
    hub.journal.departures.append(Departure(person, line, listeners))
    leave_all(hub, person)
    note_former(hub, person)
    hub.release_name(person)
    metadata.forget(hub, person.anonymous_id)
    for identity in {person.anonymous_id, person.identity}:
        read_markers.forget(hub, identity)
    tell_offline(hub, person.nick)
    hub.events.append(Quit(hub.now, person.nick, session.peer.address, reason))


def leave_all(hub: State, person: Person) -> None:
    """Take somebody out of their channels without a word."""
    for channel in list(person.channels.values()):
        leave(hub, person, channel)


def leave(hub: State, person: Person, channel: Channel) -> None:
    """Take somebody out of one channel."""
    channel.remove(person)
    keep_or_delete(hub, channel)


def note_former(hub: State, person: Person) -> None:
    """Keep what WHOWAS tells of a nickname that is given up."""
    peers = tuple(session.peer for session in person.sessions[:MOST_OF_EACH])
    named = (person.nick, person.user, person.host, person.realname, hub.now)
    hub.whowas.appendleft(Former(*named, person.account, person.anonymous_id, peers))


def ping_stale_sessions(hub: State, holder: Person, asker: Session) -> None:
    """Somebody wants the name of a person at the same address: see soon whether that one still lives."""
    for session in holder.sessions:
        quiet = hub.now - session.last_heard >= GHOST_QUIET
        if session is not asker and quiet and session.peer.address == asker.peer.address:
            _ping(hub, session, GHOST_WAIT)


def mark_alive(hub: State, session: Session) -> None:
    """A session gave a sign of life."""
    session.last_heard = hub.now
    session.ping_deadline = None


def check_time(hub: State) -> None:
    """End what is over its deadline and ping who is silent."""
    gap = hub.now - hub.last_tick
    if gap > CLOCK_LEAP or gap < 0:
        _shift(hub, gap)
    hub.last_tick = hub.now
    for session in list(hub.sessions.values()):
        if session.ping_deadline is not None:
            if hub.now >= session.ping_deadline:
                end(hub, session, f"Ping timeout: {hub.now - session.last_heard:.0f} seconds")
        elif not session.welcomed:
            if session.pending is not None:
                session.connected = max(session.connected, hub.now - PENDING_GRACE)  # it waits for us
            elif hub.now - session.connected >= REGISTRATION_DEADLINE:
                end(hub, session, "Registration timed out")
        elif hub.now - session.last_heard >= PING_AFTER:
            _ping(hub, session, PING_WAIT)
    hub.addresses.forget_idle(hub.now)
    sweep(hub)
    mutes.end_due(hub)


def _ping(hub: State, session: Session, wait: float) -> None:
    deadline = hub.now + wait
    if session.ping_deadline is None or deadline < session.ping_deadline:
        session.ping_deadline = deadline
        send(hub, session, "PING", hub.server, source="")


def _shift(hub: State, gap: float) -> None:
    """Move what is measured by a leap of the clock, but nothing into the future."""
    leap = max(0.0, gap)
    if gap < 0:
        hub.addresses.turn_back(hub.now)
    for session in hub.sessions.values():
        if not session.welcomed:
            session.connected = min(session.connected + leap, hub.now)
        session.last_heard = min(session.last_heard + leap, hub.now)
        session.allowance_time = hub.now
        if session.ping_deadline is not None:
            session.ping_deadline = min(session.ping_deadline + leap, hub.now + PING_WAIT)
