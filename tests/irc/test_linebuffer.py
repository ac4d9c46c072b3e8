"""Bytes to lines: the same however they are cut, bounded whatever comes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.linebuffer import LineBuffer, Overlong

BODY, TAGS = 20, 10  # small limits: bodies of 18 bytes without CRLF


def buffer() -> LineBuffer:
    return LineBuffer(body_limit=BODY, tag_limit=TAGS)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    at = sorted({cut % (len(data) + 1) for cut in cuts} | {0, len(data)})
    return [data[a:b] for a, b in pairwise(at)] or [data]


LINES: list[tuple[bytes, list[bytes | Overlong]]] = [
    (b"", []),
    (b"PING 1\r\n", [b"PING 1"]),
    (b"PING 1\nPING 2\n", [b"PING 1", b"PING 2"]),
    (b"\r\n\n\r\r\nPING\r\n", [b"PING"]),
    (b"unfinished", []),
    (b"PI\rNG\0 1\r\n", [b"PING 1"]),
    (b"x" * 18 + b"\r\n", [b"x" * 18]),
    (b"x" * 19 + b"\r\nPING\r\n", [Overlong(), b"PING"]),
    (b"x" * 100, [Overlong()]),
    (b"x" * 100 + b"\nPING\n", [Overlong(), b"PING"]),
    (b"@" + b"t" * 8 + b" " + b"x" * 18 + b"\r\n", [b"@" + b"t" * 8 + b" " + b"x" * 18]),
    (b"@" + b"t" * 9 + b" " + b"x" * 18 + b"\r\nPING\r\n", [Overlong(), b"PING"]),
    (b"@" + b"t" * 8 + b" " + b"x" * 19 + b"\r\nPING\r\n", [Overlong(), b"PING"]),
    (b"@" + b"t" * 100, [Overlong()]),
]


@pytest.mark.parametrize(("data", "lines"), LINES)
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_bytes_give_their_lines_however_they_are_cut(
    data: bytes, lines: list[bytes | Overlong], size: int
) -> None:
    lines_seen = []
    feed = buffer()
    for start in range(0, len(data), size):
        lines_seen += feed.feed(data[start : start + size])
    assert lines_seen == lines


@pytest.mark.parametrize(("data", "lines"), [case for case in LINES if case[0].endswith(b"\n")])
def test_junk_behind_a_line_waits_and_changes_nothing(data: bytes, lines: list[bytes | Overlong]) -> None:
    feed = buffer()
    assert feed.feed(data + b"ju\xffnk") == lines
    assert feed.feed(b"!\n") == [b"ju\xffnk!"]


alphabet = st.sampled_from([b"a", b"@", b" ", b"\r", b"\n", b"\0", b"xxxxxx", b"\r\n", b"@ttttttttt "])


@given(st.lists(alphabet).map(b"".join), st.lists(st.integers(0, 1000)))
def test_whole_and_in_pieces_is_the_same(data: bytes, cuts: list[int]) -> None:
    whole, cut = buffer(), buffer()
    expected = whole.feed(data)
    assert [line for piece in pieces(data, cuts) for line in cut.feed(piece)] == expected


def test_a_line_that_never_ends_costs_no_memory() -> None:
    feed = buffer()
    seen = [line for _ in range(1000) for line in feed.feed(b"x" * 1000 + b"\r\0")]
    assert seen == [Overlong()]
    assert len(feed._partial) <= BODY
