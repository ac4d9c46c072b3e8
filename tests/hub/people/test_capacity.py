"""Who has a place in the hub while there are few."""

from __future__ import annotations

from app.hub.data import addresses
from app.hub.people.capacity import FULL, SHARE_TAKEN
from tests.hub.party import Friend, Party


def test_a_full_hub_says_so_but_the_host_always_gets_in() -> None:
    party = Party(max_sessions=2)
    party.join("a")
    party.join("b")
    late = party.connect()
    assert late.hears() == ["ERROR :Closing link: 10.0.0.3 (The hub is full)"]
    assert late.is_closed
    assert party.connect(private=True, address="127.0.0.1").hears() == []
    party.hub.disconnect(1, "Connection reset", party.now)
    party.hub.disconnect(4, "Connection reset", party.now)
    assert party.join("d").is_closed is False


def test_one_address_takes_only_so_many_places() -> None:
    party = Party(max_per_address=2)
    party.join("a", address="2001:db8::1")
    party.join("b", address="2001:db8::2")
    late = party.connect(address="2001:db8::3")
    assert "Too many connections from your address" in late.hears()[0]
    assert party.connect(address="2001:db8:0:1::3").hears() == []
    party.hub.disconnect(1, "gone", party.now)
    assert party.connect(address="2001:db8::4").hears() == []


def test_neighbours_count_one_by_one() -> None:
    party = Party(max_per_address=1)
    for number in range(1, 61):
        assert party.connect(address=f"fd77::{number:x}").hears() == []
        assert party.connect(address=f"2001:db8::{number:x}", on_link=True).hears() == []
    assert "Too many connections from your address" in party.connect(address="fd77::1").hears()[0]


def test_connecting_again_and_again_is_slowed() -> None:
    party = Party()
    for _ in range(int(addresses.CONNECT_BURST)):
        friend = party.connect(address="10.0.0.9")
        party.hub.disconnect(friend.session, "gone", party.now)
    assert "Connecting too fast" in party.connect(address="10.0.0.9").hears()[0]
    assert party.connect(address="10.0.0.8").hears() == []
    party.wait(3)
    assert party.connect(address="10.0.0.9").hears() == []


def test_no_limits_means_none() -> None:
    party = Party(limits=False, max_per_address=1)
    for _ in range(100):
        assert party.connect(address="10.0.0.9").hears() == []


def closing(party: Party) -> tuple[list[int], list[int]]:
    turn = party.hub.drain(party.now)
    return turn.closes, turn.drops


def test_nobody_waits_until_who_has_no_place_has_read_why() -> None:
    party = Party(max_per_address=1, password="sesame")
    party.connect(address="10.0.0.9")
    party.turn()
    late = party.connect(address="10.0.0.9")
    assert closing(party) == ([late.session], [late.session])


def test_who_is_nobody_yet_makes_room_the_longest_waiting_of_the_greediest() -> None:
    party = Party(max_sessions=4)
    alone = party.connect(address="10.0.0.1")
    party.wait(1)
    greedy = [party.connect(address="10.0.0.2") for _ in range(2)]
    party.join("ann", address="10.0.0.3")
    newcomer = party.connect("bob", address="10.0.0.4")
    assert FULL in greedy[0].hears()[0]
    assert newcomer.hears() == greedy[1].hears() == alone.hears() == []
    assert party.connect(address="10.0.0.5").hears() == []
    assert FULL in alone.hears()[0]


def full(*, known: int = 0) -> Party:
    """A hub of 40 places, all that strangers may have taken by those."""
    party = Party(max_sessions=40)
    for number in range(known):
        party.log_in(f"friend{number}", address=f"10.1.0.{number}")
        party.hub.disconnect(number + 1, "gone", party.now)
    for number in range(38):
        assert not party.join(f"eve{number}", address=f"10.2.0.{number}").is_closed
    return party


def test_the_last_places_are_for_accounts_that_the_hub_knew_before() -> None:
    party = full(known=1)
    stranger = party.connect("bob")
    assert FULL in stranger.says("NICK bob", "USER bob 0 * :Bob")[-1]
    newly = party.log_in("carl")  # with a certificate that nobody has seen
    assert newly.is_closed
    friend = party.log_in("friend0")
    assert not friend.is_closed


def test_the_host_has_a_place_whatever_happens() -> None:
    party = full()
    party.log_in("x", fingerprint="fp-of-eve")
    party.hub._state.accounts.set_host("fp-host")
    for number in range(2):
        party.connect(address=f"10.3.0.{number}")
    assert not party.log_in("mara", fingerprint="fp-host").is_closed


def test_a_place_that_strangers_have_left_is_one_again() -> None:
    party = full()
    assert party.join("bob").is_closed
    party.hub.disconnect(1, "gone", party.now)
    assert not party.join("bob").is_closed


def neighbours(party: Party, count: int) -> list[Friend]:
    return [party.join(f"eve{number}", address=f"fd77::{number + 1:x}") for number in range(count)]


def test_half_of_the_places_is_for_one_network() -> None:
    party = Party(max_sessions=40)
    party.log_in("friend", address="fd77::a:1")
    party.hub.disconnect(1, "gone", party.now)
    assert not any(friend.is_closed for friend in neighbours(party, 20))
    assert SHARE_TAKEN in party.connect(address="fd77::b:1").hears()[0]
    assert not party.join("ann", address="fd77:0:0:1::1").is_closed
    assert not party.join("bob", address="10.0.0.1").is_closed
    assert not party.log_in("friend", address="fd77::a:2").is_closed


def test_within_a_network_who_is_nobody_yet_makes_room_and_nobody_else_does() -> None:
    party = Party(max_sessions=40)
    other = party.connect(address="10.0.0.1")
    waiting = [party.connect(address=f"fd77::{number + 1:x}") for number in range(20)]
    newcomer = party.connect("ann", address="fd77::a:1")
    assert other.hears() == newcomer.hears() == []
    assert FULL in waiting[0].hears()[0]
    assert not newcomer.says("NICK ann", "USER ann 0 * :Ann")[0].startswith("ERROR")
