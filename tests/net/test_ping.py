"""What the system's ping prints, and what is started for it."""

from __future__ import annotations

import sys
from ipaddress import ip_address

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QProcess
from pytestqt.qtbot import QtBot

from app.diagnosis.facts import Ping
from app.net import ping
from app.net.ping import PingRun, is_silence, ping_command, result_of

HOST = "192.168.1.31"
OWN = {ip_address("192.168.1.24")}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("PING 192.168.1.31 (192.168.1.31) 56(84) bytes of data.\n", Ping.UNKNOWN),
        ("64 bytes from 192.168.1.31: icmp_seq=1 ttl=64 time=0.060 ms\n", Ping.ANSWERED),
        ("64 bytes from 192.168.1.31: seq=0 ttl=64 time=0.060 ms\n", Ping.ANSWERED),
        ("16 bytes from fe80::31%en0, icmp_seq=0 hlim=64 time=0.100 ms\n", Ping.ANSWERED),
        ("Antwort von 192.168.1.31: Bytes=32 Zeit<1ms TTL=64\r\n", Ping.ANSWERED),
        ("Antwort von fe80::31: Zeit<1ms\r\n", Ping.ANSWERED),
        ("Ответ от fe80::31: время=3мс\r\n", Ping.ANSWERED),
        ("    Pakete: Gesendet = 2, Empfangen = 0, Verloren = 2\r\n    (100% Verlust)\r\n", Ping.UNKNOWN),
        ("2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 1015ms\n", Ping.UNKNOWN),
        ("rtt min/avg/max/mdev = 0.042/0.055/0.065/0.007 ms\n", Ping.UNKNOWN),
        ("From 192.168.1.24 icmp_seq=1 Destination Host Unreachable\n", Ping.UNKNOWN),
        ("From 10.0.0.1 icmp_seq=1 Destination Host Unreachable\n", Ping.NO_HOST),
        ("From 10.0.0.1 icmp_seq=1 Destination Net Unreachable\n", Ping.NO_ROUTE),
        ("From 10.0.0.1 icmp_seq=1 Destination Port Unreachable\n", Ping.UNKNOWN),
        ("From 192.168.1.31 icmp_seq=1 Destination Port Unreachable\n", Ping.ANSWERED),
        ("From 192.168.1.31 icmp_seq=1 Destination Host Unreachable\n", Ping.ANSWERED),
        ("92 bytes from 10.0.0.1: Destination Host Unreachable\n", Ping.NO_HOST),
        ("Reply from 10.0.0.1: Destination net unreachable.\r\n", Ping.NO_ROUTE),
        ("Reply from 192.168.1.24: Destination host unreachable.\r\n", Ping.UNKNOWN),
    ],
)
def test_what_ping_prints(text: str, result: Ping) -> None:
    assert result_of(text, HOST, OWN) is result
    assert result_of("PING\n\n" + text, HOST, OWN) is result


def test_how_it_is_started_on_each_system() -> None:
    assert ping_command(HOST, "linux", {}) == ["ping", "-n", "-c", "2", HOST]
    assert ping_command("fd00::1", "darwin", {})[0] == "ping6"
    assert ping_command(HOST, "win32", {"SystemRoot": r"D:\Win"})[0] == r"D:\Win\System32\PING.EXE"


@pytest.mark.parametrize(
    ("status", "platform", "silence"),
    [
        *((0, "win32", True), (1, "linux", True), (2, "linux", False)),
        (2, "darwin", True),
        (68, "darwin", False),
    ],
)
def test_how_it_ends(status: int, platform: str, silence: bool) -> None:
    assert is_silence(status, platform) is silence


@pytest.fixture
def no_pings() -> None:
    """What is asked is what is tested; it goes to stand-ins alone."""


def run(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *command: str, patience: int = 60_000) -> Ping:
    """What a ping finds for which this is started."""
    monkeypatch.setattr(ping, "ping_command", lambda *_: [*command])
    found: list[Ping] = []
    owner = QObject()
    made = PingRun(HOST, OWN, owner, patience=patience)
    made.found.connect(found.append)
    made.start()
    qtbot.waitUntil(lambda: bool(found))
    made.cancel()
    app = QCoreApplication.instance()
    assert app is not None
    # its own: those of a program's parts are further down
    qtbot.waitUntil(lambda: not any(isinstance(one, QProcess) for one in app.children()))
    return found[0]


def test_an_answer_is_told_while_ping_still_runs(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "64 bytes from 192.168.1.31: icmp_seq=1 ttl=64 time=0.060 ms"
    script = f"import time; print('{said}', flush=True); time.sleep(600)"
    assert run(qtbot, monkeypatch, sys.executable, "-c", script) is Ping.ANSWERED


def test_silence_is_told_when_it_ends_or_patience_does(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    python = sys.executable
    assert run(qtbot, monkeypatch, python, "-c", "raise SystemExit(1)") is Ping.SILENT
    assert run(qtbot, monkeypatch, python, "-c", "raise SystemExit(77)") is Ping.UNKNOWN
    assert run(qtbot, monkeypatch, python, "-c", "input()", patience=1) is Ping.SILENT


def test_without_the_program_nothing_is_known(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(qtbot, monkeypatch, "/nowhere/ping") is Ping.UNKNOWN
