"""The start page: what it asks for, what it refuses in words, and what it shows while waiting."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from app.discovery.announcement import Lock
from app.discovery.nearby_rooms import Naming
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRole, RecentRoom, RecentRooms
from app.ui.start.start_page import StartChecks, StartPage
from app.ui.start.start_requests import HostRequest, JoinRequest, port_from, suggested_room_name
from app.ui.start.start_row import StartRow
from app.ui.theme.theme import Theme
from tests.discovery.rooms import fingerprint, nearby

NO_NAME = "Type a name."
NO_ADDRESS = "Type the address."
NO_ROOM = "Give the room a name."


def demands(sentence: str):  # type: ignore[no-untyped-def]  # a tiny factory of callables
    return lambda text: None if text else sentence


CHECKS = StartChecks(name=demands(NO_NAME), address=demands(NO_ADDRESS), room=demands(NO_ROOM))


@pytest.fixture
def recents(qtbot: QtBot) -> RecentRooms:
    return RecentRooms(
        [
            RecentRoom("Robotics club", "192.168.1.24", True, 300),
            RecentRoom("Office", "10.0.4.17", False, 200),
            RecentRoom("Friday LAN", "192.168.1.60", False, 100, offline=True),
        ]
    )


@pytest.fixture
def page(theme: Theme, recents: RecentRooms, qtbot: QtBot) -> StartPage:
    made = StartPage(theme, recents, NearbyRows(), CHECKS, is_readable=lambda room: False, name="Mara Lind")
    qtbot.addWidget(made)
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def asked(page: StartPage) -> list[object]:
    """Everything that the page asks for, in order."""
    heard: list[object] = []
    for signal in (page.host_requested, page.join_requested, page.recent_activated):
        signal.connect(heard.append)
    page.cancel_requested.connect(lambda: heard.append("cancel"))
    return heard


# -- hosting


def test_one_click_hosts_a_room_named_after_the_person(
    page: StartPage, asked: list[object], qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.host_card.button, Qt.MouseButton.LeftButton)
    assert asked == [HostRequest("Mara Lind", "Mara’s room", "", None, None)]


def test_the_room_name_follows_the_name_until_it_is_typed(page: StartPage, qtbot: QtBot) -> None:
    page.set_name("Bo")
    assert page.host_card.room.text() == "Bo’s room"
    page.host_card.room.edit.clear()
    qtbot.keyClicks(page.host_card.room.edit, "Den")
    page.set_name("Ines")
    assert page.host_card.room.text() == "Den"


def test_an_emptied_room_name_follows_the_name_again(page: StartPage, qtbot: QtBot) -> None:
    page.host_card.room.edit.selectAll()
    qtbot.keyClick(page.host_card.room.edit, Qt.Key.Key_Backspace)
    page.set_name("Ines")
    assert page.host_card.room.text() == "Ines’s room"


def test_enter_in_the_password_hosts_with_it(page: StartPage, asked: list[object], qtbot: QtBot) -> None:
    qtbot.keyClicks(page.host_card.password.edit, "hush")
    qtbot.keyClick(page.host_card.password.edit, Qt.Key.Key_Return)
    assert asked == [HostRequest("Mara Lind", "Mara’s room", "hush", None, None)]


def test_port_and_network_come_from_advanced(page: StartPage, asked: list[object], qtbot: QtBot) -> None:
    assert page.host_card.port.isHidden() or not page.host_card.port.isVisible()
    page.set_interfaces([("Wi-Fi", "192.168.1.24"), ("VPN", "10.8.0.2")])
    page.host_card.advanced.click()
    assert page.host_card.port.isVisible()
    page.host_card.interface.setCurrentIndex(2)
    qtbot.keyClicks(page.host_card.port.edit, "7000")
    qtbot.keyClick(page.host_card.port.edit, Qt.Key.Key_Return)
    assert asked == [HostRequest("Mara Lind", "Mara’s room", "", 7000, "10.8.0.2")]


def test_what_newcomers_can_read_is_chosen_and_told(
    page: StartPage, asked: list[object], qtbot: QtBot
) -> None:
    card = page.host_card
    assert [card.newcomers.itemText(index) for index in range(card.newcomers.count())] == [
        "everything",
        "the last hour",
        "nothing from before",
    ]
    card.set_newcomers("1h")
    with qtbot.waitSignal(card.newcomers_changed) as changed:
        qtbot.keyClick(card.newcomers, Qt.Key.Key_Down)
    assert changed.args == ["none"]
    page.request_host()
    assert asked == [HostRequest("Mara Lind", "Mara’s room", "", None, None, "none")]


def test_how_large_a_file_may_be_is_chosen_and_told(
    page: StartPage, asked: list[object], qtbot: QtBot
) -> None:
    card = page.host_card
    assert [card.files.itemText(index) for index in range(card.files.count())] == [
        *("up to 1 GB", "up to 100 MB", "up to 10 MB", "none"),
    ]
    card.set_files("10M")
    with qtbot.waitSignal(card.files_changed) as changed:
        qtbot.keyClick(card.files, Qt.Key.Key_Down)
    assert changed.args == ["none"]
    page.request_host()
    assert asked == [HostRequest("Mara Lind", "Mara’s room", "", None, None, files="none")]


def test_what_browsers_find_is_chosen_and_told(page: StartPage, asked: list[object], qtbot: QtBot) -> None:
    card = page.host_card
    card.advanced.click()
    switch = card.browsers.plain_password
    assert not switch.isVisibleTo(page)
    with qtbot.waitSignal(card.browsers_changed) as changed:
        qtbot.keyClick(card.browsers.found, Qt.Key.Key_Down)
    assert changed.args == ["page"]
    card.browsers.set_choice("chat")
    card.password.set_text("hush")
    assert switch.isVisibleTo(page)
    switch.click()
    page.request_host()
    card.password.set_text("")
    card.browsers.set_choice("none", plain_password=True)
    page.request_host()
    assert asked == [
        HostRequest("Mara Lind", "Mara’s room", "hush", None, None, plain_password=True),
        HostRequest("Mara Lind", "Mara’s room", "", None, None, browsers="none"),
    ]


def test_the_chosen_network_stays_chosen_when_the_list_is_renewed(page: StartPage) -> None:
    page.set_interfaces([("Wi-Fi", "192.168.1.24"), ("VPN", "10.8.0.2")])
    page.host_card.interface.setCurrentIndex(2)
    page.set_interfaces([("VPN", "10.8.0.2")])
    assert page.host_card.chosen_interface() == "10.8.0.2"
    page.set_interfaces([])
    assert page.host_card.chosen_interface() is None


@pytest.mark.parametrize("typed", ["0", "65536", "x", "٣", "6667 6668", "99999999999999999999"])
def test_an_impossible_port_is_refused_in_words(page: StartPage, asked: list[object], typed: str) -> None:
    page.host_card.port.set_text(typed)
    page.host_card.button.click()
    assert asked == []
    assert "65535" in page.host_card.port.error()
    assert page.host_card.port.isVisible()


def test_a_room_without_a_name_is_refused_in_words(page: StartPage, asked: list[object]) -> None:
    page.host_card.room.set_text("   ")
    page.host_card.button.click()
    assert asked == []
    assert page.host_card.room.error() == NO_ROOM


def test_a_port_in_use_is_said_beside_the_port(page: StartPage) -> None:
    page.show_host_error("Port 80 is taken.", field="port")
    assert page.host_card.port.error() == "Port 80 is taken."
    assert page.host_card.port.isVisible()


# -- joining


def test_the_address_has_the_focus_and_enter_joins(
    page: StartPage, asked: list[object], qtbot: QtBot
) -> None:
    assert QApplication.focusWidget() is page.join_card.address.edit
    qtbot.keyClicks(page.join_card.address.edit, " 192.168.1.24 ")
    qtbot.keyClick(page.join_card.address.edit, Qt.Key.Key_Return)
    assert asked == [JoinRequest("Mara Lind", "192.168.1.24", "")]


def test_without_a_name_the_name_has_the_focus(theme: Theme, recents: RecentRooms, qtbot: QtBot) -> None:
    page = StartPage(theme, recents, NearbyRows(), CHECKS, is_readable=lambda room: False)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    assert QApplication.focusWidget() is page.name_field.text_field.edit


def test_no_name_and_no_address_are_both_said(page: StartPage, asked: list[object]) -> None:
    page.set_name("")
    page.join_card.button.click()
    assert asked == []
    assert page.name_field.text_field.error() == NO_NAME
    assert page.join_card.address.error() == NO_ADDRESS


def test_a_failure_stands_beside_the_address_until_it_is_edited(page: StartPage, qtbot: QtBot) -> None:
    page.show_connecting("10.0.0.9")
    page.show_join_error("Nobody answers.")
    card = page.join_card
    assert card.address.error() == "Nobody answers."
    assert card.button.text() == "Try again"
    assert QApplication.focusWidget() is card.address.edit
    qtbot.keyClicks(card.address.edit, "1")
    assert card.address.error() == ""
    assert card.button.text() == "Join"


def test_a_wait_is_shown_with_the_address_and_can_be_cancelled(
    page: StartPage, asked: list[object], qtbot: QtBot
) -> None:
    page.show_connecting("10.0.0.9")
    assert not page.join_card.is_waiting()
    qtbot.waitUntil(page.join_card.is_waiting)
    assert page.join_card.button.isHidden()
    page.join_card.cancel.click()
    assert asked == ["cancel"]
    assert not page.join_card.is_waiting()


def test_escape_cancels_a_wait(page: StartPage, asked: list[object], qtbot: QtBot) -> None:
    page.show_connecting("10.0.0.9")
    qtbot.waitUntil(page.join_card.is_waiting)
    qtbot.keyClick(page.join_card.address.edit, Qt.Key.Key_Escape)
    assert asked == ["cancel"]


def test_a_quick_answer_never_shows_the_wait(page: StartPage) -> None:
    page.show_connecting("10.0.0.9")
    page.set_busy(False)
    assert not page.join_card._timer.isActive()
    assert not page.join_card.is_waiting()


def test_nothing_is_asked_twice_while_an_attempt_is_under_way(page: StartPage, asked: list[object]) -> None:
    page.join_card.address.set_text("10.0.0.9")
    page.show_connecting("10.0.0.9")
    page.join_card.button.click()
    page.host_card.button.click()
    page.recent_list.chosen.emit(0)
    assert asked == []


def test_the_password_is_asked_only_when_the_room_has_one(
    page: StartPage, asked: list[object], qtbot: QtBot
) -> None:
    card = page.join_card
    assert card.password.isHidden()
    qtbot.keyClicks(card.address.edit, "10.0.0.9")
    page.ask_password()
    assert QApplication.focusWidget() is card.password.edit
    qtbot.keyClicks(card.password.edit, "hush")
    qtbot.keyClick(card.password.edit, Qt.Key.Key_Return)
    assert asked == [JoinRequest("Mara Lind", "10.0.0.9", "hush")]
    page.show_join_error("That is not the password.", field="password")
    assert card.password.error() == "That is not the password."
    assert card.address.error() == ""


def test_a_password_that_was_not_tried_is_not_left_in_the_field(page: StartPage) -> None:
    page.join_card.address.set_text("192.168.1.24")
    page.ask_password("This room has a password.")
    page.join_card.password.set_text("old")
    page.show_join_error("That is not the password.", field="password")
    assert page.join_card.password.text() == "old", "or it could not be put right"
    page.ask_password("This room has a password.")
    assert page.join_card.password.text() == ""


def test_the_button_stands_clear_of_what_was_wrong(page: StartPage) -> None:
    card = page.join_card
    page.ask_password("This room has a password.")
    page.show_join_error("That is not the password.", field="password")
    page.resize(480, 360)
    QApplication.processEvents()
    below = card.password.mapTo(card, card.password.rect().bottomLeft()).y()
    assert card.button.mapTo(card, card.button.rect().topLeft()).y() - below >= 16


def test_being_asked_for_a_password_is_no_error(page: StartPage) -> None:
    page.ask_password("Ask the host for it.")
    field = page.join_card.password
    assert field.error() == ""
    assert field.edit.accessibleDescription() == "Ask the host for it."


def test_another_address_forgets_the_password(page: StartPage, qtbot: QtBot) -> None:
    card = page.join_card
    page.ask_password()
    qtbot.keyClicks(card.password.edit, "hush")
    assert not card.password.isHidden()
    qtbot.keyClicks(card.address.edit, "2")
    assert card.password.isHidden()
    assert card.password.text() == ""


def test_an_address_that_is_filled_in_forgets_the_password_too(page: StartPage, qtbot: QtBot) -> None:
    card = page.join_card
    card.address.set_text("10.0.0.9")
    page.ask_password()
    qtbot.keyClicks(card.password.edit, "hush")
    card.address.set_text("10.0.0.9")
    assert card.password.text() == "hush"
    card.address.set_text("10.0.0.10")
    assert card.password.isHidden()
    assert card.password.text() == ""


def test_a_password_is_dots_until_it_is_revealed(page: StartPage, qtbot: QtBot) -> None:
    field = page.host_card.password
    assert field.reveal.isHidden()
    qtbot.keyClicks(field.edit, "hush")
    assert not field.reveal.isHidden()
    assert field.edit.displayText() != "hush"
    field.reveal.click()
    assert field.edit.displayText() == "hush"
    assert field.reveal.toolTip() == "Hide password"


def test_whoever_comes_back_to_the_page_types_another_address_at_once(page: StartPage, qtbot: QtBot) -> None:
    page.join_card.address.set_text("10.0.0.9")
    page.host_card.room.edit.setFocus()
    page.setFocus(Qt.FocusReason.OtherFocusReason)  # as the window does when it shows the page again
    assert QApplication.focusWidget() is page.join_card.address.edit
    qtbot.keyClicks(QApplication.focusWidget(), "10.0.0.7")
    assert page.join_card.address.text() == "10.0.0.7"


@pytest.mark.parametrize(
    "error", ["", "You are banned from this room. Only the host or a moderator of it can change that."]
)
def test_who_comes_for_another_room_finds_nothing_of_the_last_attempt(page: StartPage, error: str) -> None:
    page.join_card.address.set_text("192.168.1.24")
    page.request_join()
    page.show_connecting("192.168.1.24")
    if error:
        page.show_join_error(error)
        page.offer_name("Mara2", "That name is in use.")
    else:
        page.set_busy(False)
    page.show_host_error("That port is in use.", field="port")
    page.hide()
    page.show()
    card = page.join_card
    assert (card.address.text(), card.button.text()) == ("", "Join")
    shown = [card.address, page.name_field.text_field, page.host_card.port]
    assert [field.error() for field in shown] == ["", "", ""]
    assert card.offer.isHidden()


def test_what_was_typed_and_not_tried_is_there_again(page: StartPage) -> None:
    page.join_card.address.set_text("192.168.1.2")
    page.hide()
    page.show()
    assert page.join_card.address.text() == "192.168.1.2"


def test_an_attempt_goes_on_while_nobody_looks(page: StartPage) -> None:
    page.join_card.address.set_text("192.168.1.24")
    page.show_connecting("192.168.1.24")
    page.hide()
    page.show_join_error("Nobody answers.")
    page.show()
    assert (page.join_card.address.text(), page.join_card.address.error()) == (
        "192.168.1.24",
        "Nobody answers.",
    )


def test_a_name_in_use_offers_another_with_one_click(page: StartPage, asked: list[object]) -> None:
    page.join_card.address.set_text("10.0.0.9")
    page.offer_name("Mara2", "Mara is in use here.")
    assert page.name_field.text_field.error() == "Mara is in use here."
    assert page.join_card.offer.isVisible()
    page.join_card.offer.click()
    assert asked == [JoinRequest("Mara2", "10.0.0.9", "")]
    assert page.name_field.name() == "Mara2"
    assert page.name_field.text_field.error() == ""


def test_what_is_typed_after_a_name_in_use_is_another_name(
    page: StartPage, asked: list[object], qtbot: QtBot
) -> None:
    page.join_card.address.set_text("10.0.0.9")
    page.offer_name("Mara2", "Mara is in use here.")
    qtbot.keyClicks(QApplication.focusWidget(), " Mara B")
    assert asked == []
    assert page.name_field.name() == "Mara B"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert asked == [JoinRequest("Mara B", "10.0.0.9", "")]


def test_enter_in_the_name_leads_to_another_address_than_the_one_that_refused_it(
    page: StartPage, asked: list[object], qtbot: QtBot
) -> None:
    page.join_card.address.set_text("10.0.0.9")
    page.offer_name("Mara2", "Mara is in use here.")
    page.join_card.address.set_text("10.0.0.7")
    qtbot.keyClick(page.name_field.text_field.edit, Qt.Key.Key_Return)
    assert asked == []
    assert QApplication.focusWidget() is page.join_card.address.edit


def test_the_offer_of_another_name_goes_when_one_is_typed(page: StartPage, qtbot: QtBot) -> None:
    page.offer_name("Mara2", "Mara is in use here.")
    qtbot.keyClicks(page.name_field.text_field.edit, "x")
    assert not page.join_card.offer.isVisible()


def test_a_new_name_is_told_without_spaces_around_it(page: StartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.name_field.changed) as heard:
        page.name_field.text_field.edit.setText("  Bo ")
    assert heard.args == ["Bo"]


# -- recent rooms


def test_one_click_on_a_recent_room_goes_there(page: StartPage, asked: list[object], qtbot: QtBot) -> None:
    rooms = page.recent_list
    place = rooms.visualRect(rooms.model().index(1, 0)).center()
    qtbot.mouseClick(rooms.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [1]


def test_enter_goes_to_a_recent_room_and_delete_forgets_it(
    page: StartPage, asked: list[object], recents: RecentRooms, qtbot: QtBot
) -> None:
    page.recent_list.setCurrentIndex(recents.index(1))
    qtbot.keyClick(page.recent_list, Qt.Key.Key_Return)
    assert asked == [1]
    qtbot.keyClick(page.recent_list, Qt.Key.Key_Delete)
    assert [room.name for room in recents.to_list()] == ["Robotics club", "Friday LAN"]


def test_the_menu_of_a_recent_room_goes_copies_and_forgets(
    page: StartPage, asked: list[object], recents: RecentRooms
) -> None:
    actions = [action for action in page.recent_list.menu_for(0).actions() if not action.isSeparator()]
    assert [action.text() for action in actions] == [
        "Host again\tReturn",
        "Copy address",
        "Remove from this list\tDel",
    ]
    for action in actions:
        action.trigger()
    assert asked == [0]
    assert QApplication.clipboard().text() == "192.168.1.24"
    assert recents.rowCount() == 2


def test_without_recent_rooms_there_is_no_empty_list(page: StartPage, recents: RecentRooms) -> None:
    while recents.rowCount():
        recents.remove(0)
    assert page.recent_list.isHidden()
    recents.add(RecentRoom("New", "10.0.0.1", False, 1))
    assert not page.recent_list.isHidden()


# -- layout and keyboard


@pytest.mark.parametrize(("width", "scale"), [(480, 100), (1100, 100), (1400, 100), (480, 200), (1100, 200)])
def test_nothing_is_wider_than_the_window(
    page: StartPage, theme: Theme, qtbot: QtBot, width: int, scale: int
) -> None:
    theme.set_text_scale(scale)
    page.resize(width, 700)
    area = page.columns
    for part in (page.host_card, page.join_card, page.name_field, page.recent_list):
        qtbot.waitUntil(lambda part=part: part.mapTo(page, part.rect().topLeft()).x() >= 0)
        # layouts follow each other, from the inner ones to the outer
        qtbot.waitUntil(
            lambda part=part: part.mapTo(page, part.rect().topRight()).x() <= area.viewport().width()
        )


def test_cards_stack_in_a_narrow_window(page: StartPage) -> None:
    QApplication.processEvents()
    assert page.host_card.y() == page.join_card.y()
    page.resize(480, 700)
    QApplication.processEvents()
    assert page.join_card.y() > page.host_card.geometry().bottom()


def test_a_room_is_shown_under_nearby_unless_that_is_switched_off(
    page: StartPage, asked: list[object], qtbot: QtBot
) -> None:
    card = page.host_card
    assert "how many people" in card.nearby.accessibleDescription()
    with qtbot.waitSignal(card.nearby_changed) as changed:
        qtbot.mouseClick(card.nearby, Qt.MouseButton.LeftButton)
    assert changed.args == [False]
    assert "address" in card.nearby.accessibleDescription()
    page.request_host()
    assert asked == [HostRequest("Mara Lind", "Mara’s room", "", None, None, nearby=False)]


def test_every_control_is_reached_by_tab(page: StartPage, qtbot: QtBot) -> None:
    page.host_card.password.set_text("hush")
    page.host_card.advanced.click()
    page.name_field.text_field.edit.setFocus()
    reached = []
    for _ in range(16):
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    host, join = page.host_card, page.join_card
    assert reached[:15] == [
        page.name_field.text_field.edit,
        host.room.edit,
        host.password.edit,
        host.password.reveal,
        host.nearby,
        host.newcomers,
        host.files,
        host.port.edit,
        host.interface,
        host.browsers.found,
        host.browsers.plain_password,
        host.advanced,
        host.button,
        join.address.edit,
        join.button,
    ]
    assert page.recent_list in reached


def test_every_control_has_a_name_for_screen_readers(page: StartPage) -> None:
    host, join = page.host_card, page.join_card
    fields = (page.name_field.text_field, host.room, host.password, host.port, join.address, join.password)
    assert all(field.edit.accessibleName() for field in fields)
    assert host.interface.accessibleName()
    assert host.newcomers.accessibleName() == "Newcomers can read"
    assert host.files.accessibleName() == "Files people can share"
    assert host.browsers.found.accessibleName() == "Browsers"
    assert host.browsers.plain_password.accessibleName() == "Let browsers join without encryption"
    assert page.recent_list.accessibleName()
    assert page.nearby.list.accessibleName() == "Rooms nearby"


# -- rooms nearby


@pytest.fixture
def around(page: StartPage) -> NearbyRows:
    """What the page lists as nearby."""
    rows = page.nearby.list.model()
    assert isinstance(rows, NearbyRows)
    return rows


@pytest.fixture
def chosen(page: StartPage) -> list[str]:
    """The fingerprints of the rooms nearby that were chosen."""
    heard: list[str] = []
    page.nearby_chosen.connect(heard.append)
    return heard


def test_the_search_for_rooms_is_told_in_words(page: StartPage, around: NearbyRows, qtbot: QtBot) -> None:
    section = page.nearby
    assert section.words() == "Searching…"
    assert section.search_again.isHidden()
    section.set_searching(False)
    assert section.words().startswith("No rooms found on this network.")
    with qtbot.waitSignal(section.search_requested):
        qtbot.mouseClick(section.search_again, Qt.MouseButton.LeftButton)
    around.show([nearby(1)])
    assert (section.words(), section.list.isHidden(), section.search_again.isHidden()) == ("", False, False)
    around.show([])
    assert section.list.isHidden()
    assert section.words() != ""


def test_one_click_joins_a_room_nearby(
    page: StartPage, around: NearbyRows, chosen: list[str], qtbot: QtBot
) -> None:
    around.show([nearby(1), nearby(2)])
    QApplication.processEvents()
    rooms = page.nearby.list
    place = rooms.visualRect(around.index(1)).center()
    qtbot.mouseClick(rooms.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [fingerprint(2)]


def test_enter_joins_a_room_nearby_and_its_menu_does_too(
    page: StartPage, around: NearbyRows, chosen: list[str], qtbot: QtBot
) -> None:
    around.show([nearby(1), nearby(2)])
    rooms = page.nearby.list
    rooms.setCurrentIndex(around.index(0))
    qtbot.keyClick(rooms, Qt.Key.Key_Return)
    assert chosen == [fingerprint(1)]
    menu = rooms.menu_for(around.index(1))
    assert [action.text() for action in menu.actions()] == ["Join\tReturn", "Copy address"]
    around.show([nearby(2)])
    for action in menu.actions():
        action.trigger()
    assert chosen == [fingerprint(1), fingerprint(2)], "the room that is meant, in whatever row it is now"
    assert QApplication.clipboard().text() == "192.168.1.3:6667"


def test_a_room_nearby_needs_a_name_and_no_attempt_under_way(
    page: StartPage, around: NearbyRows, chosen: list[str]
) -> None:
    around.show([nearby(1)])
    page.set_name("")
    page.nearby.list.chosen.emit(fingerprint(1))
    assert page.name_field.text_field.error() == NO_NAME
    page.set_name("Mara")
    page.show_connecting("10.0.0.9")
    page.nearby.list.chosen.emit(fingerprint(1))
    assert chosen == []


def test_an_address_is_joined_as_if_it_had_been_typed(page: StartPage, asked: list[object]) -> None:
    page.join_at("hubbub://192.168.1.2:6667/?fp=00")
    assert asked == [JoinRequest("Mara Lind", "hubbub://192.168.1.2:6667/?fp=00", "")]
    page.show_connecting("x")
    page.join_at("10.0.0.9")
    assert len(asked) == 1


@pytest.mark.parametrize("width", [480, 1100])
def test_odd_names_and_locks_are_drawn(page: StartPage, theme: Theme, around: NearbyRows, width: int) -> None:
    odd = ["W" * 120, "קבוצת רובוטיקה", "", "👩‍🚀 🏳️‍🌈", "a\u0301" * 40]
    around.show(
        [
            nearby(
                number,
                name=name,
                by=name,
                lock=Lock(number % 3),
                naming=list(Naming)[number % 4],
                is_unreached=number == 3,
            )
            for number, name in enumerate(odd)
        ]
    )
    page.resize(width, 700)
    QApplication.processEvents()
    if page.nearby.more.isVisible():
        page.nearby.more.click()
    page.grab()
    rooms = page.nearby.list
    assert rooms.height() >= len(odd) * theme.metrics.list.start_row
    assert rooms.mapTo(page, rooms.rect().topRight()).x() <= width


def test_a_room_that_cannot_be_reached_offers_to_say_why(
    page: StartPage, around: NearbyRows, chosen: list[str], qtbot: QtBot
) -> None:
    asked: list[str] = []
    page.nearby_questioned.connect(asked.append)
    around.show([nearby(1, is_unreached=True), nearby(2)])
    QApplication.processEvents()
    rooms, left = page.nearby.list, Qt.MouseButton.LeftButton
    unreached, reached = rooms.visualRect(around.index(0)), rooms.visualRect(around.index(1))
    pill = QPoint(unreached.right() - 40, unreached.center().y())
    qtbot.mouseClick(rooms.viewport(), left, pos=pill)
    assert (asked, chosen) == ([fingerprint(1)], [])
    qtbot.mouseClick(rooms.viewport(), left, pos=unreached.center())
    qtbot.mouseClick(rooms.viewport(), left, pos=QPoint(pill.x(), reached.center().y()))
    assert (asked, chosen) == ([fingerprint(1)], [fingerprint(1), fingerprint(2)])
    menu = rooms.menu_for(around.index(0))
    assert [action.text() for action in menu.actions()][:2] == ["Join\tReturn", "Why can it not be reached?"]
    menu.actions()[1].trigger()
    assert asked == [fingerprint(1)] * 2
    page.show_connecting("10.0.0.9")
    menu.actions()[1].trigger()
    assert len(asked) == 2, "an attempt is under way"


def top_of(widget: QWidget, page: StartPage) -> int:
    return widget.mapTo(page, QPoint(0, 0)).y()


def next_by_key(widget: QWidget) -> QWidget:
    """Where Tab leads from there."""
    found = widget.nextInFocusChain()
    while not (found.focusPolicy() & Qt.FocusPolicy.TabFocus and found.isVisible()):
        found = found.nextInFocusChain()
    return found


def test_a_narrow_window_shows_rooms_nearby_first(page: StartPage, around: NearbyRows, qtbot: QtBot) -> None:
    page.nearby.set_searching(False)
    page.resize(480, 700)
    around.show([nearby(number) for number in range(100)])
    qtbot.waitUntil(lambda: page.nearby.more.isVisible())
    assert next_by_key(page.nearby.search_again) is page.nearby.list
    assert next_by_key(page.nearby.list) is page.nearby.more
    assert next_by_key(page.nearby.more) is page.host_card.room.edit
    assert top_of(page.nearby, page) < top_of(page.host_card, page) < page.height()
    assert next_by_key(page.name_field.text_field.edit) is page.nearby.search_again
    page.resize(1100, 700)
    qtbot.waitUntil(lambda: top_of(page.nearby, page) > top_of(page.host_card, page))
    assert next_by_key(page.recent_list) is page.nearby.search_again
    assert not page.nearby.more.isVisible()
    assert page.nearby.list.height() > 100 * 40


def test_a_few_rooms_stand_above_the_cards_and_the_others_when_they_are_wanted(
    page: StartPage, theme: Theme, around: NearbyRows, qtbot: QtBot
) -> None:
    page.resize(480, 700)
    rooms, more = page.nearby.list, page.nearby.more
    around.show([nearby(number) for number in range(4)])
    assert more.isHidden(), "instead of a row there would be a button"
    around.show(
        [nearby(number, naming=Naming.KNOWN if number == 50 else Naming.PLAIN) for number in range(100)]
    )
    assert more.text() == "Show 96 more"
    assert [row for row in range(100) if not rooms.isRowHidden(row)] == [0, 1, 2, 50]
    assert rooms.height() == 4 * rooms.gridSize().height()
    around.show([nearby(number) for number in range(1, 100)])
    assert [row for row in range(99) if not rooms.isRowHidden(row)] == [0, 1, 2]
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert more.text() == "Show fewer"
    assert rooms.height() == 99 * rooms.gridSize().height()
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert rooms.height() == 3 * rooms.gridSize().height()


def test_what_is_below_stays_under_the_eye_while_rooms_come_and_go(
    page: StartPage, around: NearbyRows, qtbot: QtBot
) -> None:
    page.resize(480, 500)
    around.show([])
    QApplication.processEvents()
    bar, field = page.columns.verticalScrollBar(), page.join_card.address.edit
    page.columns.ensureWidgetVisible(field)
    field.setFocus()
    before = top_of(field, page)
    assert bar.value() > 0
    for rooms in ([nearby(1)], [nearby(1), nearby(2)], []):
        around.show(rooms)
        QApplication.processEvents()
        assert top_of(field, page) == before, rooms


def test_a_field_that_is_written_in_stays_in_sight(page: StartPage, around: NearbyRows) -> None:
    page.resize(480, 480)
    around.show([])
    QApplication.processEvents()
    page.columns.verticalScrollBar().setValue(0)
    field = page.host_card.room.edit
    field.setFocus()
    assert not field.visibleRegion().isEmpty()
    around.show([nearby(number) for number in range(3)])
    QApplication.processEvents()
    assert not field.visibleRegion().isEmpty()


def test_the_page_says_whether_it_is_seen_once_it_was_painted(page: StartPage, qtbot: QtBot) -> None:
    heard: list[bool] = []
    page.shown_changed.connect(heard.append)
    page.hide()
    page.show()
    assert heard == [False]
    qtbot.waitUntil(lambda: heard == [False, True])


# -- the facts


@pytest.mark.parametrize(
    ("typed", "port"), [("", None), (" ", None), ("1", 1), (" 6667 ", 6667), ("65535", 65535)]
)
def test_a_typed_port_is_a_number_or_nothing(typed: str, port: int | None) -> None:
    assert port_from(typed) == port


@pytest.mark.parametrize(("name", "room"), [("Mara Lind", "Mara’s room"), ("bob", "bob’s room"), ("  ", "")])
def test_a_room_is_suggested_by_the_first_name(name: str, room: str) -> None:
    assert suggested_room_name(name) == room


def test_scrolling_over_a_choice_changes_nothing(page: StartPage, qtbot: QtBot) -> None:
    combo = page.host_card.newcomers
    middle = QPointF(combo.rect().center())
    turn = (QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    event = QWheelEvent(
        middle, QPointF(combo.mapToGlobal(combo.rect().center())), *turn, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(combo, event)
    assert page.host_card.chosen_newcomers() == "all"
    assert not event.isAccepted()  # the page scrolls


def test_a_row_is_as_high_as_the_room_needs_that_has_most_to_tell(
    page: StartPage, recents: RecentRooms
) -> None:
    before = page.recent_list.gridSize().height()
    recents._describe = lambda room: ["Password", "locked", "this computer only", "port 7100", "newcomers x"]
    recents.refresh()
    assert page.recent_list.gridSize().height() > before
    delegate = page.recent_list._delegate
    detail = str(recents.index(0).data(RecentRole.DETAIL))
    lines = delegate.lines_of(detail, delegate.words_width(recents.room_at(0)))
    assert len(lines) > 1
    assert "…" not in "".join(lines)


def test_no_word_of_a_row_moves_under_the_mouse(
    page: StartPage, recents: RecentRooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    recents._describe = lambda room: ["Password", "locked", "this computer only", "port 7100", "newcomers x"]
    recents.refresh()
    delegate, painted = page.recent_list._delegate, []
    monkeypatch.setattr(StartRow, "paint_words", lambda _, __, rect, *___, **____: painted.append(rect))
    index = recents.index(0)
    for state in (QStyle.StateFlag.State_None, QStyle.StateFlag.State_MouseOver):
        option = QStyleOptionViewItem()
        option.rect = page.recent_list.visualRect(index)
        option.state = state
        image = QImage(option.rect.size(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        delegate.paint(painter, option, index)
        painter.end()
    assert len(painted) == 2
    assert painted[0] == painted[1]
    assert painted[0].width() == delegate.words_width(recents.room_at(0))


def test_recent_rooms_are_painted_anew_when_the_day_changes(
    page: StartPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, painted = time.time(), []
    monkeypatch.setattr(page.recent_list.viewport(), "update", lambda: painted.append(True))
    page.recent_list.day_watch.look()
    assert painted == []
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    page.recent_list.day_watch.look()
    assert painted == [True]
