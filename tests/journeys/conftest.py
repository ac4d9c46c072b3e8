"""Makes people for a test and sees them off at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from people import Person
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot


@pytest.fixture
def person(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Person]]:
    """Makes people; all of them are gone at the end of the test."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    monkeypatch.setattr(app, "quit", lambda: None)
    everybody: list[Person] = []

    def make(name: str) -> Person:
        folder = tmp_path / f"{len(everybody)}-{name.replace(' ', '')}"
        folder.mkdir()
        everybody.append(Person(qtbot, name, folder))
        return everybody[-1]

    yield make
    for one in everybody:
        one.goes()
    for one in everybody:
        one.until(one.gone)
        one.window.close()
        one.window.deleteLater()
        one.program.deleteLater()
    qtbot.wait(0)
