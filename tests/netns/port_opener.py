"""Asks the firewall of the computer that it runs on, as a window does: a program for the tests.

    python -m tests.netns.port_opener FOLDER NETWORK ...     a line each on standard input: look, open, close

It prints what came of each: "looked KIND STATE", "changed PROBLEM NUMBER", the number of what is open by it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSocketNotifier

from app.firewall.opened_ports import OpenedPortsFile
from app.firewall.room_ports import ChangeProblem, FirewallReport, RoomPorts
from app.firewall.system_firewall import make_firewall

CARD = "eth0"


def say(*words: object) -> None:
    """Print a line at once."""
    print(*words, flush=True)


def main() -> None:
    """Do what is asked until the end of standard input."""
    folder, *networks = sys.argv[1:]
    app = QCoreApplication(sys.argv)
    firewall = make_firewall(OpenedPortsFile(Path(folder, "opened_ports.json")), app)
    ports = RoomPorts((6667, 7667), (6667,), tuple(networks), (CARD,))
    reports: list[FirewallReport] = []

    def looked(report: FirewallReport) -> None:
        reports.append(report)
        say("looked", report.kind.value, report.state.value)

    def changed(problem: ChangeProblem | None) -> None:
        say("changed", problem, len(firewall.opened))

    firewall.looked.connect(looked)
    firewall.changed.connect(changed)
    words = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, app)

    def read() -> None:
        match sys.stdin.readline().strip():
            case "look":
                firewall.look(ports)
            case "open":
                firewall.open(ports, reports[-1])
            case "close":
                firewall.close()
            case "":
                app.quit()

    words.activated.connect(read)
    app.exec()


if __name__ == "__main__":
    main()
