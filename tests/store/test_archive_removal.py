"""Deleting: a room for good, what is older than is wanted, and no trace of either in the file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from app.store import archive_removal
from app.store.archive import Archive
from app.store.archive_records import StoredLine
from tests.store.lines import CLUB, NOON, OTHER, at, numbered, said, texts


def test_a_deleted_room_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with closing(Archive(path)) as archive:
        secrets = [said(f"zanzibar {number}", number, sender="xerxes") for number in range(2500)]
        archive.append(CLUB, secrets)
        archive.append(OTHER, [said("harmless", number) for number in range(2500)])
        archive.note_gap(CLUB, NOON + 1, NOON + 2)
        assert list(archive.forget(CLUB)) == [1000, 2000, 2500]
        assert archive.search("zanzibar") == []
        assert archive.page_before(CLUB, None, 9).lines == []
        assert archive.page_before(CLUB, None, 9).gaps == ()
        assert [room.key for room in archive.rooms()] == [OTHER]
        assert archive.count("harmless") == 2500
        content = path.read_bytes() + path.with_name("history.sqlite-wal").read_bytes()
    for trace in (b"zanzibar", b"xerxes"):
        assert trace not in content
    assert b"harmless" in content


def test_a_room_that_is_not_kept_can_be_forgotten(tmp_path: Path) -> None:
    with closing(Archive()) as archive:
        assert list(archive.forget(CLUB)) == []


def test_a_deleted_room_begins_anew() -> None:
    with closing(Archive()) as archive:
        archive.append(CLUB, numbered([1, 2]))
        list(archive.forget(CLUB))
        archive.append(CLUB, numbered([101]))
        page = archive.page_before(CLUB, None, 9)
        assert (texts(page), page.gaps) == (["101"], ())


def grown_older(archive: Archive, until: float) -> list[int]:
    """What goes when everything before a moment is to go, and the clock has gone for an hour since."""
    for minute in range(60):
        assert list(archive.expire(0.0, until + minute * 60)) == []
    return list(archive.expire(0.0, until + 3600))


def test_what_is_older_than_wanted_goes_everywhere() -> None:
    with closing(Archive()) as archive:
        archive.fill(CLUB, numbered(range(1, 11)), at_start=True)
        archive.append(OTHER, [StoredLine(at(3), NOON + 3, "message", "bob", text="early")])
        archive.note_gap(CLUB, NOON + 2.2, NOON + 2.8)
        archive.note_gap(CLUB, NOON + 7.2, NOON + 7.8)
        assert grown_older(archive, NOON + 5) == [5]
        page = archive.page_before(CLUB, None, 99)
        assert texts(page) == ["5", "6", "7", "8", "9", "10"]
        assert [gap.since for gap in page.gaps] == [at(7.2)]
        assert not page.at_start
        assert archive.page_before(OTHER, None, 9).lines == []
        assert grown_older(archive, NOON + 5) == []


def test_lines_go_in_steps(monkeypatch: object) -> None:
    with closing(Archive()) as archive:
        archive.append(CLUB, numbered(range(archive_removal.STEP + 1)))
        steps = archive.forget(CLUB)
        assert next(steps) == archive_removal.STEP
        assert texts(archive.page_before(CLUB, None, 9)) == [str(archive_removal.STEP)]
        steps.close()


def test_an_archive_that_is_opened_for_minutes_grows_older_too(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    gone: list[int] = []
    for time in range(9):
        with closing(Archive(path)) as archive:
            if not time:
                archive.append(CLUB, numbered([1, 2]))
            for minute in range(11):
                assert not gone
                gone = list(archive.expire(0.0, NOON + 86400 * (time + 1) + minute * 60))
        if gone:
            break
    assert (gone, time) == ([2], 5)
