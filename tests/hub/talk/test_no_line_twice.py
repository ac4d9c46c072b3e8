"""A client that cannot ask for history is told no line a second time when it comes back."""

from __future__ import annotations

import pytest

from app.hub.data.memory import MemoryAccounts, MemoryHistory, MemoryRecords
from app.hub.data.storage import HistoryEvent, Span
from app.hub.talk.playback import RECENT, SEARCHED
from tests.hub.party import Friend, Party
from tests.hub.talk.test_newcomers import OLD

HOME = "10.0.0.77"


@pytest.fixture
def party() -> Party:
    return Party(limits=False)


@pytest.fixture
def mara(party: Party) -> Friend:
    made = party.join("mara", "#a", caps="echo-message")
    says(party, made, "before")
    return made


def says(party: Party, friend: Friend, *texts: str) -> None:
    for text in texts:
        friend.says(f"PRIVMSG #a :{text}")
        party.wait(1)


def told(lines: list[str]) -> list[str]:
    """What was said, of what a client is told."""
    return [line.rpartition(":")[2] for line in lines if " PRIVMSG " in line]


def comes(party: Party, nick: str = "bob", fingerprint: str = "") -> tuple[Friend, list[str]]:
    """An old client of the same computer enters; what was said by what it is told."""
    friend = party.connect(nick, address=HOME, fingerprint=fingerprint)
    proof = ("AUTHENTICATE EXTERNAL", "AUTHENTICATE +") if fingerprint else ()
    caps = f"CAP REQ :{OLD} sasl"
    heard = friend.says("CAP LS 302", caps, *proof, f"NICK {nick}", "USER bob 0 * :Bob", "CAP END")
    return friend, told(heard + friend.says("JOIN #a"))


def test_who_leaves_and_comes_back_is_told_what_was_said_meanwhile(party: Party, mara: Friend) -> None:
    bob, heard = comes(party)
    assert heard == ["before"]
    says(party, bob, "mine")
    bob.says("PART #a")
    assert told(bob.says("JOIN #a")) == []
    bob.says("PART #a")
    says(party, mara, "one", "two")
    assert told(bob.says("JOIN #a")) == ["one", "two"]


def test_who_connects_again_is_told_the_same(party: Party, mara: Friend) -> None:
    bob, _ = comes(party)
    for _ in range(3):
        says(party, mara, "seen")
        bob.says("QUIT :bye")
        says(party, mara, "missed")
        bob, heard = comes(party)
        assert heard == ["missed"]


def test_who_was_removed_is_told_what_was_said_since(party: Party, mara: Friend) -> None:
    bob, _ = comes(party)
    mara.says("KICK #a bob :out")
    says(party, mara, "missed")
    assert told(bob.says("JOIN #a")) == ["missed"]


def test_what_did_not_reach_a_dead_connection_is_told(party: Party, mara: Friend) -> None:
    bob, _ = comes(party)
    bob.is_dead = True
    party.wait(5)
    says(party, mara, "unheard")
    party.wait(120)
    assert bob.is_closed
    assert comes(party)[1] == ["unheard"]


def test_another_person_of_that_name_is_told_all(party: Party, mara: Friend) -> None:
    comes(party)[0].says("QUIT")
    bob = party.join("bob", caps=OLD, address="10.9.9.9")
    assert told(bob.says("JOIN #a")) == ["before"]


def test_nor_is_anything_lost_by_another_name(party: Party, mara: Friend) -> None:
    rob, _ = comes(party, "rob")
    rob.says("NICK bob", "QUIT")
    says(party, mara, "missed")
    bob, heard = comes(party)
    assert heard == ["missed"]
    bob.says("NICK rob", "QUIT")
    says(party, mara, "again")
    assert comes(party)[1][-1] == "again"


@pytest.mark.parametrize("fingerprint", ["", "fp-bob"])
@pytest.mark.parametrize("crashed", [True, False])
def test_a_restart_of_the_hub_tells_nothing_again(fingerprint: str, crashed: bool) -> None:
    kept = {"history": MemoryHistory(), "records": MemoryRecords(), "accounts": MemoryAccounts()}
    first = Party(**kept)
    mara = first.join("mara", "#a", caps="echo-message")
    comes(first, fingerprint=fingerprint)
    says(first, mara, "seen", "seen too")
    if not crashed:
        first.hub.close("Hosting has ended", first.now)
        first.turn()
    for start in (60, 120):  # and once more
        second = Party(now=first.now + start, **kept)
        mara = second.join("mara", "#a", caps="echo-message")
        says(second, mara, f"missed {start}")
        assert comes(second, fingerprint=fingerprint)[1] == [f"missed {start}"]


def test_somebody_who_was_here_long_ago_is_told_the_last_lines(party: Party, mara: Friend) -> None:
    comes(party)[0].says("QUIT")
    for number in range(SEARCHED + 10):
        mara.says(f"PRIVMSG #a :{number}")
    assert len(comes(party)[1]) == RECENT


def test_a_further_program_of_the_same_person_is_told_the_last_lines(party: Party, mara: Friend) -> None:
    comes(party, fingerprint="fp-bob")
    assert comes(party, fingerprint="fp-bob")[1] == ["before"]


def test_what_came_before_all_that_is_told_is_not_searched(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = party.hub._state.history
    read, searched = history.read, []

    def count(target: str, span: Span, limit: int, *, newest: bool, events: bool) -> list[HistoryEvent]:
        found = read(target, span, limit, newest=newest, events=events)
        searched.extend(found if events else [])
        return found

    monkeypatch.setattr(history, "read", count)
    mara = party.join("mara", "#a")
    for _ in range(150):
        mara.says("MODE #a +m", "MODE #a -m")
    assert comes(party, "ann")[1] == []
    assert searched == []
    says(party, mara, "one")
    assert comes(party)[1] == ["one"]
    assert [event.command for event in searched] == ["PRIVMSG", "JOIN"]
