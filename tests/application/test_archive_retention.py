"""How long is kept: what is too old goes, all of it where nothing is wanted, one room's when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.archive_retention import ArchiveRetention, file_for
from app.models.room import Room
from app.models.timeline_entries import MessageEntry
from app.settings import Settings
from app.store.archive import Archive
from app.store.archive_records import RoomFacts
from app.store.database import MEMORY
from tests.application.test_archive_client import NOON, OTHER, said, words
from tests.application.test_room_archiving import CLUB, House, spoken
from tests.stand_in import stand_in

DAY = 86_400


class FakeWindow(QObject):
    """As much of a window as retention talks with."""

    keep_history_chosen = Signal(str)
    forget_requested = Signal(Room)

    def __init__(self) -> None:
        super().__init__()
        self.history = self  # its part
        self.kept = ""
        self.notices: list[str] = []

    def show_kept(self, kept: str) -> None:
        self.kept = kept

    def show_notice(self, words: str) -> None:
        self.notices.append(words)


class Keeper(House):
    """A house whose person says how long is kept."""

    def __init__(self, qtbot: QtBot, folder: Path, kept: str = "ever") -> None:
        self.path = folder / "archive.sqlite"
        self.window = FakeWindow()
        self.settings = Settings(keep_history=kept)
        super().__init__(qtbot, folder, file_for(self.settings, self.path))
        self.office.client.ready.connect(self.archiving.describe_all)
        self.retention = ArchiveRetention(
            self.office.client,
            self.archiving,
            stand_in(self.window),
            self.settings,
            self.path,
            self.root,
            clock=lambda: self.now,
        )

    def chooses(self, kept: str) -> None:
        """Choose, and wait until all of it is done."""
        self.window.history.keep_history_chosen.emit(kept)
        self.settled()

    def runs_for_an_hour(self) -> None:
        """Time goes by, in which the archive looks at the clock every minute."""
        for _ in range(66):
            self.retention.sweep()
            self.now += 60
        self.settled()

    def settled(self) -> None:
        self.office.until(self.office.client.is_idle)

    def page(self) -> list[str]:
        """What the archive has of the club."""
        return words(self.office.page(self.office.room(CLUB)).entries)


@pytest.fixture
def keeper(qtbot: QtBot, tmp_path: Path) -> Iterator[Keeper]:
    made = Keeper(qtbot, tmp_path)
    yield made
    made.end()


def on_disk(path: Path, *words: str) -> list[str]:
    """Which of the words are in a file or in what SQLite keeps beside it."""
    content = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    return [word for word in words if word.encode() in content]


def test_nothing_is_kept_outside_memory_where_nothing_is_wanted(tmp_path: Path) -> None:
    assert file_for(Settings(keep_history="nothing"), tmp_path) == MEMORY
    assert [file_for(Settings(keep_history=one), tmp_path) for one in ("ever", "month")] == [tmp_path] * 2


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        ("ever", ["years ago", "months ago", "today"]),
        ("year", ["months ago", "today"]),
        ("month", ["today"]),
    ],
)
def test_what_is_older_than_chosen_goes(keeper: Keeper, kept: str, left: list[str]) -> None:
    keeper.office.room(CLUB).append(
        [said_at("years ago", -800), said_at("months ago", -100), said_at("today", 0)]
    )
    keeper.runs_for_an_hour()
    changes: list[str] = []
    keeper.retention.changed.connect(lambda: changes.append(keeper.settings.keep_history))
    keeper.chooses(kept)
    assert (keeper.page(), keeper.window.kept, changes) == (left, kept, [kept])
    gone = {"years ago", "months ago", "today"} - set(left)
    assert on_disk(keeper.path, *gone) == []


def said_at(text: str, days: int) -> MessageEntry:
    entry = said(0, msgid=text)
    return MessageEntry("bob", text, entry.kind, NOON + days * DAY, msgid=text)


def test_what_grows_too_old_goes_while_the_program_runs(keeper: Keeper) -> None:
    keeper.chooses("month")
    keeper.office.room(CLUB).append([said_at("early", -25), said_at("late", 0)])
    keeper.settled()
    assert keeper.page() == ["early", "late"]
    keeper.now = NOON + 10 * DAY
    keeper.retention._every_minute.timeout.emit()
    keeper.settled()
    assert keeper.page() == ["early", "late"]
    keeper.runs_for_an_hour()
    assert keeper.page() == ["late"]


def test_a_clock_that_is_ahead_for_a_while_deletes_nothing(keeper: Keeper) -> None:
    keeper.chooses("month")
    keeper.office.room(CLUB).append([said_at("early", -25), said_at("late", 0)])
    keeper.settled()
    keeper.now = NOON + 100 * DAY
    keeper.retention.sweep()
    keeper.now = NOON + 60
    keeper.runs_for_an_hour()
    keeper.runs_for_an_hour()
    assert keeper.page() == ["early", "late"]


def test_nothing_reaches_the_disk_once_nothing_is_wanted(keeper: Keeper) -> None:
    server = keeper.server()
    room = keeper.inside(server)
    keeper.tell(server, spoken("early", NOON))
    keeper.office.until(lambda: keeper.page() == ["early"])
    keeper.chooses("nothing")
    assert keeper.texts(room) == []
    keeper.tell(server, spoken("late", NOON + 1))
    assert keeper.page() == ["late"]
    keeper.end()
    assert list(keeper.path.parent.glob("archive*")) == []


def test_rooms_without_a_line_leave_no_name_behind(keeper: Keeper) -> None:
    room = keeper.office.room(OTHER)
    room.describe(RoomFacts("#other", "The secret garden", "channel", "192.168.1.24"))
    keeper.office.idle()
    keeper.chooses("nothing")
    assert list(keeper.path.parent.glob("archive*")) == []


def test_who_thinks_better_of_it_keeps_what_comes_then(keeper: Keeper) -> None:
    server = keeper.server()
    keeper.inside(server)
    keeper.tell(server, spoken("early", NOON))
    for kept in ("nothing", "ever", "nothing"):
        keeper.window.history.keep_history_chosen.emit(kept)
    keeper.chooses("year")
    keeper.tell(server, spoken("late", NOON + 1))
    assert keeper.page() == ["late"]
    keeper.chooses("nothing")
    keeper.chooses("ever")
    assert keeper.page() == []
    keeper.tell(server, spoken("latest", NOON + 2))
    keeper.end()
    with closing(Archive(keeper.path)) as kept_there:
        (known,) = kept_there.rooms()
        assert [line.text for line in kept_there.page_before(CLUB, None, 9).lines] == ["latest"]
    assert known.facts.title == "Robotics club"


def test_a_mind_that_changes_twice_leaves_nothing_on_the_disk(keeper: Keeper) -> None:
    keeper.office.room(CLUB).append([said(number) for number in range(2500)])
    keeper.office.idle()
    for kept in ("nothing", "ever", "nothing"):
        keeper.window.history.keep_history_chosen.emit(kept)
    keeper.settled()
    assert list(keeper.path.parent.glob("archive*")) == []


@pytest.mark.parametrize("damage", [lambda path: None, lambda path: path.write_bytes(b"junk" * 2000)])
def test_what_an_early_end_has_left_is_emptied(
    qtbot: QtBot, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    path = tmp_path / "archive.sqlite"
    with closing(Archive(path)) as left:
        left.describe(CLUB, RoomFacts("#club", "Robotics club", "channel", ""))
    damage(path)
    keeper = Keeper(qtbot, tmp_path, "nothing")
    keeper.office.room(CLUB).append([said(1)])
    keeper.retention.sweep()
    keeper.retention.sweep()
    keeper.settled()
    assert list(tmp_path.glob("archive*")) == []
    assert keeper.office.troubles == []
    assert keeper.page() == ["1"]
    keeper.end()


def test_a_room_that_is_deleted_is_gone_and_begins_anew_under_its_name(keeper: Keeper) -> None:
    server = keeper.server()
    room = keeper.inside(server)
    keeper.tell(server, spoken("early", NOON))
    keeper.office.room(OTHER).append([said(7)])
    keeper.office.client.refresh()
    keeper.office.idle()
    keeper.window.history.forget_requested.emit(room)
    keeper.settled()
    assert keeper.texts(room) == []
    assert keeper.window.notices == ["The history of “Robotics club” is deleted from this computer."]
    assert list(keeper.known()) == [OTHER]
    assert keeper.office.client.known_room(CLUB) is None
    assert on_disk(keeper.path, "early") == []
    keeper.tell(server, spoken("late", NOON + 1))
    facts = keeper.known()[CLUB].facts
    assert (facts.title, facts.address) == ("Robotics club", "192.168.1.24")
    assert keeper.page() == ["late"]


def test_a_room_that_is_not_kept_has_nothing_to_delete(keeper: Keeper) -> None:
    server = keeper.server()
    room = keeper.inside(server)
    keeper.archiving.let_go(room)
    keeper.window.history.forget_requested.emit(room)
    keeper.settled()
    assert keeper.window.notices == []
