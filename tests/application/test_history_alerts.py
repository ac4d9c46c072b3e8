"""What the host is told of what the hub keeps, and the question that waits for an answer or is moot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.application.history_alerts import HistoryAlerts
from app.hub.data.events import HistoryLost, HubEvent, NotKept
from app.hub.data.storage_errors import Content, FileReason, StorageFailure, StorageProblem, unusable
from app.paths import resources
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import CANCEL, QuestionDialog
from tests.application.fakes import NOON, Asked

FULL = unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.FULL)
ANEW = StorageFailure(
    StorageProblem.BEGUN_ANEW, {"path": Path("history.sqlite"), "aside": "history.sqlite.damaged"}
)


class FakeWindow(QWidget):
    """Stands for the window, over which is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[str] = []

    def show_notice(self, text: str) -> None:
        self.notices.append(text)


class FakeHub(QObject, Asked):
    """Stands for the hosted hub."""

    happened = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)


class Host:
    """A host whose disk may fill up."""

    def __init__(self, theme: Theme) -> None:
        self.hub, self.window = FakeHub(), FakeWindow()
        self.window.show()
        self.alerts = HistoryAlerts(theme, self.window, self.hub)  # type: ignore[arg-type]

    def happens(self, *events: HubEvent) -> None:
        self.hub.happened.emit(list(events))

    def questions(self) -> list[QuestionDialog]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return self.window.findChildren(QuestionDialog)

    def goes_on_without(self) -> bool:
        return bool(self.hub.requests("go_on_without_history"))


@pytest.fixture
def host(qtbot: QtBot, qapp: QApplication) -> Iterator[Host]:
    theme = Theme(resources())
    theme.apply(qapp)
    made = Host(theme)
    qtbot.addWidget(made.window)
    yield made
    made.alerts.deleteLater()


def test_what_cannot_be_kept_is_asked_about_once(host: Host) -> None:
    host.happens(NotKept(NOON, FULL), NotKept(NOON, FULL))
    host.happens(NotKept(NOON, FULL))
    assert len(host.questions()) == 1
    assert host.window.notices == []
    assert not host.goes_on_without()


def test_the_host_may_go_on_without_history(host: Host) -> None:
    host.happens(NotKept(NOON, FULL))
    (question,) = host.questions()
    question.button("without").click()
    assert host.goes_on_without()
    assert host.questions() == []


def test_who_waits_is_asked_again_when_it_fails_again(host: Host) -> None:
    host.happens(NotKept(NOON, FULL))
    (question,) = host.questions()
    question.answer(CANCEL)
    assert not host.goes_on_without()
    host.happens(NotKept(NOON, FULL))
    assert len(host.questions()) == 1


def test_the_question_goes_when_messages_are_kept_again_and_that_is_said(host: Host) -> None:
    host.happens(NotKept(NOON, FULL))
    host.happens(NotKept(NOON, None))
    assert host.questions() == []
    assert host.window.notices == ["Messages are kept and passed on again."]
    assert not host.goes_on_without()


def test_what_was_answered_is_not_told_to_work_again(host: Host) -> None:
    host.happens(NotKept(NOON, None))
    assert host.window.notices == []


def test_the_question_goes_with_the_room(host: Host) -> None:
    host.happens(NotKept(NOON, FULL))
    host.hub.closed.emit()
    assert host.questions() == []
    assert not host.goes_on_without()


def test_a_history_that_was_damaged_is_told(host: Host) -> None:
    host.happens(HistoryLost(NOON, ANEW))
    (notice,) = host.window.notices
    assert "history.sqlite.damaged" in notice
    assert host.questions() == []
