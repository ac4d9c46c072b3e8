"""Walks through what is shown of servers of other kinds: their log."""

from __future__ import annotations

from collections.abc import Iterator

from app.ui.window.server_log_sheet import ServerLogSheet
from tests.ui.test_plain_text import Everything
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.walk_windows import shown_by


def log_of_a_server(everything: Everything) -> Iterator[str]:
    window = everything.window
    room = window.current_room
    assert room is not None
    window.show_server_log()
    sheet = window.findChild(ServerLogSheet)
    assert sheet is not None
    yield from shown_by(sheet.card)
    for widget in sheet.card.findChildren(type(sheet.text)):
        yield widget.placeholderText()
        yield widget.accessibleName()
    room.connection.log.add(OTHERS, 0.0)
    yield sheet.text.toPlainText()
    sheet.dismiss()


WALKS: tuple[Walk, ...] = (log_of_a_server,)
