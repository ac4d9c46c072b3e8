"""Walks to what is said of files that were shared: in messages, before they are saved, beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QFileDialog

from app.client.wishes import Wish
from app.irc.file_tag import SharedFile
from app.models.file_progress import FileProgress, FileProgressModel, TransferState
from app.models.file_status import file_status
from app.models.room import Room, RoomKind
from app.models.room_wishes import FetchFile, SaveFile
from app.models.search import MOST_FILES, FileHit
from app.models.timeline_entries import MessageEntry
from app.models.timeline_text import message_text, spoken_text
from app.ui.action import shortcuts
from app.ui.timeline.message_registry import MESSAGE_ACTIONS
from app.ui.timeline.timeline_options import MessageAbilities
from app.ui.timeline.view import TimelineView
from app.ui.window import shared_file_requests
from app.ui.window.files_sheet import FilesSheet
from app.ui.window.picture_viewer import PictureViewer
from tests.ui.test_plain_text import Everything
from tests.ui.timeline_world import menu_texts, said
from tests.ui.window_world import EmptySearch, make_room
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.walk_conversation import conversation_of
from tests.words.walk_windows import all_shown, painted, told_by


def _file(number: int, media_type: str = "application/pdf", thumbnail: str = "") -> SharedFile:
    return SharedFile(f"{number:022d}", OTHERS, 7_000, media_type, "0" * 64, 400, 300, thumbnail)


def files_of_messages(everything: Everything) -> Iterator[str]:
    view = TimelineView(everything.theme)
    files = FileProgressModel(view)
    view.pictures.set_files(files)
    view.set_abilities(MessageAbilities(frozenset({FetchFile})))
    room = make_room("#files")
    view.set_model(room.timeline)
    view.resize(900, 3000)
    view.show()
    shared = [_file(1), _file(2, "image/png", "s" * 22), *(_file(3 + at) for at in range(len(TransferState)))]
    files.put_preview("s" * 22, b"")
    for file, state in zip(shared[2:], TransferState, strict=True):
        files.set_download(FileProgress(file.id, OTHERS, 8, 1, 0.0, state, path=f"{OTHERS}/{OTHERS}"))
    room.timeline.append([said("", msgid=file.id, file=file) for file in shared])
    view.refresh()
    view.pictures._look()
    for index, _area, row in view.visible_rows():
        yield from (target.tip or target.value for target in row.targets)
        yield from menu_texts(view, index)
        yield spoken_text(row.entry)
    yield message_text(said("", file=shared[1]))
    yield from painted(view)
    yield from (words for words, _keys in shortcuts(MESSAGE_ACTIONS))
    for file in shared:
        yield file_status(file, files.download(file.id), may_fetch=True).words
    saved = FileProgress("", OTHERS, 8, state=TransferState.DONE, path=f"{OTHERS}/{OTHERS} (2)")
    yield file_status(shared[0], saved, may_fetch=True).words
    view.hide()
    view.deleteLater()


def saving(everything: Everything) -> Iterator[str]:
    titles: list[str] = []

    def choose(_parent: object, title: str, _start: str) -> tuple[str, str]:
        titles.append(title)
        return str(Path(OTHERS)), ""

    room = conversation_of(everything).room
    wishes: tuple[Wish, ...] = (FetchFile(_file(1), OTHERS), SaveFile(_file(1)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QFileDialog, "getSaveFileName", choose)
        for wish, is_program in zip(wishes, (True, False), strict=True):
            patched.setattr(shared_file_requests, "is_program", lambda _name, answer=is_program: answer)
            everything.window.messages._take(room, wish)
            yield from all_shown()
    dialog = everything.window.asker.dialog
    assert dialog is not None
    dialog.answer("cancel")
    yield from titles


def viewer(everything: Everything) -> Iterator[str]:
    room = make_room("#pictures")
    pictures = [_file(1, "image/png"), replace(_file(2, "image/png"), size=9_000_000)]
    entries = [said("", msgid=file.id, file=file) for file in pictures]
    room.timeline.append(entries)
    room.connection.files.put_preview(pictures[0].id, b"?")
    for entry in entries:
        shown = PictureViewer(everything.theme, room, entry, everything.window)
        shown.begin()
        yield from all_shown()
        yield from painted(shown)
        while not shown._problem and entry is entries[0]:  # it is decoded in a thread
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        yield shown.canvas.accessibleName()
        shown.dismiss()


def files_of_a_room(everything: Everything) -> Iterator[str]:
    room = make_room("#many")
    talk = make_room(OTHERS, RoomKind.PRIVATE)
    for each in (room, talk):
        each.set_title(OTHERS)
    file = replace(_file(1), name=OTHERS)
    kept = _Kept(said("", OTHERS, msgid=file.id, file=file))
    for number, query in ((0, ""), (1, OTHERS), (1, "ωωω"), (MOST_FILES, "")):
        kept.number = number
        sheet = FilesSheet(everything.theme, kept, talk if query else room, everything.window)
        sheet.edit.setText(query)
        yield from all_shown()
        yield from told_by(sheet.model)
        sheet.dismiss()


class _Kept(EmptySearch):
    """An archive with as many messages like one as are wanted."""

    def __init__(self, entry: MessageEntry) -> None:
        assert entry.file is not None
        self._hit = FileHit(entry, entry.file, 1)
        self.number = 0

    def files_in(self, room: Room, then: Callable[[list[FileHit]], None]) -> None:
        then([self._hit] * self.number)


WALKS: tuple[Walk, ...] = (files_of_messages, saving, viewer, files_of_a_room)
