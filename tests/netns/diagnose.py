"""A guest who finds out why a room cannot be joined, and a host who hears of it: programs for the tests.

    python -m tests.netns.diagnose guest ADDRESS [--hears PLACE] [--calls]
    python -m tests.netns.diagnose host FINGERPRINT

The guest prints each verdict with the seconds until it, the host what somebody says who cannot get in. With
--hears the guest begins when a room at that place was heard of, as on a start page that was open before.
It ends when it has found out; with --calls it calls the host for help first, until it is killed.
"""

from __future__ import annotations

import argparse
import sys
import time

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.client.address import parse_address
from app.diagnosis.help_call import Rumour
from app.diagnosis.verdicts import Diagnosis
from app.net.connection_check import CheckTarget, ConnectionCheck
from app.net.discovery_sockets import DiscoverySockets
from app.net.dns_sd import DnsSd
from app.net.help_caller import HelpCaller
from app.net.host_services import HostServices
from app.net.room_search import RoomSearch
from app.net.room_services import RoomServices
from app.net.routers import Routers
from app.words.diagnosis_words import rumour_words, verdict_words


def say(*words: object) -> None:
    """Print a line at once."""
    print(*words, flush=True)


def guest(app: QCoreApplication, text: str, *, hears: str, calls: bool) -> object:
    """Print `SECONDS VERDICT CERTAINTY ELSEWHERE` for each, and the sentence of the last."""
    address = parse_address(text)
    search = RoomSearch(DiscoverySockets(app), RoomServices(DnsSd(app), app), app)
    routers: list[frozenset[str]] = []
    looking = Routers(app)
    looking.found.connect(routers.append)
    looking.look()
    search.lead_out_by(routers[0])
    began = time.monotonic()
    target = CheckTarget(ways=address.ways, fingerprint=address.fingerprint)
    check = ConnectionCheck(target, routers[0], search.heard_places, app)
    caller = HelpCaller(DnsSd(app), app)

    def judge(found: Diagnosis) -> None:
        elsewhere = found.elsewhere.text if found.elsewhere is not None else ""
        say(f"{time.monotonic() - began:.2f}", found.verdict.name, found.certainty.name, elsewhere)

    def end(found: Diagnosis) -> None:
        judge(found)
        say(verdict_words(found, host=address.host))
        search.stop()
        if calls:
            say("calls", caller.call(found, address.fingerprint))
        else:
            app.exit()

    def begin() -> None:
        nonlocal began
        if not is_begun and (not hears or any(one.place.address == hears for one in search.heard_places())):
            is_begun.append(True)
            began = time.monotonic()
            check.start(beside=True)

    is_begun: list[bool] = []
    check.judged.connect(judge)
    check.settled.connect(end)
    search.changed.connect(begin)
    search.start()
    QTimer.singleShot(0, begin)
    return check


def host(app: QCoreApplication, fingerprint: str) -> QObject:
    """Print what is heard, and how long after the start."""
    services = HostServices(DnsSd(app), app)

    def hear(rumour: Rumour) -> None:
        say("heard", time.time(), rumour_words(rumour))

    services.help_called.connect(hear)
    services.open(("",), fingerprint, (6667,))
    say("hears")
    return services


def main() -> None:
    """Run until it is over, or killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=["guest", "host"])
    parser.add_argument("of")
    parser.add_argument("--hears", default="")
    parser.add_argument("--calls", action="store_true")
    given = parser.parse_args()
    app = QCoreApplication(sys.argv)
    if given.role == "host":
        kept = host(app, given.of)
    else:
        kept = guest(app, given.of, hears=given.hears, calls=given.calls)
    app.setProperty("kept", kept)
    app.exec()


if __name__ == "__main__":
    main()
