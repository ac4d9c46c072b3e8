"""What time does: registration deadline, PING, ghosts, a sleeping computer."""

from __future__ import annotations

from app.hub.data.addresses import LONGEST_WAIT
from app.hub.data.events import Quit, Refused
from tests.hub.logins import asks, known, plain
from tests.hub.party import Party, command_of


def test_who_does_not_register_is_closed_after_thirty_seconds() -> None:
    party = Party()
    slow = party.connect()
    slow.says("CAP LS 302", "NICK slow")
    party.wait(29)
    assert not slow.is_closed
    party.wait(1)
    assert slow.hears() == ["ERROR :Closing link: 10.0.0.1 (Registration timed out)"]
    assert slow.is_closed
    assert party.happened(Refused) == [Refused(party.now, "10.0.0.1", "Registration timed out")]


def test_the_silent_are_pinged_and_the_dead_gone_within_ninety_seconds() -> None:
    party = Party()
    dead, bob = party.join("dead", "#a"), party.join("bob", "#a")
    dead.is_dead = True
    party.quiet()
    party.wait(44)
    assert dead.hears() == []
    party.wait(1)
    assert dead.hears() == ["PING hub"]
    party.wait(44)
    assert not dead.is_closed
    party.wait(1)
    assert dead.is_closed
    assert bob.hears() == [":dead!dead@10.0.0.1 QUIT :Ping timeout: 90 seconds"]
    assert party.happened(Quit) == [Quit(party.now, "dead", "10.0.0.1", "Ping timeout: 90 seconds")]


def test_any_word_is_a_sign_of_life() -> None:
    party = Party()
    bob = party.join("bob")
    bob.is_dead = True
    for _ in range(5):
        party.wait(60)
        bob.says("ISON bob")
    assert not bob.is_closed
    assert bob.hears() == []


class TestGhosts:
    def test_a_wanted_name_is_asked_for_at_once_and_free_five_seconds_later(self) -> None:
        party = Party()
        ghost = party.join("bob", address="10.0.0.9")
        ghost.is_dead = True
        party.wait(3)
        bob = party.connect(address="10.0.0.9")
        assert bob.codes("NICK bob", "USER b 0 * :B") == ["433"]
        assert ghost.hears() == ["PING hub"]
        assert bob.codes("NICK bob") == ["433"]
        assert ghost.hears() == []
        party.wait(5)
        assert ghost.is_closed
        assert bob.codes("NICK bob")[0] == "001"

    def test_a_living_holder_keeps_the_name(self) -> None:
        party = Party()
        holder = party.join("bob", address="10.0.0.9")
        party.wait(3)
        assert party.connect(address="10.0.0.9").codes("NICK bob") == ["433"]
        party.wait(10)
        assert not holder.is_closed

    def test_a_ghost_is_suspected_also_at_the_end_of_registration(self) -> None:
        party = Party()
        bob = party.connect(address="10.0.0.9")
        bob.says("CAP LS 302", "NICK bob", "USER b 0 * :B")
        ghost = party.join("bob", address="10.0.0.9")
        ghost.is_dead = True
        party.wait(3)
        assert bob.codes("CAP END") == ["433"]
        party.wait(5)
        assert ghost.is_closed

    def test_strangers_and_the_just_heard_are_not_asked(self) -> None:
        party = Party()
        holder = party.join("bob", address="10.0.0.9")
        assert party.connect(address="10.0.0.9").codes("NICK bob") == ["433"]
        party.wait(3)
        assert party.connect(address="10.0.0.8").codes("NICK bob") == ["433"]
        assert holder.hears() == []

    def test_an_outstanding_ping_is_only_made_shorter(self) -> None:
        party = Party()
        ghost = party.join("bob", address="10.0.0.9")
        ghost.is_dead = True
        party.wait(88)
        ghost.hears()
        assert party.connect(address="10.0.0.9").codes("NICK bob") == ["433"]
        assert ghost.hears() == []
        party.wait(2)
        assert ghost.is_closed


class TestSleepingComputer:
    def test_nobody_is_blamed_for_a_leap_of_the_clock(self) -> None:
        party = Party()
        bob, slow = party.join("bob"), party.connect()
        bob.is_dead = True
        party.wait(50)
        slow = party.connect()
        party.now += 8 * 3600
        party.hub.tick(party.now)
        party.turn()
        assert not bob.is_closed
        assert not slow.is_closed
        party.wait(29)
        assert not slow.is_closed
        party.wait(20)
        assert bob.is_closed
        assert slow.is_closed

    def test_what_was_heard_after_the_leap_counts_from_then(self) -> None:
        party = Party()
        bob = party.join("bob")
        bob.is_dead = True
        party.now += 3600
        bob.says("PONG x")
        party.wait(46)
        assert [command_of(line) for line in bob.hears()] == ["PING"]

    def test_a_clock_set_back_ends_nobody_and_stops_no_deadline(self) -> None:
        party = Party()
        bob, slow = party.join("bob"), party.connect()
        bob.is_dead = True
        party.now -= 3600
        party.hub.tick(party.now)
        party.wait(29)
        assert not slow.is_closed
        party.wait(61)
        assert slow.is_closed
        assert bob.is_closed

    def test_a_clock_set_back_keeps_nobody_out(self) -> None:
        party = Party(accounts=known())
        for _ in range(6):
            asks(party, address="10.0.0.9").says(*plain("mara", "wrong"))
        party.log_in("bob", address="10.0.0.9")
        party.now -= 3600
        assert asks(party, address="10.0.0.9").codes("PING x") == ["PONG"]
        party.wait(LONGEST_WAIT + 1)
        late = asks(party, address="10.0.0.9")
        assert "903" in late.codes(*plain("mara", "sesame"))
        late.says("NICK late", "USER l 0 * :L", "CAP END", "JOIN #a")
        assert "353" in late.codes("NAMES #a")


def test_what_concerns_the_connection_itself_has_no_source() -> None:
    """Some clients look for a line that begins with "PING" and are thrown out without one."""
    party = Party()
    bob = party.join("bob")
    party.wait(44)
    party.hub.tick(party.now + 1)
    assert party.hub.drain(party.now + 1).writes == [(bob.session, b"PING hub\r\n")]
    party.hub.receive(bob.session, b"QUIT :bye\r\n", party.now + 2)
    (told,) = party.hub.drain(party.now + 2).writes
    assert told == (bob.session, b"ERROR :Closing link: 10.0.0.1 (Quit: bye)\r\n")
    ann = party.connect()
    party.hub.close("The host closed the room", party.now)
    assert party.hub.drain(party.now).writes == [(ann.session, b"ERROR :The host closed the room\r\n")]
