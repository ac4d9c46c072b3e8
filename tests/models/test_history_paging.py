"""Pages of history in a room: put in place, counted when missed, asked for when somebody reads up."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.client import events as ev
from app.client.events import Event, LinkState, Member, PageKind, Point, TextKind
from app.client.wishes import AskHistory, Reply
from app.models.archive_port import Top
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.history_paging import FIRST_MESSAGES, FIRST_PAGES
from app.models.room import Room
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    Entry,
    EventEntry,
    HistoryGap,
    MessageEntry,
)
from tests.models.links import AskedLink

NOW = 1_790_000_000.0
ROOM = "#robotics-club"


@pytest.fixture
def link() -> AskedLink:
    return AskedLink()


@pytest.fixture
def room(qtbot: QtBot, link: AskedLink) -> Room:
    connection = Connection(link, RoomsModel(), EVENTS, address="192.168.1.24", nick="mara")
    connection.set_state(LinkState.ONLINE)
    connection.apply(
        [
            ev.Registered("mara", "Robotics club", ROOM, True, NOW),
            ev.Abilities(frozenset({AskHistory})),
            ev.RoomEntered(ROOM, NOW, catches_up=True),
            ev.MembersListed(ROOM, (Member("mara"), Member("bob", realname="Bob"))),
        ]
    )
    found = connection.find(ROOM)
    assert found is not None
    return found


def said(time: float, text: str, sender: str = "bob", **more: Any) -> ev.MessageArrived:
    values = {"msgid": text, "own": sender == "mara", "replayed": True, **more}
    return ev.MessageArrived(ROOM, sender, text, TextKind.MESSAGE, time=NOW + time, **values)


def page(
    kind: PageKind,
    *events: Event,
    at_start: bool = False,
    conversation: str = ROOM,
    first: Point | None = None,
) -> ev.HistoryPage:
    return ev.HistoryPage(conversation, events, kind, at_start, first)


def texts(room: Room) -> list[str]:
    return [entry.text for entry in room.timeline.entries if isinstance(entry, MessageEntry)]


def facts(room: Room) -> list[str]:
    entries = room.timeline.entries
    return [type(entry.fact).__name__ for entry in entries if isinstance(entry, EventEntry)]


def test_the_page_on_entering_stands_before_what_is_said_now(room: Room) -> None:
    room.connection.apply([said(1, "live", replayed=False)])
    left = ev.MemberLeft(ROOM, "dora", ev.LeaveKind.PARTED, "", "", NOW - 7)
    topic = ev.TopicChanged(ROOM, "old", "bob", NOW - 6)
    room.connection.apply([page(PageKind.LATEST, said(-9, "old"), left, topic, said(-5, "Mara?"))])
    assert texts(room) == ["old", "Mara?", "live"]
    assert facts(room) == ["MemberLeft", "TopicChanged"]
    assert room.topic == ""
    assert room.members.count == 2
    assert (room.unread, room.mentions) == (1, 0)


def test_what_was_missed_is_unread_and_told(room: Room) -> None:
    noticed: list[Entry] = []
    room.connection.apply([said(1, "before", replayed=False)])
    room.set_watched(True)
    room.timeline.read_to_end()  # as its view does
    room.set_watched(False)
    room.noticed.connect(lambda _room, entries: noticed.extend(entries))
    room.connection.mark_lost(NOW + 2)
    room.connection.set_state(LinkState.WAITING)
    room.connection.set_state(LinkState.ONLINE)
    room.connection.apply([ev.RoomEntered(ROOM, NOW + 9, catches_up=True)])
    noticed.clear()
    joined = ev.MemberJoined(ROOM, Member("dora"), NOW + 4)
    missed = (said(3, "hey mara"), joined, said(5, "mine", "mara"), said(6, "more"))
    room.connection.apply([page(PageKind.MISSED, said(1, "before"), *missed)])
    assert texts(room) == ["before", "hey mara", "mine", "more"]
    assert facts(room) == ["ConnectionLost", "MemberJoined", "ConnectionRestored"]
    assert (room.unread, room.mentions) == (2, 1)
    assert [entry.text for entry in noticed if isinstance(entry, MessageEntry)] == [
        "hey mara",
        "mine",
        "more",
    ]
    assert len(noticed) == 3


def test_a_gap_that_is_filled_leaves_no_line_and_one_that_is_not_does(room: Room) -> None:
    room.connection.mark_lost(NOW + 2)
    room.connection.apply([ev.RoomEntered(ROOM, NOW + 9, catches_up=True)])
    assert "HistoryGap" not in facts(room)
    room.connection.apply([ev.HistoryMissing(ROOM, NOW + 2, NOW + 9)])
    entries = [entry.fact for entry in room.timeline.entries if isinstance(entry, EventEntry)]
    assert entries[-3:] == [ConnectionLost(), HistoryGap(NOW + 2, NOW + 9), ConnectionRestored()]
    room.connection.apply([ev.HistoryMissing("#elsewhere", NOW, NOW), ev.HistoryFailed("#elsewhere")])
    room.connection.mark_lost(NOW + 20)
    room.connection.apply([ev.RoomEntered(ROOM, NOW + 29)])
    assert facts(room)[-1] == "HistoryGap"


def test_a_page_brings_what_became_of_its_messages(room: Room) -> None:
    reacted = ev.Reacted(ROOM, "one", "bob", "👍", given=True, own=False, time=NOW)
    edited = ev.Edited(ROOM, "one", "first", "bob", NOW)
    redacted = ev.Redacted(ROOM, "two", "bob", "a slip", NOW)
    room.connection.apply(
        [page(PageKind.LATEST, said(-9, "one"), reacted, edited, said(-8, "two"), redacted)]
    )
    one, two = (entry for entry in room.timeline.entries if isinstance(entry, MessageEntry))
    assert (one.text, one.edited, one.reactions[0].senders) == ("first", True, ("Bob",))
    assert not one.has_own("👍")
    assert room.timeline.message("three") is None
    room.connection.apply([ev.Reacted(ROOM, "one", "mara", "👍", given=True, own=True, time=NOW)])
    one = room.timeline.message("one")
    assert one is not None
    assert one.has_own("👍")
    assert not one.has_own("🎉")
    assert two.deleted == "a slip"


def test_a_private_talk_that_moved_meanwhile_opens(room: Room) -> None:
    connection = room.connection
    connection.apply([page(PageKind.LATEST, conversation="carl")])
    assert connection.find("carl") is None
    connection.apply([page(PageKind.MISSED, said(1, "psst", "carl"), conversation="carl")])
    private = connection.find("carl")
    assert private is not None
    assert (private.unread, private.mentions) == (1, 1)


def test_older_messages_are_asked_for_once_until_the_beginning(room: Room, link: AskedLink) -> None:
    room.connection.apply([ev.MessagePending(1, ROOM, "mara", "x", TextKind.MESSAGE, NOW - 99)])
    room.connection.apply([said(5, "five", msgid="m5")])
    room.history.request_older()
    room.history.request_older()
    assert link.asked_for(AskHistory) == [AskHistory(ROOM, Point(NOW + 5, "m5"))]
    assert room.history.is_loading
    room.connection.apply([page(PageKind.OLDER, said(-999, "older", msgid="m1"))])
    assert texts(room)[0] == "older"
    assert not room.history.is_loading
    assert not room.history.at_start
    room.history.request_older()
    room.connection.apply([ev.HistoryFailed(ROOM)])
    room.history.request_older()
    assert link.asked_for(AskHistory)[1:] == [AskHistory(ROOM, Point(NOW - 999, "m1"))] * 2
    room.connection.apply([page(PageKind.OLDER, at_start=True)])
    assert room.history.at_start
    room.history.request_older()
    assert len(link.asked_for(AskHistory)) == 3


def test_a_page_of_comings_alone_does_not_stop_the_way_back(room: Room, link: AskedLink) -> None:
    room.connection.apply([said(5, "five", msgid="m5")])
    room.history.request_older()
    joined = ev.MemberJoined(ROOM, Member("dora"), NOW - 9)
    room.connection.apply([page(PageKind.OLDER, joined, first=Point(NOW - 9, "j9"))])
    room.history.request_older()
    assert link.asked_for(AskHistory)[-1] == AskHistory(ROOM, Point(NOW - 9, "j9"))
    room.connection.apply([page(PageKind.OLDER, said(-10, "ten", msgid="m10"), first=Point(NOW - 10, "m10"))])
    room.history.request_older()
    assert link.asked_for(AskHistory)[-1] == AskHistory(ROOM, Point(NOW - 10, "m10"))


def test_a_gap_is_filled_from_the_message_behind_it(room: Room, link: AskedLink) -> None:
    entry = MessageEntry("bob", "five", TextKind.MESSAGE, NOW + 5, msgid="m5")
    room.history.request_before(entry)
    assert link.asked_for(AskHistory) == [AskHistory(ROOM, Point(NOW + 5, "m5"))]
    room.connection.apply([page(PageKind.OLDER, at_start=True)])
    assert not room.history.at_start


def test_a_server_that_keeps_no_history_is_not_asked(room: Room, link: AskedLink) -> None:
    room.connection.apply([ev.Abilities()])
    room.history.request_older()
    room.history.request_before(MessageEntry("bob", "five", TextKind.MESSAGE, NOW + 5))
    assert link.asked_for(AskHistory) == []


def test_an_empty_room_is_asked_for_its_newest_and_offline_nothing_is(room: Room, link: AskedLink) -> None:
    room.history.request_older()
    assert link.asked_for(AskHistory) == [AskHistory(ROOM, None)]
    room.connection.apply([ev.HistoryFailed(ROOM)])
    room.connection.set_state(LinkState.WAITING)
    room.history.request_older()
    assert len(link.asked_for(AskHistory)) == 1


def test_a_room_knows_who_writes(room: Room) -> None:
    told: list[tuple[str, ...]] = []
    room.typing_changed.connect(lambda: told.append(room.typing))
    typing = [ev.TypingChanged(ROOM, nick, ev.Typing.ACTIVE) for nick in ("bob", "carl", "bob")]
    room.connection.apply([*typing, ev.TypingChanged("#elsewhere", "bob", ev.Typing.ACTIVE)])
    room.connection.apply([ev.TypingChanged(ROOM, "bob", ev.Typing.PAUSED)])
    room.connection.apply([ev.TypingChanged(ROOM, "bob", ev.Typing.DONE)])
    room.connection.set_state(LinkState.WAITING)
    room.connection.set_state(LinkState.STOPPED)
    assert told == [("bob",), ("bob", "carl"), ("carl",), ()]


def test_a_connection_knows_what_its_server_takes(room: Room, qtbot: QtBot) -> None:
    assert room.connection.abilities == ev.Abilities(frozenset({AskHistory}))
    with qtbot.waitSignal(room.connection.abilities_changed):
        room.connection.apply([ev.Abilities(frozenset({Reply}))])
    assert room.connection.abilities.kinds == {Reply}


def test_a_page_of_a_channel_that_was_left_meanwhile_does_not_open_it_again(room: Room) -> None:
    connection = room.connection
    connection.forget(room)
    connection.apply([page(PageKind.LATEST, said(1, "late"))])
    joined = ev.MemberJoined("carl", Member("carl"), NOW)
    connection.apply([page(PageKind.LATEST, joined, conversation="carl")])
    assert connection.rooms == ()


# -- a newcomer sees talk


def comings(count: int, *, upto: float) -> list[ev.MemberLeft]:
    return [
        ev.MemberLeft(ROOM, f"guest{number}", ev.LeaveKind.QUIT, "", "", NOW + upto - count + number)
        for number in range(count)
    ]


def test_pages_are_asked_for_on_entering_until_there_is_something_to_read(
    room: Room, link: AskedLink
) -> None:
    assert room.history.is_loading
    gone = comings(100, upto=-100)
    room.connection.apply([page(PageKind.LATEST, *gone, first=Point(gone[0].time, "l1"))])
    assert link.asked_for(AskHistory) == [AskHistory(ROOM, Point(gone[0].time, "l1"))]
    assert room.timeline.window.top is Top.LOADING
    earlier = comings(100, upto=-200)
    room.connection.apply([page(PageKind.OLDER, *earlier, first=Point(earlier[0].time, "l0"))])
    assert len(link.asked_for(AskHistory)) == 2
    talk = [said(-900 + number, f"m{number:02}") for number in range(FIRST_MESSAGES)]
    room.connection.apply([page(PageKind.OLDER, *talk, first=Point(NOW - 900, "m00"))])
    assert len(link.asked_for(AskHistory)) == 2
    assert texts(room) == [f"m{number:02}" for number in range(FIRST_MESSAGES)]
    assert room.timeline.window.top is Top.MORE


def test_a_flood_of_comings_and_goings_is_not_looked_through_for_ever(room: Room, link: AskedLink) -> None:
    for number in range(3 * FIRST_PAGES):
        kind = PageKind.OLDER if number else PageKind.LATEST
        gone = comings(100, upto=-100.0 * number)
        room.connection.apply([page(kind, *gone, first=Point(gone[0].time, f"l{number}"))])
    assert len(link.asked_for(AskHistory)) == FIRST_PAGES
    assert room.timeline.window.top is Top.MORE
    room.history.request_older()
    assert len(link.asked_for(AskHistory)) == FIRST_PAGES + 1


def test_a_short_talk_is_followed_to_its_beginning(room: Room, link: AskedLink) -> None:
    room.connection.apply([page(PageKind.LATEST, said(-9, "only"), first=Point(NOW - 9, "only"))])
    room.connection.apply([page(PageKind.OLDER, at_start=True)])
    assert len(link.asked_for(AskHistory)) == 1
    assert room.timeline.window.top is Top.BEGINNING


def test_a_server_that_gives_the_same_again_is_asked_again_only_by_a_person(
    room: Room, link: AskedLink
) -> None:
    first = Point(NOW - 9, "only")
    room.connection.apply([page(PageKind.LATEST, said(-9, "only"), first=first)])
    room.connection.apply([page(PageKind.OLDER, said(-9, "only"), first=first)])
    assert not room.timeline.window.can_load_older
    assert room.timeline.window.top is Top.MORE
    room.timeline.window.load_older()
    assert link.asked_for(AskHistory) == [AskHistory(ROOM, first)] * 2


def test_a_page_that_does_not_come_is_not_waited_for(room: Room, link: AskedLink) -> None:
    room.connection.apply([ev.HistoryFailed(ROOM)])
    assert not room.history.is_loading
    room.connection.apply([ev.RoomEntered(ROOM, NOW, catches_up=True)])
    room.connection.set_state(LinkState.WAITING)
    assert not room.history.is_loading
    assert room.timeline.window.top is Top.LATER
    room.connection.apply([ev.Abilities()])
    assert room.timeline.window.top is Top.KEPT


def test_what_was_said_to_a_name_that_one_had_is_marked_in_older_pages(room: Room) -> None:
    room.connection.apply([ev.NickChanged("mara", "zoe", True, (ROOM,), NOW + 10, "n1")])
    earlier = ev.NickChanged("lind", "mara", False, (ROOM,), NOW - 50, "n0")  # in a page of history
    lines = (said(-99, "lind?"), earlier, said(-20, "mara: hi"), said(-10, "lind, too"), said(5, "zoe"))
    room.connection.apply([page(PageKind.OLDER, *lines, said(20, "mara"), said(30, "zoe!"))])
    marked = [
        entry.text for entry in room.timeline.entries if isinstance(entry, MessageEntry) and entry.mention
    ]
    assert marked == ["lind?", "mara: hi", "zoe!"]
    entry = room.timeline.message("mara: hi")
    assert entry is not None
    assert entry.own_names == ("mara",)
