"""What is asked while a server is being joined, and what the attempt is told of the answer."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.application.join_questions import JoinQuestions
from app.paths import resources
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import CANCEL, Question, QuestionDialog
from app.ui.window.asker import Asker
from app.ui.window.questions import CONFIRM, other_room_question
from tests.application.fakes import Asked
from tests.stand_in import stand_in


class FakeAttempt(QObject, Asked):
    """Stands for the attempt to join."""

    channel_wanted = Signal(object)
    succeeded = Signal(object, object)
    other_room_found = Signal(object, str)

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)


class Window(QWidget):
    """Stands for the window, which asks by its part."""

    def __init__(self) -> None:
        super().__init__()
        self.asker = self
        self.asked: list[tuple[Question, Callable[[str], None]]] = []
        self.real: Asker

    def ask_which(self, question: Question, decided: Callable[[str], None]) -> None:
        self.asked.append((question, decided))

    def ask(
        self, question: Question, agreed: Callable[[str], None], declined: Callable[[], None] | None = None
    ) -> None:
        self.real.ask(question, agreed, declined)

    def withdraw(self) -> None:
        self.real.withdraw()


class Hall:
    def __init__(self, qtbot: QtBot) -> None:
        self.window, self.attempt, self.parent = Window(), FakeAttempt(), QObject()
        self.window.real = Asker(Theme(resources()), self.window)
        qtbot.addWidget(self.window)
        self.questions = JoinQuestions(
            stand_in(self.window),
            stand_in(self.attempt),
            self.parent,
        )
        self.server = SimpleNamespace(
            connection=SimpleNamespace(network="Libera"),
            destination=SimpleNamespace(address="irc.example.org"),
        )

    def sheet(self) -> QuestionDialog:
        (sheet,) = self.window.findChildren(QuestionDialog)
        return sheet


@pytest.fixture
def hall(qtbot: QtBot) -> Hall:
    return Hall(qtbot)


@pytest.mark.parametrize(("choice", "name"), [(CONFIRM, "python"), (CANCEL, "")])
def test_the_channel_that_is_typed_is_that_of_the_server_that_wanted_one(
    hall: Hall, choice: str, name: str
) -> None:
    hall.attempt.channel_wanted.emit(hall.server)
    field = hall.sheet().field()
    assert field is not None
    field.set_text("python")
    hall.sheet().answer(choice)
    assert hall.attempt.requests("choose_channel") == [(hall.server, name)]


def test_the_channel_is_typed_and_entered_without_a_mouse(hall: Hall, qtbot: QtBot) -> None:
    hall.window.show()
    qtbot.waitExposed(hall.window)
    hall.attempt.channel_wanted.emit(hall.server)
    focused = hall.window.focusWidget()
    assert isinstance(focused, QLineEdit)
    qtbot.keyClicks(focused, "python")
    assert hall.attempt.requests("choose_channel") == []
    qtbot.keyClick(focused, Qt.Key.Key_Enter)
    assert hall.attempt.requests("choose_channel") == [(hall.server, "python")]


def test_who_is_put_into_a_channel_meanwhile_is_asked_no_more(hall: Hall) -> None:
    hall.attempt.channel_wanted.emit(hall.server)
    hall.attempt.succeeded.emit(hall.server, object())
    assert hall.window.real.dialog is None
    hall.window.real.ask(other_room_question("Makers"), lambda _: None)
    hall.attempt.succeeded.emit(hall.server, object())
    assert hall.window.real.dialog is not None, "another question is nothing of it"


def test_another_question_in_its_place_leaves_the_server(hall: Hall) -> None:
    hall.attempt.channel_wanted.emit(hall.server)
    hall.window.real.ask(other_room_question("Makers"), lambda _: None)
    assert hall.attempt.requests("choose_channel") == [(hall.server, "")]


@pytest.mark.parametrize("agreed", [True, False])
def test_another_room_is_joined_only_by_a_yes(hall: Hall, agreed: bool) -> None:
    place = object()
    hall.attempt.other_room_found.emit(place, "Makers")
    ((question, decided),) = hall.window.asked
    assert "Makers" in question.text + question.title
    decided(CONFIRM if agreed else CANCEL)
    assert hall.attempt.requests("join_other") == ([(place,)] if agreed else [])
