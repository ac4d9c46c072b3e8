"""When a lost connection is tried again, by a clock and a network of the test's own."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.net.netwatch import NetWatch
from app.net.reconnection import STABLE_AFTER, Backoff, Reconnection


class Waits:
    """A reconnection with what it told. Delays are 1, 2, 4 ... seconds, nothing is random."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.watch = NetWatch(look=frozenset)
        self.reconnection = Reconnection(lambda: self.now, Backoff(lambda: 0.0), self.watch)
        self.seconds: list[int] = []
        self.tries = 0
        self.reconnection.counted.connect(self.seconds.append)
        self.reconnection.due.connect(self._count_try)

    def _count_try(self) -> None:
        self.tries += 1

    def lose(self) -> int:
        """The connection is lost; returns the seconds that it waits."""
        self.reconnection.stop()
        self.reconnection.start()
        assert self.seconds[-1] > 0
        return self.reconnection._delay.interval() // 1000  # what remains is told roughly


@pytest.fixture
def waits(qtbot: QtBot) -> Waits:
    return Waits()


def test_each_delay_is_longer_until_a_connection_held(waits: Waits) -> None:
    assert [waits.lose() for _ in range(3)] == [1, 2, 4]
    waits.reconnection.note_connected()
    waits.now += STABLE_AFTER
    assert waits.lose() == 1


def test_who_asks_begins_anew(waits: Waits) -> None:
    waits.lose()
    waits.lose()
    waits.reconnection.reset()
    assert waits.lose() == 1


def test_a_network_that_is_back_is_tried_at_once_with_short_delays(waits: Waits) -> None:
    waits.lose()
    waits.lose()
    waits.watch.returned.emit()
    assert waits.tries == 1
    assert waits.lose() == 1


def test_it_is_due_when_the_delay_is_over(waits: Waits, qtbot: QtBot) -> None:
    with qtbot.waitSignal(waits.reconnection.due):
        waits.lose()
    waits.reconnection.stop()
    assert waits.tries == 1
