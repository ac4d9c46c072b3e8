"""What every test of widgets shares: one theme, as the program dresses itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.timeline import TimelineModel
from app.ui.theme.theme import Theme
from app.ui.timeline.view import TimelineView

RESOURCES = Path(__file__).parent.parent.parent / "resources"


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """A theme that dresses the application of the tests."""
    made = Theme(RESOURCES)
    made.apply(qapp)
    return made


@pytest.fixture
def model() -> TimelineModel:
    """An empty timeline."""
    return TimelineModel(conversation="#here")


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, model: TimelineModel) -> TimelineView:
    """A shown view of `model`, of 600 by 400; the person is called mara."""
    made = TimelineView(theme)
    qtbot.addWidget(made)
    made.set_own_names("mara")
    made.set_model(model)
    made.resize(600, 400)
    made.show()
    qtbot.waitExposed(made)
    return made
