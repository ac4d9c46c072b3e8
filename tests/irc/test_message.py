"""A line and its value: the public vectors of ircdocs/parser-tests re-stated, and round trips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.message import EncodeError, Message, ParseError, Source, decode, parse, unescape_tag

# (line, tags, source, command, parameters); the first form is the one that we write
Lines = list[tuple[str, dict[str, str], str | None, str, tuple[str, ...]]]

# Lines that our writer gives for the value, and our parser reads as it.
BOTH_WAYS: Lines = [
    ("FOO", {}, None, "FOO", ()),
    ("FOO bar baz asdf", {}, None, "FOO", ("bar", "baz", "asdf")),
    (":coolguy FOO bar baz asdf", {}, "coolguy", "FOO", ("bar", "baz", "asdf")),
    ("FOO bar baz :asdf quux", {}, None, "FOO", ("bar", "baz", "asdf quux")),
    ("FOO bar baz :", {}, None, "FOO", ("bar", "baz", "")),
    ("FOO bar baz ::asdf", {}, None, "FOO", ("bar", "baz", ":asdf")),
    (":coolguy FOO bar baz :asdf quux", {}, "coolguy", "FOO", ("bar", "baz", "asdf quux")),
    (":coolguy FOO bar baz :  asdf quux ", {}, "coolguy", "FOO", ("bar", "baz", "  asdf quux ")),
    (":coolguy PRIVMSG bar :lol :) ", {}, "coolguy", "PRIVMSG", ("bar", "lol :) ")),
    (":coolguy FOO bar baz :", {}, "coolguy", "FOO", ("bar", "baz", "")),
    (":coolguy FOO bar baz :  ", {}, "coolguy", "FOO", ("bar", "baz", "  ")),
    (":coolguy FOO b\tar baz", {}, "coolguy", "FOO", ("b\tar", "baz")),
    (":src AWAY", {}, "src", "AWAY", ()),
    (":src AWAY :", {}, "src", "AWAY", ("",)),
    (":src JOIN #chan", {}, "src", "JOIN", ("#chan",)),
    (":cool\tguy FOO bar baz", {}, "cool\tguy", "FOO", ("bar", "baz")),
    (
        ":coolguy!ag@net\x035w\x03ork.admin PRIVMSG foo :bar baz",
        {},
        "coolguy!ag@net\x035w\x03ork.admin",
        "PRIVMSG",
        ("foo", "bar baz"),
    ),
    (
        ":coolguy!~ag@n\x02et\x0305w\x0fork.admin PRIVMSG foo :bar baz",
        {},
        "coolguy!~ag@n\x02et\x0305w\x0fork.admin",
        "PRIVMSG",
        ("foo", "bar baz"),
    ),
    ("@a=b;c=32;k;rt=ql7 FOO", {"a": "b", "c": "32", "k": "", "rt": "ql7"}, None, "FOO", ()),
    (
        r"@a=b\\and\nk;c=72\s45;d=gh\:764 FOO",
        {"a": "b\\and\nk", "c": "72 45", "d": "gh;764"},
        None,
        "FOO",
        (),
    ),
    (
        r"@a=b\\and\nk;d=gh\:764 FOO par1 par2",
        {"a": "b\\and\nk", "d": "gh;764"},
        None,
        "FOO",
        ("par1", "par2"),
    ),
    ("@c;h;a=b :quux AB cd", {"c": "", "h": "", "a": "b"}, "quux", "AB", ("cd",)),
    ("@asd :coolguy FOO bar baz :  ", {"asd": ""}, "coolguy", "FOO", ("bar", "baz", "  ")),
    (
        "@tag1=value1;tag2;vendor1/tag3=value2;vendor2/tag4 :irc.example.com COMMAND param1 param2 "
        ":param3 param3",
        {"tag1": "value1", "tag2": "", "vendor1/tag3": "value2", "vendor2/tag4": ""},
        "irc.example.com",
        "COMMAND",
        ("param1", "param2", "param3 param3"),
    ),
    (
        ":irc.example.com COMMAND param1 param2 :param3 param3",
        {},
        "irc.example.com",
        "COMMAND",
        ("param1", "param2", "param3 param3"),
    ),
    (
        "@tag1=value1;tag2;vendor1/tag3=value2;vendor2/tag4 COMMAND param1 param2 :param3 param3",
        {"tag1": "value1", "tag2": "", "vendor1/tag3": "value2", "vendor2/tag4": ""},
        None,
        "COMMAND",
        ("param1", "param2", "param3 param3"),
    ),
    (r"@foo=\\\\\:\\s\s\r\n COMMAND", {"foo": "\\\\;\\s \r\n"}, None, "COMMAND", ()),
    (":SomeOp MODE #channel +i", {}, "SomeOp", "MODE", ("#channel", "+i")),
    (
        ":SomeOp MODE #channel +oo SomeUser AnotherUser",
        {},
        "SomeOp",
        "MODE",
        ("#channel", "+oo", "SomeUser", "AnotherUser"),
    ),
]

# Other spellings that servers use, read as the same value.
READ_ONLY: Lines = [
    ("foo bar baz :asdf", {}, None, "FOO", ("bar", "baz", "asdf")),
    (":coolguy foo bar baz :asdf", {}, "coolguy", "FOO", ("bar", "baz", "asdf")),
    (":coolguy foo b\tar :baz", {}, "coolguy", "FOO", ("b\tar", "baz")),
    ("@asd= :coolguy foo bar baz :  ", {"asd": ""}, "coolguy", "FOO", ("bar", "baz", "  ")),
    (
        r"@d=gh\:764;a=b\\and\nk foo par1 :par2",
        {"a": "b\\and\nk", "d": "gh;764"},
        None,
        "FOO",
        ("par1", "par2"),
    ),
    ("@c;h=;a=b :quux ab cd", {"c": "", "h": "", "a": "b"}, "quux", "AB", ("cd",)),
    (":src JOIN :#chan", {}, "src", "JOIN", ("#chan",)),
    (":src AWAY ", {}, "src", "AWAY", ()),
    (
        ":gravel.mozilla.org 432  #momo :Erroneous Nickname: Illegal characters",
        {},
        "gravel.mozilla.org",
        "432",
        ("#momo", "Erroneous Nickname: Illegal characters"),
    ),
    (":gravel.mozilla.org MODE #tckk +n ", {}, "gravel.mozilla.org", "MODE", ("#tckk", "+n")),
    (
        ":services.esper.net MODE #foo-bar +o foobar  ",
        {},
        "services.esper.net",
        "MODE",
        ("#foo-bar", "+o", "foobar"),
    ),
    (r"@tag1=value\\ntest COMMAND", {"tag1": r"value\ntest"}, None, "COMMAND", ()),
    (r"@tag1=value\1 COMMAND", {"tag1": "value1"}, None, "COMMAND", ()),
    ("@tag1=value1\\ COMMAND", {"tag1": "value1"}, None, "COMMAND", ()),
    ("@tag1=1;tag2=3;tag3=4;tag1=5 COMMAND", {"tag1": "5", "tag2": "3", "tag3": "4"}, None, "COMMAND", ()),
    (
        "@tag1=1;tag2=3;tag3=4;tag1=5;vendor/tag2=8 COMMAND",
        {"tag1": "5", "tag2": "3", "tag3": "4", "vendor/tag2": "8"},
        None,
        "COMMAND",
        (),
    ),
    (":SomeOp MODE #channel :+i", {}, "SomeOp", "MODE", ("#channel", "+i")),
    (
        ":SomeOp MODE #channel +oo SomeUser :AnotherUser",
        {},
        "SomeOp",
        "MODE",
        ("#channel", "+oo", "SomeUser", "AnotherUser"),
    ),
    # our own
    ("   PING   x  ", {}, None, "PING", ("x",)),
    ("@;=x;a=1 PING", {"a": "1"}, None, "PING", ()),
    ("@a=1   :s   PING   :x y", {"a": "1"}, "s", "PING", ("x y",)),
    ("C 1 2 3 4 5 6 7 8 9 10 11 12 13 14 :15 x", {}, None, "C", (*map(str, range(1, 15)), "15 x")),
    ("C 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 :17", {}, None, "C", (*map(str, range(1, 15)), "15 16 :17")),
    ("C 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", {}, None, "C", (*map(str, range(1, 15)), "15")),
    ("C 1 2 3  4 5 6 7 8 9 10 11 12 13 14 15   ", {}, None, "C", (*map(str, range(1, 15)), "15   ")),
]


@pytest.mark.parametrize(("line", "tags", "source", "command", "params"), BOTH_WAYS + READ_ONLY)
def test_a_line_is_read_as_its_value(
    line: str, tags: dict[str, str], source: str | None, command: str, params: tuple[str, ...]
) -> None:
    message = parse(line)
    assert (dict(message.tags), message.source, message.command, message.params) == (
        tags,
        source,
        command,
        params,
    )


@pytest.mark.parametrize(("line", "tags", "source", "command", "params"), BOTH_WAYS)
def test_a_value_is_written_as_its_line(
    line: str, tags: dict[str, str], source: str | None, command: str, params: tuple[str, ...]
) -> None:
    assert Message(command, params, source, tags).encode() == f"{line}\r\n".encode()


@pytest.mark.parametrize(("line", "tags", "source", "command", "params"), READ_ONLY)
def test_another_spelling_of_a_line_survives_being_written(
    line: str, tags: dict[str, str], source: str | None, command: str, params: tuple[str, ...]
) -> None:
    written = Message(command, params, source, tags).encode()
    if len(params) < 15:
        assert parse(written.decode().removesuffix("\r\n")) == parse(line)


@pytest.mark.parametrize("line", ["", "   ", "@a=b", "@a=b ", ":src", ":src ", ": ", "@a :src", " :x"])
def test_a_line_without_a_command_is_an_error(line: str) -> None:
    with pytest.raises(ParseError):
        parse(line)


@pytest.mark.parametrize(
    "message",
    [
        Message(""),
        Message("PRIV MSG"),
        Message(":PING"),
        Message("@PING"),
        Message("MODE", ("a b", "+o")),
        Message("MODE", ("", "+o")),
        Message("MODE", (":a", "+o")),
        Message("PRIVMSG", ("#a", "one\r\nQUIT")),
        Message("PRIVMSG", ("#a", "one\ntwo")),
        Message("PRIVMSG", ("#a", "NUL\0")),
        Message("PING", tags={"": "x"}),
        Message("PING", tags={"a b": "x"}),
        Message("PING", tags={"a=b": "x"}),
        Message("PING", tags={"a;b": "x"}),
        Message("PING", tags={"a": "\0"}),
    ],
)
def test_what_cannot_be_one_line_is_not_written(message: Message) -> None:
    with pytest.raises(EncodeError):
        message.encode()


@pytest.mark.parametrize("command", ["PRIVMSG", "NOTICE", "TOPIC", "QUIT", "KICK", "FAIL"])
def test_prose_is_always_written_with_a_colon(command: str) -> None:
    assert Message(command, ("#a", "word")).encode() == f"{command} #a :word\r\n".encode()


# source, nickname, user, host
SOURCES = [
    ("coolguy", "coolguy", "", ""),
    ("coolguy!ag@127.0.0.1", "coolguy", "ag", "127.0.0.1"),
    ("coolguy!~ag@localhost", "coolguy", "~ag", "localhost"),
    ("coolguy@127.0.0.1", "coolguy", "", "127.0.0.1"),
    ("coolguy!ag", "coolguy", "ag", ""),
    ("coolguy!ag@net\x035w\x03ork.admin", "coolguy", "ag", "net\x035w\x03ork.admin"),
    ("coolguy!~ag@n\x02et\x0305w\x0fork.admin", "coolguy", "~ag", "n\x02et\x0305w\x0fork.admin"),
]


@pytest.mark.parametrize(("text", "nick", "user", "host"), SOURCES)
def test_a_source_is_split_into_its_parts(text: str, nick: str, user: str, host: str) -> None:
    assert Source.parse(text) == Source(nick, user, host)


@pytest.mark.parametrize(("text", "nick", "user", "host"), SOURCES)
def test_a_source_is_joined_from_its_parts(text: str, nick: str, user: str, host: str) -> None:
    assert str(Source(nick, user, host)) == text


def test_the_same_person_is_one_value_however_many_lines_they_say() -> None:
    assert Source.parse("".join(["bob!b", "@host"])) is Source.parse("".join(["bob", "!b@host"]))


def test_a_message_tells_its_sender_and_its_parameters() -> None:
    message = parse(":bob!b@host PRIVMSG #a :hi")
    assert message.sender == Source("bob", "b", "host")
    assert (message.param(1), message.param(2), message.param(2, "none")) == ("hi", "", "none")
    assert Message("PING").sender == Source("")


def test_bytes_that_are_no_utf_8_are_read_as_an_old_network_meant_them() -> None:
    assert decode("grüß".encode()) == "grüß"
    assert decode(b"gr\xfc\xdf") == "grüß"
    assert decode(b"\x81") == "�"


text_strategy = st.text(st.characters(blacklist_characters="\r\n\0", blacklist_categories=["Cs"]))
middle = text_strategy.filter(lambda text: text != "" and " " not in text and not text.startswith(":"))
key = st.from_regex(r"\A[A-Za-z0-9+./-]+\Z")
messages = st.builds(
    Message,
    command=st.from_regex(r"\A([A-Z]+|[0-9]{3})\Z"),
    params=st.lists(middle, max_size=14).flatmap(
        lambda some: text_strategy.map(lambda last: (*some, last)) | st.just(tuple(some))
    ),
    source=st.none() | middle,
    tags=st.dictionaries(key, st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]))),
)


@given(messages)
def test_what_is_written_is_read_as_the_same(message: Message) -> None:
    read = parse(decode(message.encode().removesuffix(b"\r\n")))
    assert (read.command, read.params, read.source, dict(read.tags)) == (
        message.command,
        message.params,
        message.source,
        dict(message.tags),
    )


@given(st.text())
def test_no_text_makes_the_parser_fail_in_an_unknown_way(line: str) -> None:
    try:
        message = parse(line)
    except ParseError:
        return
    assert message.command
    assert len(message.params) <= 15


@given(st.binary())
def test_no_bytes_make_decoding_fail(line: bytes) -> None:
    assert isinstance(decode(line), str)


@given(st.text())
def test_unescaping_a_tag_never_fails(value: str) -> None:
    assert len(unescape_tag(value)) <= len(value)
