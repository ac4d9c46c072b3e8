"""The window on a long conversation: pages from archive and server, the far end let go, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from app.client.events import Member, MemberJoined, Reach, Reacted
from app.irc.msgid import place_text
from app.models.message_search import MOST_PAGES
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, EventEntry, HistoryGap, MessageEntry, Note, SendState
from tests.models.fake_archive import NOON, FakeArchive, said, unsent


class Server:
    """Notes what it is asked for."""

    def __init__(self) -> None:
        self.can_request_older = self.may_request = self.may_have_more = False
        self.is_loading = False
        self.at_start = False
        self.asked: list[str] = []

    def request_older(self) -> None:
        self.asked.append("older")

    def request_before(self, entry: MessageEntry) -> None:
        self.asked.append(entry.text)


def texts(model: TimelineModel) -> list[str]:
    """What the rows say, events by their kind."""
    return [says(entry) for entry in model.entries]


def says(entry: Entry) -> str:
    return entry.text if isinstance(entry, MessageEntry) else type(entry.fact).__name__


def numbers(*spans: range) -> list[str]:
    return [str(number) for span in spans for number in span]


class Told:
    """What a model told by its signals."""

    def __init__(self, model: TimelineModel) -> None:
        self.rows: list[int] = []
        self.missing: list[str] = []
        model.window.found.connect(self.rows.append)
        model.window.not_found.connect(self.missing.append)


def opened(archive: FakeArchive, *, limit: int = 1000, server: Server | None = None) -> TimelineModel:
    """A model with this archive, its first page loaded."""
    model = TimelineModel(server=server)
    QAbstractItemModelTester(model.rows, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.window.open_archive(archive, limit=limit)
    archive.answer()
    return model


def test_a_room_opens_with_its_newest_page() -> None:
    model = opened(FakeArchive([said(number) for number in range(500)]))
    assert texts(model) == numbers(range(400, 500))
    assert model.window.is_live
    assert model.window.can_load_older
    assert not model.window.can_load_newer
    assert not model.window.at_beginning


def test_older_pages_come_until_the_beginning() -> None:
    archive = FakeArchive([said(number) for number in range(450)], at_start=True)
    model = opened(archive)
    pages = 0
    while model.window.can_load_older:
        model.window.load_older()
        model.window.load_older()  # a second wish while one is under way
        archive.answer()
        pages += 1
    assert pages == 2
    assert texts(model) == numbers(range(450))
    assert model.window.at_beginning


def test_what_comes_while_the_first_page_is_loaded_stands_behind_it() -> None:
    archive = FakeArchive([said(1), said(2)])
    model = TimelineModel()
    model.window.open_archive(archive)
    model.append([said(3)])
    archive.answer()
    model.append([said(4)])
    assert texts(model) == ["1", "2", "3", "4"]
    assert [place for place, _ in archive.kept] == [model.rows.place(row) for row in range(4)]


def test_what_the_server_repeats_is_shown_once() -> None:
    archive = FakeArchive([said(1), said(2), said(3)])
    model = TimelineModel()
    model.window.open_archive(archive)
    model.merge([said(2), said(3), said(4)])
    model.append([said(5)])
    archive.answer()
    assert texts(model) == ["1", "2", "3", "4", "5"]
    assert model.merge([said(3), said(5)]) == []
    assert texts(model) == ["1", "2", "3", "4", "5"]


def test_without_more_in_the_archive_the_server_is_asked() -> None:
    server = Server()
    model = opened(FakeArchive([said(5)]), server=server)
    assert not model.window.can_load_older
    server.can_request_older = True
    assert model.window.can_load_older
    model.window.load_older()
    assert server.asked == ["older"]
    assert not model.window.at_beginning
    server.at_start = True
    assert model.window.at_beginning


def test_a_page_of_the_server_goes_on_top_and_into_the_archive() -> None:
    archive = FakeArchive([said(5), said(6)])
    model = opened(archive)
    model.merge([said(3), said(4), said(5)], from_top=True)
    assert texts(model) == ["3", "4", "5", "6"]
    assert texts(opened(archive)) == ["3", "4", "5", "6"]
    model.window.reach_start()
    assert archive.at_start
    assert model.window.at_beginning
    model.window.reach_start()


def test_the_start_of_the_servers_history_is_not_the_start_of_ours() -> None:
    archive = FakeArchive([said(number) for number in range(300)])
    model = opened(archive)
    model.window.reach_start()
    assert not archive.at_start
    assert not TimelineModel().window.at_beginning


def test_the_top_is_let_go_while_the_end_is_read() -> None:
    archive = FakeArchive()
    model = opened(archive, limit=50)
    for number in range(500):
        model.append([said(number)])
        model.window.look_at(max(0, len(model.entries) - 10), len(model.entries) - 1, reads_end=True)
    assert len(model.entries) <= 50
    assert texts(model)[-1] == "499"
    assert model.window.can_load_older
    assert model.rows.row_of_message("M499") == len(model.entries) - 1
    assert model.rows.row_of_message("M1") is None
    model.window.load_older()
    archive.answer()
    assert texts(model) == numbers(range(500))[-len(model.entries) :]


def test_the_end_is_let_go_while_the_top_is_read() -> None:
    archive = FakeArchive([said(number) for number in range(400)])
    model = opened(archive, limit=150)
    model.window.look_at(0, 20, reads_end=False)
    model.window.load_older()
    archive.answer()
    model.window.look_at(0, 20, reads_end=False)
    archive.answer()
    before = model.unread.messages
    model.append([said(400, own=True), said(401)])
    assert not model.window.is_live
    assert model.window.can_load_newer
    assert model.unread.messages == before + 1
    assert texts(model)[0] == "100"
    assert "401" not in texts(model)


def newest(archive: FakeArchive) -> int:
    return int(says(archive.kept[-1][1]))


def scrolled_up(archive: FakeArchive) -> TimelineModel:
    """A model whose end was let go."""
    model = opened(archive, limit=150)
    model.window.look_at(0, 20, reads_end=False)
    model.window.load_older()
    archive.answer()
    assert not model.window.is_live
    return model


def test_newer_pages_come_until_new_messages_are_added_again() -> None:
    archive = FakeArchive([said(number) for number in range(1000)])
    model = scrolled_up(archive)
    model.append([said(1000)])
    while model.window.can_load_newer:
        last = len(model.entries) - 1
        model.window.look_at(last - 10, last, reads_end=True)
        model.window.load_newer()
        model.window.load_newer()
        model.append([said(newest(archive) + 1)])
        archive.answer()
    end = newest(archive) + 1
    assert texts(model) == numbers(range(end))[-len(model.entries) :]
    model.append([said(end)])
    assert texts(model)[-1] == str(end)
    assert model.window.is_live
    model.window.load_newer()
    assert not archive.questions


def test_the_newest_page_comes_back_with_all_that_came_meanwhile() -> None:
    archive = FakeArchive([said(number) for number in range(1000)])
    model = scrolled_up(archive)
    model.append([said(1000)])
    model.window.show_latest()
    model.append([said(1001), EventEntry(Note("an answer"), NOON)])
    archive.answer()
    assert model.window.is_live
    assert texts(model) == [*numbers(range(901, 1002)), "Note"]
    model.window.show_latest()
    assert not archive.questions


def test_a_page_of_the_server_is_not_lost_on_the_way_to_the_newest() -> None:
    archive = FakeArchive([said(number) for number in range(1000)])
    model = scrolled_up(archive)
    model.window.show_latest()
    assert [says(entry) for entry in model.merge([said(1000), said(1001)])] == ["1000", "1001"]
    assert "1001" not in texts(model)  # does not belong behind what is loaded
    model.append([said(1002)])
    archive.answer()
    assert texts(model)[-4:] == numbers(range(999, 1003))


def test_an_answer_to_what_is_not_wanted_any_more_is_left_alone() -> None:
    archive = FakeArchive([said(number) for number in range(1000)])
    model = scrolled_up(archive)
    model.window.load_newer()
    model.window.show_latest()
    archive.answer()
    assert texts(model) == numbers(range(900, 1000))
    model.window.load_older()
    model.window.close_archive()
    archive.answer()
    assert texts(model) == numbers(range(900, 1000))


# -- going somewhere


def test_a_message_that_is_loaded_is_found_at_once() -> None:
    model = opened(FakeArchive([said(number) for number in range(10)]))
    told = Told(model)
    model.window.show_message("M7")
    model.window.show_place(model.rows.place(3))
    assert told.rows == [7, 3]


def test_a_message_from_long_ago_is_shown_among_its_neighbours() -> None:
    archive = FakeArchive([said(number) for number in range(1000)])
    model = opened(archive)
    told = Told(model)
    model.window.show_message("M300")
    archive.answer()
    assert texts(model) == numbers(range(200, 401))
    assert [texts(model)[row] for row in told.rows] == ["300"]
    assert not model.window.is_live
    assert model.window.can_load_older
    model.window.show_place(round((NOON + 700) * 1_000_000))
    archive.answer()
    assert [texts(model)[row] for row in told.rows[1:]] == ["700"]


def test_a_message_near_the_end_is_shown_with_the_end() -> None:
    archive = FakeArchive([said(number) for number in range(1000)])
    model = opened(archive)
    model.window.show_message("M899")
    model.append([said(1000)])
    model.append([unsent(1001, pending=5)])
    archive.answer()
    assert model.window.is_live
    assert texts(model) == [*numbers(range(799, 1001)), "p5"]


def test_a_message_that_is_nowhere_is_said_to_be() -> None:
    archive = FakeArchive([said(1)])
    model = opened(archive)
    told = Told(model)
    model.window.show_message("M404")
    archive.answer()
    alone = TimelineModel()
    alone.window.not_found.connect(told.missing.append)
    alone.window.show_message("M405")
    alone.window.show_place(5)
    assert told.missing == ["M404", "M405"]
    assert texts(model) == ["1"]


class PagedServer:
    """A server that has every message; fits archive_port.Server. A page of a hundred comes with `answer`."""

    def __init__(self, count: int) -> None:
        self.left = [said(number) for number in range(count)]
        self.asked = 0
        self.is_loading = False
        self.is_connected = True

    @property
    def can_request_older(self) -> bool:
        return self.may_request

    @property
    def may_request(self) -> bool:
        return self.is_connected and bool(self.left) and not self.is_loading

    @property
    def may_have_more(self) -> bool:
        return bool(self.left)

    @property
    def at_start(self) -> bool:
        return not self.left

    def request_older(self) -> None:
        self.asked, self.is_loading = self.asked + 1, True

    def request_before(self, entry: MessageEntry) -> None:
        raise AssertionError("there is no gap")

    def answer(self, model: TimelineModel) -> None:
        """What was asked for comes."""
        page, self.left = self.left[-100:], self.left[:-100]
        self.is_loading = False
        model.merge(page, from_top=True)
        model.window.search_on()


def test_what_the_archive_does_not_have_is_looked_for_at_the_server() -> None:
    server = PagedServer(1000)
    archive = FakeArchive()
    model = opened(archive, server=server)
    told = Told(model)
    model.window.show_message("M650")
    archive.answer()
    while server.is_loading:
        server.answer(model)
    assert server.asked == 4
    assert [texts(model)[row] for row in told.rows] == ["650"]
    assert told.missing == []


def test_a_search_at_the_server_ends_where_there_is_no_more_and_after_some_pages() -> None:
    for count, pages in ((250, 3), (5000, MOST_PAGES)):
        server = PagedServer(count)
        model = TimelineModel(server=server)
        told = Told(model)
        model.window.show_message("M9999")
        while server.is_loading:
            server.answer(model)
        assert (server.asked, told.missing) == (pages, ["M9999"])


def test_it_waits_for_what_is_on_its_way_and_ends_where_nobody_answers() -> None:
    server = PagedServer(100)
    server.is_loading = True  # the newest page, as of every room that is entered
    model = TimelineModel(server=server)
    told = Told(model)
    model.window.show_message("M50")
    assert (server.asked, told.rows, told.missing) == (0, [], [])
    server.answer(model)
    assert told.rows == [50]
    server.is_connected = False
    model.window.show_message("M500")
    assert told.missing == ["M500"]


def test_whoever_goes_elsewhere_meanwhile_stays_there() -> None:
    server = PagedServer(1000)
    model = TimelineModel(server=server)
    told = Told(model)
    model.window.show_message("M50")
    model.window.show_latest()
    server.answer(model)
    assert (server.asked, told.rows, told.missing) == (1, [], [])


def test_what_is_younger_than_what_is_here_is_not_looked_for_among_the_older() -> None:
    ids = [place_text(number) + "0" * 13 for number in range(4)]
    server = PagedServer(100)
    model = TimelineModel(server=server)
    model.rows.by_id = True
    model.append([replace(said(number), msgid=ids[number]) for number in (1, 3)])
    told = Told(model)
    model.window.show_message(ids[2])
    assert (server.asked, told.missing) == (0, [ids[2]])
    model.window.show_message(ids[0])
    assert server.asked == 1


# -- own messages on their way


def test_what_is_not_sent_comes_back_with_the_newest_page() -> None:
    archive = FakeArchive([said(number) for number in range(1000)])
    model = opened(archive)
    model.append([unsent(1000, pending=1), unsent(1001, pending=2), unsent(1002, pending=3)])
    model.window.show_message("M100")
    archive.answer()
    assert "p1" not in texts(model)
    assert model.fail(1, reason="too long")
    assert model.confirm(2, msgid="M1001", time=NOON + 1001, text="1001")
    assert not model.confirm(2, msgid="M1001", time=NOON + 1001, text="1001")
    assert model.remove(3)
    assert not model.remove(3)
    model.append([unsent(1003, pending=4)])
    model.window.show_latest()
    assert model.confirm(4, msgid="M1003", time=NOON + 1003, text="1003")
    archive.answer()
    assert texts(model)[-3:] == ["1001", "1003", "p1"]
    failed = model.rows.entry(len(model.entries) - 1)
    assert isinstance(failed, MessageEntry)
    assert failed.state is SendState.FAILED
    assert model.wait(1)


def test_what_is_not_sent_is_not_let_go() -> None:
    archive = FakeArchive()
    model = opened(archive, limit=20)
    model.append([unsent(0, pending=1)])
    for number in range(1, 60):
        model.append([said(number)])
    assert "p1" in texts(model)
    assert model.confirm(1, msgid="M60", time=NOON + 60, text="60")
    assert archive.kept[-1][1] is model.rows.entry(model.rows.row_of_message("M60") or 0)


def test_a_sent_message_is_kept_where_the_server_put_it() -> None:
    archive = FakeArchive()
    model = opened(archive)
    model.append([unsent(0, pending=1)])
    model.append([said(1)])
    assert len(archive.kept) == 1
    model.confirm(1, msgid="M2", time=NOON + 2, text="2")
    assert texts(model) == ["1", "2"]
    assert texts(opened(archive)) == ["1", "2"]


# -- gaps


def test_a_gap_that_is_seen_is_filled_once() -> None:
    server = Server()
    model = opened(FakeArchive(), server=server)
    model.append([said(1), EventEntry(HistoryGap(NOON + 1, NOON + 60), NOON + 60)])
    model.window.look_at(0, 1, reads_end=True)
    assert server.asked == []  # nothing behind it says where to begin
    model.append([said(61), said(62)])
    model.window.look_at(0, 3, reads_end=True)
    model.window.look_at(0, 3, reads_end=True)
    assert server.asked == ["61"]


def test_a_gap_shrinks_and_goes_as_pages_come() -> None:
    server = Server()
    model = opened(FakeArchive(), server=server)
    model.append([said(1), EventEntry(HistoryGap(NOON + 1, NOON + 60), NOON + 60), said(61)])
    model.merge([said(40), said(50)], from_top=True)
    assert texts(model) == ["1", "HistoryGap", "40", "50", "61"]
    gap = model.entries[1]
    assert isinstance(gap, EventEntry)
    assert gap.fact == HistoryGap(NOON + 1, NOON + 40)
    model.window.look_at(0, 4, reads_end=True)
    assert server.asked == ["40"]
    model.merge([said(1), said(20)], from_top=True)
    assert texts(model) == ["1", "20", "40", "50", "61"]


def test_the_beginning_of_a_gap_can_be_filled_first() -> None:
    model = opened(FakeArchive())
    model.append([said(1), EventEntry(HistoryGap(NOON + 1, NOON + 60), NOON + 60), said(61)])
    model.merge([said(1), said(20)])
    gap = next(entry.fact for entry in model.entries if isinstance(entry, EventEntry))
    assert gap == HistoryGap(NOON + 20, NOON + 60)
    model.merge([EventEntry(HistoryGap(NOON + 70, NOON + 80), NOON + 70)])
    assert texts(model)[-1] == "HistoryGap"


def test_a_page_from_before_what_is_loaded_is_kept_and_not_shown() -> None:
    archive = FakeArchive([said(number) for number in range(300)])
    model = opened(archive)
    model.merge([said(-5)], from_top=True)
    assert texts(model) == numbers(range(200, 300))
    assert archive.kept[0][1].time == NOON - 5


# -- amending


@pytest.mark.parametrize("loaded", [True, False])
def test_an_amendment_reaches_the_archive(loaded: bool) -> None:
    archive = FakeArchive([said(number) for number in range(300)])
    model = opened(archive)
    msgid = "M299" if loaded else "M5"
    assert model.amend(Reacted("#club", msgid, "eve", "🎂", True, False, NOON)) is loaded
    again = opened(archive)
    again.window.show_message(msgid)
    archive.answer()
    entry = again.rows.entry(again.rows.row_of_message(msgid) or 0)
    assert isinstance(entry, MessageEntry)
    assert [reaction.text for reaction in entry.reactions] == ["🎂"]


def test_an_amendment_without_a_message_is_told_to_nobody() -> None:
    archive = FakeArchive([said(1)])
    assert not opened(archive).amend(Reacted("#club", "", "eve", "🎂", True, False, NOON))


def test_clearing_forgets_what_waited_too() -> None:
    archive = FakeArchive([said(number) for number in range(300)])
    model = scrolled_up(FakeArchive([said(number) for number in range(1000)]))
    model.append([unsent(0, pending=1)])
    model.clear()
    assert (len(model.entries), model.window.is_live, model.window.can_load_older) == (0, True, False)
    assert not model.remove(1)
    assert archive.kept


def test_events_are_kept_in_their_order() -> None:
    archive = FakeArchive()
    model = opened(archive)
    joined = EventEntry(MemberJoined("#club", Member("eve"), NOON), NOON)
    model.append([said(1), joined, said(2)])
    assert [type(entry) for _, entry in archive.kept] == [MessageEntry, EventEntry, MessageEntry]
    assert texts(opened(archive)) == ["1", "MemberJoined", "2"]


def test_what_is_still_to_come_of_what_was_missed_is_missing_in_the_archive() -> None:
    archive = FakeArchive([said(1)])
    model = opened(archive)
    model.merge([said(8), said(9)], reach=Reach("", (NOON + 8, NOON + 9), (NOON + 1, NOON + 8)))
    assert archive.gaps == [(NOON + 1, NOON + 8)]
    model.merge([said(4)], reach=Reach("M8", (NOON + 1, NOON + 8)))
    assert archive.gaps == [(NOON + 1, NOON + 8)]
    assert texts(model) == ["1", "4", "8", "9"]
