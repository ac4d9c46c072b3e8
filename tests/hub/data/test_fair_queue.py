"""Whose line is next when there is more to do than a turn should take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.hub.data import fair_queue
from app.hub.data.addresses import Peer
from app.hub.data.entities import Person, Session
from app.hub.data.fair_queue import FairQueue
from tests.hub.party import Friend, Party, command_of


def session_at(origin: str, network: str = "") -> Session:
    return Session(0, Peer(origin, 1), 0.0, 0.0, Person(origin, 0.0), origin=origin, network=network)


def order(queue: FairQueue, cost: int, times: int) -> list[str]:
    """Who is next, so many times, where each costs as much and has more to say."""
    found = []
    for _ in range(times):
        session = queue.take()
        assert session is not None
        found.append(session.origin)
        queue.charge(session, cost)
        queue.add(session)
    return found


class TestQueue:
    def test_addresses_take_turns_however_many_sessions_they_have(self) -> None:
        queue = FairQueue()
        for _ in range(5):
            queue.add(session_at("many"))
        queue.add(session_at("one"))
        assert sorted(order(queue, 10, 6)) == ["many"] * 3 + ["one"] * 3

    def test_the_sessions_of_an_address_take_turns_too(self) -> None:
        queue, some = FairQueue(), [session_at("a") for _ in range(3)]
        for session in [*some, *some]:
            queue.add(session)
        taken = [queue.take() for _ in range(4)]
        assert taken == [*some, None]

    def test_who_has_cost_more_waits_longer(self) -> None:
        queue, dear, cheap = FairQueue(), session_at("dear"), session_at("cheap")
        queue.charge(dear, 35)
        queue.charge(cheap, 5)
        queue.add(dear)
        queue.add(cheap)
        assert order(queue, 10, 4) == ["cheap", "cheap", "cheap", "dear"]

    def test_who_comes_anew_is_next_but_has_saved_up_nothing(self) -> None:
        queue = FairQueue()
        queue.add(session_at("old"))
        order(queue, 10, 100)
        queue.add(session_at("new"))
        assert order(queue, 10, 5) == ["new", "old", "new", "old", "new"]

    def test_what_runs_at_once_stays_within_a_share_and_a_turn(self) -> None:
        queue, greedy = FairQueue(), session_at("greedy")
        assert queue.may_run(greedy)
        queue.charge(greedy, fair_queue.SHARE)
        assert not queue.may_run(greedy)
        for number in range(fair_queue.TURN // fair_queue.SHARE - 1):
            other = session_at(str(number))
            assert queue.may_run(other)
            queue.charge(other, fair_queue.SHARE)
        assert not queue.may_run(session_at("late"))
        queue.end_turn()
        assert queue.may_run(greedy)

    def test_while_somebody_waits_nobody_goes_before(self) -> None:
        queue, waiting = FairQueue(), session_at("a")
        queue.add(waiting)
        assert not queue.may_run(session_at("b"))
        assert queue.take() is waiting
        assert queue.may_run(session_at("b"))

    def test_a_turn_does_only_so_much_and_the_next_one_goes_on(self) -> None:
        queue = FairQueue()
        for name in "abc":
            queue.add(session_at(name))
        first = queue.take()
        assert first is not None
        queue.charge(first, fair_queue.TURN)
        assert queue.take() is None
        queue.end_turn()
        assert queue
        assert [session.origin for session in iter(queue.take, None)] == ["b", "c"]
        assert not queue

    def test_a_network_of_a_thousand_addresses_takes_turns_with_one_that_is_in_none(self) -> None:
        queue = FairQueue()
        for number in range(1000):
            queue.add(session_at(f"fd77::{number}", "fd77::"))
        queue.add(session_at("10.0.0.1"))
        taken = order(queue, 10, 20)
        assert taken.count("10.0.0.1") == 10
        assert len(set(taken)) == 11

    def test_in_a_network_too_the_address_that_has_cost_least_goes_first(self) -> None:
        queue, greedy = FairQueue(), session_at("fd77::1", "fd77::")
        queue.charge(greedy, 1000)
        for _ in range(5):
            queue.add(session_at("fd77::1", "fd77::"))
        queue.add(session_at("fd77::2", "fd77::"))
        assert order(queue, 10, 5) == ["fd77::2"] * 5

    def test_a_network_leaves_half_of_a_turn_to_others(self) -> None:
        queue = FairQueue()
        for number in range(2):
            neighbour = session_at(f"fd77::{number}", "fd77::")
            assert queue.may_run(neighbour)
            queue.charge(neighbour, fair_queue.TURN // 4)
        assert not queue.may_run(session_at("fd77::3", "fd77::"))
        assert queue.may_run(session_at("10.0.0.1"))

    def test_what_is_known_of_addresses_that_do_not_wait_is_forgotten(self) -> None:
        queue = FairQueue()
        queue.add(session_at("flood"))
        for number in range(100):
            queue.charge(session_at(str(number)), 1)
        order(queue, 5, 3)
        queue.end_turn()
        assert set(queue._groups.of) == set(queue._addresses) == {"flood"}
        assert order(queue, 5, 1) == ["flood"]
        while queue.take():
            pass
        queue.end_turn()
        assert not queue._groups.of
        assert not queue._addresses


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 300_000)), max_size=200))
def test_everybody_who_waits_has_a_turn_once_and_nothing_is_left(steps: list[tuple[int, int]]) -> None:
    queue, waiting = FairQueue(), set[Session]()
    everybody = [
        session_at(f"fd77::{number // 2}", "fd77::") if number < 4 else session_at(f"10.0.0.{number // 2}")
        for number in range(10)
    ]
    for who, cost in steps:
        if who < 10:
            queue.add(everybody[who])
            waiting.add(everybody[who])
        elif who == 10 and (taken := queue.take()) is not None:
            waiting.remove(taken)
            queue.charge(taken, cost)
        elif who == 11:
            queue.end_turn()
        assert bool(queue) == bool(waiting)
    queue.end_turn()
    assert set(iter(queue.take, None)) == waiting
    queue.end_turn()
    assert not queue._groups.of
    assert not queue._addresses


@pytest.fixture
def party(monkeypatch: pytest.MonkeyPatch) -> Party:
    """Turns are short, so that few lines fill them."""
    monkeypatch.setattr(fair_queue, "TURN", 40_000)
    monkeypatch.setattr(fair_queue, "SHARE", 20_000)
    monkeypatch.setattr(fair_queue, "SLICE", 5_000)
    return Party()


def flood(party: Party, members: int = 30) -> list[Friend]:
    """Many connections of one address that all say a lot at once; nothing has run in a turn yet."""
    friends = [party.join(f"f{number}", "#a", address="10.0.0.99") for number in range(members)]
    party.wait(20)
    party.quiet()
    for friend in friends:
        party.hub.receive(friend.session, b"NAMES #a\r\n" * 38, party.now)
    return friends


def test_nobody_else_waits_for_the_lines_of_one_address(party: Party) -> None:
    ann = party.join("ann", address="10.0.0.7")
    floods = flood(party)
    for number in range(5):
        party.hub.receive(ann.session, f"PING {number}\r\n".encode(), party.now)
        party._turn()
        assert [command_of(line) for line in ann.lines] == ["PONG"] * (number + 1)
        assert party.goes_on
    party.turn()
    for friend in floods:
        assert sum(command_of(line) == "366" for line in friend.lines) == 38


def test_the_connections_of_one_address_are_served_alike(party: Party) -> None:
    floods = flood(party, 10)
    for _ in range(5):
        party._turn()
    answered = [sum(command_of(line) == "366" for line in friend.lines) for friend in floods[1:]]
    assert party.goes_on
    assert 0 < max(answered) <= 2 * min(answered)


def test_who_is_gone_before_their_turn_costs_nothing_more(party: Party) -> None:
    floods = flood(party)
    for friend in floods:
        party.hub.disconnect(friend.session, "Connection closed", party.now)
    party._turn()
    assert not party.goes_on


def test_the_host_never_waits(party: Party) -> None:
    host = party.owner("host", "#a")
    floods = flood(party)
    assert len(host.says(*["PING x"] * 200)) == 200
    assert len(floods) == 30
