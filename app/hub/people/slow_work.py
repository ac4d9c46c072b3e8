"""Slow steps within a request: it waits for their result, the session's further lines wait for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.hub.data.addresses import Reputation, origin_of
from app.hub.data.entities import Session, Stage
from app.hub.data.hub_state import State
from app.hub.data.in_progress import Pending, SlowTask
from app.hub.data.limits import SLOW_COST, SLOW_KINDS
from app.hub.data.storage_errors import KeepingError
from app.hub.people.lifecycle import give_up
from app.hub.telling.replies import Request

_GUESSES = frozenset({"check", "proof", "share"})

Then = Callable[[State, Request, object], None]


def reputation(hub: State, session: Session) -> Reputation | None:
    """Among whom the work of a session has its turn; None when it waits for none any more.

    Blocked: a guess that would not be judged even if it were right.
    """
    if session.pending is None:
        return None
    found = hub.addresses.reputation(session.peer, hub.now, is_known=session.is_known)
    is_guess = session.pending.kind in _GUESSES and hub.slows_guessing(session.peer)
    return Reputation.FAILED if found is Reputation.BLOCKED and not is_guess else found


def defer(hub: State, ask: Request, kind: str, data: object, then: Then) -> None:
    """Have a slow step done; `then` goes on with its result, None when it could not be done."""
    session = ask.session
    ask.hold()
    session.pending = Pending(kind, partial(_go_on, hub, ask, then))
    if kind in SLOW_KINDS:
        session.allowance -= SLOW_COST
    pause = hub.addresses.guess_throttle.pause(hub.now) if hub.slows_guessing(session.peer) else 0.0
    # a session has one piece of work at a time, so its own number tells whose it is
    hub.work.append(SlowTask(session.id, kind, data, origin_of(session.peer), pause))


def complete(hub: State, session: Session, result: object) -> None:
    """Go on with the request that waits for this result."""
    pending = session.pending
    if pending is not None:
        session.pending = None
        pending.go_on(result)


def _go_on(hub: State, ask: Request, then: Then, result: object) -> None:
    ask.resume()
    hub.journal.speakers.add(ask.session)
    try:
        then(hub, ask, result)
    except KeepingError as error:
        give_up(hub, ask.session, error)
    if ask.session.stage is not Stage.CLOSED:
        ask.finish()
