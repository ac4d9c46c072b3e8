"""How the program looks, from the settings to the window and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app import settings as settings_file
from app.application.preferences import Preferences, timeline_options
from app.client.wishes import Say
from app.models.timeline_presence import PresenceDisplay, PresenceRule
from app.paths import resources
from app.settings import Settings
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.timeline.timeline_options import Announce, TimelineOptions
from app.ui.window.action_ids import ActionId
from tests.ui.window_world import FakeConnection, World, make_room

CHOSEN = Settings(compact=True, presence="none", cancel_out=True, announce="off", recent_reactions=["🍕"])


@pytest.fixture
def world(qapp: QApplication) -> Iterator[World]:
    theme = Theme(resources())
    theme.apply(qapp)
    connection = FakeConnection()
    made = World(theme, make_room(connection=connection), connection=connection)
    yield made
    made.end()


def test_the_choices_of_the_file_and_of_the_timeline_are_the_same() -> None:
    assert set(settings_file.PRESENCE) == {display.value for display in PresenceDisplay}
    assert set(settings_file.ANNOUNCE) == {announce.value for announce in Announce}
    assert timeline_options(Settings()) == TimelineOptions()


def test_a_window_begins_as_it_was_left(world: World) -> None:
    Preferences(CHOSEN, world.theme, world.window, world.window)
    conversation = world.window.page.conversation
    assert conversation is not None
    assert conversation.timeline.row_layout.options == TimelineOptions(
        compact=True, presence=PresenceRule(PresenceDisplay.NONE, cancel_out=True), announce=Announce.OFF
    )
    assert world.window.actions_[ActionId.PRESENCE_NONE].isChecked()
    assert world.window.page.emoji.recents == ("🍕",)


def test_what_is_chosen_is_kept(world: World, qtbot: QtBot) -> None:
    settings = Settings()
    theme = world.theme
    preferences = Preferences(settings, theme, world.window, world.window)
    changes: list[bool] = []
    preferences.changed.connect(lambda: changes.append(True))
    world.window.actions_[ActionId.COMPACT].trigger()
    world.window.preferences.theme_chosen.emit(SchemePreference.DARK)
    world.window.preferences.text_scale_chosen.emit(500)
    world.window.page.emoji.note_used("🍕")
    assert len(changes) == 4
    assert (settings.compact, settings.theme, settings.text_scale) == (True, "dark", 200)
    assert settings.recent_reactions == ["🍕"]
    with qtbot.assertNotEmitted(preferences.changed):
        world.window.page.emoji.note_used("👍")  # which is offered anyway
    theme.set_preference(SchemePreference.SYSTEM)


def test_whether_enter_sends_is_kept_and_holds_in_every_room(world: World) -> None:
    settings = Settings(enter_sends=False)
    window = world.window
    preferences = Preferences(settings, world.theme, window, window)
    changes: list[bool] = []
    preferences.changed.connect(lambda: changes.append(settings.enter_sends))
    assert not window.actions_[ActionId.ENTER_SENDS].isChecked()
    conversation = window.page.conversation
    assert conversation is not None
    QTest.keyClicks(conversation.composer.edit, "one")
    QTest.keyClick(conversation.composer.edit, Qt.Key.Key_Return)
    assert (conversation.composer.text(), world.wishes) == ("one\n", [])
    window.actions_[ActionId.ENTER_SENDS].trigger()
    assert changes == [True]
    other = make_room("#other", connection=world.connection)
    window.actions_[ActionId.ENTER_SENDS].trigger()
    world.rooms.add(other)
    window.show_room(other)
    later = window.page.conversation
    assert later is not None
    QTest.keyClicks(later.composer.edit, "two")
    QTest.keyClick(later.composer.edit, Qt.Key.Key_Return)
    QTest.keyClick(later.composer.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert world.wishes == [(other, Say("#other", "two"))]


def test_whether_one_goes_away_by_oneself_is_kept(world: World) -> None:
    settings = Settings()
    window = world.window
    preferences = Preferences(settings, world.theme, window, window)
    changes: list[bool] = []
    preferences.changed.connect(lambda: changes.append(settings.auto_away))
    assert window.actions_[ActionId.AUTO_AWAY].isChecked()
    window.actions_[ActionId.AUTO_AWAY].trigger()
    window.actions_[ActionId.AUTO_AWAY].trigger()
    assert changes == [False, True]


def test_whether_others_see_that_one_writes_is_kept(world: World) -> None:
    settings = Settings(tell_typing=False)
    window = world.window
    preferences = Preferences(settings, world.theme, window, window)
    changes: list[bool] = []
    preferences.changed.connect(lambda: changes.append(settings.tell_typing))
    assert not window.actions_[ActionId.TELL_TYPING].isChecked()
    window.actions_[ActionId.TELL_TYPING].trigger()
    window.actions_[ActionId.TELL_TYPING].trigger()
    assert changes == [True, False]


def test_of_what_one_is_told_is_kept_and_do_not_disturb_is_in_sight(world: World) -> None:
    settings = Settings(notify_presence=False)
    window = world.window
    preferences = Preferences(settings, world.theme, window, window)
    changes: list[bool] = []
    preferences.changed.connect(lambda: changes.append(True))
    actions = window.actions_
    assert not actions[ActionId.NOTIFY_PRESENCE].isChecked()
    for action in (
        ActionId.NOTIFY_MESSAGES,
        ActionId.NOTIFY_PRESENCE,
        ActionId.NOTIFY_TEXT,
        ActionId.DO_NOT_DISTURB,
    ):
        actions[action].trigger()
    assert (settings.notify, settings.notify_presence, settings.notify_text) == (False, True, False)
    assert settings.do_not_disturb
    assert len(changes) == 4
    shown = {label.text() for label in window.page.rooms_pane.profile.findChildren(QLabel)}
    assert "Do not disturb" in shown
    actions[ActionId.DO_NOT_DISTURB].trigger()
    assert not settings.do_not_disturb
    shown = {label.text() for label in window.page.rooms_pane.profile.findChildren(QLabel)}
    assert "Available" in shown


def test_the_order_of_the_rooms_is_kept(world: World) -> None:
    settings = Settings()
    window = world.window
    Preferences(settings, world.theme, window, window)
    room = make_room("#a", connection=world.connection)
    world.rooms.add(room)
    assert world.rooms.rooms[0] is room
    window.actions_[ActionId.ROOMS_AS_OPENED].trigger()
    assert (settings.room_order, world.rooms.rooms[1]) == ("opened", room)
    window.actions_[ActionId.ROOMS_AS_OPENED].trigger()
    assert (settings.room_order, world.rooms.rooms[0]) == ("attention", room)


def test_the_rule_of_the_room_that_is_shown_is_marked_in_its_menu(world: World) -> None:
    window, room = world.window, world.rooms.rooms[0]
    window.wished.connect(lambda room, wish: room.set_notify_rule(wish.rule))
    actions = window.actions_
    assert actions[ActionId.TELL_OF_MENTIONS].isChecked()
    actions[ActionId.MUTE_ROOM].trigger()
    assert room.is_muted
    assert actions[ActionId.MUTE_ROOM].isChecked()
    window.page.rooms_pane.list.menu_for(room).actions()[0].trigger()
    assert actions[ActionId.TELL_OF_ALL].isChecked()
