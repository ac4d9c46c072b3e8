"""Walks to what asks for attention, and to what no longer does."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QSystemTrayIcon

from app.application.background import Background
from app.models.room import NotifyRule, RoomKind
from app.models.rooms_model import RoomsModel, Section
from app.paths import resources
from app.ui.notifications.tray_icon import TrayIcon
from tests.ui.test_plain_text import Everything
from tests.ui.window_world import FakeConnection, make_room, message
from tests.words.pseudo_language import OTHERS, Walk


def muted_rooms_of_several_hosts(_everything: Everything) -> Iterator[str]:
    rooms, own, other = RoomsModel(), FakeConnection(), FakeConnection()
    own.hosting, other.address, other.network = True, OTHERS, OTHERS
    for room in (make_room(OTHERS, RoomKind.HOSTED, own), make_room(OTHERS, connection=other)):
        room.add_entries([message()])
        room.set_notify_rule(NotifyRule.NONE)
        rooms.add(room)
    for index in map(rooms.index, range(2)):
        section = index.data(RoomsModel.SectionRole)
        yield section.heading if isinstance(section, Section) else ""
        yield str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def icon_in_the_tray(everything: Everything) -> Iterator[str]:
    tray = TrayIcon(everything.theme, QIcon(str(resources() / "icon.svg")), everything.window)
    tray.set_stays(True)
    shown = tray.findChild(QSystemTrayIcon)
    assert shown is not None
    for unread in range(3):
        tray.set_counts(unread, 0)
        yield shown.toolTip()
    background = Background(everything.window, RoomsModel(), tray, everything.window)
    everything.window.preferences.show_tray(True)
    everything.window.go_to_background()
    everything.window.come_to_front()
    background.end()
    menu = shown.contextMenu()
    assert menu is not None
    yield from (action.text() for action in menu.actions())


def person_who_is_not_to_be_disturbed(everything: Everything) -> Iterator[str]:
    card = everything.window.page.rooms_pane.profile
    card.set_undisturbed(True)
    yield from (label.text() for label in card.findChildren(QLabel))
    card.set_undisturbed(False)


WALKS: tuple[Walk, ...] = (
    muted_rooms_of_several_hosts,
    icon_in_the_tray,
    person_who_is_not_to_be_disturbed,
)
