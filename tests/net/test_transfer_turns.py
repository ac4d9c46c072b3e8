"""Whose piece is next, at which pace, and that an idle hub has nothing of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.files.transfer_pace import PIECE, TransferPace
from app.net.transfer_turns import PIECES_PER_TURN, Movable, TransferTurns
from tests.headless_hub import ROOT
from tests.net.plain_irc import PATIENCE


class Pieces:
    """So many pieces of somebody; what is moved goes into `moved`, and `then` is called."""

    def __init__(self, name: str, count: int, moved: list[str]) -> None:
        self.name = name
        self.left = count
        self._moved = moved
        self.then: Callable[[], None] = lambda: None

    @property
    def is_ready(self) -> bool:
        return self.left > 0

    def move(self) -> int:
        self.left -= 1
        self._moved.append(self.name)
        self.then()
        return PIECE


@pytest.fixture
def parent(qtbot: QtBot) -> QObject:
    return QObject()


def turns(
    parent: QObject,
    rate: int = 0,
    clock: Callable[[], float] = lambda: 0.0,
    on_bug: Callable[[Movable, Exception], None] = lambda _which, _bug: None,
) -> TransferTurns:
    return TransferTurns(parent, TransferPace(rate), clock, on_bug)


def test_everybody_has_their_turn(parent: QObject, qtbot: QtBot) -> None:
    moved: list[str] = []
    made = turns(parent)
    for name, count in (("a", 3), ("b", 1), ("c", 2)):
        made.wake(Pieces(name, count, moved))
    qtbot.waitUntil(lambda: len(moved) == 6, timeout=PATIENCE)
    assert "".join(moved) == "abcaca"


def test_a_turn_moves_a_few_pieces_and_one_of_each_at_most(parent: QObject) -> None:
    moved: list[str] = []
    made = turns(parent)
    made.wake(Pieces("a", 10, moved))
    made._turn()
    assert "".join(moved) == "a"
    for name in "bcdefg":
        made.wake(Pieces(name, 10, moved))
    moved.clear()
    made._turn()
    assert len(moved) == PIECES_PER_TURN == len(set(moved))


def test_a_pace_is_waited_for(parent: QObject) -> None:
    moved: list[str] = []
    now = [100.0]
    made = turns(parent, PIECE, lambda: now[0])  # a piece a second
    made.wake(Pieces("a", 100, moved))
    for _ in range(20):
        made._turn()
    burst = len(moved)
    assert 0 < burst <= 5
    now[0] += 1.0
    for _ in range(20):
        made._turn()
    assert len(moved) == burst + 1


def test_who_ends_another_does_no_harm(parent: QObject) -> None:
    moved: list[str] = []
    made = turns(parent)
    one, other = Pieces("a", 2, moved), Pieces("b", 2, moved)
    one.then = lambda: made.forget(other)
    made.wake(one)
    made.wake(other)
    made._turn()
    assert moved == ["a"]


def test_a_bug_costs_only_who_met_it(parent: QObject, qtbot: QtBot) -> None:
    moved: list[str] = []
    met: list[Movable] = []
    made = turns(parent, on_bug=lambda which, _bug: met.append(which))
    bad = Pieces("a", 2, [])

    def fail() -> None:
        raise RuntimeError("a bug")

    bad.then = fail
    made.wake(bad)
    made.wake(Pieces("b", 2, moved))
    qtbot.waitUntil(lambda: len(moved) == 2, timeout=PATIENCE)
    assert met == [bad]


IDLE = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from app.hub.data.config import HubConfig
from app.net.endpoint import Endpoint
from app.net.hub_resources import HubResources
from app.net.hub_server import HubServer
from app.store.hub_storage import HubStorage
from pathlib import Path

app = QCoreApplication([])
folder = Path(sys.argv[1])
kept = HubStorage(folder / "accounts.sqlite", folder / "history.sqlite")
server = HubServer()
server.stopped.connect(app.quit)
server.started.connect(lambda _listening: server.stop("the end"))
resources = HubResources(None, kept.accounts, kept.history, kept.records, kept.files)
QTimer.singleShot(0, lambda: server.start(HubConfig(), (Endpoint("127.0.0.1", 0),), resources))
app.exec()
kept.close()
loaded = {"h11", "app.net.file_server", "app.files.uploads", "app.web.file_exchange"} & set(sys.modules)
sys.exit(f"loaded: {loaded}" if loaded or (folder / "files").exists() else 0)
"""


def test_an_idle_hub_loads_nothing_of_files_and_makes_no_folder(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("data")
    run = subprocess.run(
        [sys.executable, "-c", IDLE, str(folder)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert run.returncode == 0, run.stderr
