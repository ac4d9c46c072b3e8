"""Batches: lines that belong together. https://ircv3.net/specs/extensions/batch"""

from __future__ import annotations

from app.client.sending import confirm, flush
from app.client.state import Batch, SessionState
from app.irc.message import Message

# A split of servers is told at once, when all of its lines are here.
HELD_KINDS = frozenset({"netsplit", "netjoin"})
# A peer that opens batches and never ends them, or fills one for ever, must not fill memory.
OPEN_BATCHES = 64
HELD_LINES = 20_000


def on_batch(state: SessionState, message: Message) -> list[tuple[Message, float]]:
    """BATCH +ref kind ... or BATCH -ref; returns the lines, with their times, that its end releases."""
    ref = message.params[0]
    if ref.startswith("+"):
        _open(state, ref[1:], message)
        return []
    batch = state.batches.pop(ref[1:], None)
    if batch is None:
        return []
    if batch.label:
        # answered by more than one line and none of them an error or our echo: it was done
        if batch.label.isdecimal() and confirm(state, int(batch.label)):
            flush(state)
        state.labelled.pop(batch.label, None)
    return batch.held or []


def _open(state: SessionState, ref: str, message: Message) -> None:
    while len(state.batches) >= OPEN_BATCHES:
        del state.batches[next(iter(state.batches))]
    outer = state.batches.get(message.tags.get("batch", ""))
    label = message.tags.get("label", outer.label if outer else "")
    kind = message.param(1)
    state.batches[ref] = Batch(kind, label, [] if kind in HELD_KINDS else None)


def hold(batch: Batch, message: Message, time: float) -> bool:
    """Keep a line for the batch's end; false when it is to be handled now."""
    if batch.held is None or len(batch.held) >= HELD_LINES:
        return False
    batch.held.append((message, time))
    return True
