"""The card of a person: opened from a row or a name, by mouse and keys, and what is done on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.client.events import Member, WhoisArrived
from app.client.wishes import Ban
from app.models.room import RoomKind
from app.models.room_wishes import EditProfile, OpenTalk, ShowPerson
from app.ui.members.person_card import PersonCard, place_beside
from app.ui.theme.theme import Theme
from app.ui.timeline.base_row import ClickKind
from app.ui.widgets.labels import AvatarLabel
from app.ui.window.action_ids import ActionId
from tests.ui.window_world import FakeConnection, World, make_room, message


@pytest.fixture
def world(qtbot: QtBot, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    rooms = (
        make_room(connection=own),
        make_room("#b", connection=own),
        make_room("bob", RoomKind.PRIVATE, own, ()),
    )
    own.rooms = rooms
    made = World(theme, *rooms, connection=own)
    made.window.resize(1100, 700)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.end()


def show(world: World, nick: str = "bob", **more: object) -> PersonCard:
    room = world.window.current_room
    assert room is not None
    world.window.show_person(room, ShowPerson(nick, **more))  # type: ignore[arg-type]  # as the fields are
    card = world.window.person_cards.card
    assert card is not None
    return card


def words_of(card: PersonCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def buttons_of(card: PersonCard) -> list[str]:
    return [button.accessibleName() for button in card.findChildren(QAbstractButton) if button.isVisible()]


def press(card: PersonCard, name: str) -> None:
    next(one for one in card.findChildren(QAbstractButton) if one.accessibleName() == name).click()


# -- how it is opened


def test_a_click_on_a_row_asks_for_the_card_and_a_second_one_opens_a_talk(qtbot: QtBot, world: World) -> None:
    people = world.window.page.members_pane.list
    model = people.model()
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    index = next(index for index in rows if index.data() == "bob")
    where = people.visualRect(index).center()
    qtbot.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert world.wishes[-1][1] == ShowPerson("bob")
    card = show(world)
    at_row = people.viewport().mapTo(world.window.pages, where)
    assert not card.geometry().contains(at_row), "the row can be pressed again"
    qtbot.mousePress(people.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert world.window.person_cards.card is None
    qtbot.mouseDClick(people.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert OpenTalk("bob") in [wish for _, wish in world.wishes]


def test_a_click_on_a_name_or_an_avatar_asks_for_the_card(qtbot: QtBot, world: World) -> None:
    room = world.rooms.rooms[0]
    room.timeline.append([message("bob", "hello")])
    conversation = world.window.page.conversation
    assert conversation is not None
    timeline = conversation.timeline
    timeline.refresh()
    [(_, area, row)] = timeline.visible_rows()
    names = [target for target in row.targets if target.kind is ClickKind.SENDER]
    assert len(names) == 2, "name and avatar"
    for target in names:
        world.wishes.clear()
        where = (target.rect.center() + area.topLeft()).toPoint()
        qtbot.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=where)
        [(_, wish)] = world.wishes
        assert isinstance(wish, ShowPerson)
        assert wish.nick == "bob"
        corner = timeline.viewport().mapToGlobal((names[0].rect.topLeft() + area.topLeft()).toPoint())
        assert wish.place is not None
        assert wish.place[:2] == (corner.x(), corner.y())


def test_in_a_private_talk_the_menu_has_the_other_person(world: World) -> None:
    action = world.window.actions_[ActionId.SHOW_PERSON]
    assert not action.isVisible()
    world.window.show_room(world.rooms.rooms[2])
    assert action.isVisible()
    action.trigger()
    assert world.wishes == [(world.rooms.rooms[2], ShowPerson("bob"))]


# -- what it shows


def test_it_shows_who_it_is_and_follows_what_becomes_known(world: World) -> None:
    room = world.rooms.rooms[0]
    card = show(world, "ines")
    assert {"ines", "Moderator", "Also in b"} <= set(words_of(card))
    world.window.person_cards.tell(
        room.connection, WhoisArrived("ines", "", "", "", "ines_d", "", 600, None, "")
    )
    assert {"Account ines_d", "Silent for 10 minutes"} <= set(words_of(card))
    room.members.put(Member("ines", away="tea", color="#223496"))
    room.connection.colours.note([Member("ines", away="tea", color="#223496")])
    world.window.person_cards._refresh()
    assert "Away — tea" in words_of(card)
    assert "Moderator" not in words_of(card)
    [avatar] = card.findChildren(AvatarLabel)
    assert avatar.look().edge == world.theme.name_colour("#223496").text


def test_an_answer_about_somebody_else_changes_nothing(world: World) -> None:
    room = world.rooms.rooms[0]
    card = show(world, "bob")
    before = words_of(card)
    told = WhoisArrived("ines", "", "", "", "ines_d", "", 600, None, "")
    world.window.person_cards.tell(room.connection, told)
    assert words_of(card) == before
    card.dismiss()
    world.window.person_cards.tell(room.connection, told)
    assert world.window.person_cards.card is None, "and opens no card"


def test_the_nickname_behind_a_name_stands_below_it(world: World) -> None:
    world.rooms.rooms[0].members.put(Member("bob", display_name="Robert Meier"))
    words = words_of(show(world, "bob"))
    assert "Robert Meier" in words
    assert "Nickname bob" in words


def test_who_has_left_is_shown_as_they_were_told_and_cannot_be_removed(world: World) -> None:
    card = show(world, "eve", account="eve", name="Eve Adams (eve)")
    assert {"Eve Adams", "Nickname eve", "Not in this room now", "Account eve"} <= set(words_of(card))
    assert "Remove from room…" not in buttons_of(card)


# -- what is done on it


def test_it_has_what_the_menu_has_and_goes_when_something_is_chosen(world: World) -> None:
    card = show(world, "bob")
    assert buttons_of(card)[1:] == [
        "Message",
        "Mention",
        "Copy name",
        "Ignore",
        "Make moderator",
        "Remove from room…",
        "Ban…",
    ]
    press(card, "Message")
    assert world.wishes == [(world.rooms.rooms[0], OpenTalk("bob"))]
    assert world.window.person_cards.card is None


def test_what_cannot_be_taken_back_is_asked_first_as_everywhere(world: World) -> None:
    press(show(world, "bob"), "Ban…")
    assert world.wishes == []
    dialog = world.window.asker.dialog
    assert dialog is not None
    dialog.answer("confirm")
    [(_, wish)] = world.wishes
    assert isinstance(wish, Ban)
    assert wish.who == "bob"


def test_ones_own_card_leads_to_ones_name_and_colour(world: World) -> None:
    card = show(world, "mara")
    assert buttons_of(card)[1:] == ["Your name and colour…", "Copy name"]
    press(card, "Your name and colour…")
    assert world.wishes == [(world.rooms.rooms[0], EditProfile())]


# -- by keys


def test_it_is_walked_through_by_keys_and_escape_leads_back(qtbot: QtBot, world: World) -> None:
    world.window.page.focus_composer()
    before = world.window.focusWidget()
    card = show(world, "bob")

    def focused() -> str:
        widget = world.window.focusWidget()
        return widget.accessibleName() if widget is not None else ""

    assert focused() == "Message"
    for key, name in ((Qt.Key.Key_Down, "Mention"), (Qt.Key.Key_Up, "Message"), (Qt.Key.Key_Tab, "Mention")):
        qtbot.keyClick(world.window.focusWidget(), key)
        assert focused() == name
    qtbot.keyClick(world.window.focusWidget(), Qt.Key.Key_Return)
    assert world.window.person_cards.card is None
    card = show(world, "bob")
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert world.window.person_cards.card is None
    assert before is not None


def test_escape_gives_the_keyboard_back(qtbot: QtBot, world: World) -> None:
    world.window.page.focus_composer()
    before = world.window.focusWidget()
    show(world, "bob")
    qtbot.keyClick(world.window.focusWidget(), Qt.Key.Key_Escape)
    assert world.window.focusWidget() is before


def test_it_goes_with_the_room_that_is_shown(world: World) -> None:
    show(world, "bob")
    world.window.show_room(world.rooms.rooms[1])
    assert world.window.person_cards.card is None


# -- where it lies


@pytest.mark.parametrize(
    ("anchor", "corner"),
    [
        (QRect(100, 100, 60, 20), (167, 100)),  # beside, where there is room
        (QRect(800, 100, 190, 30), (492, 100)),  # a row at the right edge
        (QRect(100, 650, 60, 20), (167, 292)),  # as low as the window is
        (QRect(0, 0, 1000, 30), (8, 33)),  # below what is as wide as the window
        (QRect(0, 660, 1000, 30), (8, 256)),  # above it
        (QRect(-50, -50, 10, 10), (8, 8)),
    ],
)
def test_it_lies_inside_of_the_window_and_covers_nothing_it_need_not(
    anchor: QRect, corner: tuple[int, int]
) -> None:
    assert place_beside(anchor, QSize(300, 400), QRect(0, 0, 1000, 700)) == QPoint(*corner)


@pytest.mark.parametrize(("width", "percent"), [(480, 100), (480, 200), (1100, 200), (1400, 100)])
def test_it_is_whole_in_any_window(world: World, theme: Theme, width: int, percent: int) -> None:
    world.window.resize(width, 700)
    theme.set_text_scale(percent)
    QApplication.processEvents()
    card = show(world, "ines")
    QApplication.processEvents()
    assert world.window.pages.rect().contains(card.geometry())
    for label in card.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()
    theme.set_text_scale(100)
