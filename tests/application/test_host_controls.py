"""Ports that stayed open in the firewall are told of where no room is open, and closed from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.host_controls import PortsLeftOpen
from app.firewall import ufw
from app.firewall.opened_ports import OpenedPortsFile
from app.firewall.room_ports import ChangeProblem, FirewallKind, OpenedPorts, RoomPorts
from app.paths import Places
from tests.application.fakes import FakeHostedHub
from tests.stand_in import stand_in

PORTS = RoomPorts((6667,), (), ("10.0.0.0/8",))
OPENED = OpenedPorts(FirewallKind.UFW, PORTS, ufw.rules_for(PORTS))


class FakeCard(QObject):
    """Stands for the Host card."""

    close_ports_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_told = False

    def set_ports_open(self, are_open: bool) -> None:
        self.is_told = are_open


class Desk:
    """A start page whose program may have opened ports before."""

    def __init__(self, folder: Path, root: QObject) -> None:
        self.file = OpenedPortsFile(Places(folder, folder).opened_ports_file)
        self.folder, self.root = folder, root
        self.card, self.hub = FakeCard(), FakeHostedHub()
        self.notices: list[str] = []

    def begins(self) -> None:
        self.left_open = PortsLeftOpen(
            stand_in(self.card),
            stand_in(self.hub),
            Places(self.folder, self.folder),
            self.notices.append,
            self.root,
        )


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    root = QObject()
    yield Desk(tmp_path, root)
    root.deleteLater()
    QCoreApplication.sendPostedEvents(root, QEvent.Type.DeferredDelete)


def test_without_any_nothing_is_said(desk: Desk) -> None:
    desk.begins()
    assert not desk.card.is_told


def test_those_of_an_earlier_run_are_told_of(desk: Desk) -> None:
    desk.file.add(OPENED)
    desk.begins()
    assert desk.card.is_told


def test_while_a_room_is_open_its_panel_says_so(desk: Desk) -> None:
    desk.file.add(OPENED)
    desk.begins()
    desk.hub.is_open = True
    desk.hub.opened.emit(6667)
    assert not desk.card.is_told
    desk.hub.is_open = False
    desk.hub.closed.emit()
    assert desk.card.is_told


def test_they_are_closed_by_a_button_and_that_is_said(desk: Desk) -> None:
    desk.file.add(OPENED)
    desk.begins()
    desk.card.close_ports_requested.emit()
    assert desk.hub.requests("close_ports") == [()]
    desk.file.remove(OPENED)
    desk.hub.ports_changed.emit(None)
    assert not desk.card.is_told
    assert desk.notices == ["What Hubbub had opened in this computer’s firewall is closed again."]


def test_a_no_leaves_them_open_and_is_said(desk: Desk) -> None:
    desk.file.add(OPENED)
    desk.begins()
    desk.hub.ports_changed.emit(ChangeProblem.REFUSED)
    assert desk.card.is_told
    assert desk.notices == ["Nothing was changed, as the system’s question was answered by no."]


def test_what_is_opened_from_the_panel_is_said_there(desk: Desk) -> None:
    desk.begins()
    desk.hub.is_open = True
    desk.hub.ports_changed.emit(None)
    assert desk.notices == []
