"""Steps are taken one in each turn, all at once where they are needed, and none after one that fails."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.application.steps import Steps


def _counting(taken: list[int], *, fails_at: int = -1) -> Iterator[None]:
    for step in range(3):
        if step == fails_at:
            raise ValueError("no")
        taken.append(step)
        yield


def test_each_has_a_turn_of_its_own(qtbot: QtBot) -> None:
    taken: list[int] = []
    between: list[int] = []
    steps = Steps(_counting(taken))
    other = QTimer(interval=0)
    other.timeout.connect(lambda: between.append(len(taken)))
    other.start()
    steps.start()
    assert taken == []
    qtbot.waitUntil(lambda: len(taken) == 3)
    other.stop()
    assert {1, 2} <= {*between, 3}
    steps.start()
    assert taken == [0, 1, 2]


def test_they_are_finished_at_once_where_somebody_waits(qtbot: QtBot) -> None:
    taken: list[int] = []
    steps = Steps(_counting(taken))
    steps.finish()
    assert taken == [0, 1, 2]
    steps.finish()
    assert taken == [0, 1, 2]


def test_one_that_fails_is_the_last(qtbot: QtBot) -> None:
    taken: list[int] = []
    failed: list[object] = []
    steps = Steps(_counting(taken, fails_at=1))
    steps.failed.connect(failed.append)
    steps.finish()
    assert taken == [0]
    assert [str(error) for error in failed] == ["no"]


def test_none_is_taken_after_they_were_stopped(qtbot: QtBot) -> None:
    taken: list[int] = []
    steps = Steps(_counting(taken))
    steps.start()
    steps.stop()
    assert steps.is_over
    steps.finish()
    assert taken == []
