"""Whom something said is for: what changes that counts from the next line on, within a turn too."""

from __future__ import annotations

import pytest

from tests.hub.party import Friend, Party, untagged


def _tell(friend: Friend, *lines: str) -> None:
    """Say lines that arrive at once; the turn goes on."""
    data = "".join(f"{line}\r\n" for line in lines).encode()
    friend.party.hub.receive(friend.session, data, friend.party.now)


def _heard(friend: Friend) -> list[str]:
    """What somebody heard people say, with who said it."""
    return [line for line in map(untagged, friend.hears()) if " PRIVMSG " in line]


@pytest.mark.parametrize(
    "change",
    [
        "MODE #a +m",
        "MODE #a +M",
        "MODE #a +b ~m:bob!*@*",
        "HUBBUB MUTE #a bob * * 600",
        "KICK #a bob",
        "RENAME #a #b",
        "HUBBUB BAN ADD bob",
        "KILL bob :no",
    ],
)
def test_what_another_changes_between_two_lines_counts_at_once(change: str) -> None:
    party = Party()
    host, bob = party.owner("host", "#a"), party.join("bob", "#a")
    party.quiet()
    _tell(bob, "PRIVMSG #a :1", "PRIVMSG #a :2")
    _tell(host, change)
    _tell(bob, "PRIVMSG #a :3", "PRIVMSG #a :4")
    party.turn()
    assert _heard(host) == [f":bob!bob@10.0.0.2 PRIVMSG #a :{number}" for number in (1, 2)]


@pytest.mark.parametrize(
    "change", ["PART #a", "MODE #a +m-o bob", "RENAME #a #b", "JOIN 0", "KICK #a bob", "QUIT"]
)
def test_what_the_speaker_changes_between_two_lines_counts_at_once(change: str) -> None:
    party = Party()
    host, bob = party.owner("host", "#a"), party.join("bob", "#a")
    host.says("MODE #a +o bob")
    party.quiet()
    _tell(bob, "PRIVMSG #a :1", "PRIVMSG #a :2", change, "PRIVMSG #a :3")
    party.turn()
    assert _heard(host) == [f":bob!bob@10.0.0.2 PRIVMSG #a :{number}" for number in (1, 2)]


def test_a_new_name_is_that_of_the_next_line() -> None:
    party = Party()
    ann, bob = party.join("ann", "#a"), party.join("bob", "#a")
    party.quiet()
    _tell(bob, "PRIVMSG #a :1", "PRIVMSG ann :2", "NICK robert", "PRIVMSG #a :3", "PRIVMSG ann :4")
    party.turn()
    assert _heard(ann) == [
        ":bob!bob@10.0.0.2 PRIVMSG #a :1",
        ":bob!bob@10.0.0.2 PRIVMSG ann :2",
        ":robert!bob@10.0.0.2 PRIVMSG #a :3",
        ":robert!bob@10.0.0.2 PRIVMSG ann :4",
    ]


def test_who_takes_the_name_of_somebody_hears_what_is_said_to_it() -> None:
    party = Party()
    ann, bob, eve = (party.join(name, "#a") for name in ("ann", "bob", "eve"))
    party.quiet()
    _tell(bob, "PRIVMSG ann :1", "PRIVMSG ann :2")
    _tell(ann, "NICK anna")
    _tell(eve, "NICK ann")
    _tell(bob, "PRIVMSG ann :3")
    party.turn()
    assert [line[-1] for line in _heard(ann)] == ["1", "2"]
    assert [line[-1] for line in _heard(eve)] == ["3"]


def test_whom_one_reaches_is_not_whom_another_does() -> None:
    party = Party()
    ann, bob, eve = party.join("ann", "#a"), party.join("bob", "#a"), party.join("eve")
    party.quiet()
    _tell(bob, "PRIVMSG #a :1")
    _tell(eve, "PRIVMSG #a :2")
    party.turn()
    assert [line[-1] for line in _heard(ann)] == ["1"]
    assert eve.codes() == ["404"]


def test_a_name_that_is_spelt_otherwise_is_told_as_it_is() -> None:
    party = Party()
    ann, bob = party.join("ann", "#a"), party.join("bob", "#a")
    party.quiet()
    _tell(bob, "PRIVMSG #A :1", "PRIVMSG #a :2", "PRIVMSG #A :3", "PRIVMSG @#a :4", "PRIVMSG @#A :5")
    party.turn()
    assert [line.split(" ")[2] for line in _heard(ann)] == ["#a", "#a", "#a", "@#a", "@#a"]


def test_whose_connection_ends_between_two_lines_hears_no_more() -> None:
    """No line of anybody tells the hub that, so the memory of whom was spoken to ends with what arrived."""
    party = Party()
    ann, bob = party.join("ann", "#a"), party.join("bob", "#a")
    party.quiet()
    _tell(bob, "PRIVMSG ann :1")
    party.hub.disconnect(ann.session, "Connection reset", party.now)
    _tell(bob, "PRIVMSG ann :2")
    party.turn()
    assert [line for line in bob.hears() if " 401 " in line], "nobody is called ann any more"
