from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from app.application.archive.entries import entry_of
from app.store.archive import Archive
from app.store.archive_records import RoomKey
from tests.bench.past import LARGE, fill, lines_of, put_in_place

UNTIL = 1_700_000_000.0


def test_lines_of_the_past_are_what_the_program_reads() -> None:
    lines = list(lines_of("#chan", 400, UNTIL))
    assert all(entry_of(line) is not None for line in lines)
    assert all(before.place < after.place for before, after in pairwise(lines))
    assert len({line.msgid for line in lines if line.msgid}) == sum(bool(line.msgid) for line in lines)


def test_a_filled_archive_is_of_the_server_that_is_measured(tmp_path: Path) -> None:
    fill(tmp_path / "filled.sqlite", 1000)
    put_in_place(tmp_path / "filled.sqlite", tmp_path / "profile" / "archive.sqlite", 4711)
    archive = Archive(tmp_path / "profile" / "archive.sqlite")
    page = archive.page_before(RoomKey("net:127.0.0.1:4711", LARGE), None, 2000)
    archive.close()
    assert len(page.lines) == 800
