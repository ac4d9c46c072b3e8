"""The files of a room as a list: from the archive and from what is loaded, found by words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.irc.file_tag import SharedFile
from app.models.ignored_people import IgnoredPerson
from app.models.room import Room
from app.models.room_files import RoomFilesModel
from app.models.search import MOST_FILES, FileHit
from app.models.timeline_entries import MessageEntry
from tests.ui.timeline_world import NOON, said, told
from tests.ui.window_world import EmptySearch, make_room


def shared(number: int, name: str = "plan.pdf", text: str = "", sender: str = "alice") -> MessageEntry:
    """A message that shares a file."""
    file = SharedFile(f"{number:022d}", name, 1000 * number, "application/pdf", "0" * 64)
    return said(text, sender, NOON + number, file=file, msgid=f"M{number}")


def hit(entry: MessageEntry, place: int = 7) -> FileHit:
    """As the archive tells it."""
    assert entry.file is not None
    return FileHit(entry, entry.file, place)


class Kept(EmptySearch):
    """An archive whose answer waits until it is given."""

    def __init__(self) -> None:
        self.then: Callable[[list[FileHit]], None] = print

    def files_in(self, room: Room, then: Callable[[list[FileHit]], None]) -> None:
        self.then = then


def names(model: RoomFilesModel) -> list[str]:
    """The rows, from the top."""
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def room(qapp: QApplication) -> Room:
    """A room with two files that are loaded, one of somebody who is ignored."""
    made = make_room()
    made.timeline.ignored.add(IgnoredPerson("eve"))
    loaded = [shared(5, "Tower.png", "the tower"), told("words"), shared(6, "x.zip", sender="eve")]
    made.timeline.append(loaded)
    return made


def test_what_is_kept_and_what_is_loaded_are_one_list_the_newest_first(room: Room) -> None:
    port = Kept()
    model = RoomFilesModel(port, room)
    assert model.is_waiting
    loaded = room.timeline.entries[0]
    assert isinstance(loaded, MessageEntry)
    port.then([hit(loaded), hit(shared(2, "old.pdf")), hit(shared(3, sender="eve"))])
    assert names(model) == ["Tower.png", "old.pdf"]
    assert not model.is_waiting
    assert not model.is_empty
    assert not model.is_cut
    first = model.index(0, 0)
    assert first.data(RoomFilesModel.HitRole) == hit(loaded)
    assert "file Tower.png" in first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert first.data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.hit(9) is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Tower.png", "old.pdf"]),
        ("tow", ["Tower.png"]),
        ("the tower", ["Tower.png"]),
        ("bob", ["old.pdf"]),
        ("bob tower", []),
    ],
)
def test_words_find_names_captions_and_senders(room: Room, query: str, found: list[str]) -> None:
    port = Kept()
    model = RoomFilesModel(port, room)
    port.then([hit(shared(2, "old.pdf", sender="bob"))])
    model.look_for(query)
    assert names(model) == found


def test_an_answer_that_comes_too_late_is_left(room: Room) -> None:
    port = Kept()
    model = RoomFilesModel(port, room)
    model.stop()
    port.then([hit(shared(2))])
    assert names(model) == []


def test_more_than_a_list_has_is_told(room: Room) -> None:
    port = Kept()
    model = RoomFilesModel(port, room)
    port.then([hit(shared(number)) for number in range(MOST_FILES)])
    assert model.is_cut
