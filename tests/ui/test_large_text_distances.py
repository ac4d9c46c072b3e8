"""Distances grow with the text: what stands beside and below each other is not crowded at 200 %."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.models.picks import Pick, PicksModel
from app.models.room import RoomKind
from app.ui.hosting.hosting_info import HostAddress, Reachability
from app.ui.rooms import pick_delegate
from app.ui.rooms.new_room import NewRoomSheet
from app.ui.rooms.pick_delegate import PickDelegate
from app.ui.rooms.pick_overlay import PickOverlay
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Switch
from app.ui.widgets.labels import AddressLabel, Label
from app.ui.widgets.menu import Menu
from app.ui.widgets.question_dialog import QuestionDialog
from app.ui.widgets.surfaces import Card
from app.ui.window.account_sheet import AccountQuestion, AccountSheet
from app.ui.window.questions import rename_question
from tests.ui.window_world import FACTS, FakeConnection, World, make_room


@pytest.fixture
def world(qapp: QApplication, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    made = World(
        theme, make_room("#robotics", RoomKind.HOSTED, own), make_room("#b", connection=own), connection=own
    )
    yield made
    made.end()
    theme.set_text_scale(100)


def account(over: QWidget, theme: Theme) -> QWidget:
    return AccountSheet(
        theme, AccountQuestion("irc.example.org", "It asks.", "mara", may_go_without=True), over
    )


def new_room(over: QWidget, theme: Theme) -> QWidget:
    return NewRoomSheet(theme, over, network="Robotics club", newcomers="all")


def question(over: QWidget, theme: Theme) -> QWidget:
    return QuestionDialog(theme, rename_question("Mara Lind", "#223496", ""), over)


def pick(over: QWidget, theme: Theme) -> QWidget:
    return PickOverlay(theme, over, PicksModel(over), title="Rooms here", hint="Find a room", other=None)


Sheet = Callable[[QWidget, Theme], QWidget]


def settle() -> None:
    for _again in range(4):
        QApplication.processEvents()


def distances(over: QWidget) -> list[int]:
    """From each label or control down to the next below it, and from the first to the edges of the card."""
    card = next(one for one in over.findChildren(Card) if one.isVisible())
    kinds = (QLabel, QLineEdit, QComboBox)
    seen = [one for one in card.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    boxes = [QRect(one.mapTo(card, QPoint()), one.size()) for one in seen]
    found = [min(box.top() for box in boxes), min(box.left() for box in boxes)]
    for upper in boxes:
        gaps = [
            lower.top() - upper.bottom() - 1
            for lower in boxes
            if lower.top() > upper.bottom()
            and lower.left() <= upper.right()
            and upper.left() <= lower.right()
        ]
        found += [min(gaps)] if gaps else []
    return found


@pytest.mark.parametrize("make", [account, new_room, question])
def test_what_stands_below_each_other_keeps_its_distance_in_large_text(
    world: World, theme: Theme, make: Sheet
) -> None:
    world.window.resize(1400, 900)
    sheet = make(world.window.pages, theme)
    settle()
    before = distances(sheet)
    theme.set_text_scale(200)
    settle()
    after = distances(sheet)
    assert len(after) == len(before)
    assert not [(small, large) for small, large in zip(before, after, strict=True) if large < 1.8 * small - 2]
    sheet.deleteLater()


@pytest.mark.parametrize("make", [account, new_room, question, pick])
def test_a_narrow_sheet_keeps_large_words_away_from_its_edges(
    world: World, theme: Theme, make: Sheet
) -> None:
    world.window.resize(480, 700)
    theme.set_text_scale(200)
    sheet = make(world.window.pages, theme)
    settle()
    card = next(one for one in sheet.findChildren(Card) if one.isVisible())
    kinds = (QLabel, QLineEdit, QComboBox, Switch)
    seen = [one for one in card.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    boxes = [QRect(one.mapTo(card, QPoint()), one.size()) for one in seen]
    assert min(box.left() for box in boxes) >= 20
    assert max(box.right() for box in boxes) <= card.width() - 20
    bars = [area.verticalScrollBar() for area in sheet.findChildren(QScrollArea)]
    for bar in bars:
        if bar.isVisible():
            assert bar.mapTo(card, QPoint()).x() >= max(box.right() for box in boxes) + 8
    sheet.deleteLater()


@pytest.mark.parametrize("width", [480, 1100])
def test_an_address_of_the_host_panel_stays_on_one_line(world: World, theme: Theme, width: int) -> None:
    texts = ("192.168.100.124:6667", "127.0.0.1:6667", "[fd00::2]:6667", "[::1]:6667")
    addresses = tuple(HostAddress(text, Reachability.COMPUTER) for text in texts)
    world.window.set_hosting_info(replace(FACTS, addresses=addresses))
    world.window.resize(width, 700)
    for percent in (200, 100):
        theme.set_text_scale(percent)
        if not world.window.page.is_panel_open:
            world.window.page.toggle_panel()
        settle()
        shown = world.window.page.host_panel.addresses.findChildren(AddressLabel)
        assert [label.text() for label in shown] == list(texts)
        told = [one for one in world.window.page.host_panel.addresses.findChildren(Label) if one not in shown]
        for label, words in zip(shown, told, strict=True):
            row = label.parentWidget()
            assert row is not None
            ends = QRect(label.mapTo(row, QPoint()), label.size())
            assert not ends.intersects(QRect(words.mapTo(row, QPoint()), words.size()))


def test_what_was_hidden_while_the_text_grew_has_its_distances_too(world: World, theme: Theme) -> None:
    world.window.set_hosting_info(FACTS)
    world.window.resize(1400, 900)
    page = world.window.page
    body = page.host_panel.addresses.parentWidget()
    assert body is not None

    def margins() -> list[int]:
        page.toggle_panel()
        settle()
        found = [one.contentsMargins().top() for one in body.children() if isinstance(one, Label)]
        page.toggle_panel()
        settle()
        return found

    before = margins()
    theme.set_text_scale(200)
    assert margins() == [2 * px for px in before]
    assert max(before) > 0


def test_the_port_of_a_long_address_is_not_alone_on_a_line(qtbot: QtBot, theme: Theme) -> None:
    label = AddressLabel(theme, "[fd00:1234:5678:9abc:def0:1234:5678:9abc]:16667")
    qtbot.addWidget(label)
    label.show()
    for width in range(80, 400, 4):
        label.resize(width, 200)
        assert len(lines := label.text().split("\n")) == 1 or not lines[-1].isdecimal()


def test_what_picking_a_room_does_is_told_in_a_narrow_window_too(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(pick_delegate, "paint_elided_text", lambda _p, _b, text, *_r, **_k: told.append(text))
    model = PicksModel()
    model.set_picks([Pick("#a", "Class 4b, projects of the summer term", people=4, action="You are in it")])
    view = QListView()
    qtbot.addWidget(view)
    delegate = PickDelegate(theme, view)
    theme.set_text_scale(200)
    option = QStyleOptionViewItem()
    for width in (380, 900):
        told.clear()
        option.rect = QRect(0, 0, width, 96)
        image = QPixmap(width, 96)
        painter = QPainter(image)
        delegate.paint(painter, option, model.index(0, 0))
        painter.end()
        assert sorted(told) == ["4", "Class 4b, projects of the summer term", "You are in it"]
    theme.set_text_scale(100)


@pytest.mark.parametrize("make", [account, new_room, question, pick])
def test_a_sheet_that_is_gone_follows_the_text_no_more(world: World, theme: Theme, make: Sheet) -> None:
    sheet = make(world.window.pages, theme)
    settle()
    sheet.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(sheet)
    theme.set_text_scale(200)  # what is called then fails the test
    settle()


def marks(menu: Menu, theme: Theme) -> list[tuple[float, float]]:
    """Where the middles of the marks of its rows are, and how large these are."""
    menu.resize(menu.sizeHint())
    painted = list[tuple[float, float]]()

    def note(painter: QPainter, box: QRectF, *_rest: object) -> None:
        painted.append((painter.transform().map(box.center()).x(), box.width()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme, "paint_icon", note)
        menu.grab()
    return painted


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_marks_of_a_menu_grow_with_its_words(
    qtbot: QtBot, theme: Theme, direction: Qt.LayoutDirection
) -> None:
    menu = Menu(theme)
    qtbot.addWidget(menu)
    menu.setLayoutDirection(direction)
    chosen = menu.addAction("Tell me only of mentions")
    chosen.setCheckable(True)
    chosen.setChecked(True)
    more = Menu(theme, menu)
    more.setTitle("Settings")
    more.addAction("Light")
    menu.addMenu(more)
    for percent, side in ((100, 16), (200, 32)):
        theme.set_text_scale(percent)
        assert menu.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, menu) == side
        (check, check_side), (chevron, chevron_side) = marks(menu, theme)
        assert check_side == chevron_side == side
        start, end = sorted((check, menu.width() - check)), sorted((chevron, menu.width() - chevron))
        assert start[0] > side / 2
        assert end[0] > side / 2
        words = menu.actionGeometry(chosen).width() - menu.fontMetrics().horizontalAdvance(chosen.text())
        assert words >= 2 * side, "beside the words is room for the marks"
        assert (check < chevron) is (direction is Qt.LayoutDirection.LeftToRight)
    theme.set_text_scale(100)


def test_nothing_of_a_menu_is_black_where_no_compositor_is(qtbot: QtBot, theme: Theme) -> None:
    menu = Menu(theme)
    qtbot.addWidget(menu)
    menu.addAction("Copy")
    menu.resize(menu.sizeHint())
    image = QImage(menu.size(), QImage.Format.Format_RGB32)  # as there: nothing is transparent
    image.fill(0)
    menu.render(image)
    shown = menu.mask()
    black = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if shown.contains(QPoint(x, y)) and image.pixelColor(x, y).lightness() < 100
    ]
    corner = [place for place in black if place[0] < 12 and place[1] < 12]
    assert corner == []
