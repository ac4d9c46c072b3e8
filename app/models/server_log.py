"""What the server of a connection has said: its notices, its message of the day, refusals."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.irc.text import strip_formatting
from app.values import frozen

# A long message of the day and some days of notices; what a server says beyond that pushes out the oldest.
MOST_LINES = 2000


@frozen
class ServerLine:
    """One line of a server; `time` in seconds since 1970."""

    text: str
    time: float
    is_error: bool = False


class ServerLog(QObject):
    """The lines of one connection, the newest last.

    Signals:
        added(ServerLine): one more.
    """

    added = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: deque[ServerLine] = deque(maxlen=MOST_LINES)

    @property
    def lines(self) -> Sequence[ServerLine]:
        return self._lines

    def add(self, text: str, time: float, *, is_error: bool = False) -> None:
        """Keep what the server said, without codes of colours and styles; "" is nothing."""
        text = strip_formatting(text).strip()
        if text:
            line = ServerLine(text, time, is_error)
            self._lines.append(line)
            self.added.emit(line)
