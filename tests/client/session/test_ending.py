"""How sessions end, and how a server that is gone is noticed."""

from __future__ import annotations

import pytest

from app.client.events import ConnectionDoubted, ConnectionFailed, Failure, MessageFailed, MessageSent
from tests.client.play import MODERN, NOW, Play, only


def test_a_silent_server_is_pinged_and_given_up_in_time() -> None:
    play = Play().registers()
    assert play.waits(29) == []
    assert play.output == ""
    assert play.waits(1) == []
    assert play.output == f"PING {play.last_token}\r\n"
    assert play.waits(9) == []
    assert play.waits(1) == [ConnectionDoubted(True, NOW + 40)]
    assert play.waits(49) == []
    [failed] = only(play.waits(1), ConnectionFailed)
    assert failed.failure is Failure.LOST


@pytest.mark.parametrize("caps", ["", MODERN], ids=["plain", "labels"])
def test_an_unconfirmed_message_asks_for_a_sign_of_life_then_doubts_then_ends(caps: str) -> None:
    play = Play().registers(caps=caps, channel="#a")
    play.says("#a", "is anybody there?")
    play.waits(4)
    assert caps == "" or "PING" not in play.output
    assert play.waits(1) == []
    assert caps == "" or play.output == f"PING {play.last_token}\r\n"
    assert play.waits(9) == []
    assert not play.session.is_doubtful
    assert play.waits(1) == [ConnectionDoubted(True, NOW + 15)]
    assert play.session.is_doubtful
    assert play.waits(14) == []
    assert [type(event) for event in play.waits(1)] == [MessageFailed, ConnectionFailed]
    assert not play.session.is_doubtful


def test_a_sign_of_life_ends_the_doubt() -> None:
    play = Play().registers(caps=MODERN, channel="#a")
    play.says("#a", "one")
    assert only(play.waits(20), ConnectionDoubted) == [ConnectionDoubted(True, NOW + 15)]
    [back] = play.hears(f":s PONG s :{play.last_token}")
    assert back == ConnectionDoubted(False, NOW + 20)
    assert play.hears(":s NOTICE me :x") != [ConnectionDoubted(False, NOW + 20)]
    assert only(play.waits(14), ConnectionDoubted) == []  # asked anew after five seconds, ten more to answer
    assert only(play.waits(1), ConnectionDoubted) == [ConnectionDoubted(True, NOW + 35)]


def test_a_server_that_lives_and_does_not_confirm_is_slow_and_no_more() -> None:
    play = Play().registers(caps=MODERN, channel="#a")
    play.says("#a", "one")
    asked = 0
    for _ in range(300):
        assert play.waits(1) == []
        asked += play.output.count("PING")
        if "PING" in play.output:
            assert play.hears(f":s PONG s :{play.last_token}") == []
    assert asked <= 12 + 8  # every five seconds for a minute, every half minute after that
    [sent] = only(play.hears("@label=1;msgid=m :me!u@h PRIVMSG #a :one"), MessageSent)
    assert sent.id == 1


def test_a_server_that_takes_a_line_in_two_seconds_is_waited_for() -> None:
    play = Play().registers(channel="#a")
    play.says("#a", "\n".join(f"line {number}" for number in range(10)))
    assert play.waits(20) == []
    assert len(only(play.hears(f":s PONG s {play.last_token}"), MessageSent)) == 10


def test_a_server_that_answers_is_kept() -> None:
    play = Play().registers()
    for _ in range(20):
        assert play.waits(30) == []
        assert play.hears(f":s PONG s :{play.last_token}") == []
    assert play.session.state.is_registered


def test_after_sleep_a_server_gets_a_short_time_to_answer() -> None:
    play = Play().registers()
    play.now += 3600
    assert play.session.tick(play.now) == []
    assert play.asks() == f"PING {play.last_token}\r\n"
    assert play.waits(14) == [ConnectionDoubted(True, play.now - 4)]
    assert len(only(play.waits(1), ConnectionFailed)) == 1
    play = Play().registers()
    play.now += 3600
    play.session.tick(play.now)
    play.hears(f":s PONG s :{play.last_token}")
    assert play.waits(29) == []


def test_no_bytes_are_no_sign_of_life() -> None:
    play = Play().registers()
    play.now += 10
    assert play.session.receive(b"", play.now) == []
    assert play.session.state.last_heard == NOW


@pytest.mark.parametrize(
    ("line", "failure", "said"),
    [
        (":oper!o@h KILL me :enough", Failure.KICKED_OUT, "enough"),
        (":oper!o@h KILL me", Failure.KICKED_OUT, ""),
        ("ERROR :Closing Link: h (Killed (oper (enough)))", Failure.KICKED_OUT, None),
        ("ERROR :Closing Link: h (Ping timeout: 120 seconds)", Failure.LOST, None),
        (":s ERROR :The host closed the room", Failure.CLOSED_BY_HOST, None),
        ("ERROR :The host closed the room", Failure.CLOSED_BY_HOST, None),
        (":s 465 me :You are banned", Failure.BANNED, "You are banned"),
    ],
)
def test_the_server_ends_the_session(line: str, failure: Failure, said: str | None) -> None:
    play = Play().registers(channel="#a")
    [failed] = only(play.hears(line, ":alice!a@h PRIVMSG #a :too late"), ConnectionFailed)
    assert failed.failure is failure
    assert said is None or failed.said == said
    assert play.hears(":alice!a@h PRIVMSG #a :much too late") == []
    assert play.session.connection_lost(NOW) == []
    assert not play.session.state.is_registered


@pytest.mark.parametrize("source", ["", ":s ", "@time=2026-01-01T00:00:00.000Z "])
def test_a_ping_is_answered_with_and_without_a_source(source: str) -> None:
    play = Play().registers()
    assert play.hears(f"{source}PING token") == []
    assert play.output == "PONG token\r\n"


def test_somebody_elses_kill_is_not_ours() -> None:
    assert Play().registers().hears(":oper!o@h KILL alice :enough") == []


@pytest.mark.parametrize(("reason", "line"), [("", "QUIT\r\n"), ("see\nyou", "QUIT :see you\r\n")])
def test_a_goodbye_is_said_once_and_is_no_failure(reason: str, line: str) -> None:
    play = Play().registers(channel="#a")
    play.asks()
    play.session.quit(reason)
    play.session.quit("again")
    assert play.asks() == line
    assert only(play.says("#a", "too late"), ConnectionFailed) == []
    assert play.output == ""
    assert play.hears("ERROR :Closing Link: h (Quit: see you)") == []
    assert play.session.state.is_closed
    play.session.quit()
    assert play.asks() == ""


def test_a_goodbye_without_an_answer_is_no_failure_either() -> None:
    play = Play().registers()
    play.session.quit()
    assert play.session.connection_lost(NOW) == []
    assert play.session.state.is_closed


def test_an_impossible_move_of_a_session_is_a_bug() -> None:
    play = Play()
    play.hears("ERROR :x")
    with pytest.raises(ValueError, match="cannot become"):
        play.session.state.move(play.session.state.phase)
