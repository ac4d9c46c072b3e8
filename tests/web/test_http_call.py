"""The asking side of HTTP: bodies in pieces, answers whole, byte by byte, cut and wrong."""

from __future__ import annotations

import pytest

from app.web.http_call import HttpCall

ANSWER = b"HTTP/1.1 201 Created\r\nLocation: /files/x\r\nLocation: /other\r\nContent-Length: 2\r\n\r\nok"


@pytest.mark.parametrize("step", [1, 7, len(ANSWER)])
def test_an_answer_is_read_in_any_pieces(step: int) -> None:
    call = HttpCall("GET", "/f/x/y", "192.0.2.1:6697")
    assert call.begin().startswith(b"GET /f/x/y HTTP/1.1\r\nHost: 192.0.2.1:6697\r\n")
    body = b""
    for start in range(0, len(ANSWER), step):
        assert not call.is_over
        body += call.receive(ANSWER[start : start + step])
    assert (body, call.is_over, call.is_broken) == (b"ok", True, False)
    assert call.answer is not None
    assert (call.answer.status, call.answer.is_success) == (201, True)
    assert call.answer.headers["location"] == "/files/x"
    assert call.receive(b"more") == b""


def test_a_body_goes_in_pieces_of_a_known_size() -> None:
    call = HttpCall("PATCH", "/files/x", "h:1", [("Upload-Offset", "0")], 5)
    assert b"Content-Length: 5\r\n" in call.begin()
    assert (call.send(b"abc"), call.rest) == (b"abc", 2)
    assert (call.send(b"de"), call.rest) == (b"de", 0)
    call.receive(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert call.answer is None
    call.receive(ANSWER)
    assert call.is_over


def test_an_answer_may_come_before_all_is_sent() -> None:
    call = HttpCall("POST", "/files", "h:1", size=1000)
    call.begin()
    call.send(b"abc")
    call.receive(b"HTTP/1.1 413 Too Large\r\nHubbub-Problem: too-large\r\nContent-Length: 0\r\n\r\n")
    assert call.answer is not None
    assert call.answer.headers["hubbub-problem"] == "too-large"
    assert call.is_over


def test_head_has_no_body() -> None:
    call = HttpCall("HEAD", "/files/x", "h:1")
    call.begin()
    call.receive(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")
    assert call.is_over
    assert not call.is_broken


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        b":irc.example.org NOTICE * :Looking up your host\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000,
    ],
)
def test_what_is_cut_or_no_http_is_broken(data: bytes) -> None:
    call = HttpCall("GET", "/f/x/y", "h:1")
    call.begin()
    call.receive(data)
    call.receive(b"")
    assert call.is_broken
    assert call.is_over
