"""Away by itself: after ten minutes without a touch, never against what was chosen, back with a touch."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.application.auto_away import AWAY_AFTER, AutoAway
from app.settings import Settings
from tests.stand_in import stand_in


class Desk:
    """A window with one connection, and a person whose hands are the test's."""

    def __init__(self) -> None:
        self.now, self.place = 1000.0, QPoint(5, 5)
        self.handle = QObject()
        self.away: list[bool] = []
        self.connection = SimpleNamespace(away=False)
        self.servers = SimpleNamespace(all=[SimpleNamespace(connection=self.connection)])
        self.settings = Settings()
        window = SimpleNamespace(
            own=SimpleNamespace(set_away=self._set_away), windowHandle=lambda: self.handle
        )
        self.parent = QObject()
        self.auto_away = AutoAway(
            stand_in(window),
            stand_in(self.servers),
            self.settings,
            self.parent,
            clock=lambda: self.now,
            pointer=lambda: self.place,
        )
        self.auto_away.look()

    def _set_away(self, away: bool) -> None:
        self.away.append(away)
        self.connection.away = away

    def wait(self, seconds: float) -> None:
        """So much time goes by, then somebody looks."""
        self.now += seconds
        self.auto_away.look()

    def type(self) -> None:
        """A key is pressed in the window."""
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.handle, event)


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    return Desk()


def test_ten_minutes_without_a_touch_are_away_and_the_next_touch_is_back(desk: Desk) -> None:
    desk.wait(AWAY_AFTER - 1)
    assert desk.away == []
    desk.wait(1)
    desk.wait(100)
    assert desk.away == [True], "and it is told once"
    desk.type()
    assert desk.away == [True, False]


def test_the_pointer_counts_wherever_it_moves(desk: Desk) -> None:
    desk.wait(AWAY_AFTER - 1)
    desk.place = QPoint(900, 5)
    desk.wait(1)
    desk.wait(AWAY_AFTER - 1)
    assert desk.away == []
    desk.wait(1)
    desk.place = QPoint(5, 5)
    desk.wait(5)
    assert desk.away == [True, False]


def test_keys_in_the_window_count(desk: Desk) -> None:
    desk.wait(AWAY_AFTER - 1)
    desk.type()
    desk.wait(1)
    assert desk.away == []


def test_who_is_away_by_hand_stays_so(desk: Desk) -> None:
    desk.connection.away = True
    desk.wait(AWAY_AFTER)
    desk.type()
    assert desk.away == []


@pytest.mark.parametrize("choice", [{"auto_away": False}, {"do_not_disturb": True}])
def test_what_was_chosen_counts(desk: Desk, choice: dict[str, bool]) -> None:
    for name, value in choice.items():
        setattr(desk.settings, name, value)
    desk.wait(AWAY_AFTER)
    assert desk.away == []


def test_on_no_server_nobody_is_away(desk: Desk) -> None:
    desk.servers.all.clear()
    desk.wait(AWAY_AFTER)
    assert desk.away == []
