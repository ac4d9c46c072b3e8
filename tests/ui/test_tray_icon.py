"""The icon in the notification area: when it is there, and what its badge looks like."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from app.paths import resources
from app.ui.notifications.notification import NotificationText
from app.ui.notifications.tray_icon import TrayIcon
from app.ui.theme.theme import Theme

# the offscreen platform knows no trays
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged")

TEXT = NotificationText("Bob", "hello")


@pytest.fixture
def tray(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Iterator[TrayIcon]:
    """On a desktop that has a place for it."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    made = TrayIcon(theme, QIcon(str(resources() / "icon.svg")), theme)
    yield made
    made.set_stays(False)
    made.deleteLater()


def is_shown(tray: TrayIcon) -> bool:
    shown = tray.findChild(QSystemTrayIcon)
    return shown is not None and shown.isVisible()


def colours_of(icon: QIcon, side: int) -> set[str]:
    image = icon.pixmap(QSize(side, side)).toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(side) for y in range(side)}


def test_it_is_there_while_it_stays_or_tells_something(tray: TrayIcon) -> None:
    tray.set_counts(1, 0)
    assert not is_shown(tray)
    assert tray.show_message(TEXT)
    assert is_shown(tray)
    tray.end_message()
    assert not is_shown(tray)
    tray.set_stays(True)
    tray.show_message(TEXT)
    tray.end_message()
    assert is_shown(tray)


def test_without_a_place_for_it_nothing_is_told(tray: TrayIcon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    assert not tray.show_message(TEXT)
    assert (tray.is_available, is_shown(tray)) == (False, False)


@pytest.mark.parametrize("side", [16, 22, 64])
def test_the_badge_is_lit_for_what_is_meant_for_one(tray: TrayIcon, theme: Theme, side: int) -> None:
    lamp, plain = theme.colours.mention_badge.name(), theme.colours.unread_badge.name()
    assert lamp in colours_of(tray.icon(3, 1), side)
    assert plain in colours_of(tray.icon(3, 0), side)
    assert not {lamp, plain} & colours_of(tray.icon(0, 0), side)


def test_the_tooltip_tells_how_much_is_unread(tray: TrayIcon) -> None:
    tray.set_stays(True)
    shown = tray.findChild(QSystemTrayIcon)
    assert shown is not None
    assert shown.toolTip() == "Hubbub"
    tray.set_counts(12, 3)
    assert shown.toolTip() == "Hubbub: 12 unread"
    tray.set_counts(0, 0)
    assert shown.toolTip() == "Hubbub"


def test_a_click_opens_the_window_and_the_other_button_its_menu_only(tray: TrayIcon) -> None:
    opened: list[bool] = []
    tray.opened.connect(lambda: opened.append(True))
    tray.set_stays(True)
    shown = tray.findChild(QSystemTrayIcon)
    assert shown is not None
    shown.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert opened == []
    shown.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert opened == [True]
