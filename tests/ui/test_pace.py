from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.widgets.pace import Pace


def test_the_first_is_done_at_once_and_what_follows_soon_once(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    pace = Pace(lambda: done.append(1), 20, owner)
    for _ in range(5):
        pace.ask()
    assert done == [1]
    assert pace.is_waiting
    qtbot.waitUntil(lambda: done == [1, 1])
    assert not pace.is_waiting


def test_nothing_is_done_that_nobody_asked_for(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    paces = [Pace(lambda: done.append("once"), 5, owner), Pace(lambda: done.append("twice"), 20, owner)]
    for pace in paces:
        pace.ask()
    paces[1].ask()
    qtbot.waitUntil(lambda: done.count("twice") == 2)
    assert done.count("once") == 1
