"""What is told becomes history: messages, and everything that changes a channel."""

from __future__ import annotations

import pytest

from app.hub.data.memory import MemoryHistory
from app.hub.data.storage import ALL, HistoryEvent, conversation
from tests.hub.party import Party, tags_of


@pytest.fixture
def history() -> MemoryHistory:
    return MemoryHistory()


@pytest.fixture
def party(history: MemoryHistory) -> Party:
    return Party(history=history)


def kept(history: MemoryHistory, target: str = "#a") -> list[HistoryEvent]:
    return history.read(target, ALL, 100, newest=True, events=True)


def commands(history: MemoryHistory, target: str = "#a") -> list[tuple[str, ...]]:
    return [(event.command, *event.params) for event in kept(history, target)]


def test_a_message_is_kept_as_it_was_told(party: Party, history: MemoryHistory) -> None:
    mara = party.log_in("mara", "#a", caps="echo-message message-tags")
    party.now += 1
    (echo,) = mara.says("@+reply=x;label=1 PRIVMSG #a :hello there")
    event = kept(history)[-1]
    assert (event.command, event.params) == ("PRIVMSG", ("#a", "hello there"))
    assert (event.source, event.account, event.tags) == ("mara!mara@10.0.0.1", "mara", "+reply=x")
    assert event.msgid == tags_of(echo)["msgid"]
    assert event.time == party.now


def test_everything_that_changes_a_channel_is_kept(party: Party, history: MemoryHistory) -> None:
    mara = party.join("mara", "#a")
    bob = party.join("bob", "#a")
    mara.says("TOPIC #a :news", "MODE #a +mv bob")
    bob.says("NICK rob", "NOTICE #a hi", "PART #a :off")
    zoe = party.join("zoe", "#a")
    mara.says("KICK #a zoe :out")
    zoe.says("JOIN #a", "QUIT :bye")
    assert commands(history) == [
        ("JOIN", "#a", "*", "Mara Real"),
        ("MODE", "#a", "+o", "mara"),
        ("JOIN", "#a", "*", "Bob Real"),
        ("TOPIC", "#a", "news"),
        ("MODE", "#a", "+mv", "bob"),
        ("NICK", "rob"),
        ("NOTICE", "#a", "hi"),
        ("PART", "#a", "off"),
        ("JOIN", "#a", "*", "Zoe Real"),
        ("KICK", "#a", "zoe", "out"),
        ("JOIN", "#a", "*", "Zoe Real"),
        ("QUIT", "Quit: bye"),
    ]


def test_what_is_kept_has_the_id_it_was_told_with(party: Party, history: MemoryHistory) -> None:
    mara = party.join("mara", "#a", caps="message-tags extended-join")
    bob = party.join("bob", caps="message-tags")
    told = bob.says("JOIN #a")[:1] + mara.hears()
    told += mara.says("TOPIC #a :news")
    told += bob.says("NICK rob", "QUIT")[-1:] + mara.hears()
    assert all(event.msgid in " ".join(told) for event in kept(history)[2:])


def test_who_is_in_several_channels_changes_all_of_them(party: Party, history: MemoryHistory) -> None:
    mara = party.join("mara", "#a", "#b")
    party.join("bob", "#a", "#b")
    nobody = party.join("nobody")
    nobody.says("NICK noone", "QUIT")
    mara.says("NICK mo", "QUIT")
    assert commands(history, "#b")[-2:] == commands(history)[-2:] == [("NICK", "mo"), ("QUIT", "Quit")]
    assert [event.msgid for event in kept(history)[-2:]] == [e.msgid for e in kept(history, "#b")[-2:]]


def test_the_host_of_the_room_is_kept_too(party: Party, history: MemoryHistory) -> None:
    party.owner("host", "#hubbub")
    assert commands(history, "#hubbub")[-1] == ("MODE", "#hubbub", "+q", "host")
    assert kept(history, "#hubbub")[-1].identity == ""


def test_private_talk_is_kept_between_two_identities(party: Party, history: MemoryHistory) -> None:
    mara = party.log_in("mara", caps="message-tags")
    bob = party.join("bob", caps="message-tags")
    mara.says("PRIVMSG bob :hi", "@+draft/react=x TAGMSG bob")
    bob.says("PRIVMSG mara :you")
    (target,) = history.conversations("mara")
    one, other = target.split("\n")
    assert one == "mara"
    assert other.startswith("~")
    assert target == conversation("mara", other)
    assert [event.identity for event in kept(history, target)] == ["mara", "mara", other]


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("@+draft/react=x TAGMSG #a", True),
        ("@+typing=active;+reply=x TAGMSG #a", True),
        ("@+typing=active TAGMSG #a", False),
        ("TAGMSG #a", False),
        ("@+typing=done PRIVMSG #a :x", True),
        ("PRIVMSG @#a :among us", False),
    ],
)
def test_what_passes_and_what_few_may_read_is_not_kept(
    party: Party, history: MemoryHistory, line: str, is_kept: bool
) -> None:
    mara = party.join("mara", "#a", caps="message-tags")
    before = len(kept(history))
    mara.says(line)
    assert len(kept(history)) - before == is_kept


def test_nothing_is_kept_of_what_was_refused(party: Party, history: MemoryHistory) -> None:
    party.join("mara", "#a")
    bob = party.join("bob")
    before = commands(history)
    bob.says("PRIVMSG #a :let me in", "TOPIC #a :mine", "KICK #a mara", "PART #a")
    assert commands(history) == before


def test_ids_go_on_where_the_history_ends(party: Party, history: MemoryHistory) -> None:
    party.join("mara", "#a")
    newest = history.newest()
    again = Party(history=history)
    again.now -= 3600
    again.join("mara", "#a")
    assert newest[:13] < history.newest()[:13]
