"""A look at this computer's network, when no rooms are found on it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.diagnosis.facts import Ping
from app.diagnosis.search_check import SearchDiagnosis, SearchVerdict
from app.net import nearby_check, network_check
from app.net.nearby_check import NearbyCheck
from tests.net.diagnosis_fakes import CheckedComputer, resolved

ROUTER, OTHER = "192.168.1.1", "192.168.1.40"


class Checked:
    """A check and what it has told."""

    def __init__(self, computer: CheckedComputer | None = None) -> None:
        self.computer = computer or CheckedComputer()
        self.told: list[SearchDiagnosis] = []
        self.owner = QObject()
        self.check = NearbyCheck(frozenset({ROUTER}), self.owner, tools=self.computer.tools())
        self.check.judged.connect(self.told.append)

    @property
    def verdicts(self) -> list[SearchVerdict]:
        return [one.verdict for one in self.told]


@pytest.fixture
def no_pings() -> None:
    """What is asked is what is tested; it goes to stand-ins alone."""


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_check, "SWEEP_MS", 0)
    monkeypatch.setattr(network_check, "LOOK_MS", 1)


def test_somebody_answers(qtbot: QtBot) -> None:
    checked = Checked()
    checked.check.start()
    checked.computer.tell({OTHER: resolved()})
    qtbot.waitUntil(lambda: checked.verdicts == [SearchVerdict.UNKNOWN_YET, SearchVerdict.NONE_TOLD_OF])
    assert checked.computer.pings[ROUTER].is_cancelled


def test_only_the_router_answers(qtbot: QtBot) -> None:
    checked = Checked()
    checked.check.start()
    checked.computer.pings[ROUTER].found.emit(Ping.ANSWERED)

    def go_on() -> bool:
        checked.computer.now += 0.1
        return checked.verdicts[-1] is SearchVerdict.ISOLATION

    qtbot.waitUntil(go_on)


def test_without_a_network_nobody_is_asked(qtbot: QtBot) -> None:
    computer = CheckedComputer()
    computer.interfaces = []
    checked = Checked(computer)
    checked.check.start()
    assert checked.verdicts == [SearchVerdict.NO_NETWORK]
    assert (computer.pings, computer.poked) == ({}, [])


def test_it_ends(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby_check, "MOST_MS", 30)
    checked = Checked()
    checked.check.start()
    qtbot.waitUntil(lambda: checked.verdicts[-1] is SearchVerdict.NONE_TOLD_OF)


def test_who_cancels_hears_nothing(qtbot: QtBot) -> None:
    checked = Checked()
    checked.check.start()
    checked.check.cancel()
    told = len(checked.told)
    checked.computer.pings[ROUTER].found.emit(Ping.ANSWERED)
    assert len(checked.told) == told
