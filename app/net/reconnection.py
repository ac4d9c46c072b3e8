"""When a lost connection is tried again: after a growing delay, or as soon as the network is back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.client.backoff import Backoff
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
    }
)


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
