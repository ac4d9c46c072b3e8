"""Conversations over a bus that answers as the test says: one call after the other, nothing waited for."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.firewall.firewalld import BusCall, BusError

QtDBus = pytest.importorskip("PySide6.QtDBus", reason="there is no D-Bus on this system")

from app.firewall.firewalld_bus import FirewalldBus  # noqa: E402  # which needs it


class FakeBus:
    """A bus; `answers` by method: a value, or a text that begins with "error:"."""

    def __init__(self, answers: dict[str, object], *, connected: bool = True) -> None:
        self.answers = answers
        self.connected = connected
        self.calls: list[tuple[object, ...]] = []

    def callWithCallback(
        self,
        message: QtDBus.QDBusMessage,
        receiver: FirewalldBus,
        answered: bytes,
        failed: bytes,
        timeout: int,
    ) -> bool:
        if not self.connected:
            return False
        assert answered.endswith("answered(QDBusMessage)")
        assert failed.endswith("failed(QDBusError,QDBusMessage)")
        asks, starts = message.isInteractiveAuthorizationAllowed(), message.autoStartService()
        self.calls.append((message.member(), *message.arguments(), asks, starts, timeout > 60_000))
        answer = self.answers[message.member()]
        if isinstance(answer, str) and answer.startswith("error:"):
            error = QtDBus.QDBusError(message.createErrorReply("org.example.No", answer))
            QTimer.singleShot(0, receiver, lambda: receiver.failed(error, message))
        else:
            QTimer.singleShot(0, receiver, lambda: receiver.answered(message.createReply(answer)))
        return True


def bus_of(fake: FakeBus) -> FirewalldBus:
    return FirewalldBus(lambda: fake)  # type: ignore[arg-type, return-value]  # a fake


Ask = Callable[[], Generator[BusCall, object, object]]


def two_questions() -> Generator[BusCall, object, object]:
    first = yield BusCall("/a", "a.b", "first", ("x",))
    try:
        yield BusCall("/a", "a.b", "second")
    except BusError as error:
        return first, str(error)
    return first, ""


def test_each_call_is_sent_the_answer_of_the_one_before(qtbot: QtBot) -> None:
    fake = FakeBus({"first": "public", "second": "error: not here"})
    told: list[object] = []
    bus = bus_of(fake)
    bus.run(two_questions(), told.append)
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("public", "org.example.No: error: not here")]
    assert fake.calls == [("first", "x", False, False, False), ("second", False, False, False)]


def test_who_changes_something_may_be_asked_and_has_time_for_it(qtbot: QtBot) -> None:
    fake = FakeBus({"first": True, "second": True})
    told: list[object] = []
    bus = bus_of(fake)
    bus.run(two_questions(), told.append, asks=True)
    qtbot.waitUntil(lambda: bool(told))
    assert fake.calls[0] == ("first", "x", True, False, True)


@pytest.mark.parametrize("fake", [FakeBus({}, connected=False), FakeBus({"first": "error: no"})])
def test_an_error_that_nobody_takes_ends_it(qtbot: QtBot, fake: FakeBus) -> None:
    told: list[object] = []
    bus = bus_of(fake)
    bus.run(two_questions(), told.append)
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], BusError)


def test_it_may_go_while_it_waits_for_an_answer(qtbot: QtBot) -> None:
    told: list[object] = []
    bus = bus_of(FakeBus({"first": True, "second": True}))
    bus.run(two_questions(), told.append)
    del bus
    gc.collect()
    QApplication.processEvents()
    assert told == []


def test_one_conversation_is_held_after_the_other(qtbot: QtBot) -> None:
    fake = FakeBus({"first": True, "second": True})
    told: list[str] = []
    bus = bus_of(fake)
    bus.run(two_questions(), lambda _: told.append("one"))
    bus.run(two_questions(), lambda _: told.append("two"), asks=True)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["one", "two"]
    assert [call[0] for call in fake.calls] == ["first", "second", "first", "second"]
