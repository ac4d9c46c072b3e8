"""What finds out why is made when somebody tries to join, or asks why no room is found."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application import join_diagnosis
from app.application.diagnoses import Diagnoses


class Emitter(QObject):
    """Stands for the attempt, the search for rooms and the panel below them."""

    started = Signal(object)
    why_requested = Signal(object)
    asked = Signal()


class FakeDiagnosis(QObject):
    """Stands for JoinDiagnosis and NearbyDiagnosis: hears of later attempts and questions by itself."""

    explained = Signal(str)
    made: ClassVar[list[FakeDiagnosis]] = []

    def __init__(self, *_given: Any) -> None:
        super().__init__(_given[-1])
        self.calls: list[object] = []
        self.made.append(self)

    def begin(self, server: object = "search") -> None:
        self.calls.append(server)

    def expect_question(self, room: object) -> None:
        self.calls.append(room)


@pytest.fixture
def emitter(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emitter]:
    monkeypatch.setattr(join_diagnosis, "JoinDiagnosis", FakeDiagnosis)
    monkeypatch.setattr(join_diagnosis, "NearbyDiagnosis", FakeDiagnosis)
    FakeDiagnosis.made.clear()
    source = Emitter()
    page: Any = SimpleNamespace(nearby=SimpleNamespace(diagnosis=source))
    diagnoses = Diagnoses(page, source, source, None, source)  # type: ignore[arg-type]  # fits by shape
    diagnoses.explained.connect(source.setObjectName)
    yield source
    FakeDiagnosis.made.clear()


def attempt(*, hosting: bool = False) -> Any:
    """A server that somebody begins to join."""
    return SimpleNamespace(destination=SimpleNamespace(hosting=hosting))


def test_nothing_is_made_before_somebody_joins_what_is_not_theirs(emitter: Emitter) -> None:
    emitter.started.emit(attempt(hosting=True))
    assert FakeDiagnosis.made == []


def test_the_first_attempt_is_accompanied_and_later_ones_by_the_same(emitter: Emitter) -> None:
    first = attempt()
    emitter.started.emit(first)
    emitter.started.emit(attempt())
    (made,) = FakeDiagnosis.made
    assert made.calls == [first]
    made.explained.emit("Nobody answers.")
    assert emitter.objectName() == "Nobody answers."


def test_who_asks_before_the_first_attempt_is_heard(emitter: Emitter) -> None:
    emitter.why_requested.emit("a room")
    emitter.started.emit(attempt())
    (made,) = FakeDiagnosis.made
    assert made.calls == ["a room"]


def test_the_first_question_why_none_is_found_is_looked_into(emitter: Emitter) -> None:
    emitter.asked.emit()
    emitter.asked.emit()
    (made,) = FakeDiagnosis.made
    assert made.calls == ["search"]
