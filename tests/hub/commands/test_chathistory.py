"""CHATHISTORY: pages of channels and private talk. https://ircv3.net/specs/extensions/chathistory"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.hub.data.memory import MemoryHistory
from app.hub.data.storage import ALL, Span
from app.hub.data.storage_errors import Content, FileReason, KeepingError, unusable
from app.hub.talk import playback, private_messages
from app.irc.servertime import format_time
from tests.hub.party import START, Friend, Party, tags_of, untagged

CAPS = "batch message-tags server-time echo-message draft/chathistory"
EVENTS = f"{CAPS} draft/event-playback"
SIX = ("one", "two", "three", "four", "five", "six")


@pytest.fixture
def party() -> Party:
    return Party(now=START - 60)


def says(friend: Friend, *texts: str, target: str = "#a") -> dict[str, str]:
    """Say texts, each a second after the last, from START on; gives their ids by text."""
    ids = {}
    friend.party.now = max(friend.party.now, START)
    for text in texts:
        heard = friend.says(f"PRIVMSG {target} :{text}")
        ids[text] = next(tags_of(line)["msgid"] for line in heard if " PRIVMSG " in line)
        friend.party.now += 1
    friend.party.quiet()
    return ids


def page(friend: Friend, words: str) -> list[str]:
    """The lines of a page without tags, its batch being as it should."""
    first, *lines, last = friend.says(f"CHATHISTORY {words}")
    reference = untagged(first).split(" ")[2].removeprefix("+")
    assert untagged(first).split(" ")[1:4] == ["BATCH", f"+{reference}", "chathistory"]
    assert untagged(last).split(" ")[1:] == ["BATCH", f"-{reference}"]
    assert all(tags_of(line)["batch"] == reference for line in lines)
    return [untagged(line) for line in lines]


def texts(friend: Friend, words: str) -> list[str]:
    """The last parameters of a page's lines."""
    return [line.rpartition(":")[2] for line in page(friend, words)]


def stamp(seconds: float) -> str:
    return f"timestamp={format_time(START + seconds)}"


def test_the_latest_lines_come_as_they_were_told(party: Party) -> None:
    mara = party.join("mara", "#A", caps=CAPS)
    echo = mara.says("@+reply=x PRIVMSG #a :one")
    first, line, _last = mara.says("CHATHISTORY LATEST #a * 10")
    assert untagged(first).split(" ")[2:] == ["+1", "chathistory", "#A"]
    assert line == echo[0].replace("@", "@batch=1;", 1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("LATEST #a * 2", ["five", "six"]),
        ("latest #a * 10", [*SIX]),
        ("LATEST #a {three} 10", ["four", "five", "six"]),
        ("LATEST #a {three} 2", ["five", "six"]),
        ("BEFORE #a {four} 2", ["two", "three"]),
        ("BEFORE #a {four} 10", ["one", "two", "three"]),
        ("AFTER #a {three} 2", ["four", "five"]),
        ("AFTER #a {six} 2", []),
        ("AROUND #a {three} 1", ["three"]),
        ("AROUND #a {three} 3", ["two", "three", "four"]),
        ("AROUND #a {three} 4", ["one", "two", "three", "four"]),
        ("AROUND #a {one} 4", ["one", "two", "three", "four"]),
        ("AROUND #a {six} 4", ["three", "four", "five", "six"]),
        ("BETWEEN #a {one} {five} 10", ["two", "three", "four"]),
        ("BETWEEN #a {one} {five} 2", ["two", "three"]),
        ("BETWEEN #a {five} {one} 2", ["three", "four"]),
        ("BETWEEN #a {five} {five} 2", []),
    ],
)
@pytest.mark.parametrize("by", ["msgid", "timestamp"])
def test_a_page_is_what_was_asked_for(party: Party, words: str, expected: list[str], by: str) -> None:
    mara = party.join("mara", "#a", caps=CAPS)
    ids = says(mara, *SIX)
    names = {text: f"msgid={ids[text]}" if by == "msgid" else stamp(n) for n, text in enumerate(SIX)}
    assert texts(mara, words.format(**names)) == expected


def test_a_moment_that_is_no_messages_lies_between_two(party: Party) -> None:
    mara = party.join("mara", "#a", caps=CAPS)
    says(mara, *SIX)
    assert texts(mara, f"BEFORE #a {stamp(1.5)} 10") == ["one", "two"]
    assert texts(mara, f"AFTER #a {stamp(1.5)} 2") == ["three", "four"]
    assert texts(mara, f"AROUND #a {stamp(1.5)} 2") == ["two", "three"]
    assert texts(mara, f"BETWEEN #a {stamp(3.5)} {stamp(0.5)} 10") == ["two", "three", "four"]


def test_what_happened_is_told_to_who_can_read_it(party: Party) -> None:
    mara = party.join("mara", "#a", caps=f"{EVENTS} extended-join")
    bob = party.join("bob", "#a", caps=EVENTS)
    zoe = party.join("zoe", "#a", caps=CAPS)
    mara.says("TOPIC #a :news", "PRIVMSG #a :hi", "@+draft/react=x TAGMSG #a", "KICK #a zoe :out")
    zoe.says("JOIN #a")
    party.join("nan", "#a").says("NICK nana", "QUIT :bye")
    party.quiet()
    told = [
        ":mara!mara@10.0.0.1 JOIN #a * :Mara Real",
        ":hub MODE #a +o mara",
        ":bob!bob@10.0.0.2 JOIN #a * :Bob Real",
        ":zoe!zoe@10.0.0.3 JOIN #a * :Zoe Real",
        ":mara!mara@10.0.0.1 TOPIC #a :news",
        ":mara!mara@10.0.0.1 PRIVMSG #a :hi",
        ":mara!mara@10.0.0.1 TAGMSG #a",
        ":mara!mara@10.0.0.1 KICK #a zoe :out",
        ":zoe!zoe@10.0.0.3 JOIN #a * :Zoe Real",
        ":nan!nan@10.0.0.4 JOIN #a * :Nan Real",
        ":nan!nan@10.0.0.4 NICK nana",
        ":nana!nan@10.0.0.4 QUIT :Quit: bye",
    ]
    assert page(mara, "LATEST #a * 20") == told
    assert page(bob, "LATEST #a * 20")[:2] == [":mara!mara@10.0.0.1 JOIN #a", ":hub MODE #a +o mara"]
    assert page(zoe, "LATEST #a * 20") == [":mara!mara@10.0.0.1 PRIVMSG #a :hi"]
    assert page(mara, "LATEST #a * 2") == told[-2:]


def test_reactions_are_nothing_without_tags(party: Party) -> None:
    mara = party.join("mara", "#a", caps="message-tags")
    mara.says("@+draft/react=x TAGMSG #a")
    bob = party.join("bob", "#a", caps="batch draft/chathistory draft/event-playback")
    assert not any("TAGMSG" in line for line in page(bob, "LATEST #a * 20"))


def test_a_renamed_channel_is_told_by_its_name(party: Party) -> None:
    mara = party.join("mara", "#a", caps=CAPS)
    says(mara, "one")
    mara.says("RENAME #a #b")
    assert page(mara, "LATEST #b * 5") == [":mara!mara@10.0.0.1 PRIVMSG #b :one"]


def test_a_message_of_several_lines_comes_as_such(party: Party) -> None:
    both = f"{CAPS} draft/multiline"
    mara, bob = party.join("mara", "#a", caps=both), party.join("bob", "#a", caps=CAPS)
    mara.says("BATCH +x draft/multiline #a", "@batch=x PRIVMSG #a :one", "@batch=x PRIVMSG #a :two")
    mara.says("BATCH -x")
    party.quiet()
    heard = mara.says("CHATHISTORY LATEST #a * 5")
    outer, inner = (untagged(heard[index]).split(" ")[2].removeprefix("+") for index in (0, 1))
    assert tags_of(heard[1])["batch"] == outer
    assert [tags_of(line)["batch"] for line in heard[2:4]] == [inner, inner]
    assert texts(bob, "LATEST #a * 5") == ["one", "two"]


def test_a_correction_says_so_to_who_does_not_know_it(party: Party) -> None:
    mara = party.join("mara", "#a", caps=f"{CAPS} hubbub.chat/room")
    bob = party.join("bob", "#a", caps=CAPS)
    ids = says(mara, "teh")
    mara.says(f"@+hubbub.chat/edit={ids['teh']} PRIVMSG #a :the")
    party.quiet()
    assert texts(mara, "LATEST #a * 5") == ["teh", "the"]
    assert texts(bob, "LATEST #a * 5") == ["teh", "[edited] the"]


# private talk


def test_private_talk_is_read_by_both_and_nobody_else(party: Party) -> None:
    mara, bob, zoe = (party.log_in(name, caps=CAPS) for name in ("mara", "bob", "zoe"))
    says(mara, "hi", target="bob")
    says(bob, "you", target="mara")
    says(zoe, "else", target="mara")
    told = [":mara!mara@10.0.0.1 PRIVMSG bob :hi", ":bob!bob@10.0.0.2 PRIVMSG mara :you"]
    assert page(mara, "LATEST bob * 5") == page(bob, "LATEST MARA * 5") == told
    assert page(zoe, "LATEST bob * 5") == []


def test_private_talk_with_oneself(party: Party) -> None:
    mara = party.log_in("mara", caps=CAPS)
    says(mara, "note", target="mara")
    assert page(mara, "LATEST mara * 5") == [":mara!mara@10.0.0.1 PRIVMSG mara :note"]


def test_private_talk_is_told_under_the_names_of_now(party: Party) -> None:
    mara, bob = party.log_in("mara", caps=CAPS), party.join("bob", caps=CAPS)
    says(mara, "hi", target="bob")
    says(bob, "you", target="mara")
    mara.says("NICK mo")
    bob.says("NICK rob")
    party.quiet()
    told = [":mo!mara@10.0.0.1 PRIVMSG rob :hi", ":rob!bob@10.0.0.2 PRIVMSG mo :you"]
    assert page(mara, "LATEST rob * 5") == page(bob, "LATEST mo * 5") == told


def test_an_account_that_is_not_here_is_found_by_its_names(party: Party) -> None:
    mara, bob = party.log_in("mara", caps=CAPS), party.log_in("bob", caps=CAPS)
    says(mara, "hi", target="bob")
    bob.says("NICK rob")
    assert texts(mara, "LATEST bob * 5") == ["hi"]
    bob.says("QUIT")
    party.quiet()
    assert page(mara, "LATEST rob * 5") == [":mara!mara@10.0.0.1 PRIVMSG bob :hi"]


def test_nobody_reads_what_a_guest_of_that_name_has_talked(party: Party) -> None:
    mara, guest = party.log_in("mara", caps=CAPS), party.join("bob", caps=CAPS)
    says(guest, "for your eyes", target="mara")
    guest.says("QUIT")
    party.quiet()
    assert texts(mara, "LATEST bob * 5") == ["for your eyes"]
    other = party.join("bob", caps=CAPS)
    assert texts(other, "LATEST mara * 5") == []
    assert texts(mara, "LATEST bob * 5") == []
    other.says("QUIT")
    says(mara, "me", target="mara")
    assert texts(mara, "LATEST bob * 5") == ["for your eyes"]
    party.log_in("bob")
    assert texts(mara, "LATEST bob * 5") == []


# targets


def targets(friend: Friend, words: str) -> list[tuple[str, str]]:
    first, *lines, last = friend.says(f"CHATHISTORY TARGETS {words}")
    assert untagged(first).split(" ")[3:] == ["draft/chathistory-targets"]
    assert " BATCH -" in last
    return [tuple(untagged(line).split(" ")[3:]) for line in lines]  # type: ignore[misc]  # two words each


def test_what_one_has_talked_in_is_listed_by_its_last_message(party: Party) -> None:
    mara, bob = party.log_in("mara", "#A", "#b", "#quiet", caps=CAPS), party.log_in("bob", "#a", caps=CAPS)
    guest = party.join("guest", caps=CAPS)
    says(mara, "a")
    says(bob, "hi", target="mara")
    says(mara, "b", target="#b")
    says(guest, "you", target="mara")
    party.join("zoe", "#c", caps=CAPS)
    everything = [(name, format_time(START + n)) for n, name in enumerate(("#A", "bob", "#b", "guest"))]
    assert targets(mara, f"{stamp(-1)} {stamp(9)} 10") == everything
    assert targets(mara, f"{stamp(-1)} {stamp(9)} 2") == everything[:2]
    assert targets(mara, f"{stamp(9)} {stamp(-1)} 2") == everything[2:]
    assert targets(mara, f"{stamp(0)} {stamp(3)} 10") == everything[1:3]
    bob.says("QUIT")
    party.quiet()
    assert targets(mara, f"{stamp(-1)} {stamp(9)} 10") == everything
    assert targets(guest, f"{stamp(-1)} {stamp(9)} 10") == [("mara", format_time(START + 3))]


def test_who_was_called_like_somebody_else_now_is_not_listed(party: Party) -> None:
    mara = party.log_in("mara", caps=CAPS)
    for text in ("first", "second"):
        guest = party.join("bob", caps=CAPS)
        says(guest, text, target="mara")
        says(mara, f"{text} answer", target="bob")
        guest.says("QUIT")
    party.log_in("anna").says("QUIT")
    says(mara, "x", target="mara")
    listed = targets(mara, f"{stamp(-1)} {stamp(9)} 10")
    assert [name for name, _ in listed] == ["bob", "mara"]
    assert texts(mara, "LATEST bob * 5") == ["second", "second answer"]
    party.log_in("bob")
    assert [name for name, _ in targets(mara, f"{stamp(-1)} {stamp(9)} 10")] == ["mara"]


# mistakes


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "INVALID_PARAMS * :Insufficient parameters"),
        ("WHENEVER", "INVALID_PARAMS WHENEVER :Unknown command"),
        ("LATEST #a *", "INVALID_PARAMS LATEST :Insufficient parameters"),
        ("LATEST #a * 5 5", "INVALID_PARAMS LATEST :Too many parameters"),
        ("BETWEEN #a * 5", "INVALID_PARAMS BETWEEN :Insufficient parameters"),
        ("LATEST #a * many", "INVALID_PARAMS LATEST many :Invalid limit"),
        ("LATEST #a * 0", "INVALID_PARAMS LATEST 0 :Invalid limit"),
        ("BEFORE #a * 5", "INVALID_MSGREFTYPE BEFORE #a * :Messages are named by msgid= and timestamp= here"),
        ("BEFORE #a timestamp=noon 5", "INVALID_PARAMS BEFORE timestamp=noon :Invalid timestamp"),
        ("BEFORE #a msgid=1 5", "INVALID_PARAMS BEFORE msgid=1 :Invalid msgid"),
        ("TARGETS msgid=1 timestamp=1 5", "INVALID_PARAMS TARGETS msgid=1 :Invalid timestamp"),
        ("LATEST #b * 5", "INVALID_TARGET LATEST #b :Messages could not be retrieved"),
        ("LATEST #none * 5", "INVALID_TARGET LATEST #none :Messages could not be retrieved"),
        ("LATEST nobody * 5", "INVALID_TARGET LATEST nobody :Messages could not be retrieved"),
        ("LATEST !? * 5", "INVALID_TARGET LATEST !? :Messages could not be retrieved"),
    ],
)
def test_what_cannot_be_asked_is_told(party: Party, words: str, answer: str) -> None:
    party.join("bob", "#b")
    mara = party.join("mara", "#a")
    assert mara.says(f"CHATHISTORY {words}".strip()) == [f":hub FAIL CHATHISTORY {answer}"]


class Broken(MemoryHistory):
    """A history that cannot be read."""

    def read(self, target: str, span: Span, limit: int, **more: Any) -> Any:
        raise KeepingError(unusable(Content.MESSAGES, Path("x"), FileReason.BUSY))


def test_what_cannot_be_read_is_told() -> None:
    mara = Party(history=Broken()).join("mara", "#a")
    told = mara.says("CHATHISTORY LATEST #a * 5")
    assert told == [":hub FAIL CHATHISTORY MESSAGE_ERROR LATEST #a :Messages could not be retrieved"]


# limits


def test_the_limits_are_told(party: Party) -> None:
    friend = party.connect("mara")
    told = " ".join(friend.says("NICK mara", "USER mara 0 * :Mara"))
    assert " CHATHISTORY=1000 " in told
    assert " MSGREFTYPES=msgid,timestamp " in told


def test_no_page_is_longer_than_the_limit(party: Party) -> None:
    history = MemoryHistory()
    party = Party(history=history, limits=False)
    mara = party.join("mara", "#a", caps=CAPS)
    mara.says(*(f"PRIVMSG #a :{number}" for number in range(1010)))
    assert texts(mara, "LATEST #a * 99999") == [str(number) for number in range(10, 1010)]
    assert len(history.read("#a", ALL, 2000, newest=True, events=False)) == 1010


def test_no_page_is_larger_than_may_wait(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback, "PAGE_BYTES", 1000)
    mara = party.join("mara", "#a", caps=CAPS)
    ids = says(mara, *SIX, "ü" * 120, "x" * 400)
    assert texts(mara, f"AFTER #a msgid={ids['one']} 10") == ["two", "three", "four", "five"]
    assert texts(mara, f"BEFORE #a msgid={ids['six']} 10") == ["two", "three", "four", "five"]
    assert texts(mara, "LATEST #a * 10") == ["x" * 400]


def test_pages_cost_their_asker_by_their_bytes(party: Party) -> None:
    mara = party.join("mara", "#short", "#long", caps=CAPS)
    pages = {}
    for target, text in (("#short", "x"), ("#long", "x" * 400)):
        for _ in range(10):
            party.wait(20)
            mara.says(*[f"PRIVMSG {target} :{text}"] * 30)
        party.wait(60)
        party.quiet()
        heard = mara.says(*[f"CHATHISTORY LATEST {target} * 300"] * 40)
        pages[target] = sum("BATCH +" in line for line in heard)
    assert pages["#short"] == 38  # the lines that it may say at once
    assert pages["#long"] < 20
    party.wait(2)
    assert any("BATCH +" in line for line in mara.hears())


def test_a_thousand_guests_who_are_gone_do_not_hide_the_others(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(private_messages, "GONE_ANONYMOUS", 2)
    mara = party.log_in("mara", caps=CAPS)
    party.log_in("bob").says("PRIVMSG mara :hi")
    zoe = party.join("zoe")
    zoe.says("PRIVMSG mara :hi")
    for number in range(4):
        party.join(f"guest{number}").says("PRIVMSG mara :hi", "QUIT")
        party.now += 1
    party.quiet()
    listed = [untagged(line).split(" ")[3] for line in mara.says(f"CHATHISTORY {ALL_TARGETS}")[1:-1]]
    assert sorted(listed) == ["bob", "guest2", "guest3", "zoe"]


def test_many_conversations_cost_their_asker_more(party: Party) -> None:
    mara = party.log_in("mara", caps=CAPS)
    for number in range(100):
        party.join(f"guest{number}").says("PRIVMSG mara :hi")
    for words in (ALL_TARGETS, "LATEST nobody * 10"):
        party.wait(60)
        party.quiet()
        assert 10 < len(_answers(mara, words)) <= 20


ALL_TARGETS = "TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 1000"


def _answers(friend: Friend, words: str) -> list[str]:
    """The ends of the answers to one question that is asked forty times at once."""
    heard = friend.says(*[f"CHATHISTORY {words}"] * 40)
    return [line for line in heard if " FAIL " in line or " BATCH -" in line]


def test_who_knows_no_batches_gets_the_lines(party: Party) -> None:
    mara = party.join("mara", "#a", caps="draft/chathistory")
    mara.says("PRIVMSG #a :one")
    assert mara.says("CHATHISTORY LATEST #a * 5") == [":mara!mara@10.0.0.1 PRIVMSG #a :one"]
