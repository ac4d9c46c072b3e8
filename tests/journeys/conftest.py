"""People with whole programs, for every journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.people import Person, party


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Person]]:
    """Makes people; all of them are gone at the end of the test."""
    yield from party(qtbot, tmp_path, monkeypatch)
