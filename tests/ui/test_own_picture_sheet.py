"""Choosing one's own picture: from a file, the clipboard or a drop; which part of it; what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.ui.composer.message_edit import Offer
from app.ui.pictures.picture_decoder import PictureKind, decode_picture, picture_kind
from app.ui.pictures.thumbnail_maker import AVATAR_SIDE, MOST_AVATAR_BYTES, make_avatar
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import AvatarLabel
from app.ui.window.action_ids import ActionId
from app.ui.window.own_picture_sheet import OwnPictureSheet
from app.ui.window.picture_crop import PictureCrop
from app.words import people_words
from tests.ui.test_pictures import encoded, halves, noise, png, turned
from tests.ui.window_world import FakeConnection, World, make_room

pytestmark = pytest.mark.qt_log_ignore("libpng", "QImageIOHandler", "QPngHandler", extend=True)
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 700)
    window.show()
    return window


@pytest.fixture
def sheet(theme: Theme, over: QWidget) -> Iterator[OwnPictureSheet]:
    made = OwnPictureSheet(theme, over, has_picture=True)
    yield made
    made.dismiss()


def read(sheet: OwnPictureSheet, qtbot: QtBot, offer: Offer) -> None:
    sheet.take(offer)
    qtbot.waitUntil(lambda: not sheet._thread._running)


@pytest.fixture
def crop(theme: Theme, over: QWidget) -> PictureCrop:
    made = PictureCrop(theme, over)
    made.show()
    made.show_image(halves(400, 200))
    return made


# -- which part


def test_at_first_the_middle_is_chosen(crop: PictureCrop) -> None:
    assert crop.square() == QRect(100, 0, 200, 200)
    crop.show_image(halves(200, 400))
    assert crop.square() == QRect(0, 100, 200, 200)
    crop.show_image(halves(2, 1))
    assert crop.square().size().width() == 1


def test_keys_move_and_zoom_and_never_leave_the_picture(crop: PictureCrop, qtbot: QtBot) -> None:
    qtbot.keyClick(crop, Qt.Key.Key_Left)
    assert crop.square() == QRect(90, 0, 200, 200)
    qtbot.keyClick(crop, Qt.Key.Key_Up)
    assert crop.square().top() == 0
    qtbot.keyClick(crop, Qt.Key.Key_Plus)
    assert crop.square() == QRect(110, 20, 160, 160)
    for _ in range(60):
        qtbot.keyClick(crop, Qt.Key.Key_Right)
    assert crop.square() == QRect(240, 20, 160, 160)
    for _ in range(60):
        qtbot.keyClick(crop, Qt.Key.Key_Plus)
    assert crop.square().width() == 16
    for _ in range(60):
        qtbot.keyClick(crop, Qt.Key.Key_Minus)
    assert crop.square() == QRect(200, 0, 200, 200)


def test_the_mouse_drags_and_its_wheel_zooms_where_it_is(crop: PictureCrop, qtbot: QtBot) -> None:
    middle = crop.rect().center()
    seen = crop._seen().width()
    qtbot.mousePress(crop, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(crop, middle + QPoint(round(seen / 4), 0))
    qtbot.mouseRelease(crop, Qt.MouseButton.LeftButton, pos=middle + QPoint(round(seen / 4), 0))
    assert abs(crop.square().left() - 50) <= 1
    before = crop.square()
    corner = QPointF(crop._seen().topLeft())
    turned = QWheelEvent(
        corner,
        corner,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(crop, turned)
    assert crop.square().width() == 160
    assert abs(crop.square().left() - before.left()) <= 1
    assert crop.square().top() <= 1


# -- what comes of it


def test_it_becomes_a_small_square_with_nothing_but_pixels() -> None:
    data = make_avatar(halves(400, 200), QRect(200, 0, 200, 200))
    shown = decode_picture(data)
    assert (shown.kind, shown.width, shown.height) == (PictureKind.JPEG, AVATAR_SIDE, AVATAR_SIDE)
    assert shown.image.pixelColor(128, 128).blue() > 240
    image = halves(300, 300)
    image.setText("Place", "52.5200")
    assert b"52.5200" not in make_avatar(image, image.rect())
    assert len(make_avatar(noise(600, 600), QRect(0, 0, 600, 600))) <= MOST_AVATAR_BYTES
    clear = QImage(300, 300, QImage.Format.Format_ARGB32)
    clear.fill(Qt.GlobalColor.transparent)
    assert picture_kind(make_avatar(clear, clear.rect())) is PictureKind.PNG
    loud = noise(300, 300).convertToFormat(QImage.Format.Format_ARGB32)
    loud.setPixelColor(0, 0, QColor(0, 0, 0, 0))
    assert picture_kind(make_avatar(loud, loud.rect())) is PictureKind.JPEG


# -- where it comes from


def test_a_file_is_chosen_cut_and_used(
    sheet: OwnPictureSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "face.jpg"
    path.write_bytes(turned(encoded(halves(400, 200), "JPEG", 95), 6))
    assert not sheet.use.isEnabled()
    qtbot.keyClick(sheet.crop, Qt.Key.Key_Return)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(path), ""))
    sheet.file.click()
    qtbot.waitUntil(sheet.use.isEnabled)
    assert sheet.crop.square() == QRect(0, 100, 200, 200), "it stands upright"
    told: list[bytes] = []
    sheet.chosen.connect(told.append)
    qtbot.keyClick(sheet.crop, Qt.Key.Key_Return)
    assert sheet.isHidden()
    assert decode_picture(told[0]).width == AVATAR_SIDE


def test_a_picture_is_pasted(sheet: OwnPictureSheet, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(halves(4000, 2000))
    qtbot.keyClick(sheet.file, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(sheet.use.isEnabled)
    assert sheet.crop.square() == QRect(400, 0, 800, 800)
    QGuiApplication.clipboard().setText("words")
    qtbot.keyClick(sheet.crop, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert sheet.problem.text() == ""


def test_a_picture_is_dropped(sheet: OwnPictureSheet, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "face.png").write_bytes(encoded(halves(100, 100)))
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(tmp_path / "face.png"))])
    left, may = Qt.MouseButton.LeftButton, Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    entered = QDragEnterEvent(QPoint(350, 300), may, dragged, left, NONE)
    QApplication.sendEvent(sheet, entered)
    assert (entered.isAccepted(), entered.dropAction()) == (True, Qt.DropAction.CopyAction)
    QApplication.sendEvent(sheet, QDropEvent(QPointF(350, 300), may, dragged, left, NONE))
    qtbot.waitUntil(sheet.use.isEnabled)


@pytest.mark.parametrize("data", [b"<svg/>", b"GIF89a", png(20_000, 20_000, rows=5)])
def test_what_is_none_is_said(sheet: OwnPictureSheet, qtbot: QtBot, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "face.png"
    path.write_bytes(data)
    read(sheet, qtbot, Offer((str(path),)))
    is_large = len(data) > 20
    expected = people_words.PICTURE_TOO_LARGE() if is_large else people_words.NO_PICTURE()
    assert (sheet.problem.text(), sheet.use.isEnabled()) == (expected, False)
    read(sheet, qtbot, Offer((str(tmp_path),)))
    assert sheet.problem.text() == people_words.NO_PICTURE()
    read(sheet, qtbot, Offer(data=encoded(halves())))
    assert (sheet.problem.text(), sheet.use.isEnabled()) == ("", True)


def test_tab_goes_round_inside(sheet: OwnPictureSheet, qtbot: QtBot, over: QWidget) -> None:
    over.activateWindow()
    qtbot.waitUntil(over.isActiveWindow)
    read(sheet, qtbot, Offer(data=encoded(halves())))
    sheet.crop.setFocus()
    seen = []
    for _ in range(5):
        sheet.focusNextPrevChild(True)
        seen.append(sheet.focusWidget())
    assert seen == [sheet.file, sheet.remove, sheet.cancel, sheet.use, sheet.crop]


# -- from the window


@pytest.fixture
def world(theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    made = World(theme, make_room(connection=own), connection=own)
    yield made
    made.end()


def test_the_way_leads_over_name_and_colour(world: World, qtbot: QtBot) -> None:
    own, told = world.window.own, list[bytes]()
    own.set_profile("mara", away=False)
    own.set_picture("", may_be_chosen=False)
    world.window.actions_[ActionId.CHANGE_NAME].trigger()
    dialog = world.window.asker.dialog
    assert dialog is not None
    choice = dialog.colour_choice()
    assert choice is not None
    assert choice.button is None, "the hub takes no files"
    own.set_picture("own", may_be_chosen=True)
    world.window.actions_[ActionId.CHANGE_NAME].trigger()
    dialog = world.window.asker.dialog
    assert dialog is not None
    choice = dialog.colour_choice()
    assert choice is not None
    assert choice.button is not None
    own.picture_chosen.connect(told.append)
    own.picture_removed.connect(lambda: told.append(b""))
    for _ in range(2):
        choice.button.click()
        sheet = world.window.findChildren(OwnPictureSheet)[-1]
        if not told:
            assert not sheet.remove.isHidden()
            sheet.remove.click()
            own.set_picture("", may_be_chosen=True)
            [avatar] = choice.findChildren(AvatarLabel)
            assert avatar.look().picture == ""
        else:
            read(sheet, qtbot, Offer(data=encoded(halves())))
            assert sheet.remove.isHidden()
            sheet.use.click()
    assert (told[0], picture_kind(told[1])) == (b"", PictureKind.JPEG)
    assert world.window.asker.dialog is dialog, "and leads back"


def test_with_large_text_in_a_low_window_the_buttons_stay(theme: Theme, over: QWidget, qtbot: QtBot) -> None:
    over.resize(700, 520)
    theme.set_text_scale(200)
    sheet = OwnPictureSheet(theme, over, has_picture=True)
    qtbot.waitUntil(lambda: sheet._area.verticalScrollBar().maximum() > 0)
    assert sheet.card.rect().contains(sheet.use.geometry())
    assert not sheet._area.geometry().intersects(sheet.use.geometry())
    sheet.focusNextPrevChild(True)
    assert (
        sheet._area.viewport()
        .rect()
        .intersects(
            sheet.remove.visibleRegion()
            .boundingRect()
            .translated(sheet.remove.mapTo(sheet._area.viewport(), QPoint()))
        )
    )
    sheet.dismiss()
    theme.set_text_scale(100)


def test_nothing_is_told_where_a_person_looks_as_before(world: World) -> None:
    own, told = world.window.own, list[int]()
    own.set_profile("mara", away=False, colour_of="mara")
    own.changed.connect(lambda: told.append(1))
    for _ in range(3):  # once for each of others whose picture is new
        own.set_profile("mara", away=False, colour_of="mara")
        own.set_picture("", may_be_chosen=True)
    assert told == []
    own.set_profile("mara", away=True, colour_of="mara")
    assert told == [1]
