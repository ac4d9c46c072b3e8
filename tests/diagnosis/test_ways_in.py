"""By which addresses people came: what was seen, counted by who is there now."""

from __future__ import annotations

from app.diagnosis.ways_in import WaysIn

NEVER = float("-inf")
LAN, WLAN, IPV6 = "192.168.1.24", "10.0.0.7", "fd00:1::24"
ALL = (LAN, WLAN, IPV6)


def test_nothing_was_reached_at_first() -> None:
    ways = WaysIn()
    assert ways.last_reached(ALL) == NEVER
    assert ways.reached_of(ALL) == frozenset()
    assert ways.ordered(ALL) == list(ALL)
    assert not ways.has_guests


def test_an_address_that_somebody_came_to_was_reached() -> None:
    ways = WaysIn()
    ways.note_reached(WLAN, 5)
    ways.note_reached("nowhere", 6)
    assert ways.reached_of(ALL) == {WLAN}
    assert ways.last_reached(ALL) == 5
    assert ways.last_reached([LAN]) == NEVER
    assert not ways.has_guests


def test_an_address_of_the_same_ipv6_network_says_the_same() -> None:
    ways = WaysIn()
    ways.enter("bob", "fd00:1::abcd", 5)
    assert ways.reached_of(ALL) == {IPV6}
    assert ways.ordered(ALL)[0] == IPV6


def test_the_address_by_which_most_are_in_comes_first() -> None:
    ways = WaysIn()
    ways.enter("ann", WLAN, 1)
    ways.enter("bob", IPV6, 2)
    assert ways.ordered(ALL) == [WLAN, IPV6, LAN]
    ways.enter("eve", IPV6, 3)
    assert ways.ordered(ALL) == [IPV6, WLAN, LAN]
    ways.rename("eve", "eva")
    ways.leave("eva")
    ways.leave("bob")
    ways.leave("nobody")
    ways.rename("nobody", "somebody")
    assert ways.ordered(ALL) == [WLAN, LAN, IPV6]
    assert ways.reached_of(ALL) == {WLAN, IPV6}, "what was seen was seen"
    ways.leave("ann")
    assert not ways.has_guests


def test_who_comes_again_by_another_address_counts_there() -> None:
    ways = WaysIn()
    ways.enter("ann", WLAN, 1)
    ways.enter("ann", LAN, 2)
    assert ways.ordered(ALL) == [LAN, WLAN, IPV6]


def test_this_computer_itself_counts_for_nothing() -> None:
    ways = WaysIn()
    ways.enter("mara", "", 1)
    assert not ways.has_guests
    assert ways.last_reached(ALL) == NEVER


def test_what_is_kept_has_a_bound() -> None:
    ways = WaysIn()
    for number in range(1000):
        ways.note_reached(f"10.1.{number // 250}.{number % 250}", number)
    assert len(ways._reached) == 64
    ways.note_reached("10.1.0.0", 2000)
    assert ways.last_reached(["10.1.0.0"]) == 2000
