"""Floods and slow readers: what one connection may do."""

from __future__ import annotations

import pytest

from app.hub.data import costs, limits
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


def test_who_does_not_read_is_closed() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    party.quiet()
    party.hub.backlog(bob.session, costs.SEND_QUEUE, party.now)
    party.turn()
    assert not bob.is_closed
    party.hub.backlog(bob.session, costs.SEND_QUEUE + 1, party.now)
    assert "SendQ exceeded" in bob.hears()[-1]
    assert bob.is_closed
    assert ann.hears() == [":bob!bob@10.0.0.1 QUIT :SendQ exceeded"]
    party.hub.backlog(bob.session, costs.SEND_QUEUE + 1, party.now)
    assert party.hub.drain(party.now).writes == []
