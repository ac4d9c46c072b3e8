"""Lists to pick a room or somebody from, and the sheet for a new room: by keys, by the mouse, in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.client.events import (
    Abilities,
    ChannelsListed,
    HistoryAccess,
    HistoryPolicy,
    LinkState,
    ListedChannel,
    RequestFailed,
)
from app.client.wishes import AskChannels, Invite, Join, MakeRoom, RenameRoom, Wish
from app.models.picks import Pick, PicksModel
from app.models.room import Room, RoomKind
from app.models.room_wishes import LetIn, NameRoom
from app.ui.rooms.new_room import NewRoomSheet
from app.ui.rooms.pick_overlay import PickOverlay
from app.ui.theme.theme import Theme
from app.ui.widgets.form_fields import TextField
from app.ui.window import room_requests
from app.ui.window.action_ids import ActionId
from app.ui.window.questions import CONFIRM
from tests.ui.window_world import PEOPLE, FakeConnection, World, make_room

NOON = 1_700_000_000.0


class Evening:
    """A window in a hub's room, in another room of that hub, and in one that only invited people enter."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        self.connection = FakeConnection()
        self.connection.abilities = Abilities(frozenset({MakeRoom, AskChannels, Invite}))
        self.club = make_room("#robotics", RoomKind.HOSTED, self.connection)
        self.lunch = make_room("#lunch", connection=self.connection, people=PEOPLE[:2])
        self.secret = make_room("#secret", connection=self.connection, people=PEOPLE[:1])
        self.secret.set_modes("+nist", "")
        self.connection.rooms = (self.club, self.lunch, self.secret)
        self.world = World(theme, *self.connection.rooms, connection=self.connection)
        self.window = self.world.window
        self._bot = qtbot

    def layer(self, kind: type[QWidget]) -> QWidget | None:
        """What lies over the window."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return self.window.findChild(kind)

    def picks(self) -> PickOverlay:
        overlay = self.layer(PickOverlay)
        assert isinstance(overlay, PickOverlay)
        return overlay

    def sheet(self) -> NewRoomSheet:
        sheet = self.layer(NewRoomSheet)
        assert isinstance(sheet, NewRoomSheet)
        return sheet

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            where = self.window.focusWidget()
            assert where is not None
            self._bot.keyClick(where, key)

    def answer(self, typed: str) -> None:
        """Answer a question with a field."""
        dialog = self.window.asker.dialog
        assert dialog is not None
        (field,) = dialog.findChildren(TextField)
        field.set_text(typed)
        dialog.answer(CONFIRM)

    @property
    def wishes(self) -> list[tuple[Room, Wish]]:
        return self.world.wishes


@pytest.fixture
def evening(theme: Theme, qtbot: QtBot) -> Iterator[Evening]:
    made = Evening(theme, qtbot)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.world.end()


def rows(overlay: PickOverlay) -> list[str]:
    model = overlay.list.model()
    assert isinstance(model, PicksModel)
    found = (model.pick(row) for row in range(model.rowCount()))
    return [pick.title for pick in found if pick is not None]


# -- rooms here


def test_the_list_says_how_far_it_is_and_joins_by_enter(evening: Evening, qtbot: QtBot) -> None:
    evening.window.actions_[ActionId.ROOMS_HERE].trigger()
    overlay, directory = evening.picks(), evening.connection.directory
    assert evening.connection.asked == [AskChannels()]
    assert overlay.words.text() == "Asking for the rooms…"
    directory.take(
        ChannelsListed((ListedChannel("#a", 3, "", "Art"), ListedChannel("#b", 9, "bees")), is_last=True)
    )
    assert rows(overlay) == ["b", "Art"]
    assert overlay.words.text() == "2 rooms"
    qtbot.keyClicks(overlay.field, "bee")
    assert overlay.words.text() == "1 room"
    qtbot.keyClicks(overlay.field, "s!")
    assert overlay.words.text() == "No room by that name."
    assert overlay.other.isVisible(), "on other servers a channel may be secret"
    overlay.field.setText("")
    evening.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert evening.wishes == [(evening.club, Join("#a"))]
    assert evening.layer(PickOverlay) is None
    assert directory.picks.total == 0, "thousands of channels are kept while somebody looks at them"


@pytest.mark.parametrize(("typed", "channel"), [("tea", "#tea"), ("##tea", "##tea"), ("&tea", "&tea")])
def test_what_no_row_has_is_entered_by_its_name(evening: Evening, typed: str, channel: str) -> None:
    evening.window.rooms_here.show_rooms(evening.club, typed)
    assert evening.picks().other.text() == f"Join “{typed}”".replace("&", "&&")
    evening.press(Qt.Key.Key_Return)
    assert evening.wishes == [(evening.club, Join(channel))]


def test_on_a_hub_there_is_nothing_but_its_list(evening: Evening) -> None:
    evening.connection.is_hub = True
    evening.window.rooms_here.show_rooms(evening.club, "tea")
    assert not evening.picks().other.isVisible()
    evening.press(Qt.Key.Key_Return)
    assert evening.wishes == []
    evening.connection.directory.take(ChannelsListed((), is_last=True))
    assert evening.picks().words.text() == "Nobody has a room here that you can see."
    evening.press(Qt.Key.Key_Escape)
    assert evening.layer(PickOverlay) is None
    evening.connection.directory.take(ChannelsListed((), is_last=True))  # nobody looks any more


def test_why_there_is_no_list_is_said(evening: Evening) -> None:
    evening.window.rooms_here.show_rooms(evening.club)
    evening.connection.directory.refuse(RequestFailed("LIST", "", "263", "Wait a minute", NOON))
    assert evening.picks().words.text() == "Wait a minute"


def test_a_server_that_cannot_is_not_asked(evening: Evening) -> None:
    evening.connection.abilities = Abilities()
    evening.window.show_room(evening.lunch)
    for action in (ActionId.NEW_ROOM_HERE, ActionId.ROOMS_HERE, ActionId.INVITE_PEOPLE):
        assert not evening.window.actions_[action].isVisible()
    assert evening.window.actions_[ActionId.NEW_ROOM].isVisible()
    evening.window.page.rooms_pane.plus.click()  # where one thing is all there is, it is done at once
    assert evening.world.start.isVisible()


def test_a_server_that_never_answers_is_said_to(
    evening: Evening, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_requests, "LIST_LATE_MS", 20)
    evening.window.rooms_here.show_rooms(evening.club)
    words = evening.picks().words
    assert words.text() == "Asking for the rooms…"
    qtbot.waitUntil(lambda: words.text().startswith("The server has sent no list"))
    evening.connection.directory.take(ChannelsListed((ListedChannel("#a", 3, ""),), is_last=True))
    assert words.text() == "1 room"


def test_a_row_is_picked_by_the_mouse(evening: Evening, qtbot: QtBot) -> None:
    evening.window.rooms_here.show_rooms(evening.club)
    listed = (ListedChannel("#a", 3, "x" * 300), ListedChannel("#b", 2, ""))
    evening.connection.directory.take(ChannelsListed(listed, is_last=True))
    view = evening.picks().list
    view.grab()
    place = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert evening.wishes == [(evening.club, Join("#b"))]


# -- a new room


def test_a_room_is_made_by_keys_alone(evening: Evening, qtbot: QtBot) -> None:
    evening.window.actions_[ActionId.NEW_ROOM_HERE].trigger()
    sheet = evening.sheet()
    assert sheet.name.edit.hasFocus()
    qtbot.keyClicks(sheet.name.edit, "  Class 4b ")
    evening.press(Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Down)
    evening.press(Qt.Key.Key_Backtab, Qt.Key.Key_Backtab, Qt.Key.Key_Return)
    assert evening.wishes == [(evening.club, MakeRoom("Class 4b", True, "1h"))]
    evening.press(Qt.Key.Key_Return)  # the hub has not answered yet
    assert len(evening.wishes) == 1
    evening.connection.directory.made.emit("#class-4b")
    assert evening.layer(NewRoomSheet) is None


def test_what_is_wrong_stands_beside_the_name(evening: Evening) -> None:
    evening.window.rooms_here.make_room(evening.club)
    sheet = evening.sheet()
    for name, words in (
        ("", "Give the room a name with a letter or a number in it."),
        ("…", "Give the room a name with a letter or a number in it."),
        ("x" * 97, "That is too long for the name of a room."),
    ):
        sheet.name.set_text(name)
        sheet.make.click()
        assert sheet.name.error() == words
    sheet.name.set_text("Lunch")
    sheet.make.click()
    evening.connection.directory.refuse(RequestFailed("HUBBUB", "CREATE", "TITLE_IN_USE", "There is", NOON))
    assert sheet.name.error() == "There is a room of that name here, or of one that looks like it."
    assert sheet.make.isEnabled()
    sheet.cancel.click()
    assert evening.layer(NewRoomSheet) is None
    assert evening.wishes == [(evening.club, MakeRoom("Lunch", False, "all"))]


def test_what_newcomers_read_is_offered_as_in_the_room_of_the_hub(evening: Evening) -> None:
    evening.connection.history_policy = HistoryPolicy(HistoryAccess.NONE, NOON)  # type: ignore[assignment]
    evening.window.rooms_here.make_room(evening.club)
    assert evening.sheet().newcomers.currentData() == "none"


def test_the_sheet_fits_a_small_window_with_large_text(evening: Evening, theme: Theme) -> None:
    evening.window.rooms_here.make_room(evening.club)
    sheet = evening.sheet()
    try:
        theme.set_text_scale(200)
        evening.window.resize(480, 360)
        assert sheet.rect().contains(sheet.card.geometry())
        assert sheet.card.rect().contains(sheet.make.geometry())
    finally:
        theme.set_text_scale(100)


def test_a_room_is_made_of_a_private_talk_and_the_other_person_asked_in(evening: Evening) -> None:
    talk = make_room("bob", RoomKind.PRIVATE, evening.connection, ())
    evening.world.rooms.add(talk)
    evening.window.show_room(talk)
    action = evening.window.actions_[ActionId.NEW_ROOM_WITH]
    assert not action.isVisible()  # without a connection
    evening.connection.state = LinkState.ONLINE
    evening.window.show_room(evening.club)
    assert not action.isVisible()
    evening.window.show_room(talk)
    assert (action.isVisible(), action.text()) == (True, "New room with bob…")
    action.trigger()
    sheet = evening.sheet()
    assert sheet.private.isChecked()
    sheet.name.set_text("Bob and I")
    sheet.make.click()
    evening.connection.directory.made.emit("#bob-and-i")
    evening.connection.directory.made.emit("#another")
    assert [wish for room, wish in evening.wishes if room is talk] == [
        MakeRoom("Bob and I", True, "all"),
        Invite("#bob-and-i", "bob"),
    ]
    evening.connection.state = LinkState.IDLE


# -- changing one


def test_a_room_is_renamed_by_who_moderates_it(evening: Evening) -> None:
    actions = evening.window.actions_
    evening.window.show_room(evening.lunch)
    assert not actions[ActionId.RENAME_ROOM].isVisible()  # as this server cannot
    evening.connection.abilities = Abilities(frozenset({RenameRoom}))
    evening.window.show_room(evening.club)
    assert not actions[ActionId.RENAME_ROOM].isVisible()  # which its host alone renames
    assert not actions[ActionId.ONLY_INVITED].isVisible()
    evening.window.show_room(evening.lunch)
    actions[ActionId.RENAME_ROOM].trigger()
    assert evening.wishes == [(evening.lunch, NameRoom())]
    evening.window.rooms_here.rename_room(evening.lunch)
    for typed, words in (("?!", "with a letter"), ("x" * 97, "too long"), ("lunch", "")):
        evening.answer(typed)
        dialog = evening.window.asker.dialog
        said = " ".join(label.text() for label in dialog.findChildren(QLabel)) if dialog is not None else ""
        assert (words in said) if words else (dialog is None)
    evening.wishes.clear()
    evening.window.rooms_here.rename_room(evening.lunch)
    evening.answer(" Lunch  at 12 ")
    assert evening.wishes == [(evening.lunch, RenameRoom("#lunch", "Lunch at 12"))]


def test_who_may_enter_a_room_is_a_switch_of_its_moderators(evening: Evening) -> None:
    action = evening.window.actions_[ActionId.ONLY_INVITED]
    for room, only_invited in ((evening.lunch, False), (evening.secret, True)):
        evening.window.show_room(room)
        assert (action.isVisible(), action.isChecked()) == (True, only_invited)
        action.trigger()
        assert evening.wishes[-1] == (room, LetIn(not only_invited))
        assert action.isChecked() is only_invited  # until the server has done it
    entries = {each.text(): each for each in evening.window.page.sheet.header.menu.actions()}
    assert entries["Manage this room"].isVisible()
    evening.lunch.members.reset(PEOPLE[2:])
    evening.window.show_room(evening.lunch)
    assert not action.isVisible()
    assert not entries["Manage this room"].isVisible()  # nothing in it could be done


# -- asking in


def test_people_are_asked_in_one_after_the_other(evening: Evening) -> None:
    evening.window.show_room(evening.secret)
    evening.window.actions_[ActionId.INVITE_PEOPLE].trigger()
    overlay = evening.picks()
    assert rows(overlay) == ["bob", "ines", "Tomás", "yuki"]
    evening.press(Qt.Key.Key_Return)
    assert evening.wishes == [(evening.secret, Invite("#secret", "bob"))]
    assert overlay.isVisible()
    directory = evening.connection.directory
    directory.invited.emit("#elsewhere", "bob")
    assert overlay.list.model().index(0, 0).data(PicksModel.PickRole).action == "Invite"
    directory.invited.emit("#secret", "bob")
    assert overlay.list.model().index(0, 0).data(PicksModel.PickRole).action == "Invited"
    overlay.field.setText("somebody")
    evening.press(Qt.Key.Key_Return)
    assert evening.wishes[-1] == (evening.secret, Invite("#secret", "somebody"))
    overlay.cross.click()
    assert evening.layer(PickOverlay) is None
    directory.invited.emit("#secret", "ines")  # nobody looks any more


def test_where_all_are_inside_it_says_so(evening: Evening) -> None:
    evening.secret.members.reset(PEOPLE)
    evening.window.rooms_here.invite_people(evening.secret)
    assert evening.picks().words.text() == "Everybody you could invite is in the room already."


def test_somebody_is_asked_into_a_room_that_is_chosen(evening: Evening) -> None:
    evening.window.rooms_here.invite_to_room(evening.club, "bob")
    overlay = evening.picks()
    assert rows(overlay) == ["lunch", "secret"]
    overlay.field.setText("sec")
    evening.press(Qt.Key.Key_Return)
    assert evening.wishes == [(evening.club, Invite("#secret", "bob"))]
    assert evening.layer(PickOverlay) is None


def test_where_there_is_no_other_room_it_says_so(evening: Evening) -> None:
    evening.connection.rooms = (evening.club,)
    evening.window.rooms_here.invite_to_room(evening.club, "bob")
    assert evening.window.page.sheet.toast.text() == (
        "There is no other room that you could invite somebody into."
    )


def test_in_an_empty_room_of_ones_own_others_are_asked_in_by_a_button(evening: Evening) -> None:
    evening.window.show_room(evening.secret)
    conversation = evening.window.page.conversation
    assert conversation is not None
    assert conversation.welcome.invite.isVisible()
    evening.secret.members.reset(PEOPLE[:2])
    evening.secret.changed.emit(evening.secret)
    evening.window.show_room(evening.lunch)
    conversation = evening.window.page.conversation
    assert conversation is not None
    assert not conversation.welcome.invite.isVisible()


# -- how rows look


@pytest.mark.parametrize("width", [520, 150])
def test_rows_of_any_width_are_painted(theme: Theme, evening: Evening, width: int) -> None:
    evening.window.rooms_here.invite_people(evening.secret)
    overlay = evening.picks()
    model = overlay.list.model()
    assert isinstance(model, PicksModel)
    model.set_picks([Pick("#a", "A" * 80, "b" * 200, 12345, "Join"), Pick("#b", "B")])
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        overlay.list.setLayoutDirection(direction)
        overlay.list.resize(width, 200)
        assert not overlay.list.viewport().grab().toImage().isNull()
