"""Walks to what is said of files: before they are sent, on their way, and of what cannot go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import QEventLoop, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from app.client.wishes import SayFile
from app.models.file_progress import FileProgress, TransferState
from app.ui.composer.message_edit import Offer
from app.ui.composer.offered_files import MOST_FILES, CheckedOffer, OfferedFile, check_offer
from app.ui.composer.send_files_sheet import SendFilesSheet
from app.ui.pictures.picture_decoder import PictureKind
from app.ui.timeline.timeline_options import MessageAbilities
from app.ui.window.conversation import file_problem
from app.ui.window.link_view import LinkPhase, LinkView
from app.words.file_words import progress_words
from tests.ui.test_pictures import encoded, halves, turned
from tests.ui.test_plain_text import Everything
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.walk_conversation import conversation_of
from tests.words.walk_windows import all_shown, painted

_NOW = datetime(2026, 11, 30, 17, 5)


def files_that_are_asked_about(everything: Everything) -> Iterator[str]:
    theme, over = everything.theme, everything.window
    data = turned(encoded(halves(), "JPEG"), 6)
    picture = OfferedFile(OTHERS, len(data), data=data, kind=PictureKind.JPEG)
    image = OfferedFile(OTHERS, 0, image=QImage(), kind=PictureKind.PNG)
    text = OfferedFile(OTHERS, 7, data=b"x")
    plain = OfferedFile(OTHERS, 9, data=encoded(halves()), kind=PictureKind.PNG)
    for shown in ((picture,), (image,), (text,), (plain, text)):
        sheet = SendFilesSheet(theme, over, CheckedOffer(shown), room=OTHERS, largest=1, caption="")
        sheet.send.click()
        yield from all_shown()
        while sheet._pending:  # a picture is decoded in a thread: then it says its size, or that it is none
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        yield from all_shown()
        sheet.dismiss()


def files_that_cannot_be_sent(everything: Everything) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        inner, empty, gone, large = (Path(folder) / f"{OTHERS}{number}" for number in range(4))
        inner.mkdir()
        empty.touch()
        large.write_bytes(bytes(10))
        paths = tuple(map(str, (inner, empty, gone, large)))
        yield from check_offer(Offer(paths), 5, _NOW).problems
        yield from check_offer(Offer(paths * MOST_FILES), 5, _NOW).problems
    yield from check_offer(Offer(data=b"?"), 0, _NOW).problems
    for offer in (Offer(image=QImage()), Offer(text=OTHERS)):
        yield from (file.name.rpartition(".")[0] for file in check_offer(offer, 0, _NOW).files)
    for phase, is_hub in ((LinkPhase.ONLINE, True), (LinkPhase.ONLINE, False), (LinkPhase.LOST, True)):
        yield file_problem(LinkView(phase, is_hub=is_hub))


def files_that_are_chosen(everything: Everything) -> Iterator[str]:
    conversation = conversation_of(everything)
    titles: list[str] = []

    def choose(_parent: object, title: str, _start: str) -> tuple[list[str], str]:
        titles.append(title)
        return [], ""

    conversation.composer.files.set_none("")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QFileDialog, "getOpenFileNames", choose)
        conversation.composer.files.choose()
    yield from titles
    dragged, copy = QMimeData(), Qt.DropAction.CopyAction
    dragged.setUrls([QUrl("file:///x")])
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(1, 1), copy, dragged, left, plain)
    QApplication.sendEvent(conversation, entered)
    yield from painted(conversation.drop_area)
    conversation.drop_area.hide()
    conversation.composer.set_limit(40)
    conversation.composer.set_text(f"{OTHERS}\n" * 90)
    conversation.composer._try_to_send()
    yield from all_shown()
    conversation.composer.set_text("")
    view = LinkView(LinkPhase.ONLINE, OTHERS, abilities=MessageAbilities(frozenset({SayFile})))
    conversation.composer.files.set_none(file_problem(view))


def files_on_their_way(everything: Everything) -> Iterator[str]:
    room = conversation_of(everything).room
    model = room.connection.files
    for state in TransferState:
        for done in (1, 8):
            model.set_upload(room.target, FileProgress(f"{state}{done}", OTHERS, 8, done, 0.0, state))
    yield from all_shown()
    for state in TransferState:
        for done in (1, 8):
            model.forget_upload(f"{state}{done}")
    yield from (progress_words(0, 1_000_000, speed) for speed in (0.0, 1.0, 100.0, 1_000.0, 50_000.0, 1e6))


WALKS: tuple[Walk, ...] = (
    files_that_are_asked_about,
    files_that_cannot_be_sent,
    files_that_are_chosen,
    files_on_their_way,
)
