"""The main window: pages, title, keys, what it asks and what it reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.client.events import BanChanged, LeaveKind, Member, MemberLeft, RankChanged
from app.client.wishes import (
    Ban,
    Invite,
    Kick,
    LiftHubBan,
    Mute,
    Say,
    SetAway,
    SetRank,
    SetTopic,
    Unban,
    Wish,
)
from app.irc.ban_lines import BanNotice
from app.models.room import NotifyRule, Room, RoomKind
from app.models.room_wishes import LeaveRoom, OpenTalk, Reconnect, Rejoin, StopReconnecting
from app.models.timeline_entries import EventEntry, Fact
from app.ui.members.member_actions import MemberAction
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.widgets.question_dialog import CANCEL
from app.ui.window.action_ids import ActionId
from app.ui.window.link_view import LinkPhase, LinkView, RoomEnding
from app.ui.window.panes import Side
from app.ui.window.questions import CONFIRM, FOR_AN_HOUR, FOR_TEN_MINUTES, UNTIL_LIFTED
from app.ui.window.room_switcher import RoomSwitcher
from app.ui.window.shortcuts_sheet import ShortcutsSheet
from app.ui.window.window_actions import ACTIONS
from tests.ui.window_world import FACTS, FakeConnection, World, make_room, message


@pytest.fixture
def world(qapp: QApplication, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    rooms = (
        make_room("#robotics", RoomKind.HOSTED, own),
        make_room("#office", connection=own, people=(Member("mara"), Member("ines", ranks="o"))),
        make_room("bob", RoomKind.PRIVATE, own, ()),
    )
    made = World(theme, *rooms, connection=own)
    yield made
    made.end()


def rooms_of(world: World) -> tuple[Room, ...]:
    return world.rooms.rooms


# -- pages and rooms


def test_without_rooms_the_start_page_is_shown_and_has_no_way_back(theme: Theme) -> None:
    empty = World(theme, connection=FakeConnection())
    assert empty.window.current_room is None
    assert empty.start.isVisible()
    assert not empty.window.pages.start.back.isVisible()
    assert empty.window.windowTitle() == "Hubbub"
    empty.end()


def test_the_next_conversation_lies_ready_before_it_is_opened(world: World, qtbot: QtBot) -> None:
    stack = world.window.page.sheet.conversations
    assert stack.count() == 1
    qtbot.waitUntil(lambda: stack.count() == 2)
    ready = stack.widget(1)
    assert not ready.isVisible()
    world.window.show_room(rooms_of(world)[1])
    assert world.window.page.conversation is ready
    assert ready.isVisible()


def test_a_room_is_shown_with_its_title_topic_and_number_of_people(world: World) -> None:
    room = rooms_of(world)[0]
    room.set_title("Robotics club")
    room.set_topic("Bring chargers")
    header = world.window.page.sheet.header
    assert header.title.full_text() == "Robotics club"
    assert header.topic.words() == "Bring chargers"
    assert header.count.accessibleName() == "5 people here"
    room.members.put(Member("eve"))
    assert header.count.accessibleName() == "6 people here"


def test_the_title_counts_what_is_unread_in_all_rooms(world: World) -> None:
    rooms_of(world)[1].add_entries([message(), message(), message()])
    assert world.window.windowTitle() == "(3) robotics — Hubbub"


def test_choosing_a_room_in_the_list_shows_it_and_is_reported(world: World) -> None:
    chosen: list[Room] = []
    world.window.page.room_shown.connect(chosen.append)
    listed = world.window.page.rooms_pane.list
    listed.setCurrentIndex(listed.model().index(1, 0))
    assert world.window.current_room is rooms_of(world)[1]
    assert chosen == [rooms_of(world)[1]]


def test_new_room_goes_to_the_start_page_and_escape_comes_back(qtbot: QtBot, world: World) -> None:
    world.window.actions_[ActionId.NEW_ROOM].trigger()
    assert world.window.current_room is None
    qtbot.keyClick(world.window.pages.start, Qt.Key.Key_Escape)
    assert world.window.current_room is rooms_of(world)[0]


def test_a_room_that_stands_behind_the_start_page_is_not_read_on_the_way_to_another(world: World) -> None:
    """A service speaks before one is in a channel: its conversation is the only one until then."""
    service, channel = rooms_of(world)[:2]
    world.window.show_room(service)
    world.window.show_start()
    service.add_entries([message()])
    world.window.show_room(channel)
    assert service.unread == 1


def test_a_room_that_goes_gives_way_to_another_and_the_last_to_the_start_page(world: World) -> None:
    for room in rooms_of(world):
        world.rooms.remove([room])
    assert world.window.current_room is None
    assert world.start.isVisible()


def test_one_room_alone_needs_no_list_of_rooms(world: World) -> None:
    for room in rooms_of(world)[1:]:
        world.rooms.remove([room])
    assert not world.window.page.panes.is_open(Side.LEFT)
    assert world.window.page.sheet.header.plus.isVisible(), "there is no list with a button of its own"
    assert world.window.actions_[ActionId.NEW_ROOM].isVisible()
    assert world.window.actions_[ActionId.CHANGE_NAME].isVisible()


def test_keys_step_through_rooms_and_unread_rooms(world: World) -> None:
    first, second, talk = rooms_of(world)
    talk.add_entries([message()])
    window = world.window
    window.actions_[ActionId.NEXT_ROOM].trigger()
    assert window.current_room is second
    window.actions_[ActionId.PREVIOUS_ROOM].trigger()
    assert window.current_room is first
    window.actions_[ActionId.NEXT_UNREAD].trigger()
    assert window.current_room is talk


def test_a_muted_room_counts_neither_on_the_button_nor_in_the_title_nor_as_next(world: World) -> None:
    window, (shown, muted, talk) = world.window, rooms_of(world)
    button = window.page.sheet.header.rooms_button
    for room in (shown, muted):
        room.set_notify_rule(NotifyRule.NONE)
        room.add_entries([message(mention=True)])
    assert (button.accessibleName(), window.windowTitle()) == ("Rooms", "robotics — Hubbub")
    talk.add_entries([message()])
    assert button.accessibleName() == "Rooms, 1 mention"
    window.actions_[ActionId.NEXT_UNREAD].trigger()
    assert window.current_room is talk


def test_only_what_somebody_looks_at_is_read(world: World, qtbot: QtBot) -> None:
    """Not what is said behind the start page, a question or a sheet."""
    window, room = world.window, rooms_of(world)[0]
    window.activateWindow()
    qtbot.waitUntil(lambda: window.page.watched_room is room)
    room.add_entries([message()])
    assert room.unread == 0
    window.show_start()
    room.add_entries([message()])
    assert room.unread == 1
    window.show_room(room)
    assert room.unread == 0
    window.actions_[ActionId.CHANGE_NAME].trigger()
    room.add_entries([message()])
    assert room.unread == 1
    assert window.asker.dialog is not None
    window.asker.dialog.answer(CANCEL)
    assert room.unread == 0
    window.actions_[ActionId.SWITCH_ROOM].trigger()
    room.add_entries([message()])
    assert room.unread == 1
    window.findChildren(RoomSwitcher)[-1].dismiss()
    assert room.unread == 0


def test_a_private_talk_has_no_people_and_no_topic(world: World) -> None:
    world.window.show_room(rooms_of(world)[2])
    assert not world.window.page.panes.is_open(Side.RIGHT)
    assert not world.window.page.sheet.header.count.isVisible()
    assert not world.window.page.sheet.header.topic.isVisible()
    assert not world.window.actions_[ActionId.MEMBERS].isEnabled()


def test_a_room_that_is_only_read_has_no_people(world: World) -> None:
    read = FakeConnection()
    world.window.set_link_view(read, LinkView(LinkPhase.OFFLINE, read.address, reason="You are reading."))
    room = make_room("#archive", connection=read, people=())
    room.set_present(False)
    world.rooms.add(room)
    world.window.show_room(room)
    page = world.window.page
    assert not page.panes.is_open(Side.RIGHT)
    assert not page.sheet.header.count.isVisible()
    assert not world.window.actions_[ActionId.MEMBERS].isEnabled()
    assert page.sheet.connection_bar.isVisible()
    world.window.show_room(rooms_of(world)[1])
    assert page.panes.is_open(Side.RIGHT)
    assert page.sheet.header.count.isVisible()


def test_the_switcher_finds_a_room_by_some_letters(qtbot: QtBot, world: World) -> None:
    world.window.actions_[ActionId.SWITCH_ROOM].trigger()
    switcher = world.window.findChild(RoomSwitcher)
    assert switcher is not None
    qtbot.keyClicks(switcher.field, "OFF")
    qtbot.keyClick(switcher.field, Qt.Key.Key_Return)
    assert world.window.current_room is rooms_of(world)[1]


# -- layers, focus, layout


def test_escape_closes_an_overlay_before_anything_else(qtbot: QtBot, world: World) -> None:
    window = world.window
    window.resize(500, 600)
    window.page.sheet.header.rooms_button.click()
    assert window.page.panes.is_open(Side.LEFT)
    qtbot.keyClick(window.page.rooms_pane.list, Qt.Key.Key_Escape)
    assert not window.page.panes.is_open(Side.LEFT)


def test_choosing_a_room_in_the_overlay_with_a_click_closes_it(qtbot: QtBot, world: World) -> None:
    window = world.window
    window.resize(500, 600)
    window.page.sheet.header.rooms_button.click()
    listed = window.page.rooms_pane.list
    where = listed.visualRect(listed.model().index(1, 0)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, where.y()))
    assert window.current_room is rooms_of(world)[1]
    assert not window.page.panes.is_open(Side.LEFT)


def test_f6_goes_round_through_all_parts_in_reading_order(world: World) -> None:
    window = world.window
    window.activateWindow()
    rooms_of(world)[0].add_entries([message()])
    stops = window.page.focus_stops()
    stops[0].setFocus()
    seen = []
    for _ in stops:
        window.actions_[ActionId.NEXT_PANE].trigger()
        seen.append(window.focusWidget())
    assert seen == [*stops[1:], stops[0]]
    window.actions_[ActionId.PREVIOUS_PANE].trigger()
    assert window.focusWidget() is stops[-1]


def test_a_layout_comes_back_as_it_was_kept(theme: Theme, world: World) -> None:
    world.window.page.panes.set_widths(230, 190)
    world.window.actions_[ActionId.MEMBERS].trigger()
    kept = world.window.save_layout()
    other = World(theme, connection=FakeConnection())
    other.window.restore_place(kept)
    other.window.restore_panes(kept)
    assert other.window.page.panes.widths() == (230, 190)
    assert not other.window.page.panes.is_wanted(Side.RIGHT)
    other.end()


@pytest.mark.parametrize(
    "layout", [{}, {"geometry": 5, "splitter": "x"}, {"splitter": [1]}, {"geometry": "%%"}]
)
def test_an_odd_layout_changes_nothing(world: World, layout: dict[str, object]) -> None:
    before = world.window.page.panes.widths()
    world.window.restore_place(layout)
    world.window.restore_panes(layout)
    assert world.window.page.panes.widths() == before


def test_shortcuts_are_listed_from_the_registry(world: World) -> None:
    world.window.actions_[ActionId.SHORTCUTS].trigger()
    sheet = world.window.findChild(ShortcutsSheet)
    assert sheet is not None
    words = [
        label.text() for label in sheet.findChildren(type(world.window.page.sheet.header.title).__mro__[1])
    ]
    assert all(row.listed_words() in words for row in ACTIONS if row.keys)
    assert "At a message: reply" in words


def test_no_two_actions_share_a_key() -> None:
    keys = [sequence.toString() for row in ACTIONS for sequence in row.sequences()]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_what_cannot_be_done_is_hidden_not_greyed(world: World) -> None:
    world.window.show_start()
    menu = world.window.page.sheet.header.menu
    for action in menu.actions():
        assert action.isSeparator() or action.isVisible() == action.isEnabled()
    assert not world.window.actions_[ActionId.LEAVE].isVisible()


# -- what is asked and reported


def test_away_and_theme_and_text_size_are_reported(world: World) -> None:
    window, told = world.window, []
    window.own.wished_everywhere.connect(told.append)
    window.preferences.theme_chosen.connect(told.append)
    window.preferences.text_scale_chosen.connect(told.append)
    window.actions_[ActionId.SET_AWAY].trigger()
    window.own.set_profile("mara", away=True)
    assert not window.actions_[ActionId.SET_AWAY].isVisible()
    window.actions_[ActionId.SET_BACK].trigger()
    window.actions_[ActionId.THEME_DARK].trigger()
    window.actions_[ActionId.TEXT_LARGER].trigger()
    window.actions_[ActionId.TEXT_NORMAL].trigger()
    assert told == [SetAway("Away"), SetAway(None), SchemePreference.DARK, 110, 100]


def test_a_new_name_is_asked_for_and_reported(qtbot: QtBot, world: World) -> None:
    world.window.actions_[ActionId.CHANGE_NAME].trigger()
    sheet = world.window.asker.dialog
    assert sheet is not None
    field = sheet.field()
    assert field is not None
    assert field.text() == "mara"
    field.set_text("  mara2 ")
    with qtbot.waitSignal(world.window.own.rename_requested) as told:
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert told.args == ["mara2"]


def test_removing_somebody_asks_once_with_name_and_reason(world: World) -> None:
    world.act(MemberAction.REMOVE, "bob")
    sheet = world.window.asker.dialog
    assert sheet is not None
    assert world.wishes == []
    field = sheet.field()
    assert field is not None
    field.set_text("too loud")
    sheet.button(CONFIRM).click()
    assert world.wishes == [(rooms_of(world)[0], Kick("#robotics", "bob", "too loud"))]


@pytest.mark.parametrize("action", [MemberAction.REMOVE, MemberAction.BAN])
def test_enter_after_a_reason_neither_removes_nor_bans(
    qtbot: QtBot, world: World, action: MemberAction
) -> None:
    world.act(action, "bob")
    sheet = world.window.asker.dialog
    assert sheet is not None
    field = sheet.field()
    assert field is not None
    qtbot.keyClicks(field.edit, "too loud")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert world.window.asker.dialog is sheet
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert world.window.asker.dialog is None
    assert world.wishes == []


def test_cancelling_a_ban_bans_nobody(world: World) -> None:
    world.act(MemberAction.BAN, "bob")
    sheet = world.window.asker.dialog
    assert sheet is not None
    sheet.answer(CANCEL)
    assert world.wishes == []
    assert world.window.asker.dialog is None


def test_a_ban_that_was_set_can_be_undone(world: World) -> None:
    room, window = rooms_of(world)[0], world.window
    world.act(MemberAction.BAN, "bob")
    sheet = window.asker.dialog
    assert sheet is not None
    sheet.button(CONFIRM).click()
    toast = window.page.sheet.toast
    assert toast.text() == ""
    mask = "*!*@192.168.1.37"
    room.add_entries([EventEntry(BanChanged("#robotics", mask, True, "mara", 1.0), 1.0)])
    assert toast.text() == "bob is banned."
    assert world.wishes == [(room, Ban("#robotics", "bob", host="192.168.1.37"))]
    toast.button.click()
    assert world.wishes[1:] == [(room, Unban("#robotics", mask))]
    assert toast.text() == ""


@pytest.mark.parametrize(
    ("action", "who", "fact", "words", "undo"),
    [
        (
            MemberAction.REMOVE,
            "bob",
            MemberLeft("#robotics", "bob", LeaveKind.KICKED, "mara", "", 1.0),
            "bob was removed.",
            Invite("#robotics", "bob"),
        ),
        (
            MemberAction.MAKE_MODERATOR,
            "bob",
            RankChanged("#robotics", "bob", "o", True, "mara", 1.0),
            "bob is a moderator now.",
            SetRank("#robotics", "bob", "o", given=False),
        ),
        (
            MemberAction.REMOVE_MODERATOR,
            "ines",
            RankChanged("#robotics", "ines", "o", False, "mara", 1.0),
            "ines is no moderator any more.",
            SetRank("#robotics", "ines", "o"),
        ),
    ],
)
def test_what_a_moderator_has_done_is_told_with_its_way_back(
    world: World, action: MemberAction, who: str, fact: Fact, words: str, undo: Wish
) -> None:
    room, window = rooms_of(world)[0], world.window
    world.act(action, who)
    if (sheet := window.asker.dialog) is not None:
        sheet.button(CONFIRM).click()
    toast = window.page.sheet.toast
    room.add_entries([EventEntry(replace(fact, nick="yuki"), 1.0)])  # type: ignore[arg-type]
    assert toast.text() == "", "that was somebody else"
    room.add_entries([EventEntry(fact, 1.0)])
    assert toast.text() == words
    world.wishes.clear()
    toast.button.click()
    assert world.wishes == [(room, undo)]


def test_a_ban_of_the_whole_hub_says_so_and_can_be_undone(world: World) -> None:
    room, window = rooms_of(world)[0], world.window
    room.connection.moderation.is_owner = True
    world.act(MemberAction.BAN, "bob")
    sheet = window.asker.dialog
    assert sheet is not None
    assert "every room" in sheet.findChildren(QLabel)[1].text()
    sheet.button(CONFIRM).click()
    toast = window.page.sheet.toast
    room.add_entries([EventEntry(BanChanged("#robotics", "bob!*@*", True, "mara", 1.0), 1.0)])
    assert toast.text() == ""
    window.people.say_banned(room, BanNotice("abcd", "bob_berg", "Bob Berg", "mara", 1.0, "ach"))
    assert toast.text() == "Bob Berg is banned."
    world.wishes.clear()
    toast.button.click()
    assert world.wishes == [(room, LiftHubBan("abcd"))]


@pytest.mark.parametrize(
    ("choice", "seconds"),
    [(FOR_TEN_MINUTES, 600), (FOR_AN_HOUR, 3600), (UNTIL_LIFTED, 0), (CANCEL, None)],
)
def test_for_how_long_somebody_is_muted_is_asked(world: World, choice: str, seconds: int | None) -> None:
    room, window = rooms_of(world)[0], world.window
    window.people.take(room, Mute("#robotics", "bob", account="bob"))
    sheet = window.asker.dialog
    assert sheet is not None
    sheet.button(choice).click()
    wished = [] if seconds is None else [(room, Mute("#robotics", "bob", seconds, "bob"))]
    assert world.wishes == wished
    window.people.say_muted(room, "bob", seconds or 0, "~m:~a:bob")
    window.page.sheet.toast.button.click()
    assert world.wishes[-1:] == [(room, Unban("#robotics", "~m:~a:bob"))]


def test_a_sentence_is_said_where_one_looks_and_goes_along_into_the_room(world: World) -> None:
    window, toast = world.window, world.window.page.sheet.toast
    window.show_start()
    window.show_notice("The history was damaged.")
    assert window.pages.start_toast.isVisible()
    assert toast.text() == ""
    window.show_room(rooms_of(world)[0])
    assert (window.pages.start_toast.text(), toast.text()) == ("", "The history was damaged.")
    window.show_notice("No.")
    assert (window.pages.start_toast.text(), toast.text()) == ("", "No.")


def test_ranks_messages_and_mentions_are_reported_at_once(world: World) -> None:
    window = world.window
    world.act(MemberAction.MAKE_MODERATOR, "bob")
    world.act(MemberAction.REMOVE_MODERATOR, "ines")
    world.act(MemberAction.MESSAGE, "bob")
    world.act(MemberAction.MENTION, "bob")
    assert [wish for _, wish in world.wishes] == [
        SetRank("#robotics", "bob", "o"),
        SetRank("#robotics", "ines", "o", given=False),
        OpenTalk("bob"),
    ]
    conversation = window.page.conversation
    assert conversation is not None
    assert "bob" in conversation.composer.text()


def test_who_has_left_is_not_offered_where_one_writes(qtbot: QtBot, world: World) -> None:
    conversation, room = world.window.page.conversation, rooms_of(world)[0]
    assert conversation is not None
    room.add_entries([message("bob"), message("ines")])
    offered: list[list[str]] = []
    for _ in range(2):
        conversation.composer.set_text("")
        qtbot.keyClicks(conversation.composer.edit, "@")
        offered.append([choice.label for choice in conversation.composer._popup._suggestions])
        room.members.remove("bob")
    assert "bob" in offered[0]
    assert offered[1] == [name for name in offered[0] if name != "bob"]


def test_what_is_written_is_reported_with_its_room(qtbot: QtBot, world: World) -> None:
    conversation = world.window.page.conversation
    assert conversation is not None
    conversation.composer.set_text("hello")
    qtbot.keyClick(conversation.composer.edit, Qt.Key.Key_Return)
    assert world.wishes == [(rooms_of(world)[0], Say("#robotics", "hello"))]


def test_closing_while_hosting_asks_and_stopping_closes(world: World) -> None:
    window, gone = world.window, []
    window.closed.connect(lambda: gone.append(True))
    window.set_hosting_info(FACTS)
    assert not window.close()
    sheet = window.asker.dialog
    assert sheet is not None
    sheet.answer(CANCEL)
    assert gone == []
    assert window.isVisible()
    window.close()
    sheet = window.asker.dialog
    assert sheet is not None
    sheet.button(CONFIRM).click()
    assert gone == [True]
    assert not window.isVisible()


def test_closing_without_hosting_asks_nothing(world: World) -> None:
    gone: list[bool] = []
    world.window.closed.connect(lambda: gone.append(True))
    assert world.window.close()
    assert gone == [True]


# -- topic


def test_the_topic_can_be_written_only_by_those_who_may(qtbot: QtBot, world: World) -> None:
    window = world.window
    header, panel = window.page.sheet.header, window.page.sheet.topic_panel
    assert header.topic.words() == "Add a topic"
    header.topic.click()
    assert panel.edit.isVisible()
    qtbot.keyClicks(panel.edit, "Saturday")
    qtbot.keyClick(panel.edit, Qt.Key.Key_Return)
    assert world.wishes == [(rooms_of(world)[0], SetTopic("#robotics", "Saturday"))]
    window.show_room(rooms_of(world)[1])
    assert header.topic.words() == ""
    assert not window.actions_[ActionId.SET_TOPIC].isVisible()


def test_escape_gives_up_writing_a_topic(qtbot: QtBot, world: World) -> None:
    panel = world.window.page.sheet.topic_panel
    world.window.actions_[ActionId.SET_TOPIC].trigger()
    qtbot.keyClicks(panel.edit, "oops")
    qtbot.keyClick(panel.edit, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert world.wishes == []


# -- the connection


def test_a_lost_connection_is_told_with_the_seconds_and_what_can_be_done(world: World) -> None:
    window = world.window
    room = rooms_of(world)[0]
    room.set_present(False)
    window.set_link_view(world.connection, LinkView(LinkPhase.LOST, seconds=3600))
    bar = window.page.sheet.connection_bar.bar
    assert bar.accessibleName() == "Connection lost. Reconnecting in 3600 s"
    assert window.page.members_pane.list._delegate.dimmed
    for button in bar._buttons:
        button.click()
    assert world.wishes == [(room, Reconnect()), (room, StopReconnecting())]


def test_a_connection_that_is_back_says_so_and_the_bar_goes(world: World) -> None:
    window = world.window
    bar = window.page.sheet.connection_bar
    window.set_link_view(world.connection, LinkView(LinkPhase.LOST, seconds=3600))
    window.set_link_view(world.connection, LinkView(LinkPhase.CONNECTING))
    assert "Reconnecting…" in bar.bar.accessibleName()
    window.set_link_view(world.connection, LinkView(LinkPhase.ONLINE))
    assert bar.bar.accessibleName() == "Connected"
    bar._clear_later.timeout.emit()
    assert not bar.is_speaking


def test_a_server_that_does_not_answer_is_told_and_is_not_called_connected(world: World) -> None:
    window = world.window
    window.set_link_view(world.connection, LinkView(LinkPhase.DOUBTFUL))
    bar = window.page.sheet.connection_bar.bar
    assert bar.accessibleName() == "No answer. The connection may be lost."
    assert bar.property("surface") == "warning"
    assert window.page.sheet.header.state.words() == "No answer"
    [button] = bar._buttons
    button.click()
    assert world.wishes == [(rooms_of(world)[0], Reconnect())]
    window.set_link_view(world.connection, LinkView(LinkPhase.ONLINE))
    assert bar.accessibleName() == "Connected"


def test_the_first_connection_makes_no_bar(world: World) -> None:
    assert not world.window.page.sheet.connection_bar.is_speaking


def test_a_countdown_that_ran_out_says_reconnecting(world: World) -> None:
    world.window.set_link_view(world.connection, LinkView(LinkPhase.LOST, seconds=0))
    assert "Reconnecting…" in world.window.page.sheet.connection_bar.bar.accessibleName()


def test_somebody_removed_is_told_why_and_may_join_again(world: World) -> None:
    window = world.window
    room = rooms_of(world)[1]
    window.show_room(room)
    words = "You were removed from the room by ines — too loud"
    window.set_room_ending(room, RoomEnding(words, may_rejoin=True))
    bar = window.page.sheet.connection_bar.bar
    assert bar.accessibleName() == words
    for button in bar._buttons:
        button.click()
    assert world.wishes == [(room, Rejoin()), (room, LeaveRoom())]
    window.show_room(rooms_of(world)[0])
    assert not window.page.sheet.connection_bar.is_speaking
    window.show_room(room)
    window.set_room_ending(room, None)
    assert not window.page.sheet.connection_bar.is_speaking


def test_an_ended_connection_offers_another_try_only_where_it_can_help(world: World) -> None:
    view = LinkView(LinkPhase.STOPPED, reason="The host closed the room.", may_retry=False)
    world.window.set_link_view(world.connection, view)
    bar = world.window.page.sheet.connection_bar.bar
    assert [button.text() for button in bar._buttons] == ["Leave"]


def test_the_state_says_that_the_connection_is_not_encrypted(world: World) -> None:
    state = world.window.page.sheet.header.state
    assert state.words() == "Not encrypted"
    assert "not encrypted" in state.toolTip()


def test_a_room_in_which_nothing_has_happened_says_where_one_is(world: World) -> None:
    world.window.show_room(rooms_of(world)[0])
    conversation = world.window.page.conversation
    assert conversation is not None
    room = conversation.room
    assert conversation.welcome.isVisible()
    assert room.title in conversation.welcome.words()[0]
    room.add_entries([message()])
    assert conversation.timeline.isVisible()
    assert not conversation.welcome.isVisible()
