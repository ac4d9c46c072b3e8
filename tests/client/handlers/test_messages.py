"""What is said: arriving, being sent with and without labels and echoes, refusals, breaks."""

from __future__ import annotations

import pytest

from app.client.events import (
    ConnectionFailed,
    Failure,
    JoinFailed,
    MessageArrived,
    MessageCalledOff,
    MessageFailed,
    MessagePending,
    MessageSent,
    RequestFailed,
    ServerSaid,
    TextKind,
    TooLateToCallOff,
    WelcomeOver,
)
from app.client.features.session_end import channels_to_rejoin
from app.client.state.outbox import Outbox
from app.client.state.session_state import AUTOMATIC_REQUESTS
from app.client.wishes import CallOff, Resend, Say, SetAway, SetTopic, Whois
from tests.client.play import ISUPPORT, MODERN, NOW, Play, only

ECHO = "echo-message message-tags"


@pytest.fixture
def play() -> Play:
    return Play().registers(caps=MODERN, channel="#a")


@pytest.mark.parametrize(
    ("line", "conversation", "text", "kind", "to_ranks"),
    [
        (":alice!a@h PRIVMSG #A :hi", "#a", "hi", TextKind.MESSAGE, ""),
        (":alice!a@h PRIVMSG me :psst", "alice", "psst", TextKind.MESSAGE, ""),
        (":alice!a@h PRIVMSG @#a :mods", "#a", "mods", TextKind.MESSAGE, "@"),
        (":alice!a@h PRIVMSG @+#a :mods", "#a", "mods", TextKind.MESSAGE, "@+"),
        (":alice!a@h PRIVMSG +nobody :x", "alice", "x", TextKind.MESSAGE, ""),
        (":alice!a@h NOTICE #a :n", "#a", "n", TextKind.NOTICE, ""),
        (":alice!a@h NOTICE me :n", "alice", "n", TextKind.NOTICE, ""),
        (":alice!a@h PRIVMSG #a :\x01ACTION waves\x01", "#a", "waves", TextKind.ACTION, ""),
        (":alice!a@h PRIVMSG #a :\x02bold\x02 ", "#a", "\x02bold\x02 ", TextKind.MESSAGE, ""),
        (":s NOTICE #a :from the server", "#a", "from the server", TextKind.NOTICE, ""),
        (":alice!a@h PRIVMSG #elsewhere :x", "#elsewhere", "x", TextKind.MESSAGE, ""),
    ],
)
def test_a_message_arrives_where_it_belongs(
    play: Play, line: str, conversation: str, text: str, kind: TextKind, to_ranks: str
) -> None:
    [arrived] = play.hears(f"@msgid=m1;time=2024-01-01T00:00:00.000Z {line}")
    sender = line[1:].partition(" ")[0].partition("!")[0]
    assert arrived == MessageArrived(conversation, sender, text, kind, False, "m1", 1704067200.0, to_ranks)


@pytest.mark.parametrize("time", ["", "yesterday", "2024", "99999-01-01T00:00:00Z"])
def test_a_time_that_is_none_is_the_time_of_arrival(play: Play, time: str) -> None:
    [arrived] = only(play.hears(f"@time={time} :alice!a@h PRIVMSG #a :hi"), MessageArrived)
    assert arrived.time == NOW or time == "2024"


def test_a_time_without_a_zone_is_utc(play: Play) -> None:
    [arrived] = only(play.hears("@time=2024-01-01T00:00:00 :alice!a@h PRIVMSG #a :hi"), MessageArrived)
    assert arrived.time == 1704067200.0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (":irc.example NOTICE me :hello", "hello"),
        (":irc.example NOTICE * :hello", "hello"),
        ("NOTICE me :hello", "hello"),
        (":s NOTICE me :by the name in its welcome", "by the name in its welcome"),
        (":irc.example NOTICE $* :all", "all"),
        (":oper!o@h WALLOPS :listen", "oper: listen"),
        (":s NOTE X CODE :note", "note"),
        (":s WARN X CODE :warn", "warn"),
        (":s 999 me a b :c d", "a b c d"),
    ],
)
def test_servers_speak_to_the_log(play: Play, line: str, said: str) -> None:
    events = play.hears(line)
    assert [event.text for event in only(events, ServerSaid)] == [said]
    assert not only(events, MessageArrived)


@pytest.mark.parametrize(
    ("source", "nick"),
    [
        ("NickServ!NickServ@services.", "NickServ"),
        ("NickServ!NickServ@localhost", "NickServ"),
        ("Deserv!d@host", "Deserv"),  # a person
        ("Global", "Global"),
        ("root!root", "root"),
    ],
)
def test_services_speak_in_their_conversation_as_people_do(play: Play, source: str, nick: str) -> None:
    events = play.hears(f":{source} NOTICE me :identify")
    [arrived] = only(events, MessageArrived)
    assert (arrived.conversation, arrived.sender, arrived.kind) == (nick, nick, TextKind.NOTICE)
    assert not only(events, ServerSaid)


def test_the_welcome_is_over_when_the_server_has_read_what_was_said_at_its_beginning() -> None:
    """A bouncer has its channels behind the message of the day."""
    play = Play()
    events = play.hears(":s 001 me :Welcome", ":s 422 me :None", ":me!u@h JOIN #a")
    assert not only(events, WelcomeOver)
    assert len(only(play.hears(f":s PONG s :{play.last_token}"), WelcomeOver)) == 1
    assert not only(play.hears(":s PONG s :again"), WelcomeOver)


def test_what_a_server_notes_of_us_is_for_the_log(play: Play) -> None:
    [said] = only(play.hears(":me MODE me :+ix"), ServerSaid)
    assert said.text == "MODE me +ix"


@pytest.mark.parametrize(
    "line",
    [
        ":alice!a@h TAGMSG #a",
        ":alice!a@h PRIVMSG #a :\x01DCC SEND x\x01",
        ":alice!a@h PRIVMSG #a :\x01",
        ":alice!a@h NOTICE me :\x01VERSION x\x01",
        ":me!u@h PRIVMSG alice :\x01VERSION\x01",
        ":alice!a@h PRIVMSG #a",
        ":s FROBNICATE x",
        ":s 12 x",
        ":s 1234 x",
    ],
)
def test_what_is_no_text_is_not_shown(play: Play, line: str) -> None:
    assert play.hears(line) == []
    assert play.output == ""


def test_ctcp_questions_are_answered_seldom(play: Play) -> None:
    play.hears(":alice!a@h PRIVMSG me :\x01VERSION\x01", ":alice!a@h PRIVMSG me :\x01PING 1\x01")
    assert play.output.startswith("NOTICE alice :\x01VERSION Hubbub ")
    assert play.output.count("NOTICE") == 1
    play.now += 2
    play.hears(":alice!a@h PRIVMSG #a :\x01PING 1\x012 3\x01")
    assert play.output == "NOTICE alice :\x01PING 12 3\x01\r\n"
    play.now += 2
    play.hears(":alice!a@h PRIVMSG me :\x01TIME\x01")
    assert play.output == "NOTICE alice :\x01TIME 2023-11-14 22:13:24 UTC\x01\r\n"
    play.now += 2
    play.hears("PRIVMSG me :\x01TIME\x01")
    assert play.output == ""


def test_bytes_of_an_old_network_are_read(play: Play) -> None:
    [arrived] = play.hears_bytes(b":alice!a@h PRIVMSG #a :gr\xfc\xdf\r\n")
    assert isinstance(arrived, MessageArrived)
    assert arrived.text == "grüß"


@pytest.mark.parametrize("size", [0, 1000])
def test_a_line_of_ten_megabytes_is_thrown_away(play: Play, size: int) -> None:
    data = b":alice!a@h PRIVMSG #a :" + b"x" * 10_000_000 + b"\r\n:alice!a@h PRIVMSG #a :hi\r\n"
    [arrived] = play.hears_bytes(data, size=size)
    assert isinstance(arrived, MessageArrived)
    assert arrived.text == "hi"


# Sending with labels


def test_a_labelled_message_is_sent_when_its_echo_comes(play: Play) -> None:
    [pending] = play.says("#a", "hello")
    assert pending == MessagePending(1, "#a", "me", "hello", TextKind.MESSAGE, NOW)
    assert play.output.endswith("@label=1 PRIVMSG #a :hello\r\n")
    assert "PING" not in play.output
    events = play.hears("@label=1;msgid=m1;time=2024-01-01T00:00:00.000Z :me!u@h PRIVMSG #a :hell*")
    assert events == [MessageSent(1, "#a", "m1", 1704067200.0, "hell*")]
    assert play.hears("@label=1 :me!u@h PRIVMSG #a :hello") == [
        MessageArrived("#a", "me", "hello", TextKind.MESSAGE, True, "", NOW)
    ]


def test_a_labelled_message_is_refused_in_the_servers_words(play: Play) -> None:
    play.says("#a", "one\ntwo\nthree", kind=TextKind.NOTICE)
    assert "@label=2 NOTICE #a :two\r\n" in play.output
    assert play.hears("@label=2 :s 404 me #a :Cannot send") == [MessageFailed(2, "#a", "Cannot send", False)]
    assert play.hears("@label=1 :s FAIL NOTICE X #a :No") == [MessageFailed(1, "#a", "No", False)]
    assert only(play.hears("@label=77 :s 404 me #a :?"), MessageFailed) == [
        MessageFailed(3, "#a", "?", False)
    ]


def test_a_labelled_message_may_be_answered_by_nothing_or_by_several_lines(play: Play) -> None:
    play.says("#a", "one\ntwo\nthree")
    assert only(play.hears("@label=1 :s ACK"), MessageSent) == [MessageSent(1, "#a", "", NOW, "one")]
    events = play.hears(
        "@label=2 :s BATCH +b labeled-response",
        "@batch=b :s 301 me alice :away",
        "@batch=b;msgid=m :me!u@h PRIVMSG #a :two",
        ":s BATCH -b",
    )
    assert only(events, MessageSent) == [MessageSent(2, "#a", "m", NOW, "two")]
    events = play.hears(
        "@label=3 :s BATCH +o labeled-response",
        "@batch=o :s BATCH +i other",
        "@batch=i :s 301 me alice :away",
        ":s BATCH -i",
        ":s BATCH -o",
    )
    assert only(events, MessageSent) == [MessageSent(3, "#a", "", NOW, "three")]
    assert play.hears("@label=3 :s ACK", ":s ACK", "@label=r1 :s ACK") == []


def test_a_labelled_request_that_was_answered_is_forgotten(play: Play) -> None:
    play.wants(SetTopic("#a", "x"))
    play.wants(Whois("alice"))
    play.hears("@label=r1 :s ACK", "@label=r2 :s BATCH +b labeled-response", ":s BATCH -b")
    assert play.session.state.labelled_requests == {}


def test_a_message_is_in_doubt_only_when_its_connection_is_over(play: Play) -> None:
    play.says("#a", "one")
    for _ in range(100):
        assert only(play.waits(1), MessageFailed) == []
        play.hears("PING x")
    [failed] = only(play.session.connection_lost(play.now), MessageFailed)
    assert failed.in_doubt


def test_an_echo_is_believed_whenever_it_comes(play: Play) -> None:
    play.says("#a", "one")
    play.hears("@label=1 :s 404 me #a :Cannot send")
    echo = "@label=1;msgid=m :me!u@h PRIVMSG #a :one"
    assert play.hears(echo) == [MessageSent(1, "#a", "m", NOW, "one")]


# Sending without labels


def test_without_echoes_a_pong_confirms_what_was_not_refused() -> None:
    play = Play().registers(channel="#a")
    play.says("#a", "one")
    assert play.output == f"PRIVMSG #a :one\r\nPING {play.last_token}\r\n"
    play.says("nobody", "two")
    token = play.last_token
    assert only(play.hears(":s 401 me nobody :No such nick"), MessageFailed) == [
        MessageFailed(2, "nobody", "No such nick", False)
    ]
    first = token.replace(token[-1], str(int(token[-1]) - 1))
    assert play.hears(f":s PONG s {first}") == [MessageSent(1, "#a", "", NOW, "one")]
    assert play.hears(f":s PONG s {token}") == []


def test_a_server_that_does_not_repeat_tokens_answers_in_order() -> None:
    play = Play().registers(channel="#a")
    play.says("#a", "one")
    assert len(only(play.hears(":s PONG"), MessageSent)) == 1
    assert play.hears(":s PONG") == []


@pytest.mark.parametrize("numeric", ["401", "403", "404", "477", "413", "489", "716"])
def test_without_labels_a_refusal_is_matched_by_its_target(numeric: str) -> None:
    play = Play().registers(channel="#a")
    play.says("#a", "one\ntwo")
    play.says("@#a", "three")
    assert only(play.hears(f":s {numeric} me #A :No"), MessageFailed) == [MessageFailed(1, "#a", "No", False)]
    assert len(only(play.hears(f":s {numeric} me #other :No"), ServerSaid)) == 1
    assert only(play.hears(f":s {numeric} me @#a :No"), MessageFailed) == [
        MessageFailed(3, "#a", "No", False)
    ]


def test_without_labels_a_refusal_without_a_target_means_the_oldest() -> None:
    play = Play().registers(channel="#a")
    play.says("#a", "one\ntwo\nthree")
    assert [event.id for event in only(play.hears(":s 417 me :Too long"), MessageFailed)] == [1]
    assert [event.id for event in only(play.hears(":s FAIL PRIVMSG X #a :No"), MessageFailed)] == [2]
    assert [event.id for event in only(play.hears(":s FAIL PRIVMSG X x :No"), MessageFailed)] == [3]
    [said] = only(play.hears(":s FAIL PRIVMSG X x :No"), ServerSaid)
    assert said.is_error


def test_without_labels_an_echo_is_matched_by_order_and_text() -> None:
    play = Play().registers(caps=ECHO, channel="#a")
    play.says("#a", "one\ntwo\nthree")
    [sent] = only(play.hears("@msgid=x :me!u@h PRIVMSG #a :two"), MessageSent)
    assert (sent.id, sent.msgid) == (2, "x")
    [sent] = only(play.hears(":me!u@h PRIVMSG #a :*censored*"), MessageSent)
    assert (sent.id, sent.text) == (1, "*censored*")
    [sent] = only(play.hears(f":s PONG s {play.last_token}"), MessageSent)
    assert sent.id == 3
    [arrived] = only(play.hears(":me!u@h PRIVMSG #a :from elsewhere"), MessageArrived)
    assert arrived.own


def test_an_action_and_its_echo() -> None:
    play = Play().registers(caps=ECHO, channel="#a")
    play.says("#a", "waves", kind=TextKind.ACTION)
    assert "PRIVMSG #a :\x01ACTION waves\x01\r\n" in play.output
    [sent] = only(play.hears(":me!u@h PRIVMSG #a :\x01ACTION waves\x01"), MessageSent)
    assert sent.text == "waves"


def test_our_own_words_to_others_from_elsewhere_are_in_their_conversation(play: Play) -> None:
    [arrived] = only(play.hears(":me!u@h PRIVMSG alice :hi"), MessageArrived)
    assert (arrived.conversation, arrived.own) == ("alice", True)


# Cutting and pacing


def test_a_text_is_cut_at_lines_and_where_the_relay_would_cut_it(play: Play) -> None:
    events = play.says("#a", f"one\r\n\r\n  \ntwo\rthree\n{'wörd ' * 200}")
    texts = [event.text for event in only(events, MessagePending)]
    assert texts[:3] == ["one", "two", "three"]
    assert "".join(f"{text.strip()} " for text in texts[3:]).split() == ["wörd"] * 200
    for text in texts:
        relayed = f":me!{'u' * 11}@{'h' * 63} PRIVMSG #a :{text}\r\n"
        assert len(relayed.encode()) <= 512


def test_a_server_may_allow_longer_lines() -> None:
    play = Play().registers(isupport=f"{ISUPPORT} LINELEN=2048 USERLEN=5 HOSTLEN=10", channel="#a")
    [pending] = only(play.says("#a", "x" * 1500), MessagePending)
    assert len(pending.text) == 1500


@pytest.mark.parametrize("length", ["LINELEN=99", "LINELEN=0", "USERLEN=400", "HOSTLEN=99999999"])
def test_no_length_that_a_server_claims_makes_hundreds_of_lines_of_a_text(length: str) -> None:
    play = Play().registers(isupport=f"{ISUPPORT} {length}", channel="#a")
    assert len(only(play.says("#a", "three " * 200), MessagePending)) <= 12


@pytest.mark.parametrize("text", ["", "\n\r\n", "   ", "\0\x01"])
def test_a_text_of_nothing_is_not_sent(play: Play, text: str) -> None:
    assert play.says("#a", text) == []
    assert "PRIVMSG" not in play.output


@pytest.mark.parametrize("target", ["", "two words", "a,b", ":x"])
def test_an_impossible_target_fails_at_once(play: Play, target: str) -> None:
    events = play.says(target, "hello")
    assert [type(event) for event in events] == [MessagePending, MessageFailed]


def test_a_long_paste_is_sent_as_the_server_takes_it() -> None:
    play = Play().registers(channel="#a")
    events = play.says("#a", "\n".join(f"line {number}" for number in range(50)))
    assert len(only(events, MessagePending)) == 50
    assert play.output.count("PRIVMSG") == 10
    sent = []
    for _ in range(5):
        sent += only(play.hears(f":s PONG s {play.last_token}"), MessageSent)
    assert [event.id for event in sent] == list(range(1, 51))


def test_a_paste_of_long_lines_stays_below_a_servers_receive_queue() -> None:
    play = Play().registers(channel="#a")
    play.says("#a", "\n".join(["x" * 400] * 30))
    assert len(play.output) < 8192 // 2 + 512


# Waiting and breaks


def test_what_is_said_before_the_room_is_entered_follows_in_order() -> None:
    play = Play(channels=(("#a", ""),))
    events = play.says("#a", "one\ntwo")
    assert [event.text for event in only(events, MessagePending)] == ["one", "two"]
    assert play.output == ""
    play.registers()
    play.says("bob", "private")
    assert "PRIVMSG bob :private" in play.output
    assert "#a" not in play.output
    play.hears(":me!u@h JOIN #a")
    assert play.output.index("one") < play.output.index("two")


def test_what_waits_for_a_room_that_refuses_us_fails() -> None:
    play = Play(channels=(("#a", ""), ("#b", "")))
    play.says("#a", "one")
    play.says("#b", "other")
    play.registers()
    events = play.hears(":s 474 me #a :Banned")
    assert only(events, JoinFailed)
    assert only(events, MessageFailed) == [MessageFailed(1, "#a", "Banned", False)]


def test_after_a_break_the_unwritten_follow_and_the_written_are_in_doubt() -> None:
    outbox = Outbox()
    play = Play(outbox=outbox).registers(channel="#a")
    play.says("#a", "written")
    play.wants(Say("#a", "not handed over"))
    events = play.session.connection_lost(play.now)
    assert events == [
        MessageFailed(1, "#a", "The connection was lost; it may have been sent", True),
        ConnectionFailed(Failure.LOST, "", NOW),
    ]
    assert play.session.take_output() == b""
    assert only(play.wants(Say("#a", "later")), MessagePending)[0].id == 3
    again = Play(outbox=outbox, channels=channels_to_rejoin(play.session.state)).registers()
    again.hears(":me!u@h JOIN #a")
    assert [line for line in again.output.splitlines() if "PRIVMSG" in line] == [
        "PRIVMSG #a :not handed over",
        "PRIVMSG #a :later",
    ]


def test_a_failed_message_can_be_tried_again_or_dropped(play: Play) -> None:
    play.says("#a", "one\ntwo")
    play.hears("@label=1 :s 404 me #a :No", "@label=2 :s 404 me #a :No")
    [pending] = play.wants(Resend(1))
    assert isinstance(pending, MessagePending)
    assert (pending.id, pending.text) == (1, "one")
    assert play.asks() == "@label=1 PRIVMSG #a :one\r\n"
    assert play.wants(Resend(1)) == []
    assert play.wants(CallOff("#a", 1)) == [TooLateToCallOff(1, "#a")]  # it is on its way
    assert len(only(play.hears("@label=1 :me!u@h PRIVMSG #a :one"), MessageSent)) == 1
    assert play.wants(CallOff("#a", 2)) == [MessageCalledOff(2, "#a")]
    assert play.wants(CallOff("#a", 99)) == [TooLateToCallOff(99, "#a")]
    assert play.wants(Resend(2)) == []
    assert play.session.state.outbox.get(2) is None


def test_an_answer_to_a_message_that_is_no_longer_on_its_way_is_nothing(play: Play) -> None:
    play.says("#a", "one")
    play.hears("@label=1 :s 404 me #a :No")
    assert play.hears("@label=1 :s ACK") == []
    assert only(play.hears("@label=1 :s 404 me #a :No"), ServerSaid)


# Errors that belong to requests


def test_an_error_that_names_its_command_finds_its_request() -> None:
    play = Play().registers(channel="#a")
    play.wants(SetTopic("#a", "x"))
    play.wants(SetAway("x"))
    [failed] = only(play.hears(":s 421 me AWAY :Unknown command"), RequestFailed)
    assert (failed.command, failed.detail) == ("AWAY", "Unknown command")
    [failed] = only(play.hears(":s 263 me TOPIC :Try again"), RequestFailed)
    assert failed.target == "#a"
    [said] = only(play.hears(":s 421 me WHO :Unknown command"), ServerSaid)
    assert said.is_error


@pytest.mark.parametrize("offered", ["", MODERN])
@pytest.mark.parametrize(
    ("line", "told"),
    [
        (":s 421 me WHO :Unknown command", "WHO Unknown command"),
        (":s 263 me WHO :Try again", "WHO Try again"),
        (":s 482 me #a :Only operators see modes", "#a Only operators see modes"),
        (":s FAIL MODE NOT_HERE #a :No modes here", "No modes here"),
    ],
)
def test_what_nobody_asked_for_is_refused_in_the_log_alone(offered: str, line: str, told: str) -> None:
    play = Play().registers(caps=offered, channel="#a")
    [said] = play.hears(line)
    assert isinstance(said, ServerSaid)
    assert (said.text, said.is_error, said.is_unasked) == (told, True, True)


def test_what_the_person_asked_for_is_refused_first() -> None:
    play = Play().registers(channel="#a")
    play.wants(SetTopic("#a", "x"))
    assert only(play.hears(":s 482 me #a :You are no operator"), RequestFailed)
    assert [said.is_unasked for said in only(play.hears(":s 482 me #a :No"), ServerSaid)] == [True]


def test_an_answer_to_somebody_who_has_gone_is_refused_in_the_log_alone() -> None:
    play = Play().registers()
    play.hears(":eve!e@h PRIVMSG me :\x01VERSION\x01")
    assert play.output.startswith("NOTICE eve ")
    [said] = only(play.hears(":s 401 me eve :No such nick"), ServerSaid)
    assert said.is_unasked


def test_what_is_asked_of_itself_is_remembered_within_bounds() -> None:
    play = Play().registers()
    state = play.session.state
    for number in range(AUTOMATIC_REQUESTS + 5):
        state.request_automatically("MARKREAD", f"#a{number}")
        state.request_automatically("MARKREAD", "#same")
    assert len(state.automatic_requests) == AUTOMATIC_REQUESTS


def test_a_standard_reply_finds_its_request_by_command() -> None:
    play = Play().registers(channel="#a")
    play.wants(SetAway(None))
    [failed] = only(play.hears(":s FAIL AWAY CODE :Words"), RequestFailed)
    assert (failed.target, failed.numeric) == ("", "CODE")
    [said] = only(play.hears(":s FAIL * CODE :Words"), ServerSaid)
    assert said.is_error


def test_an_error_without_parameters_is_harmless(play: Play) -> None:
    [said] = only(play.hears(":s 400"), ServerSaid)
    assert said.text == ""


def test_an_error_about_something_else_is_the_servers_words() -> None:
    play = Play().registers(channel="#a")
    play.wants(SetTopic("#a", "x"))
    [said] = only(play.hears(":s 482 me #other :No"), ServerSaid)
    assert said.text == "#other No"
    assert len(only(play.hears(":s 482 me #a :No"), RequestFailed)) == 1
