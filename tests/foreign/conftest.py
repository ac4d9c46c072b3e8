"""A hosted window, terminals and servers for the tests that talk to programs of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.foreign.browser import Browser, BrowserProgram
from tests.foreign.programs import IrcServer, Terminal, irssi, weechat
from tests.foreign.web_page import BROWSERS
from tests.journeys.people import Person, party

CLIENTS = {"irssi": irssi, "weechat": weechat}


@pytest.fixture(scope="module", params=BROWSERS)
def browser_program(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserProgram]:
    """Each browser that we know how to ask, one for all tests of a file."""
    program: BrowserProgram = BROWSERS[request.param](tmp_path_factory.mktemp(request.param) / "profile")
    yield program
    program.close()


@pytest.fixture
def browser(browser_program: BrowserProgram) -> Iterator[Browser]:
    """An empty page on the screen of a desk, against which the browser has nothing at the end of the test."""
    with browser_program.page() as page:
        page.looks(1280)
        yield page
        assert page.complaints() == []


@pytest.fixture
def person(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Person]]:
    """Makes people with whole programs; all of them are gone at the end of the test."""
    yield from party(qtbot, tmp_path, monkeypatch)


@pytest.fixture
def terminal(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[str, int, str], Terminal]]:
    """Starts a client of others, as `terminal("irssi", port, "irene")`; our event loop turns meanwhile."""
    open_ones: list[Terminal] = []

    def start(program: str, port: int, nick: str) -> Terminal:
        home = tmp_path / f"{program}-{nick}"
        home.mkdir()
        open_ones.append(CLIENTS[program](home, port, nick, lambda seconds: qtbot.wait(int(seconds * 1000))))
        return open_ones[-1]

    yield start
    for one in open_ones:
        one.close()


@pytest.fixture
def irc_server(tmp_path: Path) -> Iterator[Callable[..., IrcServer]]:
    """Starts an IRC server of others by its name, a bouncer with the port of its server."""
    running: list[IrcServer] = []

    def start(name: str, up: int = 0) -> IrcServer:
        folder = tmp_path / name
        folder.mkdir()
        running.append(IrcServer(name, folder, up))
        return running[-1]

    yield start
    for one in reversed(running):
        one.close()
