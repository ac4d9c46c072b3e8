"""What was said before and while somebody was away, between our hub and our client."""

from __future__ import annotations

import pytest

from app.client.events import (
    Event,
    HistoryAccess,
    HistoryFailed,
    HistoryMissing,
    HistoryPage,
    HistoryPolicy,
    MemberJoined,
    MessageArrived,
    MessageFailed,
    MessageSent,
    PageKind,
    Point,
    RoomEntered,
)
from app.client.wishes import AskHistory, Say
from app.hub.data.config import Newcomers
from tests.pair.party import Friend, Party

ROOM = "#robotics-club"
MARA, BOB, CARL = "11" * 32, "22" * 32, "33" * 32


@pytest.fixture
def party() -> Party:
    return Party(fingerprint="ab" * 32)


def texts(events: list[Event] | tuple[Event, ...]) -> list[str]:
    """Everything that was said, in pages too, in the order in which it was told."""
    said: list[str] = []
    for event in events:
        if isinstance(event, HistoryPage):
            said += texts(event.events)
        elif isinstance(event, MessageArrived):
            said.append(event.text)
    return said


def only_page(friend: Friend) -> HistoryPage:
    [page] = friend.saw(HistoryPage)
    return page


def test_who_comes_late_reads_what_was_said(party: Party) -> None:
    mara = party.join("mara", certificate=MARA)
    mara.say(ROOM, "hello")
    mara.say(ROOM, "several\n\nlines")
    party.now += 60
    bob = party.join("bob", certificate=BOB)
    [entered] = [event for event in bob.events if isinstance(event, RoomEntered)]
    assert entered.catches_up
    page = only_page(bob)
    assert (page.conversation, page.kind) == (ROOM, PageKind.LATEST)
    assert texts(page.events) == ["hello", "several\n\nlines"]
    hello = next(event for event in page.events if isinstance(event, MessageArrived))
    assert (hello.sender, hello.account, hello.own, hello.replayed) == ("mara", "mara", False, True)
    assert hello.time == pytest.approx(party.now - 60, abs=1)
    assert [event.member.nick for event in page.events if isinstance(event, MemberJoined)] == ["mara"]
    assert mara.members().keys() == {"mara", "bob"}


def test_older_pages_go_back_to_the_beginning(party: Party) -> None:
    mara = party.join("mara", certificate=MARA)
    for number in range(250):
        party.now += 1
        mara.say(ROOM, f"m{number}")
    bob = party.join("bob", certificate=BOB)
    page = only_page(bob)
    told = texts(page.events)
    assert len(told) in (99, 100)  # and that bob joined
    while not page.at_start:
        assert page.first is not None
        bob.wants(AskHistory(ROOM, page.first))
        party.settle()
        page = only_page(bob)
        told = texts(page.events) + told
    assert told == [f"m{number}" for number in range(250)]


@pytest.mark.parametrize("missed", [1, 100, 101, 350])
def test_a_gap_is_filled_whole_and_without_repeats(party: Party, missed: int) -> None:
    mara, bob = party.join("mara", certificate=MARA), party.join("bob", certificate=BOB)
    mara.say(ROOM, "before")
    bob.cut()
    for number in range(missed):
        party.now += 1
        mara.say(ROOM, f"m{number}")
    bob = party.comes_back(bob)
    pages = bob.saw(HistoryPage)
    assert {page.kind for page in pages} == {PageKind.MISSED}
    told = [event for page in pages for event in page.events if isinstance(event, MessageArrived)]
    assert [event.text for event in sorted(told, key=lambda event: event.time)] == [
        f"m{number}" for number in range(missed)
    ]


def test_what_is_on_its_way_when_a_connection_breaks_is_said_once(party: Party) -> None:
    alice = party.join("alice", certificate=CARL)
    bob = party.join("bob", certificate=BOB)
    alice.events.clear()
    bob.wants(Say(ROOM, "taken"))
    party.hub.receive(bob.session, bob.client.take_output(), party.now)  # the echo never comes
    bob.wants(Say(ROOM, "lost"))
    bob.client.take_output()  # this never arrives
    bob.cut()
    assert bob.saw(MessageFailed) == []
    bob.wants(Say(ROOM, "new"))
    bob = party.comes_back(bob)
    sent = [event for event in bob.events if isinstance(event, MessageSent)]
    assert [event.text for event in sent] == ["taken", "lost", "new"]
    assert texts(bob.events) == []
    assert texts(alice.events) == ["taken", "lost", "new"]


def test_a_repeat_that_the_hub_has_already_is_answered_and_not_said(party: Party) -> None:
    """As when the page that holds it does not come."""
    alice, bob = party.join("alice", certificate=CARL), party.join("bob", certificate=BOB)
    alice.events.clear()
    bob.wants(Say(ROOM, "one\ntwo"))
    party.hub.receive(bob.session, bob.client.take_output(), party.now)
    bob.cut()
    bob.client.state.last_seen.add(ROOM, Point(party.now + 60))  # nothing will be found in the gap
    bob = party.comes_back(bob)
    [sent] = [event for event in bob.events if isinstance(event, MessageSent)]
    [arrived] = [event for event in alice.events if isinstance(event, MessageArrived)]
    assert (sent.text, sent.msgid) == ("one\ntwo", arrived.msgid)


def test_private_talk_that_moved_meanwhile_is_found(party: Party) -> None:
    mara = party.join("mara", certificate=MARA)
    phone = party.join("bob", certificate=BOB)
    bob = party.join("bob", certificate=BOB)
    mara.say("bob", "before")
    bob.cut()
    party.now += 5
    mara.say("bob", "meanwhile")
    phone.say("mara", "from my phone")
    bob = party.comes_back(bob)
    [page] = [page for page in bob.saw(HistoryPage) if page.conversation == "mara"]
    assert page.kind is PageKind.MISSED
    assert texts(page.events) == ["meanwhile", "from my phone"]
    assert [event.own for event in page.events if isinstance(event, MessageArrived)] == [False, True]


@pytest.mark.parametrize(
    ("newcomers", "access", "told"),
    [
        (Newcomers.ALL, HistoryAccess.ALL, ["old", "new"]),
        (Newcomers.HOUR, HistoryAccess.LAST_HOUR, ["new"]),
        (Newcomers.NOTHING, HistoryAccess.NONE, []),
    ],
)
def test_everybody_sees_what_newcomers_may_read(
    newcomers: Newcomers, access: HistoryAccess, told: list[str]
) -> None:
    party = Party(fingerprint="ab" * 32, newcomers=newcomers)
    mara = party.join("mara", certificate=MARA)
    assert [event.access for event in mara.saw(HistoryPolicy)] == [access]
    mara.say(ROOM, "old")
    party.now += 7_200
    mara.say(ROOM, "new")
    party.now += 60
    assert texts(party.join("bob", certificate=BOB).events) == told


def test_what_is_said_while_the_page_is_on_its_way_is_told_once(party: Party) -> None:
    mara, bob = party.join("mara", certificate=MARA), party.join("bob", certificate=BOB)
    bob.cut()
    mara.say(ROOM, "missed")
    back = party.comes_back(bob)
    mara.say(ROOM, "live")
    assert sorted(texts(back.events)) == ["live", "missed"]


def test_a_channel_that_one_may_not_read_is_refused(party: Party) -> None:
    mara = party.join("mara", certificate=MARA)
    mara.events.clear()
    mara.wants(AskHistory("#secret", Point(party.now)))
    party.settle()
    [failed] = mara.saw(HistoryFailed)
    assert failed.conversation == "#secret"


def test_a_gap_in_an_empty_history_is_no_gap(party: Party) -> None:
    bob = party.join("bob", certificate=BOB)
    bob.cut()
    bob = party.comes_back(bob)
    assert texts(bob.events) == []
    assert bob.saw(HistoryMissing) == []
