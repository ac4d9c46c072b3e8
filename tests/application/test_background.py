"""The window that stays behind an icon: offered where a tray is, brought back by it, and without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.application import background
from app.application.background import Background
from app.paths import resources
from app.ui.theme.theme import Theme
from app.ui.window.action_ids import ActionId
from tests.ui.window_world import FakeConnection, World, make_room, message

# the offscreen platform has no order of windows
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class FakeTray(QObject):
    """Stands for the icon, on a desktop that has a tray while `is_available`."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_available = True
        self.stays = False
        self.counts = (0, 0)
        self.menu: QMenu | None = None

    def set_menu(self, menu: QMenu) -> None:
        self.menu = menu

    def set_stays(self, stays: bool) -> None:
        self.stays = stays

    def set_counts(self, unread: int, mentions: int) -> None:
        self.counts = (unread, mentions)


class Scene:
    """A window with one room and an icon."""

    def __init__(self, theme: Theme) -> None:
        own = FakeConnection()
        self.room = make_room(connection=own)
        self.world = World(theme, self.room, connection=own)
        self.window = self.world.window
        self.tray = FakeTray()
        self.background = Background(self.window, self.world.rooms, self.tray, self.window)  # type: ignore[arg-type]


@pytest.fixture
def scene(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    theme = Theme(resources())
    theme.apply(qapp)
    monkeypatch.setattr(background, "_WATCH_MS", 1)
    monkeypatch.setattr(background, "_LOOKS_MS", (1, 1, 1))
    made = Scene(theme)
    yield made
    made.background.end()
    made.world.end()


def test_the_icon_comes_after_the_start_and_its_settings_with_it(scene: Scene, qtbot: QtBot) -> None:
    switch, actions = ActionId.SHOW_IN_TRAY, scene.window.actions_
    assert not scene.tray.stays
    assert not actions[switch].isVisible()
    scene.background.start()
    qtbot.waitUntil(lambda: scene.tray.stays)
    assert actions[switch].isVisible()
    assert actions[ActionId.KEEP_RUNNING].isVisible()
    actions[switch].trigger()
    assert not scene.tray.stays


def test_a_tray_that_comes_later_than_the_window_is_found(scene: Scene, qtbot: QtBot) -> None:
    scene.tray.is_available = False
    scene.background.start()
    qtbot.waitUntil(lambda: not scene.background._looks)
    assert not scene.tray.stays
    scene.tray.is_available = True
    assert scene.window.closing.can_stay()  # as who closes the window asks again
    assert scene.tray.stays


def test_the_icon_counts_what_is_unread(scene: Scene) -> None:
    scene.window.show_start()
    scene.room.add_entries([message(), message(mention=True)])
    assert scene.tray.counts == (2, 1)


def test_task_bars_that_know_the_program_count_what_is_unread(
    scene: Scene, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []
    monkeypatch.setattr(qapp, "setBadgeNumber", counts.append)
    monkeypatch.setattr(qapp, "desktopFileName", lambda: "chat.hubbub.Hubbub")
    scene.window.show_start()
    scene.room.add_entries([message(), message(mention=True)])
    scene.window.show_room(scene.room)
    assert (counts[0], counts[-1]) == (2, 0)


def test_a_window_in_the_background_has_its_icon_and_a_click_brings_it_back(
    scene: Scene, qtbot: QtBot
) -> None:
    scene.background.start()
    qtbot.waitUntil(lambda: scene.tray.stays)
    actions = scene.window.actions_
    actions[ActionId.SHOW_IN_TRAY].trigger()
    actions[ActionId.KEEP_RUNNING].trigger()
    assert not scene.window.close()
    assert (scene.window.isVisible(), scene.tray.stays) == (False, True)
    scene.tray.opened.emit()
    assert (scene.window.isVisible(), scene.tray.stays) == (True, False)


def test_the_menu_of_the_icon_opens_the_window_keeps_quiet_and_quits(scene: Scene) -> None:
    assert scene.window.closing.can_stay()
    scene.window.go_to_background()
    assert scene.tray.menu is not None
    entries = [action for action in scene.tray.menu.actions() if not action.isSeparator()]
    assert [action.text() for action in entries] == ["Open Hubbub", "Do not disturb", "Quit"]
    entries[0].trigger()
    assert scene.window.isVisible()
    entries[1].trigger()
    assert scene.window.preferences.attention.do_not_disturb
    gone: list[bool] = []
    scene.window.closed.connect(lambda: gone.append(True))
    entries[2].trigger()
    assert gone == [True]


def test_without_its_icon_the_window_comes_back_by_itself(scene: Scene, qtbot: QtBot) -> None:
    assert scene.window.closing.can_stay()
    scene.window.closing.background_wanted.emit()
    assert not scene.window.isVisible()
    scene.tray.is_available = False
    qtbot.waitUntil(scene.window.isVisible)
    assert not scene.window.is_in_background
