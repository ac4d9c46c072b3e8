"""What every test of widgets shares: one theme, as the program dresses itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.theme.theme import Theme

RESOURCES = Path(__file__).parent.parent.parent / "resources"


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """A theme that dresses the application of the tests."""
    made = Theme(RESOURCES)
    made.apply(qapp)
    return made
