"""A process that is asked to end says goodbye first, whoever asks."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app import end_signals
from app.end_signals import CONSOLE_ENDS, SignalWatch


def watch(stop: object) -> SignalWatch:
    return SignalWatch(stop)  # type: ignore[arg-type]  # any callable


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """As they were, afterwards."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends the process there")
def test_a_signal_asks_once(qtbot: QtBot) -> None:
    asked: list[int] = []
    watching = watch(lambda: asked.append(1))
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGTERM)  # at once, as some tools send it: it is the same wish
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [1]
    watching.release()


@pytest.mark.parametrize("event", sorted(CONSOLE_ENDS))
def test_windows_waits_for_the_goodbye_when_a_console_is_closed(qtbot: QtBot, event: int) -> None:
    asked: list[int] = []
    watching = watch(lambda: asked.append(1))
    answers: list[bool] = []
    system = threading.Thread(target=lambda: answers.append(watching.end_by_console(event)))
    system.start()
    qtbot.waitUntil(lambda: bool(asked))
    assert answers == [], "the process would be ended when this returns"
    watching.release()
    system.join(10)
    assert answers == [True]


def test_windows_is_not_kept_waiting_for_ever(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(end_signals, "CONSOLE_PATIENCE_S", 0.01)
    watching = watch(lambda: None)
    assert watching.end_by_console(2)
    watching.release()


def test_ctrl_c_and_ctrl_break_come_as_signals(qtbot: QtBot) -> None:
    asked: list[int] = []
    watching = watch(lambda: asked.append(1))
    assert not watching.end_by_console(0)
    assert not watching.end_by_console(1)
    assert asked == []
    watching.release()
