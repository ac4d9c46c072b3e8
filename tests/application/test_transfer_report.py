"""How far and how fast a transfer is, as it is told: now and then, and no speed of a moment ago."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.application.sharing.transfer_report import TransferReport
from app.models.file_progress import FileProgress, TransferState


class Told:
    """A report whose clock the test turns."""

    def __init__(self) -> None:
        self.now = 100.0
        self.all: list[FileProgress] = []
        self.report = TransferReport(
            FileProgress("1", "a.bin", 10_000), self.all.append, clock=lambda: self.now
        )

    def moves(self, done: int, after: float) -> float:
        """The speed that is known then."""
        self.now += after
        self.report.move(done)
        return self.report.progress.speed


def test_a_speed_is_that_of_the_last_seconds() -> None:
    told = Told()
    assert told.moves(0, 0.0) == 0.0
    assert told.moves(100, 0.1) == 0.0, "nothing is known yet"
    assert told.moves(1000, 0.9) == pytest.approx(1000.0)
    for step in range(2, 7):
        speed = told.moves(1000 + 100 * step, 1.0)
    assert speed == pytest.approx(100.0)


def test_what_stands_has_no_speed() -> None:
    told = Told()
    told.moves(0, 0.0)
    told.moves(1000, 1.0)
    told.report.change(TransferState.BROKEN, "It broke.")
    assert (told.all[-1].speed, told.all[-1].done, told.all[-1].reason) == (0.0, 1000, "It broke.")
    told.report.change(TransferState.RUNNING)
    assert told.moves(500, 1.0) == 0.0, "it begins again from an earlier byte"
    assert told.moves(1000, 1.0) == pytest.approx(500.0)


def test_many_moves_are_told_together_and_changes_at_once(qtbot: QtBot) -> None:
    told = Told()
    for done in range(100):
        told.report.move(done)
    assert [one.done for one in told.all] == [0]
    qtbot.waitUntil(lambda: len(told.all) == 2)
    assert told.all[-1].done == 99
    told.report.move(100)
    told.report.change(TransferState.DONE, path="/tmp/a.bin")
    assert (told.all[-1].done, told.all[-1].path) == (100, "/tmp/a.bin")
    told.report.stop()
    told.report.change(TransferState.FAILED)
    assert len(told.all) == 3


def test_who_waits_on_is_told_nothing_again() -> None:
    told = Told()
    for _ in range(3):
        told.report.change(TransferState.WAITING, "For the files before it.")
    assert len(told.all) == 2
