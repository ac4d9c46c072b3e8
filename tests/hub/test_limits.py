"""Floods, crowds and slow readers: what one connection or address may do."""

from __future__ import annotations

import pytest

from app.hub import limits, price
from app.hub.limits import address_key
from tests.hub.party import Party, command_of


class TestFlood:
    def test_a_paste_of_twenty_lines_passes_at_once(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
        bob.says(*(f"PRIVMSG #a :{number}" for number in range(20)))
        assert len(ann.hears()) == 20

    def test_a_longer_one_arrives_slowly_in_order_and_whole(self) -> None:
        party = Party()
        ann, bob = party.join("ann", "#a"), party.join("bob", "#a")
        party.quiet()
        bob.says(*(f"PRIVMSG #a :{number}" for number in range(100)))
        heard = ann.hears()
        assert 30 <= len(heard) <= 40
        party.wait(1)
        more = ann.hears()
        assert len(more) == limits.FLOOD_RATE
        party.wait(15)
        heard += more + ann.hears()
        assert [line.rpartition(":")[2] for line in heard] == [str(number) for number in range(100)]

    @pytest.mark.parametrize("data", [b"PING x\r\n" * 400, (b"PING " + b"x" * 500 + b"\r\n") * 299])
    def test_beyond_what_may_wait_it_ends(self, data: bytes) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
        party.quiet()
        party.hub.receive(bob.session, data, party.now)
        assert "Excess flood" in bob.hears()[-1]
        assert bob.is_closed
        assert ann.hears() == [":bob!bob@10.0.0.1 QUIT :Excess flood"]

    def test_the_host_and_free_addresses_are_not_held_back(self) -> None:
        party = Party(loopback_limits=False)
        for friend in (party.owner("host"), party.join("bob", address="127.0.0.1")):
            assert len(friend.says(*["PING x"] * 400)) == 400
        other = party.join("ann", address="10.0.0.7")
        assert len(other.says(*["PING x"] * 100)) < 50

    def test_a_proven_host_is_free_on_any_connection(self) -> None:
        party = Party()
        bob = party.join("bob")
        party.hub.grant_owner("s", party.now)
        bob.says("HUBBUB OWNER s")
        assert len(bob.says(*["PING x"] * 400)) == 400

    def test_overlong_lines_wait_like_others(self) -> None:
        party = Party()
        bob = party.join("bob")
        assert 0 < len(bob.says(*["x" * 600] * 60)) < 60
        party.wait(20)
        assert [command_of(line) for line in bob.hears()].count("417") > 0


class TestCrowds:
    def test_a_full_hub_says_so_but_the_host_always_gets_in(self) -> None:
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

    def test_one_address_takes_only_so_many_places(self) -> None:
        party = Party(max_per_address=2)
        party.join("a", address="fe80::1")
        party.join("b", address="fe80::2")
        late = party.connect(address="fe80::3")
        assert "Too many connections from your address" in late.hears()[0]
        party.hub.disconnect(1, "gone", party.now)
        assert party.connect(address="fe80::4").hears() == []

    def test_connecting_again_and_again_is_slowed(self) -> None:
        party = Party()
        for _ in range(int(limits.CONNECT_BURST)):
            friend = party.connect(address="10.0.0.9")
            party.hub.disconnect(friend.session, "gone", party.now)
        assert "Connecting too fast" in party.connect(address="10.0.0.9").hears()[0]
        assert party.connect(address="10.0.0.8").hears() == []
        party.wait(3)
        assert party.connect(address="10.0.0.9").hears() == []

    def test_no_limits_means_none(self) -> None:
        party = Party(limits=False, max_per_address=1)
        for _ in range(100):
            assert party.connect(address="10.0.0.9").hears() == []

    def test_idle_addresses_are_forgotten(self) -> None:
        party = Party(password="pw")
        for _ in range(3):
            party.connect(address="10.0.0.9").says("PASS x", "NICK b", "USER b 0 * :B")
        party.wait(700)
        assert (
            "Bad password" in party.connect(address="10.0.0.9").says("PASS x", "NICK b", "USER b 0 * :B")[0]
        )


def test_who_does_not_read_is_closed() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    party.quiet()
    party.hub.backlog(bob.session, price.SEND_QUEUE, party.now)
    party.turn()
    assert not bob.is_closed
    party.hub.backlog(bob.session, price.SEND_QUEUE + 1, party.now)
    assert "SendQ exceeded" in bob.hears()[-1]
    assert bob.is_closed
    assert ann.hears() == [":bob!bob@10.0.0.1 QUIT :SendQ exceeded"]
    party.hub.backlog(bob.session, price.SEND_QUEUE + 1, party.now)
    assert party.hub.drain(party.now).writes == []


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::1", "::1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("somewhere", "somewhere"),
    ],
)
def test_an_address_counts_by_its_network(address: str, key: str) -> None:
    assert address_key(address) == key
