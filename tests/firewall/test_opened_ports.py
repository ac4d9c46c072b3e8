"""What was opened is known after a restart, and a file that is none costs nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.firewall import firewalld, ufw, windows_firewall
from app.firewall.opened_ports import OpenedPortsFile
from app.firewall.room_ports import FirewallKind, OpenedPorts, RoomPorts
from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem

PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.9.0/24",), ("wlan0",))
OPENED = OpenedPorts(FirewallKind.UFW, PORTS, ufw.rules_for(PORTS))
OTHER = OpenedPorts(FirewallKind.FIREWALLD, PORTS, firewalld.changes_for(["public"], PORTS))
THIRD = OpenedPorts(FirewallKind.WINDOWS, PORTS, windows_firewall.changes_for(PORTS, ["hubbub.exe"]))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "opened_ports.json"


def test_what_is_kept_is_there_after_a_restart(path: Path) -> None:
    file = OpenedPortsFile(path)
    assert file.opened == ()
    file.add(OPENED)
    file.add(OTHER)
    file.add(THIRD)
    assert OpenedPortsFile(path).opened == (OPENED, OTHER, THIRD)
    file.remove(OPENED)
    assert OpenedPortsFile(path).opened == file.opened == (OTHER, THIRD)
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
    "changes": [
        ["allow", "proto", "tcp", "from", "192.168.9.0/24", "to", "any", "port", "6667,7667"],
        ["allow", "proto", "udp", "from", "192.168.9.0/24", "to", "any", "port", "6667"],
    ],
}
RULE = 'rule family="ipv4" source address="192.168.9.0/24" port port="6667" protocol="tcp" accept'


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
        json.dumps({"opened": [GOOD | {"tcp": [0]}]}),
        json.dumps({"opened": [GOOD | {"udp": [65536]}]}),
        json.dumps({"opened": [GOOD | {"networks": ["everywhere"]}]}),
        json.dumps({"opened": [GOOD | {"networks": ["192.168.9.1"]}]}),
        json.dumps({"opened": [GOOD] * 101}),
    ],
)
def test_a_file_that_is_none_of_ours_is_none(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    assert OpenedPortsFile(path).opened == ()


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("ufw", []),
        ("ufw", ["1"]),
        ("ufw", ["--force", "reset"]),
        ("ufw", ["allow", "22"]),
        ("ufw", ["allow", "proto", "tcp", "from", "192.168.9.0/24", "to", "any", "port", "22"]),
        ("firewalld", []),
        ("firewalld", ["now", "public"]),
        ("firewalld", ["later", "public", RULE]),
        ("firewalld", ["now", "public", RULE.replace("accept", "drop")]),
        ("firewalld", ["now", "public", RULE.replace("6667", "22")]),
        ("windows", []),
        ("windows", ["rule"]),
        ("windows", ["rule", "*", "TCP", "6667,7667"]),
        ("windows", ["rule", "Hubbub-TCP-6667-7667", "TCP", "Any"]),
        ("windows", ["switched off", "one", "two"]),
        ("windows", ["other", "one"]),
    ],
)
def test_nothing_is_undone_that_was_not_done_for_these_ports(
    path: Path, kind: str, change: list[str]
) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"opened": [GOOD | {"firewall": kind, "changes": [change]}]}))
    assert OpenedPortsFile(path).opened == ()


def test_its_form_stays_what_it_is(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"opened": [GOOD]}))
    assert OpenedPortsFile(path).opened == (OPENED,)
