"""What is asked before a shared file is saved: where to, and whether one trusts a program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.irc.file_tag import SharedFile
from app.models.room import Room, RoomKind
from app.models.room_wishes import FetchFile, SaveFile
from app.ui.theme.theme import Theme
from tests.ui.window_world import FakeConnection, World, make_room


def shared(name: str) -> SharedFile:
    """A file that bob has shared."""
    return SharedFile("a" * 22, name, 1000, "application/octet-stream", "0" * 64)


@pytest.fixture
def room() -> Room:
    """A room on a server that is there."""
    connection = FakeConnection()
    made = make_room("#robotics", RoomKind.CHANNEL, connection)
    connection.rooms = (made,)
    return made


@pytest.fixture
def world(qtbot: QtBot, theme: Theme, room: Room) -> Iterator[World]:
    """A window that shows it."""
    assert isinstance(room.connection, FakeConnection)
    made = World(theme, room, connection=room.connection)
    yield made
    made.end()


def wish(world: World, wanted: FetchFile | SaveFile) -> None:
    """Want something as the timeline does."""
    conversation = world.window.page.conversation
    assert conversation is not None
    conversation.timeline.message_actions.wished.emit(wanted)


def test_a_file_is_saved_without_a_question(world: World, room: Room) -> None:
    wanted = FetchFile(shared("plan.pdf"), "bob")
    wish(world, wanted)
    assert world.wishes == [(room, wanted)]


def test_a_program_is_saved_once_the_person_trusts_it(world: World, room: Room) -> None:
    wanted = FetchFile(shared("plan.pdf.exe"), "bob")
    wish(world, wanted)
    dialog = world.window.asker.dialog
    assert dialog is not None
    assert world.wishes == []
    dialog.answer("cancel")
    assert world.wishes == []
    wish(world, wanted)
    dialog = world.window.asker.dialog
    assert dialog is not None
    dialog.answer("confirm")
    assert world.wishes == [(room, wanted)]


def test_where_to_save_is_asked_and_remembered(
    world: World, room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []
    answers = [str(tmp_path / "mine.pdf"), ""]

    def choose(_parent: object, _title: str, start: str) -> tuple[str, str]:
        asked.append(start)
        return answers.pop(0), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    file = shared("plan.pdf")
    for _ in range(2):
        wish(world, SaveFile(file, "", "bob"))
    assert world.wishes == [(room, SaveFile(file, str(tmp_path / "mine.pdf"), "bob"))], (
        "once it was cancelled"
    )
    assert Path(asked[0]).name == "plan.pdf"
    assert Path(asked[1]) == tmp_path / "plan.pdf"
    wish(world, SaveFile(file, "elsewhere", "bob"))
    assert world.wishes[-1] == (room, SaveFile(file, "elsewhere", "bob")), "who says where is not asked"
