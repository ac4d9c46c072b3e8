"""What a further launch of the program asks of the window that is open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QProcess, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.application import second_launch
from app.application.second_launch import SecondLaunch
from app.net.single_instance import JOIN, OPEN, RAISE
from app.paths import resources
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import CANCEL, QuestionDialog
from app.ui.window.questions import CONFIRM
from tests.application.fakes import Asked
from tests.stand_in import stand_in


class FakeInstance(QObject):
    """Stands for the name under which later launches find this one."""

    raised = Signal(str)


class Window(QWidget):
    """Stands for the main window, on a platform that has no order of windows."""

    is_in_background = False

    def come_to_front(self) -> None:
        self.show()


class Hall:
    def __init__(self, qtbot: QtBot) -> None:
        self.instance, self.links, self.window, self.parent = FakeInstance(), Asked(), Window(), QObject()
        qtbot.addWidget(self.window)
        self.launches = SecondLaunch(
            stand_in(self.instance),
            Theme(resources()),
            stand_in(self.window),
            stand_in(self.links),
            stand_in(object()),
            self.parent,
        )
        self.joined: list[str] = []
        self.launches.join_wanted.connect(self.joined.append)

    def questions(self) -> list[QuestionDialog]:
        return self.window.findChildren(QuestionDialog)


@pytest.fixture
def hall(qtbot: QtBot) -> Hall:
    return Hall(qtbot)


def test_an_address_is_joined(hall: Hall) -> None:
    hall.instance.raised.emit(f"{JOIN}192.168.1.5:6667")
    assert hall.joined == ["192.168.1.5:6667"]
    assert hall.window.isVisible()
    assert hall.questions() == []


def test_a_link_goes_to_where_links_are_followed(hall: Hall) -> None:
    hall.instance.raised.emit(f"{OPEN}hubbub://192.168.1.5/club")
    assert hall.links.requests("open") == [("hubbub://192.168.1.5/club",)]
    assert hall.joined == []


@pytest.mark.parametrize("wanted", [True, False])
def test_without_either_another_copy_is_offered(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    started: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(second_launch, "another_copy", lambda _options: ("hubbub", ["--profile", "2"]))
    monkeypatch.setattr(QProcess, "startDetached", lambda *what: started.append(what))
    hall.instance.raised.emit(RAISE)
    assert hall.window.isVisible()
    (question,) = hall.questions()
    question.answer(CONFIRM if wanted else CANCEL)
    assert started == ([("hubbub", ["--profile", "2"])] if wanted else [])


def test_a_window_in_the_background_only_comes_back(hall: Hall) -> None:
    hall.window.is_in_background = True
    hall.instance.raised.emit(RAISE)
    assert hall.window.isVisible()
    assert hall.questions() == []
