"""A timeline stands in its server's order: by ids on a hub of ours, else by the time; each line once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.application.archive.archived_room import ArchivedRoom
from app.client.events import Member, MemberJoined, Reach, TextKind
from app.irc.msgid import LENGTH, PLACE_LENGTH, PLACES_PER_MS, place_text
from app.models.timeline import TimelineModel
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    Entry,
    EventEntry,
    MessageEntry,
    Note,
    SendState,
)
from app.store.archive import Archive
from app.store.archive_records import RoomKey
from tests.examples import examples
from tests.pair.windows import DirectDesk

CLUB = RoomKey("hub:ab", "#club")
NOON = 1_790_000_000.0
DAYS = 100 * 86_400.0


def msgid(number: int) -> str:
    place = int(NOON * 1000) * PLACES_PER_MS + number
    return place_text(place) + "0" * (LENGTH - PLACE_LENGTH)


def line(number: int, time: float) -> Entry:
    """What the hub told as its line of a number: some are messages, some say who came."""
    if number % 3 == 2:
        fact = MemberJoined("#a", Member(f"guest{number}"), time, msgid(number))
        return EventEntry(fact, time)
    return MessageEntry("bob", str(number), TextKind.MESSAGE, time, msgid=msgid(number))


def pending(number: int, time: float) -> MessageEntry:
    return MessageEntry(
        "mara",
        str(number),
        TextKind.MESSAGE,
        time,
        own=True,
        state=SendState.PENDING,
        pending_id=number + 1,
    )


def on_hub() -> TimelineModel:
    model = TimelineModel()
    model.rows.by_id = True
    return model


def numbers(model: TimelineModel) -> list[int]:
    """The numbers of the hub's lines, as they stand."""
    found = []
    for entry in model.entries:
        if isinstance(entry, MessageEntry):
            found.append(int(entry.text))
        elif isinstance(entry.fact, MemberJoined):
            found.append(int(entry.fact.member.nick.removeprefix("guest")))
    return found


@pytest.mark.parametrize("by_id", [True, False], ids=["a hub", "another server"])
@pytest.mark.parametrize("back", ["", msgid(50)], ids=["without an id", "with an id"])
def test_what_goes_out_after_the_return_stands_below_it(by_id: bool, back: str) -> None:
    """One line had arrived before the link broke, one was typed while it was."""
    model = TimelineModel()
    model.rows.by_id = by_id
    model.append([line(0, NOON), pending(3, NOON + 1), EventEntry(ConnectionLost(), NOON + 2)])
    model.append([pending(100, NOON + 5)])
    model.append([EventEntry(ConnectionRestored(back), NOON + 36)])
    model.confirm(101, msgid=msgid(100), time=NOON + 37, text="100")
    model.confirm(4, msgid=msgid(3), time=NOON + 1, text="3")
    kinds = [entry.text if isinstance(entry, MessageEntry) else type(entry.fact) for entry in model.entries]
    assert kinds == ["0", "3", ConnectionLost, ConnectionRestored, "100"]


def test_ones_own_lines_stand_below_what_the_hub_had_first() -> None:
    """The link was cut for 35 seconds, and three lines were typed meanwhile."""
    model = on_hub()
    model.append([line(0, NOON), EventEntry(ConnectionLost(), NOON + 1)])
    typed = [100, 101, 102]
    for number in typed:
        model.append([pending(number, NOON + 5)])
    model.append([EventEntry(ConnectionRestored(), NOON + 36)])
    model.merge([line(number, NOON + number * 2) for number in range(1, 13)])
    assert numbers(model) == [*range(13), *typed]
    for number in typed:
        model.confirm(number + 1, msgid=msgid(number), time=NOON + 37, text=str(number))
    assert numbers(model) == [*range(13), *typed]


def test_an_own_line_moves_below_what_came_while_it_was_on_its_way() -> None:
    model = on_hub()
    model.append([pending(7, NOON)])
    model.append([line(number, NOON + 1) for number in range(5)])
    assert numbers(model)[0] == 7
    model.confirm(8, msgid=msgid(7), time=NOON + 2, text="7")
    assert numbers(model) == [0, 1, 2, 3, 4, 7]


def test_one_that_had_arrived_before_the_break_moves_up() -> None:
    model = on_hub()
    model.append([line(0, NOON), pending(3, NOON + 1), line(5, NOON + 9)])
    model.append([pending(4, NOON + 2)])
    model.confirm(5, msgid=msgid(4), time=NOON + 2, text="4")
    assert numbers(model) == [0, 3, 4, 5]


def test_elsewhere_the_time_of_the_server_decides() -> None:
    model = TimelineModel()
    said = MessageEntry("bob", "1", TextKind.MESSAGE, NOON + 2, msgid="zzz")
    model.append([pending(2, NOON), said])
    model.confirm(3, msgid="aaa", time=NOON + 3, text="2")
    assert numbers(model) == [1, 2]


def test_a_clock_that_is_put_right_changes_no_order_and_no_mark() -> None:
    ahead = [line(number, NOON + DAYS + number) for number in (0, 1, 3)]
    right = [line(number, NOON + number) for number in (4, 6, 7)]
    model = on_hub()
    model.append([*ahead, *right])
    model.note_read(NOON + DAYS + 3, msgid(3))
    assert [model.is_behind(entry, model.read) for entry in model.entries] == [False] * 3 + [True] * 3
    again = on_hub()
    again.merge([*ahead, *right])
    again.merge(ahead)
    assert numbers(again) == [0, 1, 3, 4, 6, 7]
    again.note_read(NOON + DAYS + 3)  # as the hub's marker tells it
    assert again.read.msgid == msgid(3)
    again.note_read(NOON + 6, msgid(6))
    assert [again.is_behind(entry, again.read) for entry in again.entries] == [False] * 5 + [True]


# -- whatever comes in whatever order

COUNT = 30
OWN = (6, 7, 15, 24)  # of which this person said some


@examples(200)
@given(
    times=st.lists(st.integers(-5, 5), min_size=COUNT, max_size=COUNT),
    live_from=st.integers(0, COUNT),
    local=st.lists(st.integers(0, COUNT), max_size=4),
    pages=st.lists(st.tuples(st.integers(0, COUNT), st.integers(1, COUNT), st.booleans()), max_size=6),
    late=st.permutations(OWN),
    restarts=st.integers(0, 8),
)
def test_it_is_the_order_of_the_hub_with_each_line_once(
    times: list[int],
    live_from: int,
    local: list[int],
    pages: list[tuple[int, int, bool]],
    late: list[int],
    restarts: int,
) -> None:
    """Live lines, own ones that wait, lines of this computer's clock, and pages that overlap with it all.

    All is kept in an archive, from which the timeline begins anew after some of the pages.
    """
    desk = DirectDesk(Archive())
    model = kept_in(desk)
    lines = [line(number, NOON + times[number]) for number in range(COUNT)]
    own = [number for number in OWN if number >= live_from]
    for number in range(live_from, COUNT):
        if number in local:
            model.append([EventEntry(Note("away"), NOON - number), EventEntry(ConnectionLost(), NOON)])
        if number in own:
            model.append([pending(number, NOON + number)])
        else:
            model.append([lines[number]])
    waiting = [number for number in late if number in own]
    for turn, (first, size, from_top) in enumerate([*pages, (0, COUNT, True)]):
        if turn == restarts and not waiting:
            model = kept_in(desk)
        page = [entry for entry in lines[first : first + size] if _number(entry) not in waiting]
        model.merge(page, from_top=from_top, reach=Reach())
        if waiting:
            number = waiting.pop()
            entry = lines[number]
            model.confirm(number + 1, msgid=entry.msgid, time=entry.time, text=str(number))
    for number in waiting:
        model.confirm(number + 1, msgid=lines[number].msgid, time=NOON, text=str(number))
    assert numbers(model) == list(range(COUNT))
    assert numbers(kept_in(desk)) == list(range(COUNT))


def kept_in(desk: DirectDesk) -> TimelineModel:
    """A timeline that begins with what is kept."""
    model = on_hub()
    known = desk.archive.rooms()
    newest = known[0].newest if known else 0
    room = ArchivedRoom(desk, CLUB, newest=newest, clock=lambda: NOON)  # type: ignore[arg-type]  # a double
    model.window.open_archive(room)
    return model


def _number(entry: Entry) -> int:
    return int(entry.text) if isinstance(entry, MessageEntry) else -1
