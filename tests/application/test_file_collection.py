"""What was shared in a room, gathered in a folder: from this disk and from a hub's side that has faults."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from app.application.sharing import file_collection, transfer_run
from app.application.sharing.file_collection import FileCollection, make_folder
from app.application.sharing.received_files import ReceivedFile
from app.client.address import HostPort
from app.irc.file_tag import SharedFile
from app.models.export import ExportedFile
from app.net.file_transfer import FileDoor
from tests.file_hub import FileHub, new_id

MANY = random.Random(14).randbytes(3_000_000)


class Gathering:
    """Somebody gathers the files of a room in `club files`."""

    def __init__(self, hub: FileHub, folder: Path, qtbot: QtBot) -> None:
        self.hub, self.qtbot = hub, qtbot
        self.root = QObject()
        self.export = folder / "club.html"
        self.folder = folder / "club files"
        self.copies: dict[str, Path] = {}
        self.is_connected = True
        self.ended: list[FileCollection] = []

    def door(self) -> FileDoor | None:
        return FileDoor(HostPort("127.0.0.1", self.hub.port), "") if self.is_connected else None

    def begin(self, *files: SharedFile) -> FileCollection:
        made = FileCollection(
            files, make_folder(self.export), lambda file: self.copies.get(file.id), self.door, self.root
        )
        made.ended.connect(lambda: self.ended.append(made))
        made.start()
        return made

    def whole(self, *files: SharedFile) -> FileCollection:
        made = self.begin(*files)
        self.qtbot.waitUntil(lambda: self.ended == [made], timeout=100_000)
        return made

    def shared(self, data: bytes, name: str = "plan.pdf", *, is_there: bool = True) -> SharedFile:
        file_id = self.hub.put(data, name) if is_there else new_id()
        return SharedFile(file_id, name, len(data), "application/pdf", hashlib.sha256(data).hexdigest())

    def has(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@pytest.fixture
def gathering(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gathering]:
    monkeypatch.setattr(transfer_run, "FIRST_PAUSE_MS", 1)
    monkeypatch.setattr(transfer_run, "LONGEST_PAUSE_MS", 20)
    monkeypatch.setattr(file_collection, "_LOOK_MS", 5)
    hub = FileHub()
    made = Gathering(hub, tmp_path, qtbot)
    yield made
    made.root.deleteLater()
    QCoreApplication.sendPostedEvents(made.root, QEvent.Type.DeferredDelete)
    hub.close()


def test_files_come_from_the_disk_and_from_the_hub(gathering: Gathering, tmp_path: Path) -> None:
    here, there, empty = (gathering.shared(data) for data in (MANY, b"there", b""))
    copy = tmp_path / "plan.pdf"
    copy.write_bytes(MANY)
    gathering.copies = {here.id: copy, empty.id: tmp_path / "club.txt"}
    made = gathering.whole(here, there, empty)
    assert gathering.has() == {"plan.pdf": MANY, "plan (2).pdf": b"there", "plan (3).pdf": b""}
    assert [made.files[file.id].path for file in (here, there, empty)] == [
        "club files/plan.pdf",
        "club files/plan (2).pdf",
        "club files/plan (3).pdf",
    ]
    assert (made.done_files, made.done_bytes) == (made.all_files, made.all_bytes) == (3, len(MANY) + 5)
    assert len(gathering.hub.requests) == 2, "what is here is not asked for"


@pytest.mark.parametrize("content", [b"other", MANY + b"x", b""])
def test_a_copy_that_was_changed_is_fetched(gathering: Gathering, tmp_path: Path, content: bytes) -> None:
    file = gathering.shared(MANY)
    gathering.copies = {file.id: tmp_path / "copy"}
    gathering.copies[file.id].write_bytes(content)
    gathering.whole(file)
    assert gathering.has() == {"plan.pdf": MANY}


def test_a_copy_that_is_a_folder_is_fetched(gathering: Gathering, tmp_path: Path) -> None:
    file = gathering.shared(b"x")
    gathering.copies = {file.id: tmp_path}
    gathering.whole(file)
    assert gathering.has() == {"plan.pdf": b"x"}


def test_a_break_in_the_middle_is_gone_on_from(gathering: Gathering) -> None:
    file = gathering.shared(MANY)
    gathering.hub.faults.cut_after = [1_000_000]
    gathering.whole(file)
    assert gathering.has() == {"plan.pdf": MANY}


def test_what_cannot_be_had_is_named_and_the_others_come(gathering: Gathering) -> None:
    gone, other = gathering.shared(b"gone", is_there=False), gathering.shared(b"other")
    lie = SharedFile(gathering.hub.put(b"lie"), "lie", 3, "text/plain", "0" * 64)
    made = gathering.whole(gone, lie, other)
    assert made.files == {
        gone.id: ExportedFile(problem="no longer on the host"),
        lie.id: ExportedFile(problem="What came is not the file that was shared, so it was not kept."),
        other.id: ExportedFile("club files/plan.pdf"),
    }
    assert gathering.has() == {"plan.pdf": b"other"}


def test_without_any_file_there_is_no_folder(gathering: Gathering) -> None:
    gathering.is_connected = False
    file = gathering.shared(b"x")
    made = gathering.whole(file)
    assert made.files[file.id].problem == "not on this computer, and there was no connection to the host"
    assert not gathering.folder.exists()


def test_a_connection_that_comes_back_is_waited_for_but_not_for_ever(gathering: Gathering) -> None:
    first, second = gathering.shared(MANY), gathering.shared(MANY)
    gathering.hub.faults.cut_after = [1_000_000, 1_000_000]
    gathering.hub.faults.pace = 0.005
    made = gathering.begin(first, second)
    gathering.qtbot.waitUntil(lambda: made.done_bytes > 0)
    gathering.is_connected = False
    gathering.qtbot.waitUntil(lambda: made._without > 2)
    gathering.is_connected = True
    gathering.qtbot.waitUntil(lambda: made.done_files == 1, timeout=100_000)
    gathering.is_connected = False
    gathering.qtbot.waitUntil(lambda: bool(gathering.ended), timeout=100_000)
    assert (made.files[first.id].path, bool(made.files[second.id].problem)) == ("club files/plan.pdf", True)
    assert gathering.has() == {"plan.pdf": MANY}


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("../../x", "x"),
        ("CON", "_CON"),
        ("x" * 250 + ".exe", "x" * 196 + ".exe"),
        ("🦆" * 255, "🦆" * 50),
        ("run.sh", "run.sh"),
    ],
)
def test_names_are_cleaned_and_nothing_is_made_a_program(
    gathering: Gathering, tmp_path: Path, name: str, saved: str
) -> None:
    here, there = gathering.shared(b"x", name), gathering.shared(b"x", name)
    gathering.copies = {here.id: tmp_path / "copy"}
    gathering.copies[here.id].write_bytes(b"x")
    gathering.copies[here.id].chmod(0o755)
    gathering.whole(here, there)
    assert saved in gathering.has()
    assert len(gathering.has()) == 2
    if sys.platform != "win32":
        assert not [path for path in gathering.folder.iterdir() if os.access(path, os.X_OK)]


def test_nothing_is_left_of_what_is_given_up(gathering: Gathering) -> None:
    gathering.hub.faults.pace = 0.01
    whole, half = gathering.shared(b"x"), gathering.shared(MANY)
    made = gathering.begin(whole, half)
    gathering.qtbot.waitUntil(lambda: made.done_bytes > 1)
    assert len(gathering.has()) == 2
    made.give_up()
    made.give_up()
    assert not gathering.folder.exists()
    assert gathering.ended == []


@pytest.mark.parametrize("is_here", [True, False])
def test_a_full_disk_ends_all_of_it(
    gathering: Gathering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_here: bool
) -> None:
    first, second = gathering.shared(b"x"), gathering.shared(MANY)
    if is_here:
        gathering.copies = {second.id: tmp_path / "copy"}
        gathering.copies[second.id].write_bytes(MANY)
    write = ReceivedFile.write

    def full(self: ReceivedFile, data: bytes) -> None:
        if data != b"x":
            raise OSError(errno.ENOSPC, "No space left on device")
        write(self, data)

    monkeypatch.setattr(ReceivedFile, "write", full)
    made = gathering.whole(first, second)
    assert made.error is not None
    assert made.error.errno == errno.ENOSPC
    assert not gathering.folder.exists()


def test_a_folder_of_that_name_is_left_alone(gathering: Gathering, tmp_path: Path) -> None:
    gathering.folder.mkdir()
    (tmp_path / "club files (2)").touch()
    made = gathering.whole(file := gathering.shared(b"x"))
    assert made.files[file.id].path == "club files (3)/plan.pdf"
    assert gathering.has() == {}


def test_thousands_that_cannot_be_had_are_named_one_after_another(gathering: Gathering) -> None:
    files = [gathering.shared(b"x", is_there=False) for _ in range(2_000)]
    gathering.is_connected = False
    made = gathering.whole(*files)
    assert made.done_files == len(made.files) == 2_000
    assert all(file.problem for file in made.files.values())
