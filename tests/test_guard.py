"""What Qt calls never raises: the guard itself, and that every override of ours has it."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.guard import guarded, overrides_of
from tests.conftest import BugReports

APP = Path(__file__).parent.parent / "app"
ROOMS = ("application", "models", "net", "ui")

# They do nothing that could fail: a constant, a name, a new object, a timer.
SAFE = {
    "AccessibleRow": {
        "backgroundColor",
        "foregroundColor",
        "interface_cast",
        "object",
        "parent",
        "role",
    },
    "Listener": {
        "incomingConnection",
        "timerEvent",
    },  # the first has a guard of its own: net imports no other
    "SvgIconEngine": {"clone", "iconName"},
    "_Running": {"run"},  # catches what the work raises
    "_Splitter": {"createHandle"},
}


def classes() -> list[type]:
    """Every class of the rooms that know Qt's windows and models."""
    found = []
    for path in sorted(file for room in ROOMS for file in (APP / room).rglob("*.py")):
        name = ".".join(("app", *path.relative_to(APP).with_suffix("").parts)).removesuffix(".__init__")
        module = importlib.import_module(name)
        found += [kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == name]
    return found


def unguarded(kind: type) -> set[str]:
    """The overrides of a class that let exceptions through to Qt."""
    return {name for name in overrides_of(kind) if not hasattr(vars(kind)[name], "__wrapped__")}


@pytest.mark.parametrize(
    "kind", [kind for kind in classes() if overrides_of(kind)], ids=lambda kind: kind.__name__
)
def test_every_override_is_guarded_or_cannot_fail(kind: type) -> None:
    assert unguarded(kind) == SAFE.get(kind.__name__, set())


def test_the_rule_sees_an_override_without_a_guard() -> None:
    class Bare(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            """Paints nothing."""

        def paint_more(self) -> None:
            """Nothing that Qt calls."""

    assert unguarded(Bare) == {"paintEvent"}
    assert unguarded(guarded()(Bare)) == set()


@guarded()
class Broken(QAbstractListModel):
    """A model that fails at every row but the first."""

    def rowCount(self, _parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 3

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return ["first"][index.row()]


@guarded()
class Undecided(QSortFilterProxyModel):
    """A filter that cannot judge."""

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        raise ValueError(row)


def test_a_value_that_cannot_be_given_is_none_and_is_reported_once(bug_reports: BugReports) -> None:
    model = Broken()
    given = [model.index(row).data() for row in (0, 1, 2, 1)]
    assert given == ["first", None, None, None]
    (report,) = bug_reports.take()
    assert "Broken.data" in report
    assert "IndexError" in report
    assert 'return ["first"][index.row()]' in report, "with its traceback"


def test_another_object_reports_the_same_bug_again(bug_reports: BugReports) -> None:
    for model in (Broken(), Broken()):
        model.index(1).data()
    assert len(bug_reports.take()) == 2


def test_a_row_that_a_filter_cannot_judge_is_shown(bug_reports: BugReports) -> None:
    source, shown = Broken(), Undecided()
    shown.setSourceModel(source)
    assert shown.rowCount() == 3
    assert bug_reports.take()


def test_a_painter_that_an_exception_leaves_open_is_closed_before_qt_goes_on(
    qtbot: QtBot, bug_reports: BugReports
) -> None:
    painters: list[bool] = []

    @guarded()
    class Unpainted(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            painter = QPainter(self)
            painters.append(painter.isActive())
            raise ValueError("in the middle of it")

    widget = Unpainted()
    qtbot.addWidget(widget)
    widget.resize(40, 40)
    widget.show()
    qtbot.waitUntil(lambda: bool(painters))
    widget.grab()
    assert painters
    assert all(painters)
    assert len(bug_reports.take()) == 1


def test_a_bug_in_no_override_of_qts_is_not_hidden() -> None:
    @guarded()
    class Ours(QWidget):
        def show_people(self) -> None:
            raise ValueError

    with pytest.raises(ValueError):
        Ours.show_people(QWidget())  # type: ignore[arg-type]
