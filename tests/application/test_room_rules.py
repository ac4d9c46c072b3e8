"""Of what one is told in each room: kept by network and channel, there again when the room is opened."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.room_rules import RoomRules
from app.models.room import NotifyRule, Room, RoomKind
from app.models.room_wishes import SetNotifyRule
from app.settings import Settings
from app.store.archive_records import RoomKey
from tests.ui.window_world import make_room


class FakeArchiving(QObject):
    """Stands for what knows under which key a room is kept."""

    begun = Signal(Room)
    moved = Signal(Room, RoomKey)

    def __init__(self, network: str = "hub:aa") -> None:
        super().__init__()
        self._network = network

    def key_of(self, room: Room) -> RoomKey | None:
        return RoomKey(self._network, room.target.casefold()) if self._network else None


def rules_of(settings: Settings, archiving: FakeArchiving) -> RoomRules:
    return RoomRules(settings, archiving, archiving)  # type: ignore[arg-type]  # a double


def test_what_was_chosen_for_a_room_holds_when_it_is_opened_again(qtbot: QtBot) -> None:
    settings, archiving = Settings(), FakeArchiving()
    rules = rules_of(settings, archiving)
    with qtbot.waitSignal(rules.changed):
        rules.choose(make_room("#Robotics"), SetNotifyRule(NotifyRule.NONE))
    assert settings.room_rules == {"hub:aa": {"#robotics": "none"}}
    again, other = make_room("#robotics"), make_room("#office")
    for room in (again, other):
        archiving.begun.emit(room)
    assert (again.is_muted, other.notify_rule) == (True, NotifyRule.MENTIONS)


def test_a_room_of_that_name_elsewhere_has_its_own_rule() -> None:
    settings = Settings(room_rules={"hub:aa": {"#robotics": "none"}})
    elsewhere = FakeArchiving("hub:bb")
    rules = rules_of(settings, elsewhere)
    room = make_room("#robotics")
    elsewhere.begun.emit(room)
    assert room.notify_rule is NotifyRule.MENTIONS
    rules.choose(room, SetNotifyRule(NotifyRule.ALL))
    assert settings.room_rules == {"hub:aa": {"#robotics": "none"}, "hub:bb": {"#robotics": "all"}}


def test_nothing_is_kept_of_what_is_usual() -> None:
    settings, archiving = Settings(room_rules={"hub:aa": {"#robotics": "none"}}), FakeArchiving()
    rules = rules_of(settings, archiving)
    room, talk = make_room("#robotics"), make_room("bob", RoomKind.PRIVATE)
    rules.choose(room, SetNotifyRule(NotifyRule.MENTIONS))
    rules.choose(talk, SetNotifyRule(NotifyRule.ALL))
    assert settings.room_rules == {}
    assert talk.notify_rule is NotifyRule.ALL


def test_a_room_of_which_nothing_is_kept_has_its_rule_while_it_is_open() -> None:
    settings, archiving = Settings(), FakeArchiving("")
    room = make_room()
    rules_of(settings, archiving).choose(room, SetNotifyRule(NotifyRule.NONE))
    archiving.begun.emit(room)
    assert (room.is_muted, settings.room_rules) == (True, {})


def test_what_was_chosen_goes_along_with_another_name(qtbot: QtBot) -> None:
    settings, archiving = Settings(room_rules={"hub:aa": {"bob": "none"}}), FakeArchiving()
    rules = rules_of(settings, archiving)
    talk = make_room("robert", RoomKind.PRIVATE)
    with qtbot.waitSignal(rules.changed):
        archiving.moved.emit(talk, RoomKey("hub:aa", "bob"))
    assert settings.room_rules == {"hub:aa": {"robert": "none"}}
    archiving.moved.emit(talk, RoomKey("hub:bb", "bob"))
    assert settings.room_rules == {"hub:aa": {"robert": "none"}}
