"""Passwords that are told to services: sent as they are, shown masked, and kept nowhere."""

from __future__ import annotations

import pytest

from app.client.events import (
    MessageArrived,
    MessageFailed,
    MessagePending,
    MessageSent,
    RequestFailed,
    TextKind,
)
from app.client.wishes import Reply
from app.irc.service_passwords import MASK
from tests.client.play import MODERN, OURS, Play, only

SHOWN = f"IDENTIFY {MASK}"


def told_texts(events: list[object]) -> list[str]:
    return [
        event.text for event in events if isinstance(event, MessageArrived | MessagePending | MessageSent)
    ]


def test_without_echoes_the_masked_words_are_told_at_once() -> None:
    play = Play().registers()
    [said] = only(play.says("NickServ", "IDENTIFY secret"), MessageArrived)
    assert play.output == "PRIVMSG NickServ :IDENTIFY secret\r\n"
    assert (said.conversation, said.text, said.own, said.sender) == ("NickServ", SHOWN, True, "me")
    assert not list(play.session.state.outbox)


@pytest.mark.parametrize("caps", [MODERN, "echo-message message-tags"])
def test_with_echoes_they_are_told_when_the_echo_comes(caps: str) -> None:
    play = Play().registers(caps=caps)
    assert play.says("NickServ", "IDENTIFY secret") == []
    assert "IDENTIFY secret" in play.output
    label = f"label={play.last_label};" if "label" in caps else ""
    [said] = only(play.hears(f"@{label}msgid=1 :me!u@h PRIVMSG NickServ :IDENTIFY secret"), MessageArrived)
    assert (said.text, said.own) == (SHOWN, True)


def test_its_echo_is_not_taken_for_another_message_on_its_way() -> None:
    play = Play().registers(caps="echo-message message-tags")
    play.says("NickServ", "IDENTIFY secret")
    play.says("NickServ", "help")
    events = play.hears(":me!u@h PRIVMSG NickServ :IDENTIFY secret", ":me!u@h PRIVMSG NickServ :help")
    assert told_texts(events) == [SHOWN, "help"]


def test_what_was_said_from_elsewhere_or_before_is_masked_too() -> None:
    play = Play().registers(caps=MODERN)
    assert told_texts(play.hears(":me!u@h PRIVMSG NickServ :identify mara secret")) == [f"identify {MASK}"]
    play = Play().registers(caps=MODERN)
    events = play.hears(
        ":s BATCH +h chathistory NickServ",
        "@batch=h;time=2024-01-01T00:00:00.000Z :me!u@h PRIVMSG NickServ :identify mara secret",
        "@batch=h;time=2024-01-01T00:00:01.000Z :NickServ!s@services. NOTICE me :hello",
        ":s BATCH -h",
    )
    assert "secret" not in repr(events)


def test_without_a_connection_it_is_refused_and_waits_nowhere() -> None:
    play = Play()
    events = play.says("NickServ", "IDENTIFY secret")
    assert only(events, RequestFailed)
    assert "secret" not in repr(events)
    assert not list(play.session.state.outbox)
    play.registers()
    assert "secret" not in play.output


def test_a_refusal_is_told_in_the_servers_words() -> None:
    play = Play().registers()
    play.says("NickServ", "IDENTIFY secret")
    events = play.hears(":s 401 me NickServ :No such nick")
    assert [event.detail for event in only(events, RequestFailed)] == ["No such nick"]
    assert not only(events, MessageFailed)


def test_notices_replies_and_several_lines_are_no_way_around() -> None:
    play = Play().registers()
    said = play.says("NickServ", "identify secret", TextKind.NOTICE)
    assert told_texts(said) == [f"identify {MASK}"]
    assert play.output == "NOTICE NickServ :identify secret\r\n"
    assert "secret" not in repr(play.wants(Reply("NickServ", "m1", "identify secret")))
    said = play.says("NickServ", "help\nidentify secret")
    assert told_texts(said) == [f"help\nidentify {MASK}"]


def test_on_a_hub_of_ours_a_person_called_deserv_is_talked_to_like_anybody() -> None:
    play = Play().registers(caps=OURS)
    [pending] = only(play.says("Deserv", "login tomorrow?"), MessagePending)
    assert pending.text == "login tomorrow?"
    assert "secret" not in repr(play.says("NickServ", "identify secret"))
