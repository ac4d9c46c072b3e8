"""What a host sees and can do: banner, addresses, password, lock, people, bans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.client.events import Member
from app.client.wishes import AskBans, Ban, Kick, SetModes, Unban
from app.models.room import Room, RoomKind
from app.ui.hosting.host_member_delegate import member_words
from app.ui.hosting.host_panel import HostPanel
from app.ui.hosting.hosting_info import (
    AddressSeen,
    HostAddress,
    HostingInfo,
    Reachability,
    RoomStanding,
    StandingTone,
)
from app.ui.hosting.invitation_screen import InvitationScreen
from app.ui.hosting.keep_awake import Caffeinate, ExecutionState, make_keep_awake
from app.ui.hosting.standing_group import StandingGroup
from app.ui.members.member_actions import MemberAction
from app.ui.theme.theme import Theme
from app.ui.timeline.empty_room import OpenDoor
from app.ui.widgets.icon_button import CopyButton
from app.ui.widgets.labels import AddressLabel, IconLabel, Label
from app.ui.window.panes import Side
from tests.ui.window_world import FACTS, FakeConnection, World, make_room


@pytest.fixture
def world(qapp: QApplication, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    made = World(
        theme, make_room("#robotics", RoomKind.HOSTED, own), make_room("#b", connection=own), connection=own
    )
    made.window.resize(1100, 700)
    made.window.set_hosting_info(FACTS)
    yield made
    made.end()


@pytest.fixture
def panel(world: World) -> HostPanel:
    world.window.page.toggle_panel()
    return world.window.page.host_panel


def hosted(world: World) -> Room:
    return world.rooms.rooms[0]


# -- banner


def test_the_banner_counts_people_and_shows_the_preferred_address(world: World) -> None:
    banner = world.window.page.sheet.banner
    assert banner.isVisible()
    assert banner._address.text() == "192.168.1.24:6667"
    assert banner._words.full_text() == "Hosting · 5 people"
    hosted(world).members.reset([Member("mara", ranks="q")])
    assert banner._words.full_text() == "Hosting · only you"


def test_banner_and_empty_room_say_what_is_in_the_way(world: World) -> None:
    blocked = replace(FACTS, standing=RoomStanding(warning="The firewall blocks it."))
    world.window.set_hosting_info(blocked)
    assert world.window.page.sheet.banner._reach.full_text() == "The firewall blocks it."
    conversations = world.window.page.conversations
    conversation = conversations.find(hosted(world))
    assert conversation is not None
    assert conversation.empty._reach.text() == "The firewall blocks it."
    world.window.set_hosting_info(FACTS)
    assert world.window.page.sheet.banner._reach.full_text() == "Only people on your network"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(FACTS, loopback_only=True), "Only this computer can get in, as you chose."),
        (replace(FACTS, addresses=()), "Only this computer can get in: it has no network."),
        (FACTS, "Open to people on your network only."),
    ],
)
def test_the_empty_room_says_who_can_get_in_and_whether_that_was_chosen(
    world: World, facts: HostingInfo, words: str
) -> None:
    world.window.set_hosting_info(facts)
    conversation = world.window.page.conversations.find(hosted(world))
    assert conversation is not None
    assert conversation.empty._reach.text() == words


def test_only_the_hosted_room_has_the_banner(world: World) -> None:
    world.window.show_room(world.rooms.rooms[1])
    assert not world.window.page.sheet.banner.isVisible()
    world.window.show_room(hosted(world))
    world.window.set_hosting_info(None)
    assert not world.window.page.sheet.banner.isVisible()


def test_the_banner_opens_the_panel_in_place_of_the_members_and_closes_it(world: World) -> None:
    page = world.window.page
    page.sheet.banner.panel_button.click()
    assert page.is_panel_open
    assert page.host_panel.isVisible()
    assert page.sheet.banner.panel_button.text() == "Hide panel"
    page.sheet.banner.panel_button.click()
    assert not page.is_panel_open
    assert page.members_pane.isVisible()


def test_the_panel_stays_behind_when_another_room_is_shown(world: World, panel: HostPanel) -> None:
    world.window.show_room(world.rooms.rooms[1])
    assert not panel.isVisible()
    assert world.window.page.members_pane.isVisible()


def test_in_a_narrow_window_the_panel_is_an_overlay(world: World) -> None:
    world.window.resize(480, 600)
    world.window.page.toggle_panel()
    assert world.window.page.is_panel_open
    assert not world.window.page.panes.is_docked(Side.RIGHT)
    world.window.page.close_layer()
    assert not world.window.page.is_panel_open


def test_the_members_button_brings_the_members_back(world: World, panel: HostPanel) -> None:
    world.window.page.sheet.header.count.click()
    assert not panel.isVisible()
    assert world.window.page.members_pane.isVisible()


# -- addresses and entry


@pytest.mark.parametrize("scale", [100, 200])
def test_every_address_is_whole_also_in_large_text(world: World, theme: Theme, scale: int) -> None:
    long = HostAddress("[fd00:1234:5678:9abc:def0:1234:5678:9abc]:16667", Reachability.NETWORK)
    world.window.set_hosting_info(replace(FACTS, addresses=(*FACTS.addresses, long)))
    theme.set_text_scale(scale)
    world.window.page.toggle_panel()
    QApplication.processEvents()
    panel = world.window.page.host_panel
    labels = [one for one in panel.addresses.findChildren(AddressLabel) if one.isVisible()]
    assert [label.text().replace("\n", "") for label in labels] == [
        *(address.text for address in FACTS.addresses),
        long.text,
    ]
    for label in labels:
        lines, metrics = label.text().split("\n"), QFontMetrics(label.font())
        assert max(metrics.horizontalAdvance(line) for line in lines) <= label.width()
        assert metrics.height() * len(lines) <= label.height()
    theme.set_text_scale(100)


def test_every_address_can_be_copied(panel: HostPanel) -> None:
    copied = []
    for button in panel.addresses.findChildren(CopyButton):
        button.click()
        copied.append(QGuiApplication.clipboard().text())
        assert button.accessibleName() == "Copied"
    assert copied == [address.text for address in FACTS.addresses]


STANDING = RoomStanding(sentence="Probably nobody else can get in.", tone=StandingTone.BLOCKED)


def stands(world: World, **more: Any) -> StandingGroup:
    """The panel's head, for a room that stands so."""
    world.window.set_hosting_info(replace(FACTS, standing=replace(STANDING, **more)))
    return world.window.page.host_panel.standing


def test_the_panel_says_in_words_who_can_get_in(world: World, panel: HostPanel) -> None:
    standing = stands(world)
    assert standing.sentence.text() == "Probably nobody else can get in."
    assert "6667" in panel._forwarding_hint.text()
    assert not any(one.isVisible() for one in (standing.rumour, standing.findings, standing.help))
    alone = replace(FACTS, addresses=(HostAddress("127.0.0.1:6667", Reachability.COMPUTER),))
    world.window.set_hosting_info(alone)
    assert not panel._forwarding_hint.isVisible()


@pytest.mark.parametrize("name", ["rumour", "help", "outcome"])
def test_what_there_is_to_say_of_it_is_said_and_what_there_is_not_takes_no_room(
    world: World, panel: HostPanel, name: str
) -> None:
    said = getattr(stands(world, **{name: "Somebody nearby says so."}), name)
    assert said.isVisible()
    assert said.text() == "Somebody nearby says so."
    assert not getattr(stands(world), name).isVisible()


def test_what_was_looked_at_is_told_line_by_line(world: World, panel: HostPanel) -> None:
    assert stands(world, findings=("One.", "Two.")).findings.text() == "One.\nTwo."


def test_a_room_is_checked_by_a_button_that_says_when_it_is_at_it(world: World, panel: HostPanel) -> None:
    assert stands(world).check.text() == "Check my room"
    assert stands(world, is_checking=True).check.text() == "Checking…"
    assert not stands(world, can_check=False).check.isVisible()


def test_the_port_is_opened_and_closed_by_buttons_that_are_there_where_they_help(
    world: World, panel: HostPanel
) -> None:
    standing = stands(world)
    assert not standing.open_ports.isVisible()
    assert not standing.close_ports.isVisible()
    assert stands(world, can_open=True).open_ports.isVisible()
    assert stands(world, can_close=True).close_ports.isVisible()


def test_the_keyboard_stays_where_it_was_when_a_button_goes(world: World, panel: HostPanel) -> None:
    standing = stands(world, can_open=True)
    standing.open_ports.setFocus()
    stands(world)
    assert standing.check.hasFocus()


def test_an_address_that_was_reached_is_ticked_and_says_so(world: World, panel: HostPanel) -> None:
    addresses = (
        HostAddress("192.168.1.24:6667", Reachability.NETWORK, AddressSeen.REACHED),
        HostAddress("10.8.0.6:6667", Reachability.VPN, AddressSeen.MISSED),
        HostAddress("127.0.0.1:6667", Reachability.COMPUTER),
    )
    world.window.set_hosting_info(replace(FACTS, addresses=addresses))
    QApplication.processEvents()  # the rows before are gone then
    words = [one.text() for one in panel.addresses.findChildren(Label) if one.isVisibleTo(panel.addresses)]
    said = [one for one in words if one[0].isalpha()]
    assert said == ["Reached", "VPN, not reached", "This computer only"]
    icons = [one for one in panel.addresses.findChildren(IconLabel) if one.isVisibleTo(panel.addresses)]
    assert len(icons) == 1


def test_the_password_is_hidden_until_asked_for_and_never_read_out(panel: HostPanel) -> None:
    assert "pineapple" not in panel.access.shown_password()
    panel.access.eye.click()
    assert panel.access.shown_password() == "pineapple"
    assert "pineapple" not in panel.access.copy.accessibleName()
    panel.access.copy.click()
    assert QGuiApplication.clipboard().text() == "pineapple"


def test_an_open_room_says_that_it_has_no_password(world: World, panel: HostPanel) -> None:
    world.window.set_hosting_info(replace(FACTS, password=""))
    assert not panel.access.eye.isVisible()
    assert not panel.access.copy.isVisible()
    assert "No password" in panel.access._none.text()


def test_another_password_is_saved_and_those_inside_are_told_to_stay(
    qtbot: QtBot, world: World, panel: HostPanel
) -> None:
    told: list[str] = []
    world.window.page.host_panel.access.password_changed.connect(told.append)
    panel.access.change.click()
    editor = panel.access.editor
    assert QApplication.focusWidget() is editor.field.edit
    assert "People already inside stay." in [label.text() for label in editor.findChildren(Label)]
    qtbot.keyClicks(editor.field.edit, "mango7")
    qtbot.keyClick(editor.field.edit, Qt.Key.Key_Return)
    assert told == ["mango7"]
    assert not editor.isVisible()
    assert editor.field.text() == ""
    assert QApplication.focusWidget() is panel.access.change


def test_the_password_can_be_removed_and_set_again(world: World, panel: HostPanel) -> None:
    told: list[str] = []
    world.window.page.host_panel.access.password_changed.connect(told.append)
    panel.access.change.click()
    panel.access.editor.remove.click()
    world.window.set_hosting_info(replace(FACTS, password=""))
    assert panel.access.change.text() == "Set"
    panel.access.change.click()
    assert not panel.access.editor.remove.isVisible()
    panel.access.editor.field.set_text("kiwi")
    panel.access.editor.save.click()
    assert told == ["", "kiwi"]


def test_nothing_typed_is_no_password_and_escape_leaves_it_as_it_is(
    qtbot: QtBot, world: World, panel: HostPanel
) -> None:
    told: list[str] = []
    world.window.page.host_panel.access.password_changed.connect(told.append)
    panel.access.change.click()
    panel.access.editor.save.click()
    assert panel.access.editor.field.error()
    qtbot.keyClicks(panel.access.editor.field.edit, "oops")
    qtbot.keyClick(panel.access.editor.field.edit, Qt.Key.Key_Escape)
    assert not panel.access.editor.isVisible()
    panel.access.change.click()
    assert panel.access.editor.field.text() == ""
    panel.access.editor.field.set_text("pineapple")  # the one it has
    panel.access.editor.save.click()
    assert told == []


PLACE = "home.example.org:7000"


def test_the_public_address_is_typed_saved_and_can_be_copied(
    qtbot: QtBot, world: World, panel: HostPanel
) -> None:
    told: list[str] = []
    group = panel.public
    group.chosen.connect(told.append)
    assert (group.change.text(), group.copy.isVisible()) == ("Add", False)
    group.change.click()
    assert QApplication.focusWidget() is group.field.edit
    assert not group.remove.isVisible()
    qtbot.keyClicks(group.field.edit, f" {PLACE} ")
    qtbot.keyClick(group.field.edit, Qt.Key.Key_Return)
    assert told == [PLACE]
    assert group.field.isVisible(), "until it is known to be one"
    world.window.set_hosting_info(replace(FACTS, public=PLACE))
    group.close_editor()
    assert QApplication.focusWidget() is group.change
    assert (group.shown.full_text(), group.change.text()) == (PLACE, "Change")
    group.copy.click()
    assert QGuiApplication.clipboard().text() == PLACE


def test_it_is_put_right_left_or_removed(qtbot: QtBot, world: World, panel: HostPanel) -> None:
    told: list[str] = []
    group = panel.public
    group.chosen.connect(told.append)
    world.window.set_hosting_info(replace(FACTS, public=PLACE))
    group.change.click()
    assert group.field.text() == PLACE
    group.show_error("That is no address.")
    assert group.field.error()
    qtbot.keyClick(group.field.edit, Qt.Key.Key_Escape)
    assert not group.field.isVisible()
    group.change.click()
    assert not group.field.error()
    group.remove.click()
    assert told == [""]


def test_who_hosts_for_this_computer_alone_is_asked_for_no_public_address(
    world: World, panel: HostPanel
) -> None:
    assert panel.public.isVisible()
    world.window.set_hosting_info(replace(FACTS, loopback_only=True))
    assert not panel.public.isVisible()


def test_other_news_of_the_room_disturb_neither_editor_nor_eye(world: World, panel: HostPanel) -> None:
    panel.access.change.click()
    panel.access.eye.setChecked(True)
    world.window.set_hosting_info(replace(FACTS, keep_awake=False))
    assert panel.access.editor.isVisible()
    assert panel.access.shown_password() == "pineapple"


def test_a_long_password_is_shortened_not_cut(world: World, panel: HostPanel) -> None:
    world.window.set_hosting_info(replace(FACTS, password="correct horse battery staple " * 3))
    panel.access.eye.setChecked(True)
    QApplication.processEvents()
    row = panel.access.change.geometry()
    assert row.right() < panel.access.width()
    assert panel.access._shown.text().endswith("…")


def test_the_invite_link_and_the_words_are_shown_once_they_are_known(world: World, panel: HostPanel) -> None:
    assert not panel.invitation.isVisible()
    assert not panel.words.isVisible()
    words = ("maple", "otter", "seven", "lantern", "brick", "violet")
    link = "hubbub://192.168.1.24:6667/robotics?fp=" + "ab" * 32
    world.window.set_hosting_info(replace(FACTS, invite_link=link, words=words))
    assert panel.words.words() == words
    assert panel.words.isVisible()
    panel.invitation.copy.click()
    assert QGuiApplication.clipboard().text() == link


# -- the way in as a QR code

PAGE = "http://192.168.1.24:7667/"
OPEN_TO_BROWSERS = replace(
    FACTS,
    invite_link="hubbub://192.168.1.24:6667/robotics?fp=" + "ab" * 32,
    page=PAGE,
    page_link=f"{PAGE}#AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA",
)


def test_a_camera_is_shown_the_page_and_what_names_the_host(world: World, panel: HostPanel) -> None:
    world.window.set_hosting_info(OPEN_TO_BROWSERS)
    assert panel.qr.isVisible()
    assert panel.qr.code.text() == OPEN_TO_BROWSERS.page_link
    assert OPEN_TO_BROWSERS.page_link in panel.qr.code.accessibleName()
    assert PAGE in panel.qr._page.text()


def test_where_browsers_cannot_come_in_it_is_the_invite_link(world: World, panel: HostPanel) -> None:
    without = replace(OPEN_TO_BROWSERS, page="", page_link="")
    world.window.set_hosting_info(without)
    assert panel.qr.code.text() == without.invite_link
    assert not panel.qr._page.isVisible()
    assert panel.qr._scan.text() == "The code holds the invite link."


def test_why_browsers_cannot_come_in_is_said(world: World, panel: HostPanel) -> None:
    told = "Browsers cannot open this room: another program uses port 7667."
    world.window.set_hosting_info(replace(OPEN_TO_BROWSERS, page="", page_link="", web_problem=told))
    assert panel.qr._page.isVisible()
    assert panel.qr._page.text() == told


def test_both_ports_are_named_to_whoever_has_to_let_people_through(world: World, panel: HostPanel) -> None:
    world.window.set_hosting_info(replace(OPEN_TO_BROWSERS, web_port=7667))
    assert "TCP ports 6667 and 7667" in panel._forwarding_hint.text()
    world.window.set_hosting_info(replace(OPEN_TO_BROWSERS, web_port=None))
    assert "TCP port 6667" in panel._forwarding_hint.text()


def test_where_nobody_can_come_there_is_no_code(world: World, panel: HostPanel) -> None:
    assert not panel.qr.isVisible(), "no link is known yet"
    here = (HostAddress("127.0.0.1:6667", Reachability.COMPUTER),)
    world.window.set_hosting_info(replace(OPEN_TO_BROWSERS, addresses=here))
    assert not panel.qr.isVisible()


def test_the_code_is_as_large_as_cameras_need_and_in_sight_at_once(world: World, panel: HostPanel) -> None:
    world.window.set_hosting_info(OPEN_TO_BROWSERS)
    QApplication.processEvents()
    code = panel.qr.code
    assert min(code.width(), code.height()) >= 240
    assert code.visibleRegion().boundingRect() == code.rect()


def test_what_the_code_holds_can_be_copied(world: World, panel: HostPanel) -> None:
    world.window.set_hosting_info(OPEN_TO_BROWSERS)
    assert panel.qr.copy.text() == "Copy link"
    panel.qr.copy.click()
    assert QGuiApplication.clipboard().text() == OPEN_TO_BROWSERS.page_link
    assert panel.qr.copy.text() == "Copied"
    world.window.set_hosting_info(replace(OPEN_TO_BROWSERS, page_link=""))
    assert panel.qr.copy.text() == "Copy link", "that one was not copied"


@pytest.fixture
def screen(world: World, panel: HostPanel) -> InvitationScreen:
    """The code on the whole screen."""
    world.window.set_hosting_info(OPEN_TO_BROWSERS)
    panel.qr.full_screen.click()
    made = panel.findChild(InvitationScreen)
    assert made is not None
    return made


def test_on_the_whole_screen_address_and_page_stand_in_large_words(screen: InvitationScreen) -> None:
    assert screen.isFullScreen()
    assert screen.windowTitle() == "Join robotics"
    assert screen.code.text() == OPEN_TO_BROWSERS.page_link
    assert screen.address.text() == "192.168.1.24:6667"
    assert screen.page.text() == PAGE
    assert screen.address.fontInfo().pixelSize() > 20  # on a screen of 800 pixels
    assert screen.address.width() < screen.width()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1024, 768), (768, 1024), (3840, 1600)])
@pytest.mark.parametrize("room", ["robotics", "The robotics club of the northern schools, second year"])
def test_nothing_on_it_is_cut_off(
    screen: InvitationScreen, panel: HostPanel, width: int, height: int, room: str
) -> None:
    address = HostAddress("[fd00:1234:5678:9abc:def0:1234:5678:9abc]:16667", Reachability.NETWORK)
    page = "http://[fd00:1234:5678:9abc:def0:1234:5678:9abc]:17667/"
    screen.showNormal()
    screen.set_invitation(replace(OPEN_TO_BROWSERS, addresses=(address,), page=page), room)
    screen.resize(width, height)
    QApplication.processEvents()
    assert (screen.width(), screen.height()) == (width, height)
    for label in screen.findChildren(Label):
        assert label.isVisible()
        assert screen.rect().contains(label.geometry())
        assert label.height() >= label.heightForWidth(label.width())
        assert label.width() >= label.minimumSizeHint().width()
    assert screen.rect().contains(screen.code.geometry())


def test_escape_and_the_cross_close_it(qtbot: QtBot, panel: HostPanel, screen: InvitationScreen) -> None:
    assert QApplication.focusWidget() is screen.cross
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert not screen.isVisible()
    panel.qr.full_screen.click()
    assert screen.isVisible()
    screen.cross.click()
    assert not screen.isVisible()


def test_it_follows_the_address_and_ends_with_the_room(world: World, screen: InvitationScreen) -> None:
    moved = HostAddress("10.0.0.7:6667", Reachability.NETWORK)
    world.window.set_hosting_info(replace(OPEN_TO_BROWSERS, addresses=(moved,), page="", page_link=""))
    assert screen.address.text() == "10.0.0.7:6667"
    assert screen.code.text() == OPEN_TO_BROWSERS.invite_link
    assert not screen.page.isVisible()
    assert screen._scan.text() == "The code holds the invite link."
    world.window.set_hosting_info(None)
    assert not screen.isVisible()


def test_it_closes_when_nobody_else_can_come_any_more(world: World, screen: InvitationScreen) -> None:
    here = (HostAddress("127.0.0.1:6667", Reachability.COMPUTER),)
    world.window.set_hosting_info(replace(OPEN_TO_BROWSERS, addresses=here))
    assert not screen.isVisible()


def test_it_says_that_a_password_is_needed_and_does_not_show_it(
    world: World, screen: InvitationScreen
) -> None:
    texts = [label.text() for label in screen.findChildren(Label) if label.isVisible()]
    assert "The room has a password. Ask the host for it." in texts
    assert not [text for text in texts if "pineapple" in text]
    world.window.set_hosting_info(replace(OPEN_TO_BROWSERS, password=""))
    assert not screen._password.isVisible()


def test_the_lock_reports_and_follows_the_rooms_mode(world: World, panel: HostPanel) -> None:
    hosted(world).set_modes("+int", "")
    assert panel.access.lock.isChecked()
    assert world.wishes == []
    panel.access.lock.click()
    assert world.wishes == [(hosted(world), SetModes("#robotics", "-i"))]


def test_staying_awake_is_offered_only_where_it_works(world: World, panel: HostPanel) -> None:
    told: list[bool] = []
    world.window.page.host_panel.awake_switch.clicked.connect(lambda on: told.append(on))
    assert panel.awake_switch.isVisible()
    panel.awake_switch.click()
    assert told == [False]
    world.window.set_hosting_info(replace(FACTS, keep_awake=None))
    assert not panel.awake_switch.isVisible()


# -- people and bans


def test_people_are_listed_without_headings(panel: HostPanel) -> None:
    model = panel.members.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "mara",
        "ines",
        "bob",
        "Tomás",
        "yuki",
    ]


@pytest.mark.parametrize(("part", "kind"), [(MemberAction.REMOVE, Kick), (MemberAction.BAN, Ban)])
def test_the_buttons_of_a_row_ask_about_its_person(
    qtbot: QtBot, world: World, panel: HostPanel, part: MemberAction, kind: type[Kick | Ban]
) -> None:
    told: list[tuple[object, ...]] = []
    panel.members.member_actions.wished.connect(lambda *args: told.append(args))
    qtbot.mouseClick(
        panel.members.viewport(), Qt.MouseButton.LeftButton, pos=panel.members.button_center(2, part)
    )
    room = hosted(world)
    [(where, wish)] = told
    assert where is room
    assert isinstance(wish, kind)
    assert (wish.channel, wish.who if isinstance(wish, Ban) else wish.nick) == (room.target, "bob")
    assert world.window.asker.dialog is not None


def test_the_host_cannot_be_removed(qtbot: QtBot, panel: HostPanel) -> None:
    assert panel.members.button_at(panel.members.button_center(0, MemberAction.REMOVE)) is None
    panel.members.setCurrentIndex(panel.members.model().index(0, 0))
    with qtbot.assertNotEmitted(panel.members.member_actions.wished):
        qtbot.keyClick(panel.members, Qt.Key.Key_Delete)


def test_delete_asks_to_remove_the_current_person(qtbot: QtBot, world: World, panel: HostPanel) -> None:
    panel.members.setCurrentIndex(panel.members.model().index(1, 0))
    with qtbot.waitSignal(panel.members.member_actions.wished) as told:
        qtbot.keyClick(panel.members, Qt.Key.Key_Delete)
    room = hosted(world)
    assert told.args == [room, Kick(room.target, "ines")]


def test_the_list_is_as_high_as_its_people(world: World, panel: HostPanel) -> None:
    before = panel.members.height()
    hosted(world).members.put(Member("eve"))
    assert panel.members.height() == before // 5 * 6


def test_a_row_says_where_from_and_since_when() -> None:
    now = QDateTime.fromSecsSinceEpoch(100_000)
    assert member_words(Member("bob"), now) == ""
    assert member_words(Member("bob", host="10.0.0.3", away="x"), now) == "10.0.0.3 · away"
    assert member_words(Member("bob", host="10.0.0.3", joined=99_000.0), now).startswith("10.0.0.3 · since ")
    earlier = member_words(Member("bob", joined=5.0), now)
    assert len(earlier) > len(member_words(Member("bob", joined=99_000.0), now))


def test_the_list_of_bans_opens_in_sight(panel: HostPanel, world: World, qtbot: QtBot) -> None:
    hosted(world).set_bans((("dave!*@*", "", 1.0),))
    panel.bans.button.click()
    bar = panel._area.verticalScrollBar()
    assert bar.maximum() > 0
    qtbot.waitUntil(lambda: panel.bans.visibleRegion().boundingRect() == panel.bans.rect())


def test_bans_are_asked_for_shown_in_words_and_can_be_lifted(world: World, panel: HostPanel) -> None:
    hosted(world).connection.is_hub = True  # where addresses are nobody's to read
    assert panel.bans.button.text() == "Nobody is banned"
    panel.bans.button.click()
    hosted(world).set_bans((("*!*@192.168.1.99", "mara", 1.0), ("dave!*@*", "", 1.0)))
    buttons = panel.bans.box.findChildren(type(panel.stop_button))
    lifts = [button for button in buttons if button.text() == "Unban"]
    assert [button.accessibleName() for button in lifts] == ["Unban an address", "Unban dave"]
    lifts[0].click()
    room = hosted(world)
    asked, lifted = AskBans(room.target), Unban(room.target, "*!*@192.168.1.99")
    assert world.wishes == [(room, asked), (room, lifted)]


# -- the end


def test_stop_hosting_asks_with_the_number_of_people(qtbot: QtBot, world: World, panel: HostPanel) -> None:
    panel.stop_button.click()
    sheet = world.window.asker.dialog
    assert sheet is not None
    assert "4" in sheet._card.accessibleName()
    with qtbot.waitSignal(world.window.own.stop_hosting_requested):
        sheet.button("confirm").click()


def test_an_empty_hosted_room_shows_the_invitation(world: World) -> None:
    room, conversation = hosted(world), world.window.page.conversation
    assert conversation is not None
    assert not conversation.empty.isVisible()
    room.members.reset([Member("mara", ranks="q")])
    assert conversation.empty.isVisible()
    room.members.put(Member("bob"))
    assert not conversation.empty.isVisible()


def test_who_stands_in_the_door_has_the_colour_that_the_host_has_everywhere(
    world: World, theme: Theme
) -> None:
    room, conversation = hosted(world), world.window.page.conversation
    assert conversation is not None
    room.members.reset([Member("mara", ranks="q")])

    def colour_in_the_door() -> QColor:
        door = conversation.empty.findChild(OpenDoor)
        assert door is not None
        return door.grab().toImage().pixelColor(door.width() // 2, round(door.height() * 0.72))

    assert colour_in_the_door() == theme.name_colour("mara").disc
    room.connection.colours.note([Member("mara", color="#223496")])
    assert colour_in_the_door() == theme.name_colour("#223496").disc
    assert colour_in_the_door() != theme.name_colour("mara").disc


def test_facts_know_the_preferred_address() -> None:
    assert FACTS.preferred_address == "192.168.1.24:6667"
    assert not FACTS.is_local_only
    assert HostingInfo(6667, ()).preferred_address == ""


def test_staying_awake_can_be_started_and_stopped_anywhere(qapp: QApplication) -> None:
    for way in (make_keep_awake(qapp), ExecutionState(), Caffeinate(qapp)):
        if not way.is_available():
            way.stop()
            continue
        way.start()
        way.start()
        way.stop()


def test_a_password_of_which_only_the_check_is_kept_says_so(panel: HostPanel) -> None:
    panel.set_info(replace(FACTS, password="", verifier_only=True))
    entry = panel.access
    assert entry.has_password
    entry.eye.click()
    assert entry._not_kept.isVisibleTo(entry)
    assert entry._not_kept.text().startswith("Only what checks this password is kept")
    assert not entry.copy.isVisibleTo(entry)
    assert entry.change.text() == "Change"
    panel.set_info(replace(FACTS, password="another"))
    entry.eye.click()
    assert entry.shown_password() == "another"
    assert not entry._not_kept.isVisibleTo(entry)


# -- browsers


def test_the_panel_says_whom_others_could_overhear_while_there_is_anybody(
    world: World, panel: HostPanel
) -> None:
    line, members = panel.overheard, hosted(world).members
    assert not line.isVisibleTo(panel)
    members.put(Member("guest", host="10.0.0.4", is_overheard=True))
    assert line.isVisibleTo(panel)
    assert line.text() == "1 in a browser, not encrypted: others on this network could read along."
    guest = members.find("guest")
    assert guest is not None
    words = member_words(guest, QDateTime.currentDateTime())
    assert words == "in a browser, not encrypted · 10.0.0.4"
    members.put(Member("guest", host="10.0.0.4"))
    assert not line.isVisibleTo(panel)
    members.put(Member("guest", is_overheard=True))
    members.remove("guest")
    assert not line.isVisibleTo(panel)


def test_what_browsers_find_is_chosen_in_the_panel(panel: HostPanel, qtbot: QtBot) -> None:
    browsers = panel.browsers
    panel.set_info(replace(FACTS, web_port=7667))
    assert browsers.found.currentText() == "can join and talk"
    with qtbot.waitSignal(browsers.chosen) as chosen:
        qtbot.keyClick(browsers.found, Qt.Key.Key_Down)
    assert chosen.args == ["page", False]
    panel.set_info(replace(FACTS, browsers="none"))
    assert browsers.found.currentText() == "find nothing"


def test_a_password_without_encryption_is_offered_where_there_is_one(panel: HostPanel, qtbot: QtBot) -> None:
    switch = panel.browsers.plain_password
    assert switch.isVisibleTo(panel)
    assert switch.accessibleDescription().startswith("Others on this network could then read the password")
    with qtbot.waitSignal(panel.browsers.chosen) as chosen:
        switch.click()
    assert chosen.args == ["chat", True]
    for info in (replace(FACTS, password=""), replace(FACTS, browsers="page")):
        panel.set_info(info)
        assert not switch.isVisibleTo(panel)
    panel.set_info(replace(FACTS, plain_password=True))
    assert switch.isVisibleTo(panel)
    assert switch.isChecked()


# -- files


def test_how_large_a_file_may_be_is_chosen_in_the_panel(panel: HostPanel, qtbot: QtBot) -> None:
    files = panel.access.files
    assert files.currentText() == "up to 1 GB"
    assert files.accessibleName() == "Files people can share"
    with qtbot.waitSignal(panel.access.files_changed) as changed:
        qtbot.keyClick(files, Qt.Key.Key_Down)
    assert changed.args == ["100M"]
    panel.set_info(replace(FACTS, files="none"))
    assert files.currentText() == "none"
    panel.set_info(replace(FACTS, files="500M"))
    assert [files.itemText(index) for index in range(files.count())] == [
        *("up to 500M", "up to 1 GB", "up to 100 MB", "up to 10 MB", "none"),
    ]
    assert files.currentText() == "up to 500M"
