"""Python's search for unreachable cycles: when it happens, and in which thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application.garbage_collection import Collector

MANY = 100 * gc.get_threshold()[0]


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.other = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    made = Collector(qapp)
    yield made
    made.deleteLater()
    gc.unfreeze()


def searches() -> list[int]:
    """How often each generation was searched, the youngest first."""
    return [generation["collections"] for generation in gc.get_stats()]


def test_new_objects_bring_no_search_before_the_next_turn(collector: Collector, qtbot: QtBot) -> None:
    before = searches()
    kept = [[number] for number in range(MANY)]
    assert searches() == before
    qtbot.waitUntil(lambda: searches() != before)
    assert gc.get_count()[0] < gc.get_threshold()[0]
    del kept


def test_new_objects_never_bring_a_search_of_everything(collector: Collector, qtbot: QtBot) -> None:
    before = searches()
    kept = []
    for turn in range(1, 51):
        kept += [[number] for number in range(MANY // 50)]
        qtbot.waitUntil(lambda at_least=turn: sum(searches()) - sum(before) >= at_least)
    young, middle, everything = (now - then for now, then in zip(searches(), before, strict=True))
    assert (young + middle, everything) == (50, 0)
    assert 0 < middle < young


def test_what_any_thread_lets_go_is_found_in_that_of_the_window(collector: Collector, qtbot: QtBot) -> None:
    found: list[threading.Thread] = []

    def make_knots() -> None:
        for _ in range(MANY):
            weakref.finalize(Knot(), lambda: found.append(threading.current_thread()))

    thread = threading.Thread(target=make_knots)
    thread.start()
    thread.join()
    assert not found
    qtbot.waitUntil(lambda: len(found) == MANY)
    assert set(found) == {threading.current_thread()}


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
