"""Files of messages in the timeline: pictures in their place, cards, what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.client.wishes import Wish
from app.irc.file_tag import SharedFile
from app.models.file_progress import FileProgress, FileProgressModel, TransferState
from app.models.room_wishes import (
    CancelTransfer,
    FetchFile,
    OpenFileFolder,
    RetryTransfer,
    SaveFile,
    WantPreview,
)
from app.models.timeline import TimelineModel
from app.models.timeline_entries import MessageEntry, Reaction, SendState
from app.ui.action import row_of
from app.ui.theme.theme import Theme
from app.ui.timeline.accessible import spoken_row
from app.ui.timeline.base_row import ClickKind
from app.ui.timeline.message_registry import MESSAGE_ACTIONS, MessageAction
from app.ui.timeline.message_row import MessageRow
from app.ui.timeline.timeline_options import MessageAbilities, TimelineOptions
from app.ui.timeline.view import TimelineView
from tests.ui.test_pictures import encoded, halves
from tests.ui.timeline_world import ALL, NOON, fill, menu_texts, point_of, said, seen, told

MAY_FETCH = MessageAbilities(ALL.kinds | {FetchFile})


def file_id(number: int) -> str:
    """An id of a file."""
    return f"{number:022d}"


def shared(name: str = "plan.pdf", number: int = 1, media_type: str = "application/pdf") -> SharedFile:
    """A file that is no picture."""
    return SharedFile(file_id(number), name, 2_400_000, media_type, "0" * 64)


def picture(number: int = 1, width: int = 1600, height: int = 1200, size: int = 1_800_000) -> SharedFile:
    """A picture with a small one of it."""
    small = file_id(1000 + number)
    return SharedFile(file_id(number), "cat.png", size, "image/png", "0" * 64, width, height, small)


def shares(file: SharedFile, text: str = "", msgid: str = "", **fields: Any) -> MessageEntry:
    """A message that shares a file."""
    return said(text, msgid=msgid or file.id, file=file, **fields)


@pytest.fixture
def files(view: TimelineView) -> FileProgressModel:
    """What is known of the files of a view that can ask for them."""
    made = FileProgressModel(view)
    view.pictures.set_files(made)
    view.set_abilities(MAY_FETCH)
    return made


@pytest.fixture
def wishes(view: TimelineView) -> list[Wish]:
    """What is wanted in a view."""
    noted: list[Wish] = []
    view.pictures.wished.connect(noted.append)
    view.message_actions.wished.connect(noted.append)
    return noted


def row_at(view: TimelineView, index: int) -> MessageRow:
    """A row of a message."""
    row = view.row_layout.rows.row(index)
    assert isinstance(row, MessageRow)
    return row


def click(view: TimelineView, index: int, kind: ClickKind) -> None:
    """Press a part of a row."""
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, index, kind), delay=-1)


def links(view: TimelineView, index: int) -> list[str]:
    """What can be pressed at a file."""
    return [target.value for target in row_at(view, index).targets if target.kind in OF_LINKS]


OF_LINKS = {
    ClickKind.DOWNLOAD: FetchFile,
    ClickKind.SAVE_FILE: SaveFile,
    ClickKind.CANCEL_DOWNLOAD: CancelTransfer,
    ClickKind.RETRY_DOWNLOAD: RetryTransfer,
    ClickKind.OPEN_FOLDER: OpenFileFolder,
}


def progress(file: SharedFile, state: TransferState, **fields: Any) -> FileProgress:
    """How far a download is."""
    return FileProgress(file.id, file.name, file.size, state=state, **fields)


# -- pictures


def test_a_picture_has_its_place_before_it_is_here(
    view: TimelineView, model: TimelineModel, files: FileProgressModel, qtbot: QtBot, wishes: list[Wish]
) -> None:
    shown = picture()
    fill(view, model, [shares(shown), told("below")])
    before = [(area.top(), area.height()) for _, area, _ in view.visible_rows()]
    qtbot.waitUntil(lambda: wishes == [WantPreview(shown)])
    with qtbot.waitSignal(view.pictures.shown):
        files.put_preview(shown.thumbnail, encoded(halves(480, 360)))
    assert [(area.top(), area.height()) for _, area, _ in view.visible_rows()] == before
    found = row_at(view, 0).picture
    assert found is not None
    image = view.pictures.image(found)
    assert image is not None
    assert image.size() == QSize(360, 270) * view.devicePixelRatioF()
    assert _colours_seen(view) >= {"#ff0000", "#0000ff"}


def _colours_seen(view: TimelineView) -> set[str]:
    shot: QImage = view.viewport().grab().toImage()
    return {
        shot.pixelColor(x, y).name() for x in range(0, shot.width(), 9) for y in range(0, shot.height(), 9)
    }


@pytest.mark.parametrize(
    ("width", "height", "box"),
    [
        (4000, 3000, (360, 270)),
        (800, 2400, (100, 300)),
        (3000, 300, (360, 48)),
        (100, 80, (100, 80)),
        (3, 3, (48, 48)),
        (2, 9000, (48, 300)),
        (0, 0, (240, 180)),
    ],
)
def test_a_picture_is_shown_whole_and_never_enlarged(
    view: TimelineView,
    model: TimelineModel,
    files: FileProgressModel,
    width: int,
    height: int,
    box: tuple[int, int],
) -> None:
    fill(view, model, [shares(picture(1, width, height))])
    target = next(each for each in row_at(view, 0).targets if each.kind is ClickKind.SHOW_PICTURE)
    assert (round(target.rect.width()), round(target.rect.height())) == box


def test_pictures_are_asked_for_where_they_are_seen_and_once(
    view: TimelineView, model: TimelineModel, files: FileProgressModel, wishes: list[Wish], qtbot: QtBot
) -> None:
    fill(view, model, [shares(picture(number), time=NOON + number * 400) for number in range(200)])
    qtbot.waitUntil(lambda: len(wishes) >= 1)
    in_sight = {row.entry.file for _, _, row in view.visible_rows() if isinstance(row, MessageRow)}
    assert {wish.file for wish in wishes if isinstance(wish, WantPreview)} == in_sight
    asked = len(wishes)
    view.refresh()
    view.pictures._look()
    assert len(wishes) == asked


def test_nobody_is_asked_without_a_connection(
    view: TimelineView, model: TimelineModel, files: FileProgressModel, wishes: list[Wish]
) -> None:
    view.set_abilities(ALL)
    fill(view, model, [shares(picture()), shares(shared(number=2))])
    view.pictures._look()
    assert wishes == []
    assert links(view, 1) == []


def test_what_was_decoded_is_bounded(
    view: TimelineView,
    model: TimelineModel,
    files: FileProgressModel,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr("app.ui.timeline.file_pictures._KEPT_BYTES", 700_000)
    data = encoded(halves(400, 300))
    for number in range(4):
        files.put_preview(picture(number).thumbnail, data)
        fill(view, model, [shares(picture(number), time=NOON + number * 400)])
        with qtbot.waitSignal(view.pictures.shown):
            view.refresh()
    assert len(view.pictures._images) == 1


def test_a_picture_that_cannot_be_had_or_read_says_so_and_stays_pressable(
    view: TimelineView, model: TimelineModel, files: FileProgressModel, qtbot: QtBot
) -> None:
    gone, damaged = picture(1), picture(2)
    files.put_preview(gone.thumbnail, b"")
    files.put_preview(damaged.thumbnail, b"no picture")
    fill(view, model, [shares(gone), shares(damaged)])
    shown = [row_at(view, 0).picture, row_at(view, 1).picture]
    qtbot.waitUntil(lambda: all(view.pictures.is_failed(each) for each in shown if each is not None))
    view.viewport().grab()
    with qtbot.waitSignal(view.message_actions.picture_requested):
        click(view, 1, ClickKind.SHOW_PICTURE)
    files.put_preview(damaged.thumbnail, encoded(halves()))
    assert shown[1] is not None
    qtbot.waitUntil(lambda: view.pictures.image(shown[1]) is not None)


def test_a_larger_text_has_its_pictures_decoded_anew(
    view: TimelineView, model: TimelineModel, files: FileProgressModel, theme: Theme, qtbot: QtBot
) -> None:
    files.put_preview(picture().thumbnail, encoded(halves(480, 360)))
    fill(view, model, [shares(picture())])
    with qtbot.waitSignal(view.pictures.shown):
        view.refresh()
    with qtbot.waitSignal(view.pictures.shown):
        theme.set_text_scale(120)
        view.refresh()
    assert row_at(view, 0).picture is not None


# -- cards


def test_a_card_tells_how_its_download_goes_and_stays_as_high(
    view: TimelineView, model: TimelineModel, files: FileProgressModel, wishes: list[Wish]
) -> None:
    file = shared()
    fill(view, model, [shares(file)])
    height = row_at(view, 0).height
    assert links(view, 0) == ["Download", "Save as…"]
    click(view, 0, ClickKind.DOWNLOAD)
    assert wishes.pop() == FetchFile(file, "alice")
    files.set_download(progress(file, TransferState.RUNNING, done=600_000, speed=100_000.0))
    assert links(view, 0) == ["Cancel"]
    assert row_at(view, 0).height == height
    view.viewport().grab()
    files.set_download(progress(file, TransferState.DONE, path="/home/mara/Downloads/plan.pdf"))
    assert links(view, 0) == ["Open folder", "Save as…"]
    assert row_at(view, 0).height == height
    files.forget_download(file.id)
    assert links(view, 0) == ["Download", "Save as…"]


@pytest.mark.parametrize(
    ("state", "kind", "wish"),
    [
        (None, ClickKind.SAVE_FILE, lambda file: SaveFile(file, "", "alice")),
        (TransferState.BROKEN, ClickKind.CANCEL_DOWNLOAD, lambda file: CancelTransfer(file.id)),
        (TransferState.FAILED, ClickKind.RETRY_DOWNLOAD, lambda file: RetryTransfer(file.id)),
        (TransferState.DONE, ClickKind.OPEN_FOLDER, lambda file: OpenFileFolder(file.id)),
    ],
)
def test_what_is_pressed_at_a_card_is_wished(
    view: TimelineView,
    model: TimelineModel,
    files: FileProgressModel,
    wishes: list[Wish],
    state: TransferState | None,
    kind: ClickKind,
    wish: Callable[[SharedFile], Wish],
) -> None:
    file = shared()
    fill(view, model, [shares(file)])
    if state is not None:
        files.set_download(progress(file, state, reason="Your disk is full."))
    view.refresh()
    click(view, 0, kind)
    assert wishes == [wish(file)]
    view.viewport().grab()


def test_a_screen_reader_says_what_is_shared_and_how_it_comes(
    view: TimelineView, model: TimelineModel, files: FileProgressModel
) -> None:
    fill(view, model, [shares(shared(), "here"), shares(picture(2))])
    assert spoken_row(row_at(view, 0)).endswith("here, file plan.pdf, 2.4 MB")
    assert spoken_row(row_at(view, 1)).endswith("picture cat.png, 1.8 MB")
    for file in (shared(), picture(2)):
        files.set_download(progress(file, TransferState.FAILED, reason="Your disk is full."))
    assert spoken_row(row_at(view, 0)).endswith("2.4 MB, Your disk is full.")
    assert spoken_row(row_at(view, 1)).endswith("1.8 MB, Your disk is full.")


def test_a_long_name_loses_its_middle_and_is_copied_whole(
    view: TimelineView, model: TimelineModel, files: FileProgressModel
) -> None:
    name = "a" * 90 + ".pdf"
    fill(view, model, [shares(shared(name), "here")])
    row = row_at(view, 0)
    assert row.text.startswith("here\na")
    assert row.text.endswith("a.pdf")
    assert "…" in row.text
    assert row.copied() == f"here\n{name}"
    view.message_actions.copy(0)
    assert QGuiApplication.clipboard().text().endswith(f"alice: here\n{name}")


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("width", [440, 900])
@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_is_wider_than_the_text(
    view: TimelineView,
    model: TimelineModel,
    files: FileProgressModel,
    theme: Theme,
    compact: bool,
    width: int,
    scale: int,
) -> None:
    theme.set_text_scale(scale)
    view.resize(width, 700)
    view.set_options(TimelineOptions(compact=compact))
    file = shared("robot-arm-drawings-with-all-the-parts.pdf")
    files.set_download(progress(file, TransferState.FAILED, reason="A long reason why it is not here. " * 3))
    waiting = said("", own=True, state=SendState.PENDING, pending_id=4, file=shared("x.zip", 3))
    reacted = shares(picture(2), "look", reactions=(Reaction("👍", ("bob",)),), edited=True)
    fill(view, model, [shares(file, edited=True), waiting, reacted, shares(shared("a.ogg", 5), mention=True)])
    view.viewport().grab()
    geometry = view.row_layout.rows.context.geometry
    right = geometry.text_x + geometry.text_width
    for index in range(4):
        row = row_at(view, index)
        targets = [
            each for each in row.targets if each.kind in OF_LINKS or each.kind is ClickKind.SHOW_PICTURE
        ]
        assert all(target.rect.right() <= right + 1 for target in targets)
        assert all(target.rect.bottom() <= row.height for target in targets)
        assert all(target.rect.height() >= 24 for target in targets)
    theme.set_text_scale(100)


def test_a_message_that_was_deleted_shows_no_file(
    view: TimelineView, model: TimelineModel, files: FileProgressModel
) -> None:
    fill(view, model, [said("", msgid="x", deleted="by mistake")])
    assert seen(view) == ["Message deleted — \u2068by mistake\u2069"]
    assert {target.kind for target in row_at(view, 0).targets} == {ClickKind.SENDER}


def test_a_file_is_looked_for_by_its_name(
    view: TimelineView, model: TimelineModel, files: FileProgressModel
) -> None:
    from app.irc.search_terms import search_terms

    fill(view, model, [shares(shared())])
    plain = view.viewport().grab().toImage()
    view.highlight.set_terms(search_terms("plan"))
    assert view.viewport().grab().toImage() != plain


# -- keys and menus

OF_FILES: dict[MessageAction, TransferState | None] = {
    MessageAction.DOWNLOAD: None,
    MessageAction.SAVE_FILE: None,
    MessageAction.OPEN_FOLDER: TransferState.DONE,
    MessageAction.RETRY_DOWNLOAD: TransferState.FAILED,
    MessageAction.SHOW_PICTURE: None,
}


@pytest.mark.parametrize(("action", "state"), OF_FILES.items(), ids=lambda value: str(value))
def test_each_key_of_a_file_does_what_its_row_says(
    view: TimelineView,
    model: TimelineModel,
    files: FileProgressModel,
    qtbot: QtBot,
    action: MessageAction,
    state: TransferState | None,
) -> None:
    file = picture() if action is MessageAction.SHOW_PICTURE else shared()
    fill(view, model, [shares(file)])
    if state is not None:
        files.set_download(progress(file, state))
    actions = view.message_actions
    told_of = {
        MessageAction.DOWNLOAD: FetchFile(file, "alice"),
        MessageAction.SAVE_FILE: SaveFile(file, "", "alice"),
        MessageAction.OPEN_FOLDER: OpenFileFolder(file.id),
        MessageAction.RETRY_DOWNLOAD: RetryTransfer(file.id),
        MessageAction.SHOW_PICTURE: model.entries[0],
    }
    signal = actions.picture_requested if action is MessageAction.SHOW_PICTURE else actions.wished
    view.keyboard.go_to(0)
    for sequence in row_of(MESSAGE_ACTIONS, action).sequences():
        with qtbot.waitSignal(signal) as caught:
            QTest.keySequence(view, QKeySequence(sequence))
        assert caught.args == [told_of[action]]


def test_the_menu_has_what_can_be_done_with_a_file(
    view: TimelineView, model: TimelineModel, files: FileProgressModel
) -> None:
    other = [shares(picture()), shares(shared(number=2)), shares(shared(number=3)), told("words")]
    fill(view, model, other)
    files.set_download(progress(shared(number=3), TransferState.RUNNING))
    assert menu_texts(view, 0)[:3] == ["Show picture", "Download", "Save as…"]
    assert menu_texts(view, 1)[:2] == ["Download", "Save as…"]
    assert menu_texts(view, 2)[:2] == ["Cancel", "Reply"]
    assert menu_texts(view, 3)[0] == "Reply"


def test_a_tip_tells_the_name_of_a_picture(
    view: TimelineView, model: TimelineModel, files: FileProgressModel
) -> None:
    fill(view, model, [shares(picture())])
    place: QPoint = point_of(view, 0, ClickKind.SHOW_PICTURE)
    assert view.mouse.tooltip_at(place) == "cat.png · 1.8 MB"
