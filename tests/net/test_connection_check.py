"""What is gathered beside an attempt, when, and how it ends; what it means is the table's business."""

from __future__ import annotations

import errno

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.client.address import HostPort
from app.diagnosis.facts import Attempt, Ping
from app.diagnosis.verdicts import Certainty, Diagnosis, Verdict
from app.discovery.sightings import HeardPlace, Place, ProbeResult
from app.net import connection_check
from app.net.connection_check import CheckTarget, ConnectionCheck, attempt_of
from tests.discovery.rooms import HOME, fingerprint, interface
from tests.net.diagnosis_fakes import SOUGHT, CheckedComputer, FakeConnect, FakeProbe, resolved

HOST, OTHER, ROUTER = "192.168.1.31", "192.168.1.40", "192.168.1.1"
FAR = "10.9.9.9"
ROOM = fingerprint(1)


class Checked:
    """A check and what it has told."""

    def __init__(self, qtbot: QtBot, *hosts: str, fp: str = "", known: tuple[Place, ...] = ()) -> None:
        self.qtbot = qtbot
        self.computer = CheckedComputer()
        self.heard: list[HeardPlace] = []
        self.told: list[Diagnosis] = []
        self.settled: list[Diagnosis] = []
        self.owner = QObject()
        ways = tuple(HostPort(host, 6667) for host in hosts or (HOST,))
        self.check = ConnectionCheck(
            CheckTarget(ways=ways, fingerprint=fp, known=known),
            frozenset({ROUTER}),
            lambda: self.heard,
            self.owner,
            tools=self.computer.tools(),
        )
        self.check.judged.connect(self.told.append)
        self.check.settled.connect(self.settled.append)

    def start(self) -> Checked:
        self.check.start()
        return self

    def connect(self) -> FakeConnect:
        """The check's own connection, once it has begun."""
        self.qtbot.waitUntil(lambda: bool(self.owner.findChildren(FakeConnect)))
        return self.owner.findChildren(FakeConnect)[0]

    def fail(self, error: int, after: float = 0.01) -> None:
        """It ends like this."""
        connect = self.connect()
        self.computer.now += after
        connect.failed.emit(connect, error)

    def probes(self) -> list[FakeProbe]:
        return self.owner.findChildren(FakeProbe)

    def says(self, verdict: Verdict, certainty: Certainty = Certainty.CERTAIN) -> None:
        """Wait until this is the latest word."""
        self.qtbot.waitUntil(
            lambda: (
                bool(self.told) and (self.told[-1].verdict, self.told[-1].certainty) == (verdict, certainty)
            )
        )

    def settles(self) -> Diagnosis:
        self.qtbot.waitUntil(lambda: bool(self.settled))
        return self.settled[0]


@pytest.fixture
def no_pings() -> None:
    """What is asked is what is tested; it goes to stand-ins alone."""


@pytest.fixture(autouse=True)
def _stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_check, "TcpConnect", FakeConnect)
    monkeypatch.setattr(connection_check, "RoomProbe", FakeProbe)
    monkeypatch.setattr(connection_check, "BESIDE_MS", 1)
    monkeypatch.setattr(connection_check, "ASK_MS", 1)
    monkeypatch.setattr(connection_check, "TURN_MS", 1)


def test_a_refusal_is_judged_at_once_and_settles_when_nothing_else_is_heard(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_check, "ASK_MS", 600_000)
    checked = Checked(qtbot).start()
    assert checked.connect().place == (HOST, 6667)
    checked.fail(errno.ECONNREFUSED)
    checked.says(Verdict.NOTHING_LISTENS)
    assert checked.settled == []
    checked.computer.now += 2
    assert checked.settles() == Diagnosis(Verdict.NOTHING_LISTENS, Certainty.CERTAIN, Place(HOST, 6667))
    assert checked.computer.pings == {}, "which needs no ping"


def test_beside_an_attempt_it_waits_before_it_connects(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_check, "BESIDE_MS", 600_000)
    checked = Checked(qtbot)
    checked.check.start(beside=True)
    qtbot.waitUntil(lambda: bool(checked.told))
    assert checked.owner.findChildren(FakeConnect) == []
    checked.check.cancel()


def test_what_connects_is_let_go_and_needs_nothing_more(qtbot: QtBot) -> None:
    checked = Checked(qtbot).start()
    connect = checked.connect()
    connect.connected.emit(connect)
    assert checked.settles().verdict is Verdict.ANSWERS
    assert connect.is_cancelled


def test_silence_is_asked_about(qtbot: QtBot) -> None:
    checked = Checked(qtbot).start()
    checked.connect()
    checked.computer.tell({HOST: SOUGHT})
    qtbot.waitUntil(lambda: {*checked.computer.pings} == {HOST, ROUTER})
    assert OTHER not in checked.told
    checked.computer.now += 3
    checked.computer.tell({HOST: resolved()})
    checked.computer.pings[HOST].found.emit(Ping.ANSWERED)
    checked.says(Verdict.HOST_FIREWALL)
    assert checked.settles().place == Place(HOST, 6667)
    assert checked.computer.pings[HOST].is_cancelled


def test_a_rejection_is_known_by_its_time(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.computer.tell({HOST: resolved()})
    checked.start().fail(errno.EHOSTUNREACH, after=0.014)
    checked.says(Verdict.HOST_FIREWALL)


def test_an_absent_host_is_one_when_others_answer(qtbot: QtBot) -> None:
    checked = Checked(qtbot).start()
    checked.computer.tell({HOST: SOUGHT})
    checked.fail(errno.EHOSTUNREACH, after=3.07)
    checked.says(Verdict.HOST_GONE, Certainty.LIKELY)
    checked.computer.tell({HOST: SOUGHT, OTHER: resolved()})
    checked.says(Verdict.HOST_GONE)


def test_a_room_that_is_heard_elsewhere_is_tried_there(qtbot: QtBot) -> None:
    checked = Checked(qtbot, fp=ROOM)
    checked.heard = [HeardPlace(ROOM, Place(OTHER, 6667), 100.0)]
    checked.start().fail(errno.ECONNREFUSED)
    checked.says(Verdict.NOTHING_LISTENS)
    (probe,) = checked.probes()
    assert (probe.target.place, probe.target.fingerprint) == (Place(OTHER, 6667), ROOM)
    checked.computer.now += 2
    qtbot.wait(20)
    assert checked.settled == [], "while it is tried"
    probe.end(ProbeResult.RIGHT)
    checked.says(Verdict.MOVED)
    assert checked.settles().elsewhere == Place(OTHER, 6667)


@pytest.mark.parametrize("result", [ProbeResult.WRONG, ProbeResult.REFUSED, ProbeResult.SILENT])
def test_where_it_is_not_found_nobody_is_sent(qtbot: QtBot, result: ProbeResult) -> None:
    checked = Checked(qtbot, fp=ROOM)
    checked.heard = [HeardPlace(ROOM, Place(OTHER, 6667), 100.0)]
    checked.start().fail(errno.ECONNREFUSED)
    qtbot.waitUntil(lambda: len(checked.probes()) == 1)
    checked.probes()[0].end(result)
    checked.computer.now += 2
    assert checked.settles().verdict is Verdict.NOTHING_LISTENS
    assert len(checked.probes()) == 1, "once"


def test_nobody_far_away_is_tried_because_somebody_says_so(qtbot: QtBot) -> None:
    checked = Checked(qtbot, fp=ROOM)
    checked.heard = [HeardPlace(ROOM, Place(at, 6667), 100.0) for at in ("8.8.8.8", ROUTER, "127.0.0.1")]
    checked.start().fail(errno.ECONNREFUSED)
    checked.says(Verdict.MOVED, Certainty.LIKELY)
    qtbot.wait(20)
    assert checked.probes() == []


def test_where_a_hub_was_before_is_tried_without_hearing_of_it(qtbot: QtBot) -> None:
    checked = Checked(qtbot, fp=ROOM, known=(Place(HOST, 6667), Place(HOST, 6670), Place(OTHER, 6667)))
    checked.start().fail(errno.ECONNREFUSED)
    qtbot.waitUntil(lambda: len(checked.probes()) == 2)
    checked.probes()[0].end(ProbeResult.RIGHT)
    checked.says(Verdict.OTHER_PORT)
    assert checked.told[-1].elsewhere == Place(HOST, 6670)


def test_of_several_ways_the_one_that_says_most_is_checked(qtbot: QtBot) -> None:
    checked = Checked(qtbot, FAR, HOST, OTHER).start()
    assert checked.connect().place == (HOST, 6667)
    assert Checked(qtbot, FAR, "8.8.8.8").start().connect().place == (FAR, 6667)


def test_another_network_is_not_swept(qtbot: QtBot) -> None:
    checked = Checked(qtbot, FAR).start()
    checked.connect()
    qtbot.waitUntil(lambda: {*checked.computer.pings} == {FAR, ROUTER})
    assert checked.computer.poked == [ROUTER]
    checked.computer.pings[ROUTER].found.emit(Ping.ANSWERED)
    checked.computer.pings[FAR].found.emit(Ping.SILENT)
    checked.computer.now += 2.1
    checked.says(Verdict.OTHER_NETWORK, Certainty.LIKELY)
    assert checked.settled == []
    checked.computer.now += 3
    assert checked.settles().verdict is Verdict.OTHER_NETWORK


def test_a_sign_in_page_is_told_of(qtbot: QtBot) -> None:
    checked = Checked(qtbot, "8.8.8.8")
    checked.computer.sign_in = True
    checked.start().connect()
    checked.computer.now += 2.1
    checked.says(Verdict.SIGN_IN, Certainty.LIKELY)


def test_without_a_network_nothing_is_waited_for(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.computer.sender, checked.computer.interfaces = None, []
    checked.start()
    checked.says(Verdict.NO_NETWORK)
    checked.check.cancel()


def test_its_own_address_is_not_pinged(qtbot: QtBot) -> None:
    checked = Checked(qtbot, "192.168.1.24").start()
    checked.connect()
    checked.computer.now += 2.1
    checked.says(Verdict.OWN_COMPUTER, Certainty.LIKELY)
    assert checked.computer.pings == {}


def test_a_name_that_nobody_knows_is_told_of(qtbot: QtBot) -> None:
    checked = Checked(qtbot, "no-such-computer.invalid").start()
    checked.says(Verdict.NAME_NOT_FOUND)
    checked.computer.now += 2
    assert checked.settles().place == Place("no-such-computer.invalid", 6667)


def test_a_name_is_looked_up(qtbot: QtBot) -> None:
    checked = Checked(qtbot, "localhost").start()
    assert checked.connect().place[0] in ("127.0.0.1", "::1")


def test_silence_to_the_end_has_a_verdict(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_check, "MOST_MS", 50)
    checked = Checked(qtbot).start()
    assert checked.settles().verdict is Verdict.GONE_OR_BLOCKED
    late = Checked(qtbot, "no-such-computer.invalid")
    late.check._lookup = 0
    late.check._on_deadline()
    assert late.settled[0].verdict is Verdict.NAME_NOT_FOUND


def test_who_cancels_hears_nothing_more(qtbot: QtBot) -> None:
    checked = Checked(qtbot).start()
    connect = checked.connect()
    checked.check.cancel()
    told = len(checked.told)
    connect.failed.emit(connect, errno.ECONNREFUSED)
    qtbot.wait(20)
    assert (len(checked.told), checked.settled) == (told, [])
    assert connect.is_cancelled


def test_the_systems_errors() -> None:
    assert attempt_of(errno.ECONNREFUSED) is Attempt.REFUSED
    assert attempt_of(errno.EHOSTUNREACH) is Attempt.HOST_UNREACHABLE
    assert attempt_of(errno.ENETUNREACH) is attempt_of(errno.EADDRNOTAVAIL) is Attempt.NETWORK_UNREACHABLE
    assert attempt_of(errno.EPERM) is Attempt.NOT_ALLOWED
    assert attempt_of(errno.ETIMEDOUT) is Attempt.TIMED_OUT
    assert attempt_of(errno.EINVAL) is Attempt.NETWORK_UNREACHABLE, "a link-local address without its zone"


def test_two_interfaces_are_no_trouble(qtbot: QtBot) -> None:
    checked = Checked(qtbot)
    checked.computer.interfaces = [HOME, interface("docker0", 3, "172.17.0.1/16")]
    checked.start().fail(errno.ECONNREFUSED)
    checked.says(Verdict.NOTHING_LISTENS)
