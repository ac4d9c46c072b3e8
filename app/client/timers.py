"""What happens by itself as time goes by: keepalive, deadlines, the retry of a nickname."""

from __future__ import annotations

from app.client import history, markers, profiles, typing
from app.client.closing import fail
from app.client.events import Failure
from app.client.handlers.welcome import NICK_RETRY_SECONDS
from app.client.phases import Phase
from app.client.sending import give_up_unanswered
from app.client.state import SessionState

REGISTRATION_SECONDS = 30.0
PING_SECONDS = 30.0
# Three unanswered PINGs; what people call "it hangs" is over by then.
SILENCE_SECONDS = 90.0
# The computer slept: the silence was ours. The server gets a short time to show that it is still there.
CLOCK_LEAP = 15.0
AFTER_SLEEP_SECONDS = 15.0


def tick(state: SessionState) -> None:
    """Do what is due at `state.now`."""
    gap, state.last_tick = state.now - state.last_tick, state.now
    if gap > CLOCK_LEAP and state.phase in (Phase.WELCOMED, Phase.REGISTERED):
        state.last_heard = state.now - (SILENCE_SECONDS - AFTER_SLEEP_SECONDS)
        state.ping()
    if state.phase is Phase.REGISTERING:
        _tick_registration(state)
    elif state.phase is not Phase.CLOSED:
        _tick_connection(state)


def _tick_registration(state: SessionState) -> None:
    patience = REGISTRATION_SECONDS + (NICK_RETRY_SECONDS if state.nick_tries_from is not None else 0)
    if state.now - state.started >= patience:
        fail(state, Failure.TIMED_OUT, "")
    elif state.nick_retry_at is not None and state.now >= state.nick_retry_at:
        state.nick_retry_at = None
        state.send("NICK", state.options.nick)


def _tick_connection(state: SessionState) -> None:
    if state.now - state.last_heard >= SILENCE_SECONDS:
        fail(state, Failure.LOST, "The server does not answer any more")
        return
    give_up_unanswered(state)
    history.tick(state)
    typing.tick(state)
    markers.tick(state)
    profiles.tick(state)
    if state.now - max(state.last_heard, state.last_ping) >= PING_SECONDS:
        state.ping()
