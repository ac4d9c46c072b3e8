from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.widgets.throttle import Throttle


def test_the_first_is_done_at_once_and_what_follows_soon_once(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    throttle = Throttle(lambda: done.append(1), 20, owner)
    for _ in range(5):
        throttle.trigger()
    assert done == [1]
    assert throttle.is_waiting
    qtbot.waitUntil(lambda: done == [1, 1])
    assert not throttle.is_waiting


def test_nothing_is_done_that_nobody_asked_for(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    throttles = [
        Throttle(lambda: done.append("once"), 5, owner),
        Throttle(lambda: done.append("twice"), 20, owner),
    ]
    for throttle in throttles:
        throttle.trigger()
    throttles[1].trigger()
    qtbot.waitUntil(lambda: done.count("twice") == 2)
    assert done.count("once") == 1
