"""What this program has opened in firewalls and not taken back, kept over restarts in a private file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.firewall.room_ports import FirewallKind, OpenedPorts, RoomPorts
from app.security import private_files
from app.security.security_errors import SecurityError

_FILE_LIMIT = 256 * 1024  # bytes; a room has some hundred
_MOST = 100  # a file with more is none of ours


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
    kind = next((one for one in FirewallKind if one.value == entry.get("firewall")), None)
    changes = entry.get("changes")
    words = [change for change in changes if _are(change, str)] if isinstance(changes, list) else []
    tcp, udp = entry.get("tcp"), entry.get("udp")
    networks, cards = entry.get("networks"), entry.get("cards")
    is_whole = _are(tcp, int) and _are(udp, int) and _are(networks, str) and _are(cards, str)
    if kind is None or not words or not is_whole:
        return None
    ports = RoomPorts(tuple(tcp), tuple(udp), tuple(networks), tuple(cards))  # type: ignore[arg-type]  # lists
    return OpenedPorts(kind, ports, tuple(map(tuple, words)))


def _are(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(type(one) is kind for one in value)
