"""How far and how fast one transfer is, told to the model of its connection a few times a second."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from app.models.file_progress import FileProgress, TransferState

_EVERY_MS = 100  # a bar that moves as a person sees it
_SPEED_SECONDS = 3.0  # over which a speed is measured: steady enough to be read
_LEAST_SECONDS = 0.5  # before that nothing is known of it


class TransferReport(QObject):
    """Owns what is told of one transfer."""

    def __init__(
        self,
        first: FileProgress,
        tell: Callable[[FileProgress], None],
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`tell` gets each progress; `clock`: seconds, of any beginning."""
        super().__init__(parent)
        self.progress = first
        self._tell = tell
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()
        self._soon = QTimer(self, singleShot=True, interval=_EVERY_MS)
        self._soon.timeout.connect(self._tell_now)
        tell(first)

    def move(self, done: int) -> None:
        """So many bytes are done now; it is told soon."""
        if done < self.progress.done:
            self._seen.clear()
        self.progress = replace(self.progress, done=done, speed=self._speed(done))
        if not self._soon.isActive():
            self._soon.start()

    def change(self, state: TransferState, reason: str = "", path: str = "") -> None:
        """It is in another state; it is told at once, and nothing where it is in that state already."""
        before = self.progress
        if (before.state, before.reason, before.path) == (state, reason, path):
            return
        if state is not TransferState.RUNNING:
            self._seen.clear()
            self.progress = replace(self.progress, speed=0.0)
        self.progress = replace(self.progress, state=state, reason=reason, path=path)
        self._tell_now()

    def start_over(self, size: int) -> None:
        """It is another content from now on."""
        self._seen.clear()
        self.progress = replace(self.progress, size=size, done=0, speed=0.0)
        self._tell_now()

    def stop(self) -> None:
        """Tell no more."""
        self._soon.stop()
        self._tell = _tell_nobody

    def _tell_now(self) -> None:
        self._soon.stop()
        self._tell(self.progress)

    def _speed(self, done: int) -> float:
        now = self._clock()
        self._seen.append((now, done))
        while now - self._seen[0][0] > _SPEED_SECONDS and len(self._seen) > 1:
            self._seen.popleft()
        since, before = self._seen[0]
        seconds = now - since
        return (done - before) / seconds if seconds >= _LEAST_SECONDS else self.progress.speed


def _tell_nobody(_progress: FileProgress) -> None:
    """Nobody wants to know any more."""
