"""When a lost connection is tried again: after a growing delay, or as soon as the network is back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.client.events import Failure
from app.net.netwatch import NetWatch

# What trying again by itself would not change, or would be rude.
FINAL = frozenset(
    {
        Failure.BAD_ADDRESS,
        Failure.NOT_A_CHAT_SERVER,
        Failure.WRONG_PASSWORD,
        Failure.BAD_NICK,
        Failure.BANNED,
        Failure.KICKED_OUT,
        Failure.CLOSED_BY_HOST,
        Failure.REPLACED,
        Failure.NOT_ENCRYPTED,
        Failure.HOST_CHANGED,
        Failure.LINK_MISMATCH,
        Failure.NOT_VERIFIED,
        Failure.PASSWORD_NOT_SAFE,
        Failure.LOGIN_REFUSED,
        Failure.PASSWORD_WANTED,
        Failure.ACCOUNT_WANTED,
    }
)


LONGEST = 30.0
# A connection that held this long was a good one: the next loss starts from the beginning.
STABLE_AFTER = 60.0


class Backoff:
    """Delays of 1, 2, 4 ... 30 seconds, each shortened by up to a fifth so that members do not return as one.

    `random` gives numbers from 0 to 1.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._attempts = 0
        self._connected_at: float | None = None

    @property
    def attempts(self) -> int:
        """Tries since the last stable connection."""
        return self._attempts

    def connected(self, now: float) -> None:
        """The server has welcomed us."""
        self._connected_at = now

    def next_delay(self, now: float) -> float:
        """Seconds until the next try, after a loss or a failed try at `now`."""
        if self._connected_at is not None and now - self._connected_at >= STABLE_AFTER:
            self._attempts = 0
        self._connected_at = None
        delay = min(LONGEST, 2.0 ** min(self._attempts, 10))
        self._attempts += 1
        return delay * (1 - 0.2 * self._random())

    def reset(self) -> None:
        """Start from the beginning: a person asked, or the network is back."""
        self._attempts = 0
        self._connected_at = None


class Reconnection(QObject):
    """Waits between two tries.

    Signals:
        due: the delay is over, or the network has come back meanwhile.
        counted: seconds until the next try, at once and each second.
    """

    due = Signal()
    counted = Signal(int)

    def __init__(
        self,
        clock: Callable[[], float],
        backoff: Backoff,
        watch: NetWatch | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`clock`: seconds since 1970. `watch`: what notices that the network is back."""
        super().__init__(parent)
        self._clock = clock
        self._backoff = backoff
        self._watch = watch or NetWatch(self)
        self._watch.returned.connect(self._on_network_returned)
        self._delay = QTimer(self, singleShot=True)
        self._delay.timeout.connect(self.due)
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._count)

    def note_connected(self) -> None:
        """The server has welcomed us: if that holds, the next loss starts with the shortest delay."""
        self._backoff.connected(self._clock())

    def reset(self) -> None:
        """The next delay is the shortest again, as a person asked."""
        self._backoff.reset()

    def start(self) -> None:
        """Wait for the next try."""
        self._delay.start(round(self._backoff.next_delay(self._clock()) * 1000))
        self._countdown.start()
        self._watch.start()
        self._count()

    def stop(self) -> None:
        """Wait no longer."""
        self._delay.stop()
        self._countdown.stop()
        self._watch.stop()

    def _on_network_returned(self) -> None:
        self.reset()
        self.due.emit()

    def _count(self) -> None:
        self.counted.emit(max(0, -(-self._delay.remainingTime() // 1000)))
