"""The archive in its thread: kept in batches, asked in order, damage and full disks survived."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application.archive import archive_client, archive_worker
from app.application.archive.archive_client import ArchiveClient
from app.application.archive.archived_room import ArchivedRoom
from app.client.events import Edited, Member, MemberJoined, Reacted, Redacted, TextKind
from app.models.archive_port import ArchivePage
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, EventEntry, HistoryGap, MessageEntry, Note
from app.store import archive_search
from app.store.archive import Archive
from app.store.archive_records import RoomFacts, RoomKey, place_of
from app.store.database import MEMORY
from tests.store.lines import as_of_earlier_version

CLUB, OTHER = RoomKey("hub:ab12", "#club"), RoomKey("hub:ab12", "#other")
NOON = 1_700_000_000.0


def said(number: int, *, msgid: str = "") -> MessageEntry:
    return MessageEntry("bob", str(number), TextKind.MESSAGE, NOON + number, msgid=msgid or f"M{number}")


def words(entries: list[Entry]) -> list[str]:
    return [entry.text if isinstance(entry, MessageEntry) else type(entry.fact).__name__ for entry in entries]


class Office:
    """A client, what it said, and a way to wait for its answers."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self._bot = qtbot
        self.client = ArchiveClient(path)
        self.troubles: list[str] = []
        self.client.troubled.connect(self.troubles.append)
        self.client.begin()
        self.until(lambda: self.client.is_ready)

    def until(self, condition: Callable[[], object]) -> None:
        self._bot.waitUntil(lambda: bool(condition()))

    def room(self, key: RoomKey = CLUB) -> ArchivedRoom:
        return ArchivedRoom(self.client, key, clock=lambda: NOON + 1000)

    def page(self, room: ArchivedRoom, *, place: int | None = None, count: int = 500) -> ArchivePage:
        """What the archive has of a room."""
        came: list[ArchivePage] = []
        room.ask_before(place, count, came.append)
        self.until(lambda: came)
        return came[0]

    def idle(self) -> None:
        """Wait until everything that was asked is done."""
        done: list[object] = []
        self.client.ask(lambda archive: True, done.append)
        self.until(lambda: done)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
def office(qtbot: QtBot, path: Path) -> Iterator[Office]:
    made = Office(qtbot, path)
    yield made
    made.client.close()


def test_what_is_kept_is_there_in_the_next_program(qtbot: QtBot, path: Path) -> None:
    first = Office(qtbot, path)
    room = first.room()
    places = room.append([said(1), EventEntry(Note("only for me"), NOON), said(2)])
    assert places == [place_of(NOON + 1), 0, place_of(NOON + 2)]
    room.describe(RoomFacts("#club", "Club", "channel", "127.0.0.1:6667"))
    room.note_present(NOON + 9)
    first.client.close()
    first.client.close()
    second = Office(qtbot, path)
    assert words(second.page(second.room()).entries) == ["1", "2"]
    (known,) = second.client.known("hub:ab12")
    assert (known.facts.title, known.msgid, known.present) == ("Club", "M2", place_of(NOON + 9))
    assert list(second.client.known("elsewhere")) == []
    second.client.close()


def test_an_answer_holds_all_that_was_handed_over_before(office: Office) -> None:
    room = office.room()
    room.append([said(number) for number in range(3000)])
    assert office.client.waiting == 3000
    page = office.page(room)
    assert words(page.entries) == [str(number) for number in range(2500, 3000)]
    assert page.more_before
    office.until(lambda: office.client.waiting == 0)


def test_the_archive_works_in_a_thread_of_its_own(office: Office) -> None:
    threads: list[object] = []
    office.client.ask(lambda archive: threading.current_thread().ident, threads.append)
    office.until(lambda: threads)
    assert threads != [threading.current_thread().ident]


def test_a_question_about_one_room_does_not_wait_for_another(office: Office) -> None:
    busy, quiet = office.room(), office.room(OTHER)
    quiet.append([said(1)])
    busy.append([said(number) for number in range(20_000)])
    assert words(office.page(quiet).entries) == ["1"]
    assert office.client.waiting > 0
    office.until(lambda: office.client.waiting == 0)
    assert words(office.page(busy, count=1).entries) == ["19999"]


def test_places_rise_whatever_the_clocks_say(office: Office) -> None:
    room = office.room()
    places = room.append([said(5), said(3), said(5, msgid="again"), said(10_000_000)])
    assert places == sorted(set(places))
    assert places[3] == place_of(NOON + 1060)  # a server's clock that is ahead by years
    assert words(office.page(room).entries) == ["5", "3", "5", "10000000"]
    later = ArchivedRoom(office.client, CLUB, newest=places[3])
    assert later.append([said(6)]) == [places[3] + 1]


def test_a_page_of_the_server_fills_a_gap(office: Office) -> None:
    room = office.room()
    room.append([said(1), EventEntry(HistoryGap(NOON + 1, NOON + 60), NOON + 60), said(61)])
    assert words(office.page(room).entries) == ["1", "HistoryGap", "61"]
    joined = EventEntry(MemberJoined("#club", Member("eve"), NOON + 45), NOON + 45)
    gap = EventEntry(HistoryGap(NOON + 2, NOON + 3), NOON + 2)
    places = room.fill([gap, said(40), joined], before=place_of(NOON + 61), at_start=False)
    assert places == [0, place_of(NOON + 40), place_of(NOON + 45)]
    page = office.page(room)
    assert words(page.entries) == ["1", "HistoryGap", "40", "MemberJoined", "61"]
    assert page.places[1] == 0
    room.fill([], before=place_of(NOON + 40), at_start=True)
    assert words(office.page(room).entries) == ["1", "40", "MemberJoined", "61"]
    assert office.page(room).at_start
    assert room.fill([], before=None, at_start=False) == []


def test_a_gap_at_the_end_is_shown_too(office: Office) -> None:
    room = office.room()
    room.append([said(1)])
    room.note_gap(NOON + 1, NOON + 60)
    assert words(office.page(room).entries) == ["1", "HistoryGap"]


def test_pages_lead_both_ways_and_to_a_message(office: Office) -> None:
    room = office.room()
    room.append([said(number) for number in range(20)])
    came: list[ArchivePage] = []
    room.ask_after(place_of(NOON + 10), 3, came.append)
    room.ask_around(place_of(NOON + 10), 2, came.append)
    room.ask_around_message("M5", 2, came.append)
    room.ask_around_message("M404", 2, came.append)
    office.until(lambda: len(came) == 4)
    assert [words(page.entries) for page in came] == [
        ["11", "12", "13"],
        ["8", "9", "10", "11", "12"],
        ["3", "4", "5", "6", "7"],
        [],
    ]
    assert [page.row for page in came[1:3]] == [2, 2]


def test_messages_are_amended_where_they_are_kept(office: Office) -> None:
    room = office.room()
    room.append(
        [said(1), said(2), said(3), EventEntry(MemberJoined("#club", Member("x"), NOON + 4), NOON + 4)]
    )
    room.amend(Edited("#club", "M1", "one", "bob", NOON))
    room.amend(Edited("#club", "M2", "forged", "eve", NOON))
    room.amend(Redacted("#club", "M3", "mara", "no", NOON))
    room.amend(Reacted("#club", "M404", "eve", "+1", True, False, NOON))
    entries = office.page(room).entries
    assert words(entries) == ["one", "2", "", "MemberJoined"]
    assert isinstance(entries[2], MessageEntry)
    assert entries[2].deleted == "no"


def test_a_talk_follows_a_person_to_another_name(office: Office) -> None:
    room = office.room(RoomKey("net", "bob"))
    room.append([said(1)])
    room.rename(RoomKey("net", "robert"))
    room.append([said(2)])
    assert room.key == RoomKey("net", "robert")
    assert words(office.page(room).entries) == ["1", "2"]


def test_work_in_steps_lets_others_in_between(office: Office) -> None:
    room = office.room()
    room.append([said(number) for number in range(2500)])
    order: list[object] = []
    office.client.ask(
        lambda archive: archive.forget(CLUB), lambda _: order.append("done"), progress=order.append
    )
    office.client.ask(lambda archive: "between", order.append)
    office.client.ask(lambda archive: iter((1, 2)))
    office.until(lambda: "done" in order)
    assert order == ["between", 1000, 2000, 2500, "done"]
    assert office.page(room).entries == []


def test_a_timeline_pages_through_the_thread(office: Office) -> None:
    room = office.room()
    room.append([said(number) for number in range(1000)])
    model = TimelineModel()
    model.window.open_archive(office.room(), limit=300)
    office.until(lambda: len(model.entries) == 100)
    model.window.load_older()
    office.until(lambda: len(model.entries) == 300)
    found: list[int] = []
    model.window.found.connect(found.append)
    model.window.show_message("M10")
    office.until(lambda: found)
    assert words([model.entries[found[0]]]) == ["10"]


# -- failures


def test_a_damaged_file_is_set_aside_and_a_new_one_begun(qtbot: QtBot, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"junk" * 1000)
    office = Office(qtbot, path)
    office.room().append([said(1)])
    assert words(office.page(office.room()).entries) == ["1"]
    (trouble,) = office.troubles
    aside = path.with_name("history.sqlite.damaged")
    assert trouble == f"The history on this computer was damaged: it is {aside} now; a new one is begun."
    assert aside.read_bytes() == b"junk" * 1000
    office.client.close()


def break_file(archive: Archive) -> None:
    raise sqlite_error(sqlite3.SQLITE_CORRUPT)


def sqlite_error(code: int) -> sqlite3.DatabaseError:
    error = sqlite3.OperationalError("it is broken")
    error.sqlite_errorcode = code
    return error


def failing(code: int) -> Callable[[Archive], object]:
    """Work that fails as SQLite does with this code."""

    def work(archive: Archive) -> object:
        with archive._db.wrapping_errors():
            raise sqlite_error(code)

    return work


def test_damage_that_is_met_later_is_told_once_and_nothing_new_is_lost(office: Office, path: Path) -> None:
    reasons: list[str] = []
    room = office.room()
    room.append([said(1)])
    office.idle()
    office.client.ask(lambda archive: endless(), failed=reasons.append)
    office.client.ask(failing(sqlite3.SQLITE_CORRUPT), failed=reasons.append)
    room.append([said(2)])
    assert words(office.page(room).entries) == ["2"]
    assert path.with_name("history.sqlite.damaged").exists()
    assert len(reasons) == 2
    # work that breaks every file breaks two and no more
    assert path.with_name("history.sqlite.damaged-2").exists()
    assert len(office.troubles) == 2


def endless() -> Iterator[int]:
    while True:
        yield 1


def test_what_fails_otherwise_is_told_once(office: Office) -> None:
    reasons: list[str] = []
    for _ in range(3):
        office.client.ask(failing(sqlite3.SQLITE_IOERR), failed=reasons.append)
    office.client.ask(failing(sqlite3.SQLITE_IOERR))
    office.idle()
    assert len(reasons) == 3
    assert len(office.troubles) == 1
    assert "the disk cannot be read or written" in office.troubles[0]


def test_a_step_that_fails_ends_the_work(office: Office) -> None:
    reasons: list[str] = []

    def steps(archive: Archive) -> Iterator[int]:
        yield 1
        failing(sqlite3.SQLITE_FULL)(archive)

    office.client.ask(steps, failed=reasons.append)
    office.until(lambda: reasons)


def test_a_locked_file_is_written_when_it_is_free_again(
    office: Office, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_worker, "RETRY_MS", 10)
    office.client.ask(lambda archive: archive._db.connection.execute("PRAGMA busy_timeout = 0"))
    office.idle()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        office.room().append([said(1)])
        office.until(lambda: office.troubles)
        assert "locked" in office.troubles[0]
        other.execute("COMMIT")
    office.until(lambda: office.client.waiting == 0)
    assert words(office.page(office.room()).entries) == ["1"]


def test_a_place_where_no_file_can_be_is_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    office = Office(qtbot, tmp_path / "file" / "history.sqlite")
    assert "kept only until Hubbub is closed" in office.troubles[0]
    office.room().append([said(1)])
    assert words(office.page(office.room()).entries) == ["1"]
    office.client.close()


def test_an_archive_may_do_without_a_file(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    office = Office(qtbot, MEMORY)
    office.room().append([said(1)])
    assert words(office.page(office.room()).entries) == ["1"]
    office.client.close()
    assert list(tmp_path.iterdir()) == []


def test_what_waits_is_bounded_and_the_rest_is_a_gap(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_client, "MOST_WAITING", 10)
    room = office.room()
    room.append([said(number) for number in range(10)])
    room.append([said(10), said(11)])
    assert words(office.page(room).entries)[-2:] == ["9", "HistoryGap"]


def test_nothing_is_asked_of_a_closed_archive(office: Office) -> None:
    office.client.close()
    office.client.ask(lambda archive: True, pytest.fail)
    office.client.close()


class TestAnEarlierIndex:
    """What an earlier version has indexed in its own way is indexed anew while the window is used."""

    @pytest.fixture
    def office(self, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
        first = Office(qtbot, path)
        first.room().append([said(number) for number in range(30)])
        first.client.close()
        as_of_earlier_version(path)
        monkeypatch.setattr(archive_search, "_STEP", 1)
        made = Office(qtbot, path)
        yield made
        made.client.close()

    @staticmethod
    def look(office: Office, answers: list[object]) -> None:
        office.client.ask(
            lambda archive: archive.count("7"), answers.append, failed=answers.append, is_search=True
        )

    def test_a_search_waits_for_it_and_nothing_else_does(self, office: Office) -> None:
        answers: list[object] = []
        self.look(office, answers)
        office.client.ask(lambda archive: len(archive.page_before(CLUB, None, 99).lines), answers.append)
        office.until(lambda: len(answers) == 2)
        assert answers == [30, 1]  # the page, which was asked for later, and then what was looked for

    def test_a_search_goes_on_where_it_fails(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(*_: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        found: list[object] = []
        monkeypatch.setattr(archive_search, "add_words", fails)
        self.look(office, found)
        office.until(lambda: found)
        assert len(found) == 1
        assert isinstance(found[0], int)
        assert office.troubles

    def test_a_search_is_answered_when_another_file_is_used(self, office: Office) -> None:
        found: list[object] = []
        self.look(office, found)
        office.client.use(MEMORY)
        office.until(lambda: found)
        assert found == ["The history is in another file now. Try again."]
