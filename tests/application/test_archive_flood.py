"""What a server pours out is kept when it has come to an end: until then the window has the processor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application.archive import archive_worker
from app.application.archive.archive_worker import FLOOD, ArchiveWorker, Batch, Job
from app.client.events import TextKind
from app.models.timeline_entries import MessageEntry
from app.store.archive import Archive
from app.store.archive_records import RoomKey

CLUB = RoomKey("hub:ab12", "#club")


@pytest.fixture
def worker(qtbot: QtBot, tmp_path: Path) -> Iterator[ArchiveWorker]:
    made = ArchiveWorker(tmp_path / "history.sqlite")
    made.open()
    yield made
    made.run(Job(0, None, Archive.close))  # finish() would end this thread's event loop
    made.deleteLater()


@pytest.fixture
def written(worker: ArchiveWorker) -> list[int]:
    """How many lines each transaction kept."""
    counts: list[int] = []
    worker.written.connect(counts.append)
    return counts


def batch(first: int, count: int) -> Batch:
    numbers = range(first, first + count)
    entries = [MessageEntry("bob", str(n), TextKind.MESSAGE, float(n), msgid=f"M{n}") for n in numbers]
    return Batch(CLUB, list(entries), list(numbers))


def test_a_flood_is_kept_when_it_is_over(qtbot: QtBot, worker: ArchiveWorker, written: list[int]) -> None:
    for first in (1, FLOOD + 1, 2 * FLOOD + 1):
        worker.take([batch(first, FLOOD)])
    assert worker.is_holding
    qtbot.waitUntil(lambda: sum(written) == 3 * FLOOD)


def test_ordinary_talk_is_kept_at_once_and_what_waits_before_it(
    qtbot: QtBot, worker: ArchiveWorker, written: list[int]
) -> None:
    worker.take([batch(1, FLOOD)])
    worker.take([batch(FLOOD + 1, 3)])
    assert not worker.is_holding
    qtbot.waitUntil(lambda: sum(written) == FLOOD + 3)


def test_only_so_much_waits_for_a_flood_to_end(
    qtbot: QtBot, worker: ArchiveWorker, written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_worker, "MOST_HELD", 2 * FLOOD)
    worker.take([batch(1, FLOOD)])
    assert worker.is_holding
    worker.take([batch(FLOOD + 1, FLOOD)])
    assert not worker.is_holding
    qtbot.waitUntil(lambda: sum(written) == 2 * FLOOD)


def test_who_asks_does_not_wait_for_the_end_of_a_flood(worker: ArchiveWorker, written: list[int]) -> None:
    worker.take([batch(1, FLOOD)])
    answers: list[object] = []
    worker.answered.connect(lambda _id, result: answers.append(result))
    worker.run(Job(1, CLUB, lambda archive: len(archive.page_before(CLUB, None, 2 * FLOOD).lines)))
    assert answers == [FLOOD]
