"""What is said and not read: who does not read says nothing more, and the worst readers go first."""

from __future__ import annotations

import pytest

from app.hub.data import costs
from app.hub.data.events import Quit
from app.hub.people import capacity
from tests.hub.party import Party, command_of

# A MOTD of 400 KiB: one answer that is more than may be left unread.
LONG = tuple("x" * 400 for _ in range(1024))


def answers(lines: list[str]) -> int:
    return sum(command_of(line) == "376" for line in lines)


def test_who_has_much_to_read_says_no_more_in_that_turn_and_then_goes_on() -> None:
    party = Party(motd=LONG)
    bob = party.join("bob")
    party.hub.receive(bob.session, b"MOTD\r\n" * 3, party.now)
    for number in range(1, 4):
        party._turn()
        assert answers(bob.lines) == number
        assert party.goes_on == (number < 3)


def test_who_does_not_read_says_nothing_until_it_has_read() -> None:
    party = Party(motd=LONG)
    bob = party.join("bob")
    party.hub.backlog(bob.session, costs.CLOGGED, party.now)
    assert bob.says("MOTD", "PING x") == []
    party.wait(10)
    assert bob.hears() == []
    assert not bob.is_closed
    party.hub.backlog(bob.session, costs.CLOGGED - 1, party.now)
    heard = bob.hears()
    assert answers(heard) == 1
    party.hub.backlog(bob.session, 0, party.now)
    assert command_of((heard + bob.hears())[-1]) == "PONG"


def test_bytes_of_what_others_say_do_not_stop_a_turn() -> None:
    party = Party(limits=False)
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    ann.says(*[f"PRIVMSG #a :{'x' * 400}"] * 1000)
    assert command_of(bob.says("PING x")[-1]) == "PONG"


def test_all_together_leave_only_so_much_unread_and_the_worst_reader_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(capacity, "ALL_UNREAD", 1000)
    monkeypatch.setattr(capacity, "CLOGGED", 300)
    party = Party()
    friends = [party.join(name) for name in ("bob", "ann", "eve")]
    for friend, unread in zip(friends, (400, 500, 100), strict=True):
        party.hub.backlog(friend.session, unread, party.now)
    party.turn()
    assert [friend.is_closed for friend in friends] == [False, False, False]
    party.hub.backlog(friends[2].session, 101, party.now)
    turn = party.hub.drain(party.now)
    assert turn.drops == turn.closes == [friends[1].session]
    assert [event.nick for event in turn.events if isinstance(event, Quit)] == ["ann"]
    party.hub.backlog(friends[0].session, 890, party.now)
    assert party.hub.drain(party.now).drops == []


def test_who_has_little_unread_is_not_cut_for_what_all_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "ALL_UNREAD", 1000)
    monkeypatch.setattr(capacity, "CLOGGED", 300)
    party = Party()
    for name in ("a", "b", "c", "d"):
        party.hub.backlog(party.join(name).session, 299, party.now)
    assert party.hub.drain(party.now).drops == []


def test_who_is_gone_leaves_nothing_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "ALL_UNREAD", 1000)
    party = Party()
    bob, ann = party.join("bob"), party.join("ann")
    party.hub.backlog(bob.session, 900, party.now)
    party.hub.disconnect(bob.session, "Connection closed", party.now)
    party.hub.backlog(ann.session, 900, party.now)
    assert party.hub.drain(party.now).drops == []


def test_what_many_are_told_is_joined_once_for_each_kind_of_receiver() -> None:
    party = Party()
    eve = party.join("eve", "#a")
    kinds = [party.join(f"m{number}", "#a", caps="server-time" if number % 2 else "") for number in range(20)]
    party.quiet()
    party.hub.receive(eve.session, b"PRIVMSG #a :one\r\nPRIVMSG #a :two\r\n", party.now)
    writes = party.hub.drain(party.now).writes
    assert {session for session, _ in writes} == {friend.session for friend in kinds}
    assert len({id(data) for _, data in writes}) == 2
