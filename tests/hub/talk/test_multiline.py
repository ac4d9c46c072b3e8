"""Messages of several lines: batches in, batches or single lines out."""

from __future__ import annotations

import pytest

from app.hub.data.events import Said
from app.hub.data.in_progress import TIMEOUT
from app.hub.data.limits import FLOOD_BURST, MAX_BYTES, MAX_LINES
from app.hub.data.storage import ALL
from tests.hub.party import Friend, Party, tags_of, untagged

CAPS = "batch echo-message labeled-response message-tags server-time draft/multiline"


def _two(party: Party, *, caps: str = CAPS) -> tuple[Friend, Friend]:
    """Alice and Bob in #a, both quiet."""
    alice, bob = party.join("alice", "#a", caps=CAPS), party.join("bob", "#a", caps=caps)
    party.quiet()
    return alice, bob


def _batch(*lines: str, target: str = "#a", tags: str = "") -> list[str]:
    return [f"{tags}BATCH +1 draft/multiline {target}", *lines, "BATCH -1"]


def test_the_offer_names_the_limits() -> None:
    listed = " ".join(Party().connect().says("CAP LS 302"))
    assert f"draft/multiline=max-bytes={MAX_BYTES},max-lines={MAX_LINES}" in listed


def test_who_knows_batches_gets_one() -> None:
    party = Party()
    alice, bob = _two(party)
    echo = alice.says(
        "@label=x;+reply=m BATCH +1 draft/multiline #a",
        "@batch=1 PRIVMSG #a hello",
        "@batch=1 privmsg #a :",
        "@batch=1 PRIVMSG #a :how is ",
        "@batch=1;draft/multiline-concat PRIVMSG #a :everyone?",
        "BATCH -1",
    )
    relay = bob.hears()
    reference = relay[0].split("BATCH +")[1].split()[0]
    assert tags_of(echo[0])["label"] == "x"
    for line in (echo[0], relay[0]):
        assert untagged(line) == f":alice!alice@10.0.0.1 BATCH +{reference} draft/multiline #a"
        assert tags_of(line).keys() >= {"msgid", "time", "+reply"}
    assert echo[1:] == relay[1:]
    assert relay[1:] == [
        f"@batch={reference} :alice!alice@10.0.0.1 PRIVMSG #a :hello",
        f"@batch={reference} :alice!alice@10.0.0.1 PRIVMSG #a :",
        f"@batch={reference} :alice!alice@10.0.0.1 PRIVMSG #a :how is ",
        f"@batch={reference};draft/multiline-concat :alice!alice@10.0.0.1 PRIVMSG #a :everyone?",
        f":alice!alice@10.0.0.1 BATCH -{reference}",
    ]
    assert party.happened(Said) == [Said(party.now, "alice", "#a", "hello\n\nhow is everyone?", "message")]


def test_who_does_not_gets_the_lines_that_say_something() -> None:
    party = Party()
    alice, bob = _two(party, caps="message-tags server-time")
    alice.says(*_batch("@batch=1 NOTICE #a :", "@batch=1 NOTICE #a :one", "@batch=1 NOTICE #a :two"))
    first, second = bob.hears()
    assert [untagged(line) for line in (first, second)] == [
        ":alice!alice@10.0.0.1 NOTICE #a :one",
        ":alice!alice@10.0.0.1 NOTICE #a :two",
    ]
    assert tags_of(first).keys() == {"msgid", "time"}
    assert tags_of(second) == {"time": tags_of(first)["time"]}


def test_who_knows_no_tags_gets_them_bare() -> None:
    party = Party()
    alice, bob = _two(party, caps="")
    alice.says(*_batch("@batch=1 PRIVMSG #a :one", "@batch=1 PRIVMSG #a :two"))
    assert bob.hears() == [":alice!alice@10.0.0.1 PRIVMSG #a :one", ":alice!alice@10.0.0.1 PRIVMSG #a :two"]


def test_it_is_kept_as_one_message() -> None:
    party = Party()
    alice, _bob = _two(party)
    alice.says(*_batch("@batch=1 PRIVMSG #a :one", "@batch=1 PRIVMSG #a :two"))
    [event] = party.hub._state.history.read("#a", ALL, 10, newest=True, events=False)
    assert event.lines == (("one", False), ("two", False))
    assert event.params == ("#a", "one")


def test_a_person_who_is_away_says_so_beside_the_echo() -> None:
    party = Party()
    alice, bob = _two(party)
    bob.says("AWAY :lunch")
    heard = alice.says(*_batch("@batch=1 PRIVMSG bob :one", target="bob", tags="@label=x "))
    assert [untagged(line).split()[1] for line in heard] == [
        "BATCH",
        "BATCH",
        "PRIVMSG",
        "BATCH",
        "301",
        "BATCH",
    ]
    assert tags_of(heard[0])["label"] == "x"
    assert "batch" in tags_of(heard[1])


MIXED = "MULTILINE_INVALID :A message is all of PRIVMSG or all of NOTICE"
NOT_BEHIND = "MULTILINE_INVALID :Nothing can be put behind the line before"
BLANK = "MULTILINE_INVALID :Nothing is said in it"
NO_BATCH = "MULTILINE_INVALID :There is no such batch"
ONE_TARGET = "MULTILINE_INVALID :A batch has one target"
OTHER_TARGET = "MULTILINE_INVALID_TARGET #a #b :All lines go to the batch's own target"
TOO_MANY = f"MULTILINE_MAX_LINES {MAX_LINES} :A message has at most {MAX_LINES} lines"
TOO_LONG = f"MULTILINE_MAX_BYTES {MAX_BYTES} :A message has at most {MAX_BYTES} bytes"


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (["@batch=2 PRIVMSG #a :x"], NO_BATCH),
        (["@batch=1 PRIVMSG #b :x"], OTHER_TARGET),
        (["@batch=1 PRIVMSG #a :x", "@batch=1 NOTICE #a :x"], MIXED),
        (["@batch=1 TAGMSG #a"], MIXED),
        (["@batch=1 PRIVMSG #a :x", "@batch=1;draft/multiline-concat PRIVMSG #a :"], NOT_BEHIND),
        (["@batch=1;draft/multiline-concat PRIVMSG #a :x"], NOT_BEHIND),
        (["BATCH +2 draft/multiline #a"], "MULTILINE_INVALID :One batch at a time"),
        (["@batch=1 PRIVMSG #a :x"] * (MAX_LINES + 1), TOO_MANY),
        ([f"@batch=1 PRIVMSG #a :{'x' * 400}"] * 41, TOO_LONG),
    ],
)
def test_a_mistake_fails_the_whole_batch_once(lines: list[str], answer: str) -> None:
    party = Party(limits=False)
    alice, bob = _two(party)
    heard = alice.says(*_batch(*lines, "@batch=1 PRIVMSG #a :unsaid", tags="@label=x "))
    failed = [line for line in heard if " FAIL " in line]
    assert [untagged(line) for line in failed] == [f":hub FAIL BATCH {answer}"]
    assert tags_of(failed[0])["label"] == "x"
    assert bob.hears() == []
    assert "PRIVMSG" in alice.says(*_batch("@batch=1 PRIVMSG #a :again"))[1]


@pytest.mark.parametrize("lines", [[], ["@batch=1 PRIVMSG #a :", "@batch=1 PRIVMSG #a :"]])
def test_nothing_is_not_said(lines: list[str]) -> None:
    alice, bob = _two(Party())
    assert [untagged(line) for line in alice.says(*_batch(*lines))] == [f":hub FAIL BATCH {BLANK}"]
    assert bob.hears() == []


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("BATCH 1 draft/multiline #a", "INVALID_REFTAG 1 :A batch begins with + and ends with -"),
        ("BATCH +! draft/multiline #a", "INVALID_REFTAG ! :Not a name for a batch"),
        ("BATCH +1 history #a", "UNKNOWN_TYPE 1 history :This connection has not asked for such batches"),
        ("BATCH +1 draft/multiline", ONE_TARGET),
        ("BATCH +1 draft/multiline #a,#b", ONE_TARGET),
        ("BATCH -1", NO_BATCH),
        ("@batch=1 PRIVMSG #a :x", NO_BATCH),
    ],
)
def test_what_opens_no_batch_is_answered(line: str, answer: str) -> None:
    alice, _bob = _two(Party())
    assert [untagged(each) for each in alice.says(line)] == [f":hub FAIL BATCH {answer}"]


def test_only_who_has_asked_for_it_may_send_them() -> None:
    bob = Party().join("bob", caps="batch")
    assert bob.codes("BATCH +1 draft/multiline bob") == ["FAIL"]


def test_a_target_that_is_not_there_is_told_at_the_end() -> None:
    alice, _bob = _two(Party())
    lines = _batch("@batch=1 PRIVMSG nobody :x", target="nobody", tags="@label=x ")
    assert [line.split(" ", 1)[1] for line in alice.says(*lines)] == [
        ":hub 401 alice nobody :No such nickname"
    ]


def test_a_line_that_would_not_fit_when_relayed_refuses_the_whole() -> None:
    alice, bob = _two(Party())
    assert alice.codes(*_batch("@batch=1 PRIVMSG #a :x", f"@batch=1 PRIVMSG #a :{'x' * 490}")) == ["417"]
    assert bob.hears() == []


def test_a_batch_that_is_never_closed_is_given_up() -> None:
    party = Party()
    alice, _bob = _two(party)
    alice.says("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :x")
    party.wait(TIMEOUT - 1)
    assert alice.hears() == []
    party.wait(1)
    assert [untagged(line) for line in alice.hears()] == [
        ":hub FAIL BATCH TIMEOUT 1 :The batch was left open for too long"
    ]
    assert alice.codes("BATCH -1") == ["FAIL"]


def test_a_long_message_passes_the_flood_limit_at_once() -> None:
    party = Party()
    alice, bob = _two(party)
    party.wait(60)
    alice.says(*_batch(*["@batch=1 PRIVMSG #a :line"] * MAX_LINES))
    assert len(bob.hears()) == MAX_LINES + 2


def test_an_open_batch_makes_nothing_else_cheaper() -> None:
    party = Party()
    alice, bob = _two(party)
    alice.says("BATCH +1 draft/multiline #a", *["PRIVMSG #a :x"] * 100)
    assert len(bob.hears()) <= FLOOD_BURST
    alice, bob = _two(Party())
    alice.says("BATCH +1 draft/multiline #a", *["@label=1;batch=1 PRIVMSG #a :x"] * 199, "BATCH -1")
    assert len(bob.hears()) == 201
