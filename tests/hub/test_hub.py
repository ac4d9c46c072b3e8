"""The machine's outside: connections that break, aborts, the end of hosting, one write per turn."""

from __future__ import annotations

from app.hub.data.events import Quit
from app.hub.data.outgoing import Line
from tests.hub.party import ALL_CAPS, Party


def test_a_broken_connection_is_told_to_others_and_writes_nothing_more() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    party.quiet()
    party.hub.receive(ann.session, b"PRIVMSG #a :you there\r\n", party.now)
    party.hub.disconnect(bob.session, "Connection reset", party.now)
    turn = party.hub.drain(party.now)
    assert turn.writes == [(ann.session, b":bob!bob@10.0.0.1 QUIT :Connection reset\r\n")]
    assert turn.closes == []
    assert Quit(party.now, "bob", "10.0.0.1", "Connection reset") in turn.events


def test_a_bug_costs_one_session() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    party.quiet()
    party.hub.abort(bob.session, party.now)
    assert bob.hears() == ["ERROR :Closing link: 10.0.0.1 (Internal error)"]
    assert bob.is_closed
    assert ann.hears() == [":bob!bob@10.0.0.1 QUIT :Internal error"]


def test_the_end_of_hosting_is_told_to_everybody_once() -> None:
    party = Party()
    bob, ann, new = party.join("bob", "#a"), party.join("ann", "#a"), party.connect()
    party.quiet()
    party.hub.close("The host closed the room", party.now)
    for friend in (bob, ann, new):
        assert friend.hears() == ["ERROR :The host closed the room"]
        assert friend.is_closed
    assert len(party.happened(Quit)) == 2
    assert party.hub.member_count == 0


def test_a_turn_is_one_write_per_session_and_then_nothing() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    party.quiet()
    for text in (b"one", b"two"):
        party.hub.receive(bob.session, b"PRIVMSG #a :" + text + b"\r\n", party.now)
    turn = party.hub.drain(party.now)
    source = b":bob!bob@10.0.0.1 PRIVMSG #a :"
    assert turn.writes == [(ann.session, source + b"one\r\n" + source + b"two\r\n")]
    assert party.hub.drain(party.now).writes == []


def test_a_line_is_encoded_once_per_shape() -> None:
    party = Party()
    sender = party.join("sender", "#a")
    for number in range(10):
        party.join(f"p{number}", "#a", caps="server-time message-tags")
    party.quiet()
    party.hub.receive(sender.session, b"PRIVMSG #a :x\r\n", party.now)
    writes = party.hub.drain(party.now).writes
    assert len(writes) == 10
    assert len({id(data) for _, data in writes}) == 1


def test_a_line_too_long_is_cut_at_a_character() -> None:
    line = Line("QUIT", ("é" * 400,), "bob!bob@host", time=0.0)
    assert line.is_cut
    assert len(line.body) <= 512
    assert line.body.decode().endswith("é\r\n")


def test_the_config_can_be_read_back() -> None:
    assert Party(room_name="Robotics").hub.config.room == "#robotics"


def test_everything_at_once_stays_in_step() -> None:
    """Two hundred people who join, talk and leave: everybody hears every message once and in order."""
    party = Party(limits=False)
    friends = [party.join(f"p{number}", "#a", caps=ALL_CAPS if number % 2 else "") for number in range(200)]
    party.quiet()
    for number, friend in enumerate(friends):
        party.hub.receive(friend.session, f"PRIVMSG #a :{number}\r\n".encode(), party.now)
    for number, friend in enumerate(friends):
        said = [line.rpartition(":")[2] for line in friend.hears() if "PRIVMSG" in line]
        own = [] if number % 2 else [str(number)]
        assert said == [str(n) for n in range(200) if str(n) not in own]
