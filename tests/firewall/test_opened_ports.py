"""What was opened is known after a restart, and a file that is none costs nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.firewall.opened_ports import OpenedPortsFile
from app.firewall.room_ports import FirewallKind, OpenedPorts, RoomPorts
from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem

PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.9.0/24",), ("wlan0",))
OPENED = OpenedPorts(FirewallKind.UFW, PORTS, (("allow", "proto", "tcp"), ("allow", "proto", "udp")))
OTHER = OpenedPorts(FirewallKind.FIREWALLD, PORTS, (("now", "public", "rule"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "opened_ports.json"


def test_what_is_kept_is_there_after_a_restart(path: Path) -> None:
    file = OpenedPortsFile(path)
    assert file.opened == ()
    file.add(OPENED)
    file.add(OTHER)
    assert OpenedPortsFile(path).opened == (OPENED, OTHER)
    file.remove(OPENED)
    assert OpenedPortsFile(path).opened == file.opened == (OTHER,)
    assert path.stat().st_mode & 0o077 == 0


def test_what_cannot_be_written_is_known_until_the_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, _data: bytes) -> None:
        raise SecurityError(SecurityProblem.FILE_NOT_WRITTEN, path=path, reason="full")

    monkeypatch.setattr(private_files, "replace", refuse)
    file = OpenedPortsFile(path)
    with pytest.raises(SecurityError):
        file.add(OPENED)
    assert file.opened == (OPENED,)


GOOD = {
    "firewall": "ufw",
    "tcp": [6667, 7667],
    "udp": [6667],
    "networks": ["192.168.9.0/24"],
    "cards": ["wlan0"],
    "changes": [["allow", "proto", "tcp"], ["allow", "proto", "udp"]],
}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        '{"opened": 3}',
        '{"opened": [1, null]}',
        json.dumps({"opened": [GOOD | {"firewall": "other"}]}),
        json.dumps({"opened": [GOOD | {"changes": [3]}]}),
        json.dumps({"opened": [GOOD | {"tcp": ["6667"]}]}),
        json.dumps({"opened": [GOOD | {"tcp": [True]}]}),
        json.dumps({"opened": [GOOD] * 101}),
    ],
)
def test_a_file_that_is_none_of_ours_is_none(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    assert OpenedPortsFile(path).opened == ()


def test_its_form_stays_what_it_is(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"opened": [GOOD]}))
    assert OpenedPortsFile(path).opened == (OPENED,)
