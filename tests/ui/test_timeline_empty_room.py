"""The empty room of a host."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.timeline.empty_room import EmptyRoom
from app.ui.widgets.labels import AddressLabel


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


@pytest.mark.parametrize(
    ("address", "lines"),
    [("192.168.1.24:6667", 1), ("[fd00:1234:5678:9abc:def0:1234:5678:9abc]:16667", 2), ("x" * 200, 9)],
)
@pytest.mark.parametrize("scale", [100, 200])
def test_an_address_is_whole_also_in_large_text_in_a_narrow_window(
    qtbot: QtBot, theme: Theme, address: str, lines: int, scale: int
) -> None:
    empty = EmptyRoom(theme)
    qtbot.addWidget(empty)
    empty.set_address(address, "Open to people on your network only.")
    theme.set_text_scale(scale)
    empty.resize(480, 480)
    empty.show()
    QApplication.processEvents()
    (label,) = empty.findChildren(AddressLabel)
    shown = label.text().split("\n")
    assert "".join(shown) == address == label.accessibleName()
    assert 1 <= len(shown) <= lines
    metrics = QFontMetrics(label.font())
    assert max(metrics.horizontalAdvance(line) for line in shown) <= label.width()
    assert metrics.height() * len(shown) <= label.height()
    body = empty.findChildren(QScrollArea)[0].widget()
    assert body.width() <= empty.width()
    for part in (label, empty._copy):
        assert part.width() >= min(part.sizeHint().width(), empty.width() - 2 * 48)
        assert part.height() >= part.minimumSizeHint().height()
    theme.set_text_scale(100)


def test_the_address_is_large_again_where_there_is_room(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyRoom(theme)
    qtbot.addWidget(empty)
    empty.set_address("[fd00:1234:5678:9abc:def0:1234:5678:9abc]:16667", "")
    empty.resize(480, 480)
    empty.show()
    QApplication.processEvents()
    (label,) = empty.findChildren(AddressLabel)
    small = label.font().pixelSize()
    empty.resize(1000, 700)
    QApplication.processEvents()
    assert label.font().pixelSize() == 22 > small
    assert label.text() == label.full_text()
    assert label.geometry().right() < empty._copy.geometry().left()
