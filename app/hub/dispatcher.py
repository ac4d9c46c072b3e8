"""From a line to its handler: decoding, the checks common to all commands, the reply's end."""

from __future__ import annotations

import re

from app.hub.commands.command_table import TABLE
from app.hub.commands.messaging import take_line
from app.hub.data import fair_queue
from app.hub.data.costs import CLOGGED, earned
from app.hub.data.costs import LINE as LINE_COST
from app.hub.data.entities import Session, Waiting
from app.hub.data.hub_state import State
from app.hub.data.limits import BATCH_LINE_COST, FLOOD_BURST, FLOOD_RATE, WAITING_BYTES, WAITING_LINES
from app.hub.data.storage_errors import KeepingError
from app.hub.people.lifecycle import end, give_up, mark_alive
from app.hub.telling.replies import Request
from app.irc import numerics as n
from app.irc.linebuffer import BODY_LIMIT, Overlong
from app.irc.message import Message, ParseError, parse

# What a browser says first: a web page must not be able to speak here through its visitor's browser.
_WEB = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"})
# Lines without sense before registration; the eighth ends it, a person with netcat gets that far.
MISTAKES = 8
_TLS_HELLO = b"\x16"
_PART = re.compile(rb"@(?:[^ ]*;)?batch=")  # how a line of a batch begins


def take(hub: State, session: Session, data: bytes) -> None:
    """Take bytes from a session: its lines run as far as its allowance goes, the rest waits."""
    mark_alive(hub, session)
    if data.startswith(_TLS_HELLO) and not session.welcomed:
        end(hub, session, "This hub does not speak TLS on this connection")
        return
    waiting = session.waiting
    waiting += session.buffer.feed(data)
    run_waiting(hub, session)
    if waiting and (len(waiting) > WAITING_LINES or sum(map(_size, waiting)) > WAITING_BYTES):
        end(hub, session, "Excess flood")


def run_waiting(hub: State, session: Session) -> None:
    """Run the lines that wait, as many as the session may; the rest, if others wait too, in its turn."""
    _begin(hub, session)
    waiting = session.waiting
    while waiting and _is_ready(hub, session):
        if _is_free(hub, session):
            run(hub, session, waiting.popleft())
        elif not _has_earned(session):
            return
        elif hub.queue.may_run(session):
            _run_charged(hub, session)
        else:
            hub.queue.add(session)
            return


def take_turn(hub: State, session: Session) -> None:
    """Run some lines of a session whose turn it is."""
    _begin(hub, session)
    until = hub.queue.used + fair_queue.SLICE
    while session.waiting and _is_ready(hub, session):
        is_free = _is_free(hub, session)
        if not is_free and not _has_earned(session):
            return
        if hub.queue.used >= until:
            hub.queue.add(session)
            return
        if is_free:
            run(hub, session, session.waiting.popleft())
        else:
            _run_charged(hub, session)


def resume(hub: State, session: Session) -> None:
    """Go on with a session that had to read first, if it has."""
    if session in hub.clogged and session.unread < CLOGGED:
        hub.clogged.discard(session)
        hub.queue.add(session)


def end_turn(hub: State) -> None:
    """All answers are being written: who takes them may say more in the next turn."""
    hub.answered.clear()
    for session in list(hub.clogged):
        resume(hub, session)
    hub.queue.end_turn()


def charge(hub: State, session: Session, work: int) -> None:
    """A session has made the hub work so much."""
    if not _is_free(hub, session):
        session.work -= work
        hub.queue.charge(session, work)


def _begin(hub: State, session: Session) -> None:
    """Let the lines of a session run from now on.

    What its time has earned is given to it: lines, and work (app.hub.data.costs). Whom it has spoken to is
    forgotten, as others may have changed that.
    """
    hub.audience = None
    now = hub.now
    passed = max(0.0, now - session.allowance_time)
    session.allowance = min(FLOOD_BURST, session.allowance + passed * FLOOD_RATE)
    session.work = earned(session.work, passed)
    session.allowance_time = now


def _is_ready(hub: State, session: Session) -> bool:
    """Whether a session may say a line now as far as its own answers go: made, and read."""
    if session.pending is not None:
        return False
    if session.unread + hub.answered.get(session, 0) >= CLOGGED:
        hub.clogged.add(session)
        return False
    return True


def _is_free(hub: State, session: Session) -> bool:
    return session.person.is_owner or not hub.is_limited(session.peer)


def _has_earned(session: Session) -> bool:
    """Whether a session that is not free has the next line's allowance, and owes no work."""
    return session.work > 0 and session.allowance >= _cost(session)


def _cost(session: Session) -> float:
    """What the next line takes of the session's allowance."""
    return BATCH_LINE_COST if _is_part(session, session.waiting[0]) else 1.0


def _run_charged(hub: State, session: Session) -> None:
    session.allowance -= _cost(session)
    before = hub.spent
    run(hub, session, session.waiting.popleft())
    charge(hub, session, hub.spent - before + LINE_COST)


def _is_part(session: Session, line: Waiting) -> bool:
    """Whether a line belongs to the open batch; whatever else is said meanwhile costs what it always does."""
    return session.batch is not None and isinstance(line, bytes) and _PART.match(line) is not None


def run(hub: State, session: Session, line: Waiting) -> None:
    """Run one line of a session."""
    if isinstance(line, Overlong):
        ask = Request(hub, session, Message(""))
        ask.numeric(n.ERR_INPUTTOOLONG, "Input line was too long")
        _note_mistake(hub, ask)
        return
    try:
        text, is_utf8 = line.decode(), True
    except UnicodeDecodeError:
        text, is_utf8 = line.decode(errors="replace"), False
    try:
        ask = Request(hub, session, parse(text))
    except ParseError:
        _note_mistake(hub, Request(hub, session, Message("")))
        return
    hub.journal.speakers.add(session)
    if is_utf8:
        try:
            _call(hub, ask)
        except KeepingError as error:
            # a disk that fails costs the session that needs it; who it belongs to is told
            ask.finish()  # why a session was ended is the last that it reads
            give_up(hub, session, error)
    else:
        # https://ircv3.net/specs/extensions/utf8-only
        ask.fail("INVALID_UTF8", "Message rejected: it is not UTF-8")
        _note_mistake(hub, ask)
    ask.finish()


def _call(hub: State, ask: Request) -> None:
    """The checks that every command shares, then its handler."""
    session, command = ask.session, ask.message.command
    row = TABLE.get(command)
    if row is None or not row.is_talk:
        hub.audience = None
    if row is None:
        if command in _WEB and not session.welcomed:
            end(hub, session, "This is a chat server, not a web server")
            return
        ask.numeric(n.ERR_UNKNOWNCOMMAND, command, "Unknown command")
        _note_mistake(hub, ask)
    elif not row.is_allowed(session):
        ask.numeric(n.ERR_NOTREGISTERED, "You have not registered")
        _note_mistake(hub, ask)
    elif len(ask.params) < row.min_params:
        ask.numeric(n.ERR_NEEDMOREPARAMS, command, "Not enough parameters")
    elif row.operator and not (ask.person.is_oper or ask.person.is_owner):
        ask.numeric(n.ERR_NOPRIVILEGES, "Permission denied: you are not an operator")
    elif "batch" in ask.message.tags:
        take_line(hub, ask)
    else:
        row.handler(hub, ask)


def _note_mistake(hub: State, ask: Request) -> None:
    """Answer, and end who keeps talking nonsense before registration."""
    ask.finish()
    session = ask.session
    if session.welcomed:
        return
    session.mistakes += 1
    if session.mistakes >= MISTAKES:
        end(hub, session, "This is an IRC server, and that was not IRC")


def _size(line: Waiting) -> int:
    return BODY_LIMIT if isinstance(line, Overlong) else len(line)
