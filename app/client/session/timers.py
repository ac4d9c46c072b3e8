"""What happens by itself as time goes by: signs of life, deadlines, the retry of a nickname.

A server is asked for a sign of life when an own message is not confirmed, or nothing was heard for long. If
none comes the connection is in doubt, and then over. What was said on it is in doubt only after that.
"""

from __future__ import annotations

from app.client.events import ConnectionDoubted, Failure
from app.client.features import history, markers, profiles, typing_status
from app.client.features.session_end import fail
from app.client.handlers.welcome import NICK_RETRY_SECONDS
from app.client.state.outbox import Delivery
from app.client.state.registration_state import ExchangeStage, Phase
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps

REGISTRATION_SECONDS = 30.0
# A hub where many guess checks one password after the other, and has everybody wait for a turn.
PASSWORD_SECONDS = 120.0
PING_SECONDS = 30.0
# An own message that is not confirmed: a person begins to wonder.
PROBE_SECONDS = 5.0
# A message that a living server will not confirm is no reason to ask it so often for ever.
PROBED_SECONDS = 60.0
# Without an answer for so long nobody should read "Connected".
DOUBT_SECONDS = 10.0
# With an own message on its way the connection is given up: a new one settles sooner what became of it.
LOST_SECONDS = 25.0
# Servers take a line in two seconds from who talks fast (RFC 1459 section 8.10), and show no life meanwhile
# where they have no echo.
LINE_SECONDS = 2.0
# With nothing on its way: three unanswered PINGs; what people call "it hangs" is over by then.
SILENCE_SECONDS = 90.0
# The computer slept: the ignore was ours. The server gets a short time to show that it is still there.
CLOCK_LEAP = 15.0
AFTER_SLEEP_SECONDS = 15.0


def tick(state: SessionState) -> None:
    """Do what is due at `state.now`."""
    gap, state.last_tick = state.now - state.last_tick, state.now
    if gap > CLOCK_LEAP and state.phase in (Phase.WELCOMED, Phase.REGISTERED):
        state.last_heard = state.now - (SILENCE_SECONDS - AFTER_SLEEP_SECONDS)
        state.waiting_since = None  # nobody could answer while we slept
        state.ping()
    if state.phase is Phase.REGISTERING:
        _tick_registration(state)
    elif not state.is_closed:
        _tick_connection(state)


def _tick_registration(state: SessionState) -> None:
    patience = PASSWORD_SECONDS if state.password_exchange.stage is not ExchangeStage.UNUSED else 0.0
    patience += REGISTRATION_SECONDS + (NICK_RETRY_SECONDS if state.nick_tried_since is not None else 0)
    if state.now - state.started >= patience:
        fail(state, Failure.TIMED_OUT)
    elif state.nick_retry_at is not None and state.now >= state.nick_retry_at:
        state.nick_retry_at = None
        state.send("NICK", state.options.nick)


def _tick_connection(state: SessionState) -> None:
    written = [own for own in state.outbox.unconfirmed() if own.delivery is Delivery.WRITTEN]
    if _is_over(state, len(written)):
        fail(state, Failure.LOST)
        return
    history.tick(state)
    typing_status.tick(state)
    markers.tick(state)
    profiles.tick(state)
    fresh = [own.written_at for own in written if state.now - own.written_at < PROBED_SECONDS]
    is_probing = bool(fresh) and state.waiting_since is None
    patience, since = (PROBE_SECONDS, min(fresh)) if is_probing else (PING_SECONDS, state.last_heard)
    if state.now - max(state.last_heard, state.last_ping, since) >= patience:
        state.ping()


def _is_over(state: SessionState, on_their_way: int) -> bool:
    """Whether a sign of life has been waited for too long; tells when that becomes doubtful."""
    if state.now - state.last_heard >= SILENCE_SECONDS:
        return True
    if state.waiting_since is None:
        return False
    waited = state.now - state.waiting_since
    if (
        on_their_way and caps.LABELED_RESPONSE not in state.caps
    ):  # asked together with them, and answered last
        waited -= PROBE_SECONDS + LINE_SECONDS * (on_their_way - 1)
    if waited >= DOUBT_SECONDS and not state.is_doubtful and state.is_registered:
        state.is_doubtful = True
        state.emit(ConnectionDoubted(True, state.now))
    return bool(on_their_way) and waited >= LOST_SECONDS
