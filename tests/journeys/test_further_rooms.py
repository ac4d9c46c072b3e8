"""A second room without a command: made, found, entered and asked into by the mouse, in two windows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from app.models.picks import PicksModel
from app.models.room import RoomKind
from app.models.room_directory import ListState
from app.ui.members.member_actions import MemberAction
from app.ui.rooms.new_room import NewRoomSheet
from app.ui.rooms.pick_overlay import PickOverlay
from app.ui.widgets.menu import Menu
from app.ui.window.action_ids import ActionId
from tests.journeys.people import Person

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus of an offscreen window


class Mouse:
    """The mouse and the keyboard of one person."""

    def __init__(self, qtbot: QtBot, person: Person) -> None:
        self._bot = qtbot
        self._person = person

    def clicks(self, button: QAbstractButton | QWidget) -> None:
        self._person.until(button.isVisible)
        self._bot.mouseClick(button, Qt.MouseButton.LeftButton)

    def clicks_row(self, view: QAbstractItemView, index: QModelIndex) -> None:
        place = view.visualRect(index).center()
        self._bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def chooses(self, button: QAbstractButton, action: ActionId) -> None:
        """Open the menu behind a button and click one of its rows."""
        self.clicks(button)
        menus = self._person.window.findChildren(Menu)
        menu = self._person.until(lambda: next((each for each in menus if each.isVisible()), None))
        row = self._person.window.actions_[action]
        assert row in menu.actions()
        self._bot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(row).center())

    def picks(self, title: str) -> PickOverlay:
        """Click the row of that title in the list that lies over the window."""
        overlay = self._person.until(lambda: self._person.window.findChild(PickOverlay))
        model = overlay.list.model()
        assert isinstance(model, PicksModel)

        def row() -> int | None:
            return next((row for row in range(model.rowCount()) if model.index(row).data() == title), None)

        self._person.until(lambda: row() is not None)
        self.clicks_row(overlay.list, model.index(row() or 0))
        return overlay

    def types(self, *what: str | Qt.Key) -> None:
        """Type letters and keys where one writes."""
        edit = self._person.conversation().composer.edit
        for each in what:
            if isinstance(each, str):
                self._bot.keyClicks(edit, each)
            else:
                self._bot.keyClick(edit, each)

    def plus(self) -> QAbstractButton:
        """The plus that is in sight: in the list of rooms or, where there is none, in the header."""
        page = self._person.window.page
        shown = [button for button in (page.rooms_pane.plus, page.sheet.header.plus) if button.isVisible()]
        assert len(shown) == 1
        return shown[0]

    def makes_room(self, title: str, *, private: bool = False) -> None:
        person = self._person
        self.chooses(self.plus(), ActionId.NEW_ROOM_HERE)
        sheet = person.until(lambda: person.window.findChild(NewRoomSheet))
        self._bot.keyClicks(sheet.name.edit, title)
        if private:
            self.clicks(sheet.private)
        self.clicks(sheet.make)
        person.until(lambda: person.window.current_room and person.room.title == title)
        person.until(lambda: person.window.findChild(NewRoomSheet) is None)


def test_a_second_room_is_made_and_found_by_the_mouse(person: Callable[..., Person], qtbot: QtBot) -> None:
    mara, bob = person("mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    Mouse(qtbot, mara).makes_room("Lunch, at 12")
    assert mara.room.target == "#lunch-at-12"
    mara.says("Pizza?")
    mouse = Mouse(qtbot, bob)
    mouse.chooses(mouse.plus(), ActionId.ROOMS_HERE)
    mouse.picks("Lunch, at 12")
    bob.until(lambda: bob.room.title == "Lunch, at 12")
    bob.sees("Pizza?")
    bob.says("With mushrooms")
    mara.sees("With mushrooms")


def test_a_private_room_is_entered_by_an_invitation_only(person: Callable[..., Person], qtbot: QtBot) -> None:
    mara, bob, eve = person("mara"), person("bob"), person("eve")
    mara.hosts("Robotics club")
    for guest in (bob, eve):
        guest.enters(f"127.0.0.1:{mara.port}")
    mara.until(lambda: mara.room.members.find("eve"))
    mouse = Mouse(qtbot, mara)
    mouse.makes_room("Birthday of Eve", private=True)
    conversation = mara.conversation()
    mouse.clicks(conversation.welcome.invite)
    overlay = mouse.picks("bob")
    mara.until(lambda: overlay.list.model().index(0, 0).data(PicksModel.PickRole).action == "Invited")
    mouse.clicks(overlay.cross)
    mouse = Mouse(qtbot, bob)
    bob.until(lambda: bob.window.page.sheet.toast.text() == "mara invites you to “Birthday of Eve”.")
    mouse.clicks(bob.window.page.sheet.toast.button)
    bob.until(lambda: bob.room.title == "Birthday of Eve")
    assert bob.window.page.rooms_pane.invitations.isHidden()
    mouse = Mouse(qtbot, eve)
    mouse.chooses(mouse.plus(), ActionId.ROOMS_HERE)
    directory = eve.room.connection.directory
    eve.until(lambda: directory.state is ListState.COMPLETE)
    assert [pick.title for row in range(9) if (pick := directory.picks.pick(row))] == ["Robotics club"]
    mouse.picks("Robotics club")
    eve.until(lambda: eve.window.findChild(PickOverlay) is None)


def test_somebody_is_asked_in_from_the_list_of_people(person: Callable[..., Person], qtbot: QtBot) -> None:
    mara, bob = person("mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    Mouse(qtbot, mara).makes_room("Chess", private=True)
    club = next(room for room in mara.program.rooms.rooms if room.title == "Robotics club")
    mara.window.show_room(club)
    mara.until(lambda: mara.room.members.find("bob"))
    mara.acts_on("bob", MemberAction.INVITE)
    Mouse(qtbot, mara).picks("Chess")
    mara.until(lambda: mara.window.page.sheet.toast.text() == "bob is invited to Chess.")
    bob.until(lambda: bob.window.page.rooms_pane.invitations.isVisible())
    bob.window.page.sheet.toast.dismiss()
    Mouse(qtbot, bob).clicks(bob.window.page.rooms_pane.invitations)
    bob.answers("join")
    bob.until(lambda: bob.room.title == "Chess")


def test_a_name_that_is_taken_is_said_beside_the_field(person: Callable[..., Person], qtbot: QtBot) -> None:
    mara = person("mara")
    mara.hosts("Robotics club")
    mouse = Mouse(qtbot, mara)
    mouse.chooses(mouse.plus(), ActionId.NEW_ROOM_HERE)
    sheet = mara.until(lambda: mara.window.findChild(NewRoomSheet))
    qtbot.keyClicks(sheet.name.edit, "robotics CLUB")
    qtbot.keyClick(sheet.name.edit, Qt.Key.Key_Return)
    mara.until(lambda: sheet.name.error())
    assert sheet.isVisible()
    qtbot.keyClick(sheet.name.edit, Qt.Key.Key_Escape)
    mara.until(lambda: mara.window.findChild(NewRoomSheet) is None)


def test_an_evening_from_a_new_room_to_a_mention(person: Callable[..., Person], qtbot: QtBot) -> None:
    """What two people do in their first ten minutes, by the mouse and what they type alone."""
    mara, bob = person("mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    club = bob.room
    mara.until(lambda: mara.room.members.find("bob"))
    mouse = Mouse(qtbot, mara)
    mouse.makes_room("Planning & snacks", private=True)
    mouse.clicks(mara.conversation().welcome.invite)
    mouse.clicks(mouse.picks("bob").cross)
    bob.until(lambda: "Planning & snacks" in bob.window.page.sheet.toast.text())
    Mouse(qtbot, bob).clicks(bob.window.page.sheet.toast.button)
    bob.until(lambda: bob.room.title == "Planning & snacks")
    bob.acts_on("mara", MemberAction.MESSAGE)
    bob.until(lambda: bob.room.kind is RoomKind.PRIVATE)
    Mouse(qtbot, bob).types("Is there cake?", Qt.Key.Key_Return)
    talk = mara.until(lambda: next((each for each in mara.program.rooms.rooms if each.unread), None))
    assert talk.kind is RoomKind.PRIVATE
    mara.window.show_room(talk)
    mara.sees("bob: Is there cake?")
    bob.window.show_room(club)
    Mouse(qtbot, bob).types("come and see, @mar", Qt.Key.Key_Tab, Qt.Key.Key_Return)
    named = next(each for each in mara.program.rooms.rooms if each.title == "Robotics club")
    mara.until(lambda: named.mentions == 1)
    mara.window.show_room(named)
    mara.sees("bob: come and see, @mara")
