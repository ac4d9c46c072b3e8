"""The end of a session: it is told once, and own messages on their way are sorted out."""

from __future__ import annotations

from app.client.events import ConnectionFailed, Failure, Refusal
from app.client.features.own_messages import refuse
from app.client.state.registration_state import ExchangeStage, Phase
from app.client.state.session_state import SessionState


def fail(state: SessionState, failure: Failure, detail: str) -> None:
    """End the session and say why; only the first reason counts, and none when we quit."""
    if state.is_closed:
        return
    if state.password_exchange.stage is ExchangeStage.CONFIRMING and failure is not Failure.WRONG_PASSWORD:
        # What should have been its proof: trying again by itself would be one guess more for a stranger.
        failure = Failure.NOT_VERIFIED
    state.move(Phase.CLOSED)
    for message in state.outbox.connection_ended(state.now, keeps_ids=state.keeps_ids):
        refuse(state, message, Refusal.CONNECTION_LOST, in_doubt=True)
    state.output.clear()  # its messages wait for the next session now
    if not state.is_quitting:
        state.emit(ConnectionFailed(failure, detail, state.time))


def connection_lost(state: SessionState, detail: str) -> None:
    """The socket is gone. Who never spoke IRC is no chat server, but for one that did a moment ago."""
    if state.has_heard_irc or state.options.own_nick_retry:
        fail(state, Failure.LOST, detail)
    else:
        fail(state, Failure.NOT_A_CHAT_SERVER, detail)
