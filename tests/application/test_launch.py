from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.application.launch import Collector
from tests.headless_hub import PATIENCE, ROOT, Member, free_port


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.other = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    before = gc.get_threshold()
    made = Collector(qapp)
    yield made
    made.deleteLater()
    gc.set_threshold(*before)
    gc.unfreeze()


def test_new_objects_never_bring_a_search_of_everything(collector: Collector) -> None:
    before = gc.get_stats()[2]["collections"]
    kept = [[number] for number in range(200_000)]
    assert gc.get_stats()[2]["collections"] == before
    assert gc.get_stats()[1]["collections"] > 0
    del kept


def test_everything_is_searched_when_somebody_has_turned_away(collector: Collector) -> None:
    collector.follow(Qt.ApplicationState.ApplicationInactive)
    assert collector.is_due
    knot = Knot()
    found = weakref.ref(knot)
    gc.collect(1)  # twice seen alive, it counts as old
    gc.collect(1)
    del knot
    gc.collect(1)
    assert found() is not None
    collector.collect()
    assert found() is None


def test_who_comes_back_at_once_does_not_wait(collector: Collector) -> None:
    collector.follow(Qt.ApplicationState.ApplicationInactive)
    collector.follow(Qt.ApplicationState.ApplicationActive)
    assert not collector.is_due


_SESSION_ENDS = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.application.program import Program

def end_session(app):
    if Path(sys.argv[1]).exists():
        # as Qt does it when Windows ends the session: the process is gone when this returns
        app.aboutToQuit.emit()
        os._exit(7)

start = Program.start
def start_and_wait(program):
    start(program)
    program.timer = QTimer(program, interval=20)
    program.timer.timeout.connect(lambda: end_session(QApplication.instance()))
    program.timer.start()
Program.start = start_and_wait

from app.cli import main
sys.exit(main(["host", "--room", "Club", "--listen", f"127.0.0.1:{sys.argv[2]}", "--data-dir", sys.argv[3]]))
"""


def test_guests_are_told_when_the_session_ends(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", _SESSION_ENDS, str(tmp_path / "end"), str(port), str(tmp_path / "data")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as window:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                guest = Member(port, "alice")
                break
            except OSError:
                assert window.poll() is None
                assert time.monotonic() < deadline
        with guest:
            (tmp_path / "end").touch()
            assert "The host closed the room" in guest.rest()
        assert window.wait(PATIENCE) == 7
