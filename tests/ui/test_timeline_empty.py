"""The empty room of a host."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.timeline.empty import EmptyRoom


def test_the_address_is_shown_and_copied(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyRoom(theme)
    qtbot.addWidget(empty)
    empty.set_address("192.168.1.24:6667", "Only people on your network can get in.")
    empty.show()
    with qtbot.waitSignal(empty.copied) as caught:
        empty._copy.click()
    assert caught.args == ["192.168.1.24:6667"]
    assert QGuiApplication.clipboard().text() == "192.168.1.24:6667"
    assert empty._copy.text() == "Copied"
    assert not empty.grab().isNull()


def test_without_an_address_there_is_nothing_to_copy(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyRoom(theme)
    qtbot.addWidget(empty)
    empty.show()
    assert not empty._copy.isVisible()
