"""Keys that move the focus: Tab and F6, each really pressed through the whole window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.client.events import Member
from app.models.room import RoomKind
from app.models.room_wishes import Reconnect
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.focus_ring import FocusRing
from app.ui.window.action_ids import ActionId
from app.ui.window.link_view import LinkPhase, LinkView
from app.ui.window.panes import Side
from tests.ui.window_world import FACTS, FakeConnection, World, make_room, message

_LINE = 8  # widgets of different heights stand on one line
_MOST = 60  # more than there are widgets that take the focus


@pytest.fixture
def world(qapp: QApplication, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    rooms = (
        make_room("#robotics", RoomKind.HOSTED, own),
        make_room("#office", connection=own, people=(Member("mara"), Member("ines", ranks="o"))),
    )
    made = World(theme, *rooms, connection=own)
    QApplication.processEvents()
    yield made
    made.end()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def round_by(qtbot: QtBot, key: Qt.Key) -> list[QWidget]:
    """What has the focus, one after the other, while the key is pressed until it comes round."""
    seen = [focused()]
    while len(seen) < _MOST:
        qtbot.keyClick(focused(), key)
        if focused() is seen[0]:
            break
        seen.append(focused())
    return seen


def takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def parts_of(world: World) -> list[QWidget]:
    """The window from its start to its end as UI.md section 12 has it."""
    page, conversation = world.window.page, world.window.page.conversation
    assert conversation is not None
    sheet = page.sheet
    bars = (sheet.topic_panel, sheet.connection_bar, sheet.banner, sheet.search_bar)
    body = conversation.timeline.parentWidget()
    assert body is not None
    return [page.rooms_pane, sheet.header, *bars, body, conversation.composer, page.side]


def part_numbers(world: World, widgets: list[QWidget]) -> list[int]:
    parts = parts_of(world)
    return [next(at for at, part in enumerate(parts) if part.isAncestorOf(widget)) for widget in widgets]


def host(world: World) -> None:
    world.window.set_hosting_info(FACTS)
    world.window.page.toggle_panel()


def talk(world: World) -> None:
    for room in world.rooms.rooms:
        room.timeline.append([message("bob", "hello"), message("ines", "are you there")])


def search(world: World) -> None:
    talk(world)
    world.window.actions_[ActionId.SEARCH].trigger()


def lose(world: World) -> None:
    talk(world)
    world.window.set_link_view(world.connection, LinkView(LinkPhase.LOST, seconds=3600))


def many_people(world: World) -> None:
    world.rooms.rooms[0].members.reset(tuple(Member(f"guest{number}") for number in range(40)))


def open_others(world: World) -> None:
    """Conversations are made one after the other, and each stands between the same parts."""
    talk(world)
    for room in (*reversed(world.rooms.rooms), *world.rooms.rooms):
        world.window.show_room(room)
        QApplication.processEvents()


def fold(world: World) -> None:
    talk(world)
    world.window.resize(480, 700)


@pytest.mark.parametrize("state", [talk, host, search, lose, many_people, open_others, fold])
def test_tab_goes_through_the_whole_window_in_reading_order(
    world: World, qtbot: QtBot, state: Callable[[World], None]
) -> None:
    state(world)
    QApplication.processEvents()
    world.window.page.focus_composer()
    there = round_by(qtbot, Qt.Key.Key_Tab)
    wanted = [widget for widget in world.window.page.findChildren(QWidget) if takes_focus(widget)]
    assert {id(widget) for widget in there} == {id(widget) for widget in wanted}
    numbers = part_numbers(world, there)
    begins = numbers.index(min(numbers))
    in_order = numbers[begins:] + numbers[:begins]
    assert in_order == sorted(numbers)
    (scrolled,) = (area.widget() for area in world.window.page.host_panel.findChildren(QScrollArea))
    panel = [widget for widget in there if scrolled.isAncestorOf(widget)]
    tops = [widget.mapTo(scrolled, QPoint(0, widget.height() // 2)).y() // _LINE for widget in panel]
    assert tops == sorted(tops)
    world.window.page.focus_composer()
    back = round_by(qtbot, Qt.Key.Key_Backtab)
    assert back == [there[0], *reversed(there[1:])]


def test_tab_stays_inside_a_pane_that_lies_over_the_others(world: World, qtbot: QtBot) -> None:
    fold(world)
    QApplication.processEvents()
    page = world.window.page
    page.panes.toggle(Side.LEFT)
    page.rooms_pane.list.setFocus()
    assert all(page.rooms_pane.isAncestorOf(widget) for widget in round_by(qtbot, Qt.Key.Key_Tab))
    page.panes.close_overlay()
    page.focus_composer()
    assert page.sheet.header.more in round_by(qtbot, Qt.Key.Key_Tab)


def test_the_part_that_f6_leads_to_shows_that_it_has_the_focus(world: World, qtbot: QtBot) -> None:
    talk(world)
    page = world.window.page
    qtbot.mouseClick(page.sheet.header.title, Qt.MouseButton.LeftButton)
    page.focus_composer()
    for _stop in page.focus_stops():
        qtbot.keyClick(focused(), Qt.Key.Key_F6)
        assert world.window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    assert focused() is page.conversation.composer.edit


def test_the_people_have_a_current_row_as_soon_as_they_have_the_focus(world: World, qtbot: QtBot) -> None:
    page = world.window.page
    people = page.members_pane.list
    page.focus_composer()
    qtbot.keyClick(focused(), Qt.Key.Key_F6)
    assert focused() is people
    member = people.member_at(people.currentIndex())
    assert member is not None
    assert member.nick == "mara"
    qtbot.keyClick(people, Qt.Key.Key_Down)
    below = people.member_at(people.currentIndex())
    assert below is not None
    assert below.nick == "ines"
    world.window.show_room(world.rooms.rooms[1])
    page.members_pane.list.setFocus(Qt.FocusReason.TabFocusReason)
    assert people.member_at(people.currentIndex()) is not None


def ring_of(world: World) -> FocusRing:
    (ring,) = (one for one in world.window.findChildren(FocusRing) if one.isVisible())
    return ring


def test_the_ring_of_no_button_is_cut(world: World, qtbot: QtBot) -> None:
    page = world.window.page
    for button in (page.rooms_pane.plus, page.rooms_pane.profile.button, page.members_pane.close_button):
        button.setFocus(Qt.FocusReason.TabFocusReason)
        ring = ring_of(world)
        assert ring.visibleRegion().boundingRect() == ring.rect()
        assert ring.rect().size() == button.size() + QSize(8, 8)
        middle = ring.mapTo(world.window, ring.rect().center())
        assert middle == button.mapTo(world.window, button.rect().center())
        world.window.resize(world.window.width() - 40, 700)  # the ring stays where its button is
        QApplication.processEvents()
        middle = ring.mapTo(world.window, ring.rect().center())
        assert middle == button.mapTo(world.window, button.rect().center())
        button.clearFocus()
        QCoreApplication.sendPostedEvents(ring, QEvent.Type.DeferredDelete)


def test_the_ring_of_the_topic_does_not_run_through_the_title(world: World) -> None:
    world.window.resize(480, 700)
    QApplication.processEvents()
    header = world.window.page.sheet.header
    header.topic.setFocus(Qt.FocusReason.TabFocusReason)
    ring = ring_of(world)
    above = header.title.mapTo(world.window, header.title.rect().bottomLeft()).y()
    assert ring.mapTo(world.window, QPoint(0, 0)).y() > above


def test_who_presses_a_button_of_the_bar_or_the_toast_writes_on(world: World, qtbot: QtBot) -> None:
    """The button goes once it is pressed, and with it the focus: what was typed then went nowhere."""
    page, connection = world.window.page, world.connection
    conversation = page.conversation
    assert conversation is not None
    ended = LinkView(LinkPhase.STOPPED, reason="The host closed the room.", may_retry=True)
    world.window.set_link_view(connection, ended)
    qtbot.mouseClick(page.sheet.connection_bar.bar.findChildren(Button)[0], Qt.MouseButton.LeftButton)
    assert world.wishes == [(page.room, Reconnect())]
    world.window.set_link_view(connection, LinkView(LinkPhase.ONLINE))
    QApplication.processEvents()
    assert focused() is conversation.composer.edit
    pressed: list[str] = []
    page.sheet.toast.say("bob is banned.", "Undo", lambda: pressed.append("undo"))
    qtbot.mouseClick(page.sheet.toast.button, Qt.MouseButton.LeftButton)
    assert pressed
    assert focused() is conversation.composer.edit
    page.sheet.toast.say("bob is banned.")
    qtbot.mouseClick(page.sheet.toast.cross, Qt.MouseButton.LeftButton)
    assert focused() is conversation.composer.edit


def test_who_closes_the_list_of_people_writes_next(world: World, qtbot: QtBot) -> None:
    page = world.window.page
    assert page.conversation is not None
    page.members_pane.close_button.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.mouseClick(page.members_pane.close_button, Qt.MouseButton.LeftButton)
    assert not page.panes.is_open(Side.RIGHT)
    assert focused() is page.conversation.composer.edit


def test_a_focus_elsewhere_stays_while_the_list_of_people_goes(world: World) -> None:
    page = world.window.page
    page.rooms_pane.list.setFocus(Qt.FocusReason.TabFocusReason)
    world.window.actions_[ActionId.MEMBERS].trigger()
    assert not page.panes.is_open(Side.RIGHT)
    assert focused() is page.rooms_pane.list


def test_who_has_answered_the_last_invitation_writes_next(world: World) -> None:
    page = world.window.page
    assert page.conversation is not None
    page.set_invitations(2)
    page.rooms_pane.invitations.setFocus(Qt.FocusReason.OtherFocusReason)
    page.set_invitations(1)
    assert focused() is page.rooms_pane.invitations
    page.set_invitations(0)
    assert focused() is page.conversation.composer.edit


@pytest.mark.qt_log_ignore("This plugin does not support")  # the menu of an offscreen window
def test_a_click_on_a_button_of_the_window_leaves_the_keyboard_where_one_writes(
    world: World, qtbot: QtBot
) -> None:
    page = world.window.page
    assert page.conversation is not None
    page.focus_composer()
    more = page.sheet.header.more
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.sheet.header.menu.isVisible())
    qtbot.keyClick(page.sheet.header.menu, Qt.Key.Key_Escape)
    assert not page.sheet.header.menu.isVisible()
    assert focused() is page.conversation.composer.edit
    more.setFocus(Qt.FocusReason.TabFocusReason)
    assert focused() is more
