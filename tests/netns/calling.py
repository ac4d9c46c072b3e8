"""A host that hears calls for help about its room, or a guest that calls: programs for the tests.

    python -m tests.netns.calling host            prints "hearing TIME", then "heard TIME ADDRESS SEEN"
    python -m tests.netns.calling guest ADDRESS   prints "calling TIME", and ends when the call is over

Times are seconds since 1970.
"""

from __future__ import annotations

import hashlib
import sys
import time

from PySide6.QtCore import QCoreApplication, QTimer

from app.diagnosis.help_call import CALL_SECONDS, Rumour
from app.diagnosis.verdicts import Certainty, Diagnosis, Verdict
from app.discovery.sightings import Place
from app.net.dns_sd import DnsSd
from app.net.help_caller import HelpCaller
from app.net.host_services import HostServices

HUB = hashlib.sha256(b"Chess").hexdigest()
PORT = 6667


def say(*words: object) -> None:
    """Print a line at once."""
    print(*words, flush=True)


def host(app: QCoreApplication) -> object:
    """Hear calls, and tell of no room."""
    services = HostServices(DnsSd(app, delay_ms=0), app)

    def heard(rumour: Rumour) -> None:
        say("heard", time.time(), rumour.address, rumour.seen.value)

    services.help_called.connect(heard)
    services.open(("",), HUB, (PORT,))
    say("hearing", time.time())
    return services


def guest(app: QCoreApplication, address: str) -> object:
    """Call once."""
    caller = HelpCaller(DnsSd(app, delay_ms=0), app)
    diagnosis = Diagnosis(Verdict.HOST_FIREWALL, Certainty.CERTAIN, Place(address, PORT))
    say("calling", time.time())
    assert caller.call(diagnosis, HUB)
    QTimer.singleShot(round(CALL_SECONDS * 1000) + 500, app, app.quit)
    return caller


def main() -> None:
    """Run until killed, or until the call is over."""
    app = QCoreApplication([])
    kept = host(app) if sys.argv[1] == "host" else guest(app, sys.argv[2])
    app.setProperty("kept", kept)
    app.exec()


if __name__ == "__main__":
    main()
