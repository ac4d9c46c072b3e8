"""Which routers the system names, read from what it says on three systems."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.net.routers import Routers, netstat, routers_in_files, routers_in_netstat

ROUTE = """Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0
short
"""
ZERO = "0" * 32
ROUTE_IPV6 = f"""{ZERO} 00 {ZERO} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003 w0
fe800000000000000000000000000000 40 {ZERO} 00 {ZERO} 00000100 00000001 00000000 00000001    wlan0
"""
MACOS = """Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            192.168.1.1        UGScg                 en0
127                127.0.0.1          UCS                   lo0
192.168.1          link#11            UCS                   en0      !

Internet6:
Destination                             Gateway                         Flags         Netif Expire
default                                 fe80::1%en0                     UGcg          en0
default                                 fe80::%utun0                    UGcIg         utun0
"""
WINDOWS = """IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.24     35
      192.168.1.0    255.255.255.0   Auf Verbindung      192.168.1.24    291
===========================================================================
IPv6-Routentabelle
 If Metrik Netzwerkziel             Gateway
 12    291 ::/0                     fe80::1
  1    331 ::1/128                  Auf Verbindung
default
"""


def test_routers_are_read_from_linux_files() -> None:
    assert routers_in_files(ROUTE, ROUTE_IPV6) == {"192.168.1.1", "fe80::1"}
    assert routers_in_files("", "") == frozenset()


@pytest.mark.parametrize(
    ("ipv4", "ipv6"),
    [("eth0 0 gateway", "a b c d 12"), ("eth0 0 0102", "a b c d x"), ("eth0 0 01020304é", "a")],
)
def test_what_is_no_router_in_those_files_is_passed_over(ipv4: str, ipv6: str) -> None:
    found = routers_in_files(f"{ROUTE.rstrip()}\n{ipv4}\n", f"{ROUTE_IPV6.rstrip()}\n{ipv6}\n")
    assert found == {"192.168.1.1", "fe80::1"}


def test_on_windows_netstat_is_its_own() -> None:
    assert netstat("win32", {"SystemRoot": r"D:\Windows"}) == r"D:\Windows\System32\netstat.exe"
    assert netstat("darwin", {}) == "netstat"


@pytest.mark.parametrize("text", [MACOS, WINDOWS], ids=["macOS", "Windows"])
def test_routers_are_read_from_netstat(text: str) -> None:
    assert {"192.168.1.1", "fe80::1"} <= routers_in_netstat(text)
    assert not any(one.startswith(("127.", "255.")) for one in routers_in_netstat(text))


def test_linux_tells_them_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("the files of Linux")
    found: list[frozenset[str]] = []
    routers = Routers(folder=tmp_path)
    routers.found.connect(found.append)
    routers.look()
    (tmp_path / "route").write_text(ROUTE)
    (tmp_path / "ipv6_route").write_text(ROUTE_IPV6)
    routers.look()
    assert found == [frozenset(), {"192.168.1.1", "fe80::1"}]


@pytest.mark.skipif(sys.platform == "win32", reason="the netstat that stands for macOS' is a shell's script")
def test_elsewhere_netstat_tells_them(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "netstat"
    program.write_text(f"#!/bin/sh\ncat <<END\n{MACOS}END\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("app.net.routers.sys.platform", "darwin")
    routers = Routers()
    with qtbot.waitSignal(routers.found) as signal:
        routers.look()
        routers.look()
    assert signal.args is not None
    assert "192.168.1.1" in signal.args[0]
