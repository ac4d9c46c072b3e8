"""REDACT: who may take back what, and what becomes of it."""

from __future__ import annotations

import pytest

from app.hub.data.storage import ALL
from tests.hub.party import Friend, Party, tags_of, untagged

CAPS = "batch echo-message message-tags draft/message-redaction"


def _said(friend: Friend, line: str) -> str:
    """Say something; its msgid."""
    return tags_of(friend.says(line)[-1])["msgid"]


def _club(party: Party) -> tuple[Friend, Friend]:
    """Alice, a moderator, and Bob in #a."""
    alice, bob = party.join("alice", "#a", caps=CAPS), party.join("bob", "#a", caps=CAPS)
    party.quiet()
    return alice, bob


def _kept(party: Party, target: str = "#a") -> list[str]:
    return [
        event.params[-1] for event in party.hub._state.history.read(target, ALL, 9, newest=True, events=False)
    ]


@pytest.mark.parametrize("line", ["PRIVMSG #a :x", "NOTICE #a :x", "@+draft/react=x TAGMSG #a"])
def test_ones_own_is_taken_back_for_all_and_for_good(line: str) -> None:
    party = Party()
    alice, bob = _club(party)
    msgid = _said(bob, line)
    party.quiet()
    assert [untagged(each) for each in bob.says(f"REDACT #A {msgid}")] == [
        f":bob!bob@10.0.0.2 REDACT #a {msgid}"
    ]
    assert [untagged(each) for each in alice.hears()] == [f":bob!bob@10.0.0.2 REDACT #a {msgid}"]
    assert _kept(party) == []
    assert party.hub._state.history.find(msgid) is None


def test_a_moderator_takes_back_anybodys_and_says_why() -> None:
    party = Party()
    alice, bob = _club(party)
    msgid = _said(bob, "PRIVMSG #a :x")
    party.quiet()
    alice.says(f"REDACT #a {msgid} :no spam")
    assert [untagged(each) for each in bob.hears()] == [f":alice!alice@10.0.0.1 REDACT #a {msgid} :no spam"]


def test_nobody_else_may() -> None:
    party = Party()
    alice, bob = _club(party)
    msgid = _said(alice, "PRIVMSG #a :mine")
    party.quiet()
    for friend in (bob, party.join("alice2", "#a", caps=CAPS)):
        assert untagged(friend.says(f"REDACT #a {msgid}")[0]).startswith(
            f":hub FAIL REDACT REDACT_FORBIDDEN #a {msgid} :"
        )
    assert alice.hears() == []
    assert _kept(party) == ["mine"]


def test_who_takes_the_nickname_later_may_not() -> None:
    party = Party()
    _alice, bob = _club(party)
    msgid = _said(bob, "PRIVMSG #a :mine")
    bob.says("QUIT")
    other = party.join("bob", "#a", caps=CAPS)
    assert "REDACT_FORBIDDEN" in other.says(f"REDACT #a {msgid}")[0]
    assert _kept(party) == ["mine"]


def test_who_is_outside_of_a_channel_may_not_even_know() -> None:
    party = Party()
    alice, _bob = _club(party)
    alice.says("MODE #a -n")
    msgid = _said(alice, "PRIVMSG #a :mine")
    zoe = party.join("zoe", caps=CAPS)
    own = _said(zoe, "PRIVMSG #a :from outside")
    for target in ("#a", "#none", "nobody", "@#a"):
        for each in (msgid, own, "unknown"):
            assert untagged(zoe.says(f"REDACT {target} {each}")[0]).startswith(
                f":hub FAIL REDACT INVALID_TARGET {target} :"
            )
    assert _kept(party) == ["mine", "from outside"]


def test_an_id_counts_only_where_it_was_said() -> None:
    party = Party()
    alice, bob = _club(party)
    secret = _said(bob, "PRIVMSG alice :x")
    joined = party.hub._state.history.read("#a", ALL, 9, newest=True, events=True)
    for msgid in (secret, "unknown", *[event.msgid for event in joined]):
        assert untagged(alice.says(f"REDACT #a {msgid}")[-1]).startswith(
            f":hub FAIL REDACT UNKNOWN_MSGID #a {msgid} :"
        )


def test_private_words_are_taken_back_by_who_said_them_alone() -> None:
    party = Party()
    alice, bob = _club(party)
    msgid = _said(bob, "PRIVMSG alice :psst")
    party.quiet()
    assert "REDACT_FORBIDDEN" in alice.says(f"REDACT bob {msgid}")[0]
    bob.says(f"REDACT alice {msgid}")
    assert [untagged(each) for each in alice.hears()] == [f":bob!bob@10.0.0.2 REDACT alice {msgid}"]


def test_who_has_not_asked_for_it_neither_hears_nor_does_it() -> None:
    party = Party()
    alice, _bob = _club(party)
    plain = party.join("plain", "#a", caps="message-tags echo-message")
    msgid = _said(plain, "PRIVMSG #a :x")
    assert "NEED_CAPABILITY" in plain.says(f"REDACT #a {msgid}")[0]
    alice.says(f"REDACT #a {msgid}")
    assert plain.hears() == []


def test_its_corrections_go_with_it() -> None:
    party = Party()
    _alice, bob = _club(party)
    msgid = _said(bob, "PRIVMSG #a :secret")
    bob.says(
        f"@+hubbub.chat/edit={msgid} PRIVMSG #a :secrets", f"@+hubbub.chat/edit={msgid} PRIVMSG #a :secret2"
    )
    assert _kept(party) == ["secret", "secret2"]
    bob.says(f"REDACT #a {msgid}")
    assert _kept(party) == []


def test_so_do_corrections_of_corrections() -> None:
    party = Party()
    _alice, bob = _club(party)
    first = _said(bob, "PRIVMSG #a :secret")
    second = _said(bob, f"@+hubbub.chat/edit={first} PRIVMSG #a :secret2")
    bob.says(f"@+hubbub.chat/edit={second} PRIVMSG #a :secret3", f"REDACT #a {first}")
    assert _kept(party) == []
