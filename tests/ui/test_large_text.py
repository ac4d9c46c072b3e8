"""At 200 % text everything that stands beside words grows with them, and nothing is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QDeadlineTimer, QPoint
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.application.checks import check_address, check_name, check_room
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRoom, RecentRooms
from app.models.room import RoomKind
from app.ui.composer.composer_buttons import SendButton
from app.ui.start.card_header import HostIllustration, JoinIllustration
from app.ui.start.start_page import StartChecks, StartPage
from app.ui.theme.theme import Theme
from app.ui.timeline.empty_room import OpenDoor
from app.ui.timeline.jump_button import JumpButton
from app.ui.widgets.buttons import Button, Switch
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import AvatarLabel, ElidedLabel, IconLabel, ProgramIcon
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.question_dialog import QuestionDialog
from app.ui.window.action_ids import ActionId
from app.ui.window.header_buttons import CountButton
from app.ui.window.link_view import LinkPhase, LinkView, Security
from app.ui.window.questions import rename_question
from tests.ui.window_world import FACTS, FakeConnection, World, make_room, message
from tests.words.walk_windows import questions_asked


@pytest.fixture
def world(qapp: QApplication, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    made = World(
        theme, make_room("#robotics", RoomKind.HOSTED, own), make_room("#b", connection=own), connection=own
    )
    yield made
    made.end()
    theme.set_text_scale(100)


@pytest.mark.parametrize(
    "make",
    [
        lambda theme: IconButton(theme, "search", "Search"),
        lambda theme: IconButton(theme, "search", "Search", small=True),
        SendButton,
        CountButton,
        lambda theme: Switch(theme, "Lock"),
        lambda theme: IconLabel(theme, "search"),
        lambda theme: AvatarLabel(theme, "mara"),
    ],
)
def test_what_stands_beside_words_grows_with_them_and_shrinks_again(
    qtbot: QtBot, theme: Theme, make: Callable[[Theme], QWidget]
) -> None:
    widget = make(theme)
    qtbot.addWidget(widget)

    def side() -> int:
        return max(widget.sizeHint().height(), widget.minimumHeight())

    before = side()
    theme.set_text_scale(200)
    larger = side()
    theme.set_text_scale(100)
    assert larger >= before + 16
    assert side() == before


def test_the_icon_of_a_button_grows_with_its_words(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "Copy")
    qtbot.addWidget(button)
    assert button.iconSize().height() == 16
    theme.set_text_scale(200)
    assert button.iconSize().height() == 32
    theme.set_text_scale(100)


def test_the_jump_button_has_room_for_a_large_number(qtbot: QtBot, theme: Theme) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    button = JumpButton(theme, parent)
    button.set_count(100)
    theme.set_text_scale(200)
    assert button.sizeHint().width() == 92
    theme.set_text_scale(100)


def test_the_composer_has_room_around_its_line_in_large_text(world: World, theme: Theme) -> None:
    conversation = world.window.page.conversation
    assert conversation is not None
    edit = conversation.composer.edit
    frame = edit.parentWidget()
    assert frame is not None
    for percent, least in ((200, 88), (100, 44)):
        theme.set_text_scale(percent)
        QApplication.processEvents()
        assert frame.height() >= least
        assert frame.height() - edit.height() >= 8
        assert edit.height() >= QFontMetrics(edit.font()).height()
        button = conversation.composer.emoji_button.geometry()
        assert abs(button.center().y() - edit.geometry().center().y()) <= 1, "on a line with what is written"
    assert frame.height() == 44


def test_the_host_panel_has_its_own_width_again_after_large_text(world: World, theme: Theme) -> None:
    window = world.window
    window.resize(1400, 700)
    window.set_hosting_info(FACTS)
    window.page.toggle_panel()
    QApplication.processEvents()
    before = window.page.host_panel.width()
    theme.set_text_scale(200)
    QApplication.processEvents()
    theme.set_text_scale(100)
    QApplication.processEvents()
    assert window.page.host_panel.width() == before


def alone(world: World) -> None:
    """A room in which nothing was said."""


def talk(world: World) -> None:
    world.rooms.rooms[0].timeline.append([message("bob", "hello")])


def panel(world: World) -> None:
    world.window.page.toggle_panel()


def password(world: World) -> None:
    panel(world)
    world.window.page.host_panel.access.change.click()


@pytest.mark.parametrize("state", [alone, talk, panel, password])
@pytest.mark.parametrize("width", [480, 1100])
def test_nothing_is_cut_at_twice_the_size_of_text(
    world: World, theme: Theme, state: Callable[[World], None], width: int
) -> None:
    world.window.set_hosting_info(FACTS)
    world.window.resize(width, 700)
    theme.set_text_scale(200)
    state(world)
    for _again in range(3):  # labels that wrap are laid out again once their width is known
        QApplication.processEvents()
    assert world.window.width() == width
    seen = [one for one in world.window.page.findChildren(QWidget) if one.isVisible()]
    assert not [cut for one in seen if (cut := cut_words(one))]
    for area in world.window.page.findChildren(QScrollArea):
        if area.isVisible():
            assert area.widget().width() <= area.viewport().width()


def with_recents(page: StartPage) -> None:
    """Rooms that one was in and rooms nearby stand below the cards."""


def with_errors(page: StartPage) -> None:
    page.set_name("")
    page.join_card.button.click()
    page.host_card.room.set_text("")
    page.host_card.button.click()


def with_the_advanced_part(page: StartPage) -> None:
    page.host_card.advanced.click()


@pytest.mark.parametrize("state", [with_recents, with_errors, with_the_advanced_part])
@pytest.mark.parametrize("width", [480, 1100])
def test_nothing_of_the_start_page_is_cut_at_twice_the_size_of_text(
    qtbot: QtBot, theme: Theme, state: Callable[[StartPage], None], width: int
) -> None:
    recents = RecentRooms(
        [RecentRoom("A room with quite a long name", "192.168.100.24:6667", True, 1.0)], theme
    )
    checks = StartChecks(check_name, check_address, check_room)
    page = StartPage(theme, recents, NearbyRows(), checks, is_readable=lambda room: True, name="Mara Lind")
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show()
    theme.set_text_scale(200)
    state(page)
    for _again in range(4):
        QApplication.processEvents()
    seen = [one for one in page.findChildren(QWidget) if one.isVisible()]
    cut = [words for one in seen if (words := cut_words(one))]
    theme.set_text_scale(100)
    assert not cut


@pytest.mark.parametrize("width", [480, 1100])
def test_nothing_of_a_question_is_cut_at_twice_the_size_of_text(
    world: World, theme: Theme, width: int
) -> None:
    world.window.resize(width, 700)
    theme.set_text_scale(200)
    cut = []
    for question in (*questions_asked(), rename_question("Mara Lind", "#223496", "")):
        dialog = QuestionDialog(theme, question, world.window.pages)
        for _again in range(4):
            QApplication.processEvents()
        for one in dialog.findChildren(QWidget):
            if one.isVisible() and (words := cut_words(one)):
                cut.append(f"{question.title}: {words}")
        dialog.hide()
        dialog.deleteLater()
    assert not cut


@pytest.mark.parametrize(
    "action",
    [ActionId.SHORTCUTS, ActionId.ABOUT, ActionId.SWITCH_ROOM, ActionId.SEARCH_ALL, ActionId.ROOM_FILES],
)
@pytest.mark.parametrize("width", [480, 1100])
def test_nothing_of_a_sheet_is_cut_at_twice_the_size_of_text(
    world: World, theme: Theme, action: ActionId, width: int
) -> None:
    world.window.resize(width, 700)
    theme.set_text_scale(200)
    world.window.actions_[action].trigger()
    sheet = world.window.findChild(ModalOverlay)
    assert sheet is not None
    for _again in range(4):
        QApplication.processEvents()
    assert sheet.rect().contains(sheet.card.geometry())
    seen = [one for one in sheet.findChildren(QWidget) if one.isVisible()]
    assert not [words for one in seen if (words := cut_words(one))]
    for area in sheet.findChildren(QScrollArea):
        assert area.widget().width() <= area.viewport().width()


LONG = "Zoë Lindqvist-Andersson kann wieder in den Raum kommen, sobald sie es möchte, und wird dort gesehen."


@pytest.mark.parametrize("action", ["", "Undo", "Invite again"])
@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("width", [480, 1100])
def test_nothing_of_what_is_said_in_passing_is_cut(
    world: World, theme: Theme, width: int, scale: int, action: str
) -> None:
    world.window.resize(width, 700)
    theme.set_text_scale(scale)
    toast = world.window.page.sheet.toast
    toast.say("Short.", action, print)
    toast.say(LONG, action, print)
    for _again in range(4):
        QApplication.processEvents()
    seen = [one for one in toast.findChildren(QWidget) if one.isVisible()]
    assert not [words for one in seen if (words := cut_words(one))]
    assert world.window.page.sheet.rect().contains(toast.geometry())
    conversation = world.window.page.conversation
    assert conversation is not None
    top = conversation.composer.mapTo(world.window.page.sheet, QPoint()).y()
    assert toast.geometry().bottom() < top, "it covers what one writes"


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("width", [480, 1100])
def test_nothing_of_why_one_was_banned_is_cut(world: World, theme: Theme, width: int, scale: int) -> None:
    world.window.resize(width, 700)
    theme.set_text_scale(scale)
    bar = world.window.page.sheet.connection_bar
    for say in (
        lambda: bar.show_ended(f"You were banned by Mara: {LONG}", may_rejoin=True),
        lambda: bar.show_lost(QDeadlineTimer(9000)),
        lambda: bar.show_offline(LONG, may_join=True),
        lambda: bar.show_ended(LONG, may_retry=True, may_rejoin=True, wants_password=True),
        lambda: bar.show_ended("Short."),
    ):
        say()
        for _again in range(4):
            QApplication.processEvents()
        seen = [one for one in bar.findChildren(QWidget) if one.isVisible()]
        assert not [words for one in seen if (words := cut_words(one))]
        assert [one.toolTip() for one in seen if isinstance(one, QLabel) and one.toolTip()] == []
    assert bar.bar.height() == theme.scaled(theme.metrics.header.state_bar)  # as before, with what is short
    bar.show_ended("x" * 30 + f" {LONG}" * 9)
    for _again in range(4):
        QApplication.processEvents()
    assert bar.height() < world.window.height() / 2


@pytest.mark.parametrize(
    "make", [lambda theme: ProgramIcon(theme, 48), HostIllustration, JoinIllustration, OpenDoor]
)
def test_pictures_grow_with_the_text(qtbot: QtBot, theme: Theme, make: Callable[[Theme], QWidget]) -> None:
    picture = make(theme)
    qtbot.addWidget(picture)

    def side() -> int:
        return max(picture.sizeHint().height(), picture.minimumHeight())

    before = side()
    theme.set_text_scale(200)
    larger = side()
    theme.set_text_scale(100)
    assert (larger, side()) == (2 * before, before)


def cut_words(widget: QWidget) -> str:
    """What of a widget has no room, "" for nothing. What is shortened with a sign may be."""
    if isinstance(widget, QLabel) and widget.text() and not isinstance(widget, ElidedLabel):
        metrics = QFontMetrics(widget.font())
        wanted = metrics.boundingRect(0, 0, 0, 0, 0, widget.text())
        if widget.wordWrap():
            is_cut = widget.height() < widget.heightForWidth(widget.width()) - 1
        else:
            is_cut = widget.width() < wanted.width() or widget.height() < metrics.height()
        return f"{widget.text()}: {widget.size()}" if is_cut else ""
    if isinstance(widget, QLineEdit | QComboBox):
        is_cut = widget.height() < QFontMetrics(widget.font()).height()
        return f"{widget.accessibleName()}: {widget.geometry()}" if is_cut else ""
    if isinstance(widget, (Button, IconButton, Switch, CountButton)):
        hint = widget.sizeHint()
        is_cut = widget.width() < hint.width() or widget.height() < hint.height()
        over = widget.parentWidget()
        if over is not None and not over.rect().contains(widget.geometry()):
            is_cut = True
        return f"{widget.accessibleName() or type(widget)}: {widget.geometry()} {hint}" if is_cut else ""
    return ""


def test_the_name_of_a_room_goes_before_the_words_about_its_connection(world: World, theme: Theme) -> None:
    window, header = world.window, world.window.page.sheet.header
    room = window.page.room
    assert room is not None
    window.resize(480, 700)
    view = LinkView(LinkPhase.ONLINE, security=Security.NOT_COMPARED, words=("one",) * 6)
    window.set_link_view(world.connection, view)

    def shows_words() -> bool:
        for _again in range(3):
            QApplication.processEvents()
        assert header.state.isVisible()
        assert header.title.text() == header.title.full_text() or not header.state.has_words
        return header.state.has_words

    assert shows_words()
    theme.set_text_scale(130)
    assert not shows_words()
    theme.set_text_scale(100)
    assert shows_words()
    room.set_title("Planning of the summer camp")
    assert not shows_words()
    window.resize(1100, 700)
    assert shows_words()
    room.set_title("Planning of the summer camp, of the trip to the lake and of whatever else there may be")
    assert not shows_words()
    room.set_title("Robotics club")
    assert shows_words()
