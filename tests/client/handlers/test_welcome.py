"""Becoming known to servers of all ages: negotiation, names in use, refusals, silence."""

from __future__ import annotations

import pytest

from app.client.events import ConnectionFailed, Event, Failure, OwnerProven, Registered, ServerSaid
from app.client.features.session_end import channels_to_rejoin
from app.client.wishes import ChangeNick, Join
from tests.client.play import ISUPPORT, MODERN, NOW, Play, only

WELCOME = [":s 001 me :Welcome me!u@h", f":s 005 me {ISUPPORT} :are supported", ":s 376 me :End of MOTD"]


def failure(events: list[Event]) -> tuple[Failure, str]:
    [failed] = only(events, ConnectionFailed)
    return failed.failure, failed.said


def test_the_first_lines_ask_for_capabilities_and_give_names() -> None:
    assert Play().output == "CAP LS 302\r\nNICK me\r\nUSER hubbub 0 * me\r\n"
    play = Play(realname="Me Myself", username="u")
    assert play.output == "CAP LS 302\r\nNICK me\r\nUSER u 0 * :Me Myself\r\n"


def test_secrets_do_not_show() -> None:
    shown = repr(Play(password="hunter2", owner_secret="topsecret").session.state.options)
    assert "hunter2" not in shown
    assert "topsecret" not in shown


@pytest.mark.parametrize("nick", ["two words", "", "a\nb"])
def test_a_name_that_no_line_can_hold_fails_at_once(nick: str) -> None:
    play = Play(nick)
    assert failure(play.waits(1))[0] is Failure.BAD_NICK
    assert play.session.state.is_closed


@pytest.mark.parametrize("size", [0, 1, 3])
def test_a_modern_server_is_asked_for_what_it_offers_and_we_know(size: int) -> None:
    play = Play()
    play.hears(
        ":s CAP * LS * :sasl=PLAIN message-tags", ":s CAP * LS :batch labeled-response tls unknown", size=size
    )
    assert play.output == "CAP REQ :message-tags batch labeled-response\r\n"
    play.hears(":s CAP me ACK :message-tags batch labeled-response ", size=size)
    assert play.output == "CAP END\r\n"
    assert play.session.state.caps == {"message-tags", "batch", "labeled-response"}
    [registered] = only(play.hears(*WELCOME, size=size), Registered)
    assert registered == Registered("me", "Net", "", False, NOW)
    assert not play.session.state.is_hub
    assert play.session.state.isupport.get("NETWORK") == "Net"


def test_labels_are_not_asked_for_without_batches() -> None:
    play = Play()
    play.hears(":s CAP * LS :labeled-response")
    assert play.output == "CAP END\r\n"


def test_a_refused_list_is_asked_for_one_by_one() -> None:
    play = Play()
    play.hears(":s CAP * LS :message-tags setname")
    play.hears(":s CAP * NAK :message-tags setname")
    assert play.output == "CAP REQ message-tags\r\nCAP REQ setname\r\n"
    play.hears(":s CAP * NAK :setname", ":s CAP * ACK :message-tags")
    assert play.output == "CAP END\r\n"
    assert play.session.state.caps == {"message-tags"}


def test_capabilities_come_and_go_later() -> None:
    play = Play().registers(caps="message-tags cap-notify")
    play.hears(":s CAP me NEW :away-notify=x other")
    assert play.output == "CAP REQ away-notify\r\n"
    play.hears(":s CAP me ACK :~away-notify")
    assert "away-notify" in play.session.state.caps
    play.hears(
        ":s CAP me DEL :away-notify",
        ":s CAP me ACK :-message-tags",
        ":s CAP me LIST :x",
        ":s CAP me LS :batch",
    )
    assert play.session.state.caps == {"cap-notify"}
    assert play.output == ""


@pytest.mark.parametrize(
    "answer",
    [
        ":s 421 me CAP :Unknown command",
        ":s 410 * LS :Invalid CAP subcommand",
        ":s 451 * :You have not registered",
        ":s 461 * CAP :Not enough parameters",
        ":s NOTICE AUTH :*** Looking up your hostname",
        "NOTICE AUTH :*** Found your hostname",
        ":s NOTICE * :*** Checking ident",
        "PING :12345",
        ":s 020 * :Please wait while we process your connection.",
        ":s PRIVMSG me :too early",
        ":s JOIN #early",
        ":s FROBNICATE",
        ":s 376 me :End of MOTD",
    ],
)
def test_whatever_comes_before_the_welcome_does_not_stop_it(answer: str) -> None:
    play = Play()
    play.hears(answer)
    assert len(only(play.hears(*WELCOME), Registered)) == 1
    assert play.session.state.is_registered


def test_a_ping_is_answered_in_any_phase() -> None:
    play = Play()
    play.hears("PING :to ken")
    assert play.output == "PONG :to ken\r\n"
    play.registers()
    play.hears(":s PING s1 s2")
    assert play.output == "PONG s1\r\n"


def test_a_server_without_motd_numerics_is_done_with_its_pong() -> None:
    play = Play()
    assert only(play.hears(":s 001 me :Welcome"), Registered) == []
    assert not play.session.state.is_registered
    assert play.output == "PING hubbub-1\r\n"
    [registered] = only(play.hears(":s PONG s :hubbub-1"), Registered)
    assert registered.network == ""
    assert only(play.hears(":s 376 me :late"), Registered) == []


def test_a_forced_join_ends_the_welcome() -> None:
    play = Play()
    events = play.hears(":s 001 me :Welcome", ":me!u@h JOIN #lobby")
    names = [type(event).__name__ for event in events]
    assert names == ["ServerSaid", "Registered", "Abilities", "RoomEntered"]


def test_the_server_decides_what_we_are_called() -> None:
    play = Play("averylongname")
    [registered] = only(
        play.hears(":s 001 averylong :Hi", ":s 001 again :Hi", ":s 422 averylong :x"), Registered
    )
    assert registered.nick == play.session.state.own_nick == "averylong"


def test_isupport_may_come_in_several_lines_and_change_its_mind() -> None:
    play = Play().registers(isupport="CASEMAPPING=rfc1459 NETWORK=A\\x20B", channel="#[x]")
    assert play.session.state.isupport.get("NETWORK") == "A B"
    assert "#{x}" in play.session.state.channels
    play.wants(Join("#Later["))
    play.hears(":me!u@h JOIN #names", ":s 353 me = #names :me x[y]")
    play.hears(":s 005 me CASEMAPPING=ascii -NETWORK :are supported", ":s 366 me #names :End")
    assert set(play.session.state.channels) == {"#[x]", "#names"}
    assert set(play.session.state.channels["#names"].members) == {"me", "x[y]"}
    assert play.session.state.isupport.get("NETWORK") == ""
    play.hears(":me!u@h JOIN #later[")
    assert channels_to_rejoin(play.session.state) == (("#[x]", ""), ("#names", ""), ("#later[", ""))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (":s 433 * me :Nickname is already in use", Failure.NICK_IN_USE),
        (":s 436 * me :Collision", Failure.NICK_IN_USE),
        (":s 437 * me :Temporarily unavailable", Failure.NICK_IN_USE),
        (":s 432 * me :Erroneous nickname", Failure.BAD_NICK),
        (":s 431 * :No nickname given", Failure.BAD_NICK),
        (":s 464 * :Password incorrect", Failure.PASSWORD_WANTED),
        (":s 465 me :You are banned from this server", Failure.BANNED),
        ("ERROR :Closing Link: 127.0.0.1 (Too many connections)", Failure.FULL),
        ("ERROR :Closing link: (u@h) [No more connections allowed]", Failure.FULL),
        ("ERROR :Access denied: Bad password?", Failure.PASSWORD_WANTED),
        (":s FAIL * ACCOUNT_REQUIRED_TO_CONNECT :You must log in with SASL", Failure.ACCOUNT_WANTED),
        ("ERROR :Closing Link: h (SASL access only)", Failure.ACCOUNT_WANTED),
        ("ERROR :Closing link: h (Replaced by a new connection)", Failure.REPLACED),
        ("ERROR :Closing Link: me[h] (K-Lined)", Failure.BANNED),
        ("ERROR :Closing link: (u@h) [Z:Lined (spam)]", Failure.BANNED),
        ("ERROR :You are banned", Failure.BANNED),
        ("ERROR :The host closed the room", Failure.CLOSED_BY_HOST),
        ("ERROR :Closing link: banned.example [Registration timeout]", Failure.LOST),
        ("ERROR", Failure.LOST),
        ("ERROR :Closing link: h (The room is locked)", Failure.LOCKED),
        ("HTTP/1.1 400 Bad Request", Failure.NOT_A_CHAT_SERVER),
        ("SSH-2.0-OpenSSH_9.2", Failure.NOT_A_CHAT_SERVER),
        ("220 mail.example ESMTP", Failure.NOT_A_CHAT_SERVER),
        ("RFB 003.008", Failure.NOT_A_CHAT_SERVER),
        (":x 12 y", Failure.NOT_A_CHAT_SERVER),
        (":x", Failure.NOT_A_CHAT_SERVER),
        ("x" * 40_000, Failure.NOT_A_CHAT_SERVER),
        ("\x15\x03\x01", Failure.NOT_A_CHAT_SERVER),
    ],
)
@pytest.mark.parametrize("size", [0, 1])
def test_a_refusal_is_told_apart(line: str, expected: Failure, size: int) -> None:
    if size and len(line) > 1000:
        size = 1000
    play = Play()
    events = play.hears(line, "ERROR :and closed", ":s 001 me :Welcome", size=size)
    assert failure(events)[0] is expected
    assert play.session.state.is_closed
    assert play.session.connection_lost(NOW) == []
    assert play.waits(100) == []


@pytest.mark.parametrize("line", [":s 464 * :Password incorrect", "ERROR :Access denied: Bad password?"])
@pytest.mark.parametrize(
    ("is_ok", "expected"), [(False, Failure.PASSWORD_NOT_SAFE), (True, Failure.WRONG_PASSWORD)]
)
def test_a_password_that_was_not_sent_is_not_called_wrong(line: str, is_ok: bool, expected: Failure) -> None:
    play = Play(password="sesame", plain_password_ok=is_ok)
    assert failure(play.hears(line))[0] is expected


def test_a_ghost_is_waited_for_before_another_name_is_taken() -> None:
    play = Play(own_nick_retry=True)
    assert play.hears(":s 433 * me :In use") == []
    assert play.waits(1) == []
    assert play.output == ""
    play.waits(1)
    assert play.output == "NICK me\r\n"
    for _ in range(9):
        play.hears(":s 433 * me :In use")
        play.waits(2)
    assert play.output == "NICK me\r\n"
    play.hears(":s 433 * me :In use")
    assert play.output == "NICK me2\r\n"
    play.hears(":s 433 * me2 :In use")
    assert play.output == "NICK me3\r\n"
    assert play.hears(":s 001 me3 :Welcome", ":s 422 me3 :x")
    assert play.session.state.own_nick == "me3"
    play.hears(":me3!u@h JOIN #a", ":s 353 me3 = #a :me3 me", ":s 366 me3 #a :End")
    play.hears(":me!u@h QUIT :Ping timeout: 90 seconds")
    assert play.output == "NICK me\r\n"
    play.hears(":me3!u@h NICK me", ":x!u@h NICK y")
    assert play.session.state.own_nick == "me"


def test_a_ghost_that_is_renamed_frees_the_name_too() -> None:
    play = Play(own_nick_retry=True)
    play.hears(":s 433 * me :In use")
    play.waits(20)
    play.hears(":s 433 * me :In use", ":s 001 me2 :Welcome", ":s 422 me2 :x")
    play.hears(":me!u@h NICK Guest123")
    assert play.output == "NICK me\r\n"


def test_a_name_that_a_person_chooses_is_not_given_up_for_the_old_one() -> None:
    play = Play(own_nick_retry=True)
    play.hears(":s 433 * me :In use")
    play.waits(20)
    play.hears(":s 433 * me :In use", ":s 001 me2 :Welcome", ":s 422 me2 :x")
    play.wants(ChangeNick("other"))
    play.asks()
    play.hears(":me!u@h QUIT :gone")
    assert play.output == ""


def test_too_many_other_names_in_use_is_a_failure() -> None:
    play = Play(own_nick_retry=True)
    play.hears(":s 433 * me :In use")
    play.waits(20)
    events = play.hears(*[":s 433 * me :In use"] * 4)
    assert failure(events) == (Failure.NICK_IN_USE, "In use")


def test_a_server_that_says_nothing_times_out() -> None:
    play = Play()
    assert play.waits(29) == []
    assert failure(play.waits(2))[0] is Failure.TIMED_OUT


def test_the_wait_for_a_ghost_has_its_own_patience() -> None:
    play = Play(own_nick_retry=True)
    play.waits(15)
    play.hears(":s 433 * me :In use")
    assert play.waits(30) == []
    assert failure(play.waits(10))[0] is Failure.TIMED_OUT


def test_closing_without_a_word_is_no_chat_server_unless_it_was_one_before() -> None:
    assert failure(Play().session.connection_lost(NOW)) == (Failure.NOT_A_CHAT_SERVER, "")
    again = Play(own_nick_retry=True).session
    assert failure(again.connection_lost(NOW))[0] is Failure.LOST
    play = Play()
    play.hears(":s NOTICE * :Looking up your host")
    assert failure(play.session.connection_lost(NOW))[0] is Failure.LOST


def test_the_host_proves_itself_before_the_welcome_and_gets_its_next_secret() -> None:
    play = Play(owner_secret="one")
    play.hears(":s CAP * LS :hubbub.chat/room", ":s CAP * ACK :hubbub.chat/room")
    assert play.output.endswith("HUBBUB OWNER one\r\nCAP END\r\n")
    [proven] = only(play.hears(":s HUBBUB OWNER two"), OwnerProven)
    assert proven.secret == "two"
    assert "two" not in repr(proven)
    assert play.session.state.is_owner
    assert play.hears(":s HUBBUB SOMETHING") == []


def test_a_server_that_is_no_hub_never_gets_the_secret() -> None:
    play = Play(owner_secret="one")
    play.hears(f":s CAP * LS :{MODERN}", f":s CAP * ACK :{MODERN}")
    assert "one" not in play.output
    play.hears(":s HUBBUB OWNER two", *WELCOME)
    assert not play.session.state.is_owner


def test_the_hubs_room_and_the_other_channels_are_joined_once() -> None:
    play = Play(channels=(("#other", "key"), ("#room", "sesame")))
    play.hears(":s CAP * LS :hubbub.chat/room", ":s CAP * ACK :hubbub.chat/room")
    play.hears(":s 001 me :Welcome", f":s 005 me {ISUPPORT} hubbub.chat/ROOM=#room :x", ":s 422 me :x")
    assert play.output == "PING hubbub-1\r\nJOIN #room sesame\r\nJOIN #other key\r\n"
    assert play.session.state.room == "#room"


def test_a_room_token_of_a_server_that_is_no_hub_means_nothing() -> None:
    play = Play()
    play.hears(":s 001 me :Welcome", ":s 005 me hubbub.chat/ROOM=#room :x", ":s 422 me :x")
    assert "JOIN" not in play.output
    assert play.session.state.room == ""


def test_what_to_rejoin_is_known_before_and_after_the_welcome() -> None:
    play = Play(channels=(("#a", "k"),))
    assert channels_to_rejoin(play.session.state) == (("#a", "k"),)
    play.registers()
    assert channels_to_rejoin(play.session.state) == (("#a", "k"),)
    play.hears(":me!u@h JOIN #a", ":me!u@h JOIN #b", ":me!u@h PART #b")
    assert channels_to_rejoin(play.session.state) == (("#a", "k"),)


def test_errors_of_registration_are_ordinary_ones_later() -> None:
    play = Play().registers()
    events = play.hears(":s 433 me x :In use", ":s 432 me x :Bad", ":s 464 me :Wrong OPER password")
    assert [event.text for event in only(events, ServerSaid)] == ["x In use", "x Bad", "Wrong OPER password"]
    assert play.session.state.is_registered


@pytest.mark.parametrize("line", ["   ", ":only.source", "@only=tags"])
def test_a_line_without_a_command_means_nothing(line: str) -> None:
    assert Play().registers().hears(line) == []
