"""What is asked while a server is being joined, and what the attempt is told of the answer."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.application.join_questions import JoinQuestions
from app.paths import resources
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import CANCEL, Question, QuestionDialog
from app.ui.window.questions import CONFIRM
from tests.application.fakes import Asked


class FakeAttempt(QObject, Asked):
    """Stands for the attempt to join."""

    channel_wanted = Signal(object)
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

    def ask_which(self, question: Question, decided: Callable[[str], None]) -> None:
        self.asked.append((question, decided))


class Hall:
    def __init__(self, qtbot: QtBot) -> None:
        self.window, self.attempt, self.parent = Window(), FakeAttempt(), QObject()
        qtbot.addWidget(self.window)
        self.questions = JoinQuestions(
            Theme(resources()),
            self.window,  # type: ignore[arg-type]  # fits by shape
            self.attempt,  # type: ignore[arg-type]
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


@pytest.mark.parametrize("agreed", [True, False])
def test_another_room_is_joined_only_by_a_yes(hall: Hall, agreed: bool) -> None:
    place = object()
    hall.attempt.other_room_found.emit(place, "Makers")
    ((question, decided),) = hall.window.asked
    assert "Makers" in question.text + question.title
    decided(CONFIRM if agreed else CANCEL)
    assert hall.attempt.requests("join_other") == ([(place,)] if agreed else [])
