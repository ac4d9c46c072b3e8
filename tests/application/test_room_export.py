"""A room as a file, with what was shared in it, as the window wishes and is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from app.application.archive import pages
from app.application.room_export import RoomExport
from app.application.sharing.file_collection import FileCollection, make_folder
from app.irc.file_tag import SharedFile
from app.models.export import ExportTarget, Format
from app.models.room import Room
from app.words import history_words
from tests.application.test_archive_client import said
from tests.application.test_local_history import Reader
from tests.application.test_room_archiving import CLUB
from tests.stand_in import stand_in

HERE = SharedFile("h" * 22, "here.txt", 4, "text/plain", hashlib.sha256(b"here").hexdigest())
GONE = SharedFile("g" * 22, "gone.txt", 4, "text/plain", "0" * 64)


class Transfers:
    """Files of which one lies on this disk, and no connection."""

    def __init__(self, here: Path) -> None:
        self.here = here
        self.made: list[FileCollection] = []

    def collect(
        self, _room: Room, files: Sequence[tuple[SharedFile, str]], export: Path, parent: QObject
    ) -> FileCollection:
        self.made.append(
            FileCollection(
                [file for file, _saved in files],
                make_folder(export),
                lambda file: self.here if file == HERE else None,
                lambda: None,
                parent,
            )
        )
        return self.made[-1]


class Exporting(Reader):
    """Somebody who writes the club into files."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        here = folder / "here.txt"
        here.write_bytes(b"here")
        self.transfers = Transfers(here)
        self.export = RoomExport(
            self.office.client, self.archiving, stand_in(self.window), stand_in(self.transfers), self.root
        )
        self.room = self.history.offline.open(self.keeps(), "mara")
        self.folder = folder / "out"
        self.folder.mkdir()
        self.path = self.folder / "club.json"

    def shares(self, *files: SharedFile) -> None:
        entries = [replace(said(10 + number), file=file) for number, file in enumerate(files)]
        self.office.room(CLUB).append(entries)

    def wants(self, *, with_files: bool = True) -> None:
        target = ExportTarget(self.path, Format.JSON, with_files)
        self.window.export_requested.emit(self.room, target)

    def is_told(self) -> str:
        self.office.until(lambda: bool(self.window.notices))
        return self.window.notices[-1]

    def names(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*"))

    def file_places(self) -> list[object]:
        entries = json.loads(self.path.read_text(encoding="utf-8"))
        return [one["file"].get("path", one["file"].get("problem")) for one in entries if "file" in one]


@pytest.fixture
def exporting(qtbot: QtBot, tmp_path: Path) -> Iterator[Exporting]:
    made = Exporting(qtbot, tmp_path)
    yield made
    made.export.close()
    made.end()


def test_a_room_is_written_to_a_file_and_that_is_said(exporting: Exporting) -> None:
    exporting.shares(HERE)
    exporting.wants(with_files=False)
    assert exporting.is_told() == f"“Robotics club” is in {exporting.path} now."
    assert (exporting.names(), exporting.file_places()) == (["club.json"], [None])


@pytest.mark.parametrize("opens", [True, False])
def test_its_folder_is_opened_by_a_button(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or opens)
    exporting.wants(with_files=False)
    exporting.is_told()
    ((words, act),) = exporting.window.offers
    act()
    assert (words, opened) == ("Open folder", [exporting.folder.as_posix()])  # as Qt writes it everywhere
    assert len(exporting.window.notices) == (1 if opens else 2)


@pytest.mark.parametrize("with_files", [True, False])
def test_a_file_that_cannot_be_written_is_told(exporting: Exporting, with_files: bool) -> None:
    exporting.shares(HERE)
    exporting.path = exporting.folder / "missing" / "club.json"
    exporting.wants(with_files=with_files)
    assert "club.json could not be written" in exporting.is_told()
    assert exporting.names() == []


def test_its_files_come_along_and_what_lacks_is_counted(exporting: Exporting) -> None:
    exporting.shares(HERE, GONE)
    exporting.wants()
    lacking = f"“Robotics club” is in {exporting.path} now. Files that could not be had: 1 of 2."
    assert exporting.is_told() == lacking
    assert exporting.names() == ["club files", "club files/here.txt", "club.json"]
    assert exporting.file_places() == ["club files/here.txt", history_words.NOT_CONNECTED_FOR_FILE()]


def test_a_room_without_files_has_no_folder(exporting: Exporting) -> None:
    exporting.wants()
    exporting.is_told()
    assert exporting.names() == ["club.json"]


def test_how_far_it_is_is_told_and_it_can_be_cancelled(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileCollection, "start", lambda _self: None)
    exporting.shares(HERE)
    exporting.wants()
    exporting.office.until(lambda: bool(exporting.window.progress))
    words, cancel = exporting.window.progress[-1]
    assert words == "Exporting “Robotics club”: 0 of 1 files, 0 bytes of 4 bytes"
    before = len(exporting.window.progress)
    exporting.wants()  # is the one that is under way
    exporting.office.until(lambda: len(exporting.window.progress) > before)
    assert len(exporting.transfers.made) == 1
    cancel()
    assert exporting.names() == []
    cancel()
    assert exporting.window.notices == []


def test_nothing_is_left_where_the_page_cannot_be_written(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_asked: object) -> Iterator[int]:
        yield 1
        raise pages.ExportError("The disk is full.")

    monkeypatch.setattr(pages, "export", fails)
    exporting.shares(HERE)
    exporting.wants()
    assert exporting.is_told() == "The disk is full."
    assert exporting.names() == []


def test_nothing_is_left_where_the_folder_cannot_be_written(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        FileCollection, "start", lambda self: self._fail(OSError(28, "No space left on device"))
    )
    exporting.shares(HERE)
    exporting.wants()
    full = "club.json could not be written: No space left on device. Choose another place."
    assert exporting.is_told() == full
    assert exporting.names() == []


@pytest.mark.parametrize("was_there", [False, True])
def test_the_end_of_the_program_leaves_nothing_half(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch, was_there: bool
) -> None:
    begun: list[int] = []

    def endless(*_anything: object) -> Iterator[int]:
        begun.append(1)
        while True:
            yield 1

    if was_there:
        exporting.path.touch()
    monkeypatch.setattr(pages, "export", endless)
    exporting.shares(HERE)
    exporting.wants()
    exporting.office.until(lambda: begun)
    exporting.office.client.close()
    exporting.export.close()
    assert exporting.names() == (["club.json"] if was_there else [])


def test_the_end_of_the_program_leaves_what_is_written_and_was_not_told(
    exporting: Exporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ends = Event(), Event()

    def written(_key: object, _title: str, target: ExportTarget, *_more: object) -> Iterator[int]:
        begun.set()
        ends.wait()
        target.path.touch()
        yield from ()  # nothing is told after the last piece

    monkeypatch.setattr(pages, "export", written)
    exporting.shares(HERE)
    exporting.wants()
    exporting.office.until(begun.is_set)
    ends.set()
    exporting.office.client.close()  # which tells nothing any more
    exporting.export.close()
    assert exporting.names() == ["club files", "club files/here.txt", "club.json"]
