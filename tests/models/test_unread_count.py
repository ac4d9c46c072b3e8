"""How much of a conversation was not read: what an earlier program has kept, and what comes to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.client import events as ev
from app.client.events import PageKind, TextKind
from app.client.wishes import MarkRead
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.ignored_people import IgnoredPerson
from app.models.room import Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import MessageEntry
from app.models.timeline_window import FIRST_PAGE
from tests.models.fake_archive import NOON, FakeArchive, said
from tests.models.links import AskedLink


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    connection = Connection(AskedLink(), RoomsModel(), EVENTS, address="192.168.1.24", nick="mara")
    return connection.open("#club", RoomKind.CHANNEL)


def meant(number: int) -> MessageEntry:
    return replace(said(number), mention=True)


def begin(room: Room, archive: FakeArchive, *, read: int) -> None:
    """Open a room with what is kept of it, of which some was read."""
    if read:
        room.timeline.note_read(NOON + read)
    room.timeline.window.open_archive(archive)
    archive.answer()


def arrived(number: int) -> ev.MessageArrived:
    text = str(number)
    return ev.MessageArrived("#club", "bob", text, TextKind.MESSAGE, False, f"M{text}", NOON + number)


def counts(room: Room) -> tuple[int, int]:
    return room.unread, room.mentions


def test_what_is_kept_and_was_not_read_is_unread_and_mentions_stay_mentions(room: Room) -> None:
    begin(room, FakeArchive([meant(1), said(2), said(3, own=True), meant(4)]), read=1)
    assert counts(room) == (2, 1)
    room.connection.apply([arrived(5)])
    assert counts(room) == (3, 1)
    room.set_watched(True)
    assert counts(room) == (0, 0)


def test_in_private_all_of_it_is_meant_for_one(room: Room) -> None:
    room.set_kind(RoomKind.PRIVATE)
    begin(room, FakeArchive([said(1), said(2)]), read=0)
    assert counts(room) == (2, 2)


def test_what_the_server_tells_meanwhile_counts_once(room: Room) -> None:
    archive = FakeArchive([said(1), said(2)])
    room.timeline.note_read(NOON + 1)
    room.timeline.window.open_archive(archive)
    missed = (arrived(2), arrived(3))
    room.connection.apply([ev.HistoryPage("#club", missed, PageKind.MISSED, at_start=False)])
    assert counts(room) == (2, 0)
    archive.answer()
    assert counts(room) == (2, 0)


def test_who_looks_has_nothing_unread_when_the_archive_answers(room: Room) -> None:
    room.set_watched(True)
    begin(room, FakeArchive([said(number) for number in range(FIRST_PAGE + 50)]), read=3)
    assert counts(room) == (0, 0)


def test_what_is_not_loaded_is_counted_too(room: Room) -> None:
    room.connection.ignored.add(IgnoredPerson("eve"))
    old = [replace(meant(number), sender=("eve", "bob")[number % 2]) for number in range(10)]
    archive = FakeArchive([*old, *(said(10 + number) for number in range(FIRST_PAGE))])
    begin(room, archive, read=2)
    assert counts(room) == (FIRST_PAGE, 0)
    archive.answer()
    assert counts(room) == (FIRST_PAGE + 4, 4)  # bob's 3, 5, 7 and 9
    room.was_read(NOON + 7)
    assert counts(room) == (FIRST_PAGE, 0)
    archive.answer()
    assert counts(room) == (FIRST_PAGE + 1, 1)
    room.was_read(NOON + 8)  # and before that is answered
    room.was_read(NOON + 19)
    archive.answer()
    assert counts(room) == (FIRST_PAGE - 10, 0)


def test_an_answer_is_stale_once_somebody_has_looked(room: Room) -> None:
    archive = FakeArchive([said(number) for number in range(FIRST_PAGE + 50)])
    begin(room, archive, read=3)
    room.set_watched(True)
    room.timeline.read_to_end()  # as its view does
    room.set_watched(False)
    archive.answer()
    assert counts(room) == (0, 0)


def test_what_was_read_by_another_program_meanwhile_is_not_unread(room: Room) -> None:
    archive = FakeArchive([said(1), said(2), said(3)])
    room.timeline.note_read(NOON + 1)
    room.timeline.window.open_archive(archive)
    room.was_read(NOON + 2)
    archive.answer()
    assert counts(room) == (1, 0)


def test_history_from_before_one_came_is_unread_only_behind_what_was_read(room: Room) -> None:
    archive = FakeArchive()
    begin(room, archive, read=0)
    page = ev.HistoryPage("#club", (arrived(1), arrived(2)), PageKind.LATEST, at_start=False)
    room.connection.apply([page])
    assert counts(room) == (0, 0)
    assert archive.first_looks == [NOON + 2]
    room.was_read(NOON + 2)
    room.connection.apply([replace(page, events=(arrived(2), arrived(3)))])
    assert counts(room) == (1, 0)
    assert len(archive.first_looks) == 1


def test_who_wants_to_see_no_more_has_read_to_the_end(room: Room) -> None:
    link = room.connection.link
    assert isinstance(link, AskedLink)
    room.read_to_end()
    room.connection.apply([arrived(1), arrived(2)])
    room.read_to_end()
    room.read_to_end()
    assert link.asked_for(MarkRead) == [MarkRead("#club", NOON + 2)]
    assert room.timeline.read.time == NOON + 2


def test_what_fills_a_gap_is_counted_as_far_as_it_was_not_read(room: Room) -> None:
    begin(room, FakeArchive([said(1), said(2), said(8), said(9)]), read=2)
    assert counts(room) == (2, 0)
    filled = (arrived(2), arrived(3), arrived(4))
    room.connection.apply([ev.HistoryPage("#club", filled, PageKind.OLDER, at_start=False)])
    assert counts(room) == (4, 0)


def test_who_reads_on_has_so_much_less_unread_also_where_the_newest_is_not_loaded(room: Room) -> None:
    archive = FakeArchive([said(number) for number in range(1_000)])
    begin(room, archive, read=99)
    archive.answer()
    assert counts(room) == (900, 0)
    room.timeline.window.show_message("M300")
    archive.answer()
    assert not room.timeline.window.is_live
    assert counts(room) == (900, 0)
    room.timeline.note_read(NOON + 300, "M300")
    archive.answer()
    assert counts(room) == (699, 0)
    room.timeline.note_read(NOON + 310, "M310")
    assert counts(room) == (689, 0)
    room.connection.apply([arrived(1_000)])
    assert counts(room) == (690, 0)
    room.was_read(NOON + 990)  # on another device
    archive.answer()
    assert counts(room) == (10, 0)


def test_what_somebody_said_who_is_ignored_now_is_not_unread(room: Room) -> None:
    begin(room, FakeArchive([said(1), replace(said(2), sender="eve")]), read=0)
    assert counts(room) == (2, 0)
    room.connection.ignored.add(IgnoredPerson("eve"))
    assert counts(room) == (1, 0)


def test_more_than_was_seen_stays_unread_when_somebody_looked_at_the_end_before_it_came(room: Room) -> None:
    room.set_watched(True)
    begin(room, FakeArchive([said(number) for number in range(FIRST_PAGE)]), read=3)
    room.set_watched(False)  # the view has gone to the first of it
    assert counts(room) == (FIRST_PAGE - 4, 0)
