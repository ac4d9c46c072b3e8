"""Batches: lines that belong together. https://ircv3.net/specs/extensions/batch"""

from __future__ import annotations

from collections.abc import Iterator

from app.client.features.own_messages import confirm, flush
from app.client.state.batch import Batch, BatchLine
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc.message import Message
from app.irc.text import read_number

HISTORY = "chathistory"
HISTORY_TARGETS = "draft/chathistory-targets"
# A split of servers, a message of several lines and a page of history are told at once, when all is here.
HELD_KINDS = frozenset({"netsplit", "netjoin", HISTORY, HISTORY_TARGETS, caps.MULTILINE})
# Lines that may be handled one by one all the same when there are too many of them.
SPLITS = frozenset({"netsplit", "netjoin"})
# A peer that opens batches and never ends them, or fills one for ever, must not fill memory. A page of
# history has a hundred lines, a split of the largest networks some ten thousand; a text of several lines
# has 64 KiB at most on any server that we know.
OPEN_BATCHES = 64
DEEPEST = 4  # a text of several lines, in a page of history, in a labelled answer, and one to spare
HELD_LINES = 20_000
HELD_BYTES = 8 << 20


def on_batch(state: SessionState, message: Message) -> Batch | None:
    """BATCH +ref kind ... or BATCH -ref; returns the held batch that is complete now."""
    ref = message.params[0]
    if ref.startswith("+"):
        _open(state, ref[1:], message)
        return None
    batch = state.batches.open.pop(ref[1:], None)
    if batch is None:
        return None
    if batch.held is None:
        end_answer(state, batch.label)
        return None
    if batch.outer is not None:
        return None
    _let_go(state, batch)
    return batch


def lines_of(batch: Batch) -> Iterator[BatchLine]:
    """All lines that a batch holds, those of batches in it at their place."""
    for held in batch.held or ():
        if isinstance(held, BatchLine):
            yield held
        else:
            yield from lines_of(held)


def end_answer(state: SessionState, label: str) -> None:
    """What a label asked was done: it is answered by several lines, none of them an error or our echo."""
    if not label:
        return
    if (number := read_number(label)) is not None and confirm(state, number):
        flush(state)
    state.labelled_requests.pop(label, None)


def _open(state: SessionState, ref: str, message: Message) -> None:
    batches = state.batches
    while len(batches.open) >= OPEN_BATCHES:
        oldest = batches.open.pop(next(iter(batches.open)))
        if oldest.outer is None:
            _let_go(state, oldest)
    outer = batches.open.get(message.tags.get("batch", ""))
    label = message.tags.get("label", outer.label if outer else "")
    kind = message.param(1)
    batch = Batch(message, kind, label, state.time, [] if kind in HELD_KINDS else None)
    if outer is not None and outer.held is not None:
        batch.held = []
        batch.outer = outer
        if _depth(outer) >= DEEPEST or not _count(state, batch.root, message):
            return
        outer.held.append(batch)
    batches.open[ref] = batch


def _depth(batch: Batch) -> int:
    depth = 1
    while batch.outer is not None:
        batch, depth = batch.outer, depth + 1
    return depth


def hold(state: SessionState, batch: Batch, message: Message) -> bool:
    """Keep a line for the batch's end; false when it is to be handled now."""
    if batch.held is None:
        return False
    if _count(state, batch.root, message):
        batch.held.append(BatchLine(message, state.time))
        return True
    return batch.kind not in SPLITS


def _count(state: SessionState, root: Batch, message: Message) -> bool:
    """Whether there is room for one more line."""
    batches = state.batches
    size = sum(map(len, message.params)) + sum(map(len, message.tags.values()))
    if batches.lines >= HELD_LINES or batches.size + size > HELD_BYTES:
        return False
    root.lines, root.size = root.lines + 1, root.size + size
    batches.lines, batches.size = batches.lines + 1, batches.size + size
    return True


def _let_go(state: SessionState, root: Batch) -> None:
    state.batches.lines -= root.lines
    state.batches.size -= root.size
    root.lines = root.size = 0
