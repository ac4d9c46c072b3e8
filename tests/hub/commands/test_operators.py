"""OPER, KILL, WALLOPS."""

from __future__ import annotations

import pytest

from app.hub.data.events import Killed, OperatorLogin, Quit
from tests.hub.party import Party


def test_the_right_password_makes_an_operator() -> None:
    party = Party(operators={"root": "pw"})
    bob = party.join("bob")
    assert bob.says("OPER root pw") == [
        ":hub 381 bob :You are now an operator of this hub",
        ":hub MODE bob +o",
    ]
    assert party.happened(OperatorLogin) == [OperatorLogin(party.now, "bob", "root", True)]


@pytest.mark.parametrize("line", ["OPER root nope", "OPER nobody pw", "OPER nobody :"])
def test_anything_else_does_not(line: str) -> None:
    bob = Party(operators={"root": "pw"}).join("bob")
    assert bob.says(line) == [":hub 464 bob :Wrong name or password"]
    assert bob.codes("KILL bob x", "WALLOPS x") == ["481", "481"]


def test_guessing_is_slowed() -> None:
    party = Party(operators={"root": "pw"})
    bob = party.join("bob")
    bob.says("OPER root 1", "OPER root 2", "OPER root 3")
    assert bob.says("OPER root pw") == [":hub 464 bob :Too many wrong passwords, try again in 2 seconds"]
    party.wait(3)
    assert bob.codes("OPER root pw") == ["381", "MODE"]


def test_an_operator_moderates_the_room() -> None:
    party = Party(operators={"root": "pw"}, autojoin=True)
    bob, ann = party.join("bob"), party.join("ann")
    party.quiet()
    assert bob.says("OPER root pw")[-1] == ":hub MODE #hubbub +o bob"
    assert ann.hears() == [":hub MODE #hubbub +o bob"]
    bob.says("PART #hubbub")
    party.quiet()
    assert bob.says("JOIN #hubbub")[1].endswith(":ann @bob")
    assert ann.hears()[1] == ":hub MODE #hubbub +o bob"


def test_kill_removes_from_the_hub() -> None:
    party = Party(operators={"root": "pw"})
    bob, ann, zoe = party.join("bob", "#a"), party.join("ann", "#a"), party.join("zoe", "#a")
    bob.says("OPER root pw")
    party.quiet()
    assert bob.says("KILL ann :be gone") == [":ann!ann@10.0.0.2 QUIT :Killed (bob (be gone))"]
    assert ann.hears() == [
        ":bob!bob@10.0.0.1 KILL ann :be gone",
        "ERROR :Closing link: 10.0.0.2 (Killed (bob (be gone)))",
    ]
    assert ann.is_closed
    assert zoe.hears() == [":ann!ann@10.0.0.2 QUIT :Killed (bob (be gone))"]
    assert party.happened(Killed) == [Killed(party.now, "ann", "bob", "be gone")]
    assert party.happened(Quit) == [Quit(party.now, "ann", "10.0.0.2", "Killed (bob (be gone))")]
    assert bob.codes("KILL ann x", "KILL zoe") == ["401", "461"]
    assert "No reason given" in bob.says("KILL zoe :")[0]


def test_wallops_reach_operators_and_who_wants_them() -> None:
    party = Party(operators={"root": "pw"})
    bob, ann, zoe = party.join("bob"), party.join("ann"), party.join("zoe")
    bob.says("OPER root pw")
    ann.says("MODE ann +w")
    party.quiet()
    assert bob.says("WALLOPS :hear me") == [":bob!bob@10.0.0.1 WALLOPS :hear me"]
    assert ann.hears() == [":bob!bob@10.0.0.1 WALLOPS :hear me"]
    assert zoe.hears() == []
    host = party.owner("host")
    assert host.says("WALLOPS :also the host") == []
    assert len(ann.hears()) == 1
