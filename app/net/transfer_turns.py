"""Whose piece of a file is moved next: everybody's in turn, a few in each turn of the event loop, at a pace.

So messages never wait for files longer than some pieces take.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import islice
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from app.files.transfer_pace import TransferPace

# With 64 KiB through TLS each: a millisecond at most, and as fast as one processor goes where nobody waits.
PIECES_PER_TURN = 4


class Movable(Protocol):
    """A connection over which a file is moved in pieces."""

    def move(self) -> int:
        """Move one piece; returns its bytes, 0 where there is nothing to move now."""
        ...

    @property
    def is_ready(self) -> bool:
        """Whether there is more to move now."""
        ...


class TransferTurns(QObject):
    """Moves pieces of those that are ready; lives in the thread of its parent."""

    def __init__(
        self,
        parent: QObject,
        pace: TransferPace,
        clock: Callable[[], float],
        on_bug: Callable[[Movable, Exception], None],
    ) -> None:
        """`clock`: seconds of any steady clock. `on_bug` learns which one has met one."""
        super().__init__(parent)
        self._on_bug = on_bug
        self.pace = pace
        self._clock = clock
        self._ready: dict[Movable, None] = {}  # whose turn is next comes first
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)

    def wake(self, transfer: Movable) -> None:
        """There is something to move."""
        if transfer not in self._ready:
            self._ready[transfer] = None
            if not self._timer.isActive():
                self._timer.start(0)

    def forget(self, transfer: Movable) -> None:
        """There is nothing to move any more."""
        self._ready.pop(transfer, None)

    def clear(self) -> None:
        """Nothing is moved any more."""
        self._ready.clear()
        self._timer.stop()

    @Slot()
    def _turn(self) -> None:
        for transfer in list(islice(self._ready, PIECES_PER_TURN)):
            now = self._clock()
            if (wait := self.pace.wait(now)) > 0:
                self._timer.start(max(1, math.ceil(wait * 1000)))
                return
            if transfer not in self._ready:  # one has ended another
                continue
            del self._ready[transfer]
            try:
                self.pace.spend(transfer.move(), now)
                if transfer.is_ready:
                    self._ready[transfer] = None
            except Exception as bug:
                self._on_bug(transfer, bug)
        if self._ready:
            self._timer.start(0)
