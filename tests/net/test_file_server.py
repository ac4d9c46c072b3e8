"""Files up and down over real sockets, plain and over TLS, with breaks, limits and bad input."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.files.file_limits import FileLimits
from app.hub.data.storage_errors import KeepingError, StorageFailure, StorageProblem
from app.hub.hub import Hub, Uploader
from app.net import file_pieces
from app.net.file_connection import FileConnection
from tests.net.conftest import IdentityOf
from tests.net.file_client import LIMITS, Answer, Files, described, path_of, random_bytes

MEGABYTE = 1024 * 1024
OpenFiles = Callable[..., Files]


@pytest.fixture(autouse=True)
def tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever shows a token is called so, as often as they like."""

    def by_token(_hub: Hub, token: str, _now: float) -> Uploader | None:
        return None if token == "wrong" else Uploader(token, token.startswith("~"))

    monkeypatch.setattr(Hub, "uploader_by_token", by_token)
    monkeypatch.setattr(Hub, "spend_token", lambda _hub, _token, _now: True)


@pytest.fixture(params=["plain", "tls"])
def open_files(
    request: pytest.FixtureRequest, qtbot: QtBot, identity_of: IdentityOf, tmp_path: Path
) -> Iterator[OpenFiles]:
    """Open hubs with files, to which people come in plain and over TLS."""
    made: list[Files] = []

    def start(limits: FileLimits | None = LIMITS, **options: Any) -> Files:
        is_tls = request.param == "tls"
        made.append(Files(qtbot, identity_of("hub"), tmp_path / "files", is_tls, limits, options))
        return made[-1]

    yield start
    for one in made:
        one.end()


@pytest.fixture
def files(open_files: OpenFiles) -> Files:
    return open_files()


def test_16_mb_go_up_and_down_and_are_the_same(files: Files) -> None:
    data = random_bytes(16 * MEGABYTE)
    up = files.upload(data, "holiday film.mp4")
    assert up.status == 201
    assert up.headers["location"].startswith("http://")
    assert up.headers["location"].endswith("/holiday%20film.mp4")
    [record] = files.records()
    assert (record.name, record.size, record.owner) == ("holiday film.mp4", len(data), "alice")
    assert record.sha256 == hashlib.sha256(data).hexdigest()
    down = files.ask("GET", path_of(up))
    assert down.status == 200
    assert down.body == data
    assert down.headers["etag"] == f'"{record.sha256}"'
    files.wait(files.is_idle)
    assert files.contents() == [record.id]


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537])
def test_every_size_goes(files: Files, size: int) -> None:
    data = random_bytes(size)
    assert files.ask("GET", files.shared(data)).body == data


def test_chunks_without_a_length_go(files: Files) -> None:
    pieces = [random_bytes(size) for size in (1, 100_000, 70_000)]
    up = files.ask("POST", "/files", iter(pieces), **described())
    assert files.ask("GET", path_of(up)).body == b"".join(pieces)


def begin(files: Files, length: int | None = None, **more: str) -> str:
    """The path of an upload that is to be continued."""
    if length is not None:
        more["upload_length"] = str(length)
    answer = files.ask("POST", "/files", b"", upload_complete="?0", **described(), **more)
    assert answer.status == 201, answer
    assert answer.headers["location"].startswith("/files/")
    return answer.headers["location"]


def offset(files: Files, upload: str, who: str = "alice") -> Answer:
    return files.ask("HEAD", upload, authorization=f"Bearer {who}")


def cut_after(files: Files, upload: str, data: bytes, at: int, start: int = 0) -> None:
    """Send a part of what was announced, and vanish when the hub has it."""

    def send() -> socket.socket:
        carrier = files.connect()
        head = (
            f"PATCH {upload} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\n"
            f"Upload-Offset: {start}\r\nUpload-Complete: ?1\r\nContent-Length: {len(data) - start}\r\n\r\n"
        )
        carrier.sendall(head.encode() + data[start:at])
        return carrier

    carrier = files.in_thread(send)
    path = files.store._path(upload.rpartition("/")[2])
    files.wait(lambda: path.stat().st_size == at)
    carrier.close()


@pytest.mark.parametrize("cut", [0, 1, 65_536, 150_000, 299_999])
def test_an_upload_goes_on_after_a_cut_at_any_place(files: Files, cut: int) -> None:
    data = random_bytes(300_000)
    upload = begin(files, len(data))
    cut_after(files, upload, data, cut)
    where = offset(files, upload)
    assert (where.status, where.headers["upload-offset"], where.headers["upload-complete"]) == (
        204,
        str(cut),
        "?0",
    )
    assert where.headers["cache-control"] == "no-store"
    up = files.ask("PATCH", upload, data[cut:], upload_offset=str(cut), upload_complete="?1", **described())
    assert up.status == 201, up
    assert files.ask("GET", path_of(up)).body == data
    assert files.records()[0].sha256 == hashlib.sha256(data).hexdigest()
    whole = offset(files, upload)
    assert (whole.headers["upload-complete"], whole.headers["location"]) == ("?1", up.headers["location"])
    assert files.store.notes() == {}


@pytest.mark.parametrize("cut", [1, 65_536, 299_999])
def test_an_upload_goes_on_after_the_host_has_restarted(files: Files, cut: int) -> None:
    data = random_bytes(300_000)
    upload = begin(files, len(data))
    cut_after(files, upload, data, cut)
    files.hub.stop()
    files.start()
    assert offset(files, upload).headers["upload-offset"] == str(cut)
    up = files.ask("PATCH", upload, data[cut:], upload_offset=str(cut), upload_complete="?1", **described())
    assert up.status == 201, up
    assert files.ask("GET", path_of(up)).body == data
    assert files.records()[0].sha256 == hashlib.sha256(data).hexdigest()


def test_an_upload_comes_in_several_parts(files: Files) -> None:
    data = random_bytes(200_000)
    upload = begin(files)
    for start in (0, 70_000):
        part = data[start : start + 70_000]
        answer = files.ask(
            "PATCH", upload, part, upload_offset=str(start), upload_complete="?0", **described()
        )
        assert (answer.status, answer.headers["upload-offset"]) == (204, str(start + 70_000))
    up = files.ask(
        "PATCH", upload, data[140_000:], upload_offset="140000", upload_complete="?1", **described()
    )
    assert files.ask("GET", path_of(up)).body == data


def test_who_sends_all_and_hangs_up_has_uploaded(files: Files) -> None:
    data = random_bytes(150_000)

    def send() -> None:
        with files.connect() as carrier:
            carrier.sendall(
                b"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\n"
                b"Content-Length: 150000\r\n\r\n" + data
            )
            if isinstance(carrier, ssl.SSLSocket):
                # Says so and waits for the end. To close at once, with TLS's tickets unread, would be a
                # reset, which takes with it what is still on its way.
                with suppress(OSError):
                    carrier.unwrap()

    files.in_thread(send)
    files.wait(files.records)
    assert files.records()[0].sha256 == hashlib.sha256(data).hexdigest()


def test_a_whole_upload_is_ended_by_a_word(files: Files) -> None:
    upload = begin(files)
    sent = files.ask("PATCH", upload, b"hello", upload_offset="0", upload_complete="?0", **described())
    assert sent.status == 204
    ended = files.ask("PATCH", upload, b"", upload_offset="5", upload_complete="?1", **described())
    assert files.ask("GET", path_of(ended)).body == b"hello"


def test_a_cut_while_a_restarted_hub_reads_what_it_had_costs_nothing(files: Files) -> None:
    data = random_bytes(3 * MEGABYTE)
    upload = begin(files, len(data))
    cut_after(files, upload, data, 2 * MEGABYTE)
    files.hub.stop()
    files.start()
    for _ in range(3):  # as often as the hub begins to read

        def send() -> None:
            with files.connect() as carrier:
                carrier.sendall(
                    f"PATCH {upload} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\n"
                    f"Upload-Offset: {2 * MEGABYTE}\r\nContent-Length: {MEGABYTE}\r\n\r\n".encode()
                )

        files.in_thread(send)
    where = int(offset(files, upload).headers["upload-offset"])
    assert where == 2 * MEGABYTE
    up = files.ask(
        "PATCH", upload, data[where:], upload_offset=str(where), upload_complete="?1", **described()
    )
    assert files.ask("GET", path_of(up)).body == data
    assert files.records()[0].sha256 == hashlib.sha256(data).hexdigest()


def test_a_wrong_offset_is_told_the_right_one(files: Files) -> None:
    upload = begin(files, 10)
    answer = files.ask("PATCH", upload, b"12345", upload_offset="5", **described())
    assert (answer.status, answer.headers["upload-offset"]) == (409, "0")
    missing = files.ask("PATCH", upload, b"12345", **described())
    assert missing.status == 400


def test_somebody_elses_upload_is_not_there(files: Files) -> None:
    upload = begin(files, 10)
    assert offset(files, upload, "mallory").status == 404
    stolen = files.ask("PATCH", upload, b"x", upload_offset="0", **described(who="mallory"))
    assert stolen.status == 404
    assert files.ask("DELETE", upload, authorization="Bearer mallory").status == 404
    assert offset(files, upload).status == 204


def test_an_upload_is_given_up(files: Files) -> None:
    upload = begin(files, 10)
    assert files.ask("DELETE", upload, authorization="Bearer alice").status == 204
    assert offset(files, upload).status == 404
    files.wait(lambda: (files.contents(), files.store.notes()) == ([], {}))


def test_what_breaks_off_and_cannot_go_on_leaves_nothing(files: Files) -> None:
    def send() -> socket.socket:
        carrier = files.connect()
        carrier.sendall(
            b"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\n"
            b"Content-Length: 1000000\r\n\r\n" + bytes(100_000)
        )
        return carrier

    carrier = files.in_thread(send)
    files.wait(files.contents)
    carrier.close()
    files.wait(lambda: files.contents() == [])
    files.wait(files.is_idle)
    assert files.records() == []


# who may


@pytest.mark.parametrize(
    "shown", [{}, {"authorization": "Bearer wrong"}, {"authorization": "Basic ???"}, {"authorization": "x"}]
)
def test_nobody_unknown_uploads(files: Files, shown: dict[str, str]) -> None:
    for method, path in (("POST", "/files"), ("HEAD", "/files/" + "a" * 22)):
        answer = files.ask(method, path, **shown)
        assert (answer.status, answer.headers["hubbub-problem"]) == (401, "login")
        assert "www-authenticate" in answer.headers
    files.wait(lambda: files.contents() == [])


@pytest.mark.parametrize(
    ("limits", "status", "problem"),
    [
        (None, 403, "off"),
        (replace(LIMITS, largest=99), 413, "too-large"),
        (replace(LIMITS, total=99), 507, "full"),
        (replace(LIMITS, free=2**60), 507, "disk"),
        (replace(LIMITS, person_day=99), 429, "day"),
        (replace(LIMITS, per_person=0), 429, "busy"),
        (replace(LIMITS, at_once=0), 429, "busy"),
    ],
)
def test_what_is_too_much_is_refused_before_its_body(
    open_files: OpenFiles, limits: FileLimits | None, status: int, problem: str
) -> None:
    files = open_files(limits)

    def ask() -> bytes:
        with files.connect() as carrier:
            carrier.sendall(
                b"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\n"
                b"Content-Length: 100\r\nExpect: 100-continue\r\n\r\n"
            )
            return b"".join(iter(lambda: carrier.recv(4096), b""))

    said = files.in_thread(ask).decode()
    assert said.startswith(f"HTTP/1.1 {status} ")
    assert f"\r\nHubbub-Problem: {problem}\r\n" in said
    assert said.endswith(".\n")
    files.wait(lambda: files.contents() == [])


def test_who_waits_to_be_let_is_let(files: Files) -> None:
    def ask() -> bytes:
        with files.connect() as carrier:
            carrier.sendall(
                b"POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\n"
                b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n"
            )
            invited = carrier.recv(4096)
            carrier.sendall(b"hello")
            return invited + b"".join(iter(lambda: carrier.recv(4096), b""))

    said = files.in_thread(ask)
    assert said.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n")


def test_the_host_changes_what_is_taken_while_the_hub_runs(files: Files) -> None:
    path = files.shared(b"before")
    hub = files.hub.server._hub
    assert hub is not None
    hub.set_files(replace(LIMITS, largest=10), 0.0)
    assert files.upload(bytes(11)).headers["hubbub-problem"] == "too-large"
    hub.set_files(None, 0.0)
    assert files.upload(b"x").headers["hubbub-problem"] == "off"
    assert files.ask("GET", path).body == b"before"
    hub.set_files(LIMITS, 0.0)
    assert files.upload(bytes(11)).status == 201


def test_a_body_that_grows_too_large_is_refused(open_files: OpenFiles) -> None:
    files = open_files(replace(LIMITS, largest=100_000))
    pieces = [bytes(60_000)] * 2
    up = files.ask("POST", "/files", iter(pieces), **described())
    assert (up.status, up.headers["hubbub-problem"]) == (413, "too-large")
    files.wait(lambda: files.contents() == [])


def test_a_full_disk_in_the_middle_is_said_and_leaves_nothing(
    files: Files, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from app.files.uploads import Upload

    def write(self: Upload, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Upload, "write", write)
    up = files.upload(bytes(200_000))
    assert (up.status, up.headers["hubbub-problem"]) == (507, "disk")
    files.wait(lambda: files.contents() == [])
    assert "No space left on device" in caplog.text
    caplog.clear()


def test_a_disk_that_fails_at_the_end_is_said_and_leaves_nothing(
    files: Files, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def settle(_id: str) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files.store, "settle", settle)
    up = files.upload(bytes(200_000))
    assert (up.status, up.headers["hubbub-problem"]) == (507, "disk")
    files.wait(lambda: (files.contents(), files.records()) == ([], []))
    caplog.clear()


# what is read


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("page.html", b"<!DOCTYPE html><script>alert(1)</script>", "application/octet-stream"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream"),
        ("lies.png", b"<html><script>alert(1)</script>", "application/octet-stream"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(30), "image/png"),
        ("photo.exe", b"\xff\xd8\xff\xe0" + bytes(30), "image/jpeg"),
        ("book.pdf", b"%PDF-1.7", "application/octet-stream"),
    ],
)
def test_only_pictures_are_shown_by_browsers(files: Files, name: str, data: bytes, kind: str) -> None:
    headers = described(name) | {"content_type": "text/html"}
    down = files.ask("GET", path_of(files.ask("POST", "/files", data, **headers)))
    assert down.headers["content-type"] == kind
    disposition = "inline" if kind.startswith("image/") else "attachment"
    assert down.headers["content-disposition"] == f"{disposition}; filename*=UTF-8''{name}"
    assert down.headers["x-content-type-options"] == "nosniff"
    assert down.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert down.headers["cross-origin-resource-policy"] == "same-origin"
    assert down.headers["referrer-policy"] == "no-referrer"
    assert down.headers["cache-control"] == "private, no-store"
    assert down.body == data


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=100000-", 206, 100_000, 200_000),
        ("bytes=-5", 206, 199_995, 200_000),
        ("bytes=-999999", 206, 0, 200_000),
        ("bytes=199999-999999", 206, 199_999, 200_000),
        ("bytes=200000-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=0-1,5-6", 200, 0, 200_000),
        ("lines=0-1", 200, 0, 200_000),
        ("bytes=9-1", 200, 0, 200_000),
        ("bytes=-", 200, 0, 200_000),
    ],
)
def test_a_part_is_read(files: Files, asked: str, status: int, start: int, stop: int) -> None:
    data = random_bytes(200_000)
    down = files.ask("GET", files.shared(data), range=asked)
    assert down.status == status
    if status == 416:
        assert down.headers["content-range"] == "bytes */200000"
        return
    assert down.body == data[start:stop]
    if status == 206:
        assert down.headers["content-range"] == f"bytes {start}-{stop - 1}/200000"


def test_conditions_are_kept(files: Files) -> None:
    path = files.shared(b"0123456789")
    tag = files.ask("HEAD", path).headers["etag"]
    assert files.ask("GET", path, if_none_match=f'"other", {tag}').status == 304
    assert files.ask("GET", path, if_none_match='"other"').status == 200
    assert files.ask("GET", path, range="bytes=5-", if_range=tag).body == b"56789"
    assert files.ask("GET", path, range="bytes=5-", if_range='"other"').body == b"0123456789"
    head = files.ask("HEAD", path)
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", "10")


def test_the_name_in_a_link_is_nothing(files: Files) -> None:
    path = files.shared(b"hello")
    file_id = path.split("/")[2]
    for other in (f"/f/{file_id}", f"/f/{file_id}/", f"/f/{file_id}/../../x.html", f"{path}?a=b"):
        assert files.ask("GET", other).body == b"hello"
    for wrong in ("/f/", "/f/x/y", f"/f/{'A' * 22}/plan.pdf", "/files/x", "/f/../../etc/passwd"):
        assert files.ask("GET", wrong).status in (404, 405)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/files", "OPTIONS, POST"),
        ("PUT", "/files", "OPTIONS, POST"),
        ("GET", f"/files/{'A' * 22}", "DELETE, HEAD, OPTIONS, PATCH"),
        ("POST", f"/f/{'A' * 22}/x", "GET, HEAD, OPTIONS"),
    ],
)
def test_other_methods_are_told_which_there_are(files: Files, method: str, path: str, allowed: str) -> None:
    answer = files.ask(method, path)
    assert (answer.status, answer.headers["allow"]) == (405, allowed)


def test_what_may_be_done_is_told(files: Files) -> None:
    answer = files.ask("OPTIONS", "/files")
    assert (answer.status, answer.body) == (204, b"")
    assert (answer.headers["allow"], answer.headers["accept-post"]) == ("OPTIONS, POST", "*/*")
    assert "access-control-allow-origin" not in answer.headers


# pages of other sites


def test_pages_of_others_neither_upload_nor_read(files: Files) -> None:
    path = files.shared(b"hello")
    for method, place in (("POST", "/files"), ("OPTIONS", "/files"), ("GET", path), ("HEAD", path)):
        foreign = files.ask(method, place, origin="https://evil.example", **described())
        assert foreign.status == 403
        assert "access-control-allow-origin" not in foreign.headers
    wrong = files.in_thread(lambda: files.exchange("GET", path, origin="null"))
    assert wrong.status == 403


def test_a_page_that_the_host_has_named_may(open_files: OpenFiles) -> None:
    files = open_files(web_origins=("https://web.example.net",))
    origin = "https://web.example.net"
    before = files.ask("OPTIONS", "/files", origin=origin, access_control_request_method="POST")
    assert before.headers["access-control-allow-origin"] == origin
    assert "Upload-Offset" in before.headers["access-control-allow-headers"]
    assert before.headers["access-control-allow-methods"] == "OPTIONS, POST"
    up = files.ask("POST", "/files", b"hello", origin=origin, **described())
    assert (up.status, up.headers["access-control-allow-origin"], up.headers["vary"]) == (
        201,
        origin,
        "Origin",
    )
    assert "Location" in up.headers["access-control-expose-headers"]


# many, slow, gone


def test_200_read_at_once(files: Files) -> None:
    data = random_bytes(300_000)
    path = files.shared(data)
    waits = [files.begin(lambda: files.exchange("GET", path)) for _ in range(200)]
    bodies = [wait().body for wait in waits]
    assert all(body == data for body in bodies)
    files.wait(files.is_idle)


def test_who_does_not_read_holds_little_and_goes(open_files: OpenFiles) -> None:
    files = open_files(replace(LIMITS, silence=1.0))
    path = files.shared(random_bytes(30 * MEGABYTE))

    def ask() -> socket.socket:
        carrier = files.connect()
        carrier.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return carrier

    carrier = files.in_thread(ask)
    server = files.hub.server._files._server
    assert server is not None
    files.wait(lambda: server._connections and next(iter(server._connections)).waiting)
    assert next(iter(server._connections)).waiting < 70_000
    other = files.shared(b"meanwhile")
    assert files.ask("GET", other).body == b"meanwhile"
    files.wait(files.is_idle)
    carrier.close()


def test_a_transfer_outlasts_the_deadlines_of_who_has_just_come(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them are over, in the middle of one up and one down, as somebody sees who said nothing."""
    ahead = 0.0
    monkeypatch.setattr(files.hub.server._setup, "_clock", lambda: time.monotonic() + ahead)
    data = random_bytes(30 * MEGABYTE)
    path, upload = files.shared(data), begin(files, 2000)
    content = files.store._path(upload.rpartition("/")[2])

    def start() -> tuple[socket.socket, socket.socket, socket.socket]:
        down, up = files.connect(), files.connect()
        down.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        up.sendall(
            f"PATCH {upload} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\n"
            "Upload-Offset: 0\r\nUpload-Complete: ?1\r\nContent-Length: 2000\r\n\r\n".encode()
            + data[:1000]
        )
        return down, up, socket.create_connection(("127.0.0.1", files.hub.port), timeout=60)

    down, up, silent = files.in_thread(start)
    received = bytearray(files.in_thread(lambda: down.recv(1000)))
    files.wait(lambda: content.stat().st_size == 1000)
    files.wait(lambda: len(files.hub.server._setup) == 1)  # who says nothing
    ahead = 3600.0
    assert files.in_thread(lambda: silent.recv(1)) == b""

    def end() -> bytes:
        up.sendall(data[1000:2000])
        answer = up.recv(100)
        while piece := down.recv(1 << 20):
            received.extend(piece)
        return answer

    assert files.in_thread(end).startswith(b"HTTP/1.1 201 ")
    assert received.partition(b"\r\n\r\n")[2] == data
    assert content.read_bytes() == data[:2000]
    for carrier in (down, up, silent):
        carrier.close()


def test_an_upload_that_stands_still_ends(open_files: OpenFiles) -> None:
    files = open_files(replace(LIMITS, silence=1.0))
    upload = begin(files, 1000)

    def stall() -> bytes:
        with files.connect() as carrier:
            carrier.sendall(
                f"PATCH {upload} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\n"
                "Upload-Offset: 0\r\nContent-Length: 1000\r\n\r\n12345".encode()
            )
            try:
                return carrier.recv(100)
            except OSError:
                return b""

    assert files.in_thread(stall) == b""
    assert offset(files, upload).headers["upload-offset"] == "5"


def test_an_upload_waits_for_a_disk_that_does_not_follow(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_pieces, "SYNC_BYTES", 100_000)
    follows = threading.Event()
    settle = files.store.settle

    def slowly(file_id: str) -> None:
        follows.wait(60)
        settle(file_id)

    monkeypatch.setattr(files.store, "settle", slowly)
    data = random_bytes(MEGABYTE)
    upload = begin(files, len(data))
    content = files.store._path(upload.rpartition("/")[2])
    headers = described() | {"upload_offset": "0", "upload_complete": "?1"}
    wait = files.begin(lambda: files.exchange("PATCH", upload, data, **headers))
    files.wait(lambda: content.stat().st_size >= 200_000)
    for nick in ("bob", "carol"):  # who talk meanwhile
        files.hub.member(nick)
    assert content.stat().st_size < 350_000
    follows.set()
    assert files.ask("GET", path_of(wait())).body == data


def test_what_has_ended_is_let_go_without_a_search_for_cycles(
    files: Files, no_search_for_cycles: None
) -> None:
    seen: list[weakref.ref[object]] = []
    made = FileConnection.__init__

    def remember(self: FileConnection, *args: Any) -> None:
        made(self, *args)
        seen.append(weakref.ref(self.exchange))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileConnection, "__init__", remember)
        path = files.shared(b"hello")
        files.ask("GET", path)
        files.ask("GET", "/f/nothing")
        files.ask("POST", "/files")
        upload = begin(files, 10)
        cut_after(files, upload, bytes(10), 5)
        files.wait(files.is_idle)
    assert len(seen) == 6
    files.wait(lambda: [one for one in seen if one() is not None] == [])


def test_what_is_deleted_is_read_no_further(files: Files) -> None:
    path = files.shared(random_bytes(30 * MEGABYTE))
    [record] = files.records()

    def ask() -> socket.socket:
        carrier = files.connect()
        carrier.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return carrier

    carrier = files.in_thread(ask)
    server = files.hub.server._files._server
    assert server is not None
    files.wait(lambda: server._connections and next(iter(server._connections)).waiting)
    hub = files.hub.server._hub
    assert hub is not None
    hub._state.records.put("file", record.id, None)
    hub._state.lost_files.append(record.id)
    files.hub.server._schedule()

    def read() -> int:
        total = 0
        try:
            while data := carrier.recv(65536):
                total += len(data)
        except OSError:
            pass
        return total

    assert files.in_thread(read) < record.size
    files.wait(lambda: files.contents() == [])
    assert files.ask("GET", path).status == 404
    carrier.close()


@pytest.mark.parametrize("failing", [("all_files", "file_ids"), ("file_ids",)])
def test_nothing_is_removed_where_records_cannot_be_read(
    files: Files, monkeypatch: pytest.MonkeyPatch, failing: tuple[str, ...]
) -> None:
    files.shared(b"kept")
    kept = files.contents()
    files.hub.stop()

    def fail(_hub: Hub) -> Any:
        raise KeepingError(StorageFailure(StorageProblem.UNUSABLE, {}))

    with monkeypatch.context() as patched:
        for name in failing:
            patched.setattr(Hub, name, fail)
        files.start()
        assert files.upload(b"new").status == 201  # the folder was read before this came to the disk
    assert set(kept) < set(files.contents())


def test_a_record_that_nobody_can_read_keeps_its_content(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.shared(b"kept")
    [kept] = files.contents()
    files.hub.stop()
    monkeypatch.setattr(Hub, "file_ids", lambda _hub: {kept}, raising=False)
    files.store.create("0" * 22).close()
    files.start()
    files.wait(lambda: files.contents() == [kept])
    assert files.ask("GET", path).status == 404


def test_what_is_nobodys_is_removed_at_the_start(files: Files) -> None:
    path = files.shared(b"kept")
    files.hub.stop()
    for number in range(3):
        files.store.create(f"{number:022d}").close()
    files.start()  # of a hub in memory, which has forgotten the first as well
    files.wait(lambda: files.contents() == [])
    assert files.ask("GET", path).status == 404


def test_the_hub_that_ends_lets_everything_go(files: Files) -> None:
    path = files.shared(random_bytes(30 * MEGABYTE))
    upload = begin(files, 10)

    def ask(head: str) -> socket.socket:
        carrier = files.connect()
        carrier.sendall(f"{head} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode())
        return carrier

    one, other = files.in_thread(lambda: ask(f"GET {path}")), files.in_thread(lambda: ask(f"PATCH {upload}"))
    files.in_thread(lambda: one.sendall(b"\r\n"))
    files.in_thread(
        lambda: other.sendall(
            b"Authorization: Bearer alice\r\nUpload-Offset: 0\r\nContent-Length: 10\r\n\r\n12345"
        )
    )
    half = files.store._path(upload.rpartition("/")[2])
    files.wait(lambda: half.stat().st_size == 5)
    files.hub.stop()
    assert files.is_idle()
    assert list(files.store.notes()) == [upload.rpartition("/")[2]]
    one.close()
    other.close()
