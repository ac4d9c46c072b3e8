"""Sending files: pasted, dropped and chosen ones, the sheet that asks, and what is on its way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.client.wishes import SayFile, Wish
from app.models.file_progress import FileProgress, TransferState
from app.models.room import Room, RoomKind
from app.models.room_wishes import CancelTransfer, OfferFile, RetryTransfer
from app.ui.composer.composer import Composer
from app.ui.composer.draft import ReplyDraft
from app.ui.composer.message_edit import Offer, holds_offer, offer_of
from app.ui.composer.offered_files import MOST_FILES, check_offer
from app.ui.composer.send_files_sheet import SendFilesSheet
from app.ui.composer.upload_strip import UploadStrip
from app.ui.pictures import thumbnail_maker
from app.ui.pictures.picture_decoder import PictureKind, exif_orientation
from app.ui.pictures.thumbnail_maker import bare_picture_file
from app.ui.theme.theme import Theme
from app.ui.timeline.timeline_options import MessageAbilities
from app.ui.widgets.focus_ring import FocusRing
from app.ui.window.conversation import Conversation
from app.ui.window.link_view import LinkPhase, LinkView
from tests.ui.test_pictures import chunk, encoded, halves, png, turned
from tests.ui.window_world import FakeConnection, World, make_room

pytestmark = pytest.mark.qt_log_ignore("does not support", "libpng", "JPEG", "QImageIOHandler", extend=True)

NOW = datetime(2026, 11, 30, 17, 5, 9)
LARGEST = 1_000_000
CAN = MessageAbilities(frozenset({SayFile}))


class Sending:
    """A window in which files can be sent, and what is wished there."""

    def __init__(self, qtbot: QtBot, theme: Theme, connection: FakeConnection, room: Room) -> None:
        self.connection, self.room = connection, room
        self.world = World(theme, room, connection=connection)
        self.tell()
        conversation = self.world.window.page.conversation
        assert conversation is not None
        self.conversation: Conversation = conversation
        self.composer: Composer = conversation.composer
        window = self.world.window
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        self.focus_composer()

    def tell(
        self, abilities: MessageAbilities = CAN, phase: LinkPhase = LinkPhase.ONLINE, **of: bool
    ) -> None:
        """What the server can do now."""
        view = LinkView(
            phase, abilities=abilities, text_bytes=16_000, text_lines=100, file_bytes=LARGEST, **of
        )
        self.world.window.set_link_view(self.connection, view)

    def focus_composer(self) -> None:
        """Put the keyboard where one writes."""
        self.composer.edit.setFocus()

    @property
    def sheets(self) -> list[SendFilesSheet]:
        """Those that are open."""
        return [one for one in self.world.window.findChildren(SendFilesSheet) if not one.isHidden()]

    @property
    def sheet(self) -> SendFilesSheet:
        """The one that is open."""
        [sheet] = self.sheets
        return sheet

    @property
    def wishes(self) -> list[Wish]:
        """What was wished in the room."""
        return [wish for room, wish in self.world.wishes if room is self.room]

    def offered(self) -> list[OfferFile]:
        """The files that are to be sent."""
        return [wish for wish in self.wishes if isinstance(wish, OfferFile)]

    def paste(self, source: QMimeData) -> None:
        """By the keys, where the keyboard is."""
        QGuiApplication.clipboard().setMimeData(source)
        QTest.keyClick(self.composer.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def sending(qtbot: QtBot, theme: Theme) -> Iterator[Sending]:
    connection = FakeConnection()
    room = make_room(connection=connection)
    room.set_title("Robotics club")
    made = Sending(qtbot, theme, connection, room)
    yield made
    made.world.end()
    QGuiApplication.clipboard().clear()  # what is left there outlives Python


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some files."""
    (tmp_path / "photo.png").write_bytes(encoded(halves(800, 400)))
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.7" + bytes(2_000))
    (tmp_path / "empty.txt").touch()
    (tmp_path / "folder").mkdir()
    return tmp_path


def files(*paths: Path | str) -> QMimeData:
    """As a file manager copies or drags them."""
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    made.setText("\n".join(map(str, paths)))
    return made


def picture(width: int = 80) -> QMimeData:
    """As a program copies a part of the screen."""
    made = QMimeData()
    made.setImageData(halves(width))
    return made


def enter() -> None:
    """Press it where the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, Qt.Key.Key_Return)


# -- what can be sent


def test_a_file_is_looked_at_before_anybody_is_asked(folder: Path) -> None:
    checked = check_offer(Offer((str(folder / "photo.png"), str(folder / "plan.pdf"))), LARGEST, NOW)
    assert [(file.name, file.kind) for file in checked.files] == [
        ("photo.png", PictureKind.PNG),
        ("plan.pdf", None),
    ]
    assert checked.files[1].size == 2_008
    assert checked.problems == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder", "“folder” is a folder. Only files can be sent"),
        ("empty.txt", "“empty.txt” is empty."),
        ("gone.txt", "“gone.txt” cannot be read."),
        ("line", "“line” cannot be read."),
        ("large.iso", "“large.iso” has 2.0 MB. A file may have 1.0 MB here."),
    ],
)
def test_what_cannot_be_sent_is_said_with_its_reason(folder: Path, name: str, words: str) -> None:
    with (folder / "large.iso").open("wb") as file:
        file.truncate(2_000_000)
    if hasattr(os, "mkfifo"):  # from which the first byte may never come
        os.mkfifo(folder / "line")
    checked = check_offer(Offer((str(folder / name), str(folder / "plan.pdf"))), LARGEST, NOW)
    assert [file.name for file in checked.files] == ["plan.pdf"]
    assert len(checked.problems) == 1
    assert checked.problems[0].startswith(words)


def test_without_a_limit_no_file_is_too_large(folder: Path) -> None:
    with (folder / "large.iso").open("wb") as file:
        file.truncate(9_000_000_000)
    assert check_offer(Offer((str(folder / "large.iso"),)), 0, NOW).problems == ()


def test_a_path_that_is_none_is_said_to_be_no_file() -> None:
    assert check_offer(Offer(("/x\0y",)), LARGEST, NOW).problems == ("“xy” cannot be read.",)


def test_as_many_files_as_people_look_at_are_taken_at_once(folder: Path) -> None:
    checked = check_offer(Offer((str(folder / "plan.pdf"),) * (MOST_FILES + 3)), LARGEST, NOW)
    assert len(checked.files) == MOST_FILES
    assert checked.problems == ("30 files at once is the most. The rest was left out.",)


def test_of_many_that_cannot_be_sent_the_first_are_told(folder: Path) -> None:
    checked = check_offer(Offer((str(folder / "empty.txt"),) * 9), LARGEST, NOW)
    assert checked.problems == ("“empty.txt” is empty.",) * 3 + ("6 more cannot be sent.",)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("CON", "_CON"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("😀" * 60 + ".png", "😀" * 49 + ".png"),
        (" x. ", "x"),
    ],
)
def test_a_name_is_one_that_every_system_takes_and_nobody_misreads(
    folder: Path, name: str, shown: str
) -> None:
    (folder / name).write_bytes(b"x")
    [file] = check_offer(Offer((str(folder / name),)), LARGEST, NOW).files
    assert file.name == shown
    assert file.path == str(folder / name)


def test_what_has_no_name_is_called_by_its_moment() -> None:
    names = [
        check_offer(offer, LARGEST, NOW).files[0].name
        for offer in (
            Offer(image=QImage(2, 2, QImage.Format.Format_RGB32)),
            Offer(data=b"\xff\xd8\xff\xe0"),
            Offer(text="x"),
        )
    ]
    moment = "2026-11-30 17-05-09"
    assert names == [f"Picture {moment}.png", f"Picture {moment}.jpg", f"Text {moment}.txt"]
    assert check_offer(Offer(data=b"<svg/>"), LARGEST, NOW).problems == ("The picture cannot be read.",)
    assert check_offer(Offer(text="x" * 2_000_000), LARGEST, NOW).files == ()


def test_what_is_pasted_is_files_a_picture_or_a_text() -> None:
    of_the_web, cells, drawn = QMimeData(), picture(), picture()
    of_the_web.setUrls([QUrl("https://example.org/x.png")])
    of_the_web.setText("https://example.org/x.png")
    cells.setText("1\t2")
    drawn.setData("image/png", encoded(halves()))
    for source in (of_the_web, cells):
        assert offer_of(source) is None
        assert not holds_offer(source)
    given = offer_of(drawn)
    assert given is not None
    assert given.data.startswith(b"\x89PNG")
    for source in (picture(), drawn, files("/x/y")):
        assert offer_of(source) is not None
        assert holds_offer(source)


# -- the sheet


def test_a_pasted_picture_is_shown_and_sent_by_enter(qtbot: QtBot, sending: Sending) -> None:
    sending.paste(picture(800))
    sheet = sending.sheet
    assert sheet.caption.edit.hasFocus()
    assert sheet.card.accessibleName() == "Send a picture"
    QTest.keyClicks(sheet.caption.edit, "the new arm")
    enter()
    qtbot.waitUntil(lambda: bool(sending.offered()))
    [wish] = sending.offered()
    assert sending.sheets == []
    assert wish.data.startswith(b"\x89PNG")
    assert wish.name.endswith(".png")
    assert (wish.type, wish.caption, wish.width, wish.height) == ("image/png", "the new arm", 800, 40)
    assert wish.thumbnail.startswith(b"\xff\xd8")
    qtbot.waitUntil(sending.composer.edit.hasFocus)
    assert sending.composer.text() == ""


def test_escape_and_cancel_send_nothing(qtbot: QtBot, sending: Sending, folder: Path) -> None:
    sending.composer.set_text("draft")
    sending.paste(files(folder / "plan.pdf"))
    assert sending.sheet.caption.text() == "draft"
    QTest.keyClick(sending.sheet.caption.edit, Qt.Key.Key_Escape)
    assert sending.sheets == []
    sending.paste(files(folder / "photo.png"))
    QTest.mouseClick(sending.sheet.cancel, Qt.MouseButton.LeftButton)
    assert (sending.sheets, sending.wishes, sending.composer.text()) == ([], [], "draft")
    assert sending.composer.edit.hasFocus()


def test_several_files_are_sent_in_order_but_those_that_are_left_out(
    qtbot: QtBot, sending: Sending, folder: Path
) -> None:
    (folder / "notes.txt").write_text("notes")
    names = ("plan.pdf", "photo.png", "notes.txt", "folder", "empty.txt")
    sending.paste(files(*(folder / name for name in names)))
    sheet = sending.sheet
    assert sheet.card.accessibleName() == "Send 3 files"
    assert sheet.problems().splitlines() == [
        "“folder” is a folder. Only files can be sent; pack it into one, as a ZIP, to send it.",
        "“empty.txt” is empty.",
    ]
    first, *_ = sheet.rows.values()
    assert first.cross.accessibleName() == "Leave out plan.pdf"
    QTest.mouseClick(first.cross, Qt.MouseButton.LeftButton)
    assert sheet.caption.edit.hasFocus()
    QTest.keyClicks(sheet.caption.edit, "for today")
    QTest.mouseClick(sheet.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(sending.offered()) == 2)
    assert [(wish.name, wish.type, wish.caption, wish.follows) for wish in sending.offered()] == [
        ("photo.png", "image/png", "for today", False),
        ("notes.txt", "text/plain", "", True),
    ]
    assert [wish.path for wish in sending.offered()] == [
        str(folder / "photo.png"),
        str(folder / "notes.txt"),
    ]


def test_what_is_pasted_where_one_writes_about_files_is_sent_with_them(
    qtbot: QtBot, sending: Sending, folder: Path
) -> None:
    sending.paste(files(folder / "plan.pdf"))
    QTest.keyClicks(sending.sheet.caption.edit, "both")
    QGuiApplication.clipboard().setMimeData(files(folder / "photo.png", folder / "empty.txt"))
    QTest.keySequence(sending.sheet.caption.edit, "Ctrl+V")
    sheet = sending.sheet
    assert sheet.card.accessibleName() == "Send 2 files"
    assert (sheet.caption.text(), sheet.problems()) == ("both", "“empty.txt” is empty.")
    QGuiApplication.clipboard().setText(" of them")
    QTest.keySequence(sheet.caption.edit, "Ctrl+V")
    QTest.keyClick(sheet.caption.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(sending.offered()) == 2)
    assert [(wish.name, wish.caption) for wish in sending.offered()] == [
        ("plan.pdf", "both of them"),
        ("photo.png", ""),
    ]


def test_who_leaves_out_all_sends_nothing(sending: Sending, folder: Path) -> None:
    sending.paste(files(folder / "plan.pdf", folder / "photo.png"))
    for row in list(sending.sheet.rows.values()):
        row.cross.click()
    assert (sending.sheets, sending.wishes) == ([], [])


def test_tab_goes_round_inside_the_sheet(sending: Sending, folder: Path) -> None:
    sending.paste(files(folder / "plan.pdf", folder / "photo.png"))
    sheet = sending.sheet
    crosses = [row.cross for row in sheet.rows.values()]
    for expected in (*crosses, sheet.cancel, sheet.send, sheet.caption.edit):
        QTest.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected


def test_where_nothing_can_be_sent_the_reason_stands_at_the_composer(sending: Sending, folder: Path) -> None:
    sending.paste(files(folder / "folder"))
    assert sending.sheets == []
    assert sending.composer.status().startswith("“folder” is a folder.")


def test_what_is_called_a_picture_and_is_none_goes_as_a_file(
    qtbot: QtBot, sending: Sending, folder: Path
) -> None:
    (folder / "page.png").write_bytes(b"<html><img src=x></html>")
    (folder / "bomb.png").write_bytes(png(20_000, 20_000, rows=5))
    (folder / "half.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(50))
    sending.paste(files(*(folder / name for name in ("page.png", "bomb.png", "half.jpg"))))
    enter()
    qtbot.waitUntil(lambda: len(sending.offered()) == 3)
    assert {(wish.thumbnail, wish.width, wish.height) for wish in sending.offered()} == {(b"", 0, 0)}


def test_a_photo_tells_no_place(qtbot: QtBot, sending: Sending, folder: Path) -> None:
    (folder / "photo.jpg").write_bytes(turned(encoded(halves(800, 400), "JPEG"), 6))
    (folder / "bomb.png").write_bytes(png(20_000, 20_000, chunk(b"tEXt", b"Lat 52.5200"), rows=5))
    sending.paste(files(folder / "photo.jpg", folder / "bomb.png"))
    sheet = sending.sheet
    rows = sheet.rows.values()
    qtbot.waitUntil(lambda: all("without place and camera" in row._size.full_text() for row in rows))
    sheet.send.click()
    photo, bomb = sending.offered()
    assert (photo.width, photo.height, photo.is_stripped) == (400, 800, True)
    assert exif_orientation(bare_picture_file(photo.path)) == 6
    assert (bomb.thumbnail, bomb.is_stripped) == (b"", True)
    assert b"Lat 52.5200" not in bare_picture_file(bomb.path)
    assert photo.data == bomb.data == b"", "of thirty photos nothing is in memory"


def test_a_picture_that_is_too_large_to_be_read_at_once_goes_as_it_is(
    qtbot: QtBot, sending: Sending, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnail_maker, "MOST_PICTURE_BYTES", 50)
    (folder / "scan.png").write_bytes(png(8, 8))
    sending.paste(files(folder / "scan.png"))
    sending.sheet.send.click()
    qtbot.waitUntil(lambda: bool(sending.offered()))
    [scan] = sending.offered()
    assert (scan.name, scan.is_stripped, scan.thumbnail) == ("scan.png", False, b"")


def test_a_pasted_picture_that_is_too_large_is_said_so_before_it_is_sent(
    qtbot: QtBot, sending: Sending
) -> None:
    noise = QMimeData()
    noise.setImageData(QImage(os.urandom(1000 * 1000 * 4), 1000, 1000, QImage.Format.Format_RGB32).copy())
    sending.paste(noise)
    sheet = sending.sheet
    enter()
    qtbot.waitUntil(lambda: bool(sheet.problems()))
    assert "A file may have 1.0 MB here." in sheet.problems()
    enter()
    assert (sending.wishes, sending.sheets) == ([], [sheet])


def test_a_line_that_was_written_is_said_with_the_file_and_gone_then(
    qtbot: QtBot, sending: Sending, folder: Path
) -> None:
    sending.composer.set_text("look")
    sending.paste(files(folder / "plan.pdf"))
    enter()
    qtbot.waitUntil(lambda: bool(sending.offered()))
    assert sending.offered()[0].caption == "look"
    assert sending.composer.text() == ""


def test_the_first_file_answers_what_is_replied_to(qtbot: QtBot, sending: Sending, folder: Path) -> None:
    sending.composer.begin_reply(ReplyDraft("abc", "mara", "the plan?", "mara"))
    sending.paste(files(folder / "plan.pdf", folder / "photo.png"))
    sending.sheet.cancel.click()
    assert sending.composer.reply is not None
    sending.paste(files(folder / "plan.pdf", folder / "photo.png"))
    sending.sheet.send.click()
    qtbot.waitUntil(lambda: len(sending.offered()) == 2)
    assert [wish.reply_to for wish in sending.offered()] == ["abc", ""]
    assert sending.composer.reference is None


def test_a_file_is_no_answer_to_what_is_edited(qtbot: QtBot, sending: Sending, folder: Path) -> None:
    sending.composer.begin_edit("abc", "old words")
    sending.paste(files(folder / "plan.pdf"))
    sending.sheet.send.click()
    qtbot.waitUntil(lambda: len(sending.offered()) == 1)
    assert sending.offered()[0].reply_to == ""
    assert sending.composer.is_editing


@pytest.mark.parametrize("text", ["/me waves", "one\ntwo"])
def test_a_command_or_several_lines_stay_where_they_were_written(
    qtbot: QtBot, sending: Sending, folder: Path, text: str
) -> None:
    sending.composer.set_text(text)
    sending.paste(files(folder / "plan.pdf"))
    assert sending.sheet.caption.text() == ""
    enter()
    qtbot.waitUntil(lambda: bool(sending.offered()))
    assert sending.composer.text() == text


# -- by the clip


def test_files_are_chosen_by_the_clip_or_by_its_key(
    qtbot: QtBot, sending: Sending, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def choose(_parent: QWidget, title: str, start: str) -> tuple[list[str], str]:
        asked.append((title, start))
        return ([str(folder / "plan.pdf")] if len(asked) < 3 else [], "")

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    QTest.mouseClick(sending.composer.files.button, Qt.MouseButton.LeftButton)
    enter()
    qtbot.waitUntil(lambda: len(sending.offered()) == 1)
    sending.focus_composer()
    QTest.keyClick(sending.composer.edit, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(sending.sheet.caption.edit, Qt.Key.Key_Escape)
    assert asked[0][0] == "Send files to Robotics club"
    assert asked[1][1] == folder.as_posix()
    QTest.mouseClick(sending.composer.files.button, Qt.MouseButton.LeftButton)
    assert len(asked) == 3
    assert sending.sheets == []


# -- where none can be sent


@pytest.mark.parametrize(
    ("is_hub", "phase", "words"),
    [
        (False, LinkPhase.ONLINE, "This network takes no files."),
        (True, LinkPhase.ONLINE, "This room takes no files:"),
        (True, LinkPhase.LOST, "You are not connected. Files can be sent when you are back."),
        (True, LinkPhase.STOPPED, "You are not connected. Your text is kept."),
    ],
)
def test_where_no_files_can_be_sent_the_clip_is_gone_and_the_reason_is_said(
    sending: Sending, folder: Path, is_hub: bool, phase: LinkPhase, words: str
) -> None:
    sending.tell(MessageAbilities(), phase, is_hub=is_hub)
    assert not sending.composer.files.button.isVisible()
    for given in (picture(), files(folder / "plan.pdf")):
        sending.composer.set_text("x")
        sending.paste(given)
        assert sending.composer.status().startswith(words)
    QTest.keyClick(sending.composer.edit, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert sending.composer.status().startswith(words)
    assert sending.conversation.drop_area.words().startswith(words)
    sending.tell()
    assert sending.composer.files.button.isVisible()


def test_a_file_waits_while_the_connection_is_lost(qtbot: QtBot, sending: Sending, folder: Path) -> None:
    sending.tell(CAN, LinkPhase.LOST)
    sending.paste(files(folder / "plan.pdf"))
    enter()
    qtbot.waitUntil(lambda: len(sending.offered()) == 1)


def test_files_are_sent_to_one_person_as_well(qtbot: QtBot, theme: Theme, folder: Path) -> None:
    connection = FakeConnection()
    made = Sending(qtbot, theme, connection, make_room("bob", RoomKind.PRIVATE, connection, people=()))
    made.paste(files(folder / "plan.pdf"))
    enter()
    qtbot.waitUntil(lambda: len(made.offered()) == 1)
    made.world.end()


# -- long texts


def test_much_that_was_pasted_may_go_as_a_file(qtbot: QtBot, sending: Sending) -> None:
    text = "\n".join(f"line {number}" for number in range(8))
    source = QMimeData()
    source.setText(text)
    sending.paste(source)
    enter()
    bar = sending.composer._confirm
    assert bar.isVisible()
    QTest.mouseClick(bar._file, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert sending.sheet.card.accessibleName() == "Send a file"
    QTest.keyClick(sending.sheet.caption.edit, Qt.Key.Key_Escape)
    assert sending.composer.text() == text
    enter()
    QTest.mouseClick(bar._file, Qt.MouseButton.LeftButton)
    enter()
    qtbot.waitUntil(lambda: len(sending.offered()) == 1)
    [wish] = sending.offered()
    assert (wish.data, wish.type, wish.caption) == (text.encode(), "text/plain", "")
    assert sending.composer.text() == ""


def test_a_text_too_long_for_a_message_is_offered_as_a_file_at_once(qtbot: QtBot, sending: Sending) -> None:
    source = QMimeData()
    source.setText("x" * 100_000)
    sending.composer.set_text("kept")
    sending.paste(source)
    enter()
    qtbot.waitUntil(lambda: len(sending.offered()) == 1)
    assert len(sending.offered()[0].data) == 100_000
    assert sending.composer.text() == "kept"


def test_too_many_messages_may_go_as_a_file_and_as_nothing_else(sending: Sending) -> None:
    sending.composer.set_limit(400)
    sending.composer.set_text("\n".join("x" * 61))
    enter()
    bar = sending.composer._confirm
    assert bar._words.text().endswith("60 at once is the most. Send it as a file?")
    assert (bar._send.isVisible(), bar._file.isVisible()) == (False, True)


def test_the_answers_stand_below_each_other_where_the_window_is_narrow(
    qtbot: QtBot, sending: Sending, theme: Theme
) -> None:
    theme.set_text_scale(200)
    sending.world.window.resize(480, 700)
    sending.composer.set_limit(400)
    sending.composer.set_text("\n".join("abcdefgh"))
    bar = sending.composer._confirm
    enter()
    qtbot.waitUntil(lambda: bar._send.y() < bar._file.y() < bar._keep.y())
    for button in (bar._send, bar._file, bar._keep):
        assert button.width() >= button.sizeHint().width()
    [ring] = sending.world.window.findChildren(FocusRing)
    assert ring.geometry().contains(bar._keep.geometry())
    theme.set_text_scale(100)


def test_an_edit_cannot_become_a_file(sending: Sending) -> None:
    source = QMimeData()
    source.setText("\n".join("abcdefgh"))
    sending.composer.begin_edit("x", "old")
    sending.composer.set_text("")
    sending.paste(source)
    enter()
    assert sending.composer._confirm.isVisible()
    assert not sending.composer._confirm._file.isVisible()


# -- dropping


def drag(source: QMimeData) -> QDragEnterEvent:
    """Something comes over a widget."""
    move, left = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    return QDragEnterEvent(QPoint(5, 5), move, source, left, Qt.KeyboardModifier.NoModifier)


def drop(source: QMimeData) -> QDropEvent:
    """Something is let go over a widget."""
    both, left = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    return QDropEvent(QPointF(5, 5), both, source, left, Qt.KeyboardModifier.NoModifier)


def dragged(source: QMimeData) -> QDragMoveEvent:
    """Something is moved on over a widget."""
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    return QDragMoveEvent(QPoint(9, 9), copy, source, left, Qt.KeyboardModifier.NoModifier)


def test_files_are_dropped_anywhere_on_the_conversation(qtbot: QtBot, sending: Sending, folder: Path) -> None:
    """The events as Qt sends them: what comes under the pointer is asked after the one before was left."""
    area, source = sending.conversation.drop_area, files(folder / "plan.pdf")
    text = sending.composer.edit.viewport()
    entered, over, moved, dropped = drag(source), drag(source), dragged(source), drop(source)
    QApplication.sendEvent(text, entered)
    assert area.isVisible()  # the text edit has left them to the conversation
    assert entered.isAccepted()
    assert area.geometry() == sending.conversation.rect()
    assert area.words() == "Drop to send to Robotics club"
    QApplication.sendEvent(text, QDragLeaveEvent())
    QApplication.sendEvent(area, over)
    QApplication.sendEvent(area, moved)
    assert area.isVisible()
    assert moved.isAccepted()
    QApplication.sendEvent(area, dropped)
    assert not area.isVisible()
    assert dropped.dropAction() is Qt.DropAction.CopyAction  # who moves would delete what was sent
    enter()
    qtbot.waitUntil(lambda: len(sending.offered()) == 1)


def test_the_words_go_when_the_pointer_leaves_or_lets_go_at_once(sending: Sending, folder: Path) -> None:
    area, source = sending.conversation.drop_area, files(folder / "plan.pdf")
    first, over, again, dropped = drag(source), drag(source), drag(source), drop(source)
    QApplication.sendEvent(sending.conversation, first)
    QApplication.sendEvent(sending.conversation, QDragLeaveEvent())
    assert not area.isVisible()
    QApplication.sendEvent(area, over)
    QApplication.sendEvent(area, QDragLeaveEvent())
    assert not area.isVisible()
    QApplication.sendEvent(sending.conversation, again)
    QApplication.sendEvent(sending.conversation, dropped)
    assert not area.isVisible()
    assert len(sending.sheets) == 1


def test_where_no_files_can_be_sent_a_drop_says_why_and_does_nothing(sending: Sending, folder: Path) -> None:
    sending.tell(MessageAbilities(), is_hub=False)
    area, source = sending.conversation.drop_area, files(folder / "plan.pdf")
    entered, over, moved = drag(source), drag(source), dragged(source)
    QApplication.sendEvent(sending.conversation, entered)
    assert area.isVisible()
    assert area.words().startswith("This network takes no files.")
    QApplication.sendEvent(area, over)
    assert over.dropAction() is Qt.DropAction.IgnoreAction
    QApplication.sendEvent(area, moved)
    assert not moved.isAccepted()
    assert not area.grab().isNull()
    QApplication.sendEvent(area, QDragLeaveEvent())
    assert not area.isVisible()
    assert sending.wishes == []


def test_a_text_is_dropped_into_the_edit(sending: Sending) -> None:
    source = QMimeData()
    source.setText("dragged")
    over = drag(source)
    QApplication.sendEvent(sending.conversation, over)
    assert over.isAccepted()
    assert not sending.conversation.drop_area.isVisible()
    dropped = drop(source)
    QApplication.sendEvent(sending.conversation, dropped)
    assert sending.composer.text() == "dragged"
    empty = QMimeData()
    nothing = drag(empty)
    QApplication.sendEvent(sending.conversation, nothing)
    assert not nothing.isAccepted()


# -- what is on its way


def strip_of(sending: Sending) -> UploadStrip:
    """The one of the conversation."""
    assert sending.conversation.uploads is not None
    return sending.conversation.uploads


def test_what_is_sent_is_seen_above_the_composer_until_it_is_said(sending: Sending) -> None:
    model = sending.connection.files
    assert sending.conversation.uploads is None
    model.set_upload("#Robotics", FileProgress("1", "plan.pdf", 8_000_000))
    strip = strip_of(sending)
    [row] = strip.rows.values()
    assert strip.isVisible()
    assert row.accessibleName() == "plan.pdf: Waits for its turn"
    for state, done, speed, words in (
        (TransferState.RUNNING, 2_000_000, 0.0, "2.0 MB of 8.0 MB"),
        (TransferState.RUNNING, 2_000_000, 500_000.0, "2.0 MB of 8.0 MB · 500.0 KB/s · 12 s left"),
        (TransferState.RUNNING, 7_900_000, 500_000.0, "7.9 MB of 8.0 MB · 500.0 KB/s"),
        (TransferState.RUNNING, 2_000_000, 500.0, "2.0 MB of 8.0 MB · 500 bytes/s · 3 h left"),
        (TransferState.RUNNING, 2_000_000, 5_000.0, "2.0 MB of 8.0 MB · 5.0 KB/s · 20 min left"),
        (TransferState.RUNNING, 8_000_000, 500_000.0, "Almost there…"),
        (TransferState.BROKEN, 2_000_000, 0.0, "Interrupted; it goes on by itself"),
        (TransferState.FAILED, 2_000_000, 0.0, "Not sent"),
    ):
        model.set_upload("#robotics", FileProgress("1", "plan.pdf", 8_000_000, done, speed, state))
        assert list(strip.rows.values()) == [row]
        assert row.words.full_text() == words
        assert row.again.isVisible() is (state is TransferState.FAILED)
    model.set_upload("#robotics", FileProgress("1", "plan.pdf", 8, 8, 0.0, TransferState.DONE))
    assert not strip.isVisible()
    model.forget_upload("1")
    assert strip.rows == {}


def test_an_upload_is_given_up_or_tried_again(sending: Sending) -> None:
    model = sending.connection.files
    for key in "12":
        failed = FileProgress(key, f"{key}.pdf", 8, 0, 0.0, TransferState.FAILED, "The disk is full.")
        model.set_upload("#robotics", failed)
    first, second = strip_of(sending).rows.values()
    assert first.words.full_text() == "The disk is full."
    QTest.mouseClick(first.again, Qt.MouseButton.LeftButton)
    QTest.mouseClick(second.cross, Qt.MouseButton.LeftButton)
    assert sending.wishes == [RetryTransfer("1"), CancelTransfer("2")]
    second.cross.setFocus()
    model.forget_upload("2")
    assert sending.composer.edit.hasFocus()


def test_what_is_sent_elsewhere_is_not_shown_here_and_more_than_three_rows_scroll(sending: Sending) -> None:
    model = sending.connection.files
    model.set_upload("#other", FileProgress("0", "x", 8))
    assert sending.conversation.uploads is None
    heights = []
    for key in "12345":
        model.set_upload("#robotics", FileProgress(key, f"{key}.pdf", 8))
        heights.append(strip_of(sending)._area.minimumHeight())
    assert heights[0] < heights[1] < heights[2] == heights[3] == heights[4]


def test_the_parts_are_painted(qtbot: QtBot, sending: Sending, folder: Path) -> None:
    """Neither a picture nor a bar stays empty."""
    sending.paste(files(folder / "photo.png"))
    [row] = sending.sheet.rows.values()
    qtbot.waitUntil(lambda: row.preview._image is not None)
    shown = row.preview.grab().toImage()
    assert shown.pixelColor(20, shown.height() // 2) == QColor("red")
    sending.sheet.dismiss()
    running = FileProgress("1", "x", 100, 50, 0.0, TransferState.RUNNING)
    sending.connection.files.set_upload("#robotics", running)
    [upload] = strip_of(sending).rows.values()
    qtbot.waitExposed(upload)
    bar = upload._bar.grab().toImage()
    assert bar.pixelColor(bar.width() // 4, 2) != bar.pixelColor(bar.width() * 3 // 4, 2)
