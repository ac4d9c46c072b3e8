"""Closing a room to browsers is asked about where somebody would have to go, and done at once elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.browser_access import BrowserAccess
from app.ui.widgets.question_dialog import CANCEL, Question
from app.ui.window.questions import CONFIRM
from tests.application.fakes import FakeHostedHub
from tests.stand_in import stand_in


class FakeChoices(QObject):
    """Stands for the list in the panel."""

    chosen = Signal(str, bool)
    takes_plain_password = False

    def __init__(self) -> None:
        super().__init__()
        self.shown = "chat"

    def set_choice(self, found: str, *, plain_password: bool) -> None:
        assert not plain_password
        self.shown = found


class FakeAsker:
    """Asks nobody."""

    question: Question | None = None
    decided: Callable[[str], None]

    def ask_which(self, question: Question, decided: Callable[[str], None]) -> None:
        self.question, self.decided = question, decided


class Desk:
    """A host's panel and hub."""

    def __init__(self, root: QObject) -> None:
        self.choices, self.hub, self.asker = FakeChoices(), FakeHostedHub(), FakeAsker()
        self.hub.info = SimpleNamespace(browsers="chat", plain_password=False)
        self.access = BrowserAccess(stand_in(self.choices), stand_in(self.hub), stand_in(self.asker), root)

    def chooses(self, found: str) -> None:
        self.choices.shown = found
        self.choices.chosen.emit(found, False)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    root = QObject()
    yield Desk(root)
    root.deleteLater()
    QCoreApplication.sendPostedEvents(root, QEvent.Type.DeferredDelete)


def test_what_sends_nobody_away_is_done_at_once(desk: Desk) -> None:
    desk.chooses("page")
    assert desk.hub.requests("set_browsers") == [("page", False)]
    desk.chooses("none")
    assert desk.hub.requests("count_browsers") == [()]
    assert len(desk.hub.requests("set_browsers")) == 1
    desk.hub.browsers_counted.emit(0)
    assert desk.hub.requests("set_browsers")[-1] == ("none", False)
    assert desk.asker.question is None


@pytest.mark.parametrize(
    ("people", "title"), [(1, "One person is in by a browser"), (3, "3 people are in by a browser")]
)
def test_where_people_would_go_it_is_asked_first(desk: Desk, people: int, title: str) -> None:
    desk.chooses("none")
    desk.hub.browsers_counted.emit(people)
    assert desk.asker.question is not None
    assert desk.asker.question.title == title
    assert desk.hub.requests("set_browsers") == []
    desk.asker.decided(CONFIRM)
    assert desk.hub.requests("set_browsers") == [("none", False)]


def test_who_does_not_want_that_sees_what_is_true(desk: Desk) -> None:
    desk.chooses("none")
    desk.hub.browsers_counted.emit(2)
    desk.asker.decided(CANCEL)
    assert desk.choices.shown == "chat"
    assert desk.hub.requests("set_browsers") == []


def test_the_answer_to_an_earlier_choice_counts_for_nothing(desk: Desk) -> None:
    desk.chooses("none")
    desk.chooses("page")
    desk.hub.browsers_counted.emit(2)
    desk.hub.browsers_counted.emit(0)
    assert desk.hub.requests("set_browsers") == [("page", False)]
    assert desk.asker.question is None
