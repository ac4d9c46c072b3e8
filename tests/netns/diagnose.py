"""A guest who finds out why a room cannot be joined: prints each verdict with the seconds until it, and ends.

python -m tests.netns.diagnose ADDRESS
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QCoreApplication, QTimer

from app.client.address import parse_address
from app.diagnosis.verdicts import Diagnosis
from app.net.connection_check import CheckTarget, ConnectionCheck
from app.net.discovery_sockets import DiscoverySockets
from app.net.dns_sd import DnsSd
from app.net.room_search import RoomSearch
from app.net.room_services import RoomServices
from app.net.routers import Routers
from app.words.diagnosis_words import verdict_words


def main(text: str) -> int:
    """Print `SECONDS VERDICT CERTAINTY ELSEWHERE` for each, and the sentence of the last."""
    app = QCoreApplication([])
    address = parse_address(text)
    search = RoomSearch(DiscoverySockets(), RoomServices(DnsSd(delay_ms=0)), app)
    routers: list[frozenset[str]] = []
    looking = Routers(app)
    looking.found.connect(routers.append)
    looking.look()
    search.lead_out_by(routers[0])
    search.start()
    began = time.monotonic()
    check = ConnectionCheck(
        CheckTarget(ways=address.ways, fingerprint=address.fingerprint), routers[0], search.heard_places, app
    )

    def say(found: Diagnosis) -> None:
        elsewhere = found.elsewhere.text if found.elsewhere is not None else ""
        seconds = time.monotonic() - began
        print(f"{seconds:.2f} {found.verdict.name} {found.certainty.name} {elsewhere}", flush=True)

    def end(found: Diagnosis) -> None:
        say(found)
        print(verdict_words(found, host=address.host), flush=True)
        app.exit()

    check.judged.connect(say)
    check.settled.connect(end)
    QTimer.singleShot(0, lambda: check.start(beside=True))
    app.exec()
    search.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
