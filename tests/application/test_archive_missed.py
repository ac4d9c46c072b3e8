"""What was missed, kept page by page: in order within one moment, a gap as long as some is to come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.client.events import Reach, TextKind
from app.models.timeline import TimelineModel
from app.models.timeline_entries import MessageEntry
from tests.application.test_archive_client import NOON, Office, said, words


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    made = Office(qtbot, tmp_path / "history.sqlite")
    yield made
    made.client.close()


@pytest.fixture
def timeline(office: Office) -> TimelineModel:
    """A room of which one message is kept, open again."""
    office.room().append([said(1)])
    made = TimelineModel()
    made.window.open_archive(office.room())
    office.until(lambda: made.entries)
    return made


def spoken(text: str, number: int) -> MessageEntry:
    return MessageEntry("bob", text, TextKind.MESSAGE, NOON + number, msgid=text)


def test_an_end_before_all_has_come_leaves_a_gap(office: Office, timeline: TimelineModel) -> None:
    timeline.merge([said(20), said(21)], reach=Reach("", (NOON + 20, NOON + 21), (NOON + 1, NOON + 20)))
    assert words(list(timeline.entries)) == ["1", "20", "21"], "it is about to come"
    assert words(office.page(office.room()).entries) == ["1", "HistoryGap", "20", "21"]
    timeline.merge([said(5)], reach=Reach("M20", (NOON + 1, NOON + 5)))
    assert words(office.page(office.room()).entries) == ["1", "5", "HistoryGap", "20", "21"]
    timeline.merge([], reach=Reach("M20", (NOON + 5, NOON + 20)))
    assert words(office.page(office.room()).entries) == ["1", "5", "20", "21"]


def test_pages_that_meet_within_one_moment_are_kept_in_their_order(
    office: Office, timeline: TimelineModel
) -> None:
    newest = [spoken("c", 20), spoken("d", 20)]
    timeline.merge(newest, reach=Reach("", (NOON + 20, NOON + 20), (NOON + 1, NOON + 20)))
    timeline.merge([spoken("a", 1), spoken("b", 20)], reach=Reach("c", (NOON + 1, NOON + 20)))
    assert words(list(timeline.entries)) == ["1", "a", "b", "c", "d"]
    page = office.page(office.room())
    assert words(page.entries) == ["1", "a", "b", "c", "d"]
    assert [entry.time - NOON for entry in page.entries] == [1, 1, 20, 20, 20]
