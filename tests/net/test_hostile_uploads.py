"""Requests for files that are made to do harm: two lengths, crumbs, races, floods, lies of size."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.files.file_limits import FileLimits
from app.hub.data.memory import MemoryRecords
from app.hub.data.storage_errors import KeepingError
from app.hub.hub import Hub, Uploader
from app.net import file_connection
from tests.net.conftest import IdentityOf
from tests.net.file_client import LIMITS, Files, described, path_of, random_bytes

GIGABYTE = 1000**3
OpenFiles = Callable[..., Files]
ALICE = "Authorization: Bearer alice\r\n"


@pytest.fixture(autouse=True)
def tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever shows a token is called so, as often as they like."""
    monkeypatch.setattr(
        Hub, "uploader_by_token", lambda _hub, token, _now: Uploader(token, token.startswith("~"))
    )
    monkeypatch.setattr(Hub, "spend_token", lambda _hub, _token, _now: True)


@pytest.fixture
def open_files(qtbot: QtBot, identity_of: IdentityOf, tmp_path: Path) -> Iterator[OpenFiles]:
    made: list[Files] = []

    def start(limits: FileLimits | None = LIMITS, **options: Any) -> Files:
        made.append(Files(qtbot, identity_of("hub"), tmp_path / "files", False, limits, options))
        return made[-1]

    yield start
    for one in made:
        one.end()


@pytest.fixture
def files(open_files: OpenFiles) -> Files:
    return open_files()


def said(files: Files, request: bytes) -> bytes:
    """All that is answered to bytes until the hub ends the connection."""

    def ask() -> bytes:
        with files.connect() as carrier:
            carrier.sendall(request)
            return b"".join(iter(lambda: carrier.recv(65536), b""))

    return files.in_thread(ask)


def begin(files: Files, length: int | None = None, who: str = "alice") -> str:
    more = {} if length is None else {"upload_length": str(length)}
    answer = files.ask("POST", "/files", b"", upload_complete="?0", **described(who=who), **more)
    assert answer.status == 201, answer
    return answer.headers["location"]


# one request, one body


@pytest.mark.parametrize(
    "lengths",
    [
        "Content-Length: 5\r\nContent-Length: 50\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 5\r\nHost: 127.0.0.1\r\n",
    ],
)
def test_a_body_with_two_ends_is_refused(files: Files, lengths: str) -> None:
    hidden = f"GET /f/{'A' * 22}/x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = f"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\n{ALICE}{lengths}\r\n"
    answer = said(files, f"{head}5\r\nhello\r\n0\r\n\r\n{hidden}".encode())
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 501 ")), answer
    assert answer.count(b"HTTP/1.1 ") == 1
    files.wait(lambda: files.contents() == [])


def test_what_follows_a_request_is_no_second_one(files: Files) -> None:
    path = files.shared(b"secret")
    hidden = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = f"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\n{ALICE}Content-Length: 5\r\n\r\nhello"
    answer = said(files, (head + hidden).encode())
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"secret" not in answer


@pytest.mark.parametrize(
    "flood", ["X-One: " + "x" * 20_000, "\r\n".join(["X: y"] * 5000), "x" * 20_000, "X: " + "y" * 4_000_000]
)
def test_heads_without_end_are_refused(files: Files, flood: str) -> None:
    answer = said(files, f"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\n{flood}\r\n\r\n".encode())
    assert answer.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 ")), answer
    files.wait(files.is_idle)


def test_a_body_of_crumbs_is_read_a_little_at_a_time(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    receive = file_connection.FileExchange.receive

    def count(self: file_connection.FileExchange, data: bytes) -> bytes:
        body = receive(self, data)
        taken.append(len(body))
        return body

    monkeypatch.setattr(file_connection.FileExchange, "receive", count)
    head = f"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\n{ALICE}Transfer-Encoding: chunked\r\n\r\n"
    answer = said(files, head.encode() + b"1\r\nx\r\n" * 20_000 + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 201 ")
    assert files.records()[0].size == 20_000
    assert max(taken) <= 128


# who counts


def test_an_upload_cannot_become_shorter_than_what_is_here(open_files: OpenFiles) -> None:
    files = open_files(replace(LIMITS, total=250_000, person_day=250_000))
    upload = begin(files)
    part = random_bytes(200_000)
    sent = files.ask("PATCH", upload, part, upload_offset="0", upload_complete="?0", **described())
    assert sent.status == 204
    for length in ("0", "5", "199999"):
        shorter = files.ask(
            "PATCH", upload, b"", upload_offset="200000", upload_length=length, upload_complete="?0",
            **described(),
        )  # fmt: skip
        assert shorter.status == 400
    assert files.upload(bytes(60_000)).headers["hubbub-problem"] in ("full", "day")
    up = files.ask("PATCH", upload, b"", upload_offset="200000", upload_complete="?1", **described())
    assert files.ask("GET", path_of(up)).body == part


def test_what_is_announced_is_not_promised_twice(
    open_files: OpenFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = open_files(replace(LIMITS, free=GIGABYTE))
    monkeypatch.setattr(files.store, "free", lambda: 2 * GIGABYTE)
    begin(files, GIGABYTE * 6 // 10, "alice")
    second = {"upload_complete": "?0", "upload_length": str(GIGABYTE * 6 // 10)}
    refused = files.ask("POST", "/files", b"", **second, **described(who="bob"))
    assert (refused.status, refused.headers["hubbub-problem"]) == (507, "disk")


@pytest.mark.parametrize("size", [4 * 1024**3, 2**32 + 5, 2**50, 2**50 + 1, 10**17, 10**30])
def test_a_size_of_any_size_is_refused_by_its_head(files: Files, size: int) -> None:
    answer = said(
        files,
        f"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\n{ALICE}Content-Length: {size}\r\n\r\n".encode(),
    )
    assert answer.startswith((b"HTTP/1.1 413 ", b"HTTP/1.1 400 ")), answer
    files.wait(lambda: files.contents() == [])


# at the same time


def test_two_people_bring_the_same_file_and_each_has_one(files: Files) -> None:
    data = random_bytes(300_000)
    waits = [
        files.begin(lambda who=who: files.exchange("POST", "/files", data, **described(who=who)))
        for who in ("alice", "bob")
    ]
    one, other = (path_of(wait()) for wait in waits)
    assert one != other
    assert {record.owner for record in files.records()} == {"alice", "bob"}
    hub = files.hub.server._hub
    assert hub is not None
    gone = one.split("/")[2]
    hub._state.records.put("file", gone, None)
    hub._state.lost_files.append(gone)
    files.hub.server._schedule()
    files.wait(lambda: len(files.contents()) == 1)
    assert files.ask("GET", other).body == data


def test_many_who_go_on_with_one_upload_bring_it_once(files: Files) -> None:
    data = random_bytes(600_000)
    upload = begin(files, len(data))
    both = threading.Barrier(4)

    def bring() -> int:
        both.wait()
        try:
            return files.exchange(
                "PATCH", upload, data, upload_offset="0", upload_complete="?1", **described()
            ).status
        except OSError:
            return 0  # another came after it

    waits = [files.begin(bring) for _ in range(4)]
    assert {wait() for wait in waits} <= {0, 201, 404, 409}
    where = files.ask("HEAD", upload, **described())
    if where.headers["upload-complete"] == "?0":
        at = int(where.headers["upload-offset"])
        sent = {"upload_offset": str(at), "upload_complete": "?1"}
        where = files.ask("PATCH", upload, data[at:], **sent, **described())
    assert files.ask("GET", path_of(where)).body == data
    files.wait(lambda: (len(files.contents()), files.store.notes()) == (1, {}))
    files.wait(files.is_idle)


def test_a_body_that_comes_slowly_but_comes_is_taken(open_files: OpenFiles) -> None:
    files = open_files(replace(LIMITS, silence=2.0))
    may_go_on = threading.Event()

    def send() -> bytes:
        with files.connect() as carrier:
            carrier.sendall(f"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\n{ALICE}".encode())
            carrier.sendall(b"Content-Length: 6\r\n\r\n")
            for letter in b"slowly":
                may_go_on.wait(0.5)
                carrier.sendall(bytes([letter]))
            return carrier.recv(100)

    assert files.in_thread(send).startswith(b"HTTP/1.1 201 ")


# what the hub does not know


def test_records_that_cannot_be_read_for_now_cost_no_file(
    files: Files, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kept = files.shared(b"kept").split("/")[2]
    half = begin(files, 10).rpartition("/")[2]
    server = files.hub.server._files._server
    assert server is not None

    def refuse(*_args: object) -> Any:
        raise KeepingError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(MemoryRecords, "all", refuse)
        patch.setattr(MemoryRecords, "get", refuse)
        server._begin_with(0.0)
        server._remove_orphans(files.contents())
        assert not server._has_begun
    assert files.contents() == sorted([kept, half])
    assert list(files.store.notes()) == [half]
    server._swept = -1000.0
    server.tick()
    assert server._has_begun
    assert "cannot be read" in caplog.text
    caplog.clear()


def test_no_id_is_said_in_the_log(files: Files, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    path = files.shared(random_bytes(100_000))
    upload = begin(files, 10)
    files.ask("GET", path)
    files.ask("PATCH", upload, b"x", upload_offset="9", **described())
    files.store._path(path.split("/")[2]).unlink()
    assert files.ask("GET", path).status == 404
    half = files.store._path(upload.rpartition("/")[2])
    half.unlink()
    files.ask("PATCH", upload, b"x", upload_offset="0", **described())
    text = caplog.text
    caplog.clear()
    assert path.split("/")[2] not in text
    assert upload.rpartition("/")[2] not in text


def test_a_vanished_socket_of_each_request_leaves_nothing(files: Files) -> None:
    path = files.shared(random_bytes(200_000))
    upload = begin(files, 10)
    requests = [
        "POST /files HTTP/1.1\r\n",
        f"POST /files HTTP/1.1\r\nHost: h\r\n{ALICE}Content-Length: 9\r\n\r\n1",
        f"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\n{ALICE}Content-Length: 9\r\n\r\n1",
        f"PATCH {upload} HTTP/1.1\r\nHost: 127.0.0.1\r\n{ALICE}Upload-Offset: 0\r\nContent-Length: 9\r\n\r\n",
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        f"HEAD {upload} HTTP/1.1\r\nHost: 127.0.0.1\r\n{ALICE}\r\n",
    ]

    def vanish() -> None:
        for request in requests:
            carrier = socket.create_connection(("127.0.0.1", files.hub.port))
            carrier.sendall(request.encode())
            carrier.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            carrier.close()

    files.in_thread(vanish)
    expected = sorted([path.split("/")[2], upload.rpartition("/")[2]])
    files.wait(lambda: files.is_idle() and files.contents() == expected)
    assert files.ask("DELETE", upload, authorization="Bearer alice").status == 204
    files.wait(lambda: files.store.notes() == {})


def test_what_nobody_continues_goes_from_the_disk(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = begin(files, 10)
    path = files.shared(b"kept")
    server = files.hub.server._files._server
    assert server is not None
    later = server._clock() + LIMITS.unused
    monkeypatch.setattr(server, "_clock", lambda: later - 1)
    server.tick()
    assert files.ask("HEAD", upload, **described()).status == 204
    monkeypatch.setattr(server, "_clock", lambda: later + 60)
    server.tick()
    assert files.ask("HEAD", upload, **described()).status == 404
    files.wait(lambda: (files.contents(), files.store.notes()) == ([path.split("/")[2]], {}))


def test_what_somebody_brings_who_is_banned_meanwhile_is_given_up(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = {who: begin(files, 10, who) for who in ("alice", "bob")}

    def send(who: str) -> socket.socket:
        carrier = files.connect()
        carrier.sendall(
            f"PATCH {uploads[who]} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {who}\r\n"
            "Upload-Offset: 0\r\nContent-Length: 10\r\n\r\n12345".encode()
        )
        return carrier

    carriers = {who: files.in_thread(lambda who=who: send(who)) for who in uploads}
    contents = {who: files.store._path(upload.rpartition("/")[2]) for who, upload in uploads.items()}
    files.wait(lambda: [path.stat().st_size for path in contents.values()] == [5, 5])
    monkeypatch.setattr(Hub, "is_banned", lambda _hub, _peer, identity: identity == "alice")
    files.wait(lambda: files.contents() == [contents["bob"].name])
    assert files.in_thread(lambda: carriers["alice"].recv(100)) == b""
    carriers["bob"].sendall(b"67890")
    assert files.in_thread(lambda: carriers["bob"].recv(100)).startswith(b"HTTP/1.1 201 ")
    for carrier in carriers.values():
        carrier.close()
