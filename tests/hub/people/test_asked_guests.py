"""Guests are asked to try addresses of the hub's computer, one at a time, and only their answers count."""

from __future__ import annotations

import pytest

from app.hub.data.events import CallbackTold
from app.irc.callback_lines import CallbackRequest
from tests.hub.party import START, Friend, Party, untagged

REQUEST = CallbackRequest(6667, ("192.168.1.24", "fd00:1::24"))
ASKED = ":hub HUBBUB CALLBACK 6667 192.168.1.24 fd00:1::24"
CAP = "hubbub.chat/callback"


def told(party: Party) -> list[CallbackTold]:
    return [event for event in party.events if isinstance(event, CallbackTold)]


def asks(party: Party) -> None:
    party.hub.ask_guest(REQUEST, party.now)
    party.turn()


def hears(friend: Friend) -> list[str]:
    return [untagged(line) for line in friend.hears()]


def test_a_guest_is_asked_and_tells_what_it_found_at_each() -> None:
    party = Party()
    bob = party.join("bob", caps=CAP, secure=True)
    asks(party)
    assert hears(bob) == [ASKED]
    assert bob.says("HUBBUB CALLBACK 6667 192.168.1.24 RIGHT", "HUBBUB CALLBACK 6667 fd00:1::24 OTHER") == []
    assert told(party) == [
        CallbackTold(START, "bob", "192.168.1.24", 6667, True),
        CallbackTold(START, "bob", "fd00:1::24", 6667, False),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "192.168.1.24 RIGHT",
        "6668 192.168.1.24 RIGHT",
        "6667 192.168.1.25 RIGHT",
        "6667 192.168.1.24 MAYBE",
        "x",
    ],
)
def test_what_nobody_has_asked_for_is_refused(line: str) -> None:
    party = Party()
    bob = party.join("bob", caps=CAP, secure=True)
    asks(party)
    bob.hears()
    assert bob.codes(f"HUBBUB CALLBACK {line}") == ["FAIL"]
    assert told(party) == []


def test_an_answer_counts_once_and_only_from_who_was_asked() -> None:
    party = Party()
    bob, eve = party.join("bob", caps=CAP, secure=True), party.join("eve", caps=CAP, secure=True)
    asks(party)
    line = "HUBBUB CALLBACK 6667 192.168.1.24 RIGHT"
    assert eve.codes(line) == ["FAIL"]
    bob.hears()
    assert bob.codes("HUBBUB CALLBACK") == ["461"]
    bob.says(line)
    assert untagged(bob.says(line)[-1]) == ":hub FAIL HUBBUB NOT_ASKED CALLBACK :Nobody has asked for that"
    assert len(told(party)) == 1
    asks(party)
    assert bob.codes("HUBBUB CALLBACK 6667 fd00:1::24 RIGHT") == ["FAIL"], "another one is asked now"


def test_another_guest_is_asked_each_time() -> None:
    party = Party()
    guests = [party.join(name, caps=CAP, secure=True) for name in ("ann", "bob", "eve")]
    asked = []
    for _ in range(4):
        asks(party)
        asked += [guest.name for guest in guests if hears(guest)]
    assert asked == ["ann", "bob", "eve", "ann"]


def test_nobody_is_asked_who_could_not_tell() -> None:
    party = Party()
    others = [
        party.join("old", secure=True),
        party.join("plain", caps=CAP),
        party.join("here", caps=CAP, secure=True, address="127.0.0.1"),
        party.join("window", caps=CAP, secure=True, address="127.0.0.1", private=True),
        party.join("self", caps=CAP, secure=True, address="192.168.1.24", local="192.168.1.24"),
        party.connect("late", secure=True),
    ]
    others[-1].says("CAP LS 302", f"CAP REQ :{CAP}", "NICK late")
    asks(party)
    assert [guest.name for guest in others if hears(guest)] == []


def test_one_that_is_gone_is_asked_no_more() -> None:
    party = Party()
    bob = party.join("bob", caps=CAP, secure=True)
    asks(party)
    bob.says("QUIT")
    asks(party)
    eve = party.join("eve", caps=CAP, secure=True)
    asks(party)
    assert hears(eve) == [ASKED]
