"""One document of a hub: what is asked, and every answer that may come, whole and byte by byte."""

from __future__ import annotations

import weakref
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.document_request import LONGEST_ANSWER, DocumentRequest
from app.web.request_handler import Answer, RequestHandler
from app.web.site import make_site

PATH = "/.well-known/hubbub"
HEAD = b"HTTP/1.1 200 OK\r\n"


def asked(longest: int = 2048) -> DocumentRequest:
    return DocumentRequest(PATH, "192.168.1.24:6667", longest=longest)


def answer_to(data: bytes, **documents: str) -> bytes:
    site = replace(make_site("Club"), documents=documents)
    outcome = RequestHandler(site, secure=True).receive(data)
    assert isinstance(outcome, Answer)
    return outcome.data


def test_a_hub_of_ours_answers_and_is_understood() -> None:
    one = asked()
    assert one.receive(answer_to(one.data, **{PATH: '{"v":1}'})) == b'{"v":1}'


def test_a_hub_that_has_no_such_document_has_none() -> None:
    one = asked()
    assert one.receive(answer_to(one.data)) == b""


def test_the_answer_may_come_byte_by_byte() -> None:
    one = asked()
    *before, last = answer_to(one.data, **{PATH: '{"v":1}'})
    assert all(one.receive(bytes([byte])) is None for byte in before)
    assert one.receive(bytes([last])) == b'{"v":1}'


@pytest.mark.parametrize(
    ("answer", "document"),
    [
        (HEAD + b"Connection: close\r\n\r\n{}", b"{}"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" + HEAD + b"Content-Length: 2\r\n\r\n{}", b"{}"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", b"{}"),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n{}", b""),
        (b"HTTP/1.1 301 Moved\r\nLocation: http://192.168.1.9:22/\r\nContent-Length: 2\r\n\r\n{}", b""),
        (HEAD + b"Content-Length: 3\r\n\r\n{}", b""),
        (HEAD + b"Content-Length: 3000\r\n\r\n" + b"x" * 3000, b""),
        *((b":irc.example.org NOTICE * :hello\r\n", b""), (b"SSH-2.0-OpenSSH_9.2\r\n", b""), (b"", b"")),
        (b"x" * (LONGEST_ANSWER + 1), b""),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000, b""),
    ],
)
def test_whatever_answers_ends(answer: bytes, document: bytes) -> None:
    one = asked()
    found = one.receive(answer) if answer else None
    assert (one.receive(b"") if found is None else found) == document


@given(st.lists(st.binary(max_size=64), max_size=20))
def test_nonsense_is_no_document_and_raises_nothing(pieces: list[bytes]) -> None:
    one = asked()
    found = None
    for piece in [*(piece for piece in pieces if piece), b""]:
        found = one.receive(piece)
        if found is not None:
            break
    assert found == b""


def test_an_answer_that_is_none_is_let_go_without_a_search_for_cycles(no_search_for_cycles: None) -> None:
    one = asked()
    one.receive(b"SSH-2.0-OpenSSH_9.2\r\n")
    assert one.receive(b"") == b""
    seen = weakref.ref(one)
    del one
    assert seen() is None
