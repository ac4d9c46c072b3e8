"""A Windows Python for all tests of this folder, and a screen for its windows."""

from __future__ import annotations

import contextlib
import itertools
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.people import Person, party
from tests.screens import screen
from tests.windows.wine import WindowsComputer, WindowsProgram


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin the suite on Windows before everything else: it runs beside that."""
    items.sort(key=lambda item: item.name != "test_the_suite_begins")


@pytest.fixture(scope="session")
def display() -> Iterator[dict[str, str]]:
    """The environment of a screen of our own."""
    with screen() as environment:
        yield environment


@pytest.fixture(scope="session")
def windows(display: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsComputer]:
    """A Windows computer with Python and what Hubbub needs, or the one that HUBBUB_WINE_PYTHON names."""
    with contextlib.closing(WindowsComputer(display, tmp_path_factory)) as computer:
        yield computer


@pytest.fixture
def start(windows: WindowsComputer) -> Iterator[Callable[..., WindowsProgram]]:
    """Starts a copy of Hubbub on Windows, as `start("host", "--room", "Club")`, with a profile of its own."""
    running: list[WindowsProgram] = []
    numbers = itertools.count(1)
    stem = secrets.token_hex(4)  # a name that no other test and no earlier run has

    def begin(*arguments: str, profile: str = "") -> WindowsProgram:
        own = f"{stem}-{profile or next(numbers)}"
        running.append(windows.start_hubbub("--profile", own, *arguments))
        return running[-1]

    yield begin
    for one in running:
        one.end()


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Person]]:
    """Makes people with whole programs on this computer; all of them are gone at the end of the test."""
    yield from party(qtbot, tmp_path, monkeypatch)
