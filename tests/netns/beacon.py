"""A host that announces a room, or a guest that looks for rooms, by the beacon alone: programs for the tests.

    python -m tests.netns.beacon host NAME [--host ADDRESS]     a line on standard input has it stop
    python -m tests.netns.beacon guest [--deaf] [--sweep] [--known HOST:PORT FINGERPRINT]...

A guest prints "+NAME TIME PLACES" and "-NAME TIME", "!NAME TIME" of one that cannot be reached, and
"known TIME FINGERPRINTS" of known hosts that answer; a deaf one knows no beacon, only DNS-SD. Times are
seconds since 1970.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer

from app.discovery.announcement import Announcement
from app.discovery.nearby_rooms import NearbyRoom
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import Place
from app.net.discovery_sockets import DiscoverySockets
from app.net.dns_sd import DnsSd
from app.net.room_announcer import RoomAnnouncer
from app.net.room_search import RoomSearch
from app.net.room_services import RoomServices


def say(*words: object) -> None:
    """Print a line at once."""
    print(*words, flush=True)


def host(app: QCoreApplication, name: str, address: str) -> object:
    """Announce a room until a line comes."""
    announcer = RoomAnnouncer(DiscoverySockets(), app)
    fingerprint = hashlib.sha256(name.encode()).hexdigest()
    room = Announcement(fingerprint=fingerprint, room=name, by="Mara", port=6667, people=2)
    say("announcing", time.time())
    announcer.start(room, (address,))
    words = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, app)

    def read() -> None:
        sys.stdin.readline()
        words.setEnabled(False)
        say("stopped", time.time())
        announcer.stop()

    words.activated.connect(read)
    return announcer


class Deaf(DiscoverySockets):
    """Sockets that are never opened."""

    def open(self, *, asks: bool) -> None:
        pass


def guest(app: QCoreApplication, known: list[list[str]], *, sweeps: bool, is_deaf: bool) -> object:
    """Print what appears and goes."""
    search = RoomSearch(Deaf() if is_deaf else DiscoverySockets(), RoomServices(DnsSd(delay_ms=0)), app)
    shown: dict[str, NearbyRoom] = {}
    targets = []
    for place, fingerprint in known:
        host, _, port = place.rpartition(":")
        targets.append(ProbeTarget(Place(host.strip("[]"), int(port)), fingerprint))

    def changed(rooms: list[NearbyRoom]) -> None:
        now = {room.name: room for room in rooms}
        for name in now.keys() - shown.keys():
            places = " ".join(place.address for place in now[name].places)
            say(f"+{name}", time.time(), places)
        for name in shown.keys() - now.keys():
            say(f"-{name}", time.time())
        for name in now:
            if now[name].is_unreached and not (name in shown and shown[name].is_unreached):
                say(f"!{name}", time.time())
        shown.clear()
        shown.update(now)

    search.changed.connect(changed)
    search.answering_changed.connect(
        lambda found: say("known", time.time(), *sorted({one.fingerprint for one in found}))
    )
    search.look_for(targets)
    say("searching", time.time())
    search.start()
    if sweeps:
        search.search_again()
        again = QTimer(app, interval=1000)  # one a minute is made: who is slow to answer is found by the next
        again.timeout.connect(search.search_again)
        again.start()
    return search


def main() -> None:
    """Run until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=["host", "guest"])
    parser.add_argument("name", nargs="?", default="Room")
    parser.add_argument("--host", default="")
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--deaf", action="store_true")
    parser.add_argument("--known", nargs=2, action="append", default=[])
    given = parser.parse_args()
    app = QCoreApplication(sys.argv)
    if given.role == "host":
        kept = host(app, given.name, given.host)
    else:
        kept = guest(app, given.known, sweeps=given.sweep, is_deaf=given.deaf)
    app.setProperty("kept", kept)
    app.exec()


if __name__ == "__main__":
    main()
