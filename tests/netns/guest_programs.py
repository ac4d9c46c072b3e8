"""Guests as programs for the tests: one that calls for help, and one that answers a hub's callbacks.

python -m tests.netns.guest_programs help FINGERPRINT ADDRESS PORT      calls, until it is ended
python -m tests.netns.guest_programs callbacks FOLDER LINK              joins as a window does, and stays
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from app.application.guest_callbacks import GuestCallbacks
from app.application.joined_server import Destination, JoinedServer
from app.application.trust_store import TrustStore
from app.client.address import parse_address
from app.client.state.session_options import SessionOptions
from app.diagnosis.verdicts import Certainty, Diagnosis, Verdict
from app.discovery.sightings import Place
from app.models.rooms_model import RoomsModel
from app.net.dns_sd import DnsSd
from app.net.help_caller import HelpCaller
from app.paths import Places


def call_for_help(app: QObject, fingerprint: str, address: str, port: str) -> object:
    """Say that this room does not answer."""
    caller = HelpCaller(DnsSd(app), app)
    blocked = Diagnosis(Verdict.HOST_FIREWALL, Certainty.CERTAIN, Place(address, int(port)))
    assert caller.call(blocked, fingerprint)
    return caller


def answer_callbacks(app: QObject, folder: str, link: str) -> object:
    """Join as Bob."""
    trust = TrustStore(Places(Path(folder), Path(folder)), app)
    destination = Destination(parse_address(link), SessionOptions(nick="bob"))
    server = JoinedServer(destination, trust, RoomsModel(app), lambda: "", app)
    callbacks = GuestCallbacks(trust, app)
    callbacks.follow(server)
    server.start()
    return callbacks


def main() -> None:
    """Run until killed."""
    app = QCoreApplication(sys.argv)
    role, *words = sys.argv[1:]
    running = {"help": call_for_help, "callbacks": answer_callbacks}[role](app, *words)
    sys.exit(app.exec() if running else 1)


if __name__ == "__main__":
    main()
