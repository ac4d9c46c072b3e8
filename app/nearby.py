"""`nearby`: prints a line for each room that is announced on this computer's networks, as it is found."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QTimer

from app.console import readable
from app.discovery.announcement import Lock
from app.discovery.nearby_rooms import NearbyRoom
from app.end_signals import SignalWatch
from app.launch_options import NearbyOptions
from app.net.discovery_sockets import DiscoverySockets
from app.net.dns_sd import DnsSd
from app.net.room_search import RoomSearch
from app.net.room_services import RoomServices
from app.net.routers import Routers
from app.standard_streams import say_now

NOBODY = 1
_LOCKS = {Lock.NONE: "open", Lock.PASSWORD: "password", Lock.CLOSED: "locked"}


def line_of(room: NearbyRoom) -> str:
    """A room for people and for `cut`: name, address, people, lock and fingerprint, with tabs between."""
    people = "1 person" if room.people == 1 else f"{room.people} people"
    fields = (room.name, room.places[0].text, people, _LOCKS[room.lock], room.fingerprint)
    return "\t".join(map(readable, fields))


def json_of(room: NearbyRoom) -> str:
    """A room for programs: an object on one line."""
    place = room.places[0]
    return json.dumps(
        {
            "name": room.name,
            "by": room.by,
            "host": place.address,
            "port": place.port,
            "people": room.people,
            "lock": _LOCKS[room.lock],
            "fingerprint": room.fingerprint,
        }
    )


class Printer:
    """Prints each room once. `gone` is called when whoever read that has gone, such as `head`."""

    def __init__(self, *, as_json: bool, gone: Callable[[], object]) -> None:
        self.found: set[str] = set()
        self._write = json_of if as_json else line_of
        self._gone = gone

    def show(self, rooms: list[NearbyRoom]) -> None:
        """These rooms are there now."""
        for room in rooms:
            if room.fingerprint not in self.found:
                self.found.add(room.fingerprint)
                if not say_now(self._write(room)):
                    self._gone()
                    return


def print_nearby(options: NearbyOptions) -> int:
    """Look for rooms as long as was asked; returns the exit status: 0 if there was one, else 1."""
    app = QCoreApplication(sys.argv[:1])
    printer = Printer(as_json=options.json, gone=app.quit)
    services = RoomServices(DnsSd(app, delay_ms=0), app)
    search = RoomSearch(DiscoverySockets(app), services, app)
    routers = Routers(app)
    routers.found.connect(search.lead_out_by)
    routers.look()
    search.changed.connect(printer.show)
    search.start()
    QTimer.singleShot(round(options.seconds * 1000), app.quit)
    watch = SignalWatch(app.quit, app)
    app.exec()
    watch.release()
    search.stop()
    return 0 if printer.found else NOBODY
