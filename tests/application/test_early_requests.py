"""What is wanted before anybody takes it is answered at once, kept, and said again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.application.early_requests import EarlyRequests
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRooms
from app.net.single_instance import Instance
from app.paths import resources
from app.ui.start.start_page import StartChecks, StartPage
from app.ui.start.start_requests import HostRequest, JoinRequest
from app.ui.theme.theme import Theme


class Start:
    """A start page to which nobody but EarlyRequests listens until `release`."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        self.root = QObject()
        checks = StartChecks(lambda name: None, lambda address: None, lambda room: None)
        recents = RecentRooms((), self.root)
        nearby = NearbyRows(self.root)
        self.page = StartPage(theme, recents, nearby, checks, is_readable=lambda room: False, name="Mara")
        qtbot.addWidget(self.page)
        self.instance = Instance("hubbub-test-early", self.root)
        self.early = EarlyRequests(self.page, self.page, self.instance, self.root)
        self.told: list[object] = []

    def release(self) -> list[object]:
        """What they are told who listen by now."""
        page = self.page
        for signal in (
            *(page.host_requested, page.join_requested, page.recent_activated),
            *(page.name_field.changed, self.instance.raised),
            *(page.host_card.newcomers_changed, page.host_card.nearby_changed),
        ):
            signal.connect(self.told.append)
        self.early.release()
        return self.told


@pytest.fixture
def theme(qapp: QObject) -> Theme:
    return Theme(resources())


@pytest.fixture
def start(theme: Theme, qtbot: QtBot) -> Iterator[Start]:
    made = Start(theme, qtbot)
    yield made
    made.root.deleteLater()


def test_a_room_to_host_is_said_again_once(start: Start) -> None:
    start.page.host_card.room.set_text("Club")
    start.page.request_host()
    start.page.request_host()
    (request,) = start.release()
    assert isinstance(request, HostRequest)
    assert request.room_name == "Club"
    start.page.request_host()
    assert start.told == [request, request]


def test_who_joins_sees_that_it_is_tried(qtbot: QtBot, start: Start) -> None:
    start.page.join_at("192.168.1.5")
    start.page.join_at("192.168.1.6")
    qtbot.waitUntil(start.page.join_card.is_waiting)
    assert start.release() == [JoinRequest("Mara", "192.168.1.5", "")]


def test_what_was_called_off_is_not_said_again(start: Start) -> None:
    start.page.join_at("192.168.1.5")
    start.page.join_card.cancelled.emit()
    assert start.release() == []
    assert not start.page.join_card.is_waiting()


def test_a_recent_room_is_said_again(start: Start) -> None:
    start.page.request_recent(0)
    assert start.release() == [0]


def test_a_name_that_was_typed_is_said_again(start: Start) -> None:
    start.page.set_name("Tove")
    assert start.release() == ["Tove"]


def test_what_a_further_launch_wanted_is_said_again(start: Start) -> None:
    start.instance.raised.emit("join 192.168.1.5")
    start.instance.raised.emit("raise")
    assert start.release() == ["join 192.168.1.5", "raise"]


def test_what_was_chosen_for_rooms_is_said_again_as_it_is_now(start: Start) -> None:
    card = start.page.host_card
    card.newcomers_changed.emit("ask")
    card.newcomers_changed.emit("all")
    card.nearby_changed.emit(False)
    start.page.request_recent(0)
    assert start.release() == ["all", False, 0]


def test_a_shortcut_of_an_action_that_is_made_later_is_used(start: Start) -> None:
    used: list[str] = []
    QTest.keyClick(start.page, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(start.page, Qt.Key.Key_F1)
    QTest.keyClick(start.page, Qt.Key.Key_F2)
    for name in ("Ctrl+K", "F1", "F2", "K"):
        action = QAction(name, start.page)
        action.setShortcuts([QKeySequence(name)])
        action.setEnabled(name != "F2")
        action.triggered.connect(lambda _checked, name=name: used.append(name))
        start.page.addAction(action)
    start.release()
    QTest.keyClick(start.page, Qt.Key.Key_F1)  # now it is the action's own
    assert used[:2] == ["Ctrl+K", "F1"]
