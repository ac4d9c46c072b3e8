"""What windows ask of the archive: searches, files, and how long it keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import pytest
from pytestqt.qtbot import QtBot

from app.application.archive import pages, searcher
from app.application.archive.entries import line_of
from app.application.archive.searcher import Searcher
from app.client.events import Reacted, Redacted
from app.hub.data.storage_errors import Content, FileReason, unusable
from app.irc.file_tag import SharedFile
from app.models.export import ExportedFile, Exporter, ExportTarget, Format
from app.models.ignored_people import Ignored
from app.models.room import Room
from app.models.search import PAGE, Count, FileHit, Hit
from app.store.archive import Archive
from app.store.archive_records import RoomFacts
from app.store.database import MEMORY, StoreError
from tests.application.test_archive_client import CLUB, NOON, OTHER, Office, said, words

ROOM: Room = object()  # type: ignore[assignment]  # only its key is asked for


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    made = Office(qtbot, tmp_path / "archive.sqlite")
    yield made
    made.client.close()


class TestSearching:
    def test_hits_of_a_room_come_in_pages_with_their_count(self, office: Office) -> None:
        office.room().append([said(number) for number in range(PAGE + 5)])
        office.room(OTHER).append([said(7, msgid="other")])
        searcher = Searcher(office.client, lambda room: CLUB)
        pages: list[list[Hit]] = []
        counts: list[Count] = []
        searcher.in_room(ROOM, "7", None, pages.append)
        searcher.count(ROOM, "7", counts.append)
        office.until(lambda: pages and counts)
        assert [hit.text for hit in pages[0]] == ["7"]
        assert counts == [Count(1)]

    def test_all_rooms_are_searched_under_the_names_people_know(self, office: Office) -> None:
        office.room().append([said(7)])
        office.room(OTHER).append([said(7, msgid="other")])
        office.room(OTHER).describe(RoomFacts("#other", "The other room", "channel", ""))
        pages: list[list[Hit]] = []
        Searcher(office.client, lambda room: None).everywhere("7", None, pages.append)
        office.until(lambda: pages)
        assert {(hit.room, hit.title) for hit in pages[0]} == {(CLUB, ""), (OTHER, "The other room")}

    def test_what_is_said_by_whom_one_ignores_is_no_hit(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(searcher, "_NEXT", 20)
        office.room().append([replace(said(number), text="tea", sender="eve") for number in range(100)])
        office.room().append([replace(said(number), text="tea") for number in range(100, 102)])
        office.room(OTHER).append([replace(said(1), text="tea", sender="eve", own=True)])
        eve = Ignored(nicks=frozenset({"eve"}))
        asked = Searcher(office.client, lambda room: CLUB, lambda: {CLUB.network: eve})
        pages: list[list[Hit]] = []
        counts: list[Count] = []
        asked.in_room(ROOM, "tea", None, pages.append)
        asked.everywhere("tea", None, pages.append)
        asked.count(ROOM, "tea", counts.append)
        asked.ignored = dict
        asked.count(ROOM, "tea", counts.append)
        office.until(lambda: len(counts) == 2)
        assert [[hit.sender for hit in page] for page in pages] == [["bob", "bob"], ["bob", "bob", "eve"]]
        assert counts == [Count(2), Count(102)]

    def test_the_files_of_a_room_are_listed_the_newest_first(self, office: Office) -> None:
        plan = SharedFile("a" * 22, "plan.pdf", 7, "application/pdf", "0" * 64)
        shared = [replace(said(number), text="", file=plan) for number in (1, 3)]
        office.room().append([shared[0], replace(said(2), text='"file":'), shared[1]])
        office.room(OTHER).append([replace(said(7, msgid="other"), file=plan)])
        found: list[list[FileHit]] = []
        Searcher(office.client, lambda room: CLUB).files_in(ROOM, found.append)
        Searcher(office.client, lambda room: None).files_in(ROOM, found.append)
        office.until(lambda: len(found) == 2)
        assert found[0] == [], "of a room that is not kept"
        assert [(hit.entry.msgid, hit.file) for hit in found[1]] == [
            (entry.msgid, plan) for entry in reversed(shared)
        ]
        assert all(hit.place for hit in found[1])

    def test_a_room_that_is_not_kept_has_no_hits(self, office: Office) -> None:
        searcher = Searcher(office.client, lambda room: None)
        pages: list[list[Hit]] = []
        counts: list[Count] = []
        searcher.in_room(ROOM, "7", None, pages.append)
        searcher.count(ROOM, "7", counts.append)
        assert (pages, counts) == ([[]], [])

    def test_an_archive_that_fails_finds_nothing_and_says_why(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_anything: object, **_more: object) -> None:
            raise StoreError(unusable(Content.ARCHIVE, Path("archive.sqlite"), FileReason.BUSY))

        monkeypatch.setattr(Archive, "search", fail)
        searcher = Searcher(office.client, lambda room: CLUB)
        pages: list[list[Hit]] = []
        searcher.in_room(ROOM, "7", None, pages.append)
        searcher.everywhere("7", None, pages.append)
        office.until(lambda: pages == [[], []])
        assert office.troubles == [
            "The history in archive.sqlite cannot be used: another program is using it."
        ]


class TestSavedFiles:
    """Where files of a room were saved, which is told of those that still lie there as they were."""

    PLAN = SharedFile("a" * 22, "plan.pdf", 5, "application/pdf", "0" * 64)
    LOST = SharedFile("b" * 22, "lost.pdf", 5, "application/pdf", "0" * 64)

    def _told(self, office: Office) -> list[tuple[str, str]]:
        """What a timeline learns that opens the room."""
        told: list[tuple[str, str]] = []
        room = office.room()
        room.tell_saved(lambda file, path: told.append((file.name, path)))
        office.page(room)
        return told

    @pytest.mark.parametrize("msgid", ["M1", "", "M3"])
    def test_they_are_told_with_their_page(self, office: Office, tmp_path: Path, msgid: str) -> None:
        path = tmp_path / "plan (2).pdf"
        path.write_bytes(b"12345")
        room = office.room()
        room.append([replace(said(1), file=self.PLAN), replace(said(2), file=self.LOST), said(3)])
        room.note_saved(msgid, self.PLAN.id, str(path))
        room.note_saved("M2", self.LOST.id, str(tmp_path / "lost.pdf"))
        expected = [] if msgid == "M3" else [("plan.pdf", str(path))]  # that message is about none
        assert self._told(office) == expected
        room.amend(Reacted("#club", "M1", "eve", "+1", given=True, own=False, time=NOON))
        assert self._told(office) == expected
        path.write_bytes(b"123456")
        assert self._told(office) == []
        path.unlink()
        path.mkdir()
        assert self._told(office) == []

    def test_nothing_is_told_of_what_was_deleted(self, office: Office, tmp_path: Path) -> None:
        path = tmp_path / "plan.pdf"
        path.write_bytes(b"12345")
        room = office.room()
        room.append([replace(said(1), file=self.PLAN)])
        room.note_saved("M1", self.PLAN.id, str(path))
        room.amend(Redacted("#club", "M1", "eve", "", NOON))
        assert self._told(office) == []

    def test_an_export_takes_them_from_there(self) -> None:
        archive = Archive()
        archive.append(CLUB, [line_of(replace(said(1), file=self.PLAN, saved="/there/plan.pdf"), 1)])
        assert list(pages.shared_files(CLUB, archive)) == [[(self.PLAN, "/there/plan.pdf")]]
        archive.close()


class TestExporting:
    def _write(self, office: Office, path: Path, kind: Format) -> tuple[list[object], list[str], list[int]]:
        done: list[object] = []
        failed: list[str] = []
        steps: list[int] = []
        office.client.ask(
            lambda archive: pages.export(CLUB, "Club", ExportTarget(path, kind), {}, archive),
            done.append,
            key=CLUB,
            failed=failed.append,
            progress=steps.append,
        )
        office.until(lambda: done or failed)
        return done, failed, steps

    def test_a_long_room_is_written_whole_in_several_steps(self, office: Office, tmp_path: Path) -> None:
        office.room().append([said(number) for number in range(1234)])
        path = tmp_path / "club.json"
        _done, failed, steps = self._write(office, path, Format.JSON)
        assert failed == []
        assert steps == [500, 1000, 1234]
        assert [one["text"] for one in json.loads(path.read_text())] == [str(each) for each in range(1234)]

    def test_an_empty_room_is_a_file_too(self, office: Office, tmp_path: Path) -> None:
        self._write(office, tmp_path / "club.json", Format.JSON)
        assert json.loads((tmp_path / "club.json").read_text()) == []

    def test_each_shared_file_is_listed_once_unless_it_was_deleted(self) -> None:
        archive = Archive()
        files = [SharedFile(letter * 22, f"{letter}.pdf", 1, "application/pdf", "0" * 64) for letter in "abc"]
        lines = [said(number) for number in range(600)]
        lines[3] = replace(said(3), file=files[0])
        lines[4] = replace(said(4), file=files[1], deleted="")
        lines[5] = replace(said(5), file=files[0])
        lines[599] = replace(said(599), file=files[2])
        archive.append(CLUB, [line_of(line, number) for number, line in enumerate(lines)])
        steps = [[file.name for file, _saved in some] for some in pages.shared_files(CLUB, archive)]
        assert steps == [["a.pdf"], ["c.pdf"]]
        archive.close()

    def test_what_became_of_files_is_written(self, tmp_path: Path) -> None:
        archive = Archive()
        plan = SharedFile("a" * 22, "plan.pdf", 1, "application/pdf", "0" * 64)
        archive.append(CLUB, [line_of(replace(said(1), file=plan), 1)])
        target = ExportTarget(tmp_path / "club.txt", Format.TEXT, with_files=True)
        list(pages.export(CLUB, "Club", target, {plan.id: ExportedFile("club files/plan.pdf")}, archive))
        assert target.path.read_text().endswith("plan.pdf (club files/plan.pdf)\n")
        archive.close()

    def test_half_a_file_is_never_left(
        self, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office.room().append([said(number) for number in range(600)])
        chunks: list[object] = []

        def full(self: Exporter, entries: object) -> str:
            chunks.append(entries)
            if len(chunks) > 1:
                raise OSError(28, "No space left on device")
            return "x"

        monkeypatch.setattr(Exporter, "chunk", full)
        (tmp_path / "club.txt").write_text("what was there before")
        done, failed, _ = self._write(office, tmp_path / "club.txt", Format.TEXT)
        assert done == []
        assert failed == ["club.txt could not be written: No space left on device. Choose another place."]
        assert (tmp_path / "club.txt").read_text() == "what was there before"
        assert not list(tmp_path.glob(".club*"))
        assert office.troubles == []

    def test_nothing_is_left_of_a_file_that_is_given_up(self, tmp_path: Path) -> None:
        archive = Archive()
        archive.append(CLUB, [line_of(said(number), number) for number in range(600)])
        steps = pages.export(CLUB, "Club", ExportTarget(tmp_path / "club.txt", Format.TEXT), {}, archive)
        assert next(steps) == 500
        assert len(list(tmp_path.iterdir())) == 1
        steps.close()  # type: ignore[attr-defined]  # it is a generator
        assert list(tmp_path.iterdir()) == []
        archive.close()

    def test_a_file_is_closed_before_it_is_removed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Windows removes no file that is open."""
        opened: list[IO[str]] = []
        unlink = Path.unlink

        def open_one(*how: Any, **more: Any) -> IO[str]:
            opened.append(NamedTemporaryFile(*how, **more))  # noqa: SIM115 - the caller closes it
            return opened[-1]

        def unlink_as_windows(path: Path, missing_ok: bool = False) -> None:
            if any(Path(file.name) == path and not file.closed for file in opened):
                raise PermissionError(13, "Sharing violation")
            unlink(path, missing_ok=missing_ok)

        monkeypatch.setattr(pages, "NamedTemporaryFile", open_one)
        monkeypatch.setattr(Path, "unlink", unlink_as_windows)
        archive = Archive()
        archive.append(CLUB, [line_of(said(number), number) for number in range(600)])
        steps = pages.export(CLUB, "Club", ExportTarget(tmp_path / "club.txt", Format.TEXT), {}, archive)
        next(steps)
        steps.close()  # type: ignore[attr-defined]  # it is a generator
        assert len(opened) == 1
        assert list(tmp_path.iterdir()) == []
        archive.close()


class TestWhatTakesLong:
    """Work that goes step by step, when the file that it works on goes."""

    @pytest.fixture
    def ended(self, office: Office) -> list[str]:
        """Work without an end is under way; what it and its asker say when it ends all the same."""
        told: list[str] = []
        progress: list[int] = []

        def endless() -> Iterator[int]:
            try:
                while True:
                    yield 1
            finally:
                told.append("tidied up")

        office.client.ask(lambda archive: endless(), failed=told.append, progress=progress.append)
        office.until(lambda: progress)
        return told

    def test_it_is_given_up_when_the_program_ends(self, office: Office, ended: list[str]) -> None:
        office.client.close()
        assert ended == ["tidied up"]

    def test_it_is_given_up_when_the_archive_goes_on_elsewhere(
        self, office: Office, ended: list[str]
    ) -> None:
        office.client.use(MEMORY)
        office.until(office.client.is_idle)
        assert ended == ["tidied up", "The history is in another file now. Try again."]
        assert office.troubles == []


class TestAnotherFile:
    def test_what_waits_is_written_before_the_archive_goes_on_elsewhere(
        self, office: Office, tmp_path: Path
    ) -> None:
        office.room().append([said(1)])
        office.client.is_ready = False
        office.client.use(MEMORY)
        office.until(lambda: office.client.is_ready)
        office.room().append([said(2)])
        assert words(office.page(office.room()).entries) == ["2"]
        office.client.use(tmp_path / "archive.sqlite")
        assert words(office.page(office.room()).entries) == ["1"]
        office.client.close()
        kept = Archive(tmp_path / "archive.sqlite")
        assert [line.text for line in kept.page_before(CLUB, None, 10).lines] == ["1"]
        kept.close()
