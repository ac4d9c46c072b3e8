"""What happens to messages after they were said: reactions, corrections, taking back."""

from __future__ import annotations

import pytest

from app.client.events import (
    Abilities,
    Edited,
    HistoryPage,
    MessageArrived,
    Reacted,
    Redacted,
    RequestFailed,
    TextKind,
)
from app.client.features.wish_table import TABLE, abilities
from app.client.state.outbox import Outbox
from app.client.wishes import AskHistory, Delete, Edit, Join, Mute, React, Reply, Say, TellTyping, Wish
from tests.client.play import ISUPPORT, MODERN, NOW, OURS, Play, only

TALK = f"{MODERN} draft/message-redaction"


@pytest.fixture
def play() -> Play:
    return Play().registers(caps=TALK, channel="#a")


@pytest.fixture
def hub_play() -> Play:
    play = Play(outbox=Outbox(lambda: "own")).registers(caps=f"{OURS} draft/message-redaction")
    play.hears(":s 900 me me!u@h mara :Logged in")
    play.answers(kind="draft/chathistory-targets", target="")
    play.wants(Join("#a"))
    play.hears(":me!u@h JOIN #a")
    play.answers()
    return play


# what a server takes


def depending(abilities: Abilities) -> set[type[object]]:
    """What is not taken by every server."""
    return {kind for kind in abilities.kinds if TABLE[kind].can is not None}


@pytest.mark.parametrize(
    ("caps", "isupport", "kinds"),
    [
        ("message-tags", "", {Reply, React, TellTyping}),
        ("message-tags draft/message-redaction", "", {Reply, React, Delete, TellTyping}),
        ("message-tags", "CLIENTTAGDENY=*", set()),
        ("message-tags", "CLIENTTAGDENY=typing,reply", {Reply, React}),
        ("message-tags", "CLIENTTAGDENY=draft/reply,reply", {TellTyping}),
        ("message-tags", "CLIENTTAGDENY=*,-reply,-typing", {Reply, TellTyping}),
        ("echo-message", "", set()),
        ("message-tags hubbub.chat/room", "", {Reply, React, Edit, Mute, TellTyping}),
        ("message-tags batch draft/chathistory", "", {Reply, React, TellTyping, AskHistory}),
    ],
)
def test_what_a_server_takes_is_told_with_the_welcome(
    caps: str, isupport: str, kinds: set[type[Wish]]
) -> None:
    play = Play()
    play.hears(f":s CAP * LS :{caps}", f":s CAP * ACK :{caps}")
    tokens = f":s 005 me {ISUPPORT} {isupport} :are supported"
    events = play.hears(":s 001 me :Welcome", tokens, ":s 422 me :None")
    [told] = only(events, Abilities)
    assert depending(told) == kinds
    assert told == abilities(play.session.state)
    assert play.session.can(Reply) == (Reply in kinds)
    assert play.session.can(Say)


def test_what_a_server_takes_is_told_again_when_it_changes() -> None:
    play = Play().registers(caps="message-tags cap-notify")
    play.hears(":s CAP me NEW :draft/message-redaction")
    [told] = only(play.hears(":s CAP me ACK :draft/message-redaction"), Abilities)
    assert Delete in told.kinds
    [told] = only(play.hears(":s CAP me DEL :draft/message-redaction message-tags"), Abilities)
    assert not depending(told)


# reactions


@pytest.mark.parametrize(
    ("line", "reacted"),
    [
        (
            "@+draft/react=👍;+reply=m1 :alice!a@h TAGMSG #A",
            Reacted("#a", "m1", "alice", "👍", True, False, NOW),
        ),
        (
            "@+draft/react=👍;+draft/reply=m1 :alice!a@h TAGMSG me",
            Reacted("alice", "m1", "alice", "👍", True, False, NOW),
        ),
        (
            "@+draft/unreact=lol\\sno;+reply=m1 :me!a@h TAGMSG alice",
            Reacted("alice", "m1", "me", "lol no", False, True, NOW),
        ),
        (
            "@+draft/react=\x02x\x02;+reply=m1 :alice!a@h TAGMSG @#a",
            Reacted("#a", "m1", "alice", "x", True, False, NOW),
        ),
    ],
)
def test_a_reaction_is_told(play: Play, line: str, reacted: Reacted) -> None:
    assert play.hears(line) == [reacted]


@pytest.mark.parametrize(
    "tags",
    ["+draft/react=👍", "+reply=m1", "+reply=m1;+draft/react=", "+reply=m1;+draft/react=\\s", "x=y"],
)
def test_what_is_no_reaction_is_not_told(play: Play, tags: str) -> None:
    assert play.hears(f"@{tags} :alice!a@h TAGMSG #a") == []


def test_a_reaction_that_is_a_book_is_not_shown(play: Play) -> None:
    assert play.hears(f"@+reply=m1;+draft/react={'x' * 33} :alice!a@h TAGMSG #a") == []
    assert len(play.hears(f"@+reply=m1;+draft/react={'x' * 32} :alice!a@h TAGMSG #a")) == 1


def test_one_reacts_and_takes_it_back(play: Play) -> None:
    play.wants(React("#a", "m1", "👍"))
    tags = f"+reply=m1;+draft/reply=m1;+draft/react=👍;label={play.last_label}"
    assert play.asks() == f"@{tags} TAGMSG #a\r\n"
    echo = f"@label={play.last_label};+reply=m1;+draft/react=👍 :me!u@h TAGMSG #a"
    assert play.hears(echo) == [Reacted("#a", "m1", "me", "👍", given=True, own=True, time=NOW)]
    play.wants(React("#a", "m1", "👍", given=False))
    assert "+draft/unreact=👍" in play.asks()
    refused = f"@label={play.last_label} :s 404 me #a :No"
    assert play.hears(refused) == [RequestFailed("TAGMSG", "#a", "404", "No", NOW)]


def test_without_echoes_a_reaction_is_shown_at_once() -> None:
    play = Play().registers(caps="message-tags", channel="#a")
    play.wants(React("#a", "m1", "👍"))
    assert play.told() == [Reacted("#a", "m1", "me", "👍", given=True, own=True, time=NOW)]


# taking back


@pytest.mark.parametrize(
    ("line", "redacted"),
    [
        (":alice!a@h REDACT #A m1 :a slip", Redacted("#a", "m1", "alice", "a slip", NOW)),
        (":alice!a@h REDACT me m1", Redacted("alice", "m1", "alice", "", NOW)),
        (":me!a@h REDACT alice m1", Redacted("alice", "m1", "me", "", NOW)),
    ],
)
def test_what_is_taken_back_is_told(play: Play, line: str, redacted: Redacted) -> None:
    assert play.hears(line) == [redacted]


def test_one_takes_a_message_back(play: Play) -> None:
    play.wants(Delete("#a", "m1", "a\nslip"))
    assert play.asks() == f"@label={play.last_label} REDACT #a m1 :a slip\r\n"
    play.wants(Delete("#a", "m2"))
    assert play.asks() == f"@label={play.last_label} REDACT #a m2\r\n"
    refused = f"@label={play.last_label} FAIL REDACT REDACT_FORBIDDEN #a m2 :Not yours"
    assert play.hears(refused) == [RequestFailed("REDACT", "#a", "REDACT_FORBIDDEN", "Not yours", NOW)]


# corrections


def test_a_correction_on_a_hub_is_no_new_message(hub_play: Play) -> None:
    line = "@msgid=m2;account=al;+hubbub.chat/edit=m1 :alice!a@h PRIVMSG #a :hello"
    assert hub_play.hears(line) == [Edited("#a", "m1", "hello", "alice", NOW, "al", own=False)]


def test_elsewhere_a_correction_is_a_message_like_any_other(play: Play) -> None:
    [arrived] = play.hears("@msgid=m2;+hubbub.chat/edit=m1 :alice!a@h PRIVMSG #a :hello")
    assert isinstance(arrived, MessageArrived)
    assert arrived.text == "hello"


def test_one_puts_a_message_right(hub_play: Play) -> None:
    assert hub_play.wants(Edit("#a", "m1", "hello")) == []
    line = "PRIVMSG #a :hello\r\n"
    assert hub_play.asks() == f"@label=1;+hubbub.chat/id=own;+hubbub.chat/edit=m1 {line}"
    echo = "@label=1;msgid=m2;account=mara;+hubbub.chat/edit=m1 :me!u@h PRIVMSG #a :hello"
    assert hub_play.hears(echo) == [Edited("#a", "m1", "hello", "me", NOW, "mara", own=True)]
    elsewhere = "@msgid=m3;account=mara;+hubbub.chat/edit=m1 :me!u@h PRIVMSG #a :again"
    assert hub_play.hears(elsewhere) == [Edited("#a", "m1", "again", "me", NOW, "mara", own=True)]


def test_a_correction_of_several_lines_is_a_batch_and_never_two_messages(hub_play: Play) -> None:
    hub_play.wants(Edit("#a", "m1", "one\ntwo"))
    opening = "@label=1;+hubbub.chat/id=own;+hubbub.chat/edit=m1 BATCH +m1 draft/multiline #a"
    assert hub_play.asks().startswith(opening)
    hub_play.wants(Edit("#a", "m1", "\n".join(["x"] * 100)))
    assert hub_play.asks().count("BATCH +") == 1


def test_a_correction_that_is_refused_is_told_and_forgotten(hub_play: Play) -> None:
    hub_play.wants(Edit("#a", "m1", "hello"))
    refused = "@label=1 FAIL PRIVMSG EDIT_FORBIDDEN #a m1 :Not yours"
    assert hub_play.hears(refused) == [RequestFailed("EDIT", "#a", "", "Not yours", NOW)]
    assert hub_play.session.state.outbox.get(1) is None


def test_corrections_and_reactions_come_with_a_page(hub_play: Play) -> None:
    hub_play.wants(AskHistory("#a"))
    time = "time=2023-11-14T22:13:0{}.000Z"
    [page] = only(
        hub_play.answers(
            f"{time.format(1)};msgid=m1 :mara!u@h PRIVMSG #a :helo",
            f"{time.format(2)};account=mara;msgid=m2;+hubbub.chat/edit=m1 :mara!u@h PRIVMSG #a :hello",
            f"{time.format(3)};+reply=m1;+draft/react=👍 :alice!u@h TAGMSG #a",
            f"{time.format(4)};+typing=active :alice!u@h TAGMSG #a",
            f"{time.format(5)} :alice!u@h REDACT #a m0 :spam",
        ),
        HistoryPage,
    )
    said, edited, reacted, redacted = page.events
    assert isinstance(said, MessageArrived)
    assert edited == Edited("#a", "m1", "hello", "mara", NOW - 18, "mara", own=True)
    assert reacted == Reacted("#a", "m1", "alice", "👍", given=True, own=False, time=NOW - 17)
    assert redacted == Redacted("#a", "m0", "alice", "spam", NOW - 15)


def test_on_a_hub_an_account_is_one_person_whatever_their_name(hub_play: Play) -> None:
    [arrived] = hub_play.hears("@account=mara :mara_!u@h PRIVMSG #a :from before")
    assert isinstance(arrived, MessageArrived)
    assert arrived.own
    assert arrived.kind is TextKind.MESSAGE
