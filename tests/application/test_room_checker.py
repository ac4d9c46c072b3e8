"""What was seen of a hosted room, gathered and judged: arrivals, callbacks, the firewall, calls for help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from app.application import room_checker
from app.application.room_checker import PortChange, RoomChecker, RoomFindings
from app.diagnosis.callbacks import REQUEST_PAUSE
from app.diagnosis.help_call import Rumour, Seen
from app.diagnosis.room_check import RUMOUR_SECONDS, FirewallState, RoomVerdict
from app.firewall.room_ports import ChangeProblem, FirewallKind, FirewallReport, OpenedPorts, RoomPorts
from app.hub.data.events import CallbackTold, Quit, Registered, Renamed
from app.irc.callback_lines import CallbackRequest
from app.net.interfaces import NetworkReach, Reachable
from app.net.listeners import Listening
from tests.application.fakes import NOON, FakeFirewall
from tests.discovery.rooms import HOME, interface

PUBLIC = Listening("", 6667, "*:6667", private=False, web_port=7667)
PRIVATE = Listening("127.0.0.1", 40_000, "127.0.0.1:40000", private=True)
LAN, IPV6 = "192.168.1.24", "fd00:1::24"
AT_HOME = (
    Reachable(LAN, NetworkReach.NETWORK),
    Reachable(IPV6, NetworkReach.NETWORK),
    Reachable("10.8.0.2", NetworkReach.VPN),
)
HERE = (Reachable("127.0.0.1", NetworkReach.COMPUTER),)
PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.1.0/24", "fd00:1::/64", "fe80::/64"), ("eth0",))
BLOCKS = FirewallReport(FirewallKind.UFW, FirewallState.BLOCKS, can_open=True)
OPEN = FirewallReport(FirewallKind.UFW, FirewallState.OPEN, can_open=True)
RUMOUR = Rumour("192.168.1.31", Seen.SILENCE, 6667)
V = RoomVerdict


class House:
    """A hosted room on a home network, whose firewall and clock are the test's."""

    def __init__(self, root: QObject) -> None:
        self.now = 1000.0
        self.firewall = FakeFirewall(root)
        self.cards = [HOME]
        self.asked: list[CallbackRequest] = []
        self.changes = 0
        self.checker = RoomChecker(
            lambda: self.firewall,  # type: ignore[arg-type, return-value]  # fits by shape
            self.asked.append,
            root,
            clock=lambda: self.now,
            interfaces=lambda: self.cards,
        )
        self.checker.changed.connect(self._count)
        self.checker.open((PUBLIC, PRIVATE), AT_HOME, is_announced=True)

    def _count(self) -> None:
        self.changes += 1

    @property
    def found(self) -> RoomFindings:
        assert self.checker.findings is not None
        return self.checker.findings

    @property
    def verdict(self) -> RoomVerdict:
        return self.found.diagnosis.verdict

    def comes(self, nick: str, local: str = LAN) -> None:
        self.checker.take([Registered(NOON, 1, nick, "192.168.1.31", "u", "", local=local)])


@pytest.fixture
def house(qtbot: QtBot) -> Iterator[House]:
    root = QObject()
    yield House(root)
    root.deleteLater()
    QCoreApplication.sendPostedEvents(root, QEvent.Type.DeferredDelete)


def test_at_first_nothing_is_known_and_the_firewall_is_asked(house: House) -> None:
    assert house.verdict is V.NOT_KNOWN
    assert house.firewall.requests("look") == [(PORTS,)]
    assert house.asked == []


def test_a_port_for_browsers_that_is_closed_is_asked_about_no_more(house: House) -> None:
    house.checker.set_listening((replace(PUBLIC, web_port=None), PRIVATE))
    assert house.firewall.requests("look")[-1] == (replace(PORTS, tcp=(6667,)),)
    house.checker.set_listening((PUBLIC, PRIVATE))
    assert house.firewall.requests("look")[-1] == (PORTS,)


def test_who_comes_from_another_computer_proves_that_others_can(house: House) -> None:
    house.comes("mara", local="")
    assert house.verdict is V.NOT_KNOWN
    house.comes("ann")
    assert house.verdict is V.REACHED
    assert house.found.reached == {LAN}
    assert house.found.has_guests
    house.checker.take([Renamed(NOON, "ann", "anne"), Quit(NOON, "anne", "", "")])
    assert not house.found.has_guests
    assert house.verdict is V.REACHED


def test_who_only_looks_proves_it_too(house: House) -> None:
    house.checker.note_reached(IPV6)
    assert house.verdict is V.REACHED
    house.checker.note_reached("172.17.0.1")
    assert house.found.reached == {IPV6}, "a container of this computer is nobody's address"


def test_who_comes_by_a_vpn_says_nothing_of_the_network(house: House) -> None:
    house.comes("ann", "10.8.0.2")
    assert house.found.reached == {"10.8.0.2"}
    assert house.verdict is V.NOT_KNOWN
    house.checker.see([AT_HOME[2]])
    assert house.verdict is V.REACHED, "where there is nothing else it does"


def test_most_guests_decide_which_address_comes_first(house: House) -> None:
    house.comes("ann", IPV6)
    assert [one.address for one in house.found.addresses] == [IPV6, LAN, "10.8.0.2"]
    house.comes("bob", LAN)
    assert house.found.addresses == AT_HOME, "and the preferred one where they are as many"


def test_the_firewalls_word_is_judged_with_what_was_seen(house: House) -> None:
    house.firewall.looked.emit(BLOCKS)
    assert house.verdict is V.BLOCKED
    assert house.found.diagnosis.opens_port
    house.now += 1
    house.comes("ann")
    assert house.verdict is V.REACHED


def test_another_network_has_the_firewall_asked_again(house: House) -> None:
    house.checker.see(AT_HOME)
    assert len(house.firewall.requests("look")) == 1
    house.cards = [interface("wlan0", 3, "10.0.0.4/8")]
    house.checker.see([Reachable("10.0.0.4", NetworkReach.NETWORK)])
    assert house.firewall.requests("look")[-1][0].networks == ("10.0.0.0/8",)  # type: ignore[attr-defined]
    house.cards = []
    house.checker.see(HERE)
    assert len(house.firewall.requests("look")) == 2
    assert house.verdict is V.NO_NETWORK


def test_a_room_that_is_not_announced_needs_no_udp(house: House) -> None:
    house.checker.set_announced(False)
    assert house.firewall.requests("look")[-1][0].udp == ()  # type: ignore[attr-defined]


def test_a_rumour_counts_for_ten_minutes(house: House) -> None:
    house.checker.note_rumour(RUMOUR)
    assert house.found.rumour == RUMOUR
    assert house.verdict is V.BLOCKED
    assert len(house.firewall.requests("look")) == 2, "its word is asked for again"
    house.now += RUMOUR_SECONDS
    house.checker.see(AT_HOME)
    assert house.found.rumour is None
    assert house.verdict is V.BLOCKED
    house.now += 1
    house.checker.see(AT_HOME)
    assert house.verdict is V.NOT_KNOWN


def test_a_rumour_is_over_when_somebody_gets_in_or_the_ports_are_opened(house: House) -> None:
    house.checker.note_rumour(RUMOUR)
    house.now += 1
    house.comes("ann")
    assert house.found.rumour is None
    house.now += 1
    house.checker.note_rumour(RUMOUR)
    assert house.found.rumour == RUMOUR
    house.now += 1
    house.checker.open_ports()
    house.firewall.changed.emit(ChangeProblem.REFUSED)
    assert house.found.rumour == RUMOUR
    house.checker.open_ports()
    house.firewall.changed.emit(None)
    assert house.found.rumour is None


def test_a_guest_is_asked_about_addresses_that_nobody_has_reached_each_once(house: House) -> None:
    house.checker.see(AT_HOME)
    assert house.asked == [], "there is nobody to ask"
    house.comes("ann")
    house.checker.see(AT_HOME)
    assert house.asked == [CallbackRequest(6667, (IPV6, "10.8.0.2"))]
    house.now += REQUEST_PAUSE
    house.checker.see(AT_HOME)
    assert len(house.asked) == 1


def test_what_a_guest_tells_ticks_the_address_or_does_not(house: House) -> None:
    house.comes("ann")
    house.checker.take(
        [
            CallbackTold(NOON, "ann", IPV6, 6667, True),
            CallbackTold(NOON, "ann", "10.8.0.2", 6667, False),
            CallbackTold(NOON, "ann", "9.9.9.9", 6667, True),
        ]
    )
    assert house.found.reached == {LAN, IPV6}
    assert house.found.missed == {"10.8.0.2"}
    assert house.found.untried == frozenset()
    house.comes("bob", "10.8.0.2")
    assert house.found.missed == frozenset()


def test_an_address_that_is_gone_is_forgotten(house: House) -> None:
    house.comes("ann")
    house.checker.take([CallbackTold(NOON, "ann", IPV6, 6667, False)])
    house.checker.see(AT_HOME[:1])
    assert house.found.missed == frozenset()


def test_a_check_looks_at_everything_again(house: House) -> None:
    house.comes("ann")
    house.checker.see(AT_HOME)
    house.now += REQUEST_PAUSE
    house.checker.check()
    assert house.found.is_checked
    assert house.found.is_checking
    assert len(house.firewall.requests("look")) == 2
    assert house.asked[1:] == [CallbackRequest(6667, (IPV6, "10.8.0.2"))]


def test_a_hub_asks_at_most_once_a_minute_however_often_it_is_checked(house: House) -> None:
    house.comes("ann")
    for _ in range(5):
        house.checker.check()
        house.now += 1
    assert len(house.asked) == 1


def test_of_many_addresses_others_are_asked_about_each_time(house: House) -> None:
    many = [Reachable(f"10.1.0.{number}", NetworkReach.NETWORK) for number in range(6)]
    house.comes("ann", "9.9.9.9")
    house.checker.see(many)
    house.now += REQUEST_PAUSE
    house.checker.check()
    assert [len(one.addresses) for one in house.asked] == [4, 4]
    assert {address for one in house.asked for address in one.addresses} == {one.address for one in many}


def test_a_check_is_over_after_a_while(house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    house.checker._wait.setInterval(1)
    house.checker.check()
    qtbot.waitUntil(lambda: not house.found.is_checking)
    assert house.found.is_checked
    assert room_checker.CHECK_MS < 10_000


def test_the_ports_are_opened_by_the_systems_question_and_what_came_of_it_is_told(house: House) -> None:
    house.firewall.looked.emit(BLOCKS)
    house.firewall.is_changing = True
    house.checker.open_ports()
    assert house.firewall.requests("open") == [(PORTS, BLOCKS)]
    assert house.found.is_changing
    assert house.found.change is None
    house.firewall.is_changing = False
    house.firewall.opened = (OpenedPorts(FirewallKind.UFW, PORTS, (("rule",),)),)
    house.firewall.changed.emit(None)
    assert (house.found.change, house.found.problem) == (PortChange.OPENED, None)
    assert house.found.is_opened
    house.firewall.looked.emit(OPEN)
    assert house.verdict is V.SHOULD_BE_OPEN
    house.checker.close_ports()
    assert house.firewall.requests("close") == [()]
    house.firewall.opened = ()
    house.firewall.changed.emit(None)
    assert house.found.change is PortChange.CLOSED
    assert not house.found.is_opened


def test_a_no_is_told(house: House) -> None:
    house.checker.open_ports()
    house.firewall.changed.emit(ChangeProblem.REFUSED)
    assert (house.found.change, house.found.problem) == (PortChange.OPENED, ChangeProblem.REFUSED)


def test_nothing_is_told_twice(house: House) -> None:
    house.comes("ann")
    told = house.changes
    house.checker.note_reached(LAN)
    house.checker.see(AT_HOME)
    assert house.changes == told + 0


def test_a_room_for_this_computer_only_is_one(house: House) -> None:
    here = Listening("127.0.0.1", 7000, "127.0.0.1:7000", private=False)
    house.checker.open((here,), HERE, is_announced=True)
    assert house.verdict is V.THIS_COMPUTER_ONLY
    house.checker.check()
    assert len(house.firewall.requests("look")) == 1


def test_what_was_opened_is_closed_while_no_room_is_open_too(house: House) -> None:
    told: list[object] = []
    house.checker.ports_changed.connect(told.append)
    house.checker.close()
    house.checker.close_ports()
    assert house.firewall.requests("close") == [()]
    house.firewall.changed.emit(None)
    assert told == [None]
    assert house.checker.findings is None


def test_of_a_room_that_is_closed_nothing_is_known_any_more(house: House) -> None:
    house.comes("ann")
    house.checker.close()
    assert house.checker.findings is None
    house.firewall.looked.emit(BLOCKS)
    house.checker.note_reached(LAN)
    house.checker.see(AT_HOME)
    house.checker.check()
    assert house.checker.findings is None
    house.checker.open((PUBLIC,), AT_HOME, is_announced=True)
    assert house.verdict is V.NOT_KNOWN
    assert house.found.reached == frozenset()
