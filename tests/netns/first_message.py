"""A window that joins the first room nearby and says something there, by one click and the keyboard.

    python -m tests.netns.first_message FOLDER WORDS

Nothing is typed into the start page. It prints how long each step took, from when the page was seen on.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.launch_options import parse
from app.net.single_instance import Instance
from app.paths import Places
from tests.whole_program import make_program

PATIENCE = 20.0  # seconds


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Let the window go on until something is true."""
    until = time.monotonic() + PATIENCE
    while not condition():
        QTest.qWait(5)
        if time.monotonic() > until:
            sys.exit(f"{what} did not come about")


def main(folder: Path, words: str) -> None:
    """Find, click, type, press Enter."""
    app = QApplication([])
    options = dataclasses.replace(parse([]), places=Places(folder, folder))
    program = make_program(app, options, Instance(f"hubbub-first-message-{folder.name}", app), app)
    program.start()
    rooms = program.page.nearby.list
    wait_for(program.page.isVisible, "the start page")
    began = time.monotonic()

    def took() -> int:
        return round((time.monotonic() - began) * 1000)

    wait_for(lambda: rooms.model().rowCount() and rooms.isVisible(), "a room nearby")
    print("found", took(), rooms.model().index(0, 0).data(), flush=True)
    place = rooms.visualRect(rooms.model().index(0, 0)).center()
    QTest.mouseClick(rooms.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait_for(lambda: program.window.current_room is not None, "the room")
    wait_for(lambda: program.window.page.conversation is not None, "the conversation")
    print("entered", took(), flush=True)
    composer = program.window.page.conversation.composer.edit
    wait_for(lambda: QApplication.focusWidget() is composer, "the focus where one writes")
    QTest.keyClicks(composer, words)
    QTest.keyClick(composer, Qt.Key.Key_Return)
    print("said", took(), flush=True)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
