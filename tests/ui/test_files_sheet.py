"""The list of a room's files over the window: found by words, Enter leads to the message."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.room import Room, RoomKind
from app.models.search import FileHit
from app.models.timeline_entries import MessageEntry
from app.ui.theme.theme import Theme
from app.ui.window.action_ids import ActionId
from app.ui.window.files_sheet import FilesSheet, told_of
from tests.ui.test_timeline_files import picture, shared, shares
from tests.ui.timeline_world import NOON, told
from tests.ui.window_world import EmptySearch, FakeConnection, World, make_room

Key = Qt.Key


class Kept(EmptySearch):
    """An archive that has one file more than is loaded."""

    def files_in(self, room: Room, then: Callable[[list[FileHit]], None]) -> None:
        file = shared("older.zip", 9)
        then([FileHit(shares(file, time=NOON - 900), file, 77)])


@pytest.fixture
def room() -> Room:
    """A room with a picture and a file."""
    connection = FakeConnection()
    made = make_room("#robotics", RoomKind.CHANNEL, connection)
    connection.rooms = (made,)
    made.timeline.append([shares(picture(1), "one"), told("words"), shares(shared(number=3), time=NOON + 9)])
    return made


@pytest.fixture
def world(qtbot: QtBot, theme: Theme, room: Room) -> Iterator[World]:
    """A window that shows it."""
    assert isinstance(room.connection, FakeConnection)
    made = World(theme, room, connection=room.connection, port=Kept())
    yield made
    made.end()


@pytest.fixture
def sheet(world: World) -> FilesSheet:
    """The list, opened as by its key."""
    world.window.actions_[ActionId.ROOM_FILES].trigger()
    return world.window.findChildren(FilesSheet)[-1]


def listed(sheet: FilesSheet) -> list[str]:
    """The names of the rows."""
    return [sheet.model.index(row, 0).data() for row in range(sheet.model.rowCount())]


def test_files_are_listed_and_found(sheet: FilesSheet) -> None:
    assert listed(sheet) == ["plan.pdf", "cat.png", "older.zip"]
    assert sheet.words.isHidden()
    sheet.grab()
    QTest.keyClicks(sheet.edit, "cat")
    assert listed(sheet) == ["cat.png"]
    QTest.keyClicks(sheet.edit, "zz")
    assert sheet.words.text() == "No file has all these words."
    sheet.grab()


def test_enter_leads_to_the_message(sheet: FilesSheet, room: Room, qtbot: QtBot) -> None:
    QTest.keyClick(sheet.edit, Key.Key_Down)
    with qtbot.waitSignal(room.timeline.window.found) as found:
        QTest.keyClick(sheet.edit, Key.Key_Return)
    assert found.args == [0]
    assert sheet.isHidden()


def test_what_is_not_loaded_is_gone_to_by_its_place(
    sheet: FilesSheet, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[int] = []
    monkeypatch.setattr(room.timeline.window, "show_place", places.append)
    QTest.keyClick(sheet.edit, Key.Key_PageDown)
    sheet.list.clicked.emit(sheet.list.currentIndex())
    assert places == [77]


def test_a_row_tells_size_sender_and_time(room: Room) -> None:
    entry = room.timeline.entries[0]
    assert isinstance(entry, MessageEntry)
    assert entry.file is not None
    assert told_of(FileHit(entry, entry.file, 0)).startswith("1.8 MB · alice · ")


def test_a_room_without_files_says_so(theme: Theme, world: World) -> None:
    sheet = FilesSheet(theme, EmptySearch(), make_room("#empty"), world.window.asker.over)
    assert sheet.words.text().startswith("Nothing was shared here")
    QTest.keyClick(sheet.edit, Key.Key_Return)
    assert not sheet.isHidden()
    QTest.keyClick(sheet.edit, Key.Key_Escape)
    assert sheet.isHidden()
