"""One exchange about a file: bodies whole and byte by byte, answers, and which requests are for files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.file_record import FileRecord
from app.files.transfer_quota import FileProblem
from app.web.file_exchange import REFUSALS, FileExchange
from app.web.file_requests import ByteRange
from app.web.request_handler import Answer, FileRequest, RequestHandler, Upgrade
from app.web.site import make_site
from tests.web.requests import parts, request, upgrade

SITE = make_site("Club", origins=["https://web.example.net"])
RECORD = FileRecord("A" * 22, "plän.pdf", 10, "application/pdf", "ab" * 32, "alice", 0.0)


def begun(data: bytes) -> FileExchange:
    outcome = RequestHandler(SITE, secure=False).receive(data)
    assert isinstance(outcome, FileRequest), outcome
    return FileExchange(outcome)


def post(*headers: str, body: bytes = b"") -> bytes:
    return request(*headers, line="POST /files HTTP/1.1") + body


def test_a_body_that_came_with_its_head_is_there() -> None:
    exchange = begun(post("Content-Length: 5", body=b"hello and junk"))
    assert exchange.receive(b"") == b"hello"
    assert (exchange.is_whole, exchange.is_broken) == (True, False)
    assert exchange.receive(b"more") == b""


@pytest.mark.parametrize(
    "data",
    [
        post("Content-Length: 11", body=b"hello world"),
        post("Transfer-Encoding: chunked", body=b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"),
    ],
    ids=["length", "chunks"],
)
def test_the_cut_of_the_bytes_changes_nothing(data: bytes) -> None:
    head, _, body = data.partition(b"\r\n\r\n")
    exchange = begun(head + b"\r\n\r\n")
    got = exchange.receive(b"")
    for at in range(len(body)):
        assert not exchange.is_whole
        got += exchange.receive(body[at : at + 1])
    assert (got, exchange.is_whole) == (b"hello world", True)


def test_a_body_without_a_length_is_empty() -> None:
    exchange = begun(post())
    assert (exchange.receive(b""), exchange.is_whole) == (b"", True)


@pytest.mark.parametrize("body", [b"x\r\n", b"5\r\nhelloworld", b"ffffffffffffffffffffffff\r\n"])
def test_what_is_no_body_is_broken_and_still_answered(body: bytes) -> None:
    exchange = begun(post("Transfer-Encoding: chunked", body=body))
    exchange.receive(b"")
    assert exchange.is_broken
    assert exchange.answer(400, "No.").startswith(b"HTTP/1.1 400 ")


def test_who_waits_is_invited_once() -> None:
    exchange = begun(post("Content-Length: 5", "Expect: 100-continue"))
    assert exchange.invite() == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert exchange.invite() == b""
    assert begun(post("Content-Length: 5")).invite() == b""


@pytest.mark.parametrize("problem", FileProblem)
def test_each_problem_has_an_answer(problem: FileProblem) -> None:
    status, headers, body = parts(begun(post("Content-Length: 100")).refuse(problem))
    assert status.startswith(f"HTTP/1.1 {REFUSALS[problem].status} ")
    assert headers["hubbub-problem"] == problem.value
    assert body.endswith(".\n")
    assert headers["connection"] == "close"
    assert ("www-authenticate" in headers) is (problem is FileProblem.LOGIN)
    assert ("retry-after" in headers) is (REFUSALS[problem].status == 429)


def test_a_file_is_sent_in_pieces() -> None:
    exchange = begun(request(line=f"GET /f/{RECORD.id} HTTP/1.1"))
    data = exchange.begin_file(RECORD, None)
    data += exchange.piece(b"01234") + exchange.piece(b"56789") + exchange.end()
    status, headers, body = parts(data)
    assert (status, body) == ("HTTP/1.1 200 OK", "0123456789")
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''pl%C3%A4n.pdf"
    assert headers["content-type"] == "application/octet-stream"
    assert headers["last-modified"] == "Thu, 01 Jan 1970 00:00:00 GMT"


def test_a_part_says_which_it_is() -> None:
    exchange = begun(request(line=f"GET /f/{RECORD.id} HTTP/1.1"))
    status, headers, _body = parts(exchange.begin_file(RECORD, ByteRange(2, 5)))
    assert status == "HTTP/1.1 206 Partial Content"
    assert (headers["content-range"], headers["content-length"]) == ("bytes 2-4/10", "3")


@pytest.mark.parametrize("origin", ["", "http://127.0.0.1:6667", "https://web.example.net"])
def test_pages_that_may_are_told_so_by_what_browsers_ask_for(origin: str) -> None:
    headers = [f"Origin: {origin}"] if origin else []
    _status, told, _body = parts(begun(request(*headers, line="OPTIONS /files HTTP/1.1")).allow("POST"))
    allowed = origin if "web.example" in origin else None
    assert told.get("access-control-allow-origin") == allowed
    assert ("access-control-allow-headers" in told) is (allowed is not None)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (request(line="POST /files HTTP/1.1", host="evil.example"), 421),
        (request("Origin: https://evil.example", line="POST /files HTTP/1.1"), 403),
        (request("Origin: null", line="GET /f/x HTTP/1.1"), 403),
        (request("Origin: https://evil.example", line="OPTIONS /files HTTP/1.1"), 403),
        (request(line="POST /filesystem HTTP/1.1"), 405),
        (request(line="GET /files.txt HTTP/1.1"), 404),
        (request(line="GET /foo HTTP/1.1"), 404),
    ],
)
def test_what_is_not_for_files_or_not_for_this_hub(data: bytes, status: int) -> None:
    outcome = RequestHandler(SITE, secure=False).receive(data)
    assert isinstance(outcome, Answer)
    assert outcome.data.startswith(f"HTTP/1.1 {status} ".encode())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (request(), Answer),
        (upgrade(), Answer),
        (request(line="GET /.well-known/hubbub HTTP/1.1"), Answer),
        (request(line="POST /files HTTP/1.1"), FileRequest),
        (request(line="GET /f/x/y?z HTTP/1.1"), FileRequest),
    ],
)
def test_where_there_are_only_files_there_is_nothing_else(data: bytes, kind: type) -> None:
    outcome = RequestHandler(SITE, secure=True, only_files=True).receive(data)
    assert isinstance(outcome, kind)
    assert not isinstance(outcome, Upgrade)


@given(st.binary(max_size=200))
def test_no_body_breaks_anything(junk: bytes) -> None:
    exchange = begun(post("Transfer-Encoding: chunked"))
    exchange.receive(b"")
    exchange.receive(junk)
    assert exchange.answer(204).startswith(b"HTTP/1.1 204 ")


def test_a_body_of_crumbs_is_taken_a_little_at_a_time() -> None:
    exchange = begun(post("Transfer-Encoding: chunked", body=b"1\r\nx\r\n" * 1000 + b"0\r\n\r\n"))
    pieces = [exchange.receive(b"")]
    while exchange.has_more:
        pieces.append(exchange.receive(b""))
    assert exchange.is_whole
    assert b"".join(pieces) == b"x" * 1000
    assert max(map(len, pieces)) < 200
