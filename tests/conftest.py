"""What every test shares: no screen, no user's own folders, no locale surprises, no bug that Qt hides."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# How long an example takes is the machine's business.
settings.register_profile("hubbub", deadline=None)
settings.load_profile("hubbub")


class BugReports(logging.Handler):
    """What `app.guard` reported during a test, as texts with their tracebacks."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())

    def take(self) -> list[str]:
        """All of them, which are then meant to be there."""
        texts, self.texts = self.texts, []
        return texts


@pytest.fixture(autouse=True)
def bug_reports() -> Iterator[BugReports]:
    """Makes a test fail for each exception that was kept from Qt, unless the test takes it."""
    reports = BugReports()
    log = logging.getLogger("app.guard")
    log.addHandler(reports)
    yield reports
    log.removeHandler(reports)
    assert not reports.texts, "\n".join(reports.texts)
