"""What this program has opened in firewalls and not taken back, kept over restarts in a private file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from app.firewall import firewalld, ufw, windows_firewall
from app.firewall.room_ports import Change, FirewallKind, OpenedPorts, RoomPorts
from app.irc.ports import LARGEST_PORT
from app.security import private_files
from app.security.security_errors import SecurityError

_Kind = TypeVar("_Kind")

_FILE_LIMIT = 256 * 1024  # bytes; a room has some hundred
_MOST = 100  # a file with more is none of ours
# Whether a change may be one that was made for these ports: it is undone with an administrator's rights.
_IS_OURS: Mapping[FirewallKind, Callable[[Change, RoomPorts], bool]] = {
    FirewallKind.UFW: ufw.is_ours,
    FirewallKind.FIREWALLD: firewalld.is_ours,
    FirewallKind.WINDOWS: windows_firewall.is_ours,
}


class OpenedPortsFile:
    """The file's content; every change is written at once. Building it never raises.

    A file that cannot be read is none: what was opened stays open then, which the firewall's own list shows.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = _load(path)

    @property
    def opened(self) -> tuple[OpenedPorts, ...]:
        """What is open because of us, the oldest first."""
        return self._opened

    def add(self, opened: OpenedPorts) -> None:
        """Keep that this was opened. Raises SecurityError; it is known until the program ends then."""
        self._opened = (*self._opened, opened)
        self._write()

    def remove(self, opened: OpenedPorts) -> None:
        """Forget what was taken back. Raises SecurityError."""
        self._opened = tuple(one for one in self._opened if one != opened)
        self._write()

    def _write(self) -> None:
        text = json.dumps({"opened": [_written(one) for one in self._opened]}, indent=1)
        private_files.make_folder(self._path.parent)
        private_files.replace(self._path, text.encode("ascii"))


def _written(one: OpenedPorts) -> dict[str, Any]:
    ports = one.ports
    return {
        "firewall": one.kind.value,
        "tcp": list(ports.tcp),
        "udp": list(ports.udp),
        "networks": list(ports.networks),
        "cards": list(ports.cards),
        "changes": [list(change) for change in one.changes],
    }


def _load(path: Path) -> tuple[OpenedPorts, ...]:
    try:
        data = private_files.read(path)
        content = json.loads(data) if data is not None and len(data) <= _FILE_LIMIT else None
    except (SecurityError, ValueError, RecursionError):
        return ()
    entries = content.get("opened") if isinstance(content, dict) else None
    if not isinstance(entries, list) or len(entries) > _MOST:
        return ()
    return tuple(one for entry in entries if (one := _read(entry)) is not None)


def _read(entry: object) -> OpenedPorts | None:
    if not isinstance(entry, dict):
        return None
    kind = next((one for one in _IS_OURS if one.value == entry.get("firewall")), None)
    ports = _read_ports(entry)
    changes = entry.get("changes")
    if kind is None or ports is None or not isinstance(changes, list):
        return None
    words = (tuple(change) for change in changes if _are(change, str))
    ours = tuple(change for change in words if _IS_OURS[kind](change, ports))
    return OpenedPorts(kind, ports, ours) if ours else None


def _read_ports(entry: dict[str, Any]) -> RoomPorts | None:
    tcp, udp = entry.get("tcp"), entry.get("udp")
    networks, cards = entry.get("networks"), entry.get("cards")
    if not (_are(tcp, int) and _are(udp, int) and _are(networks, str) and _are(cards, str)):
        return None
    try:
        are_networks = all(str(ip_network(one)) == one for one in networks)
    except ValueError:
        return None
    are_ports = all(0 < port <= LARGEST_PORT for port in (*tcp, *udp))
    return (
        RoomPorts(tuple(tcp), tuple(udp), tuple(networks), tuple(cards))
        if are_ports and are_networks
        else None
    )


def _are(value: object, kind: type[_Kind]) -> TypeGuard[list[_Kind]]:
    return isinstance(value, list) and all(type(one) is kind for one in value)
