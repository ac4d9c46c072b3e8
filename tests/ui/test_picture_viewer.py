"""A picture looked at whole: loading, zoom, the next one, what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.irc.file_tag import SharedFile
from app.models.ignored_people import IgnoredPerson
from app.models.room import Room, RoomKind
from app.models.room_wishes import SaveFile, WantPicture
from app.models.timeline_entries import MessageEntry
from app.ui.pictures.picture_decoder import PictureProblem
from app.ui.theme.theme import Theme
from app.ui.window.picture_canvas import PictureCanvas
from app.ui.window.picture_viewer import PictureViewer, ViewerAction
from tests.ui.test_picture_motion import gif
from tests.ui.test_pictures import encoded, halves
from tests.ui.test_timeline_files import picture, shared, shares
from tests.ui.timeline_world import told
from tests.ui.window_world import FakeConnection, World, make_room

Key = Qt.Key
Open = Callable[[int], PictureViewer]


@pytest.fixture
def room() -> Room:
    """A room with three pictures, one of somebody who is ignored, and a file."""
    connection = FakeConnection()
    made = make_room("#robotics", RoomKind.CHANNEL, connection)
    connection.rooms = (made,)
    made.timeline.ignored.add(IgnoredPerson("eve"))
    made.timeline.append(
        [
            shares(picture(1), "one"),
            told("words"),
            shares(picture(2), "hidden", sender="eve"),
            shares(shared(number=3)),
            shares(picture(4), "two"),
            shares(picture(5, size=9_000_000), "large"),
        ]
    )
    return made


@pytest.fixture
def world(qtbot: QtBot, theme: Theme, room: Room) -> Iterator[World]:
    """A window that shows it."""
    assert isinstance(room.connection, FakeConnection)
    made = World(theme, room, connection=room.connection)
    yield made
    made.end()


@pytest.fixture
def open_at(world: World, room: Room) -> Open:
    """Opens the viewer at a message, as a press on its picture does."""

    def opened(row: int) -> PictureViewer:
        conversation = world.window.page.conversation
        assert conversation is not None
        world.wishes.clear()
        conversation.timeline.message_actions.picture_requested.emit(room.timeline.entries[row])
        return world.window.findChildren(PictureViewer)[-1]

    return opened


def file_of(room: Room, row: int) -> SharedFile:
    """The file of a message."""
    entry = room.timeline.entries[row]
    assert isinstance(entry, MessageEntry)
    assert entry.file is not None
    return entry.file


def test_the_small_one_is_shown_until_the_whole_is_here(
    open_at: Open, world: World, room: Room, qtbot: QtBot
) -> None:
    file, files = file_of(room, 0), room.connection.files
    files.put_preview(file.thumbnail, encoded(halves(48, 36)))
    viewer = open_at(0)
    assert world.wishes == [(room, WantPicture(file))]
    qtbot.waitUntil(lambda: viewer.canvas._image is not None)
    assert viewer.canvas._words == "Loading…"
    assert not viewer.buttons[ViewerAction.COPY].isEnabled()
    files.put_preview(file.id, encoded(halves(1600, 1200)))
    qtbot.waitUntil(lambda: viewer.image is not None)
    assert viewer.canvas._words == ""
    assert viewer.canvas._image is viewer.image
    viewer.grab()
    QTest.keySequence(viewer.canvas, "Ctrl+C")
    assert QGuiApplication.clipboard().image().size() == QSize(1600, 1200)
    assert "cat.png, alice" in viewer.canvas.accessibleName()


def test_one_goes_from_picture_to_picture(open_at: Open, room: Room) -> None:
    viewer = open_at(0)
    assert "1 of 3" in viewer.told.full_text()
    assert viewer.buttons[ViewerAction.PREVIOUS].isHidden()
    assert not viewer.buttons[ViewerAction.NEXT].isHidden()
    QTest.keyClick(viewer.canvas, Key.Key_Left)
    assert viewer.entry is room.timeline.entries[0]
    QTest.keyClick(viewer.canvas, Key.Key_Right)
    assert viewer.entry is room.timeline.entries[4], "what is no picture or of who is ignored is passed by"
    viewer.buttons[ViewerAction.NEXT].setFocus()
    viewer.buttons[ViewerAction.NEXT].click()
    assert viewer.buttons[ViewerAction.NEXT].isHidden()
    assert viewer.canvas.hasFocus()
    assert viewer.entry is room.timeline.entries[5]
    assert not viewer.buttons[ViewerAction.NEXT].isEnabled()


def test_what_is_too_large_or_cannot_be_had_says_so(open_at: Open, world: World, room: Room) -> None:
    viewer = open_at(5)
    assert world.wishes == []
    assert viewer.canvas._words.startswith("This picture is too large")
    viewer.dismiss()
    viewer = open_at(0)
    room.connection.files.put_preview(file_of(room, 0).id, b"")
    assert viewer.canvas._words == "The picture cannot be shown."
    viewer.grab()


def test_a_damaged_picture_says_so(open_at: Open, room: Room, qtbot: QtBot) -> None:
    room.connection.files.put_preview(file_of(room, 0).id, b"nothing")
    viewer = open_at(0)
    qtbot.waitUntil(lambda: viewer.canvas._words == "The picture cannot be shown.")


def test_one_of_too_many_pixels_says_so(open_at: Open, qtbot: QtBot) -> None:
    viewer = open_at(0)
    viewer._thread.failed.emit(viewer.entry.file.id if viewer.entry.file else "", PictureProblem.TOO_LARGE)
    assert viewer.canvas._words.startswith("This picture is too large")


def test_what_is_shown_much_smaller_loses_no_pixels(qtbot: QtBot, theme: Theme) -> None:
    stripes = QImage(1600, 800, QImage.Format.Format_RGB32)
    stripes.fill(Qt.GlobalColor.white)
    painter = QPainter(stripes)
    for x in range(0, 1600, 8):  # as lines of writing are: one in eight pixels
        painter.fillRect(x, 0, 1, 800, Qt.GlobalColor.black)
    painter.end()
    canvas = PictureCanvas(theme)
    qtbot.addWidget(canvas)
    canvas.resize(200, 100)
    canvas.show_picture(stripes, stripes.size())
    shown = canvas.grab().toImage()
    greys = {shown.pixelColor(x, 50).lightness() for x in range(20, 180)}
    assert max(greys) - min(greys) < 8, "each line is a little of it, none is all or nothing"
    assert 215 < max(greys) < 232
    canvas.show_picture(None, stripes.size())
    canvas.grab()


def test_a_picture_that_is_loaded_no_more_is_shown_alone(world: World, room: Room, theme: Theme) -> None:
    other = shares(replace(picture(9), width=0, height=0), "gone")
    viewer = PictureViewer(theme, room, other, world.window.asker.over)
    viewer.begin()
    assert " of " not in viewer.told.full_text()
    assert not viewer.may_step(1)
    viewer.dismiss()


def test_one_zooms_about_a_point_and_moves_within_the_picture(
    open_at: Open, room: Room, qtbot: QtBot
) -> None:
    viewer = open_at(0)
    canvas = viewer.canvas
    fitting = canvas.percent
    assert fitting < 100
    for _ in range(3):
        QTest.keyClick(canvas, Key.Key_Plus)
    assert canvas.percent == pytest.approx(fitting * 1.25**3, abs=2)
    assert viewer.percent.text() == f"{canvas.percent} %"
    before = canvas._place().topLeft()
    middle = canvas.rect().center()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, pos=middle)
    QTest.mouseMove(canvas, middle + QPoint(9, 5))
    QTest.mouseRelease(canvas, left, pos=middle + QPoint(9, 5))
    assert canvas._place().topLeft() == before + QPointF(9, 5)
    QTest.mousePress(canvas, left, pos=middle)
    QTest.mouseMove(canvas, middle + QPoint(9000, 9000))
    QTest.mouseRelease(canvas, left, pos=middle)
    assert canvas._place().left() == pytest.approx(0)
    QTest.keyClick(canvas, Key.Key_0)
    assert canvas.percent == fitting
    QTest.keyClick(canvas, Key.Key_Minus)
    assert canvas.percent == fitting, "no smaller than all of it"
    QTest.mouseDClick(canvas, left, pos=middle)
    assert canvas.percent == 100
    QTest.mouseDClick(canvas, left, pos=middle)
    assert canvas.percent == fitting


def test_the_wheel_zooms_at_the_mouse(open_at: Open) -> None:
    canvas = open_at(0).canvas
    at = QPointF(canvas.rect().center()) + QPointF(100, 50)

    def under() -> QPointF:
        place = canvas._place()
        return (at - place.topLeft()) * (100 / canvas.percent)

    for _ in range(4):
        _turn(canvas, at)
    before = under()
    _turn(canvas, at)
    assert (under() - before).manhattanLength() < 12, "but for the rounding of the percent"


def _turn(canvas: object, at: QPointF) -> None:
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, QPoint(), QPoint(0, 120), none, plain, phase, False)
    QApplication.sendEvent(canvas, event)  # type: ignore[arg-type]


def test_it_is_saved_and_led_back_from(
    open_at: Open, world: World, room: Room, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("cat.png", ""))
    viewer = open_at(0)
    QTest.keySequence(viewer.canvas, "Ctrl+S")
    assert world.wishes[-1] == (room, SaveFile(file_of(room, 0), "cat.png", "alice"))
    with qtbot.waitSignal(room.timeline.window.found):
        QTest.keyClick(viewer.canvas, Key.Key_Return)
    assert viewer.isHidden()


def test_tab_goes_round_and_escape_closes(open_at: Open, world: World) -> None:
    viewer = open_at(0)
    seen = set()
    for _ in range(12):
        QTest.keyClick(world.window.focusWidget(), Key.Key_Tab)
        seen.add(world.window.focusWidget())
    enabled = {button for button in viewer.buttons.values() if button.isEnabled()}
    assert seen == {viewer.canvas, *enabled}
    viewer.canvas.setFocus()
    QTest.keyClick(viewer.canvas, Key.Key_Escape)
    assert viewer.isHidden()


def test_a_picture_that_moves_is_played_while_it_is_looked_at(
    open_at: Open, room: Room, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = room.connection.files
    for moves in (False, True):
        monkeypatch.setattr(theme, "duration", lambda milliseconds, moves=moves: milliseconds * moves)
        viewer = open_at(0)
        files.put_preview(file_of(room, 0).id, gif(2))
        qtbot.waitUntil(lambda viewer=viewer: viewer.image is not None)
        seen: list[QImage] = []
        viewer._motion.moved.connect(seen.append)
        if moves:
            qtbot.waitUntil(lambda seen=seen: len(seen) > 3)
            assert viewer.canvas._image is viewer.image
            viewer.step(1)
            assert viewer.image is None
            viewer.step(-1)
            qtbot.waitUntil(lambda seen=seen: len(seen) > 6)
        viewer.dismiss()
        assert not viewer._motion._seen.isActive()
        assert bool(seen) is moves
