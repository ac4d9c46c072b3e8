"""What happens while nobody looks: whom a notification is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.room_alerts import RoomAlerts, room_key
from app.client.events import (
    Event,
    LinkState,
    Member,
    MemberJoined,
    MessageArrived,
    Registered,
    RoomEntered,
    TextKind,
)
from app.irc.file_tag import SharedFile
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.ignored_people import IgnoredPerson
from app.models.room import NotifyRule, Room
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import MessageEntry
from app.settings import Settings
from app.ui.notifications.notification import Notification, NotificationKind
from tests.application.fakes import NOON, Asked
from tests.stand_in import stand_in


class FakeWindow(QObject, Asked):
    """Stands for the window."""

    watched_changed = Signal()
    try_notification_requested = Signal()

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)
        self.page = self.preferences = self  # its parts
        self.watched_room: Room | None = None
        self.active = True

    def isActiveWindow(self) -> bool:
        return self.active

    def show_notice(self, text: str) -> None:
        self.asked.append(("show_notice", (text,)))


class FakeNotifier(QObject, Asked):
    """Stands for what shows notifications."""

    activated = Signal(str, str)
    test_finished = Signal(str)

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)

    def show_test(self) -> None:
        self.asked.append(("show_test", ()))


class World:
    """Alerts of the rooms of one connection, in #club and #makers; the window shows #club."""

    def __init__(self) -> None:
        self.root = QObject()
        self.window, self.notifier, self.settings = FakeWindow(), FakeNotifier(), Settings()
        self.rooms = RoomsModel(self.root)
        self.alerts = RoomAlerts(self.window, self.rooms, self.notifier, self.settings, self.root)  # type: ignore[arg-type]
        self.connection = Connection(
            stand_in(Asked()),
            self.rooms,
            EVENTS,
            address="192.168.1.24",
            nick="mara",
            parent=self.root,
        )
        self.connection.set_state(LinkState.ONLINE)
        self.tell(Registered("mara", "Robotics club", "#club", True, NOON))
        self.tell(RoomEntered("#club", NOON), RoomEntered("#makers", NOON))
        self.club, self.makers = self.room("#club"), self.room("#makers")
        self.window.watched_room = self.club
        self.notifier.asked.clear()

    def tell(self, *events: Event) -> None:
        self.connection.apply(list(events))

    def room(self, target: str) -> Room:
        found = self.connection.find(target)
        assert found is not None
        return found

    def says(self, text: str, where: str = "#club", nick: str = "bob", msgid: str = "") -> None:
        self.tell(MessageArrived(where, nick, text, TextKind.MESSAGE, nick == "mara", msgid, NOON))

    def notifications(self) -> list[tuple[NotificationKind, str]]:
        asked = [one for (one,) in self.notifier.requests("notify") if isinstance(one, Notification)]
        return [(one.kind, one.room_key) for one in asked]


@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    made = World()
    yield made
    made.root.deleteLater()
    QCoreApplication.sendPostedEvents(made.root, QEvent.Type.DeferredDelete)


# -- notifications


def test_what_names_me_elsewhere_is_a_notification(world: World) -> None:
    world.says("mara: look", "#makers")
    assert world.notifications() == [(NotificationKind.MESSAGE, room_key(world.makers))]


def test_what_one_looks_at_is_none(world: World) -> None:
    world.says("mara: look")
    assert world.notifications() == []
    world.window.watched_room = None
    world.says("mara: look again")
    assert len(world.notifications()) == 1


def test_what_is_not_meant_for_one_is_none(world: World) -> None:
    world.window.watched_room = None
    world.says("good morning")
    world.says("mara speaks of herself", nick="mara")
    world.settings.notify = False
    world.says("mara: look")
    assert world.notifications() == []


def test_a_room_tells_as_much_as_was_chosen_for_it(world: World) -> None:
    world.window.active, world.window.watched_room = False, None
    world.makers.set_notify_rule(NotifyRule.ALL)
    world.says("good morning", "#makers")
    assert len(world.notifications()) == 1
    world.makers.set_notify_rule(NotifyRule.NONE)
    world.says("mara: look", "#makers")
    world.tell(MemberJoined("#makers", Member("eve"), NOON))
    assert len(world.notifications()) == 1


def test_of_who_is_ignored_one_is_told_nothing(world: World) -> None:
    world.makers.set_notify_rule(NotifyRule.ALL)
    world.connection.ignored.set_people([IgnoredPerson("eve")])
    world.says("mara: hey", where="#makers", nick="eve")
    assert world.notifications() == []
    assert world.window.requests("ask_for_attention") == []
    world.connection.ignored.set_people([])
    world.says("mara: hey", where="#makers", nick="eve")
    assert world.notifications() == [(NotificationKind.MESSAGE, room_key(world.makers))]


def test_a_file_is_told_of_by_what_is_said_or_by_what_it_is(world: World) -> None:
    world.makers.set_notify_rule(NotifyRule.ALL)
    cat = SharedFile("a" * 22, "cat.png", 7, "image/png", "0" * 64)
    for text, file in (("", cat), ("", replace(cat, type="text/plain")), ("look", cat)):
        told = MessageArrived("#makers", "bob", text, TextKind.MESSAGE, False, "", NOON, file=file)
        world.tell(told)
    asked = [one for (one,) in world.notifier.requests("notify") if isinstance(one, Notification)]
    assert [one.text for one in asked] == ["Picture", "cat.png", "look"]


def test_private_talk_is_meant_for_one(world: World) -> None:
    world.says("hi", "bob")
    assert world.notifications() == [(NotificationKind.MESSAGE, room_key(world.room("bob")))]


def test_who_comes_is_told_only_while_the_whole_window_is_out_of_sight(world: World) -> None:
    def joins(nick: str) -> None:
        world.tell(MemberJoined("#makers", Member(nick), NOON))

    joins("eve")
    assert world.notifications() == []
    world.window.active = False
    joins("ines")
    assert world.notifications() == [(NotificationKind.JOINED, room_key(world.makers))]
    world.settings.notify_presence = False
    joins("rob")
    assert len(world.notifications()) == 1


def test_what_had_waited_and_is_asked_for_now_is_none(world: World) -> None:
    world.connection.is_showing_held = True
    world.says("hi", "bob")
    assert world.notifications() == []


def test_looking_at_a_room_takes_its_notification_away(world: World) -> None:
    world.window.watched_room = None
    world.window.page.watched_changed.emit()
    assert world.notifier.requests("clear") == []
    world.window.watched_room = world.club
    world.window.page.watched_changed.emit()
    assert world.notifier.requests("clear") == [(room_key(world.club),)]


def test_a_click_on_a_notification_brings_its_message_to_the_front(world: World, qtbot: QtBot) -> None:
    world.says("mara: look", "#makers", msgid="m1")
    found: list[int] = []
    world.makers.timeline.window.found.connect(found.append)
    world.notifier.activated.emit(room_key(world.makers), "m1")
    assert [name for name, _ in world.window.asked if name != "ask_for_attention"] == [
        "come_to_front",
        "show_room",
    ]
    assert world.window.requests("show_room") == [(world.makers,)]
    qtbot.waitUntil(lambda: bool(found))
    shown = world.makers.timeline.entries[found[0]]
    assert isinstance(shown, MessageEntry)
    assert shown.text == "mara: look"


def test_a_click_where_no_message_is_known_brings_its_room(world: World) -> None:
    world.notifier.activated.emit(room_key(world.makers), "")
    assert world.window.requests("show_room") == [(world.makers,)]


def test_what_is_meant_for_one_asks_for_attention_too(world: World) -> None:
    world.makers.set_notify_rule(NotifyRule.ALL)
    world.says("good morning", "#makers")
    assert world.window.requests("ask_for_attention") == []
    world.says("mara: look", "#makers")
    world.says("hi", "bob")
    assert len(world.window.requests("ask_for_attention")) == 2


def test_who_is_not_to_be_disturbed_is_told_of_nothing(world: World) -> None:
    world.window.active, world.window.watched_room = False, None
    world.settings.do_not_disturb = True
    world.says("mara: look", "#makers")
    world.says("hi", "bob")
    world.tell(MemberJoined("#makers", Member("eve"), NOON))
    assert world.notifications() == []
    assert world.window.requests("ask_for_attention") == []


def test_what_was_written_is_told_only_where_that_is_wanted(world: World) -> None:
    for shown, text in ((True, "mara: look"), (False, "")):
        world.settings.notify_text = shown
        world.says("mara: look", "#makers", msgid=f"m{shown}")
        [(notification,)] = world.notifier.requests("notify")
        assert isinstance(notification, Notification)
        assert (notification.text, notification.msgid) == (text, f"m{shown}")
        world.notifier.asked.clear()


def test_a_notification_is_tried_and_the_result_told(world: World) -> None:
    world.window.preferences.try_notification_requested.emit()
    assert world.notifier.requests("show_test") == [()]
    world.notifier.test_finished.emit("It works.")
    assert world.window.requests("show_notice") == [("It works.",)]
