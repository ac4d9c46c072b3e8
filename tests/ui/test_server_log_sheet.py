"""What a server said, over the window: what was there, what comes, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.window.server_log_sheet import ServerLogSheet
from tests.ui.window_world import FakeConnection, World, make_room

NOON = 1_700_000_000.0


@pytest.fixture
def world(qtbot: QtBot, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    made = World(theme, make_room("#robotics", connection=own), connection=own)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.end()


def opened(world: World) -> ServerLogSheet:
    world.window.show_server_log()
    sheet = world.window.findChild(ServerLogSheet)
    assert sheet is not None
    return sheet


def lines_of(sheet: ServerLogSheet) -> list[str]:
    return sheet.text.toPlainText().splitlines()


def test_it_shows_what_was_said_and_what_is_said_now(world: World) -> None:
    log = world.rooms.rooms[0].connection.log
    log.add("Welcome <b>home</b>", NOON)
    sheet = opened(world)
    log.add("You must identify", NOON + 60, is_error=True)
    assert [line.partition("  ")[2] for line in lines_of(sheet)[1:]] == [
        "Welcome <b>home</b>",
        "You must identify",
    ]
    assert "robotics" in sheet.text.accessibleName()


def test_a_day_is_told_once(world: World) -> None:
    log = world.rooms.rooms[0].connection.log
    for at in (NOON, NOON + 1, NOON + 2 * 86_400):
        log.add("hello", at)
    days = [line for line in lines_of(opened(world)) if "hello" not in line]
    assert len(days) == 2


def test_who_reads_further_up_is_left_there_and_who_reads_the_end_follows(world: World) -> None:
    log = world.rooms.rooms[0].connection.log
    for number in range(200):
        log.add(f"line {number}", NOON)
    sheet = opened(world)
    bar = sheet.text.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    log.add("one more", NOON)
    assert bar.value() == bar.maximum()
    sheet.text.moveCursor(QTextCursor.MoveOperation.Start)
    log.add("another", NOON)
    assert bar.value() == 0


def test_escape_closes_it_and_tab_stays_inside(world: World, qtbot: QtBot) -> None:
    sheet = opened(world)
    assert sheet.text.hasFocus()
    qtbot.keyClick(sheet.text, Qt.Key.Key_Tab)
    assert sheet.cross.hasFocus()
    qtbot.keyClick(sheet.cross, Qt.Key.Key_Tab)
    assert sheet.text.hasFocus()
    qtbot.keyClick(sheet.text, Qt.Key.Key_Escape)
    assert sheet.isHidden()
