"""Who else answers on the network: what is asked, and what the neighbour table says then."""

from __future__ import annotations

import socket
import sys

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.diagnosis.facts import Neighbour, Ping
from app.discovery.local_networks import Surroundings, surroundings
from app.net import network_check
from app.net.neighbour_table import NeighbourTable
from app.net.network_check import MOST_SWEPT, PATIENCE, NetworkCheck, poke, sender_to
from tests.discovery.rooms import HOME, NEAR, interface
from tests.net.diagnosis_fakes import FAILED, SOUGHT, CheckedComputer, resolved

HOST, ROUTER, OTHER = "192.168.1.31", "192.168.1.1", "192.168.1.40"


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_check, "SWEEP_MS", 0)
    monkeypatch.setattr(network_check, "LOOK_MS", 1)


@pytest.fixture
def no_pings() -> None:
    """What is asked is what is tested; it goes to stand-ins alone."""


class Checked:
    """A check that has begun."""

    def __init__(self, qtbot: QtBot, near: Surroundings = NEAR) -> None:
        self._qtbot = qtbot
        self.computer = CheckedComputer()
        self.owner = QObject()
        tools = self.computer.tools()
        self.check = NetworkCheck(near, self.computer.interfaces, tools, self.owner)
        self.check.start()

    def ask(self, *, sweeps: bool = True) -> None:
        """Ask all, and wait until they were asked."""
        self.check.ask(apart=HOST, sweeps=sweeps)
        self._qtbot.waitUntil(self._go_on)

    def _go_on(self) -> bool:
        self.computer.now += 0.01
        return not self.check._sweeping.isActive()

    def wait(self, known: tuple[bool | None, bool | None]) -> None:
        """Wait until this is known of the router and the others."""
        self._qtbot.waitUntil(lambda: (self.check.router, self.check.others) == known)


def test_nobody_is_asked_before_that_is_wanted(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.computer.tell({HOST: SOUGHT})
    qtbot.waitUntil(lambda: checked.check.neighbour(HOST) is Neighbour.SOUGHT)
    assert (checked.computer.poked, checked.computer.pings, checked.check.is_over) == ([], {}, True)


def test_the_router_is_pinged_and_the_nearest_are_looked_for(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.ask()
    checked.ask()
    assert [*checked.computer.pings] == [ROUTER]
    assert len(checked.computer.poked) == MOST_SWEPT + 1
    assert checked.computer.poked[:3] == [ROUTER, "192.168.1.23", "192.168.1.25"]
    assert not checked.check.is_over
    checked.check.cancel()
    assert checked.computer.pings[ROUTER].is_cancelled


def test_who_answers_is_told(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.ask()
    checked.computer.tell({HOST: SOUGHT, OTHER: resolved()})
    checked.computer.pings[ROUTER].found.emit(Ping.ANSWERED)
    checked.wait((True, True))
    assert checked.check.is_over


def test_a_router_that_answers_no_ping_is_there_if_it_has_its_address(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.ask(sweeps=False)
    checked.computer.tell({ROUTER: resolved()})
    checked.computer.pings[ROUTER].found.emit(Ping.SILENT)
    checked.wait((True, None))


def test_the_host_the_router_and_this_computer_are_nobody_else(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.computer.tell(
        {HOST: resolved(), ROUTER: resolved(), "192.168.1.24": resolved(), "172.17.0.2": resolved()}
    )
    checked.ask()
    checked.computer.now += PATIENCE
    checked.wait((True, False))


def test_who_was_there_a_while_ago_says_nothing(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.computer.tell({OTHER: resolved(confirmed=600), ROUTER: resolved(confirmed=600)})
    checked.ask()
    checked.computer.pings[ROUTER].found.emit(Ping.SILENT)
    checked.computer.now += PATIENCE
    checked.wait((None, False))


@pytest.mark.parametrize("entry", [SOUGHT, FAILED])
def test_nobody_at_all(qtbot: QtBot, entry: object) -> None:
    checked = Checked(qtbot)
    checked.computer.entries = {ROUTER: entry, OTHER: entry}  # type: ignore[dict-item]
    checked.ask()
    checked.computer.pings[ROUTER].found.emit(Ping.UNKNOWN)
    checked.computer.now += PATIENCE
    checked.wait((False, False))


@pytest.mark.parametrize(
    ("routers", "asked"),
    [
        ([], []),
        (["fe80::1"], ["fe80::1%eth0"]),
        (["10.9.9.9"], []),
        (["fe80::1", "192.168.1.254", "192.168.1.1"], ["192.168.1.1"]),
    ],
)
def test_which_router_is_asked(qtbot: QtBot, routers: list[str], asked: list[str]) -> None:
    checked = Checked(qtbot, surroundings([HOME], routers))
    checked.ask(sweeps=False)
    assert [*checked.computer.pings] == asked
    assert checked.check.is_over == (not asked)


def test_who_is_heard_of_is_looked_for_once(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.computer.tell({HOST: resolved()})
    qtbot.waitUntil(lambda: checked.check.neighbour(HOST) is Neighbour.THERE)
    for _ in range(2):
        checked.check.look_for([HOST, "fd00:1::31"])
    assert checked.computer.poked == ["fd00:1::31"]


def test_a_vpn_is_not_searched(qtbot: QtBot) -> None:
    checked = Checked(qtbot, surroundings([]))
    checked.check.cancel()
    computer = CheckedComputer()
    computer.interfaces = [interface("tun0", 3, "10.8.0.9/24", is_tunnel=True)]
    check = NetworkCheck(
        surroundings(computer.interfaces), computer.interfaces, computer.tools(), checked.owner
    )
    check.ask(sweeps=True)
    assert (computer.poked, check.is_over) == ([], True)


# -- what asks this very computer


def test_the_system_says_from_where_it_would_send() -> None:
    assert sender_to("127.0.0.1") == "127.0.0.1"
    assert sender_to("::1") == "::1"
    assert sender_to("not an address") is None


def test_a_poke_is_one_byte_and_never_an_error() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard:
        heard.bind(("127.0.0.1", 0))
        heard.settimeout(60)
        try:
            network_check._DISCARD, kept = heard.getsockname()[1], network_check._DISCARD
            poke(["255.255.255.255", "fe80::1%nowhere", "no address", "127.0.0.1"])
        finally:
            network_check._DISCARD = kept
        assert heard.recv(100) == b"\n"


@pytest.mark.skipif(sys.platform == "darwin", reason="there programs are asked")
def test_the_systems_own_table_is_read_at_once() -> None:
    found: list[object] = []
    table = NeighbourTable()
    table.found.connect(found.append)
    table.look()
    assert isinstance(found[0], dict)
