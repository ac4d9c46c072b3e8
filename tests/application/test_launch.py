from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.application.launch import Collector


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
