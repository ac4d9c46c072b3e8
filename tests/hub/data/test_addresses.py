"""What counts as one address, what an address may do, and that a network of them has no more than half."""

from __future__ import annotations

import pytest

from app.hub.data import addresses
from app.hub.data.addresses import (
    ACCOUNTS_AN_HOUR,
    FREE_FAILURES,
    HOUR,
    LONGEST_PAUSE,
    MOST_ADDRESSES,
    SHARE,
    Addresses,
    GuessThrottle,
    Origin,
    Peer,
    Reputation,
    origin_of,
)
from tests.hub.party import START, Friend, Party


def peer(address: str, *, on_link: bool = False) -> Peer:
    return Peer(address, 4000, on_link=on_link)


@pytest.mark.parametrize(
    ("address", "on_link", "origin"),
    [
        ("10.0.0.1", False, Origin("10.0.0.1")),
        ("::1", False, Origin("::1")),
        ("::ffff:10.0.0.1", False, Origin("10.0.0.1")),
        ("2001:db8:1:2:3:4:5:6", False, Origin("2001:db8:1:2::/64")),
        ("2001:db8:1:2:3:4:5:6", True, Origin("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")),
        ("fe80::1%eth0", False, Origin("fe80::1", "fe80::/64")),
        ("fd77:0:0:9::1", False, Origin("fd77:0:0:9::1", "fd77:0:0:9::/64")),
        ("FD77::0:1", False, Origin("fd77::1", "fd77::/64")),
        ("somewhere", False, Origin("somewhere")),
    ],
)
def test_an_address_counts_by_its_network_but_a_neighbours_by_itself(
    address: str, on_link: bool, origin: Origin
) -> None:
    assert origin_of(peer(address, on_link=on_link)) == origin


def guess(party: Party, address: str, *, password: str = "wrong") -> Friend:
    friend = party.connect("eve", address=address)
    friend.says(f"PASS {password}", "NICK eve", "USER eve 0 * :Eve")
    return friend


def test_a_neighbours_wrong_passwords_lock_out_nobody_else() -> None:
    party = Party(password="sesame")
    for _ in range(4):
        guess(party, "fd77::66")
    assert (
        party.connect("ann", address="fd77::7")
        .says("PASS sesame", "NICK ann", "USER ann 0 * :A")[0]
        .startswith(":hub 001 ann ")
    )
    late = party.connect("eve", address="fd77::66").says("PASS sesame", "NICK eve", "USER eve 0 * :E")
    assert "Too many wrong passwords" in late[0]


def test_half_of_an_hours_new_accounts_is_for_one_network() -> None:
    table = Addresses()
    made = [table.take_account(peer(f"fd77::{number:x}"), START) for number in range(1, ACCOUNTS_AN_HOUR + 1)]
    assert made.count(True) == ACCOUNTS_AN_HOUR // SHARE
    assert table.take_account(peer("fd77:0:0:2::1"), START)
    assert table.take_account(peer("10.0.0.1"), START)
    assert not table.take_account(peer("fd77::1"), START + HOUR - 1)
    assert table.take_account(peer("fd77::1"), START + HOUR)


def test_who_made_no_account_lately_may_make_one_whatever_others_made() -> None:
    table = Addresses()
    for number in range(ACCOUNTS_AN_HOUR):
        assert table.take_account(peer(f"10.0.{number // 20}.1"), START)
    assert not table.take_account(peer("10.0.0.1"), START)
    assert table.take_account(peer("10.9.9.9"), START)
    assert not table.take_account(peer("10.9.9.9"), START)


def test_a_clock_that_is_set_back_keeps_nobody_from_an_account_for_longer_than_an_hour() -> None:
    table = Addresses()
    for number in range(1, ACCOUNTS_AN_HOUR // SHARE + 1):
        table.take_account(peer(f"fd77::{number:x}"), START + 90 * 24 * HOUR)
    table.turn_back(START)
    assert not table.take_account(peer("fd77::ffff"), START)
    assert table.take_account(peer("fd77::ffff"), START + HOUR)


def test_however_many_addresses_somebody_owns_the_table_is_bounded_and_knows_the_latest() -> None:
    table = Addresses()
    for number in range(MOST_ADDRESSES * 2):
        table.note_failure(peer(f"fd77::{number:x}"), START)
        table.record(peer("10.0.0.1"), START)
    assert len(table.records) == MOST_ADDRESSES
    assert "10.0.0.1" in table.records
    assert table.records[f"fd77::{MOST_ADDRESSES * 2 - 1:x}"].failures == 1


def test_sessions_are_counted_by_address_and_by_network_and_leave_nothing_behind() -> None:
    party = Party()
    friends = [party.connect(address=address) for address in ("fd77::1", "fd77::2", "10.0.0.1")]
    counted = party.hub._state.addresses.sessions
    assert counted == {"fd77::1": 1, "fd77::2": 1, "fd77::/64": 2, "10.0.0.1": 1}
    for friend in friends:
        party.hub.disconnect(friend.session, "gone", party.now)
    assert counted == {}


class TestBrake:
    def test_a_class_that_mistypes_is_not_slowed(self) -> None:
        table = Addresses()
        for number in range(int(FREE_FAILURES)):
            table.note_failure(peer(f"10.0.0.{number}"), START)
        assert table.guess_throttle.pause(START) == 0.0

    def test_guesses_over_all_addresses_slow_checks_down_to_a_bound_and_are_forgiven(self) -> None:
        table = Addresses()
        for number in range(10_000):
            table.note_failure(peer(f"10.0.{number // 250}.{number % 250}"), START)
        assert table.guess_throttle.pause(START) == LONGEST_PAUSE
        assert 0 < table.guess_throttle.pause(START + HOUR) < LONGEST_PAUSE
        assert table.guess_throttle.pause(START + 3 * HOUR) == 0.0
        table.turn_back(START - 1000 * HOUR)
        assert table.guess_throttle.pause(START - 996 * HOUR) == 0.0

    def test_the_hub_says_whose_turn_work_takes_and_how_slowly(self) -> None:
        party = Party(password="sesame")
        party.works = False
        guess(party, "fd77::66")
        work = party.work.pop()
        assert (work.origin, work.pause) == (Origin("fd77::66", "fd77::/64"), 0.0)
        assert party.hub.reputation(work.id, party.now) is Reputation.NEW
        party.hub._state.addresses.guess_throttle = GuessThrottle(10_000, party.now)
        guess(party, "10.0.0.9")
        assert 0 < party.work.pop().pause <= LONGEST_PAUSE

    def test_who_has_proved_the_password_before_does_not_wait_with_strangers(self) -> None:
        party = Party(password="sesame")
        party.hub.disconnect(guess(party, "10.0.0.7", password="sesame").session, "gone", party.now)
        party.works = False
        party.hub._state.addresses.guess_throttle = GuessThrottle(10_000, party.now)
        guess(party, "10.0.0.7", password="sesame")
        assert party.hub.reputation(party.work[0].id, party.now) is Reputation.TRUSTED

    def test_what_an_address_has_shown_since_counts_for_what_it_has_waiting(self) -> None:
        party = Party(password="sesame")
        party.works = False
        guesses = [guess(party, "10.0.0.9").session for _ in range(5)]
        for number in range(3):
            assert party.hub.reputation(guesses[4], party.now) is (
                Reputation.FAILED if number else Reputation.NEW
            )
            party.hub.complete(guesses[number], False, party.now)
        assert party.hub.reputation(guesses[4], party.now) is Reputation.BLOCKED
        party.hub.complete(guesses[4], None, party.now)
        party.turn()
        assert "Too many wrong passwords" in party.friends[guesses[4]].lines[0]
        assert party.hub.reputation(guesses[4], party.now) is None  # gone

    def test_a_known_account_that_guesses_is_a_stranger_again(self) -> None:
        party = Party()
        table = party.hub._state.addresses
        assert table.reputation(peer("10.0.0.7"), START, is_known=True) is Reputation.TRUSTED
        for _ in range(addresses.FREE_GUESSES):
            table.note_failure(peer("10.0.0.7"), START)
        assert table.reputation(peer("10.0.0.7"), START, is_known=True) is Reputation.BLOCKED
        table.note_success(peer("10.0.0.7"), START)
        assert table.reputation(peer("10.0.0.7"), START + HOUR, is_known=False) is Reputation.FAILED
        assert table.reputation(peer("10.0.0.8"), START, is_known=False) is Reputation.NEW


def test_idle_addresses_are_forgotten() -> None:
    party = Party(password="pw")
    for _ in range(3):
        guess(party, "10.0.0.9")
    party.wait(700)
    assert "10.0.0.9" not in party.hub._state.addresses.records
    late = party.connect(address="10.0.0.9").says("PASS x", "NICK b", "USER b 0 * :B")
    assert "Bad password" in late[0]


def test_who_waits_for_the_hub_to_check_a_password_is_not_late() -> None:
    party = Party(password="sesame")
    party.works = False
    patient = party.connect("ann")
    patient.says("PASS sesame", "NICK ann", "USER ann 0 * :Ann")
    party.wait(300)
    assert not patient.is_closed
    party.works = True
    assert " 001 ann " in patient.hears()[0]
