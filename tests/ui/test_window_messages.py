"""What a person does with messages, from the timeline over composer and questions to the window's signals."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.client.events import TextKind, Typing
from app.client.wishes import CallOff, Delete, Edit, MarkRead, React, Reply, Say, TellTyping, Wish
from app.models.room import Room, RoomKind
from app.models.room_wishes import CopyMessageLink, FetchFile
from app.models.timeline_entries import MessageEntry, SendState
from app.models.timeline_presence import PresenceDisplay, PresenceRule
from app.ui.composer.composer import Composer
from app.ui.theme.theme import Theme
from app.ui.timeline.message_registry import MessageAction
from app.ui.timeline.timeline_options import Announce, MessageAbilities, TimelineOptions
from app.ui.timeline.view import TimelineView
from app.ui.window.action_ids import ActionId
from app.ui.window.composer_wishes import TypingNotifications, typing_words
from app.ui.window.link_view import LinkPhase, LinkView
from tests.ui.test_composer import NO_FILES
from tests.ui.timeline_world import ALL, told
from tests.ui.window_world import FakeConnection, World, make_room

Key = Qt.Key
ABLE = LinkView(LinkPhase.ONLINE, "h", abilities=ALL)


def waiting(pending_id: int) -> MessageEntry:
    """An own message on its way."""
    return MessageEntry(
        "mara",
        "later",
        TextKind.MESSAGE,
        1_700_000_000.0,
        own=True,
        state=SendState.PENDING,
        pending_id=pending_id,
    )


@pytest.fixture
def room() -> Room:
    made = make_room("#robotics", RoomKind.CHANNEL, FakeConnection("mara"))
    made.timeline.append([told("question", "bob"), told("mine", "mara", own=True)])
    return made


@pytest.fixture
def world(qtbot: QtBot, theme: Theme, room: Room) -> Iterator[World]:
    connection = room.connection
    assert isinstance(connection, FakeConnection)
    connection.rooms = (room,)
    made = World(theme, room, connection=connection)
    made.window.set_link_view(connection, ABLE)
    yield made
    made.end()


@pytest.fixture
def timeline(world: World) -> TimelineView:
    conversation = world.window.page.conversation
    assert conversation is not None
    return conversation.timeline


@pytest.fixture
def composer(world: World) -> Composer:
    conversation = world.window.page.conversation
    assert conversation is not None
    return conversation.composer


def writes(composer: Composer, text: str) -> None:
    """Type a text and press Enter."""
    composer.edit.insertPlainText(text)
    QTest.keyClick(composer.edit, Key.Key_Return)


# -- answers and corrections


def test_an_answer_says_whom_it_answers_and_goes_out_as_one(
    world: World, timeline: TimelineView, composer: Composer, room: Room, qtbot: QtBot
) -> None:
    timeline.message_actions.run(MessageAction.REPLY, 0)
    bar = composer._reply_bar
    assert bar.isVisible()
    assert bar.accessibleName() == "Replying to bob: question"
    assert not bar.grab().isNull()
    writes(composer, "yes")
    assert world.wishes == [(room, Reply(room.target, "question", "yes"))]
    assert not bar.isVisible()
    writes(composer, "and more")
    assert world.wishes[1:] == [(room, Say(room.target, "and more"))]


def test_a_command_is_no_answer(
    world: World, timeline: TimelineView, composer: Composer, room: Room, qtbot: QtBot
) -> None:
    timeline.message_actions.run(MessageAction.REPLY, 0)
    writes(composer, "/me waves")
    assert world.wishes == [(room, Say(room.target, "waves", TextKind.ACTION))]


def test_escape_or_the_button_ends_an_answer(timeline: TimelineView, composer: Composer) -> None:
    timeline.message_actions.run(MessageAction.REPLY, 0)
    composer.edit.insertPlainText("yes")
    QTest.keyClick(composer.edit, Key.Key_Escape)
    assert composer.reference is None
    assert composer.text() == "yes"
    timeline.message_actions.run(MessageAction.REPLY, 0)
    composer._reply_bar._close.click()
    assert composer.reference is None


def test_a_message_is_put_right_and_the_draft_comes_back(
    world: World, timeline: TimelineView, composer: Composer, room: Room, qtbot: QtBot
) -> None:
    composer.edit.insertPlainText("a draft")
    timeline.message_actions.run(MessageAction.EDIT, 1)
    assert composer.text() == "mine"
    assert composer._reply_bar.accessibleName() == "Editing your message: mine"
    composer.edit.selectAll()
    writes(composer, "/mine was wrong")
    assert world.wishes == [(room, Edit(room.target, "mine", "/mine was wrong"))]
    assert composer.text() == "a draft"
    QTest.keyClick(composer.edit, Key.Key_Escape)


def test_up_in_an_empty_field_puts_the_last_message_right(timeline: TimelineView, composer: Composer) -> None:
    QTest.keyClick(composer.edit, Key.Key_Up)
    assert composer.is_editing
    assert composer.text() == "mine"
    QTest.keyClick(composer.edit, Key.Key_Escape)
    assert composer.text() == ""
    timeline.set_abilities(MessageAbilities())
    writes(composer, "said before")
    QTest.keyClick(composer.edit, Key.Key_Up)
    assert not composer.is_editing
    assert composer.text() == "said before"


# -- what is asked first


def test_a_message_is_deleted_once_the_person_agrees(
    world: World, timeline: TimelineView, room: Room, qtbot: QtBot
) -> None:
    timeline.message_actions.run(MessageAction.DELETE, 1)
    sheet = world.window.asker.dialog
    assert sheet is not None
    assert sheet.field() is None
    assert world.wishes == []
    sheet.answer("confirm")
    assert world.wishes == [(room, Delete(room.target, "mine"))]


def test_an_edit_to_nothing_asks_whether_the_message_is_to_go(
    world: World, timeline: TimelineView, composer: Composer, room: Room
) -> None:
    timeline.message_actions.run(MessageAction.EDIT, 1)
    composer.edit.clear()
    QTest.keyClick(composer.edit, Key.Key_Return)
    assert world.wishes == []
    sheet = world.window.asker.dialog
    assert sheet is not None
    sheet.answer("confirm")
    assert world.wishes == [(room, Delete("#robotics", "mine"))]


def test_a_moderator_may_say_why_somebody_elses_message_goes(
    world: World, timeline: TimelineView, room: Room, qtbot: QtBot
) -> None:
    assert timeline.row_layout.abilities.moderates
    timeline.message_actions.run(MessageAction.DELETE, 0)
    sheet = world.window.asker.dialog
    assert sheet is not None
    field = sheet.field()
    assert field is not None
    field.set_text("off topic")
    sheet.answer("confirm")
    assert world.wishes == [(room, Delete(room.target, "question", "off topic"))]


def test_members_delete_only_what_is_theirs(world: World, timeline: TimelineView, room: Room) -> None:
    member = room.members.find("mara")
    assert member is not None
    room.members.remove("mara")
    room.changed.emit(room)
    assert not timeline.row_layout.abilities.moderates
    assert timeline.row_layout.abilities.kinds == ALL.kinds | {FetchFile}


def test_a_link_of_another_program_is_opened_once_the_person_agrees(
    world: World, timeline: TimelineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    timeline.message_actions.unusual_link_activated.emit(QUrl("steam://connect/192.168.1.60"))
    sheet = world.window.asker.dialog
    assert sheet is not None
    assert opened == []
    sheet.answer("confirm")
    assert opened == ["steam://connect/192.168.1.60"]
    timeline.message_actions.link_activated.emit(QUrl("http://example.org/"))
    assert opened[1:] == ["http://example.org/"]


def test_a_question_shows_where_a_link_leads(world: World, timeline: TimelineView) -> None:
    timeline.message_actions.unusual_link_activated.emit(QUrl("irc://xn--pple-43d.com/a"))
    sheet = world.window.asker.dialog
    assert sheet is not None
    shown = [label.text() for label in sheet.findChildren(QLabel)]
    assert any("irc://xn--pple-43d.com/a" in text for text in shown)
    sheet.answer("cancel")


def test_a_link_into_another_room_is_followed_once_the_person_agrees(
    world: World, timeline: TimelineView, qtbot: QtBot
) -> None:
    timeline.message_actions.unusual_link_activated.emit(QUrl("hubbub://192.168.1.5:6667/robotics?fp=ab"))
    sheet = world.window.asker.dialog
    assert sheet is not None
    with qtbot.waitSignal(world.window.messages.join_requested) as caught:
        sheet.answer("confirm")
    assert caught.args == ["hubbub://192.168.1.5:6667/robotics?fp=ab"]


def test_a_link_into_an_open_room_is_followed_without_a_question(
    world: World, timeline: TimelineView
) -> None:
    followed: list[str] = []
    world.window.messages.follow_open = lambda link: not followed.append(link)  # type: ignore[func-returns-value]
    timeline.message_actions.unusual_link_activated.emit(QUrl("hubbub://h/robotics?fp=ab"))
    assert followed == ["hubbub://h/robotics?fp=ab"]
    assert world.window.asker.dialog is None


def test_a_link_to_a_message_is_copied_where_links_lead_there(
    world: World, timeline: TimelineView, room: Room
) -> None:
    timeline.message_actions.run(MessageAction.COPY_MESSAGE_LINK, 0)
    assert world.wishes == []
    view = LinkView(LinkPhase.ONLINE, "h", abilities=ALL, has_links=True)
    world.window.set_link_view(room.connection, view)
    timeline.message_actions.run(MessageAction.COPY_MESSAGE_LINK, 0)
    assert world.wishes == [(room, CopyMessageLink("question"))]
    for phase in (LinkPhase.LOST, LinkPhase.OFFLINE):
        world.window.set_link_view(room.connection, LinkView(phase, "h", has_links=True))
        timeline.message_actions.run(MessageAction.COPY_MESSAGE_LINK, 0)
    assert len(world.wishes) == 3, "also where nobody hears of it"


def test_nothing_can_be_done_while_nobody_would_hear_of_it(world: World, timeline: TimelineView) -> None:
    world.window.set_link_view(world.connection, LinkView(LinkPhase.STOPPED, "h", abilities=ABLE.abilities))
    assert timeline.row_layout.abilities == MessageAbilities()
    world.window.set_link_view(world.connection, LinkView(LinkPhase.LOST, "h", abilities=ABLE.abilities))
    waits = MessageAbilities(frozenset({Reply, FetchFile}))  # as every message does
    assert timeline.row_layout.abilities == waits
    world.window.set_link_view(world.connection, ABLE)
    assert timeline.row_layout.abilities.kinds == ALL.kinds | {FetchFile}


@pytest.mark.parametrize(
    ("phase", "none", "one"),
    [
        (
            LinkPhase.LOST,
            "Reconnecting… What you write goes out when you are back.",
            "1 message waits. It goes out when you are back.",
        ),
        (
            LinkPhase.CONNECTING,
            "Reconnecting… What you write goes out when you are back.",
            "1 message waits. It goes out when you are back.",
        ),
        (LinkPhase.DOUBTFUL, "", "1 message waits. It is not confirmed yet."),
    ],
)
def test_what_is_written_without_a_connection_waits_and_is_counted(
    world: World, room: Room, composer: Composer, qtbot: QtBot, phase: LinkPhase, none: str, one: str
) -> None:
    world.window.set_link_view(world.connection, LinkView(phase, "h", seconds=3600))
    assert composer.status() == none
    assert composer.can_send
    composer.set_text("later")
    qtbot.keyClick(composer.edit, Key.Key_Return)
    assert world.wishes == [(room, Say(room.target, "later"))]
    room.timeline.append([waiting(1)])
    assert composer.status() == one
    room.timeline.append([waiting(2)])
    assert composer.status().startswith("2 messages wait. They ")
    room.timeline.confirm(1, msgid="m1", time=1_700_000_001.0, text="later")
    room.timeline.fail(2, reason="No")
    assert composer.status() == none


def test_a_message_that_is_not_confirmed_for_long_is_told(
    world: World, room: Room, composer: Composer
) -> None:
    room.timeline.append([waiting(1)])
    assert composer.status() == ""
    conversation = world.window.page.conversation
    assert conversation is not None
    assert conversation._slow.isActive()
    conversation._slow.timeout.emit()
    assert composer.status() == "1 message waits. It is not confirmed yet."
    room.timeline.confirm(1, msgid="m1", time=1_700_000_001.0, text="later")
    assert composer.status() == ""
    room.timeline.append([waiting(2)])
    assert composer.status() == ""


def test_a_room_that_is_read_takes_words_where_one_can_join_again(
    world: World, room: Room, composer: Composer
) -> None:
    world.window.set_link_view(world.connection, LinkView(LinkPhase.OFFLINE, "h", may_queue=True))
    assert composer.status() == "You are not connected. What you write goes out when you join again."
    room.timeline.append([waiting(1)])
    assert composer.status() == "1 message waits. It goes out when you join again."
    world.window.set_link_view(world.connection, LinkView(LinkPhase.OFFLINE, "h"))
    assert not composer.can_send


def test_a_message_that_waits_can_be_called_off(
    world: World, room: Room, timeline: TimelineView, qtbot: QtBot
) -> None:
    room.timeline.append([waiting(7)])
    row = room.timeline.rows.row_of_pending(7)
    assert row is not None
    assert "Do not send\tDel" in [
        action.text() for action in timeline.message_actions.menu_for(row, None).actions()
    ]
    timeline.message_actions.run(MessageAction.DO_NOT_SEND, row)
    assert world.wishes == [(room, CallOff(room.target, 7))]


def test_reactions_and_how_far_was_read_are_reported(
    world: World, timeline: TimelineView, room: Room, qtbot: QtBot
) -> None:
    timeline.message_actions.wished.emit(React(room.target, "question", "👍"))
    assert world.wishes == [(room, React(room.target, "question", "👍"))]
    with qtbot.waitSignal(world.window.wished) as read:
        timeline.read_state.wished.emit(MarkRead(room.target, 5.0))
    assert read.args == [room, MarkRead(room.target, 5.0)]


def test_a_message_that_is_nowhere_is_told(world: World, timeline: TimelineView) -> None:
    timeline.row_layout.model.window.show_message("nobody said this")
    assert world.window.page.sheet.toast.text() == "That message is not kept here."


# -- keys between timeline and composer


def test_escape_goes_from_the_timeline_to_the_composer_without_moving_it(
    world: World, timeline: TimelineView, composer: Composer, room: Room
) -> None:
    room.timeline.append([told(f"line {number}", "bob") for number in range(100)])
    timeline.refresh()
    timeline.verticalScrollBar().setValue(100)
    timeline.setFocus()
    QTest.keyClick(timeline, Key.Key_Up)
    value = timeline.verticalScrollBar().value()
    QTest.keyClick(timeline, Key.Key_Escape)
    assert composer.edit.hasFocus()
    assert timeline.verticalScrollBar().value() == value
    QTest.keyClick(composer.edit, Key.Key_Escape)
    assert timeline.scrolling.is_at_end


def test_control_and_end_jump_where_there_is_nothing_to_go_to_the_end_of(
    timeline: TimelineView, composer: Composer, room: Room
) -> None:
    room.timeline.append([told(f"line {number}", "bob") for number in range(100)])
    timeline.refresh()
    timeline.verticalScrollBar().setValue(0)
    composer.edit.insertPlainText("ab")
    composer.edit.moveCursor(composer.edit.textCursor().MoveOperation.Start)
    QTest.keyClick(composer.edit, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert composer.edit.textCursor().atEnd()
    assert not timeline.scrolling.is_at_end
    QTest.keyClick(composer.edit, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert timeline.scrolling.is_at_end


# -- who is writing


@pytest.mark.parametrize(
    ("url", "text", "left", "said"),
    [
        ("file:///home/mara/plan.pdf", "", "before ", NO_FILES),
        ("", "a line", "before a line", ""),
        ("", "", "before ", ""),
    ],
)
def test_what_is_dropped_anywhere_on_the_talk_is_taken_or_refused_in_words(
    world: World, timeline: TimelineView, composer: Composer, url: str, text: str, left: str, said: str
) -> None:
    dropped = QMimeData()
    if url:
        dropped.setUrls([QUrl(url)])
    if text:
        dropped.setText(text)
    composer.set_text("before ")
    timeline.setFocus()
    copy, left_button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    place = timeline.viewport().rect().center()
    entered = QDragEnterEvent(place, copy, dropped, left_button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(timeline.viewport(), entered)
    assert entered.isAccepted() is bool(url or text)
    QApplication.sendEvent(
        timeline.viewport(),
        QDropEvent(QPointF(place), copy, dropped, left_button, Qt.KeyboardModifier.NoModifier),
    )
    assert (composer.text(), composer.status()) == (left, said)
    assert composer.edit.hasFocus() is bool(url or text)


def test_in_a_low_window_a_long_text_leaves_the_talk_in_sight(
    world: World, composer: Composer, qtbot: QtBot
) -> None:
    composer.set_text("\n".join("abcdefghi"))
    six = composer.edit.height()
    world.window.resize(world.window.minimumSize())
    qtbot.waitUntil(lambda: composer.edit.height() < six)
    conversation = world.window.page.conversation
    assert conversation is not None
    assert composer.edit.height() <= 0.4 * conversation.height()


def test_who_writes_is_told_above_the_field(composer: Composer, room: Room) -> None:
    room.set_typing("bob", True)
    assert composer.status() == "bob is typing…"
    assert composer._status._activity.isVisible()
    room.set_typing("ines", True)
    assert composer.status() == "bob and ines are typing…"
    composer.show_error("No such command.")
    assert composer.status() == "No such command."
    assert not composer._status._activity.isVisible()
    composer.show_error("")
    room.set_typing("bob", False)
    room.set_typing("ines", False)
    assert composer.status() == ""
    assert typing_words(["a", "b", "c"]) == "a, b and others are typing…"


def test_others_are_told_that_one_writes_pauses_and_stops(
    world: World, composer: Composer, room: Room, qtbot: QtBot
) -> None:
    heard: list[Typing] = []

    def hear(_room: Room, wish: Wish) -> None:
        if isinstance(wish, TellTyping):
            heard.append(wish.typing)

    world.window.wished.connect(hear)
    composer.edit.insertPlainText("h")
    conversation = world.window.page.conversation
    assert conversation is not None
    teller = composer.findChild(TypingNotifications)
    assert isinstance(teller, TypingNotifications)
    teller._pause.timeout.emit()
    assert heard == [Typing.ACTIVE, Typing.PAUSED]
    composer.edit.clear()
    qtbot.waitUntil(lambda: heard[2:] == [Typing.DONE])
    composer.edit.insertPlainText("/away")
    composer.edit.clear()
    assert len(heard) == 3
    writes(composer, "hello")
    qtbot.wait(1)
    assert heard[3:] == [Typing.ACTIVE]


# -- how timelines look


def test_how_timelines_look_is_chosen_in_the_menu(world: World, timeline: TimelineView, qtbot: QtBot) -> None:
    window = world.window
    actions = window.actions_
    with qtbot.waitSignal(window.preferences.timeline_chosen) as caught:
        actions[ActionId.COMPACT].trigger()
    assert caught.args == [TimelineOptions(compact=True)]
    assert timeline.row_layout.options.compact
    with qtbot.waitSignal(window.preferences.timeline_chosen) as caught:
        actions[ActionId.PRESENCE_NONE].trigger()
    with qtbot.waitSignal(window.preferences.timeline_chosen) as caught:
        actions[ActionId.CANCEL_OUT].trigger()
    with qtbot.waitSignal(window.preferences.timeline_chosen) as caught:
        actions[ActionId.ANNOUNCE_MENTIONS].trigger()
    expected = TimelineOptions(
        compact=True,
        presence=PresenceRule(PresenceDisplay.NONE, cancel_out=True),
        announce=Announce.MENTIONS,
    )
    assert caught.args == [expected]
    assert actions[ActionId.PRESENCE_NONE].isChecked()
    assert not actions[ActionId.PRESENCE_COLLAPSED].isChecked()


def test_a_room_that_is_opened_later_looks_alike(world: World) -> None:
    options = TimelineOptions(compact=True)
    world.window.set_timeline_options(options)
    other = make_room("#other", connection=world.connection)
    world.rooms.add(other)
    world.window.show_room(other)
    conversation = world.window.page.conversation
    assert conversation is not None
    assert conversation.timeline.row_layout.options == options
    assert world.window.actions_[ActionId.COMPACT].isChecked()


def test_how_far_something_is_stands_behind_other_sentences(world: World) -> None:
    """It is told again and again, with one thing to do: to end it."""
    toast = world.window.page.sheet.toast
    ended: list[int] = []
    world.window.show_progress("1 of 3", "Cancel", lambda: ended.append(1))
    world.window.show_progress("2 of 3", "Cancel", lambda: ended.append(2))
    assert (toast.text(), toast.cross.isVisible()) == ("2 of 3", False)
    world.window.show_notice("bob is banned.")
    world.window.show_progress("3 of 3", "Cancel", lambda: ended.append(3))
    assert (toast.text(), toast.cross.isVisible()) == ("bob is banned.", True)
    toast.dismiss()
    world.window.show_progress("3 of 3", "Cancel", lambda: ended.append(3))
    assert not toast.cross.isVisible()
    toast.button.click()
    assert (toast.text(), ended) == ("", [3])
