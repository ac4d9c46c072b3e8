"""An open batch and the lines that it holds. Data only. https://ircv3.net/specs/extensions/batch"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.irc.message import Message
from app.values import frozen


@dataclass(slots=True)
class Batch:
    """A batch from its BATCH line on. `held` is None where its lines are handled as they come.

    A batch within a held one stands among its lines, at the place where it began; `root` is the outermost.
    """

    opener: Message
    kind: str
    label: str
    time: float
    held: list[BatchLine | Batch] | None = None
    outer: Batch | None = None
    lines: int = 0  # of all that it holds, for the outermost
    size: int = 0

    @property
    def root(self) -> Batch:
        """The outermost held batch that this one is part of, maybe itself."""
        batch = self
        while batch.outer is not None:
            batch = batch.outer
        return batch


@frozen
class BatchLine:
    """A line of a batch, and when the server says that it was said."""

    message: Message
    time: float


@dataclass(slots=True)
class Batches:
    """Those that are open, by reference; `lines` and `size` count all that is held."""

    open: dict[str, Batch] = field(default_factory=dict)
    lines: int = 0
    size: int = 0
