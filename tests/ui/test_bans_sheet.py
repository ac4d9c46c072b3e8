"""The bans of a room over the window: asked for, followed and lifted, offered to who may do that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.client.events import Member
from app.client.wishes import AskBans, Unban
from app.ui.hosting.ban_section import SHOWN
from app.ui.theme.theme import Theme
from app.ui.window.action_ids import ActionId
from app.ui.window.bans_sheet import BansSheet
from tests.ui.window_world import FakeConnection, World, make_room

ROOM = "#robotics"


@pytest.fixture
def world(qtbot: QtBot, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    made = World(theme, make_room(ROOM, connection=own), connection=own)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.end()


def rank(world: World, ranks: str) -> None:
    room = world.rooms.rooms[0]
    room.members.reset([Member(room.connection.nick, ranks=ranks), Member("bob")])
    world.window.actions_.opening.emit()


def opened(world: World) -> BansSheet:
    rank(world, "o")
    world.window.actions_[ActionId.BANS].trigger()
    (sheet,) = world.window.findChildren(BansSheet)
    return sheet


@pytest.mark.parametrize(("ranks", "is_offered"), [("", False), ("v", False), ("o", True), ("qo", True)])
def test_it_is_offered_to_who_may_lift_bans(world: World, ranks: str, is_offered: bool) -> None:
    rank(world, ranks)
    assert world.window.actions_[ActionId.BANS].isVisible() is is_offered
    world.rooms.rooms[0].set_present(False)
    world.window.actions_.opening.emit()
    assert not world.window.actions_[ActionId.BANS].isVisible()


def test_the_list_is_asked_for_and_until_it_has_come_nothing_is_claimed(world: World) -> None:
    sheet, room = opened(world), world.rooms.rooms[0]
    assert world.wishes == [(room, AskBans(ROOM))]
    assert sheet.count.text() == "Asking who is banned…"
    room.has_ban_list = True
    room.set_bans(())
    assert sheet.count.text() == "Nobody is banned"
    room.set_bans((("bob!*@*", "mara", 1.0), ("~m:eve!*@*", "mara", 1.0)))
    assert sheet.count.text() == "1 banned · 1 muted"
    assert [button.text() for button in sheet.list.buttons] == ["Unban", "Unmute"]


def test_what_is_lifted_goes_when_the_server_says_so_and_the_keyboard_stays_in_the_list(
    qtbot: QtBot, world: World
) -> None:
    room = world.rooms.rooms[0]
    bans = tuple((f"{name}!*@*", "mara", 1.0) for name in ("ann", "bob", "eve"))
    room.set_bans(bans)
    sheet = opened(world)
    for _ in range(2):
        sheet.focusNextPrevChild(True)
    assert sheet.focusWidget() is sheet.list.buttons[1]
    qtbot.keyClick(sheet.list.buttons[1], Qt.Key.Key_Space)
    assert world.wishes[1:] == [(room, Unban(ROOM, "bob!*@*"))]
    assert len(sheet.list.buttons) == 3
    room.set_bans((bans[0], bans[2]))
    assert sheet.focusWidget() is sheet.list.buttons[1]
    room.set_bans(())
    assert sheet.focusWidget() is sheet.cross


def test_a_very_long_list_says_how_much_of_it_is_shown(qtbot: QtBot, world: World) -> None:
    world.rooms.rooms[0].set_bans(tuple((f"x{number}!*@*", "", 1.0) for number in range(SHOWN + 2)))
    sheet = opened(world)
    assert len(sheet.list.buttons) == SHOWN
    assert sheet.count.text() == "102 banned. The first 100 are shown."
    last = sheet.list.buttons[-1]
    qtbot.waitUntil(lambda: sheet.area.verticalScrollBar().maximum() > 0)
    sheet.focusNextPrevChild(False)
    assert sheet.focusWidget() is last
    assert not last.visibleRegion().isEmpty()
