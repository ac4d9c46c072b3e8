"""Searches as windows see them: hits of one room, hits of all rooms, late answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.models.room import Room
from app.models.search import PAGE, Count, FileHit, FoundModel, Hit, RoomSearch, SearchState

ROOM: Room = object()  # type: ignore[assignment]  # nothing is asked of it


def hits(first: int, count: int) -> list[Hit]:
    """Hits from the place `first` downwards."""
    places = range(first, first - count, -1)
    return [Hit(place, f"M{place}", "bob", f"said {place}", 1000.0 + place, title="Club") for place in places]


class FakeSearch:
    """An archive whose answers wait until they are given."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int | None, Callable[[list[Hit]], None]]] = []
        self.counted: list[Callable[[Count], None]] = []

    def in_room(self, room: Room, query: str, before: int | None, then: Callable[[list[Hit]], None]) -> None:
        assert room is ROOM
        self.everywhere(query, before, then)

    def everywhere(self, query: str, before: int | None, then: Callable[[list[Hit]], None]) -> None:
        self.asked.append((query, before, then))

    def count(self, room: Room, query: str, then: Callable[[Count], None]) -> None:
        self.counted.append(then)

    def files_in(self, room: Room, then: Callable[[list[FileHit]], None]) -> None:
        then([])

    def answers(self, found: list[Hit], which: int = -1) -> None:
        self.asked[which][2](found)


@pytest.fixture
def port() -> FakeSearch:
    return FakeSearch()


class TestInOneRoom:
    @pytest.fixture
    def search(self, port: FakeSearch) -> RoomSearch:
        return RoomSearch(port, ROOM)

    def test_the_newest_hit_is_shown_and_the_older_ones_follow_in_a_ring(
        self, port: FakeSearch, search: RoomSearch
    ) -> None:
        shown: list[int] = []
        search.shown.connect(lambda hit: shown.append(hit.place))
        search.look_for(" said ")
        assert search.state is SearchState.WAITING
        port.answers(hits(9, 3))
        port.counted[0](Count(3))
        assert (search.state, search.number, search.count) == (SearchState.FOUND, 1, Count(3))
        for by in (1, 1, 1, -1):
            search.step(by)
        assert shown == [9, 8, 7, 9, 7]

    def test_it_begins_anew_when_other_messages_may_be_hits(
        self, port: FakeSearch, search: RoomSearch
    ) -> None:
        search.look_again()
        assert port.asked == []
        search.look_for("said")
        port.answers(hits(9, 3))
        search.look_again()
        assert [asked[:2] for asked in port.asked] == [("said", None)] * 2
        port.answers(hits(8, 1))
        assert (search.number, search.current) == (1, hits(8, 1)[0])

    def test_pages_come_when_the_last_hit_is_passed(self, port: FakeSearch, search: RoomSearch) -> None:
        search.look_for("said")
        port.answers(hits(1000, PAGE))
        for _ in range(PAGE):
            search.step(1)
        assert port.asked[-1][:2] == ("said", 1000 - PAGE + 1)
        port.answers(hits(1000 - PAGE, 2))
        assert search.number == PAGE + 1
        search.step(1)
        search.step(1)
        assert search.number == 1

    def test_a_count_that_comes_late_counts_all_the_same(self, port: FakeSearch, search: RoomSearch) -> None:
        search.look_for("said")
        port.answers(hits(1000, PAGE))
        for _ in range(PAGE):
            search.step(1)
        port.counted[0](Count(52))
        port.answers(hits(1000 - PAGE, 2))
        assert (search.number, search.count) == (PAGE + 1, Count(52))

    @pytest.mark.parametrize(("by", "number"), [(1, PAGE + 1), (-1, PAGE - 1)])
    def test_who_steps_while_a_page_is_on_its_way_asks_for_it_once(
        self, port: FakeSearch, search: RoomSearch, by: int, number: int
    ) -> None:
        search.look_for("said")
        port.answers(hits(1000, PAGE))
        for _ in range(PAGE):
            search.step(1)
        search.step(by)
        assert len(port.asked) == 2
        port.answers(hits(1000 - PAGE, 2))
        assert search.number == number

    def test_a_page_that_turns_out_empty_leads_to_the_first_hit(
        self, port: FakeSearch, search: RoomSearch
    ) -> None:
        search.look_for("said")
        port.answers(hits(1000, PAGE))
        for _ in range(PAGE):
            search.step(1)
        port.answers([])
        assert search.number == 1

    def test_nothing_found_is_a_state(self, port: FakeSearch, search: RoomSearch) -> None:
        search.step(1)
        search.look_for("said")
        port.answers([])
        assert (search.state, search.number, search.current) == (SearchState.NOTHING, 0, None)
        search.look_for("")
        assert search.state is SearchState.IDLE

    def test_signs_are_not_asked_for(self, port: FakeSearch, search: RoomSearch) -> None:
        search.look_for("said")
        search.look_for(" ?! ")
        assert (search.state, len(port.asked)) == (SearchState.SIGNS, 1)
        search.look_for("🎉")
        assert (search.state, len(port.asked)) == (SearchState.WAITING, 2)

    def test_answers_to_an_older_question_are_left(self, port: FakeSearch, search: RoomSearch) -> None:
        search.look_for("said")
        search.look_for("said 5")
        search.look_for("said 5")
        assert len(port.asked) == 2
        port.answers(hits(9, 3), which=0)
        port.counted[0](Count(3))
        assert (search.state, search.count) == (SearchState.WAITING, Count(0))
        port.answers(hits(1000, PAGE))
        for _ in range(PAGE):
            search.step(1)
        search.look_for("other")
        port.answers(hits(5, 1), which=-2)
        assert search.state is SearchState.WAITING


class TestInAllRooms:
    @pytest.fixture
    def model(self, port: FakeSearch) -> FoundModel:
        made = FoundModel(port)
        self._tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
        return made

    def test_pages_come_one_after_the_other(self, port: FakeSearch, model: FoundModel) -> None:
        model.look_for("said")
        assert not model.canFetchMore(QModelIndex())
        port.answers(hits(1000, PAGE))
        assert model.rowCount() == PAGE
        model.fetchMore(QModelIndex())
        model.fetchMore(QModelIndex())
        assert [before for _, before, _ in port.asked] == [None, 1000 - PAGE + 1]
        port.answers(hits(1000 - PAGE, 1))
        assert model.rowCount() == PAGE + 1
        assert not model.canFetchMore(QModelIndex())

    def test_a_row_tells_its_hit_in_words_and_whole(self, port: FakeSearch, model: FoundModel) -> None:
        model.look_for("said")
        port.answers(hits(9, 1))
        index = model.index(0)
        assert index.data() == "said 9"
        assert index.data(FoundModel.HitRole) == model.hit(0) == hits(9, 1)[0]
        assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("bob, Club, ")
        assert index.data(Qt.ItemDataRole.DecorationRole) is None
        assert model.hit(1) is None
        assert model.rowCount(index) == 0

    def test_an_older_answer_and_nothing_found(self, port: FakeSearch, model: FoundModel) -> None:
        states: list[SearchState] = []
        model.state_changed.connect(lambda: states.append(model.state))
        model.look_for("said")
        model.look_for("nowhere")
        model.look_for("nowhere")
        port.answers(hits(9, 1), which=0)
        assert model.rowCount() == 0
        port.answers([])
        model.look_for("")
        assert states == [SearchState.WAITING, SearchState.NOTHING, SearchState.IDLE]
