"""The archive: lines are kept once and in order, gaps close, damage is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.servertime import milliseconds
from app.store.archive import Archive
from app.store.archive_records import (
    EDITED,
    LAST_PLACE,
    MENTION,
    OWN,
    RoomFacts,
    RoomKey,
    SaidByOne,
    StoredLine,
    place_of,
    time_of,
)
from app.store.database import DamagedError, StoreError
from tests.examples import examples
from tests.store.failing import failing
from tests.store.lines import CLUB, NOON, OTHER, at, numbered, page_of, said, texts

FACTS = RoomFacts("#club", "Robotics club", "channel", "192.168.1.24:6667")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
def archive() -> Iterator[Archive]:
    with closing(Archive()) as made:
        yield made


def test_what_was_kept_is_there_after_a_restart(path: Path) -> None:
    called = ("ines", "Ines Duarte", "ines")
    line = StoredLine(at(1), NOON + 1, "action", *called, "waves", "M1", OWN | EDITED, '{"a":1}')
    with closing(Archive(path)) as first:
        first.append(CLUB, [line])
        first.describe(CLUB, FACTS)
    assert [entry.name for entry in path.parent.iterdir()] == ["history.sqlite"]
    with closing(Archive(path)) as second:
        assert second.page_before(CLUB, None, 10).lines == [line]
        (room,) = second.rooms()
        assert (room.key, room.facts) == (CLUB, FACTS)
        assert (room.newest, room.said, room.msgid, room.present) == (at(1), at(1), "M1", at(1))


def test_what_others_said_behind_a_place_is_counted_by_person(archive: Archive) -> None:
    bob, eve = ("bob", "", ""), ("eve", "Eve", "eve")
    lines = [
        StoredLine(at(1), NOON + 1, "message", *bob, "read"),
        StoredLine(at(2), NOON + 2, "message", *bob, "hi"),
        StoredLine(at(3), NOON + 3, "action", *eve, "waves", flags=MENTION),
        StoredLine(at(4), NOON + 4, "message", "mara", text="mine", flags=OWN),
        StoredLine(at(5), NOON + 5, "joined", *eve),
        StoredLine(at(6), NOON + 6, "message", *bob, "hey", flags=MENTION | EDITED),
    ]
    archive.append(CLUB, lines)
    archive.append(OTHER, [said("elsewhere", 3)])
    kinds = ("message", "action")
    counted = {SaidByOne("bob", "", 2, 1), SaidByOne("eve", "eve", 1, 1)}
    assert set(archive.said_by_others(CLUB, kinds, since=at(1))) == counted
    assert archive.said_by_others(CLUB, kinds, since=at(1), before=at(3)) == [SaidByOne("bob", "", 1, 0)]
    assert archive.said_by_others(CLUB, kinds, since=at(6)) == []
    assert archive.has_own_lines(CLUB)
    assert not archive.has_own_lines(OTHER)


def test_a_draft_is_kept_as_long_as_its_room(path: Path) -> None:
    with closing(Archive(path)) as first:
        first.append(CLUB, numbered([1]))
        first.note_draft(CLUB, "Spare 🔋\nand", "m1")
        first.note_draft(OTHER, "")
        assert [room.key for room in first.rooms()] == [CLUB]
    with closing(Archive(path)) as second:
        assert (second.draft(CLUB), second.draft(OTHER)) == (("Spare 🔋\nand", "m1"), ("", ""))
        renamed = RoomKey(CLUB.network, "#renamed")
        assert second.rename(CLUB, renamed)
        assert (second.draft(CLUB), second.draft(renamed)) == (("", ""), ("Spare 🔋\nand", "m1"))
        second.note_draft(renamed, "")
        assert second.draft(renamed) == ("", "")
        second.note_draft(OTHER, "of a room in which nothing was said")
        assert second.draft(OTHER) == ("of a room in which nothing was said", "")
        list(second.forget(OTHER))
        assert second.draft(OTHER) == ("", "")


def test_lines_stay_in_the_order_of_reading(archive: Archive) -> None:
    archive.append(CLUB, numbered([1, 2]))
    archive.append(CLUB, [])
    archive.append(OTHER, numbered([3]))
    archive.append(CLUB, numbered([4]))
    assert texts(archive.page_before(CLUB, None, 10)) == ["1", "2", "4"]
    assert texts(archive.page_before(OTHER, None, 10)) == ["3"]


def test_a_message_is_kept_once_per_room(archive: Archive) -> None:
    archive.append(CLUB, [*numbered([1, 2]), *numbered([2])])
    archive.append(CLUB, numbered([2, 3]))
    archive.append(OTHER, numbered([2]))
    assert texts(archive.page_before(CLUB, None, 10)) == ["1", "2", "3"]
    assert texts(archive.page_before(OTHER, None, 10)) == ["2"]


def test_messages_without_ids_are_all_kept_as_they_come(archive: Archive) -> None:
    archive.append(CLUB, [said("same"), said("same")])
    archive.append(CLUB, [said("same")])
    lines = archive.page_before(CLUB, None, 10).lines
    assert [line.text for line in lines] == ["same"] * 3
    assert [line.place for line in lines] == [at(0), at(0) + 1, at(0) + 2]


def test_the_time_is_kept_also_where_the_place_is_another(archive: Archive) -> None:
    late = said("from a clock that is behind", 5)._replace(place=at(60))
    archive.append(CLUB, [late])
    assert archive.page_before(CLUB, None, 1).lines == [late]


@pytest.mark.parametrize("time", [-1e300, -1.0, 0.0, 4e9, 1e18, 1e300])
def test_odd_times_do_no_harm(archive: Archive, time: float) -> None:
    place = place_of(time)
    assert 0 <= place <= LAST_PLACE
    archive.append(CLUB, [StoredLine(place, time, "message", "bob", text="x")])
    assert archive.fill(CLUB, [StoredLine(0, time, "message", "bob", text="y", msgid="Y")]) == 1
    assert sorted(texts(archive.page_before(CLUB, None, 10))) == ["x", "y"]


@pytest.mark.parametrize("text", ["half \ud83d a smile", "\0nul", 'quotes "\\', "\u2028", "\U0001f600"])
def test_any_text_can_be_kept(archive: Archive, text: str) -> None:
    archive.append(CLUB, [StoredLine(at(0), NOON, "message", text, text, text, text, text, 0, text)])
    (line,) = archive.page_before(CLUB, None, 1).lines
    assert line.text == text.encode(errors="replace").decode().replace("\0", "\ufffd")
    archive.change(CLUB, line._replace(text=text))


def test_the_talk_with_somebody_goes_on_under_their_new_name(archive: Archive) -> None:
    bob, robert, other = (RoomKey("net", name) for name in ("bob", "robert", "other"))
    archive.append(bob, numbered([1]))
    archive.append(other, numbered([2]))
    assert archive.rename(bob, robert)
    assert texts(archive.page_before(robert, None, 9)) == ["1"]
    assert not archive.rename(robert, other)
    assert texts(archive.page_before(robert, None, 9)) == ["1"]


def test_rooms_are_listed_by_their_newest_line(archive: Archive) -> None:
    archive.append(CLUB, numbered([1, 5]))
    archive.append(OTHER, numbered([3]))
    archive.append(OTHER, [said("no id", 4)])
    archive.append(RoomKey("net", "#old"), [said("never an id", 1)])
    archive.note_present(RoomKey("net", "#silent"), NOON)
    archive.note_present(CLUB, NOON + 8)
    archive.note_present(CLUB, NOON + 7)
    rooms = archive.rooms()
    assert [room.key for room in rooms] == [CLUB, OTHER, RoomKey("net", "#old")]
    assert [(room.said, room.msgid) for room in rooms] == [(at(5), "M5"), (at(3), "M3"), (0, "")]
    assert [room.present for room in rooms] == [at(8), at(4), at(1)]


def test_how_far_a_room_was_read_is_kept(archive: Archive) -> None:
    archive.append(CLUB, numbered([1, 5]))
    archive.append(OTHER, numbered([3]))
    archive.note_read(CLUB, NOON + 4)
    archive.note_read(CLUB, NOON + 2)
    archive.note_read(RoomKey("net", "#unknown"), NOON)
    assert [room.read for room in archive.rooms()] == [at(4), 0]


MOMENTS = (
    st.floats(NOON, NOON + 0.01)
    | st.floats(1e6, 4e9)
    | st.integers(10**9, 4 * 10**12).map(lambda x: x / 1000)
)


@given(MOMENTS)
def test_a_place_is_not_before_what_its_line_is_told_with(moment: float) -> None:
    told = milliseconds(moment) / 1000
    assert told <= time_of(place_of(moment)) < told + 0.001
    assert time_of(place_of(told)) == told


@given(st.lists(MOMENTS, min_size=1, max_size=12), st.sampled_from([0, 60_000_000]))
def test_what_was_read_is_read_after_a_restart_and_nothing_else(moments: list[float], ahead: int) -> None:
    """Also by clocks that tell parts of a millisecond, or that are ahead: such lines have earlier places."""
    lines: list[StoredLine] = []
    last = -1
    for moment in sorted(moments):
        last = max(last + 1, place_of(moment) - ahead)
        lines.append(StoredLine(last, moment, "message", "bob", text="x"))
    with closing(Archive()) as archive:
        archive.append(CLUB, lines)
        for row, line in enumerate(lines):
            archive.note_read(CLUB, line.time, line.place)
            (room,) = archive.rooms()
            times = [kept.time for kept in archive.page_before(CLUB, None, 20).lines]
            assert all(time <= room.read_time for time in times[: row + 1])
            assert [time for time in times if time > room.read_time] == [
                time for time in times if time > times[row]
            ]


# -- amending


def test_a_line_is_found_and_changed(archive: Archive) -> None:
    archive.append(CLUB, numbered([1, 2]))
    line = archive.find(CLUB, "M2")
    assert line is not None
    assert line.place == at(2)
    archive.change(CLUB, line._replace(text="two", flags=EDITED, rest="{}"))
    changed = archive.find(CLUB, "M2")
    assert changed is not None
    assert (changed.text, changed.flags, changed.rest) == ("two", EDITED, "{}")
    assert archive.find(CLUB, "M3") is None
    assert archive.find(OTHER, "M2") is None


def test_what_is_not_there_is_not_changed(archive: Archive) -> None:
    archive.append(CLUB, numbered([1]))
    archive.change(CLUB, said("never kept", 7))
    archive.change(OTHER, said("never kept", 1))
    assert texts(archive.page_before(CLUB, None, 9)) == ["1"]


# -- gaps


def gaps(archive: Archive) -> list[tuple[float, float]]:
    """The gaps of the club, in seconds after noon."""
    found = archive.page_before(CLUB, None, 10_000).gaps
    return [((gap.since - at(0)) / 1e6, (gap.until - at(0)) / 1e6) for gap in found]


def test_a_page_that_reaches_back_closes_the_gap(archive: Archive) -> None:
    archive.append(CLUB, numbered([1, 2]))
    archive.note_gap(CLUB, NOON + 2, NOON + 60)
    archive.append(CLUB, numbered([61]))
    assert archive.fill(CLUB, numbered([2, 30, 40]), until=at(61)) == 2
    assert gaps(archive) == []
    assert texts(archive.page_before(CLUB, None, 10)) == ["1", "2", "30", "40", "61"]


def test_a_page_that_does_not_reach_back_leaves_the_rest(archive: Archive) -> None:
    archive.append(CLUB, numbered([1, 2]))
    archive.note_gap(CLUB, NOON + 2, NOON + 60)
    assert archive.fill(CLUB, numbered([50, 60])) == 2
    assert gaps(archive) == [(2, 50)]
    assert archive.fill(CLUB, numbered([20, 30]), until=at(50)) == 2
    assert gaps(archive) == [(2, 20)]
    assert archive.fill(CLUB, [], since=at(2), until=at(20)) == 0
    assert gaps(archive) == []


def test_the_page_at_the_start_closes_all_before_it(archive: Archive) -> None:
    archive.append(CLUB, numbered([1]))
    archive.note_gap(CLUB, NOON + 1, NOON + 60)
    assert not archive.page_before(CLUB, None, 10).at_start
    archive.fill(CLUB, [], at_start=True, until=at(60))
    assert gaps(archive) == []
    assert archive.page_before(CLUB, None, 10).at_start
    archive.append(CLUB, numbered([70]))
    assert not archive.page_before(CLUB, None, 1).at_start


def test_an_empty_page_tells_nothing(archive: Archive) -> None:
    archive.note_gap(CLUB, NOON + 1, NOON + 60)
    assert archive.fill(CLUB, []) == 0
    assert gaps(archive) == [(1, 60)]


def test_gaps_that_touch_are_one(archive: Archive) -> None:
    for since, until in ((10, 20), (30, 40), (5, 3), (20, 30)):
        archive.note_gap(CLUB, NOON + since, NOON + until)
    assert gaps(archive) == [(10, 40)]


def test_a_page_in_the_middle_of_a_gap_leaves_two(archive: Archive) -> None:
    archive.note_gap(CLUB, NOON + 10, NOON + 40)
    archive.fill(CLUB, numbered([20]), until=at(30))
    assert gaps(archive) == [(10, 20), (30, 40)]


def test_each_gap_is_on_one_page(archive: Archive) -> None:
    archive.append(CLUB, numbered(range(1, 11)))
    for since in (0.5, 3, 6.5, 10):
        archive.note_gap(CLUB, NOON + since, NOON + since + 0.25)
    page = archive.page_before(CLUB, None, 4)
    found = [page]
    while page.more_before:
        page = archive.page_before(CLUB, page.lines[0].place, 4)
        found.insert(0, page)
    assert [texts(page) for page in found] == [["1", "2"], ["3", "4", "5", "6"], ["7", "8", "9", "10"]]
    assert [[gap.since for gap in page.gaps] for page in found] == [[at(0.5)], [at(3)], [at(6.5), at(10)]]
    assert [gap.since for gap in archive.page_after(CLUB, at(3), 2).gaps] == [at(3)]
    assert [gap.since for gap in archive.page_after(CLUB, at(6), 9).gaps] == [at(6.5), at(10)]


# -- pages of replays


def test_a_replayed_line_without_an_id_is_known_by_what_it_says(archive: Archive) -> None:
    archive.append(CLUB, [said("hello", 1.0001), said("hello", 2)])
    known = [said("hello", 1), said("hello", 2)]
    assert archive.fill(CLUB, [*known, said("hello", 3), said("hi", 2), said("hello", 2, sender="eve")]) == 3


def test_a_page_stands_before_the_line_it_was_asked_for(archive: Archive) -> None:
    archive.append(CLUB, numbered([5]))
    page = [said("a", 5, msgid="A"), said("b", 5, msgid="B"), said("c", 4, msgid="C")]
    archive.fill(CLUB, page_of(page, at(5)))
    assert texts(archive.page_before(CLUB, None, 10)) == ["a", "b", "c", "5"]


@given(st.lists(st.integers(0, 50), max_size=40), st.integers(1, 7))
@examples(40)
def test_pages_give_every_line_once_whichever_way_one_goes(times: list[int], count: int) -> None:
    with closing(Archive()) as archive:
        archive.fill(CLUB, page_of([said(str(number), at) for number, at in enumerate(sorted(times))]))
        everything = texts(archive.page_before(CLUB, None, 1000))
        assert sorted(everything, key=int) == everything
        assert len(everything) == len(times)
        backwards: list[str] = []
        page = archive.page_before(CLUB, None, count)
        while page.lines:
            backwards = texts(page) + backwards
            page = archive.page_before(CLUB, page.lines[0].place, count)
        assert backwards == everything
        forwards: list[str] = []
        page = archive.page_after(CLUB, -1, count)
        while page.lines:
            forwards += texts(page)
            page = archive.page_after(CLUB, page.lines[-1].place, count)
        assert forwards == everything


def test_a_page_around_a_place_has_both_sides(archive: Archive) -> None:
    archive.append(CLUB, numbered(range(1, 11)))
    page = archive.page_around(CLUB, at(5), 2)
    assert texts(page) == ["3", "4", "5", "6", "7"]
    assert (page.more_before, page.more_after) == (True, True)
    page = archive.page_around(CLUB, at(2), 20)
    assert len(page.lines) == 10
    assert (page.more_before, page.more_after) == (False, False)
    assert texts(archive.page_around(CLUB, at(9.5), 1)) == ["9", "10"]
    assert archive.page_around(OTHER, at(5), 2).lines == []
    empty = archive.page_before(CLUB, at(0), 5)
    assert (empty.lines, empty.gaps, empty.more_after) == ([], (), True)


# -- failures


def test_a_damaged_file_is_told_and_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"junk" * 1000)
    with failing(DamagedError, match=r"The history in .*history\.sqlite cannot be used"):
        Archive(path)
    assert path.read_bytes() == b"junk" * 1000


def test_a_file_that_another_program_holds_is_told(path: Path) -> None:
    with closing(Archive(path)) as one, closing(Archive(path)) as two:
        one._db.connection.execute("BEGIN IMMEDIATE")
        two._db.connection.execute("PRAGMA busy_timeout = 0")
        with failing(StoreError, match="another program is using it"):
            two.append(CLUB, numbered([1]))


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_nobody_else_may_read_the_history(path: Path) -> None:
    with closing(Archive(path)) as archive:
        archive.append(CLUB, numbered([1]))
        modes = {entry.name: entry.stat().st_mode & 0o777 for entry in path.parent.iterdir()}
    assert modes == {f"history.sqlite{end}": 0o600 for end in ("", "-wal", "-shm")}
