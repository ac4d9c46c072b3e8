"""What is let go of hears of nothing any more."""

from __future__ import annotations

from PySide6.QtCore import SIGNAL, QObject, QTimer, Slot
from pytestqt.qtbot import QtBot

from app.net.transport import delete_disconnected


class Thing(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.rings)

    @Slot()
    def rings(self) -> None:
        raise AssertionError("it was let go")


def test_no_part_leads_to_what_is_let_go(qtbot: QtBot) -> None:
    thing = Thing()
    assert thing.timer.receivers(SIGNAL("timeout()")) == 1
    with qtbot.waitSignal(thing.destroyed):
        delete_disconnected(thing)
        assert thing.timer.receivers(SIGNAL("timeout()")) == 0
