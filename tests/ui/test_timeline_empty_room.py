"""The empty room of a host."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.timeline.empty_room import EmptyRoom


def test_the_address_is_shown_and_copied(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyRoom(theme)
    qtbot.addWidget(empty)
    empty.set_address("192.168.1.24:6667", "Open to people on your network only.")
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


def test_the_invite_link_is_copied_by_a_button_of_its_own(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyRoom(theme)
    qtbot.addWidget(empty)
    empty.set_address("192.168.1.24:6667", "", "hubbub://192.168.1.24:6667/robotics?fp=ab")
    empty.show()
    assert empty._copy_link.text() == "Copy invite link"
    with qtbot.waitSignal(empty.copied) as caught:
        empty._copy_link.click()
    assert caught.args == ["hubbub://192.168.1.24:6667/robotics?fp=ab"]
    assert QGuiApplication.clipboard().text() == "hubbub://192.168.1.24:6667/robotics?fp=ab"
    assert (empty._copy_link.text(), empty._copy.text()) == ("Copied", "Copy")
    empty._copy.click()
    assert (empty._copy_link.text(), empty._copy.text()) == ("Copy invite link", "Copied")


def test_without_a_link_there_is_no_button_for_it(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyRoom(theme)
    qtbot.addWidget(empty)
    empty.set_address("192.168.1.24:6667", "")
    empty.show()
    assert not empty._copy_link.isVisible()
