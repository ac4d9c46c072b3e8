"""What came unasked: counted in one place, let in or left as the person says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from app.application.held_back_questions import HeldBackQuestions
from app.ui.widgets.question_dialog import CANCEL, Question


class FakeHeld(QObject):
    """What waits at one connection."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.channels = self.people = 0
        self.dropped = False

    def holds(self, channels: int = 0, people: int = 0) -> None:
        self.channels, self.people = channels, people
        self.changed.emit()

    def drop(self) -> None:
        self.dropped = True


class FakeConnection(QObject):
    """A connection at which something may wait."""

    def __init__(self, network: str = "") -> None:
        super().__init__()
        self.network, self.address = network, "192.168.1.24"
        self.held = FakeHeld()
        self.shown = False

    def show_held(self) -> None:
        self.shown = True


class FakeServers(QObject):
    """Stands for the servers that a person is on."""

    connected = Signal(object)
    disconnected = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.all: list[SimpleNamespace] = []

    def joins(self, connection: FakeConnection) -> SimpleNamespace:
        server = SimpleNamespace(connection=connection)
        self.all.append(server)
        self.connected.emit(server)
        return server


class HeldButton(QObject):
    """Stands for the line below the rooms that says what waits."""

    clicked = Signal()


class FakeWindow:
    """Stands for the window: what it shows of what waits, and what it was given to ask."""

    def __init__(self) -> None:
        self.button = HeldButton()
        self.page = self.asker = self  # its parts
        self.rooms_pane = SimpleNamespace(held=self.button)
        self.counts = (0, 0)
        self.questions: list[tuple[Question, Callable[[str], None]]] = []

    def set_held(self, channels: int, people: int) -> None:
        self.counts = (channels, people)

    def ask_which(self, question: Question, answered: Callable[[str], None]) -> None:
        self.questions.append((question, answered))


class Hall:
    """A person on two servers."""

    def __init__(self) -> None:
        self.root = QObject()
        self.window, self.servers = FakeWindow(), FakeServers()
        self.questions = HeldBackQuestions(self.window, self.servers, self.root)  # type: ignore[arg-type]
        self.one, self.two = FakeConnection("Libera"), FakeConnection()
        for connection in (self.one, self.two):
            self.servers.joins(connection)

    def asks(self) -> tuple[Question, Callable[[str], None]]:
        """What is asked when the line is clicked."""
        self.window.button.clicked.emit()
        return self.window.questions[-1]


@pytest.fixture
def hall(qapp: object) -> Iterator[Hall]:
    made = Hall()
    yield made
    for each in (made.root, made.servers, made.window.button, made.one, made.two):
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_what_waits_anywhere_is_counted_together_until_its_connection_goes(hall: Hall) -> None:
    hall.one.held.holds(channels=3)
    hall.two.held.holds(channels=1, people=2)
    assert hall.window.counts == (4, 2)
    gone = hall.servers.all.pop(0)
    hall.servers.disconnected.emit(gone)
    assert hall.window.counts == (1, 2)


def test_the_question_is_about_the_first_server_at_which_something_waits(hall: Hall) -> None:
    hall.two.held.holds(people=1)
    question, _ = hall.asks()
    assert "192.168.1.24" not in question.text, "who wrote is on no server that one would name"
    hall.one.held.holds(channels=2)
    question, _ = hall.asks()
    assert "Libera" in question.text


def test_nothing_is_asked_when_nothing_waits(hall: Hall) -> None:
    hall.window.button.clicked.emit()
    assert hall.window.questions == []


@pytest.mark.parametrize(
    ("choice", "outcome"), [("show", (True, False)), ("ignore", (False, True)), (CANCEL, (False, False))]
)
def test_it_is_shown_dropped_or_left_waiting(hall: Hall, choice: str, outcome: tuple[bool, bool]) -> None:
    hall.one.held.holds(channels=2)
    question, answered = hall.asks()
    assert choice in [each.id for each in question.choices]
    answered(choice)
    assert (hall.one.shown, hall.one.held.dropped) == outcome
    assert (hall.two.shown, hall.two.held.dropped) == (False, False)


def test_an_answer_counts_once_and_not_for_a_connection_that_is_gone(hall: Hall) -> None:
    hall.one.held.holds(channels=2)
    _, answered = hall.asks()
    hall.servers.all.pop(0)
    answered("show")
    hall.servers.joins(hall.one)
    answered("show")
    assert not hall.one.shown
