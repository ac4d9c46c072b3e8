"""The firewall of this computer, of the ways that its system has. Loaded for the first room that opens."""

from __future__ import annotations

import os
import shutil
import sys

from PySide6.QtCore import QObject

from app.firewall import ways
from app.firewall.firewall import Firewall, FirewallChanger, FirewallReader
from app.firewall.opened_ports import OpenedPortsFile
from app.firewall.program_runner import ProgramRunner


def make_firewall(file: OpenedPortsFile, parent: QObject | None = None) -> Firewall:
    """The firewall of this computer."""
    holder = QObject(parent)
    runner = ProgramRunner(holder)
    readers: list[FirewallReader] = []
    changers: list[FirewallChanger] = []
    if sys.platform == "win32":
        system = os.environ.get("SYSTEMROOT", r"C:\Windows")
        # in a virtual environment python.exe only starts the one that rules are about
        program = getattr(sys, "_base_executable", sys.executable)
        windows = ways.WindowsWay(runner, holder, system=system, program=program)
        readers.append(windows)
        changers.append(windows)
    elif sys.platform == "darwin":
        readers.append(ways.MacosReader(runner, holder))
    else:
        from PySide6.QtDBus import QDBusConnection

        from app.firewall.firewalld_bus import FirewalldBus

        firewalld = ways.FirewalldWay(FirewalldBus(QDBusConnection.systemBus, holder), holder)
        ufw = ways.UfwWay(
            runner,
            holder,
            read=ways.read_text,
            as_root=os.geteuid() == 0,
            can_ask=shutil.which("pkexec") is not None,
        )
        readers += [firewalld, ufw, ways.FilterReader(holder, read=ways.read_text)]
        changers += [firewalld, ufw]
    made = Firewall(readers, changers, file, parent)
    holder.setParent(made)
    return made
