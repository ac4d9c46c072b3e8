"""The timeline under the keyboard, and what floats over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.client.wishes import CallOff, Delete, React, Resend
from app.models.room_wishes import ShowPerson
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Reaction, SendState
from app.ui.action import row_of
from app.ui.emoji.emoji_library import USUAL
from app.ui.emoji.emoji_picker import EmojiPicker
from app.ui.timeline.base_row import ClickKind
from app.ui.timeline.message_registry import MESSAGE_ACTIONS, MessageAction
from app.ui.timeline.timeline_keyboard import TIMELINE_KEYS, TimelineKey
from app.ui.timeline.timeline_options import MessageAbilities
from app.ui.timeline.view import TimelineView
from app.ui.widgets.menu import Menu
from tests.ui.test_timeline_files import OF_FILES
from tests.ui.timeline_world import (
    ALL,
    MODERATOR,
    NOON,
    fill,
    joined,
    menu_texts,
    point_of,
    said,
    seen,
    talk,
    told,
)

# popups without a window system: masks, raising and grabbing are not there
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
DAY = 24 * 3600


@pytest.fixture
def keyed(view: TimelineView, model: TimelineModel) -> TimelineView:
    """A view with the keyboard at one's own message, everything being possible."""
    view.set_abilities(ALL)
    fill(view, model, [*talk(50), told("theirs", time=NOON + 5000), told("mine", "mara", own=True)])
    view.setFocus()
    QTest.keyClick(view, Key.Key_Up)
    assert view.keyboard.row == 51
    return view


@pytest.fixture(autouse=True)
def popups_closed() -> Iterator[None]:
    """No popup outlives its test."""
    yield
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def react_popup(view: TimelineView) -> EmojiPicker:
    """The choice of reactions that is open."""
    return next(popup for popup in view.findChildren(EmojiPicker) if popup.isVisible())


# -- keys


def test_letters_act_on_the_message_that_has_the_keyboard(keyed: TimelineView, qtbot: QtBot) -> None:
    for key, signal, told_of in (
        (Key.Key_R, keyed.message_actions.reply_requested, "mine"),
        (Key.Key_E, keyed.message_actions.edit_requested, "mine"),
        (Key.Key_Delete, keyed.message_actions.wished, Delete("#here", "mine")),
    ):
        with qtbot.waitSignal(signal) as caught:
            QTest.keyClick(keyed, key)
        assert caught.args == [told_of]
    QTest.keyClick(keyed, Key.Key_Up)
    with qtbot.waitSignal(keyed.message_actions.reply_requested) as caught:
        QTest.keyClick(keyed, Key.Key_R)
    assert caught.args == ["theirs"]
    with (
        qtbot.assertNotEmitted(keyed.message_actions.edit_requested),
        qtbot.assertNotEmitted(keyed.message_actions.wished),
    ):
        QTest.keyClick(keyed, Key.Key_E)
        QTest.keyClick(keyed, Key.Key_Delete)


def test_other_letters_and_all_without_a_message_go_to_the_composer(
    keyed: TimelineView, qtbot: QtBot
) -> None:
    heard: list[str] = []
    keyed.keyboard.typing_started.connect(heard.append)
    QTest.keyClick(keyed, Key.Key_X)
    with qtbot.waitSignal(keyed.keyboard.composer_wanted):
        QTest.keyClick(keyed, Key.Key_Escape)
    assert keyed.keyboard.row == -1
    with qtbot.assertNotEmitted(keyed.message_actions.reply_requested):
        QTest.keyClick(keyed, Key.Key_R)
    assert heard == ["x", "r"]


def test_delete_takes_out_what_was_never_sent(
    keyed: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    fill(keyed, model, [said("lost", own=True, state=SendState.FAILED, pending_id=7)])
    QTest.keyClick(keyed, Key.Key_Down)
    with qtbot.waitSignal(keyed.message_actions.wished) as caught:
        QTest.keyClick(keyed, Key.Key_Delete)
    assert caught.args == [CallOff("#here", 7)]


def test_home_and_end_and_pages_take_the_keyboard_along(keyed: TimelineView) -> None:
    QTest.keyClick(keyed, Key.Key_Home)
    assert keyed.keyboard.row == 0
    assert seen(keyed)[0] == "message 0"
    QTest.keyClick(keyed, Key.Key_PageDown)
    after_page = keyed.keyboard.row
    assert 0 < after_page < 49
    QTest.keyClick(keyed, Key.Key_PageUp)
    assert 0 <= keyed.keyboard.row < after_page
    QTest.keyClick(keyed, Key.Key_End)
    assert keyed.keyboard.row == 51
    QTest.keyClick(keyed, Key.Key_Home, CONTROL)
    assert keyed.keyboard.row == 0
    QTest.keyClick(keyed, Key.Key_End, CONTROL)
    assert keyed.scrolling.is_at_end


def test_without_a_message_pages_only_turn(keyed: TimelineView) -> None:
    QTest.keyClick(keyed, Key.Key_Escape)
    QTest.keyClick(keyed, Key.Key_PageUp)
    assert keyed.keyboard.row == -1
    assert not keyed.scrolling.is_at_end


def test_enter_opens_the_menu_or_a_run(
    keyed: TimelineView, model: TimelineModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[list[str]] = []

    def note(menu: Menu, _place: QPoint) -> None:
        opened.append([action.text() for action in menu.actions() if action.text()])

    monkeypatch.setattr(Menu, "exec", note)
    QTest.keyClick(keyed, Key.Key_Return)
    assert opened == [
        ["Reply\tR", "React…\tCtrl+.", "Profile of mara\tAlt+Return", "Copy text", "Edit\tE", "Delete…\tDel"]
    ]
    fill(keyed, model, [joined("a"), joined("b")])
    QTest.keyClick(keyed, Key.Key_Down)
    QTest.keyClick(keyed, Key.Key_Return)
    assert len(seen(keyed)) >= 3
    assert "b joined" in seen(keyed)[-1]


def test_everything_is_selected_and_copied(keyed: TimelineView) -> None:
    QTest.keyClick(keyed, Key.Key_A, CONTROL)
    QTest.keyClick(keyed, Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 52
    assert lines[0].endswith("person0: message 0")
    assert lines[-1].endswith("mara: mine")


def test_the_whole_is_ringed_while_no_message_has_the_keyboard(view: TimelineView, qtbot: QtBot) -> None:
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    plain = view.grab().toImage()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.grab().toImage() != plain


def test_a_focused_row_stays_the_same_message(keyed: TimelineView, model: TimelineModel) -> None:
    model.prepend(talk(10, NOON - 10_000))
    keyed.refresh()
    assert keyed.keyboard.row == 61
    entry = keyed.keyboard.entry
    assert entry is model.entries[61]
    model.clear()
    assert keyed.keyboard.row == -1
    assert keyed.keyboard.entry is None


# What each key does, with the keyboard in the middle of a long talk: whether it was done.
DONE: dict[TimelineKey, Callable[[TimelineView], bool]] = {
    TimelineKey.TO_NEW: lambda view: view.scrolling.is_at_end and view.keyboard.row == 25,
    TimelineKey.PREVIOUS: lambda view: view.keyboard.row == 24,
    TimelineKey.NEXT: lambda view: view.keyboard.row == 26,
    TimelineKey.FIRST: lambda view: view.keyboard.row == 0 and seen(view)[0] == "message 0",
    TimelineKey.LAST: lambda view: view.keyboard.row == 51 and view.scrolling.is_at_end,
    TimelineKey.PAGE_UP: lambda view: view.keyboard.row < 20,
    TimelineKey.PAGE_DOWN: lambda view: view.keyboard.row > 30,
    TimelineKey.OPEN: lambda view: bool(view.property("opened")),
    TimelineKey.COPY: lambda view: QGuiApplication.clipboard().text().endswith("person1: message 25"),
    TimelineKey.SELECT_ALL: lambda view: view.selection.text().count("\n") == 51,
    TimelineKey.LEAVE: lambda view: view.keyboard.row == -1,
}


@pytest.mark.parametrize(
    ("action", "key"),
    [(row.id, key) for row in TIMELINE_KEYS for key in range(len(row.keys))],
    ids=lambda value: str(getattr(value, "value", value)),
)
def test_each_key_does_what_its_row_says(
    keyed: TimelineView, monkeypatch: pytest.MonkeyPatch, action: TimelineKey, key: int
) -> None:
    monkeypatch.setattr(Menu, "exec", lambda _menu, _place: keyed.setProperty("opened", True))
    keyed.keyboard.go_to(25)
    assert not DONE[action](keyed)
    QTest.keySequence(keyed, QKeySequence(row_of(TIMELINE_KEYS, action).keys[key]))
    assert DONE[action](keyed)


def test_the_keys_of_the_platform_are_heard_besides(keyed: TimelineView) -> None:
    keyed.keyboard.go_to(25)
    QTest.keyClick(keyed, Key.Key_Insert, CONTROL)
    assert QGuiApplication.clipboard().text().endswith("person1: message 25")


def test_each_key_of_a_message_does_what_its_row_says(
    keyed: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    waiting = said("waits", own=True, state=SendState.PENDING, pending_id=8)
    lost = said("lost", own=True, state=SendState.FAILED, pending_id=7)
    fill(keyed, model, [waiting, lost])
    actions = keyed.message_actions
    done = {
        MessageAction.REPLY: (51, actions.reply_requested, "mine"),
        MessageAction.EDIT: (51, actions.edit_requested, "mine"),
        MessageAction.DELETE: (51, actions.wished, Delete("#here", "mine")),
        MessageAction.DO_NOT_SEND: (52, actions.wished, CallOff("#here", 8)),
        MessageAction.DISCARD: (53, actions.wished, CallOff("#here", 7)),
    }
    keyed_rows = {row.id for row in MESSAGE_ACTIONS if row.keys}
    others = {MessageAction.REACT, MessageAction.SHOW_SENDER}  # a choice and a card, as is tested below
    assert done.keys() | others | OF_FILES.keys() == keyed_rows
    for action, (index, signal, told_of) in done.items():
        keyed.keyboard.go_to(index)
        for sequence in row_of(MESSAGE_ACTIONS, action).sequences():
            with qtbot.waitSignal(signal) as caught:
                QTest.keySequence(keyed, sequence)
            assert caught.args == [told_of]


# -- menus and what can be done


def test_the_menu_offers_what_the_server_and_the_rank_allow(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [told("theirs"), told("mine", "mara", own=True), told("gone", deleted="")])
    view.set_abilities(ALL)
    assert menu_texts(view, 0) == ["Reply", "React…", "Mention alice", "Profile of alice", "Copy text"]
    view.set_abilities(MODERATOR)
    assert menu_texts(view, 0) == ["Mention alice", "Profile of alice", "Copy text", "Delete…"]
    assert menu_texts(view, 2) == ["Mention alice", "Profile of alice"]
    view.set_abilities(MessageAbilities())
    assert menu_texts(view, 1) == ["Profile of mara", "Copy text"]


def test_unsent_messages_can_be_sent_again_from_the_menu(
    view: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    fill(view, model, [said("lost", own=True, state=SendState.FAILED, pending_id=7)])
    assert menu_texts(view, 0) == ["Profile of alice", "Copy text", "Retry", "Delete"]
    with qtbot.waitSignal(view.message_actions.wished) as caught:
        next(
            action for action in view.message_actions.menu_for(0, None).actions() if action.text() == "Retry"
        ).trigger()
    assert caught.args == [Resend(7)]


@pytest.mark.parametrize("link", ["irc://irc.example.org/chan", "https://example.org@example.net/a"])
def test_a_link_of_another_kind_is_asked_about(
    view: TimelineView, model: TimelineModel, qtbot: QtBot, link: str
) -> None:
    fill(view, model, [said(link)])
    with (
        qtbot.assertNotEmitted(view.message_actions.link_activated),
        qtbot.waitSignal(view.message_actions.unusual_link_activated) as caught,
    ):
        QTest.mouseClick(view.viewport(), LEFT, pos=point_of(view, 0, ClickKind.LINK))
    assert caught.args[0].toString() == link


def test_code_is_copied_by_its_button(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("```\nx = 1\n```")])
    point = point_of(view, 0, ClickKind.COPY_CODE)
    assert view.mouse.tooltip_at(point) == "Copy code"
    QTest.mouseClick(view.viewport(), LEFT, pos=point)
    assert QGuiApplication.clipboard().text() == "x = 1"


# -- reactions


def test_a_reaction_is_chosen_with_the_keyboard(keyed: TimelineView, qtbot: QtBot) -> None:
    QTest.keyClick(keyed, Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    popup = react_popup(keyed)
    assert popup.accessibleName() == "React with an emoji"
    QTest.keyClicks(popup.field, "pizza")
    assert not popup.grab().isNull()
    with qtbot.waitSignal(keyed.message_actions.wished) as caught:
        QTest.keyClick(popup.field, Key.Key_Return)
    assert caught.args == [React("#here", "mine", "🍕")]
    QTest.keyClick(keyed, Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(react_popup(keyed).field, Key.Key_Down)
    with qtbot.waitSignal(keyed.message_actions.wished) as caught:
        QTest.keyClick(react_popup(keyed).field, Key.Key_Return)
    assert caught.args == [React("#here", "mine", "🍕")], "it was used lately"


def test_a_reaction_is_chosen_with_the_mouse(keyed: TimelineView, qtbot: QtBot) -> None:
    keyed.message_actions.run(MessageAction.REACT, keyed.keyboard.row)
    grid = react_popup(keyed).grid
    point = grid.visualRect(grid.model().index(3, 0)).center()  # the title is the first row
    with qtbot.waitSignal(keyed.message_actions.wished) as caught:
        QTest.mouseClick(grid.viewport(), LEFT, pos=point)
    assert caught.args == [React("#here", "mine", USUAL[2])]


def test_escape_chooses_nothing(keyed: TimelineView, qtbot: QtBot) -> None:
    keyed.message_actions.run(MessageAction.REACT, keyed.keyboard.row)
    popup = react_popup(keyed)
    with qtbot.assertNotEmitted(keyed.message_actions.wished):
        QTest.keyClick(popup.field, Key.Key_Tab)
        QTest.keyClick(popup.field, Key.Key_Escape)
    assert not popup.isVisible()


def test_where_nobody_can_react_nothing_opens(keyed: TimelineView) -> None:
    keyed.set_abilities(MessageAbilities())
    keyed.message_actions.run(MessageAction.REACT, keyed.keyboard.row)
    keyed.message_actions.run(MessageAction.REACT, -1)
    assert not [popup for popup in keyed.findChildren(EmojiPicker) if popup.isVisible()]


def test_the_chip_behind_reactions_opens_the_choice(keyed: TimelineView, model: TimelineModel) -> None:
    fill(keyed, model, [told("done", reactions=(Reaction("👍", ("bob",)),))])
    QTest.mouseClick(keyed.viewport(), LEFT, pos=point_of(keyed, 52, ClickKind.ADD_REACTION))
    assert react_popup(keyed).isVisible()


# -- the bar at a message


def test_the_bar_is_at_the_message_that_is_pointed_at_or_has_the_keyboard(
    keyed: TimelineView, qtbot: QtBot
) -> None:
    bar = keyed.action_overlay.bar
    assert bar.isVisible()
    assert bar.buttons[MessageAction.REPLY].isVisible()
    with qtbot.waitSignal(keyed.message_actions.reply_requested) as caught:
        bar.buttons[MessageAction.REPLY].click()
    assert caught.args == ["mine"]
    top = bar.y()
    QTest.mouseMove(keyed.viewport(), QPoint(100, 40))
    assert bar.y() < top
    keyed.mouse.leave()
    keyed.clearFocus()
    assert not bar.isVisible()


def test_the_bar_offers_only_what_is_possible(keyed: TimelineView) -> None:
    keyed.set_abilities(MessageAbilities())
    keyed.refresh()
    assert keyed.action_overlay.bar.isVisible()
    assert not keyed.action_overlay.bar.buttons[MessageAction.REPLY].isVisible()
    assert not keyed.action_overlay.bar.buttons[MessageAction.REACT].isVisible()
    assert keyed.action_overlay.bar.more.isVisible()
    assert not keyed.action_overlay.bar.grab().isNull()


def test_the_bar_opens_menu_and_reactions(keyed: TimelineView, monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[QPoint] = []
    monkeypatch.setattr(Menu, "exec", lambda _menu, place: places.append(place))
    keyed.action_overlay.bar.more.click()
    assert len(places) == 1
    keyed.action_overlay.bar.buttons[MessageAction.REACT].click()
    assert react_popup(keyed).isVisible()


@pytest.mark.parametrize("text", ["```\nx = 1\n```", "so:\n```\nx = 1\n```", "```\nx\n```\nand\n```\ny\n```"])
def test_the_bar_leaves_the_button_of_code_to_be_pressed(
    view: TimelineView, model: TimelineModel, text: str
) -> None:
    fill(view, model, [told("before"), said(text, msgid="code")])  # of the same person: no line with the name
    point = point_of(view, 1, ClickKind.COPY_CODE)
    QTest.mouseMove(view.viewport(), point)
    bar = view.action_overlay.bar
    assert bar.isVisible()
    assert not bar.geometry().contains(point)
    for _, area, row in view.visible_rows()[1:]:
        buttons = [target.rect for target in row.targets if target.kind is ClickKind.COPY_CODE]
        rects = [rect.toRect().translated(area.topLeft()) for rect in buttons]
        assert not any(map(bar.geometry().intersects, rects))


def test_events_have_no_bar(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [joined("kim")])
    view.setFocus()
    QTest.keyClick(view, Key.Key_Up)
    assert view.keyboard.row == 0
    assert not view.action_overlay.bar.isVisible()


# -- the day that floats


@pytest.mark.usefixtures("english")
def test_the_day_floats_while_one_scrolls_and_goes(
    view: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    fill(view, model, [*talk(100, NOON - DAY), *talk(100)])
    chip = view.day_overlay.chip
    assert not chip.isVisible()
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() // 4)
    assert chip.isVisible()
    assert chip.day == "Sunday 1 March"
    assert not chip.grab().isNull()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * 3 // 4)
    assert chip.day == "Monday 2 March"
    chip._hide_soon.timeout.emit()
    qtbot.waitUntil(lambda: not chip.isVisible())


def test_the_day_does_not_float_over_its_own_line_or_at_the_end(
    view: TimelineView, model: TimelineModel
) -> None:
    fill(view, model, talk(100))
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() - 500)
    assert view.day_overlay.chip.isVisible()
    bar.setValue(0)
    assert not view.day_overlay.chip.isVisible()
    bar.setValue(500)
    assert view.day_overlay.chip.isVisible()
    bar.setValue(bar.maximum())
    assert not view.day_overlay.chip.isVisible()


def test_a_key_at_a_message_asks_for_the_card_of_who_wrote_it_beside_their_name(
    keyed: TimelineView, qtbot: QtBot
) -> None:
    for index in (24, 25):
        keyed.keyboard.go_to(index)
        with qtbot.waitSignal(keyed.message_actions.wished) as caught:
            QTest.keySequence(keyed, QKeySequence("Alt+Return"))
        [wish] = caught.args
        assert isinstance(wish, ShowPerson)
        assert wish.nick == f"person{index % 3}"
        area = keyed.row_layout.area_of(index)
        assert area is not None
        assert wish.place is not None
        assert keyed.viewport().mapToGlobal(area.topLeft()).y() <= wish.place[1]
