"""What still comes from a server that one has said goodbye to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.application.test_archive_client import NOON
from tests.application.test_room_archiving import House, spoken


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    made = House(qtbot, tmp_path)
    yield made
    made.end()


def test_late_words_open_no_talk_with_nobody_to_answer(house: House) -> None:
    server = house.server()
    room = house.inside(server)
    entered: list[object] = []
    server.entered.connect(entered.append)
    server.connection.forget(room)
    server.leave()
    server.link.events_arrived.emit([spoken("wait!", NOON, conversation="bob")])
    assert entered == []
    assert not house.rooms.rooms
    assert house.archiving.rooms == ()
