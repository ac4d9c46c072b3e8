"""Texts of several lines: one message where the server takes it, lines elsewhere."""

from __future__ import annotations

import pytest

from app.client.events import MessageArrived, MessageFailed, MessagePending, MessageSent, TextKind
from app.client.state.batch import Batch, BatchLine
from app.client.state.multiline import (
    LARGEST,
    LARGEST_TAKEN,
    MultilineLimits,
    fill,
    joined,
    pieces,
    read_limits,
)
from app.client.state.outbox import Outbox
from app.client.wishes import Reply
from app.irc.message import Message
from tests.client.play import MODERN, NOW, OURS, Play, only

MULTILINE = f"{MODERN} draft/multiline=max-bytes=4096,max-lines=24"


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("max-bytes=4096,max-lines=24", MultilineLimits(4096, 24)),
        ("max-bytes=4096", MultilineLimits(4096, 100)),
        ("max-lines=5,future,max-bytes=40000,x=y", MultilineLimits(40000, 5)),
        ("max-bytes=999999999", MultilineLimits(LARGEST, 100)),
        ("max-bytes=9999999999", None),
        ("max-bytes=-1", None),
        ("max-bytes=0", None),
        ("max-bytes=10,max-lines=0", None),
        ("max-lines=24", None),
        ("", None),
    ],
)
def test_a_servers_limits_are_read(value: str, limits: MultilineLimits | None) -> None:
    assert read_limits(value) == limits


def test_a_line_is_cut_behind_a_space_and_goes_on() -> None:
    assert [(piece.text, piece.concat) for piece in pieces("one\n\nabcd efgh ijkl", 10)] == [
        ("one", False),
        ("", False),
        ("abcd efgh ", False),
        ("ijkl", True),
    ]


@pytest.mark.parametrize(
    ("text", "limits", "messages"),
    [
        ("one\ntwo", MultilineLimits(100, 10), ["one\ntwo"]),
        ("\n \none\n\ntwo\n\n", MultilineLimits(100, 10), ["one\n\ntwo"]),
        ("\n \n", MultilineLimits(100, 10), []),
        ("", MultilineLimits(100, 10), []),
        ("one\ntwo\nthree", MultilineLimits(7, 10), ["one\ntwo", "three"]),
        ("one\ntwo\nthree", MultilineLimits(8, 10), ["one\ntwo", "three"]),
        ("one\ntwo\nthree", MultilineLimits(100, 2), ["one\ntwo", "three"]),
        ("one\n\n\ntwo", MultilineLimits(100, 2), ["one", "two"]),
        ("abcd efgh ijkl", MultilineLimits(12, 10), ["abcd efgh", "ijkl"]),
        ("abcd efgh ijkl", MultilineLimits(100, 10), ["abcd efgh ijkl"]),
    ],
)
def test_a_text_becomes_as_few_messages_as_fit(
    text: str, limits: MultilineLimits, messages: list[str]
) -> None:
    assert list(fill(text, 10, limits)) == messages


@pytest.mark.parametrize("text", ["ä" * 300, "word " * 200, "x" * 999, "a\n\nb", "👨‍👩‍👧‍👦" * 40])
def test_what_was_cut_is_whole_again(text: str) -> None:
    lines = pieces(text, 60)
    assert all(len(piece.text.encode()) <= 60 for piece in lines)
    together = "".join(piece.text if piece.concat else f"\n{piece.text}" for piece in lines)
    assert together == f"\n{text}"


# sending


@pytest.fixture
def play() -> Play:
    return Play(outbox=Outbox(lambda: "own")).registers(caps=MULTILINE, channel="#a")


def test_several_lines_are_one_message(play: Play) -> None:
    [pending] = play.says("#a", "hello\r\n\r\nhow are you?\n")
    assert pending == MessagePending(1, "#a", "me", "hello\n\nhow are you?", TextKind.MESSAGE, NOW)
    assert play.output == (
        "@label=1 BATCH +m1 draft/multiline #a\r\n"
        "@batch=m1 PRIVMSG #a :hello\r\n"
        "@batch=m1 PRIVMSG #a :\r\n"
        "@batch=m1 PRIVMSG #a :how are you?\r\n"
        "BATCH -m1\r\n"
    )
    events = play.hears(
        "@label=1;msgid=x :me!u@h BATCH +e draft/multiline #a",
        "@batch=e :me!u@h PRIVMSG #a :hello",
        "@batch=e :me!u@h PRIVMSG #a :",
        "@batch=e :me!u@h PRIVMSG #a :how are you?",
        ":s BATCH -e",
    )
    assert events == [MessageSent(1, "#a", "x", NOW, "hello\n\nhow are you?")]


def test_a_long_line_is_one_message_too(play: Play) -> None:
    text = "word " * 150 + "end"
    [pending] = play.says("#a", text)
    assert isinstance(pending, MessagePending)
    assert pending.text == text
    first, *lines, last = play.output.split("\r\n")[:-1]
    assert (first, last) == ("@label=1 BATCH +m1 draft/multiline #a", "BATCH -m1")
    assert lines[0].startswith("@batch=m1 PRIVMSG #a :word ")
    assert lines[0].endswith(" ")
    assert all(line.startswith("@batch=m1;draft/multiline-concat PRIVMSG #a :") for line in lines[1:])
    assert "".join(line.partition(" :")[2] for line in lines) == text


def test_one_short_line_is_an_ordinary_message(play: Play) -> None:
    play.says("#a", "hello")
    assert play.output == "@label=1 PRIVMSG #a :hello\r\n"


def test_actions_stay_lines(play: Play) -> None:
    events = play.says("#a", "waves\nand smiles", kind=TextKind.ACTION)
    assert [event.text for event in only(events, MessagePending)] == ["waves", "and smiles"]
    assert "BATCH" not in play.output


def test_a_notice_of_several_lines_is_a_batch_of_notices(play: Play) -> None:
    play.says("#a", "one\ntwo", kind=TextKind.NOTICE)
    assert "@batch=m1 NOTICE #a :two\r\n" in play.output


def test_more_than_the_server_takes_are_several_messages(play: Play) -> None:
    events = play.says("#a", "\n".join(["line"] * 30))
    assert [event.text.count("\n") + 1 for event in only(events, MessagePending)] == [24, 6]


@pytest.mark.parametrize(
    "refusal",
    [
        "@label=1 :s FAIL BATCH MULTILINE_MAX_BYTES 4096 :Too much",
        "@label=1 :s 404 me #a :Too much",
    ],
)
def test_a_refused_text_is_not_sent(play: Play, refusal: str) -> None:
    play.says("#a", "one\ntwo")
    assert play.hears(refusal) == [MessageFailed(1, "#a", "Too much", False)]


def test_without_labels_a_refused_batch_is_the_oldest_text_on_its_way() -> None:
    caps = "batch message-tags echo-message draft/multiline=max-bytes=4096"
    play = Play().registers(caps=caps, channel="#a")
    play.says("#a", "short")
    play.says("#a", "one\ntwo")
    refused = play.hears("FAIL BATCH MULTILINE_INVALID :No such batches")
    assert refused == [MessageFailed(2, "#a", "No such batches", False)]
    assert only(play.hears("FAIL BATCH TIMEOUT m9 :Too late"), MessageFailed) == []
    assert play.hears(":me!u@h PRIVMSG #a :short") == [MessageSent(1, "#a", "", NOW, "short")]


def test_a_target_that_cannot_be_named_leaves_no_half_of_a_batch(play: Play) -> None:
    events = play.says("#a b", "one\ntwo")
    assert [type(event) for event in events] == [MessagePending, MessageFailed]
    assert play.output == ""


def test_a_text_written_offline_waits_as_one(play: Play) -> None:
    play.session.connection_lost(play.now)
    again = Play(outbox=play.session.state.outbox, channels=(("#a", ""),))
    [pending] = again.says("#a", "one\ntwo")
    assert isinstance(pending, MessagePending)
    assert pending.text == "one\ntwo"
    again.registers(caps=MODERN)
    again.hears(":me!u@h JOIN #a")
    # the server has changed its mind: the lines come one by one
    assert "PRIVMSG #a :one\r\n@label=1 PRIVMSG #a :two\r\n" in again.output


def test_a_hub_is_given_an_id_and_what_is_answered() -> None:
    play = Play(outbox=Outbox(lambda: "own")).registers(caps=OURS, channel="#a")
    play.hears(f"@label={play.last_label} ACK", f"@label=r{play.session.state.labels} ACK")
    play.answers()
    events = play.wants(Reply("#a", "m7", "yes"))
    assert only(events, MessagePending)[0].reply_to == "m7"
    assert "@label=1;+reply=m7;+draft/reply=m7;+hubbub.chat/id=own PRIVMSG #a :yes\r\n" in play.asks()
    play.wants(Reply("#a", "m7", "one\ntwo"))
    opening, line, *_ = play.asks().split("\r\n")
    assert opening == "@label=2;+reply=m7;+draft/reply=m7;+hubbub.chat/id=own BATCH +m2 draft/multiline #a"
    assert line == "@batch=m2 PRIVMSG #a :one"


# receiving


def test_lines_are_told_as_one_when_all_are_here(play: Play) -> None:
    assert (
        play.hears(
            "@msgid=x;account=al;+reply=y :alice!u@h BATCH +b draft/multiline #a",
            "@batch=b :alice!u@h PRIVMSG #a :hello ",
            "@batch=b;draft/multiline-concat :alice!u@h PRIVMSG #a :world",
            "@batch=b :alice!u@h PRIVMSG #A :",
            "@batch=b :alice!u@h PRIVMSG #a :bye",
            "@batch=b :alice!u@h NOTICE #a :not this",
            "@batch=b :alice!u@h PRIVMSG #b :nor this",
            "@batch=b :alice!u@h JOIN #a",
            "@batch=b :alice!u@h PRIVMSG #a",
        )
        == []
    )
    [arrived] = play.hears(":s BATCH -b")
    assert arrived == MessageArrived(
        "#a",
        "alice",
        "hello world\n\nbye",
        TextKind.MESSAGE,
        False,
        "x",
        NOW,
        reply_to="y",
        account="al",
    )


def test_a_batch_of_nothing_says_nothing(play: Play) -> None:
    assert play.hears(":alice!u@h BATCH +b draft/multiline #a", ":s BATCH -b") == []
    lines = ["@batch=b :alice!u@h PRIVMSG #a :"] * 3
    assert play.hears(":alice!u@h BATCH +b draft/multiline #a", *lines, ":s BATCH -b") == []


def test_the_source_may_stand_on_the_lines_only(play: Play) -> None:
    [arrived] = play.hears(
        "BATCH +b draft/multiline me", "@batch=b :alice!u@h PRIVMSG me :one", ":s BATCH -b"
    )
    assert isinstance(arrived, MessageArrived)
    assert (arrived.conversation, arrived.sender, arrived.text) == ("alice", "alice", "one")


def test_a_text_that_never_ends_is_cut() -> None:
    opener = Message("BATCH", ("+b", "draft/multiline", "#a"), "alice")
    line = BatchLine(Message("PRIVMSG", ("#a", "x" * 8_000), "alice"), NOW)
    whole = joined(Batch(opener, "draft/multiline", "", NOW, [line] * 1_000))
    assert whole is not None
    assert len(whole.params[1]) <= LARGEST_TAKEN + 8_001
