"""A hub in its thread beside a window's thread that makes and destroys connections of signals without end.

    python -m tests.net.busy_window FOLDER

Run by itself, as what goes wrong between threads may end the process. It prints the hub's port and that for
browsers, and ends in good order when standard input does.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.application.garbage_collection import Collector
from app.hub.data.config import HubConfig, WebContent
from app.net.endpoint import Endpoint
from app.net.hosting import Hosting
from app.net.hub_resources import HubResources
from app.net.listeners import Listening
from app.security.certificate import load_or_make

AT_ONCE = 50  # objects made in one turn of the window


class Sender(QObject):
    """Something with a signal."""

    happened = Signal()


class Receiver:
    """What a signal leads to, an object that Qt knows nothing of."""

    def __init__(self) -> None:
        self.heard = 0

    def hear(self) -> None:
        """Count it."""
        self.heard += 1


class Knot(Receiver):
    """One that only Python's search for unreachable cycles lets go."""

    def __init__(self) -> None:
        super().__init__()
        self.other = self


class BusyWindow(QObject):
    """Opens a hub and then makes and destroys senders and receivers until `end`."""

    ended = Signal()

    def __init__(self, folder: Path, app: QGuiApplication) -> None:
        super().__init__()
        self._hosting = Hosting(self)
        self._hosting.started.connect(self._tell)
        self._hosting.stopped.connect(app.quit)
        self.ended.connect(self._stop)
        self._lasting = [Sender() for _ in range(AT_ONCE)]
        self._churn = QTimer(self, interval=0)
        self._churn.timeout.connect(self._turn)
        identity = load_or_make(folder, "hub", "hub", now=time.time())
        config = HubConfig(room_name="Robotics club", loopback_limits=False, web=WebContent.PAGE)
        self._hosting.start(config, [Endpoint("127.0.0.1")], HubResources(identity))

    @Slot(object)
    def _tell(self, listening: tuple[Listening, ...]) -> None:
        print(listening[0].port, listening[0].web_port, flush=True)
        self._churn.start()

    @Slot()
    def _turn(self) -> None:
        for lasting in self._lasting:
            sender, receiver, knot = Sender(), Receiver(), Knot()
            for one in (sender, lasting):
                one.happened.connect(receiver.hear)
                one.happened.connect(knot.hear)
                one.happened.emit()
            if (receiver.heard, knot.heard) != (2, 2):
                sys.exit(f"heard {receiver.heard} and {knot.heard} of 2 signals")

    @Slot()
    def _stop(self) -> None:
        self._churn.stop()
        self._hosting.stop("The host closed the room")

    def wait_for_end(self) -> None:
        """End when standard input does."""
        sys.stdin.read()
        self.ended.emit()


def main() -> int:
    """Run the window; gives the exit status."""
    app = QGuiApplication(sys.argv[:1])
    Collector(app)
    window = BusyWindow(Path(sys.argv[1]), app)
    Thread(target=window.wait_for_end, daemon=True).start()
    status = app.exec()
    window._hosting.shut_down()
    return status


if __name__ == "__main__":
    sys.exit(main())
