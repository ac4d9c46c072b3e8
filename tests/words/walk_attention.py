"""Walks to what asks for attention, and to what no longer does."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt

from app.models.room import NotifyRule, RoomKind
from app.models.rooms_model import RoomsModel, Section
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


WALKS: tuple[Walk, ...] = (muted_rooms_of_several_hosts,)
